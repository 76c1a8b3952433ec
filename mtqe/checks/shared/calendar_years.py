"""The years of other calendars: 2567 in Thai and 1402 in Persian are 2024."""

from __future__ import annotations

from collections.abc import Callable

from mtqe.language.lang import language

YEARS = range(1000, 2200)
"""Values: that may be a year of the common era."""


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
"""The years of each calendar for a year of the common era."""
SAME_DAYS = frozenset({"buddhist"})
"""The calendars with the days and months of the common one."""


def calendars(*langs: str) -> set[str]:
    """Return the further calendars in which languages count years."""
    return {calendar for lang in langs for calendar in language(lang).dates.calendars}


def years(year: int, calendar: str) -> set[int]:
    """Return the years of a calendar that share days with a year of the common era."""
    return CALENDARS[calendar](year)
