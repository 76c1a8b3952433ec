"""Runs of one character or short unit over and over; for runaway-text and the checks of length."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.language.late_patterns import late


class Run(NamedTuple):
    """A unit that is repeated in a row: where the run begins and ends, in code points, and the number of copies."""

    start: int
    end: int
    unit: str
    copies: int


# Three kinds with their own limits: rows of full stops are common, rows of digits rarer, and letters are stretched on
# purpose.
_SYMBOLS = late(r"((?:[^\w\s]|_){1,4}?)(?: ?\1){2,}")
_DIGITS = late(r"(\d{1,4}?)(?:[ ,;]{0,2}\1){3,}")
_LETTERS = late(r"([^\W\d_]{1,2}?)\1{2,}", re.IGNORECASE)
# Each kind with the smallest number of copies that is absurd.
_KINDS = ((_SYMBOLS, 12), (_DIGITS, 16), (_LETTERS, 10))
_MANY_SYMBOLS = late(r"[\W_]{12}")
_MANY_DIGITS = late(r"\d[\d ,;]{14}")
# Every fourth character of a long run of symbols or digits.
_SPARSE = late(r"[\W\d_]{3}")
_ON_PURPOSE = 5
"""Copies: from which on a run in the source is there on purpose: a form, a separator."""


def runaway(text: str, source: str) -> Iterator[Run]:
    """The runs of absurd length in a translation that no run in its source allows, in no particular order."""
    for kind, least in _possible(text):
        absurd = [run for run in _runs(kind, text) if run.copies >= least]
        if not absurd:
            continue
        most = max((run.copies for run in _runs(kind, source)), default=1)
        allowed = most * (10 if most >= _ON_PURPOSE else 4) if most > 1 else 0
        yield from (run for run in absurd if run.copies > allowed)


def without(text: str) -> str:
    """The text with each long run cut down to one unit."""
    for kind, least in _possible(text):
        for run in reversed(list(_runs(kind, text))):
            if run.copies >= least:
                text = text[: run.start] + run.unit + text[run.end :]
    return text


@functools.lru_cache(maxsize=512)
def _possible(text: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """The kinds of run that a text may have in absurd length; takes far less time than to look for the runs."""
    symbols = digits = None
    if _SPARSE.search(text[3::4]):
        symbols, digits = _MANY_SYMBOLS.search(text), _MANY_DIGITS.search(text)
    # Of ten copies, eight occurred before, even if capitals and small letters differ.
    long = [word for word in text.split() if len(word) > 9 and len(word) - len(set(word)) > 6]
    letters = any(map(_is_stretched, long))
    return tuple(kind for kind, sign in zip(_KINDS, (symbols, digits, letters), strict=True) if sign)


def _is_stretched(word: str) -> bool:
    """Whether a word has a letter often enough for an absurd run of that letter, or of a pair with that letter."""
    lower = word.lower()
    return max(map(lower.count, set(lower))) >= 10


def _runs(kind: re.Pattern[str], text: str) -> Iterator[Run]:
    for match in kind.finditer(text):
        yield Run(match.start(), match.end(), match[1], _copies(match))


def _copies(match: re.Match[str]) -> int:
    return match[0].lower().count(match[1].lower())
