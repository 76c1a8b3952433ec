"""The value of each number of a text, as an English reader writes it: *1,3 Billionen* is 1.3 trillion."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from mtqe.checks.numbers import number_side
from mtqe.checks.numbers.quantities import MONEY, quantities
from mtqe.encoder.lexicon import READER

if TYPE_CHECKING:
    from mtqe.checks.numbers.finder import Number
    from mtqe.checks.numbers.vocabulary import Value

NAMED = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
"""Numbers: that have a name in English, greatest first."""
DIGITS = 4
"""Digits: of a value before a named number, at most."""

Place = tuple[int, int]


def readings(text: str, lang: str) -> Mapping[Place, str]:
    """The value of each number of a text, and of each number with its unit, by its place.

    A number that is written in digits only is given as it is written. Dates, and words that may be articles, are left
    out.
    """
    found: dict[Place, str] = {}
    for number in number_side.read(text, lang, strict=True).numbers:
        written = text[number.start : number.end]
        if number.value is not None and _is_clear(number, written):
            value = written if written.isdigit() else said(number.value)
            if number.magnitude and not any(map(str.isdigit, written)):
                value = value.removeprefix("1 ")
            found[number.start, number.end] = value
    return found | _with_units(text, lang)


def _with_units(text: str, lang: str) -> dict[Place, str]:
    """The readings of numbers with a unit in words."""
    found = {}
    for quantity in quantities(text, lang):
        unit = next(iter(quantity.units)) if len(quantity.units) == 1 else ""
        if unit and any(map(str.isalpha, text[quantity.start : quantity.end])):
            found[quantity.start, quantity.end] = f"{said(quantity.value)} {_unit_name(unit)}"
    return found


def _unit_name(unit: str) -> str:
    """The English name of a unit in the plural."""
    from babel import Locale
    from babel.numbers import get_currency_name

    if unit in MONEY:
        return str(get_currency_name(unit, count=2, locale=READER))
    patterns = Locale(READER).unit_display_names
    return str(patterns.get(unit, {}).get("long") or unit.partition("-")[2])


def is_number(word: str) -> bool:
    """Whether an English word is a number."""
    return bool(number_side.read(word, READER).numbers)


def said(value: Value) -> str:
    """A value in English: `1.3 trillion`, `12,500`, `0.5`."""
    number = Decimal(value).normalize()
    for size, name in NAMED:
        share = (number / size).normalize()
        if abs(share) >= 1 and len(share.as_tuple().digits) <= DIGITS:
            return f"{share:f} {name}"
    return f"{number:,f}"


def _is_clear(number: Number, written: str) -> bool:
    in_digits = any(map(str.isdigit, written))
    return number.kind not in ("weak", "month") and len(number.values) == 1 and (in_digits or number.value != 1)
