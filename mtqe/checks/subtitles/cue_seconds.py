"""The subtitles of a segment with their times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mtqe.model import Segment, Side, TextPlace

Times = tuple[float, float]
"""Start and end, in seconds."""


class Part(NamedTuple):
    """A subtitle of one side, or all of them together.

    Args:
        start: Offset of its first character in the text of the side.
        end: Offset after its last one.
        time: Its start and end; `None` if they are not known.
        cues: How many subtitles it has.
    """

    start: int
    end: int
    time: Times | None
    cues: int = 1


def pairs(segment: Segment) -> list[tuple[Part, Part]]:
    """The subtitles of a segment, source and translation.

    They pair one by one if both sides are divided alike: in as many subtitles, which overlap in time. Else there is one
    pair of all subtitles together. A translation without times has none.
    """
    place = segment.place("target")
    if place.time is None and not place.cue_times:
        return []
    source, target = _parts(segment, "source"), _parts(segment, "target")
    if len(source) == len(target) and all(map(_overlap, source, target)):
        return list(zip(source, target, strict=True))
    return [(_whole(segment, "source", len(source)), _whole(segment, "target", len(target)))]


def _parts(segment: Segment, side: Side) -> list[Part]:
    place, size = segment.place(side), len(segment.text(side))
    if not place.cue_times:
        return [Part(0, size, place.time, place.cues or 1)]
    starts = [start for start, _, _ in place.cue_times]
    ends = [start - 1 for start in starts[1:]] + [size]
    return [Part(at, end, (begin, stop)) for (at, begin, stop), end in zip(place.cue_times, ends, strict=True)]


def _whole(segment: Segment, side: Side, cues: int) -> Part:
    return Part(0, len(segment.text(side)), segment.place(side).time, cues)


def _overlap(first: Part, second: Part) -> bool:
    return not first.time or not second.time or min(first.time[1], second.time[1]) > max(first.time[0], second.time[0])


def seconds(*rows: tuple[float, float, float, float]) -> tuple[Mapping[str, Any], ...]:
    """The facts of segments, for examples: start and end of source and translation, in seconds."""
    return tuple(TextPlace(time=row[:2]).of("source") | TextPlace(time=row[2:]).of("target") for row in rows)
