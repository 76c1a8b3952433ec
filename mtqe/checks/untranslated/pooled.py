"""The language of short texts that are judged together: labels, headings and cells of one file.

A single label is too short to identify its language. A few dozen in a row are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.language import identify, words
from mtqe.model import Segment

TEXTS = 5
"""Texts: of the shortest row that is judged together. Measured with bench/projects_planted.py."""
LETTERS = 60
"""Letters: that a row has, or more; it ends with the text that brings it there. Measured with
bench/projects_planted.py."""
LEAD = 0.3
"""Lead: of another language over that of the translation, from which on a row is in it. Measured with
bench/projects.py: in files in the right language no row has a tenth of it."""
COPIED = 0.5
"""Share: of the words of a text that its source has, from which on the text does not show its language. Measured with
bench/projects.py."""


class Short(NamedTuple):
    """A text that is too short to be judged alone.

    Attributes:
        segment: Its segment.
        text: Its words without those that may be names.
    """

    segment: Segment
    text: str


def short(segment: Segment) -> Short | None:
    """A segment as part of a row; `None` if it is long enough, a copy, or only names and signs."""
    if (
        not segment.source.strip()
        or words.is_respelt(segment.source, segment.target)
        or not (text := identify.too_short(segment.source, segment.target))
    ):
        return None
    return Short(segment, text) if words.copied(segment.source, segment.target) < COPIED else None


def foreign(texts: Sequence[Short], lang: str) -> Iterator[tuple[Segment, str]]:
    """The segments in rows of another language, each with the tag of that language.

    Args:
        texts: The short texts of a file, in their order.
        lang: Primary tag of the language in which they should be; the identifier must know it.
    """
    for row in _rows(texts):
        found, margin = identify.best("\n".join(one.text for one in row), lang)
        if margin >= LEAD:
            yield from ((one.segment, found) for one in row if identify.lead(one.text, found, lang) > 0)


def _rows(texts: Sequence[Short]) -> Iterator[Sequence[Short]]:
    """The texts in rows that are long enough; what is left at the end belongs to the last row."""
    starts, letters, first = [0], 0, 0
    for place, one in enumerate(texts, 1):
        letters += sum(map(str.isalpha, one.text))
        if letters >= LETTERS and place - first >= TEXTS:
            starts.append(place)
            letters, first = 0, place
    for number, start in enumerate(starts[:-1]):
        end = starts[number + 1] if number + 2 < len(starts) else len(texts)
        yield texts[start:end]
