"""The value of each number of a text, as an English reader writes it: *1,3 Billionen* is 1.3 trillion."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from mtqe.checks.numbers import number_side
from mtqe.triage.lexicon import READER

if TYPE_CHECKING:
    from mtqe.checks.numbers.finder import Number
    from mtqe.checks.numbers.vocabulary import Value

NAMED: tuple[tuple[int, str], ...] = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
"""Numbers: that have a name in English, greatest first."""
DIGITS = 4
"""Digits: of a value before a named number, at most. By hand."""

Place = tuple[int, int]


def readings(text: str, lang: str) -> Mapping[Place, str]:
    """The value of each number that an English reader might read in another way, by its place.

    Numbers that are written alike in English, dates, and words that may be an article are left out.

    Args:
        text: The text.
        lang: Primary tag of its language.
    """
    found = {}
    for number in number_side.read(text, lang, strict=True).numbers:
        written = text[number.start : number.end]
        if number.value is not None and _is_clear(number, written):
            value = said(number.value)
            if value != written and number.value not in _values(written):
                found[number.start, number.end] = value
    return found


def is_number(word: str) -> bool:
    """Whether an English word is a number."""
    return bool(number_side.read(word, READER).numbers)


def said(value: Value) -> str:
    """A value in English: `1.3 trillion`, `12,500`, `0.5`."""
    for size, name in NAMED:
        if abs(value) >= size:
            share = Decimal(value) / size
            if len(share.normalize().as_tuple().digits) <= DIGITS:
                return f"{share.normalize():f} {name}"
    plain = Decimal(value).normalize()
    return f"{plain:,f}"


def _is_clear(number: Number, written: str) -> bool:
    in_digits = any(map(str.isdigit, written))
    return number.kind not in ("weak", "month") and len(number.values) == 1 and (in_digits or number.value != 1)


def _values(written: str) -> frozenset[Value]:
    """The values that an English reader would see."""
    numbers = number_side.read(written, READER, strict=True).numbers
    return frozenset(number.value for number in numbers if number.value is not None)
