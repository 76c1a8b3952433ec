"""`mtqe review` on the command line, and what it writes, without a server."""

from __future__ import annotations

import json
import re
import shlex
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from answers import OURS
from click.testing import CliRunner
from reviewed import DEMO, Running, make_report, sheet_of
from test_review_results import CRITICAL, SPACE, called, review

from mtqe.cli import group, run
from mtqe.cli.review_results import Writer
from mtqe.errors import MtqeError
from mtqe.review import journal, sheet
from mtqe.review.entries import Entry
from mtqe.review.sheet import Matter

pytestmark = pytest.mark.usefixtures("judged_cache")
NEXT = (
    "next: put the new translation in the place of the old one (--in-place does) and evaluate again",
    "next: mtqe agreement report.json report.review",
)


@pytest.fixture
def mtqe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs a command in the folder of the test; returns the exit code and the lines on stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))

    def command(*args: str) -> tuple[int, list[str]]:
        code = run(list(args))
        return code, capsys.readouterr().err.splitlines()

    return command


def put(matter: Matter, folder: Path, rater: str, **said: Any) -> None:
    """Save what a rater says in the journal."""
    with journal.opened(folder, matter, rater, print) as one:
        for key, entry in review(matter, rater, **said).entries.items():
            one.put(key, 0, entry)


def export(path: Path, matter: Matter, rater: str, **said: Any) -> str:
    entries = {key.lstrip("k"): value for key, value in said.items()}
    found = {
        "schema": "mtqe.review-entries/1",
        "report": matter.id,
        "rater": rater,
        "exported": "2026-01-01",
        "entries": entries,
    }
    path.write_text(json.dumps(found))
    return str(path)


def test_the_page_as_a_file(mtqe: Callable[..., Any], tmp_path: Path) -> None:
    make_report(tmp_path)
    assert mtqe("review", "report.json", "-o", "new/review.html", "--segments", "9", "--no-glosses") == (
        0,
        ["wrote new/review.html", "next: mtqe review report.json --collect EXPORT..."],
    )
    text = (tmp_path / "new/review.html").read_text()
    shown = sheet_of(text)
    assert "connect-src" not in text and shown["rater"] == "" and shown["walk"] == ["1", "2", "0"]
    assert not (tmp_path / "report.review").exists()


def test_collect(mtqe: Callable[..., Any], matter: Matter, tmp_path: Path) -> None:
    put(matter, tmp_path / "report.review", "ana", k2={**called(SPACE, "error"), "edited": "Das Ende.", "looked": True})
    file = export(tmp_path / "x.json", matter, "ben", k1={**called(CRITICAL, "false-alarm", "a quote"), "score": 90})
    code, lines = mtqe("review", "report.json", "--collect", file)
    assert code == 0
    kinds = {"ratings.jsonl": "", "marot.tsv": " for Marot", "esa.jsonl": " as ESA"}
    assert lines == [
        *(f"wrote report.review/{who}.{end}: ratings of {who}{kinds[end]}" for who in ("ana", "ben") for end in kinds),
        "wrote report.review/text.de.reviewed.txt: translation",
        "wrote mtqe-suppressions.toml: 1 accepted finding",
        *NEXT,
    ]  # fmt: skip
    assert (tmp_path / "report.review/text.de.reviewed.txt").read_text().endswith("Das Ende.\n")
    code, lines = mtqe("review", "report.json", "--collect", "--rater", "ana", "--folder", "report.review")
    assert code == 0 and len(lines) == 6
    code, lines = mtqe("review", "report.json", "--collect", "--rater", "eve")
    assert code == 2 and lines[0] == "mtqe: eve has not reviewed report.json"


def test_collect_says_what_is_not_written(mtqe: Callable[..., Any], matter: Matter, tmp_path: Path) -> None:
    first = export(tmp_path / "a.json", matter, "ana", k1={**called(CRITICAL, "tolerated", "x"), "edited": "A\nB"})
    second = export(tmp_path / "b.json", matter, "ben", k1=called(CRITICAL, "error"))
    code, lines = mtqe("review", "report.json", "--collect", first, second)
    assert code == 3
    *_, edit, dispute, following = lines
    assert edit.startswith("segment 2: the new translation is not written: ") and following == NEXT[-1]
    assert dispute == "segment 2: ACC101 a-acc101 is not accepted: ana accepts it, ben calls it an error"
    assert not (tmp_path / "mtqe-suppressions.toml").exists()
    assert not (tmp_path / "report.review/text.de.reviewed.txt").exists()


def test_a_dispute_about_a_finding_that_is_accepted_already(
    mtqe: Callable[..., Any], matter: Matter, tmp_path: Path
) -> None:
    first = export(tmp_path / "a.json", matter, "ana", k1=called(CRITICAL, "tolerated", "x"))
    assert mtqe("review", "report.json", "--collect", first)[0] == 0
    second = export(tmp_path / "b.json", matter, "ben", k1=called(CRITICAL, "error"))
    code, lines = mtqe("review", "report.json", "--collect", second)
    assert code == 3 and lines[-2] == (
        "segment 2: ACC101 a-acc101 is still accepted in mtqe-suppressions.toml, but raters disagree: ana accepts it, "
        "ben calls it an error; remove its entry"
    )


def test_what_was_collected_once_stays_in_all_later_results(
    mtqe: Callable[..., Any], matter: Matter, tmp_path: Path
) -> None:
    file = export(tmp_path / "b.json", matter, "ben", k1={**called(CRITICAL, "error"), "edited": "Es hatte 12 Tonnen."})
    assert mtqe("review", "report.json", "--collect", file)[0] == 0
    Path(file).unlink()
    put(matter, tmp_path / "report.review", "ana", k1=called(CRITICAL, "tolerated", "x"), k0={"edited": "Eins."})
    code, lines = mtqe("review", "report.json", "--collect")
    assert code == 3 and "is not accepted: ana accepts it, ben calls it an error" in "".join(lines)
    text = (tmp_path / "report.review/text.de.reviewed.txt").read_text()
    assert text == "Eins.\nEs hatte 12 Tonnen.\nDas Ende .\n"
    journal_of_ben = (tmp_path / "report.review/ben.jsonl").read_text()
    later = export(tmp_path / "c.json", matter, "ben", k1={"score": 5})
    Path(later).write_text(Path(later).read_text().replace("2026-01-01", "2026-01-02"))
    assert mtqe("review", "report.json", "--collect", later)[0] == 0  # ben's new entry has no opinion
    now = (tmp_path / "report.review/ben.jsonl").read_text()
    assert now.startswith(journal_of_ben) and now.count("\n") == journal_of_ben.count("\n") + 1


def test_a_translation_that_has_changed_is_not_written(
    mtqe: Callable[..., Any], matter: Matter, tmp_path: Path
) -> None:
    file = export(tmp_path / "a.json", matter, "ana", k1={"edited": "Neu.", "score": 3})
    (tmp_path / "text.de.txt").write_text("Ein Schiff kam.\nEs hatte 22 Tonnen.\nDas Ende .\n")
    for mode in ([], ["--in-place"]):
        code, lines = mtqe("review", "report.json", "--collect", file, *mode)
        assert code == 3 and "has changed since it was read" in lines[-2] and len(lines) == 5
    assert "22" in (tmp_path / "text.de.txt").read_text()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nope.json",), "nope.json: no such file"),
        ((".",), ". is a folder; a review needs one report"),
        (("text.de.txt",), "not an mtqe report"),
        (("empty.json",), "empty.json: the file is empty"),
        (("-",), "a review needs the file of the report"),
        (("report.json", "x.json"), "x.json: exports need --collect"),
        (("report.json", "--collect"), "report.review has no review of report.json"),
        (("report.json", "--collect", "-o", "x.html"), "give one of them"),
        (("report.json", "--collect", "report.json"), "report.json: not an export of mtqe review"),
        (("report.json", "--rater", "../x", "--collect"), "'../x' cannot be the name of a rater"),
        (("report.json", "--sample", "report.json"), "report.json: not a sample"),
        (("report.json", "-o", "."), "cannot write .:"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(mtqe: Callable[..., Any], tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    make_report(tmp_path)
    (tmp_path / "empty.json").touch()
    before = sorted(tmp_path.rglob("*"))
    code, lines = mtqe("review", *args)
    assert code == 2 and message in lines[0] and len(lines) == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_one_server_for_each_rater(mtqe: Callable[..., Any], matter: Matter, tmp_path: Path) -> None:
    with journal.opened(tmp_path / "report.review", matter, "ana", print) as one:
        one.put("0", 0, Entry(score=1))
        code, lines = mtqe("review", "report.json", "--rater", "ana")
    assert code == 2
    assert lines == [
        "mtqe: ana is reviewing report.json already, in another run of mtqe review",
        "  go on there, or give another --rater",
    ]


def test_a_port_in_use(mtqe: Callable[..., Any], tmp_path: Path) -> None:
    make_report(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, lines = mtqe("review", "report.json", "--rater", "ana", "--port", str(taken.getsockname()[1]))
    assert code == 2 and "cannot listen on 127.0.0.1" in lines[0]
    assert not (tmp_path / "report.review").exists()


def test_without_the_extra(mtqe: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_report(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "uvicorn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    code, lines = mtqe("review", "report.json")
    assert code == 3 and "mtqe review needs uvicorn" in lines[0] and 'pip install "mtqe[review]"' in lines[1]


def test_in_place_twice_and_never_over_the_work_of_others(matter: Matter, tmp_path: Path) -> None:
    writer = Writer(matter, tmp_path / "r", tmp_path / "s.toml", in_place=True)
    text = tmp_path / "text.de.txt"
    done = writer.write([review(matter, "ana", k1={"edited": "Es hatte 12 Tonnen."})])
    assert (done.written[-1].path, done.is_whole) == (str(text), True)
    both = review(matter, "ana", k0={"edited": "Kein Schiff kam."}, k1={"edited": "Es hatte 12 Tonnen."})
    assert writer.write([both]).notes == ()
    assert text.read_text() == "Kein Schiff kam.\nEs hatte 12 Tonnen.\nDas Ende .\n"
    text.write_text("mine\n")
    (note,) = writer.write([both]).notes
    assert "has changed since" in note and text.read_text() == "mine\n"


def test_results_are_written_all_or_none(matter: Matter, tmp_path: Path) -> None:
    said = review(matter, "ana", k1={**called(CRITICAL, "tolerated", "old"), "edited": "Es hatte 12 Tonnen."})
    (tmp_path / "folder").mkdir()
    with pytest.raises(MtqeError, match="folder"):
        Writer(matter, tmp_path / "r", tmp_path / "folder").write([said])
    (tmp_path / "r").mkdir()
    (tmp_path / "r/ana.esa.jsonl").mkdir()
    with pytest.raises(MtqeError, match=r"ana\.esa\.jsonl"):
        Writer(matter, tmp_path / "r", tmp_path / "s.toml").write([said])
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["ana.esa.jsonl"] and not (
        tmp_path / "s.toml"
    ).exists()


def test_files_of_one_name_in_several_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a/x", "b/x"):
        Path(name).parent.mkdir()
    report = json.loads(make_report(tmp_path, systems=("a", "b")).read_text())
    for document, folder in zip(report["documents"], "ab", strict=True):
        (tmp_path / f"{folder}.de.txt").rename(tmp_path / folder / "x.de.txt")
        document["path"] = f"{folder}/x.de.txt"
    (tmp_path / "report.json").write_text(json.dumps(report))
    matter = sheet.open_report(tmp_path / "report.json")
    said = review(matter, "ana", k0={"edited": "Neu."}, k3={"edited": "Alt."})
    done = Writer(matter, Path("r"), Path("s.toml")).write([said])
    assert [one.path for one in done.written][-2:] == ["r/a/x.de.reviewed.txt", "r/b/x.de.reviewed.txt"]
    assert Path("r/b/x.de.reviewed.txt").read_text().startswith("Alt.\n")


def test_from_the_first_report_to_accepted_findings(
    mtqe: Callable[..., Any], tmp_path: Path, start: Callable[..., Running]
) -> None:
    """Evaluate, review over HTTP, and evaluate again: what was accepted no longer counts, and the text passes."""
    for name in ("article.en.txt", "mt.de.txt"):
        (tmp_path / name).write_bytes((DEMO / name).read_bytes())
    (tmp_path / "mtqe.toml").write_text('[gate]\nuncovered = "pass"\nincomplete = "pass"\n')
    rules = ("--select", "number-mismatch,untranslated-segment", "-m", "chrf", "--aligner", "lexical")
    evaluate = ("evaluate", "article.en.txt", "mt.de.txt", "-q", *rules, "--json")
    assert mtqe(*evaluate, "report.json")[0] == 1
    running = start("report.json", "--rater", "ana", "--segments", "2")
    segments = {segment["key"]: segment for segment in running.sheet["segments"]}
    first, *_, last = running.sheet["walk"]
    assert segments[first]["findings"][0]["severity"] == "critical" and segments[last]["sampled"]
    accepted = 0
    for key in running.sheet["walk"]:
        marks = [finding["fingerprint"] for finding in segments[key]["findings"]]
        decisions = {mark: {"opinion": "tolerated", "reason": "an old text"} for mark in marks}
        edited = f"{segments[key]['target']} Neu!" if key == last else None
        said = {"decisions": decisions, "looked": True, "score": 80, "edited": edited}
        assert running.put(key, 0, said).status == 200
        accepted += len(marks)
    done = running.finish()
    assert done["notes"] == [] and running.stop() == 0
    assert done["written"][-1] == {"path": "mtqe-suppressions.toml", "what": f"{accepted} accepted findings"}
    copy = (tmp_path / "report.review/mt.de.reviewed.txt").read_text()
    assert copy.replace(" Neu!", "") == (tmp_path / "mt.de.txt").read_text() and copy.count(" Neu!") == 1
    assert mtqe(*evaluate, "again.json")[0] == 0
    again = json.loads((tmp_path / "again.json").read_text())
    assert [finding["suppressed"] for finding in again["findings"]] == ["an old text (ana)"] * accepted
    assert mtqe("gate", "report.json")[0] == 0


def test_the_help_fits_a_narrow_terminal() -> None:
    done = CliRunner().invoke(group, ["review", "--help"], terminal_width=80)
    assert done.exit_code == 0 and max(map(len, done.output.splitlines())) <= 80


def test_the_page_of_the_docs_names_commands_and_files_as_they_are(
    matter: Matter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (OURS / "docs/review.md").read_text(encoding="utf-8")
    lines = [
        line.partition("#")[0]
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("mtqe ")]
    assert len(commands) >= 7
    for name, *args in commands:
        found = group.get_command(click.Context(group), name)
        assert found is not None
        found.make_context(name, list(args))
    said = review(matter, "ana", k1={**called(CRITICAL, "tolerated", "old"), "edited": "Neu."})
    done = Writer(matter, Path("report.review"), tmp_path / "mtqe-suppressions.toml").write([said])
    names = {Path(one.path).name.replace("text.de", "article.de") for one in done.written}
    assert names <= {Path(name).name for name in re.findall(r"^\| `(.*?)` \|", text, re.MULTILINE)}
