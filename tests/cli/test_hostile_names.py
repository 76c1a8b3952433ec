"""Names of files and options, and texts, that are commands of CI services, control a terminal, or are not UTF-8."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from log_commands import obeyed

from mtqe.model import SCHEMA, Finding, Problem, Report, Run, Segment, Severity, Span
from mtqe.prose import UNSEEN, inert
from mtqe.registry import reporter_table
from mtqe.report import console, github

pytestmark = pytest.mark.usefixtures("judged_cache")
BAD = "::error title=a::b\n::error::x\x1b[31m##[error]y\u202e\r::set-env name=A::b"
EN, DE = f"{BAD}.en.txt", f"{BAD}.de.txt"
SOURCE = "The pump holds 12 litres.\n::error::Open the lid.\n"
TARGET = "Die Pumpe fasst 13 Liter.\n::error::Öffnen ##[error]x \x1b[31m Sie\u2028 den Deckel.\n"
LANGS = ("--source-lang", "en", "--target-lang", "de")
CHECK = ("check", "-s", EN, "-t", DE, *LANGS, "--select", "ACC101")


@pytest.fixture
def texts(tmp_path: Path) -> None:
    (tmp_path / EN).write_text(SOURCE, encoding="utf-8")
    (tmp_path / DE).write_text(TARGET, encoding="utf-8")


def harmless(log: str) -> None:
    assert obeyed(log) == []
    assert not UNSEEN.search(log.replace("\n", "")), ascii(log)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", BAD),
        ("evaluate", EN, BAD, *LANGS),
        ("evaluate", EN, DE, *LANGS, "-o", BAD),
        ("evaluate", EN, DE, *LANGS, "-f", BAD),
        ("evaluate", EN, DE, *LANGS, "--config", BAD),
        ("evaluate", EN, DE, "--source-lang", BAD),
        ("evaluate", "--dataset", BAD, *LANGS),
        (*CHECK, "--select", BAD),
        (*CHECK, "--glossary", BAD),
        (*CHECK, BAD),
        ("score", "-s", EN, "-t", DE, *LANGS, "-m", BAD),
        ("gate", BAD),
        ("gate", DE),
        ("report", BAD),
        ("compare", BAD, DE),
        ("history", BAD),
        ("rank", BAD),
        ("explain", BAD),
        ("list", BAD),
        ("cache", BAD),
        (BAD,),
    ],
    ids=lambda args: " ".join(word.replace(BAD, "BAD") for word in args[:4]),
)
def test_an_error_is_one_harmless_line_and_a_hint(mtqe: Callable, args: tuple[str, ...]) -> None:
    done = mtqe(*args)
    assert (done.code, done.out) == (2, "")
    assert 1 <= len(done.err.splitlines()) <= 2, done.err
    harmless(done.err)


@pytest.mark.usefixtures("texts")
def test_reports_on_the_console_are_harmless(mtqe: Callable) -> None:
    done = mtqe(*CHECK, "--json", "r.json", "-o", f"{BAD}.html", "-o", f"{BAD}.md")
    assert (done.code, len(done.err.splitlines())) == (0, 3), done.err
    harmless(done.out + done.err)
    assert "13" in done.out
    for args in (("gate", "r.json", "--explain"), ("report", "r.json"), ("compare", "r.json", "r.json", "r.json")):
        done = mtqe(*args)
        harmless(done.out + done.err)
    assert mtqe("report", "r.json", "-f", "json").report["documents"][0]["path"] == DE, "data stay exact"
    done = mtqe(*CHECK, "--show-config", "--glossary", BAD)
    assert done.code == 0
    harmless(done.out)


@pytest.mark.parametrize("painted", [True, False])
def test_no_text_of_a_stored_report_reaches_the_terminal_raw(monkeypatch: pytest.MonkeyPatch, painted: bool) -> None:
    """A report may come from anywhere, so every field of it may be hostile."""
    import io

    segment = Segment(BAD, f"{BAD} one", f"{BAD} two", doc=BAD, system=BAD, meta={"source_line": BAD})
    finding = Finding(BAD, BAD, BAD, Severity.MAJOR, BAD, BAD, (Span("target", 0, 2),), ("::",), BAD, BAD, system=BAD)
    run = Run(BAD, BAD, source_lang=BAD, target_lang=BAD, source_words=3, systems=(BAD,), notes=(BAD,))
    report = Report(SCHEMA, run, (), (segment,), (), (finding,), (Problem(BAD, BAD), Problem(BAD, BAD, False)))
    if painted:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
    out = io.StringIO()
    console.render(report, out)
    assert ("\x1b[1m" in out.getvalue()) == painted
    assert obeyed(out.getvalue()) == []
    assert "\x1b[31m##" not in out.getvalue() and "\r" not in out.getvalue() and "\u202e" not in out.getvalue()
    out = io.StringIO()
    github.render(report, out)
    assert not UNSEEN.search(out.getvalue().replace("\n", ""))
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in out.getvalue().splitlines())


LATIN = os.fsdecode(b"n\xff")


@pytest.fixture
def undecodable(tmp_path: Path) -> tuple[str, str]:
    """Two texts whose names are not UTF-8."""
    names = (f"{LATIN}.en.txt", f"{LATIN}.de.txt")
    try:
        for name, text in zip(names, (SOURCE, TARGET), strict=True):
            (tmp_path / name).write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    return names


def test_names_that_are_not_utf8_lose_no_report(mtqe: Callable, undecodable: tuple[str, str]) -> None:
    source, target = undecodable
    endings = [ending for row in reporter_table.rows().values() for ending in row.extensions]
    outputs = [f"{LATIN}{number}{ending}" for number, ending in enumerate(endings)]
    given = [word for output in outputs for word in ("-o", output)]
    done = mtqe("check", "-s", source, "-t", target, *LANGS, "--select", "ACC101", *given, "--json", "r.json")
    assert done.code == 0, done.err
    assert all(Path(output).exists() for output in outputs)
    assert done.err.splitlines() == ["wrote r.json", *(f"wrote {inert(path)}" for path in outputs)]
    assert r"n\xff.de.txt" in done.out
    for name in reporter_table.rows():
        done = mtqe("report", "r.json", "-f", name, "-o", f"view.{name}")
        assert done.code == 0, done.err
    for view in ("html", "sarif", "junit", "gitlab", "csv", "xliff"):
        text = Path(f"view.{view}").read_text("utf-8")
        assert r"n\xff." in text.replace("\\\\", "\\").replace("%5C", "\\"), view


def test_folders_data_and_systems_with_such_names(mtqe: Callable, undecodable: tuple[str, str]) -> None:
    source, target = undecodable
    for folder, name in (("en", source), ("de", target)):
        Path(folder).mkdir()
        Path(folder, f"{LATIN}.txt").write_text(Path(name).read_text("utf-8"), encoding="utf-8")
    Path("de", f"{LATIN}2.txt").write_text("allein", encoding="utf-8")
    Path(f"{LATIN}.tsv").write_text("source\ttarget\nThe pump.\tDie Pumpe.\n", encoding="utf-8")
    only = ("-m", "bleu")
    done = mtqe("evaluate", "en", "de", *LANGS, *only, "--json", "-")
    assert done.report["documents"][0]["path"] == r"de/n\xff.txt"
    assert done.report["problems"][0]["what"] == r"file de/n\xff2.txt"
    assert mtqe("evaluate", f"{LATIN}.tsv", *LANGS, *only, "--json", "-").report["documents"][0]["id"] == r"n\xff.tsv"
    done = mtqe("score", "-s", source, "-t", target, "-t", source, "-r", target, *LANGS, *only, "--json", "s.json")
    assert done.code == 0, done.err
    done = mtqe("compare", "s.json", f"{LATIN}.json")
    assert r"n\xff.json: no such file" in done.err
    Path("s.json").rename(f"{LATIN}.json")
    done = mtqe("compare", f"{LATIN}.json", f"{LATIN}.json", "--json", "-")
    assert done.code == 0, done.err


def test_such_a_name_in_messages(undecodable: tuple[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mtqe", "gate", b"\xff\x1b.json"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(rb"mtqe: \xff<U+001B>.json: no such file")
