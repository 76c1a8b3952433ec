"""Abbreviations with their words in round brackets: *LTM (low tide mark)*.

The letters stand for these very words, so that a translation of them would not explain the abbreviation. Many
translators keep them.
"""

from __future__ import annotations

import bisect
import functools

from mtqe.language import words
from mtqe.language.late_patterns import late

_SPELLED_OUT = late(r"(?<![^\W_])([A-Z][A-Za-z]{1,7})\s?[(（]([^()（）]{3,80})[)）]")
"""An abbreviation of up to eight letters, and a bracket behind it."""
_TEXTS = 16
"""Texts: read lately, so that a text with many brackets is read once."""


def is_within(text: str, start: int, end: int) -> bool:
    """Whether a stretch is an abbreviation with its words, or a part of them."""
    places = _places(text)
    number = bisect.bisect_right(places, start, key=lambda place: place[0]) - 1  # the last one that begins before it
    return number >= 0 and end <= places[number][1]


@functools.lru_cache(maxsize=_TEXTS)
def _places(text: str) -> tuple[tuple[int, int], ...]:
    """Where an abbreviation stands with words that begin with its letters, in order."""
    if "(" not in text and "（" not in text:
        return ()
    return tuple(match.span() for match in _SPELLED_OUT.finditer(text) if _stands_for(match[1], match[2]))


def _stands_for(abbreviation: str, explained: str) -> bool:
    initials = "".join(word.text[0] for word in words.words(explained, hyphens=False))
    return initials.casefold() == abbreviation.casefold()
