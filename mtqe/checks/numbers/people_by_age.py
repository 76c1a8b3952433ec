"""People counted by age on one side and all together on the other: *a 17-year-old and two 18-year-olds* are *three*."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.quantities import Quantity, quantities

FEWEST = 2
"""Ages: that are counted."""
MOST = 20
"""People: of one age."""
_YEARS = frozenset({"duration-year"})
_JOINT = frozenset("-‐‑")
"""Join an age to its word: *18-year-old*. A length of time has a space."""


def people_by_age(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The counts of people by age on one side, and their sum on the other; the ages themselves are compared."""
    same: tuple[set[Number], set[Number]] = set(), set()
    for here, there in ((0, 1), (1, 0)):
        side = sides[here]
        if sum(side.text.count(mark) for mark in _JOINT) < FEWEST:
            continue
        ages = [one for one in quantities(side.text, side.lang) if one.units >= _YEARS and _is_age(one, side)]
        if len(ages) < FEWEST:
            continue
        counts = [_count(one, side) for one in ages]
        total = sum(int(count.value) if count and count.value else 1 for count in counts)
        sums = {number for number in sides[there].numbers if total in number.values}
        if sums:
            same[here].update(count for count in counts if count)
            same[there].update(sums)
    return same


def _is_age(one: Quantity, side: Side) -> bool:
    number = next((number for number in side.numbers if number.start == one.start), None)
    return number is not None and side.text[number.end : number.end + 1] in _JOINT


def _count(one: Quantity, side: Side) -> Number | None:
    """The number right before an age: *two 18-year-olds*."""
    before: Sequence[Number] = [
        number
        for number in side.numbers
        if side.text[number.end : one.start].isspace() and number.value in range(1, MOST) and number.kind != "weak"
    ]
    return before[-1] if before else None
