from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from comparing.samples import bad, finding, good, line, make

from mtqe.cli.compare import labels
from mtqe.errors import ConfigError
from mtqe.model import Report
from mtqe.report import json as stored


def write(path: Path, report: Report) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        stored.render(report, out)
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return write(tmp_path / "old.json", make(good)), write(tmp_path / "new.json", make(bad))


QUICK = ("--trials", "200", "-q")


def test_two_reports(mtqe: Callable, pair: tuple[Path, Path]) -> None:
    done = mtqe("compare", *pair, "--trials", "200")
    assert done.code == 0
    assert "new is worse than old by BLEU and chrF" in done.out
    assert "  A  old\n  B  new\n" in done.out


def test_json_on_stdout(mtqe: Callable, pair: tuple[Path, Path]) -> None:
    done = mtqe("compare", *pair, "-m", "chrf", "--trials", "200", "--json", "-")
    found = json.loads(done.out)
    assert found["schema"] == "mtqe.comparison/1"
    assert [one["metric"] for one in found["metrics"]] == ["chrf"]
    assert found["trials"] == 200


def test_files(mtqe: Callable, pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = mtqe("compare", *pair, *QUICK, "-o", "c.md", "--json", "c.json", "--segments", "2")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "c.md").read_text(encoding="utf-8").startswith("## new compared with old")
    assert len(json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["differing"]) == 2


def test_what_the_project_has_accepted_does_not_count_in_any_report(mtqe: Callable, tmp_path: Path) -> None:
    found = [finding(line(0)[0], "Anna")]
    paths = [write(tmp_path / f"{name}.json", make(findings=found)) for name in "ab"]

    def penalties() -> list[float]:
        done = mtqe("compare", *paths, *QUICK, "--json", "-")
        return [system["mqm"]["penalty"] for system in json.loads(done.out)["systems"]]

    assert penalties() == [5.0, 5.0]
    text = '[[suppress]]\ncheck = "ACC101"\nreason = "agreed"\n'
    (tmp_path / "mtqe-suppressions.toml").write_text(text, encoding="utf-8")
    assert penalties() == [0.0, 0.0]


def test_fail_if_worse(mtqe: Callable, pair: tuple[Path, Path]) -> None:
    old, new = pair
    worse = mtqe("compare", old, new, "--trials", "200", "--fail-if-worse")
    assert worse.code == 1
    assert "new is worse than old by bleu" in worse.err
    assert mtqe("compare", new, old, *QUICK, "--fail-if-worse").code == 0
    assert mtqe("compare", old, new, *QUICK).code == 0


def test_a_metric_that_cannot_be_compared_is_incomplete(mtqe: Callable, tmp_path: Path) -> None:
    first = write(tmp_path / "a.json", make(good))
    second = write(tmp_path / "b.json", make(bad, metrics=["chrf"]))
    assert mtqe("compare", first, second, *QUICK).code == 0
    done = mtqe("compare", first, second, "--trials", "200", "-m", "bleu")
    assert done.code == 3
    assert "metric bleu: only 1 of 2 systems have this score" in done.out
    assert mtqe("compare", first, second, *QUICK, "-m", "bleu", "-m", "chrf", "--fail-if-worse").code == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["a.json"], "only one system"),
        (["a.json", "none.json"], "none.json: no such file"),
        (["a.json", "a.json", "-m", "blue"], "did you mean 'bleu'?"),
        (["a.json", "a.json", "--by", "comet"], "comet has no segment scores"),
        (["a.json", "a.json", "-o", "c.csv"], "use one of .htm, .html, .json, .md"),
        (["a.json", "a.json", "--level", "5"], "--level between 0 and 1"),
        (["a.json", "a.json", "--trials", "0"], "--trials 1 or more"),
        (["a.json", "a.json", "--segments", "-1"], "--segments must be 0 or more"),
        (["-", "-"], "standard input can be only one of the reports"),
        ([], "Missing argument"),
    ],
)
def test_bad_input_is_one_line(args: list[str], message: str, mtqe: Callable, tmp_path: Path) -> None:
    write(tmp_path / "a.json", make(good))
    done = mtqe("compare", *args)
    assert done.code == 2
    assert message in done.err
    assert len(done.err.splitlines()) <= 2
    assert done.out == ""
    assert {path.name for path in tmp_path.iterdir()} <= {"a.json", "hub"}


def test_labels_tell_reports_apart() -> None:
    assert labels([Path("a/x.json"), Path("a/y.json")]) == ["x", "y"]
    assert labels([Path("a/x.json"), Path("b/x.json")]) == ["a/x", "b/x"]
    assert labels([Path("x.json"), Path("x.json")]) == ["x", "x"]
    assert labels([Path("-"), Path("x.json")]) == ["standard input", "x"]
    with pytest.raises(ConfigError):
        labels([Path("-"), Path("-")])
