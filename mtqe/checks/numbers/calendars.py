"""Finds years that a translation gives in another calendar: 2567 in Thai and 1402 in Persian are 2024."""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.shared.calendar_years import SAME_DAYS, YEARS, calendars, years

NEAR = 30
"""Characters: between a year and the day and month of its date, which the other calendar changes too."""
_DAYS = range(1, 32)
"""Values: of the days of a month."""


def same_years(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """Return the numbers of each side that are the same year, or belong to the same date, in different calendars."""
    equal: tuple[set[Number], set[Number]] = (set(), set())
    for calendar in calendars(sides[0].lang, sides[1].lang):
        for here, there in ((0, 1), (1, 0)):
            values = {number.value for number in _figures(sides[there])}
            for number in _figures(sides[here]):
                if number.value is None or number.value not in YEARS:
                    continue
                equal_years = years(int(number.value), calendar) & values
                partners = [other for other in _figures(sides[there]) if other.value in equal_years]
                for partner in partners:
                    equal[here].update(_date(number, sides[here], calendar))
                    equal[there].update(_date(partner, sides[there], calendar))
    return equal


def _figures(side: Side) -> Iterator[Number]:
    return (part for number in side.numbers for part in (number, *number.parts) if part.value is not None)


def _date(year: Number, side: Side, calendar: str) -> Iterator[Number]:
    """A year with the day and month beside it, if the calendar has others."""
    yield year
    for number in side.numbers:
        is_near = calendar not in SAME_DAYS and number.start - NEAR < year.start < number.end + NEAR
        if is_near and (number.kind == "month" or number.value in _DAYS or year in number.parts):
            yield number
            yield from number.parts
