"""Dates in figures that lack their last full stop, as if they were decimals: Finnish *30.9* for *30 September*."""

from __future__ import annotations

from mtqe.checks.numbers.dates import days
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.language.late_patterns import late

_DAY_AND_MONTH = late(r"(\d{1,2})\.(\d{1,2})")


def undotted_days(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side in a date whose month only one side has in letters."""
    same: tuple[set[Number], set[Number]] = set(), set()
    for here, there in ((0, 1), (1, 0)):
        figures = [
            (number, (int(match[1]), int(match[2])))
            for number in sides[here].numbers
            if (match := _DAY_AND_MONTH.fullmatch(sides[here].text[number.start : number.end]))
        ]
        spelled = [day for day in days(sides[there].text, sides[there].lang) if day.spelled] if figures else []
        for number, reading in figures:
            for day in spelled:
                if reading in day.readings:
                    same[here].add(number)
                    same[there].update(one for one in sides[there].numbers if day.start <= one.start < day.end)
    return same
