"""Checks that look at one segment at a time, over all segments, on as many cores as pays."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from mtqe.config import Config
from mtqe.contracts import Check, Context
from mtqe.errors import Unavailable
from mtqe.model import Glossary, Hit, Segment
from mtqe.project import workers

SLICE = 64
"""Segments: that every check has seen before the next ones come; what is known of their texts is remembered so long.
By hand."""
UNCOLLECTED = 32 * SLICE
"""Segments: between two searches of Python's for cycles, each of which looks at all language data. By hand."""
PAYS = 500_000
"""Characters: of translations that make the share of a process; fewer do not pay for its language data. By hand."""
FEW_TERMS = 10_000
"""Terms: of the greatest glossary that is given to other processes, as each has to read and index it. By hand."""

Found: TypeAlias = list[tuple[int, list[Hit] | str]]
"""What was found in a segment, by the number of the check: hits, or why the check failed. Most find nothing."""


class Job(msgspec.Struct, frozen=True):
    """What another process needs for its share: a `Context`, and the module and name of each check."""

    checks: tuple[tuple[str, str], ...]
    source_lang: str
    target_lang: str
    config: Config
    glossary: Glossary | None
    aligned: bool


def look(
    items: Sequence[Check], segments: Sequence[Segment], context: Context, progress: Callable[[int], None]
) -> list[Found]:
    """What the checks find, segment by segment; of a check that fails, what it found before is of no use.

    Args:
        items: Checks of scope `segment`.
        segments: The segments.
        context: Languages, configuration, glossary.
        progress: Called with how many segments are done.
    """
    number = _processes(items, segments, context)
    if number > 1:
        places = tuple(map(place_of, items))
        job = Job(places, context.source_lang, context.target_lang, context.config, context.glossary, context.aligned)
        try:
            found = workers.spread(share, segments, number, progress, msgspec.msgpack.encode(job))
        finally:
            _prepared.cache_clear()
        return msgspec.convert(found, list[Found])
    result: list[Found] = []
    for first in range(0, len(segments), UNCOLLECTED):
        with _uncollected():
            for start in range(first, min(first + UNCOLLECTED, len(segments)), SLICE):
                progress(start)
                result += examined(items, segments[start : start + SLICE], context)
    return result


def share(segments: Sequence[Segment], job: bytes) -> list[Found]:
    """What the checks of a job find; segments that come from another process are plain dictionaries."""
    items, context = _prepared(job)
    with _uncollected():
        return examined(items, msgspec.convert(segments, list[Segment]), context)


def examined(items: Sequence[Check], segments: Sequence[Segment], context: Context) -> list[Found]:
    """What the checks find in this process. A check that has failed sees no more of these segments."""
    found: list[Found] = [[] for _ in segments]
    for number, item in enumerate(items):
        run = item.run
        for segment, place in zip(segments, found, strict=True):
            try:
                hits = list(run(segment, context))
            except Exception as error:
                place.append((number, reason(error)))
                break
            if hits:
                place.append((number, hits))
    return found


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles, which checks leave none of; it takes an eighth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def reason(error: Exception) -> str:
    """Why a check failed, in words."""
    return str(error) if isinstance(error, Unavailable) else f"{type(error).__name__}: {error}"


def place_of(item: Check) -> tuple[str, str]:
    """The module of a check and its name there."""
    return item.run.__module__, item.run.__name__


def is_importable(item: Check) -> bool:
    """Whether another process finds the same check by importing its module."""
    module, name = place_of(item)
    return getattr(sys.modules.get(module), name, None) is item


@functools.lru_cache(maxsize=1)
def _prepared(job: bytes) -> tuple[list[Check], Context]:
    given = msgspec.msgpack.decode(job, type=Job)
    context = Context(given.source_lang, given.target_lang, given.config, given.glossary, given.aligned)
    return [getattr(importlib.import_module(module), name) for module, name in given.checks], context


def _processes(items: Sequence[Check], segments: Sequence[Segment], context: Context) -> int:
    """How many processes pay; one where another would not find the same checks."""
    if context.glossary is not None and len(context.glossary.terms) > FEW_TERMS:
        return 1
    if not all(is_importable(item) for item in items):
        return 1
    return max(1, min(workers.cores(), sum(len(segment.target) for segment in segments) // PAYS))
