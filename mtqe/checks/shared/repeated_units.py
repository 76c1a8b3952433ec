"""Runs of one character or short unit over and over; for the checks runaway-text and those of length."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple


class Run(NamedTuple):
    """A unit that follows itself: where the run stands (code points, half-open), and how often the unit does."""

    start: int
    end: int
    unit: str
    copies: int


# Three kinds, since a row of full stops is common, one of digits is less so, and letters are stretched on purpose.
_SYMBOLS = re.compile(r"((?:[^\w\s]|_){1,4}?)(?: ?\1){2,}")
_DIGITS = re.compile(r"(\d{1,4}?)(?:[ ,;]{0,2}\1){3,}")
_LETTERS = re.compile(r"([^\W\d_]{1,2}?)\1{2,}", re.IGNORECASE)
# Each with the least number of copies that is absurd.
_KINDS = ((_SYMBOLS, 12), (_DIGITS, 16), (_LETTERS, 10))
_MANY_SYMBOLS = re.compile(r"[\W_]{12}")
_MANY_DIGITS = re.compile(r"\d[\d ,;]{14}")
# What both leave of every fourth character.
_SPARSE = re.compile(r"[\W\d_]{3}")
_ON_PURPOSE = 5
"""Copies: in a source that has them on purpose: a form, a table of contents, a separator. By hand."""


def runaway(text: str, source: str) -> Iterator[Run]:
    """Runs of absurd length in a translation that the source has nothing like, in no order."""
    for kind, least in _possible(text):
        found = [run for run in _runs(kind, text) if run.copies >= least]
        if not found:
            continue
        most = max((run.copies for run in _runs(kind, source)), default=1)
        allowed = most * (10 if most >= _ON_PURPOSE else 4) if most > 1 else 0
        yield from (run for run in found if run.copies > allowed)


def without(text: str) -> str:
    """The text with each long run cut down to one unit."""
    for kind, least in _possible(text):
        for run in reversed(list(_runs(kind, text))):
            if run.copies >= least:
                text = text[: run.start] + run.unit + text[run.end :]
    return text


@functools.lru_cache(maxsize=512)
def _possible(text: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """The kinds of which a text may have a run of absurd length; it takes far longer to look for the runs."""
    symbols = digits = None
    if _SPARSE.search(text[3::4]):
        symbols, digits = _MANY_SYMBOLS.search(text), _MANY_DIGITS.search(text)
    letters = any(_is_stretched(word) for word in text.split() if len(word) > 9)
    return tuple(kind for kind, sign in zip(_KINDS, (symbols, digits, letters), strict=True) if sign)


def _is_stretched(word: str) -> bool:
    """Whether some letter stands in a word as often as it would in an absurd run of it, or of a pair with it."""
    if len(word) - len(set(word)) < 7:
        return False  # of ten copies eight are not new, even in capitals and small letters
    lower = word.lower()
    return max(map(lower.count, set(lower))) >= 10


def _runs(kind: re.Pattern[str], text: str) -> Iterator[Run]:
    for match in kind.finditer(text):
        yield Run(match.start(), match.end(), match[1], _copies(match))


def _copies(match: re.Match[str]) -> int:
    return match[0].lower().count(match[1].lower())
