"""A command reads each text once and judges once: its input may be pipes, and models may take minutes."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mtqe.gate import verdicts
from mtqe.intake.pairing import arguments

EN = "The library opens on 3 March.\nNobody had expected that.\nParking remains free.\n"
DE = "Die Bibliothek öffnet am 3. März.\nDamit hatte niemand gerechnet.\nDas Parken bleibt kostenlos.\n"
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="en" segtype="sentence" datatype="plaintext" o-tmf="x" '
    'adminlang="en" creationtool="x" creationtoolversion="1"/><body><tu><tuv xml:lang="en"><seg>Wait.</seg></tuv>'
    '<tuv xml:lang="de"><seg>Warten.</seg></tuv></tu></body></tmx>'
)
FILES = {
    "a.en.txt": EN,
    "a.de.txt": DE,
    "b.de.txt": DE.replace("kostenlos", "frei"),
    "ref.de.txt": DE,
    "long.en.txt": EN.replace("\n", " ") + "\n\n" + EN,
    "long.de.txt": DE.replace("\n", " ") + "\n\n" + DE,
    "page.en.md": f"# Library\n\n{EN}",
    "page.de.md": f"# Bibliothek\n\n{DE}",
    "memory.tmx": TMX,
    "pairs.tsv": "source\ttarget\nWait.\tWarten.\n",
    "en/a.txt": EN,
    "de/a.txt": DE,
    "terms.csv": "source,target\nlibrary,Bibliothek\n",
    "mtqe.toml": 'suppressions = "accepted.toml"\n[gate.max]\nmajor = 0\n[metrics]\nuse = ["learned"]\n',
    "accepted.toml": '[[suppress]]\ncheck = "ART101"\nreason = "house style"\n',
    "samples.jsonl": '{"source": "Wait.", "candidates": ["Warten.", "Warte."]}\n',
}
LANGS = ("--source-lang", "en", "--target-lang", "de")

_opened: list[str] | None = None


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _opened is not None and event == "open" and isinstance(args[0], str | os.PathLike):
        path, mode, flags = args
        if mode in ("r", "rb") or (mode is None and not flags & (os.O_WRONLY | os.O_RDWR)):  # open, or os.open
            _opened.append(os.path.realpath(path))


sys.addaudithook(_hook)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], Counter[str]]]:
    """How often each of `FILES` has been opened for reading so far."""
    global _opened
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    _opened = []
    inside = {os.path.realpath(tmp_path / name): name for name in FILES}
    yield lambda: Counter(inside[path] for path in _opened or () if path in inside)
    _opened = None


@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", "a.en.txt", "a.de.txt", "-r", "ref.de.txt", "--glossary", "terms.csv"),
        ("evaluate", "long.en.txt", "long.de.txt"),
        ("evaluate", "page.en.md", "page.de.md"),
        ("evaluate", "a.en.txt", "a.de.txt", "--lines"),
        ("evaluate", "a.en.txt", "a.de.txt", "--document"),
        ("evaluate", "memory.tmx"),
        ("evaluate", "pairs.tsv", *LANGS),
        ("evaluate", "en", "de", *LANGS),
        ("score", "-s", "a.en.txt", "-t", "a.de.txt", "-t", "b.de.txt", "-r", "ref.de.txt"),
        ("check", "-s", "a.en.txt", "-t", "a.de.txt", "-t", "b.de.txt", "--glossary", "terms.csv"),
        ("align", "long.en.txt", "long.de.txt"),
        ("rank", "samples.jsonl", *LANGS, "-m", "chrf"),
        ("rank", "-s", "a.en.txt", "-t", "a.de.txt", "--num", "1", "-m", "chrf"),
        ("calibrate", "memory.tmx"),
        ("calibrate", "a.en.txt", "a.de.txt"),
    ],
    ids=" ".join,
)
def test_each_file_is_opened_once(mtqe: Callable, opened: Callable[[], Counter[str]], args: tuple[str, ...]) -> None:
    done = mtqe(*args)
    assert done.code in (0, 1), done.err
    times = opened()
    wanted = [arg for arg in args if arg in FILES] or ["en/a.txt", "de/a.txt"]
    assert [name for name in wanted if times[name] != 1] == [], times
    assert [name for name, number in times.items() if number > 1 and name not in ("mtqe.toml", "accepted.toml")] == []


@pytest.mark.parametrize("args", [("evaluate", "-m", "learned"), ("check",), ("score", "-m", "learned")], ids=" ".join)
def test_paths_are_completed_once(
    mtqe: Callable, opened: Callable, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    calls = []
    completed = arguments.completed
    monkeypatch.setattr(arguments, "completed", lambda *given: calls.append(given) or completed(*given))
    done = mtqe(args[0], "memory.tmx", *args[1:], "-q")
    assert done.code in (0, 1), done.err
    assert len(calls) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_texts_may_be_pipes(mtqe: Callable, tmp_path: Path) -> None:
    for name, content in (("p.en.txt", EN), ("p.de.txt", DE)):
        os.mkfifo(tmp_path / name)
        threading.Thread(target=(tmp_path / name).write_text, args=(content, "utf-8"), daemon=True).start()
    done = mtqe("evaluate", "p.en.txt", "p.de.txt", "-m", "learned", "--json", "-", "--exit-zero")
    assert done.code == 0, done.err
    assert [segment["target"] for segment in done.report["segments"]] == DE.splitlines()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize(
    "args", [("sample", "r.json", "--budget", "2", "-o", "out"), ("review", "r.json", "--no-glosses", "-o", "out")]
)
def test_a_report_whose_hash_is_kept_may_be_a_pipe(
    mtqe: Callable, opened: Callable, tmp_path: Path, args: tuple[str, ...]
) -> None:
    mtqe("evaluate", "a.en.txt", "a.de.txt", "-m", "learned", "--json", "report.json", "-q", "--exit-zero")
    content = (tmp_path / "report.json").read_bytes()
    os.mkfifo(tmp_path / "r.json")
    threading.Thread(target=(tmp_path / "r.json").write_bytes, args=(content,), daemon=True).start()
    done = mtqe(*args)
    assert done.code == 0, done.err
    assert hashlib.sha256(content).hexdigest() in (tmp_path / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("incomplete", [True, False])
def test_a_report_is_judged_once(
    mtqe: Callable, opened: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, incomplete: bool
) -> None:
    calls = []
    judge = verdicts.judge
    monkeypatch.setattr(verdicts, "judge", lambda *args: calls.append(args) or judge(*args))
    (tmp_path / "a.de.txt").write_text(DE.replace("3.", "13."), encoding="utf-8")
    metrics = ("-m", "comet", "-m", "learned") if incomplete else ("-m", "learned")
    done = mtqe("evaluate", "a.en.txt", "a.de.txt", *metrics, "--json", "r.json", "-q")
    assert (done.code, len(calls)) == (1, 1), done.err
    assert (mtqe("gate", "r.json", "--explain").code, len(calls)) == (1, 2)
    (tmp_path / "a.de.txt").write_text(DE, encoding="utf-8")
    assert mtqe("evaluate", "a.en.txt", "a.de.txt", *metrics, "-q").code == (3 if incomplete else 0)
