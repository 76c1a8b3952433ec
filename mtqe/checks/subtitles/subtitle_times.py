"""Checks the times of subtitles."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.checks.subtitles.cue_seconds import Part, Times, pairs, seconds
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

TOLERANCE = {"starts": 1.0, "ends": 2.0}
"""Seconds: by which a subtitle may start or end elsewhere than in the source; translators move the end so that viewers
can read the text."""
FRAMES = 0.1
"""Seconds: by which two subtitles may overlap, two frames of film."""
MOST_MOVED = 0.5
"""Share: of the subtitles of a file; if more have moved, the whole file has, and that is one finding."""
FEWEST_OF_FILE = 4
"""Segments: with times that a file needs so that it can have moved as a whole."""


class _Times(NamedTuple):
    """A subtitle with the times of both sides, in seconds; a source without times has `None`."""

    segment: Segment
    source: Times | None
    target: Times
    part: Part


@check(
    "MRK120",
    "subtitle-timing",
    "design-and-markup/timing",
    Severity.MINOR,
    scope="document",
    area="form",
    examples=[
        Example(
            "Where is the ship?\nAt sea.", "Wo ist das Schiff?\nAuf See.", meta=seconds((1, 3, 1, 3.5), (4, 5, 4, 5.5))
        ),
        Example("All hands!\nAt sea.", "Alle Mann!\nAuf See.", meta=seconds((1, 3, 1, 3), (2, 5, 2, 5))),
        Example("At sea.", "En mer.", langs=("en", "fr")),
        Example("At sea.", "Auf See.", ("Auf See.",), meta=seconds((4, 5, 4, 3.5))),
        Example("At sea.", "Auf See.", ("Auf See.",), meta=seconds((4, 6, 6.5, 8.5))),
        Example(
            "Où ?\nEn mer.", "Where?\nAt sea.", ("At sea.",), ("fr", "en"), meta=seconds((1, 2, 1, 3), (3, 5, 2.5, 5))
        ),
        Example(
            "One.\nTwo.\nThree.\nFour.",
            "Eins.\nZwei.\nDrei.\nVier.",
            ("Eins.",),
            meta=seconds((1, 2, 11, 12), (3, 4, 13, 14), (5, 6, 15, 16), (7, 8, 17, 18)),
        ),
    ],
)
def subtitle_timing(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A subtitle starts or ends at another time than that of the source, or its times cannot be right.

    ## What it does

    Marks a subtitle that ends before it starts (major), that starts before the one before it has ended, that starts
    more than a second from where the source does, or that ends more than two seconds from there. Overlaps that the
    source has, too, are ignored. If more than half of the subtitles have moved, that is a single finding.

    ## Why it is bad

    Viewers read what nobody says at that moment. Players show overlapping subtitles above each other, and drop those
    with a negative time.

    ## Known problems

    A translation that was timed again for another cut of the film is reported, once for the file.
    """
    timed = [item for segment in segments for item in _times(segment)]
    yield from (
        (item.segment, Hit("it ends before it starts", _all(item), Severity.MAJOR)) for item in _backward(timed)
    )
    for before, item in itertools.pairwise(timed):
        if _overlap(before, item, "target") > FRAMES and _overlap(before, item, "source") <= FRAMES:
            yield item.segment, Hit("it starts before the subtitle before it has ended", _all(item))
    moved = [(item, _move(item)) for item in timed if item.source and item.target[0] <= item.target[1]]
    far = [(item, move) for item, move in moved if move]
    if len(moved) >= FEWEST_OF_FILE and len(far) > MOST_MOVED * len(moved):
        item, move = far[0]
        yield item.segment, Hit(f"{len(far)} of {len(moved)} subtitles have moved; this one {move}", _all(item))
        return
    yield from ((item.segment, Hit(f"it {move}", _all(item))) for item, move in far)


def _times(segment: Segment) -> Iterator[_Times]:
    """The subtitles of a segment that have a time and a text."""
    for source, target in pairs(segment):
        if target.time is not None and segment.target[target.start : target.end].strip():
            yield _Times(segment, source.time, target.time, target)


def _all(item: _Times) -> tuple[Span, ...]:
    return (Span("target", item.part.start, item.part.end),)


def _backward(timed: Sequence[_Times]) -> Iterator[_Times]:
    for item in timed:
        if item.target[1] < item.target[0]:
            yield item


def _overlap(first: _Times, second: _Times, side: Side) -> float:
    """For how many seconds a subtitle and the next one are on the screen together."""
    left, right = (first.target, second.target) if side == "target" else (first.source, second.source)
    return min(left[1], right[1]) - max(left[0], right[0]) if left and right else 0.0


def _move(item: _Times) -> str:
    """How far a subtitle starts or ends from its source, in words; empty within the tolerance."""
    if item.source is None:
        return ""
    for place, (verb, tolerance) in enumerate(TOLERANCE.items()):
        difference = item.target[place] - item.source[place]
        if abs(difference) > tolerance:
            return f"{verb} {abs(difference):.1f} s {'later' if difference > 0 else 'earlier'} than the source"
    return ""
