"""Several runs at once change one file, and none loses what another wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mtqe.cli import file_lock, past_runs
from mtqe.cli.file_lock import locked
from mtqe.errors import ExitCode, InputError, MtqeError
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Segment, Severity, Span
from mtqe.project import history, suppressions
from mtqe.report import json as reports

ROOT = Path(__file__).parents[2]
AT_ONCE = 5


def report() -> Report:
    """A report with a finding in each of five documents."""
    documents = tuple(Document(f"d{n}", path=f"docs/d{n}.md") for n in range(AT_ONCE))
    segments = tuple(Segment(f"s{n}", f"Word {n}", "ein Wort", doc=f"d{n}") for n in range(AT_ONCE))
    findings = tuple(
        Finding("ART101", "bracketed-residue", "accuracy", Severity.MAJOR, f"s{n}", "a message",
                (Span("target", 0, 3),), ("ein",), f"f{n}")
        for n in range(AT_ONCE)
    )  # fmt: skip
    run = Run("1", "2026-01-02T03:04:05+00:00", checks=(CheckItem("ART101", "bracketed-residue", "ran"),))
    return Report(SCHEMA, run, documents, segments, findings=findings)


def write(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        reports.render(report(), out)


def start(folder: Path, *args: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, *args], cwd=folder, env=env, stderr=subprocess.PIPE)


def test_five_accept_at_once_lose_nothing(tmp_path: Path) -> None:
    write(tmp_path / "r.json")
    runs = [
        start(tmp_path, "-m", "mtqe", "accept", "r.json", "--segment", f"s{n}", "--reason", "why")
        for n in range(AT_ONCE)
    ]
    for process in runs:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    entries = suppressions.read(tmp_path / "mtqe-suppressions.toml")
    assert sorted((entry.fingerprint, entry.path) for entry in entries) == [
        (f"f{n}", f"docs/d{n}.md") for n in range(AT_ONCE)
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mtqe-suppressions.toml", "r.json"]


def test_five_runs_at_once_each_leave_a_line_of_history(tmp_path: Path) -> None:
    write(tmp_path / "r.json")
    (tmp_path / "h.jsonl").write_bytes(b'{"created": "1", "ver')
    code = (
        "from pathlib import Path; from mtqe.cli import past_runs; from mtqe.report import json\n"
        "past_runs.remember(json.read(Path('r.json')), Path('h.jsonl'))"
    )
    for process in [start(tmp_path, "-c", code) for _ in range(AT_ONCE)]:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    kept = history.read(tmp_path / "h.jsonl")
    assert len(kept.entries) == AT_ONCE
    assert "line 1 is only part of an entry" in kept.damage


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files stands for a full disk")
def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    write(tmp_path / "r.json")
    path = tmp_path / "h.jsonl"
    past_runs.remember(report(), path)
    before = path.read_bytes()
    code = (
        "import resource, sys; from pathlib import Path; from mtqe.cli import past_runs; from mtqe.report import json\n"
        "from mtqe.errors import MtqeError; report = json.read(Path('r.json'))\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 20}, {len(before) + 20}))\n"
        "try:\n    past_runs.remember(report, Path('h.jsonl'))\n"
        "except MtqeError as error:\n    sys.exit(str(error))"
    )
    process = start(tmp_path, "-c", code)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"cannot write h.jsonl: File too large; nothing was written" in err
    assert path.read_bytes() == before


def test_the_lock_of_a_killed_run_is_no_obstacle(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from mtqe.cli.file_lock import locked\n"
        "with locked(Path('x')):\n    print('held', flush=True)\n    import time; time.sleep(60)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert (tmp_path / ".x.lock").exists()
        process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        process.wait()
    assert (tmp_path / ".x.lock").exists()
    with locked(tmp_path / "x"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_held_too_long_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_lock, "WAIT", 0.1)
    with locked(tmp_path / "x"), pytest.raises(MtqeError) as error, locked(tmp_path / "x"):
        pass
    assert error.value.message == f"{tmp_path / 'x'} is in use by another run of mtqe"
    assert f"delete {tmp_path / '.x.lock'}" in error.value.hint
    assert error.value.exit_code == ExitCode.INCOMPLETE


def test_new_folders_go_again_if_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), locked(tmp_path / "new" / "x"):
        raise ValueError("x")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match=r"cannot write .*: "):
        (tmp_path / "file").write_text("")
        with locked(tmp_path / "file" / "x"):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_locked(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with locked(tmp_path / "pipe"):
        assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
