"""Work that is spread over the cores, for what Python can do on one only.

Each worker is a new Python that reads its share from a file and writes what it found to another. That costs a fifth of
a second and needs nothing of the calling programme: no guard around its main module, as the workers of
`multiprocessing` want, and no fork beside the threads of a neural network. So it pays for seconds of work only.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_STEP = 64


def cores() -> int:
    """How many cores this process may use; one where it cannot start another Python, as in a bundled programme."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[..., list[T]], items: Sequence[Any], workers: int, progress: Callable[[int], None], *common: Any
) -> list[T]:
    """`work(items, *common)`, done in parts.

    Args:
        work: A function of a module; `work(a + b) == work(a) + work(b)`. Items and results can be written as msgpack,
            which makes of a struct what `msgspec.convert` makes one of again.
        items: The items.
        workers: Processes in all, this one included.
        progress: Called with how many items are done, as seen from this process.
        common: What the work takes beside its items.
    """
    shares = [items[start::workers] for start in range(workers)]
    found: list[list[T]] = [[] for _ in shares]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        started = [
            _start(work, [share, *common], Path(folder, str(number)), stack) for number, share in enumerate(shares[1:])
        ]
        for start in range(0, len(shares[0]), _STEP):
            progress(start * workers)
            found[0] += work(shares[0][start : start + _STEP], *common)
        for number, (process, output) in enumerate(started, 1):
            # Whatever befell a worker, its share can be done here.
            ended = process.wait() == 0
            found[number] = msgspec.msgpack.decode(output.read_bytes()) if ended else work(shares[number], *common)
    return [found[place % workers][place // workers] for place in range(len(items))]


def _start(
    work: Callable[..., Any], given: Sequence[Any], place: Path, stack: contextlib.ExitStack
) -> tuple[subprocess.Popen[bytes], Path]:
    """A worker on its way, which ends with the stack at the latest, and where it writes what it found."""
    place.write_bytes(msgspec.msgpack.encode(given))
    result = place.with_suffix(".out")
    # The folder of this package comes last in the path, as it may be one that holds everything else as well.
    code = f"import sys; sys.path.append({str(Path(__file__).parents[2])!r}); import {__name__} as w; w.main()"
    command = [sys.executable, "-P", "-c", code, work.__module__, work.__name__]
    with place.open("rb") as source, result.open("wb") as output:
        process = subprocess.Popen(command, stdin=source, stdout=output, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process, result


def main() -> None:
    """The worker: does its share."""
    module, name = sys.argv[1:]
    given = msgspec.msgpack.decode(sys.stdin.buffer.read())
    found = getattr(importlib.import_module(module), name)(*given)
    sys.stdout.buffer.write(msgspec.msgpack.encode(found))
