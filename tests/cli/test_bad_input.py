"""Bad input gets one clear line that says what to do, the right exit code, and nothing half-written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

LANGS = ("--source-lang", "en", "--target-lang", "de")


def write(name: str, content: bytes | str) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def complaint(done) -> str:
    """The error line; the hint may follow on a second, nothing else."""
    assert done.out == ""
    assert 1 <= len(done.err.splitlines()) <= 2, done.err
    assert "Traceback" not in done.err
    return done.err


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (b"one\ntwo\nthree\n", b"eins\nzwei\n", ["s.txt", "t.txt", "3", "2"]),
        (b"one\ntwo\n", b"eins\nzw\xffei\n", ["t.txt", "line 2", "byte"]),
        (b"", b"eins\n", ["s.txt", "empty"]),
        (b"one\n", b"", ["t.txt", "empty"]),
        (b"one\n", b"PK\x03\x04\x00\x00\x00binary", ["t.txt", "not text"]),
        (b"one\n", b"\x7fELF\x00\x01", ["t.txt", "binary"]),
        (b"one\n", "eins\n".encode("utf-16"), ["t.txt", "UTF-16"]),
    ],
)
def test_files_that_cannot_be_scored(mtqe: Callable, source: bytes, target: bytes, words: list[str]) -> None:
    write("s.txt", source)
    write("t.txt", target)
    done = mtqe("score", "-s", "s.txt", "-t", "t.txt", "-r", "t.txt", *LANGS, "--json", "out.json")
    assert done.code == 2
    line = complaint(done)
    assert all(word in line for word in words), line
    assert not Path("out.json").exists()


def test_missing_file_names_a_close_one(mtqe: Callable) -> None:
    write("source.txt", "one\n")
    done = mtqe("check", "-s", "sorce.txt", "-t", "source.txt", *LANGS)
    assert done.code == 2
    assert "sorce.txt" in complaint(done)
    assert "source.txt" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_file(mtqe: Callable) -> None:
    Path(write("s.txt", "one\n")).chmod(0)
    done = mtqe("check", "-s", "s.txt", "-t", "s.txt", *LANGS)
    assert done.code == 2
    assert "Permission denied" in complaint(done)


def test_folder_in_place_of_a_file(mtqe: Callable) -> None:
    write("t.txt", "eins\n")
    Path("folder").mkdir()
    done = mtqe("evaluate", "folder", "t.txt", *LANGS)
    assert done.code == 2
    assert "folder is a folder" in complaint(done)


@pytest.mark.parametrize(("tag", "hint"), [("germn", "'ge"), ("German", "'de'"), ("xx", "BCP 47")])
def test_unknown_language(mtqe: Callable, tag: str, hint: str) -> None:
    write("s.txt", "one\n")
    done = mtqe("check", "-s", "s.txt", "-t", "s.txt", "--source-lang", "en", "--target-lang", tag)
    assert done.code == 2
    assert f"unknown language '{tag}'" in complaint(done)


def test_language_that_nothing_tells(mtqe: Callable) -> None:
    write("s.txt", "one\n")
    done = mtqe("check", "-s", "s.txt", "-t", "s.txt")
    assert done.code == 2
    assert "--source-lang" in complaint(done)


def test_glossary_without_its_columns(mtqe: Callable) -> None:
    write("s.txt", "one\n")
    write("terms.csv", "here,there\nport,Hafen\n")
    done = mtqe("check", "-s", "s.txt", "-t", "s.txt", *LANGS, "--glossary", "terms.csv")
    assert done.code == 2
    line = complaint(done)
    assert "terms.csv" in line
    assert "source" in line


def test_config_typo(mtqe: Callable) -> None:
    write("s.txt", "one\n")
    write("mtqe.toml", "[gate]\nincomplet = 'pass'\n")
    done = mtqe("check", "-s", "s.txt", "-t", "s.txt", *LANGS)
    assert done.code == 2
    assert "did you mean 'gate.incomplete'?" in complaint(done)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("evalute", "a", "b"), ["unknown command 'evalute'", "evaluate"]),
        (("score", "-s", "s.txt", "-t", "s.txt", *LANGS, "-m", "bleuu"), ["unknown metric 'bleuu'", "bleu"]),
        (("check", "-s", "s.txt", "-t", "s.txt", *LANGS, "--select", "ACC999"), ["unknown check 'ACC999'"]),
        (("check", "-s", "s.txt", "-t", "s.txt", *LANGS, "--nonsense"), ["No such option", "--nonsense"]),
        (("check", "-s", "s.txt", "-t", "s.txt", *LANGS, "-o", "r.xyz"), ["r.xyz", ".html"]),
        (("score", "-s", "s.txt", "-t", "s.txt", "-t", "s.txt", *LANGS), ["two translations are named 's'"]),
        (("explain", "ACC999"), ["unknown check 'ACC999'"]),
        (("evaluate",), ["SOURCE"]),
        (("evaluate", "s.txt", *LANGS), ["s.txt has only one side"]),
        (("evaluate", "sx.txt", *LANGS), ["sx.txt: no such file", "s.txt"]),
        (("evaluate", "-", *LANGS), ["standard input is given without a format", "jsonl"]),
        (("evaluate", "-", "-", *LANGS), ["standard input can be only one"]),
        (("evaluate", "s.txt", "s.txt", *LANGS, "-f", "xlif"), ["unknown format 'xlif'"]),
        (("evaluate", "s.txt", "s.txt", *LANGS, "-f", "tsv"), ["tsv is a format for pairs"]),
        (("evaluate", "p.tsv", "-r", "s.txt", *LANGS), ["p.tsv is a file of pairs", "reference"]),
        (("evaluate", "s.txt", "s.txt", *LANGS, "--column", "source=en"), ["--dataset"]),
        (("evaluate", "--dataset", "p.tsv", "-r", "s.txt", *LANGS), ["--dataset"]),
        (("evaluate", "s.en.txt", "t.en.txt"), ["both in 'en'"]),
        (("explain", "zzzzzz"), ["mtqe list checks"]),
        (("explain", "mismatch"), ["did you mean", "-mismatch'?"]),
        (("gate", "s.txt"), ["s.txt", "not"]),
        (("report", "none.json"), ["none.json"]),
        (("review", "s.txt"), ["s.txt: not an mtqe report", "mtqe evaluate SOURCE TRANSLATION --json report.json"]),
        (("evaluate", "s.en.txt", "t.pdf"), ["t.pdf is a PDF file, not text"]),
        (("evaluate", "s.en.txt", "noise.txt"), ["noise.txt is a binary file, not text"]),
        (("evaluate", "s.en.txt", "windows.txt"), ["windows.txt, line 1: not UTF-8"]),
        (("evaluate", "s.en.txt", "zeros.txt"), ["zeros.txt is a binary file or UTF-16"]),
        (("evaluate", "s.en.txt", "t.docx"), ["t.docx is a PDF file, not text"]),
        (("evaluate", "s.en.txt", "t.txt"), ["t.txt: no such file", "s.txt"]),
        (("check", "s.txt", "--fail-on"), ["requires an argument", "see mtqe check --help"]),
        (("score", "s.txt", "t.txt"), ["extra argument (t.txt)", "mtqe score -s SOURCE -t TRANSLATION"]),
        (("-o", "r.html"), ["No such option '-o'", "options follow a command: mtqe evaluate -o r.html"]),
        (("s.en.txt", "s.txt"), ["s.en.txt is not a command", "did you mean mtqe evaluate s.en.txt s.txt?"]),
    ],
)
def test_words_that_mtqe_does_not_know(mtqe: Callable, args: tuple[str, ...], words: list[str]) -> None:
    for name in ("s.txt", "s.en.txt", "t.en.txt"):
        write(name, "one\n")
    write("noise.txt", b"\x9d\xf0\x11\xc3\x88\x02\xff")
    write("windows.txt", "Grüße aus Köln".encode("cp1252"))
    write("zeros.txt", b"\x9d\x00\x11\xc3\x00\xff")
    for name in ("t.pdf", "t.docx"):
        write(name, b"%PDF-1.7\n%\xe2\xe3\n")
    done = mtqe(*args)
    assert done.code == 2, done
    line = complaint(done)
    assert all(word in line for word in words), line


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("-o", "folder"), "folder is a folder"),
        (("-o", "s.txt/report.html"), "s.txt is a file, not a folder"),
        (("-o", "report.doc"), "no report format has this file ending"),
        (("-o", "a.json", "--json", "a.json"), "two outputs have the same path"),
        (("--json", "folder"), "Is a directory"),
    ],
)
def test_places_for_reports_are_looked_at_before_the_work(
    mtqe: Callable, monkeypatch: pytest.MonkeyPatch, place: tuple[str, ...], words: str
) -> None:
    from mtqe.flow import pipeline

    write("s.txt", "one\n")
    Path("folder").mkdir()
    monkeypatch.setattr(pipeline, "assess", lambda *_, **__: pytest.fail("the work was done for nothing"))
    for command in (("evaluate", "s.txt", "s.txt"), ("check", "-s", "s.txt", "-t", "s.txt")):
        done = mtqe(*command, *LANGS, *place)
        assert done.code == 2
        assert words in complaint(done)


def test_severity_of_a_check_that_is_not_there(mtqe: Callable) -> None:
    write("s.txt", "one\n")
    write("mtqe.toml", "[checks.severity]\nnumber-mismtch = 'minor'\n")
    done = mtqe("check", "-s", "s.txt", "-t", "s.txt", *LANGS)
    assert done.code == 2
    assert "did you mean 'number-mismatch'?" in complaint(done)


def test_mtqe_alone_prints_its_help(mtqe: Callable) -> None:
    done = mtqe()
    assert (done.code, done.out) == (2, "")
    assert "\nJudge a translation:\n  evaluate" in done.err


@pytest.mark.usefixtures("judged_cache")
def test_full_disk_leaves_nothing_behind(
    mtqe: Callable, demo: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    Path("out").mkdir()
    Path("out/report.html").write_text("the old report")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    done = mtqe("evaluate", *demo, "-o", "out/report.html", "-q")
    assert done.code == 3
    assert "No space left on device" in complaint(done)
    assert [path.name for path in Path("out").iterdir()] == ["report.html"]
    assert Path("out/report.html").read_text() == "the old report"


@pytest.mark.usefixtures("judged_cache")
def test_interrupt_while_writing(mtqe: Callable, demo: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    done = mtqe("evaluate", *demo, "-o", "report.html", "-q")
    assert done.code == 130
    assert "interrupted" in complaint(done)
    assert list(Path().glob("*report*")) == []
