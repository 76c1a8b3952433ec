"""Writes the number that a wrong one should be: in its unit, with the digits and signs of the translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from mtqe.checks.numbers.converted_units import in_unit_of
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import read
from mtqe.checks.numbers.vocabulary import Lexicon, lexicon
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western

_PLAIN_DIGITS = late(r"\d+(?:[.,]\d+)*")
_DECIMALS = late(r"[.,]\d{1,2}\Z")
_ARABIC_ZEROS = "٠۰"
LEAST_DIGITS = 2
"""Digits: that a converted number has at least before its zeros."""
GROUPED_FROM = 10_000
"""Values: from which a converted number has a sign between its groups of digits."""


def suggestion(source: str, target: str, numbers: tuple[Number, Number], langs: tuple[str, str]) -> str | None:
    """Return what should replace a wrong number; `None` unless both numbers are plain digits."""
    texts = [western(text)[number.start : number.end] for text, number in zip((source, target), numbers, strict=True)]
    if not all(map(_PLAIN_DIGITS.fullmatch, texts)):
        return None
    words = lexicon(langs[0]), lexicon(langs[1])
    sides = read(western(source), langs[0]), read(western(target), langs[1])
    size = in_unit_of(*numbers, sides)
    if size is not None:
        written = _rounded(size, texts, words[1])
    else:
        written = _replaced(texts[0], {words[0].decimal: words[1].decimal, words[0].group: _group(words[1])})
    return _in_digits_of(target[numbers[1].start], written, words[1])


def _replaced(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


def _group(words: Lexicon) -> str:
    return "\u00a0" if words.space_groups and not words.has_words else words.group


def _rounded(size: float, texts: list[str], words: Lexicon) -> str:
    """A converted number, as exact as those of the source and of the translation."""
    n_source, n_target = len(re.sub(r"\D", "", texts[0]).strip("0")), len(re.sub(r"\D", "", texts[1]))
    n_digits = max(LEAST_DIGITS, n_source, n_target if _DECIMALS.search(texts[1]) else 0)
    number = Decimal(size)
    step = Decimal(10) ** (number.adjusted() + 1 - n_digits)
    rounded = (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    written = f"{rounded:,f}" if rounded >= GROUPED_FROM else f"{rounded:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return _replaced(written, {".": words.decimal, ",": _group(words)})


def _in_digits_of(digit: str, written: str, words: Lexicon) -> str:
    """A number in the digits of the script that a digit belongs to."""
    zero = ord(digit) - int(digit)
    table = {str(number): chr(zero + number) for number in range(10)}
    if chr(zero) in _ARABIC_ZEROS:
        table |= {words.decimal: "٫", words.group: "٬"}
    return _replaced(written, table)
