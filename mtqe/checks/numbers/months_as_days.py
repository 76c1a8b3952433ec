"""Lengths of time that one side counts in days and the other side in months: *60 days* are *two months*."""

from __future__ import annotations

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.quantities import quantities

DAYS, MONTHS = frozenset(("duration-day",)), frozenset(("duration-month",))
"""Units: of a quantity that has no other meaning."""
SHORTEST, LONGEST = 30, 31
"""Days: that a month counts."""


def same_lengths(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side whose days are months on the other side, or the other way round.

    A length that the other side has, too, is not converted: *6 months* in *6 Monate (180 Tage)*.
    """
    if len({number.value for side in sides for number in side.numbers}) < 2:
        return set(), set()
    found = [
        [(item.start, item.end, item.value, item.units) for item in quantities(side.text, side.lang)] for side in sides
    ]
    same: tuple[set[Number], set[Number]] = set(), set()
    for start, end, value, units in found[0]:
        for other_start, other_end, other_value, other_units in found[1]:
            if (units, other_units) == (DAYS, MONTHS):
                days, months = value, other_value
            elif (units, other_units) == (MONTHS, DAYS):
                days, months = other_value, value
            else:
                continue
            kept = any(item[2:] == (value, units) for item in found[1])
            kept = kept or any(item[2:] == (other_value, other_units) for item in found[0])
            if not kept and months and SHORTEST * months <= days <= LONGEST * months:
                same[0].update(_within(sides[0], start, end))
                same[1].update(_within(sides[1], other_start, other_end))
    return same


def _within(side: Side, start: int, end: int) -> list[Number]:
    return [number for number in side.numbers if start <= number.start and number.end <= end]
