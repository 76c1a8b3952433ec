"""Trends in a history: the series of each language, domain, metric and severity, and where they changed.

A change is found by Pettitt's rank test for one change point (Pettitt 1979, "A Non-parametric Approach to the
Change-Point Problem"). It tests whether the values before some run tend to be greater, or less, than those after it,
and assumes no distribution. Its p-value comes from shuffling the runs, so it is valid for short series and with ties.
If a change is found, the parts before and after it are searched again. At least ten runs are needed. The test assumes
independent runs, so it reports somewhat too many changes for runs over nearly the same text. One in a hundred series
without a change shows one.

A series is cut where the signature of its metric or the set of checks changes: values before and after a cut are not
comparable.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Literal

import msgspec

from mtqe.model import Interval, Severity
from mtqe.project.history import HistoryEntry

SHORTEST = 10
"""Smallest number of runs in which a change can be found."""
LEVEL = 0.01
SHUFFLES, SEED = 999, 12345


class Value(msgspec.Struct, frozen=True):
    """A point of a series: time of the run, ISO 8601, value and its interval."""

    created: str
    value: float
    interval: Interval | None = None


class Change(msgspec.Struct, frozen=True):
    """A change of level in a series.

    Args:
        place: Number of the first point after the change, from 0.
        before: Median between the previous change or cut and this change.
        after: Median between this change and the next change or cut.
        p_value: Share of shuffled series with a change at least as clear.
    """

    place: int
    before: float
    after: float
    p_value: float


class Series(msgspec.Struct, frozen=True):
    """One quantity over time.

    Args:
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        system: Name of the translation system if runs have several.
        domain: The domain; `None` for whole runs.
        name: Metric or severity, or `mqm`.
        kind: Kind of quantity; severities and `mqm` (penalty points) are per 1,000 source words.
        points: The values, oldest first.
        cuts: Numbers of the points that are not comparable with the previous point.
        changes: The changes, oldest first.
    """

    source_lang: str | None
    target_lang: str | None
    system: str | None
    domain: str | None
    name: str
    kind: Literal["metric", "severity", "mqm"]
    points: tuple[Value, ...]
    cuts: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()


def series(entries: Iterable[HistoryEntry]) -> list[Series]:
    """All series of a history, by languages, system and domain: first metrics, then severities and MQM penalty."""
    lines: dict[tuple[str | None, ...], list[HistoryEntry]] = {}
    for entry in entries:
        lines.setdefault((entry.source_lang, entry.target_lang, entry.system, entry.domain), []).append(entry)
    all_series = []
    for runs in lines.values():
        for metric in sorted({metric for entry in runs for metric in entry.scores}):
            rows = [
                (Value(entry.created, point.value, point.interval), point.signature)
                for entry in runs
                if (point := entry.scores.get(metric)) is not None
            ]
            all_series.append(_series(runs[0], metric, "metric", rows))
        counted = [entry for entry in runs if entry.findings and entry.words]
        for severity in reversed(Severity) if counted else ():
            rows = [(Value(e.created, e.findings.get(severity, 0) * 1000 / e.words), e.checks) for e in counted]
            all_series.append(_series(runs[0], severity.value, "severity", rows))
        penalties = [(Value(e.created, e.per_1000), e.checks) for e in runs if e.per_1000 is not None and e.words]
        if penalties:
            all_series.append(_series(runs[0], "mqm", "mqm", penalties))
    return all_series


def _series(
    entry: HistoryEntry, name: str, kind: Literal["metric", "severity", "mqm"], rows: Sequence[tuple[Value, str]]
) -> Series:
    points = tuple(value for value, _ in rows)
    cuts = tuple(
        place for place, (old, new) in enumerate(itertools.pairwise(mark for _, mark in rows), 1) if old != new
    )
    changes = tuple(
        change
        for start, end in itertools.pairwise((0, *cuts, len(points)))
        for change in find_changes([point.value for point in points[start:end]], start)
    )
    return Series(entry.source_lang, entry.target_lang, entry.system, entry.domain, name, kind, points, cuts, changes)


def find_changes(values: Sequence[float], first: int = 0) -> list[Change]:
    """The changes of a series, oldest first; the module's docstring describes the test.

    Args:
        values: The series.
        first: Number of its first point; it is added to the places.
    """
    change_points = sorted(_search(values, 0))
    edges = [0, *(place for place, _ in change_points), len(values)]
    heights = [median(values[start:end]) for start, end in itertools.pairwise(edges) if end > start]
    return [
        Change(first + place, heights[number], heights[number + 1], p_value)
        for number, (place, p_value) in enumerate(change_points)
    ]


def _search(values: Sequence[float], first: int) -> Iterator[tuple[int, float]]:
    if len(values) < SHORTEST:
        return
    ranks = _ranks(values)
    place, height = _pettitt(ranks)
    generator = random.Random(SEED)
    shuffled = list(ranks)
    reached = 0
    for _ in range(SHUFFLES):
        generator.shuffle(shuffled)
        reached += _pettitt(shuffled)[1] >= height - 1e-9
    p_value = (reached + 1) / (SHUFFLES + 1)
    if p_value > LEVEL:
        return
    yield first + place, p_value
    yield from _search(values[:place], first)
    yield from _search(values[place:], first + place)


def _pettitt(ranks: Sequence[float]) -> tuple[int, float]:
    """Number of the first point after the likeliest change, and Pettitt's K: the greatest |2 * rank sum - t(n + 1)|."""
    total, best = 0.0, (1, -1.0)
    for count, rank in enumerate(ranks[:-1], 1):
        total += rank
        height = abs(2 * total - count * (len(ranks) + 1))
        if height > best[1]:
            best = count, height
    return best


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values get the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    for _, group in itertools.groupby(enumerate(order, 1), key=lambda item: values[item[1]]):
        tied = list(group)
        for _, place in tied:
            ranks[place] = sum(number for number, _ in tied) / len(tied)
    return ranks
