"""Decides which numbers the opposite side may say in words that are not known, so that their absence proves nothing."""

from __future__ import annotations

import re

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import Value, lexicon

LARGEST_WORD = 12
"""Values: the largest number that is usual in words, apart from round ones. By hand, measured with
bench/figures.py."""
LARGEST_ALONE = 100
"""Values: the largest number that may be a word if no other figure is in its place. By hand, measured with
bench/figures.py."""
SHORTEST_FACTOR = 100
"""Factor: the smallest one that an unknown word beside a figure may mean. A tenfold figure is an error. By hand,
measured with bench/figures.py."""


def may_be_words(source: Number | None, target: Number | None, sides: tuple[Side, Side]) -> bool:
    """Whether numbers without an equal may be on the opposite side all the same, in words that are not known.

    Args:
        source: A number of the source.
        target: The number of the translation in its place. One of both may be `None`.
        sides: Source and translation.
    """
    if source is None or target is None:
        number, opposite = (source, sides[1]) if source else (target, sides[0])
        return number is None or _may_be_word(number, opposite, LARGEST_ALONE)
    if (source.kind == "month") != (target.kind == "month"):
        # What CLDR calls a month may be another word: Bulgarian май.
        month_side = sides[0] if source.kind == "month" else sides[1]
        if not lexicon(month_side.lang).has_words:
            return True
    for number, side in zip((source, target), sides, strict=True):
        if not lexicon(side.lang).has_words and number.magnitude < 2 and _differ_by_magnitude(source, target):
            return True
    return _may_be_word(source, sides[1], LARGEST_WORD) and _may_be_word(target, sides[0], LARGEST_WORD)


def _may_be_word(number: Number, opposite: Side, largest: int) -> bool:
    """Whether the opposite side may say a number in words that are not known."""
    if lexicon(opposite.lang).has_words:
        return False
    if number.kind != "digits":
        return True
    if number.value is None:
        return False
    return _is_short(number.value, largest) or (
        number.magnitude > 1 and _is_short(number.value / number.magnitude, largest)
    )


def _is_short(value: Value | float, largest: int) -> bool:
    """Whether a number has a short word: one up to a limit, or with one digit before its zeros."""
    if value != int(value):
        return value in (0.5, 1.5)
    return 0 <= value <= largest or not str(int(value)).rstrip("0")[1:]


def _differ_by_magnitude(source: Number, target: Number) -> bool:
    """Whether one number is the other with zeros for which the other side may have a word."""
    if not source.value or not target.value:
        return False
    low, high = sorted((source.value, target.value))
    factor = str(high / low)
    return high >= SHORTEST_FACTOR * low and re.fullmatch(r"10+(?:\.0)?|1E\+\d+|1e\+\d+", factor) is not None
