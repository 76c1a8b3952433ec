"""Runs checks of scope `segment` over all segments, in several processes if the text is long enough."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from mtqe.checks.check_time import CheckWatch, size_of
from mtqe.checks.team import rule_checks
from mtqe.errors import FAULTS, reason
from mtqe.machine import workers
from mtqe.machine.time_limit import OverTime
from mtqe.model import Document, Glossary, Hit, Segment
from mtqe.registry.contracts import Check, Context
from mtqe.settings.config import Config

SLICE = 64
"""Segments: that all checks judge before the next ones, because results about their texts stay in memory meanwhile."""
UNCOLLECTED = 32 * SLICE
"""Segments: between two runs of Python's garbage collector, each of which visits all language data."""
CHARACTERS_PER_PROCESS = 500_000
"""Characters: of translations per process; fewer do not outweigh the time to load its language data."""
MAX_SENT_TERMS = 10_000
"""Terms: of the largest glossary that is sent to other processes, because each has to read and index it."""

SegmentResult: TypeAlias = list[tuple[int, list[Hit] | str]]
"""The results in a segment with the number of the check: hits, or the reason why the check failed. Checks without hits
are left out."""


class Job(msgspec.Struct, frozen=True):
    """The input of another process: the parts of a `Context`, and module and name of each check.

    A rule of a team has an empty module and its id: the configuration has all rules.
    """

    checks: tuple[tuple[str, str], ...]
    source_lang: str
    target_lang: str
    config: Config
    glossary: Glossary | None
    documents: tuple[Document, ...] = ()


def run_checks(
    items: Sequence[Check], segments: Sequence[Segment], context: Context, progress: Callable[[int], None]
) -> list[SegmentResult]:
    """The results of the checks, one entry per segment. Ignore the hits of a check that fails in any segment."""
    number = _processes(items, segments, context)
    if number > 1:
        places = tuple(map(place_of, items))
        languages = (context.source_lang, context.target_lang)
        job = Job(places, *languages, context.config, context.glossary, context.documents)
        try:
            raw = workers.spread(run_job, segments, number, progress, msgspec.msgpack.encode(job))
        finally:
            _prepared.cache_clear()
        return msgspec.convert(raw, list[SegmentResult])
    result: list[SegmentResult] = []
    for first in range(0, len(segments), UNCOLLECTED):
        with _uncollected():
            for start in range(first, min(first + UNCOLLECTED, len(segments)), SLICE):
                progress(start)
                result += run_here(items, segments[start : start + SLICE], context)
    return result


def run_job(segments: Sequence[Segment], job: bytes) -> list[SegmentResult]:
    """The results of a job. Segments from another process are plain dictionaries."""
    items, context = _prepared(job)
    with _uncollected():
        return run_here(items, msgspec.convert(segments, list[Segment]), context)


def run_here(items: Sequence[Check], segments: Sequence[Segment], context: Context) -> list[SegmentResult]:
    """The results of the checks in this process. A check that fails does not run on the following segments."""
    results: list[SegmentResult] = [[] for _ in segments]
    size = size_of(segments)
    with CheckWatch(context) as watch:
        for number, item in enumerate(items):
            if item.rule is None:
                _run_check(number, item, segments, results, context, watch, size)
    ruled = [(number, item) for number, item in enumerate(items) if item.rule is not None]
    if ruled:  # their patterns take time that grows with the length of the text
        judge = rule_checks.together([item for _, item in ruled], context)
        for segment, result in zip(segments, results, strict=True):
            result += ((ruled[at][0], hits) for at, hits in judge(segment))
    return results


def _run_check(
    number: int,
    item: Check,
    segments: Sequence[Segment],
    results: Sequence[SegmentResult],
    context: Context,
    watch: CheckWatch,
    size: int,
) -> None:
    """Add the results of a check to those of the segments; `size` is the number of their characters."""
    run, place = item.run, 0
    try:
        watch.begin(size)
        for place, segment in enumerate(segments):
            if hits := [*run(segment, context)]:
                results[place].append((number, hits))
    except OverTime:
        results[place].append((number, watch.reason(segments[place : place + 1])))
    except FAULTS as error:
        results[place].append((number, reason(error)))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Switch the garbage collector off for the block.

    It visits all language data at each run, which takes an eighth of the time of the checks, and finds nothing: checks
    create no reference cycles. The switch is that of the process. So the block is short (`UNCOLLECTED`), and what other
    threads leave meanwhile is collected after it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def place_of(item: Check) -> tuple[str, str]:
    """The module of a check and its name there; see `Job`."""
    if item.rule is not None:
        return "", item.id
    return item.run.__module__, item.run.__name__


def is_importable(item: Check) -> bool:
    """Whether another process gets the same check, from the configuration or by importing its module."""
    if item.rule is not None:
        return True
    module, name = place_of(item)
    return getattr(sys.modules.get(module), name, None) is item


@functools.lru_cache(maxsize=1)  # a process gets the same job again with each slice of the text
def _prepared(job: bytes) -> tuple[list[Check], Context]:
    decoded = msgspec.msgpack.decode(job, type=Job)
    languages = (decoded.source_lang, decoded.target_lang)
    context = Context(*languages, decoded.config, decoded.glossary, documents=decoded.documents)
    rules = {item.id: item for item in rule_checks.of_config(decoded.config)}
    places = decoded.checks
    return [
        getattr(importlib.import_module(module), name) if module else rules[name] for module, name in places
    ], context


def _processes(items: Sequence[Check], segments: Sequence[Segment], context: Context) -> int:
    """The number of processes to use; one if another process could not run the checks."""
    if context.glossary is not None and len(context.glossary.terms) > MAX_SENT_TERMS:
        return 1
    if not all(is_importable(item) and "error spans" not in item.needs for item in items):
        return 1
    return max(1, min(workers.cores(), sum(len(segment.target) for segment in segments) // CHARACTERS_PER_PROCESS))
