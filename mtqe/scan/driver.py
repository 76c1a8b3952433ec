"""The whole scan: reads the input, lets an engine judge the chunks that are not done, and keeps what it gives."""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mtqe.errors import InputError
from mtqe.model import Segment
from mtqe.scan import overview, summary
from mtqe.scan.assessment import Settings
from mtqe.scan.chunks import Chunk, cut
from mtqe.scan.folder import Folder
from mtqe.scan.local import Engine
from mtqe.scan.pace import Pace
from mtqe.scan.summary import Scan

ENGINES = {"local": "mtqe.scan.local:judged", "ray": "mtqe.scan.ray_engine:judged"}
"""The engines by name: module and function."""


@dataclass(frozen=True)
class Outcome:
    """How a scan ended.

    Args:
        scan: The summary; `None` if chunks of other shards are missing.
        chunks: The number of chunks of the input.
        missing: The number of chunks that are not done.
    """

    scan: Scan | None
    chunks: int
    missing: int


def engine(name: str) -> Engine:
    """The engine with a name."""
    module, _, function = ENGINES[name].partition(":")
    found: Engine = getattr(importlib.import_module(module), function)
    return found


def scan(
    segments: Iterable[Segment],
    folder: Folder,
    judged_by: Engine,
    workers: int,
    pace: Pace,
    tell: Callable[[Pace], None] = lambda pace: None,
) -> Outcome:
    """Scan an input into an open folder.

    Args:
        segments: The segments of the whole input, also if the folder is for one shard of it.
        folder: The folder; it has the settings and the shard.
        judged_by: The engine that judges the chunks.
        workers: How many processes it may use.
        pace: Counts the segments.
        tell: Called after each chunk.

    Raises:
        InputError: The input has no segments, cannot be read, or has changed since a chunk was judged.
        MtqeError: A chunk cannot be judged, or its results not be written.
    """
    started = time.perf_counter()
    digests: list[str] = []

    faults: list[InputError] = []

    def pending() -> Iterator[Chunk]:
        try:
            for chunk in _read(segments, folder.settings):
                digests.append(chunk.digest)
                mine = folder.shard.has(chunk.place)
                pace.see(len(chunk.segments), mine)
                if mine and folder.has(chunk):
                    pace.keep(len(chunk.segments))
                    tell(pace)
                elif mine:
                    yield chunk
        except InputError as error:
            faults.append(error)  # raised when the chunks before it are judged, whatever the engine

    with contextlib.closing(judged_by(pending(), folder.settings, workers)) as results:
        for judged in results:
            folder.keep(judged)
            pace.add(judged.segments)
            tell(pace)
    for fault in faults:
        raise fault
    if not digests:
        raise InputError(f"{folder.settings.name} has no segments", "give at least one pair")
    missing = len(folder.missing(len(digests)))
    if missing:
        return Outcome(None, len(digests), missing)
    result = summary.summary(folder, digests, round(time.perf_counter() - started, 3))
    folder.write_summary(summary.encode(result), overview.markdown(result))
    return Outcome(result, len(digests), 0)


def _read(segments: Iterable[Segment], settings: Settings) -> Iterator[Chunk]:
    """The chunks of the input. An error in it says how to go on when it is mended."""
    try:
        yield from cut(segments, settings.chunk, settings.name)
    except InputError as error:
        again = "what was done is kept: then continue with the same command and --resume"
        raise InputError(error.message, "; ".join(filter(None, (error.hint, again)))) from error
