"""Sums that the translator gives in another currency: *£3,000* as *3.400 Euro*, or with it in brackets."""

from __future__ import annotations

from fractions import Fraction

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.quantities import MONEY, Quantity, quantities

PER_DOLLAR = {
    "USD": (1.0, 1.0),
    "EUR": (0.63, 1.04),
    "GBP": (0.48, 0.93),
    "CHF": (0.72, 1.31),
    "JPY": (76, 162),
    "CNY": (6.0, 8.3),
    "INR": (39, 91),
    "RUB": (23, 120),
    "PLN": (2.0, 5.1),
    "CZK": (14.5, 26.1),
    "SEK": (5.8, 11.5),
    "BRL": (1.5, 6.3),
    "MXN": (9.9, 25.2),
    "KRW": (900, 1575),
    "TRY": (1.2, 45),
}
"""Factors: how much of a currency one dollar bought, at least and at most, in the years from 2005 to 2025."""
ROUNDED = 0.08
"""Share: how far rounding may change a sum."""
MOST_SUMS = 60
"""Sums: of each side that are compared."""


def converted_sums(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side whose sum the other side has in another currency, at a rate that there was.

    The same figure in another currency is no conversion, nor is a sum for which the source has an equal.
    """
    same: tuple[set[Number], set[Number]] = set(), set()
    if not all(side.numbers for side in sides):
        return same
    source, target = ([*_sums(side)][:MOST_SUMS] for side in sides)
    new = [sum_ for sum_ in target if not any(_is_kept(other, sum_) for other in source)]
    for original in source if new else ():
        for sum_ in new:
            if original.value != sum_.value and original.units.isdisjoint(sum_.units) and _is_rate(original, sum_):
                same[0].update(_within(sides[0], original))
                same[1].update(_within(sides[1], sum_))
    return same


def _sums(side: Side) -> list[Quantity]:
    return [one for one in quantities(side.text, side.lang) if one.value > 0 and not one.units.isdisjoint(MONEY)]


def _is_kept(original: Quantity, sum_: Quantity) -> bool:
    return original.value == sum_.value


def _is_rate(original: Quantity, sum_: Quantity) -> bool:
    """Whether one sum may be the other one, in a pair of their currencies."""
    factor = float(Fraction(sum_.value) / Fraction(original.value))
    for unit in original.units & PER_DOLLAR.keys():
        for other in sum_.units & PER_DOLLAR.keys():
            (low, high), (other_low, other_high) = PER_DOLLAR[unit], PER_DOLLAR[other]
            if other_low / high * (1 - ROUNDED) <= factor <= other_high / low * (1 + ROUNDED):
                return True
    return False


def _within(side: Side, sum_: Quantity) -> list[Number]:
    return [number for number in side.numbers if sum_.start <= number.start and number.end <= sum_.end]
