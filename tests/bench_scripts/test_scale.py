"""`bench.scale --against` runs each of two checkouts with its own code, and sets their costs side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench import against, scale
from mtqe.model import Segment

TEXTS = [Segment(str(n), f"Room {n} is open.", f"Raum {n} ist offen.") for n in range(4)]
PROGRAM = """
import json, os, pathlib, sys, time
name = pathlib.Path(__file__).parents[1].name
kept = [os.environ.get("OMP_NUM_THREADS"), os.environ["MTQE_CACHE_DIR"]]
with open({log!r}, "a") as log:
    log.write(json.dumps([name, sys.argv[1:], kept]) + "\\n")
end = time.process_time() + {seconds}
while time.process_time() < end:
    pass
"""


def checkout(folder: Path, name: str, seconds: float) -> Path:
    """A checkout whose mtqe takes so many seconds of the processor, and notes how it was called."""
    package = folder / name / "mtqe"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(PROGRAM.format(log=str(folder / "log.jsonl"), seconds=seconds))
    return package.parent


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The calls of both checkouts; this one takes .1 s, the other one .4 s."""
    monkeypatch.setattr(against, "HERE", checkout(tmp_path, "own", 0.1))
    checkout(tmp_path, "other", 0.4)
    return tmp_path / "log.jsonl"


def test_the_table_has_the_ratio_of_both_checkouts(
    calls: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [
        "scale",
        "--against",
        str(calls.parent / "other"),
        "--stage",
        "start",
        "kept",
        "--most",
        "4",
        "--runs",
        "1",
    ]
    monkeypatch.setattr(sys, "argv", given)
    scale.main()
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert [row[0] for row in rows[2:]] == [
        "one segment",
        "4 segments, cold",
        "4 segments, cold",
        "4 segments, warm",
        "4 segments, 3 % changed",
    ]
    for row in rows[2:]:
        assert float(row[4]) == pytest.approx(float(row[2]) / float(row[3]), abs=0.06)
    assert float(rows[2][3]) > 2 * float(rows[2][2])


def test_both_take_turns_with_their_own_cache(calls: Path) -> None:
    list(against.table(calls.parent / "other", ["kept"], TEXTS, 1, 1, None))
    noted = [json.loads(line) for line in calls.read_text().splitlines()]
    assert [name for name, _, _ in noted] == ["own", "own", "other", "other", *["own", "other"] * 3]
    assert len({cache for _, _, (_, cache) in noted}) == 2
    assert {threads for _, _, (threads, _) in noted} == {"1"}


def test_workers_get_every_core(calls: Path) -> None:
    own = against.side(calls.parent, against.HERE, 1, None)
    *_, gain = against.everything(own, TEXTS, 1)
    noted = [json.loads(line) for line in calls.read_text().splitlines()]
    assert [arguments[arguments.index("--workers") + 1] for _, arguments, _ in noted] == ["1", "2"]
    assert {threads for _, _, (threads, _) in noted} == {None}
    assert gain.unit == "times one"


def test_a_stage_of_the_wrong_kind_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["scale", "--stage", "kept"])
    with pytest.raises(SystemExit):
        scale.main()
    assert "no such stage: kept" in capsys.readouterr().err
