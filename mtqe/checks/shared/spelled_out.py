"""Abbreviations with their words in round brackets: *LTM (low tide mark)*.

The letters stand for these very words, so that a translation of them would not explain the abbreviation. Many
translators keep them.
"""

from __future__ import annotations

from mtqe.language import words
from mtqe.language.late_patterns import late

_SPELLED_OUT = late(r"(?<![^\W_])([A-Z][A-Za-z]{1,7})\s?[(（]([^()（）]{3,80})[)）]")
"""An abbreviation of up to eight letters, and a bracket behind it."""


def is_within(text: str, start: int, end: int) -> bool:
    """Whether a stretch is an abbreviation with its words, or a part of them."""
    return any(first <= start and end <= last for first, last in _places(text))


def _places(text: str) -> list[tuple[int, int]]:
    """Where an abbreviation stands with words that begin with its letters."""
    if "(" not in text and "（" not in text:
        return []
    return [match.span() for match in _SPELLED_OUT.finditer(text) if _stands_for(match[1], match[2])]


def _stands_for(abbreviation: str, explained: str) -> bool:
    initials = "".join(word.text[0] for word in words.words(explained, hyphens=False))
    return initials.casefold() == abbreviation.casefold()
