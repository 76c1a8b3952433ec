"""Finds years that a translation gives in another calendar: 2567 in Thai and 1402 in Persian are 2024."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import Value
from mtqe.lang import language

YEARS = range(1000, 2200)
"""Values: that may be a year of the common era. By hand."""
NEAR = 30
"""Characters: between a year and the day and month of its date, which the other calendar changes too. By hand."""
_DAYS = range(1, 32)
"""Values: of the days of a month. By definition."""


def _shifted(*shifts: int) -> Callable[[int], set[int]]:
    return lambda year: {year + shift for shift in shifts}


def _islamic(year: int) -> set[int]:
    """The lunar years that begin or end in a year. They are 354.37 days long and began in July 622."""
    first = int((year - 621.54) * 365.2425 / 354.367)
    return {first, first + 1}


CALENDARS: dict[str, Callable[[int], set[int]]] = {
    "buddhist": _shifted(543),
    "persian": _shifted(-621, -622),
    "islamic": _islamic,
    "vikram": _shifted(56, 57),
    "ethiopian": _shifted(-7, -8),
    "hebrew": _shifted(3760, 3761),
}
"""The years of each calendar for a year of the common era. By definition."""
_SAME_DAYS = frozenset({"buddhist"})
"""The calendars with the days and months of the common one."""


def same_years(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """Return the numbers of each side that are the same year, or belong to the same date, in different calendars."""
    equal: tuple[set[Number], set[Number]] = (set(), set())
    for calendar in {*language(sides[0].lang).dates.calendars, *language(sides[1].lang).dates.calendars}:
        for here, there in ((0, 1), (1, 0)):
            values = {number.value for number in _figures(sides[there])}
            for number in _figures(sides[here]):
                if number.value not in YEARS:
                    continue
                years = _years(number.value, calendar) & values
                partners = [other for other in _figures(sides[there]) if other.value in years]
                for partner in partners:
                    equal[here].update(_date(number, sides[here], calendar))
                    equal[there].update(_date(partner, sides[there], calendar))
    return equal


def _years(year: Value | None, calendar: str) -> set[Value]:
    return set(CALENDARS[calendar](int(year or 0)))


def _figures(side: Side) -> Iterator[Number]:
    return (part for number in side.numbers for part in (number, *number.parts) if part.value is not None)


def _date(year: Number, side: Side, calendar: str) -> Iterator[Number]:
    """A year with the day and month beside it, if the calendar has others."""
    yield year
    for number in side.numbers:
        is_near = calendar not in _SAME_DAYS and number.start - NEAR < year.start < number.end + NEAR
        if is_near and (number.kind == "month" or number.value in _DAYS or year in number.parts):
            yield number
            yield from number.parts
