"""Describes the machine for the benchmarks, runs and measures processes, and limits their resources."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.05
"""Seconds: between two looks at the memory of a process."""
FINE = (0, 1, 3)
"""Exit codes: of a command of mtqe that has done its work."""


@dataclass(frozen=True)
class Run:
    """A process and all that it started: seconds on the clock and of CPU time, peak memory in MB, what it printed."""

    seconds: float
    cpu: float
    memory: float
    said: str


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def limit(threads: int) -> None:
    """Restrict this process and its workers to a number of cores, if the system supports it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def peak() -> float:
    """Peak memory of this process in MB."""
    try:
        # On Linux the peak of getrusage starts with the memory of the parent process.
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
    except (OSError, IndexError):
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return size / 1e6 if sys.platform == "darwin" else size * 1024 / 1e6


def installed(package: str) -> bool:
    """Whether a package is installed."""
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def processor() -> str:
    """The name of the processor, if the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{named or platform.processor() or platform.machine()}, {cores()} cores"


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command in a folder.

    Raises:
        SystemExit: It failed.
    """
    log = folder / "log"
    before, started = os.times(), time.perf_counter()
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder, env=environment)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(memory, tree(process.pid))))
            time.sleep(PAUSE)
    seconds, after = time.perf_counter() - started, os.times()
    said = log.read_text(encoding="utf-8")
    if process.returncode not in FINE:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {said[-500:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, cpu, peak, said)


def tree(root: int) -> list[int]:
    """A process and all that it started, by number."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:  # it has ended
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [root]
    for process in found:
        found += children.get(process, ())
    return found


def memory(process: int) -> float:
    """The memory of a process in MB; what it shares counts in proportion. 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(lines.partition("\nPss:")[2].split()[0]) * 1024 / 1e6
