"""Decides which numbers the opposite side may say in words that are not known, so that their absence proves nothing."""

from __future__ import annotations

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import Value, lexicon

LARGEST_WORD = 12
"""Values: the largest number that writers use to say in words, apart from round ones. By hand, measured with
tests/bench/figures.py."""


def may_be_word(number: Number, opposite: Side) -> bool:
    """Whether a side that may have words for numbers, all of them unknown, may have one for this number.

    Args:
        number: A number without an equal there.
        opposite: The side that may say it in words.
    """
    if lexicon(opposite.lang).has_words:
        return False
    if number.kind != "digits":
        return True
    if number.value is None:
        return False
    return _is_short(number.value) or (number.magnitude > 1 and _is_short(number.value / number.magnitude))


def _is_short(value: Value | float) -> bool:
    """Whether a number has a short word: up to twelve, or with one digit before its zeros."""
    if value != int(value):
        return value in (0.5, 1.5)
    return 0 <= value <= LARGEST_WORD or not str(int(value)).rstrip("0")[1:]


def same_without_magnitude(source_numbers: list[Number], target_numbers: list[Number], sides: tuple[Side, Side]) -> set[Number]:
    """The numbers of both sides that are equal if a side has an unknown word for million after its digits."""
    equal: set[Number] = set()
    for numbers, opposites, opposite in (
        (source_numbers, target_numbers, sides[1]),
        (target_numbers, source_numbers, sides[0]),
    ):
        if lexicon(opposite.lang).has_words:
            continue
        for number in numbers:
            if number.magnitude < 2 or number.value is None:
                continue
            mantissa = number.value / number.magnitude
            partner = next((other for other in opposites if not other.magnitude and mantissa in other.values), None)
            if partner is not None:
                equal |= {number, partner}
    return equal
