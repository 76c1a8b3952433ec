"""Input that is no input, too deep, too long or gone: one clear line, exit code 2, never a defect of mtqe."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqe.machine import bounded_read

LANGS = ("--source-lang", "en", "--target-lang", "de")
CHECK = ("check", "-s", "s.txt", "-t", "t.txt", *LANGS, "--select", "ART101")
LONG = "a" * 5_000 + ".json"
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture(autouse=True)
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bounded_read, "PATIENCE", 0.2)
    Path("s.txt").write_text("One.\n", encoding="utf-8")
    Path("t.txt").write_text("Eins.\n", encoding="utf-8")
    for name, content in (
        ("deep.json", '{"schema":"mtqe.report/1","run":' + '{"a":' * 100_000 + "1" + "}" * 100_001),
        ("deep.jsonl", '{"source":"a","target":"b","x":' + DEEP + "}\n"),
        ("candidates.jsonl", '{"source":"a","candidates":["b"],"x":' + DEEP + "}\n"),
        ("deep.toml", f"a = {DEEP}\n"),
        ("deeper.toml", "gate = " + "{a=" * 3_000 + "1" + "}" * 3_000 + "\n"),
        ("brackets.toml", "suppressions = 's.toml'"),
        ("s.toml", f"[[suppress]]\nreason = 'x'\npattern = '{'(' * 50_000}{')' * 50_000}'\n"),
        *((f"nul-{n}.toml", text.replace("X", "a\\u0000b")) for n, text in enumerate(PATHS)),
        *((f"long-{n}.toml", text.replace("X", "a" * 5_000)) for n, text in enumerate(PATHS)),
    ):
        Path(name).write_text(content, encoding="utf-8")


PATHS = (
    'glossary = ["X"]',
    'baseline = "X"',
    'suppressions = "X"',
    '[history]\npath = "X"',
    '[pairs]\nsource = "en/X/*.txt"\ntarget = "de/X/*.txt"',
)


def refused(done, words: str = "") -> None:
    assert (done.code, done.out) == (2, ""), done
    assert 1 <= len(done.err.splitlines()) <= 2, done.err
    assert words in done.err and "bug" not in done.err, done.err
    assert len(done.err) < 5_000


@pytest.mark.parametrize(
    "args",
    [
        ("report", "deep.json"),
        ("gate", "deep.json"),
        ("compare", "deep.json", "deep.json"),
        ("baseline", "set", "deep.json"),
        ("calibrate", "deep.json"),
        ("evaluate", "deep.jsonl", *LANGS),
        ("rank", "candidates.jsonl", *LANGS, "-m", "chrf"),
        (*CHECK, "--config", "deep.toml"),
        (*CHECK, "--config", "deeper.toml"),
        (*CHECK, "--config", "brackets.toml"),
        ("accept", "deep.json", "--check", "x", "--reason", "x"),
    ],
    ids=" ".join,
)
def test_deep_nesting(mtqe: Callable, args: tuple[str, ...]) -> None:
    refused(mtqe(*args))


def test_a_deep_line_of_a_history_is_a_damaged_line(mtqe: Callable) -> None:
    Path("h.jsonl").write_text('{"x":' + DEEP + "}\n", encoding="utf-8")
    done = mtqe("history", "h.jsonl")
    assert (done.code, "bug" in done.err) == (0, False)
    assert "line 1" in done.err


def test_deep_nesting_in_a_variable(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTQE_GATE_MAX", '{"a":' * 100_000)
    refused(mtqe(*CHECK), "MTQE_GATE_MAX")


@pytest.mark.parametrize("kind", ["nul", "long"])
@pytest.mark.parametrize("number", range(len(PATHS)))
def test_impossible_paths_in_the_configuration(mtqe: Callable, kind: str, number: int) -> None:
    for args in (CHECK, ("gate", "deep.json"), ("baseline", "show"), ("history",)):
        refused(mtqe(*args, "--config", f"{kind}-{number}.toml"), {"nul": "NUL character", "long": "too long"}[kind])


@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", LONG),
        ("evaluate", LONG, "t.txt", *LANGS),
        ("evaluate", "s.txt", "t.txt", *LANGS, "-r", LONG),
        ("evaluate", "s.txt", "t.txt", *LANGS, "--baseline", LONG),
        ("evaluate", "s.txt", "t.txt", *LANGS, "--history", LONG),
        ("evaluate", "--dataset", LONG, *LANGS),
        (*CHECK, "--json", LONG),
        (*CHECK, "-o", f"{'folder/' * 1_000}report.html"),
        (*CHECK, "-o", f"{'x' * 260}.mtme"),
        (*CHECK, "--glossary", LONG),
        (*CHECK, "--config", LONG),
        ("gate", LONG),
        ("report", LONG, "-o", LONG),
        ("compare", LONG),
        ("rank", LONG),
        ("align", LONG, "t.txt", *LANGS),
        ("align", "s.txt", "t.txt", *LANGS, "-o", LONG),
        ("history", LONG),
        ("accept", "deep.json", "--check", "x", "--reason", "x", "--file", LONG),
        ("calibrate", LONG),
        ("baseline", "set", LONG),
        ("models", "list", LONG),
        ("models", "fetch", "a/b", "--to", LONG),
    ],
    ids=lambda args: " ".join(word[:20] for word in args),
)
def test_paths_of_thousands_of_characters(mtqe: Callable, args: tuple[str, ...]) -> None:
    refused(mtqe(*args), "too long")


def test_words_of_thousands_of_characters(mtqe: Callable) -> None:
    word = "x" * 100_000
    for args in ((*CHECK, "--select", word), ("explain", word), (word,), ("evaluate", "s.txt", "t.txt", "-f", word)):
        refused(mtqe(*args))


@pytest.mark.skipif(os.name != "posix", reason="devices, pipes and sockets of Unix")
@pytest.mark.parametrize("place", ["/dev/zero", "pipe", "socket"])
def test_what_is_no_file_is_refused_wherever_a_file_is_read(mtqe: Callable, place: str) -> None:
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for args in (
            ("check", "-s", "s.txt", "-t", place, *LANGS),
            ("evaluate", place, "t.txt", *LANGS),
            ("align", "s.txt", place, *LANGS),
            (*CHECK, "--glossary", place),
            (*CHECK, "--config", place),
            ("rank", place, *LANGS, "-m", "chrf"),
            ("gate", place),
            ("report", place),
            ("history", place),
        ):
            refused(mtqe(*args), place)


@pytest.mark.skipif(os.name != "posix", reason="devices, pipes and sockets of Unix")
@pytest.mark.parametrize("place", ["/dev/zero", "pipe", "a\0b", LONG])
def test_a_report_that_names_such_a_file_as_its_text(mtqe: Callable, place: str) -> None:
    os.mkfifo("pipe")
    assert mtqe(*CHECK, "--json", "r.json", "-q").code == 0
    report = json.loads(Path("r.json").read_text("utf-8"))
    report["documents"][0] |= {"path": place, "source_path": place}
    Path("r.json").write_text(json.dumps(report), encoding="utf-8")
    for form in ("sarif", "github", "html", "gitlab"):
        assert mtqe("report", "r.json", "-f", form).code == 0


def test_a_byte_order_mark_in_front_of_settings_and_reports_does_no_harm(mtqe: Callable) -> None:
    assert mtqe(*CHECK, "--json", "r.json", "-q").code == 0
    for name, text in (("r.json", Path("r.json").read_text("utf-8")), ("c.toml", '[gate]\nincomplete = "pass"\n')):
        Path(name).write_text(f"\ufeff{text}", encoding="utf-8")
    done = mtqe("gate", "r.json", "--config", "c.toml", "-q")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("change", [lambda path: path.write_text("Etwas anderes\n" * 9), Path.unlink])
def test_a_file_that_changes_or_vanishes_during_the_run(
    mtqe: Callable, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    """The texts are read once, at the beginning; later changes only cost reports the places in the file."""
    from mtqe.flow import pipeline

    assess = pipeline.assess

    def changed(*args, **more):
        change(Path("t.txt"))
        return assess(*args, **more)

    monkeypatch.setattr(pipeline, "assess", changed)
    Path("t.txt").write_text("Eins [[Datei]] {{ Vorlage }}.\n", encoding="utf-8")
    done = mtqe(*CHECK, "-o", "r.sarif", "-q")
    assert (done.code, done.err) == (0, "")
    assert json.loads(Path("r.sarif").read_text("utf-8"))["runs"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", "closed/a.txt", "closed/b.txt", *LANGS),
        ("evaluate", "closed", "closed", *LANGS),
        ("evaluate", "s.txt", "t.txt", *LANGS, "-o", "closed/r.html"),
        (*CHECK, "--json", "closed/deeper/r.json"),
        (*CHECK, "--glossary", "closed/g.csv"),
        ("gate", "closed/r.json"),
        (*CHECK, "--config", "closed/c.toml"),
    ],
    ids=lambda args: " ".join(args[:3]),
)
def test_what_may_not_be_read_or_written(args: tuple[str, ...]) -> None:
    Path("closed").mkdir()
    for name in ("a.txt", "b.txt"):
        Path("closed", name).write_text("One.\n", encoding="utf-8")
    Path("closed").chmod(0)
    # root may do everything, but for two rights that it can give up
    humble = () if os.geteuid() else ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    done = subprocess.run([*humble, sys.executable, "-m", "mtqe", *args], capture_output=True, check=False)
    Path("closed").chmod(0o700)
    assert done.returncode == 2, done.stderr
    assert b"ermission denied" in done.stderr and b"bug" not in done.stderr, done.stderr
    assert len(done.stderr.splitlines()) <= 2
