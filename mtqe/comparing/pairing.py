"""Pairs the segments of several systems by source text, occurrence by occurrence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mtqe.language import codes
from mtqe.model import Segment

Key = tuple[str, int]
"""A source text without its codes, and how often it occurred before."""


@dataclass(frozen=True)
class Pairing:
    """The segments that all systems have.

    Args:
        shared: For each shared source text the segment of every system, in the order of the first system.
        unpaired: For each system the number of segments with a source that another system does not have.
        additions: For each system the number of segments without a source.
        added: For each system its added texts, by the position in `shared` of the segment that they follow; those
            before the first one are at 0.
    """

    shared: tuple[tuple[Segment, ...], ...]
    unpaired: tuple[int, ...]
    additions: tuple[int, ...]
    added: tuple[Mapping[int, tuple[Segment, ...]], ...] = ()


def pair(systems: Sequence[Sequence[Segment]]) -> Pairing:
    """Pair the segments of several systems.

    The first segment with a source text is paired with the first one with the same text in the other systems, the
    second with the second, and so on. Inline codes do not count, because each file numbers them in its own way. Ids and
    line numbers are ignored, because lines may have been inserted. Segments without a source are not paired.
    """
    tables = [_numbered(segments) for segments in systems]
    first = tables[0]
    keys = [key for key in first if all(key in table for table in tables[1:])]
    places = {key: place for place, key in enumerate(keys)}
    return Pairing(
        shared=tuple(tuple(table[key] for table in tables) for key in keys),
        unpaired=tuple(len(table) - len(keys) for table in tables),
        additions=tuple(len(segments) - len(table) for segments, table in zip(systems, tables, strict=True)),
        added=tuple(_added(segments, table, places) for segments, table in zip(systems, tables, strict=True)),
    )


def _added(
    segments: Sequence[Segment], table: Mapping[Key, Segment], places: Mapping[Key, int]
) -> dict[int, tuple[Segment, ...]]:
    """The beads without a source, by the position of the shared segment before them."""
    place_of = {segment.id: places[key] for key, segment in table.items() if key in places}
    added: dict[int, list[Segment]] = defaultdict(list)
    place = 0
    for segment in segments:
        place = place_of.get(segment.id, place)
        if segment.bead.kind == "addition" and not segment.references and segment.target.strip():
            added[place].append(segment)
    return {place: tuple(texts) for place, texts in added.items()}


def _numbered(segments: Sequence[Segment]) -> dict[Key, Segment]:
    seen: dict[str, int] = defaultdict(int)
    table = {}
    for segment in segments:
        source = codes.comparable_source(segment)
        if source.strip():
            table[source, seen[source]] = segment
            seen[source] += 1
    return table
