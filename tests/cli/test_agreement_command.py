"""`mtqe agreement`: figures, the proposed policy, every output, and what it refuses."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import jsonschema
import msgspec
import pytest
from people.raters.team import MAJOR, MINOR, error, finding, opinion, report, said, target

from mtqe.cli import run
from mtqe.model import Segment
from mtqe.model.agreement_report import SCHEMA
from mtqe.model.ratings import Rating, line
from mtqe.report import json as reports

pytestmark = pytest.mark.usefixtures("judged_cache")
ROOT = Path(__file__).parents[2]
SEGMENTS = [Segment(str(n), f"They saw {n} boats.", f"Sie sahen {n} Boote.", doc=f"d{n // 3}") for n in range(36)]
FINDINGS = [msgspec.structs.replace(finding("ACC101", one.id, target(0, 3)), marked=("Sie",)) for one in SEGMENTS[:24]]


def store(path: str, *, scores: bool = True) -> str:
    with Path(path).open("w", encoding="utf-8") as out:
        reports.render(report(SEGMENTS, FINDINGS, {"m": [n % 5 for n in range(36)]} if scores else {}), out)
    return path


def keep(path: str, ratings: Iterable[Rating]) -> str:
    Path(path).write_text("".join(line(rating) + "\n" for rating in ratings), "utf-8")
    return path


def team() -> list[Rating]:
    """Ana says of all 24 findings that they are false alarms; Ben marks errors where Ana does, and more."""
    errors = (error("style/awkward", MINOR, target(4, 9)),)
    ana = [
        said(
            one,
            errors=errors if n % 2 else (),
            decisions=(opinion(FINDINGS[n], "false-alarm"),) if n < 24 else (),
        )
        for n, one in enumerate(SEGMENTS)
    ]
    more = (*errors, error("accuracy", MAJOR, target(10, 12)))
    ben = [said(one, rater="Ben", errors=more if n % 3 else errors) for n, one in enumerate(SEGMENTS)]
    return [*ana, *ben, said(Segment("x", "Unknown.", "Unbekannt."))]


def test_the_same_ratings_twice_count_once(mtqe: Callable) -> None:
    """Segments with the same texts, which another tool numbers itself: a copy is not a second rating of each."""
    segments = [Segment(str(n), "Order now", "Jetzt bestellen") for n in range(3)]
    with Path("r.json").open("w", encoding="utf-8") as out:
        reports.render(report(segments), out)
    ratings = [said(segments[0], segment=f"x{n}", errors=()) for n in range(2)]
    keep("copy.jsonl", ratings)
    done = mtqe("agreement", "r.json", keep("t.jsonl", ratings), "copy.jsonl", "--json", "a.json")
    assert done.code == 0, done.err
    assert "copy.jsonl has the same ratings as t.jsonl, so it counts once" in done.err
    assert json.loads(Path("a.json").read_text())["matched"]["rated"] == 2


def test_findings_of_mtqe_are_no_ratings(mtqe: Callable) -> None:
    """The findings that mtqe writes as a table agree with the findings of mtqe, of course."""
    assert mtqe("report", store("r.json"), "-f", "esa", "-o", "own.jsonl").code == 0
    done = mtqe("agreement", "r.json", "own.jsonl")
    assert done.code == 2
    assert "36 ratings are findings of mtqe itself and do not count" in done.err
    assert "these files contain no ratings by people" in done.err
    done = mtqe("agreement", "r.json", "own.jsonl", keep("t.jsonl", team()), "--json", "a.json")
    assert set(json.loads(Path("a.json").read_text())["matched"]["raters"]) == {"Ana", "Ben"}


def test_figures_and_the_proposed_policy(mtqe: Callable) -> None:
    Path("mtqe.toml").write_text("# ours\n[checks]\npreview = true\n")
    done = mtqe("agreement", store("r.json"), keep("t.jsonl", team()))
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "Agreement with raters · en → de"
    assert "  72 of 73 ratings belong to a segment of the reports." in lines
    assert "  1 do not: their source is in none of the reports." in lines
    assert "  36 of 36 segments are rated, by Ana 36, Ben 36." in lines
    assert any(row.split()[:5] == ["ACC101", "name-ACC101", "0/24", "0%", "(0-14)"] for row in lines), done.out
    assert any(row.split()[:3] == ["Ana", "Ben", "36"] for row in lines)
    assert any(row.split()[:2] == ["m", "36"] for row in lines)
    words = " ".join(done.out.split())
    assert "ACC101: switch it off: 0 of 24 findings are right (0% to 14%); the bound is 50%" in words
    assert done.out.endswith(
        '--- a/mtqe.toml\n+++ b/mtqe.toml\n@@ -1,3 +1,4 @@\n # ours\n [checks]\n preview = true\n+ignore = ["ACC101"]\n'
    )
    assert max(map(len, lines)) <= 80
    assert re.search(r"^--write puts this change into .*mtqe\.toml$", done.err, re.MULTILINE)
    assert Path("mtqe.toml").read_text() == "# ours\n[checks]\npreview = true\n"


def test_the_policy_is_written_on_demand(mtqe: Callable) -> None:
    arguments = ("agreement", store("r.json"), keep("t.jsonl", team()), "--resamples", "0")
    done = mtqe(*arguments, "--write")
    assert (done.code, "wrote mtqe.toml" in done.err, "+++" in done.out) == (0, True, False)
    assert tomllib.loads(Path("mtqe.toml").read_text()) == {"checks": {"ignore": ["ACC101"]}}
    assert "mtqe.toml needs no change" in mtqe(*arguments, "--write").err
    assert "+++" not in mtqe(*arguments).out
    assert "switch it off" not in mtqe(*arguments, "--precision", "0.01").out


def test_the_folder_of_a_review_has_the_ratings_of_all_raters(mtqe: Callable) -> None:
    Path("r.review").mkdir()
    for rater in ("Ana", "Ben"):
        keep(f"r.review/{rater}.ratings.jsonl", [rating for rating in team() if rating.rater == rater])
    Path("r.review/Ana.marot.tsv").write_text("the same once more")
    files = mtqe("agreement", store("r.json"), *map(str, sorted(Path("r.review").glob("*.jsonl"))), "--resamples", "0")
    folder = mtqe("agreement", "r.json", "r.review", "--resamples", "0")
    assert (folder.code, folder.out) == (0, files.out) and "rated, by Ana 36, Ben 36" in folder.out


def test_outputs(mtqe: Callable) -> None:
    done = mtqe("agreement", store("r.json"), keep("t.jsonl", team()), "-o", "a.md", "-o", "b.json", "--json", "-")
    assert done.code == 0, done.err
    found = done.report
    assert found == json.loads(Path("b.json").read_text())
    jsonschema.validate(found, json.loads((ROOT / "docs" / "agreement.schema.json").read_text(encoding="utf-8")))
    assert found["schema"] == SCHEMA
    assert found["matched"]["no_source"] == 1
    assert found["checks"][0]["precision"]["interval"]["high"] == pytest.approx(0.138, abs=1e-3)
    text = Path("a.md").read_text()
    assert "| ACC101 | name-ACC101 | 0/24 | 0% (0-14) | 0% | \\- | \\- |" in text
    assert "### Raters against the mean of the others" in text
    assert "wrote a.md" in done.err
    quiet = mtqe("agreement", "r.json", "t.jsonl", "-q", "-o", "c.txt")
    assert (quiet.out, quiet.err) == ("", "")
    assert Path("c.txt").read_text().startswith("Agreement with raters")


def test_a_report_without_scores_and_ratings_without_errors(mtqe: Callable) -> None:
    done = mtqe(
        "agreement", store("r.json", scores=False), keep("t.jsonl", [said(one, score=50.0) for one in SEGMENTS])
    )
    assert done.code == 0, done.err
    assert "Metrics" not in done.out and "Errors of two raters" not in done.out
    assert any(row.split()[:6] == ["ACC101", "name-ACC101", "-", "-", "-", "-"] for row in done.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["r.json"], "there are no ratings among these files"),
        (["t.jsonl"], "there is no report among these files"),
        (["r.json", "./r.json", "t.jsonl"], "r.json is given twice"),
        (["r.json", "none.jsonl"], "none.jsonl: no such file"),
        (["none.json", "t.jsonl"], "none.json: no such file"),
        (["r.json", "empty.jsonl"], "empty.jsonl is empty"),
        (["r.json", "other.jsonl"], "none of 1 ratings belongs to a segment"),
        (["r.json", "t.jsonl", "-o", "a.html"], "a.html: no view of an agreement has this ending"),
        (["r.json", "t.jsonl", "-o", "a.md", "-o", "a.md"], "two outputs have the same path a.md"),
        (["r.json", "t.jsonl", "--precision", "2"], "Invalid value for '--precision'"),
        (["r.json", "bad.jsonl"], "bad.jsonl, line 2: "),
        ([], "Missing argument"),
    ],
)
def test_what_is_refused(mtqe: Callable, arguments: list[str], message: str) -> None:
    store("r.json")
    keep("t.jsonl", team())
    keep("other.jsonl", team()[-1:])
    Path("empty.jsonl").write_text("")
    Path("bad.jsonl").write_text(Path("t.jsonl").read_text().replace('"Ana"', "3", 2).split("\n", 1)[1])
    Path("bad.jsonl").write_text(f"{line(team()[0])}\n{{\n")
    done = mtqe("agreement", *arguments)
    assert done.code == 2
    assert message in done.err, done.err
    assert done.out == "" and not Path("a.md").exists()
    assert len(done.err.strip().splitlines()) <= 2


def test_hostile_names_do_nothing_in_a_terminal(mtqe: Callable) -> None:
    ratings = [said(one, rater="\x1b[31m::error::|<b>", errors=()) for one in SEGMENTS]
    done = mtqe("agreement", store("r.json"), keep("t.jsonl", ratings), "-o", "a.md")
    assert done.code == 0, done.err
    assert "\x1b" not in done.out and "\x1b" not in Path("a.md").read_text()
    assert "<b>" not in Path("a.md").read_text()


def test_the_page_of_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of docs/agreement.md ends with 0, in a folder with the files that the page writes."""
    import re
    import shlex
    import shutil

    text = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "references", tmp_path / "references")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    for name, content in re.findall(r"```json title=\"([^\"]+)\"\n(.*?)```", text, re.DOTALL):
        Path(name).write_text(content, encoding="utf-8")
    commands = [
        line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines() if line
    ]
    assert len(commands) >= 3
    for command in commands:
        words = shlex.split(command, comments=True)
        assert words[0] == "mtqe"
        code = re.search(r"# exit (\d)", command)
        assert run(words[1:]) == (int(code[1]) if code else 0), (command, capsys.readouterr().err)
