"""The CPU time of the start of a child process, the best of several runs, so that other load does not matter."""

from __future__ import annotations

import resource
import subprocess
import sys


def cpu_seconds(*args: str) -> float:
    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    times = []
    for _ in range(5):
        before = spent()
        subprocess.run([sys.executable, "-m", "mtqe", *args], capture_output=True, check=True)
        times.append(spent() - before)
    return min(times)


def test_version_starts_fast() -> None:
    assert cpu_seconds("--version") < 0.2


def test_it_runs_without_docstrings() -> None:
    """With `python -OO` a manual is empty; the checks still load."""
    command = [sys.executable, "-OO", "-m", "mtqe", "list", "checks"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "ACC110" in done.stdout
