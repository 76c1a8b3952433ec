"""Spreads work over the cores, because one Python process uses only one.

Each worker is a new Python process that reads its share from a file and writes its results to another file. Starting it
costs a fifth of a second, so this pays only for seconds of work. It makes no demands on the calling program: no guard
around its main module, as `multiprocessing` needs, and no fork next to the threads of a neural network.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_STEP = 64


_ALONE: ContextVar[bool] = ContextVar("alone", default=False)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Spread no work over other processes within the block: the caller has spread it already."""
    token = _ALONE.set(True)
    try:
        yield
    finally:
        _ALONE.reset(token)


def cores() -> int:
    """Number of cores this process may use; one within `alone`, or if it cannot start another Python, as if bundled."""
    if _ALONE.get() or not sys.executable or getattr(sys, "frozen", False):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[..., list[T]], items: Sequence[Any], workers: int, progress: Callable[[int], None], *common: Any
) -> list[T]:
    """The result of `work(items, *common)`, computed in parts.

    Args:
        work: A module-level function with `work(a + b) == work(a) + work(b)`. Items and results are passed as msgpack;
            `msgspec.convert` restores a struct from it.
        items: The items.
        workers: Number of processes, including this one.
        progress: Called with an estimate of the number of items done.
        common: Further arguments of the work.
    """
    shares = [items[start::workers] for start in range(workers)]
    results: list[list[T]] = [[] for _ in shares]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        started = [
            _start(work, [share, *common], Path(folder, str(number)), stack) for number, share in enumerate(shares[1:])
        ]
        for start in range(0, len(shares[0]), _STEP):
            progress(start * workers)
            results[0] += work(shares[0][start : start + _STEP], *common)
        for number, (process, output) in enumerate(started, 1):
            results[number] = _ended(process, output) or work(shares[number], *common)
    return [results[place % workers][place // workers] for place in range(len(items))]


def _ended(process: subprocess.Popen[bytes], output: Path) -> list[Any]:
    """The results of a worker; empty if it failed, or if it was ended before it wrote them, whatever its exit code."""
    if process.wait():
        return []
    try:
        results: list[Any] = msgspec.msgpack.decode(output.read_bytes())
    except msgspec.DecodeError:
        return []
    return results


def main_of(module: str) -> list[str]:
    """A command that calls `main()` of a module of this mtqe in a new Python process."""
    # The folder of this package comes last in the path because it may be site-packages.
    code = f"import sys; sys.path.append({str(Path(__file__).parents[2])!r}); import {module} as w; w.main()"
    return [sys.executable, "-P", "-c", code]


def _start(
    work: Callable[..., Any], given: Sequence[Any], place: Path, stack: contextlib.ExitStack
) -> tuple[subprocess.Popen[bytes], Path]:
    """Start a worker, which ends with the stack at the latest; returns its process and the file of its results."""
    place.write_bytes(msgspec.msgpack.encode(given))
    result = place.with_suffix(".out")
    command = [*main_of(__name__), work.__module__, work.__name__]
    with place.open("rb") as source, result.open("wb") as output:
        process = subprocess.Popen(command, stdin=source, stdout=output, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process, result


def main() -> None:
    """The worker process: computes its share."""
    module, name = sys.argv[1:]
    given = msgspec.msgpack.decode(sys.stdin.buffer.read())
    results = getattr(importlib.import_module(module), name)(*given)
    sys.stdout.buffer.write(msgspec.msgpack.encode(results))
