"""Originals that stay beside their translation: a page keeps the words of a quotation and adds a translation of them.

The aligner pairs such an original with its copy, so that the translation is left without a counterpart. Nothing is
missing for the reader, so neither the copy nor the translation is a grave finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, takewhile

from mtqe.language import identify, words
from mtqe.model import Segment

SHORT = 4
"""Words: of the shortest sentence; a text with fewer is a heading, a byline or a label."""

SIMILAR = 0.5
"""Ratio: of lengths, from which on two neighbouring texts may be each other's translation."""


def size(text: str) -> int:
    """The length of a text. A Chinese or Japanese character carries about as much as three letters."""
    return sum(3 if char >= "\u2e80" else 1 for char in text)


def is_one_sided(segment: Segment) -> bool:
    """Whether one side of a segment is empty. Segments with both sides separate the regions of a document."""
    return not (segment.source.strip() and segment.target.strip())


def copies(segments: Sequence[Segment]) -> list[Segment]:
    """The copies of their sources with which some segments begin; empty for a few words.

    A line without words, such as *(...)*, may stand between them.
    """
    found = list(takewhile(_may_be_copy, segments))
    return found if sum(len(words.keys(segment.source)) for segment in found) >= SHORT else []


def total(segments: Sequence[Segment]) -> int:
    """The length of the translations of segments."""
    return sum(size(segment.target) for segment in segments)


def with_translation(segments: Sequence[Segment]) -> frozenset[str]:
    """The ids of the copies that have text of similar length without a counterpart next to them."""
    groups = [list(group) for _, group in groupby(segments, key=lambda one: (one.doc, is_one_sided(one)))]
    found: set[str] = set()
    for number, region in enumerate(groups):
        if not is_one_sided(region[0]) or any(segment.source.strip() for segment in region):
            continue
        before, after = (groups[at] if 0 <= at < len(groups) else [] for at in (number - 1, number + 1))
        sides = [copies([one for one in side if one.doc == region[0].doc]) for side in (before[::-1], after)]
        nearest = max(sides, key=lambda side: _likeness(total(side), total(region)))
        if _likeness(total(nearest), total(region)) >= SIMILAR:
            found.update(segment.id for segment in nearest)
    return frozenset(found)


def _likeness(first: int, second: int) -> float:
    """The shorter length divided by the longer one."""
    return min(first, second) / max(first, second, 1)


def _may_be_copy(segment: Segment) -> bool:
    has_words = any(map(str.isalnum, segment.source + segment.target))
    return not has_words or words.copied(segment.source, segment.target) >= identify.COPIED
