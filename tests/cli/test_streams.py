"""Standard streams that are not a terminal: closed pipes, full disks, other encodings, reports from standard input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("judged_cache")
DEMO = Path(__file__).parent.parent.parent / "references" / "demo"
QUICK = ("--aligner", "lexical")
FAILS = (
    "evaluate",
    str(DEMO / "article.en.txt"),
    str(DEMO / "mt.de.txt"),
    *QUICK,
    "--select",
    "number-mismatch",
    "-m",
    "chrf",
)


# On a busy machine a stage may take longer than the time after which progress is told on stderr.
WITHOUT_PROGRESS = "import math; from mtqe.cli import main, progress; progress.PLAIN_EVERY = math.inf; main()"


def start(*args: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    """Run mtqe as a process of its own, which says all but how far it is."""
    return subprocess.run([sys.executable, "-c", WITHOUT_PROGRESS, *args], stderr=subprocess.PIPE, check=False, **more)


@pytest.mark.parametrize(("args", "code"), [(FAILS, 1), (("explain", "ACC101"), 0), ((*FAILS, "--json", "-"), 1)])
def test_a_reader_that_leaves_does_not_change_the_exit_code(args: tuple[str, ...], code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = start(*args, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", [FAILS, ("list", "checks")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_full_stdout(args: tuple[str, ...], unbuffered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with Path("/dev/full").open("wb") as full:
        done = start(*args, stdout=full)
    assert done.returncode == 3
    assert done.stderr.startswith(b"mtqe: cannot write to standard output: No space left on device")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(os.name != "posix", reason="closes a descriptor")
def test_closed_stdout() -> None:
    done = start(*FAILS, preexec_fn=lambda: os.close(1))
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("args", [(*FAILS, "--json", "-"), ("align", *FAILS[1:3], *QUICK)])
def test_data_on_stdout_is_utf8_whatever_the_terminal(args: tuple[str, ...]) -> None:
    done = start(*args, stdout=subprocess.PIPE, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.stderr == b""
    assert "ü" in done.stdout.decode("utf-8")


def test_a_folder_that_was_removed(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from mtqe.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *FAILS], cwd=gone, capture_output=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith(b"mtqe: the current folder no longer exists")


def test_a_report_from_standard_input(mtqe: Callable, demo: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    text = mtqe("evaluate", *demo, "--json", "-").out
    for command in (("gate", "-"), ("report", "-", "-f", "md")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        done = mtqe(*command)
        assert "FAIL" in done.out
        assert done.err == ""
    assert json.loads(text)["verdict"]["passed"] is False
