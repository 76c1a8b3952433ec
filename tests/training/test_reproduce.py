"""Order, skipping, going on and failing of the recipe, with steps that write a line in place of training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import manifest
import pytest
import recipe
import reproduce
from recipe import Step
from reproduce import Failed, Places

INPUTS: dict[str, Any] = {
    "data": [{"name": "train/a.jsonl.gz", "use": ["train"], "sha256": "a" * 64}],
    "package": [],
    "debian": [{"name": "wordnet-base", "sha256": "b" * 64}],
}
STEPS = (
    Step("first", "average.py", ("--out", "{out}"), makes=("made",), reads=("train",)),
    Step("second", "average.py", ("--out", "{out}", "{runs}/first"), ("first",), ("made",)),
    Step("third", "average.py", ("--out", "{out}"), makes=("made",), debian=("wordnet",)),
)


class Runner:
    """Does the steps: notes their names, and writes their files from what they read."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.text = "made"

    def __call__(self, step: Step, places: Places) -> None:
        self.names.append(step.name)
        places.folder(step.name).joinpath("made").write_text(f"{self.text} {step.name}", encoding="utf-8")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "runs", tmp_path)


def ran(places: Places, steps: tuple[Step, ...] = STEPS, inputs: dict[str, Any] = INPUTS) -> list[str]:
    runner = Runner()
    reproduce.run(steps, places, inputs, runner)
    return runner.names


def test_steps_run_in_order_and_once(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(places) == ["first", "second", "third"]
    assert ran(places) == []
    assert "second: finished before, skipped" in capsys.readouterr().out


def test_a_changed_setting_runs_its_step_again(places: Places) -> None:
    ran(places)
    changed = (STEPS[0], Step("second", "average.py", ("--out", "{out}", "--more"), ("first",), ("made",)), STEPS[2])
    assert ran(places, changed) == ["second"]


def test_a_changed_input_runs_the_steps_that_read_it_again(places: Places) -> None:
    ran(places)
    data = INPUTS | {"data": [INPUTS["data"][0] | {"sha256": "c" * 64}]}
    # The second step reads the first one's result only, and that is as before.
    assert ran(places, inputs=data) == ["first"]
    debian = data | {"debian": [{"name": "wordnet-base", "sha256": "d" * 64}]}
    assert ran(places, inputs=debian) == ["third"]


def test_another_result_runs_the_steps_after_it_again(places: Places) -> None:
    ran(places)
    runner = Runner()
    runner.text = "otherwise"
    data = INPUTS | {"data": [INPUTS["data"][0] | {"sha256": "c" * 64}]}
    reproduce.run(STEPS, places, data, runner)
    assert runner.names == ["first", "second"]


def test_a_damaged_result_is_made_again(places: Places) -> None:
    ran(places)
    (places.folder("third") / "made").write_text("damaged", encoding="utf-8")
    assert ran(places) == ["third"]
    (places.folder("third") / "made").unlink()
    assert ran(places) == ["third"]


def test_an_interrupted_step_goes_on_in_its_folder_and_another_starts_anew(places: Places) -> None:
    def killed(step: Step, where: Places) -> None:
        where.folder(step.name).joinpath("checkpoint").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reproduce.run(STEPS, places, INPUTS, killed)
    half = places.folder("first") / "checkpoint"
    assert ran(places)[0] == "first"
    assert half.exists()
    half.write_text("of another setting", encoding="utf-8")
    changed = (Step("first", "average.py", ("--out", "{out}", "--more"), makes=("made",), reads=("train",)), *STEPS[1:])
    assert ran(places, changed) == ["first"]
    assert not half.exists()


def test_a_step_that_did_not_make_its_file_fails(places: Places) -> None:
    with pytest.raises(Failed, match="first: it did not make made"):
        reproduce.run(STEPS, places, INPUTS, lambda step, where: None)
    assert ran(places) == ["first", "second", "third"]


def test_a_script_that_fails_is_named_with_its_last_line(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    (places.runs / "scripts").mkdir(parents=True)
    script = places.runs / "scripts" / "bad.py"
    script.write_text("raise SystemExit('no more rows')\n", encoding="utf-8")
    monkeypatch.setattr(reproduce, "HERE", script.parent)
    with pytest.raises(Failed, match=r"bad: exit code 1: no more rows \(all of it: .*output\.txt\)"):
        reproduce.run((Step("bad", "bad.py", ()),), places, INPUTS)


def test_a_folder_of_someone_else_is_left_alone(places: Places) -> None:
    mine = places.folder("first") / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(Failed, match="is not of a step of the recipe"):
        ran(places)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_code_counts_and_comments_do_not(tmp_path: Path) -> None:
    script, module = tmp_path / "script.py", tmp_path / "module.py"
    script.write_text("from module import STEPS\nprint(STEPS)\n", encoding="utf-8")
    module.write_text("STEPS = 1\n", encoding="utf-8")
    before = reproduce.code(script)
    script.write_text("# why\nfrom module import STEPS\n\nprint(STEPS)\n", encoding="utf-8")
    assert reproduce.code(script) == before
    module.write_text("STEPS = 2\n", encoding="utf-8")
    assert reproduce.code(script) != before


# --- the recipe -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [recipe.STEPS, recipe.quick()], ids=["ships", "quick"])
def test_every_step_reads_what_an_earlier_one_makes(steps: tuple[Step, ...], places: Places) -> None:
    seen: dict[str, Step] = {}
    for step in steps:
        assert set(step.after) <= set(seen), step.name
        assert step.name not in seen
        assert (reproduce.HERE / step.script).is_file()
        filled = places.fill(step)
        assert not any("{" in argument for argument in filled)
        runs = [Path(argument.partition("=")[0]) for argument in filled if argument.startswith(str(places.runs))]
        read = {path.relative_to(places.runs).parts[0] for path in runs} - {step.name, "few"}
        assert read <= set(step.after), step.name
        seen[step.name] = step


def test_quick_trains_two_updates_on_few_rows_and_changes_nothing_else(places: Places) -> None:
    steps = {step.name: step for step in recipe.quick()}
    assert list(steps) == ["e5", "prose", "few", *[step.name for step in recipe.STEPS[2:]]]
    quick = Places(places.data, places.runs, places.root, quick=True)
    for step in recipe.STEPS:
        same = steps[step.name].arguments[: len(step.arguments)] == step.arguments
        assert same
        trains = "--steps" in step.arguments
        assert steps[step.name].arguments[len(step.arguments) :] == (recipe.FEW if trains else ())
        if step.reads:
            assert str(quick.folder("few") / "train") in quick.fill(steps[step.name])


def test_a_data_file_that_a_step_reads_is_in_the_manifest() -> None:
    uses = {use for step in recipe.STEPS for use in step.reads}
    assert uses | {"systems"} == set(manifest.USES)  # system_head.py is run by itself, after the steps
    debian = [entry["name"] for entry in manifest.load()["debian"]]
    begun = [start for step in recipe.STEPS for start in step.debian]
    assert all(any(name.startswith(start) for name in debian) for start in begun)
    assert all(name.startswith(tuple(begun)) for name in debian)


# --- the end ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ended(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished run with a figure in the middle of its tolerance; the folder of what ships."""
    shipped = tmp_path / "shipped"
    for folder in (shipped, places.folder("export")):
        folder.mkdir(parents=True)
        for name in (*reproduce.SAME_BYTES, *reproduce.ROUNDED):
            (folder / name).write_text(name, encoding="utf-8")
    table = {"figures": {"within": 0.5}, "tolerance": [{"begins": "within", "within": 0.02}]}
    monkeypatch.setattr(reproduce.tolerance, "load", lambda: table)
    write_figure(places, 0.51)
    return shipped


def write_figure(places: Places, value: float) -> None:
    places.folder("figures").mkdir(parents=True, exist_ok=True)
    (places.folder("figures") / "figures.json").write_text(json.dumps({"within": value}), encoding="utf-8")


def test_the_end_is_good_within_the_tolerance_only(
    places: Places, ended: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reproduce.judge(places, ended)
    write_figure(places, 0.53)
    assert not reproduce.judge(places, ended)
    assert "OUT OF TOLERANCE" in capsys.readouterr().out


def test_untrained_files_must_be_the_same_but_for_rounded_layers(places: Places, ended: Path) -> None:
    (places.folder("export") / "lower.npz").write_text("rounded otherwise", encoding="utf-8")
    assert reproduce.judge(places, ended)
    (places.folder("export") / "nibbles.npy").write_text("other pieces", encoding="utf-8")
    assert not reproduce.judge(places, ended)


def test_a_changed_input_stops_before_the_first_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["reproduce.py", "--data", str(tmp_path), "--runs", str(tmp_path / "runs")])
    assert reproduce.main() == 2
    assert "train/wmt20_news_mqm.en-de.jsonl.gz: missing" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_list_prints_every_step_as_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["reproduce.py", "--data", str(tmp_path), "--list"])
    assert reproduce.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [step.name for step in recipe.STEPS]
    assert "scorer-sixth: python training/train.py" in lines[4]
    assert "--lr 1e-4 --early 0 --clean .25" in lines[4]
