"""Values that CLDR writes in every language, appended to a pair and then spoilt, for `bench.area_errors`.

Dates, times, amounts and countries stand in brackets behind both texts, as CLDR writes them in each language. The clean
pair has the same value on both sides; the spoilt translation has another one.
"""

from __future__ import annotations

import datetime
import random
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from babel import Locale, dates, numbers

Langs = tuple[str, str]
Texts = tuple[str, str]


class Row(NamedTuple):
    """A clean pair, its page or program, and the same text in a third language, empty if there is none."""

    source: str
    target: str
    page: str
    third: str = ""


class Planted(NamedTuple):
    """A pair before and after an error was put into it."""

    clean: Texts
    spoilt: Texts


Plant = Callable[[Row, Langs, random.Random, Sequence[Row]], Planted | None]
COUNTRIES = (
    "AR", "AU", "BR", "CL", "DK", "EG", "FI", "GR", "ID", "IE", "IN", "JP", "KE", "MX", "NO", "PE", "PT", "SE", "TH",
    "VN",
)  # fmt: skip


def decimal(text: str) -> str:
    """The digits of a number as ASCII digits."""
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


def like(char: str, value: int) -> str:
    """The digit of a value in the script of another digit."""
    return chr(ord(char) - unicodedata.decimal(char) + value)


def appended(write: Callable[[str, random.Random], tuple[str, str] | None]) -> Plant:
    """Append a value in brackets to both sides, and another one to the translation."""

    def plant(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
        seed = rng.random()
        written = [write(lang, random.Random(seed)) for lang in langs]
        if written[0] is None or written[1] is None or written[1][0] == written[1][1]:
            return None
        right, wrong = (f"{row.target} ({value})" for value in written[1])
        source = f"{row.source} ({written[0][0]})"
        return Planted((source, right), (source, wrong))

    return plant


ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀", "thai": "๐"}
"""The zeros of the numbering systems of CLDR."""


def own_digits(text: str, system: str) -> str:
    """The text with the digits of a numbering system."""
    zero = ZEROS.get(system)
    return "".join(like(zero, int(char)) if zero and char in "0123456789" else char for char in text)


def values(make: Callable[[random.Random], tuple[object, object]], write: Callable[[Any, str, str], str]) -> Plant:
    """A plant that appends two values of a kind as CLDR writes them, half of them with the digits of the script.

    Args:
        make: Draws the value and the wrong value.
        write: Writes a value in a language with the signs of a numbering system.
    """

    def two(lang: str, rng: random.Random) -> tuple[str, str]:
        right, wrong = make(rng)
        system = Locale(lang).other_numbering_systems.get("native", "") if rng.random() < 0.5 else ""
        system = system if system in ZEROS else "latn"
        return own_digits(write(right, lang, system), system), own_digits(write(wrong, lang, system), system)

    return appended(two)


def written(write: Callable[..., str], **options: str) -> Callable[[Any, str, str], str]:
    """A function of babel that writes numbers, with the signs of a numbering system."""
    return lambda value, lang, system: write(value, locale=lang, numbering_system=system, **options)


def day(rng: random.Random, **shift: int) -> tuple[object, object]:
    """A date and another one."""
    first = datetime.date(rng.randint(1985, 2024), rng.randint(1, 10), rng.randint(13, 25))
    return first, first.replace(day=first.day + shift.get("days", 0), month=first.month + shift.get("months", 0))


def hour(rng: random.Random, shift: int) -> tuple[object, object]:
    first = datetime.time(rng.randint(1, 9), rng.randint(10, 59))
    return first, first.replace(hour=first.hour + shift)


def amount(rng: random.Random) -> tuple[object, object]:
    first = rng.randint(12, 98) * 1_000_000 + rng.randint(100_111, 899_999)
    return first, first + 3_000_000


def billions(rng: random.Random) -> tuple[object, object]:
    first = rng.randint(2, 9)
    return first * 1_000_000_000, first * 1_000_000


def percentage(rng: random.Random) -> tuple[object, object]:
    first = rng.randint(11, 48)
    return first / 100, (first + 30) / 100


def country(lang: str, rng: random.Random) -> tuple[str, str]:
    right, wrong = rng.sample(COUNTRIES, 2)
    territories = Locale(lang).territories
    return territories[right], territories[wrong]


def number_format(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    """Append a decimal number to both sides, in the translation first as its language writes it, then as the source."""
    value = rng.randint(2, 9) * 1000 + rng.randint(101, 899) + 0.25
    written = [numbers.format_decimal(value, locale=lang) for lang in langs]
    if decimal(written[0]) != decimal(written[1]) or written[0] == written[1]:
        return None
    source, right, wrong = (
        f"{row.source} ({written[0]})",
        f"{row.target} ({written[1]})",
        f"{row.target} ({written[0]})",
    )
    return Planted((source, right), (source, wrong))


VALUES: dict[str, Plant] = {
    "long number changed": values(amount, written(numbers.format_decimal)),
    "million for billion": values(billions, written(numbers.format_compact_decimal, format_type="long")),
    "percentage changed": values(percentage, written(numbers.format_percent)),
    "day of a date in figures": values(
        lambda rng: day(rng, days=3), lambda value, lang, system: dates.format_skeleton("yMd", value, locale=lang)
    ),
    "month of a date in words": values(
        lambda rng: day(rng, months=2), lambda value, lang, system: dates.format_date(value, "long", locale=lang)
    ),
    "weekday changed": values(
        lambda rng: day(rng, days=2), lambda value, lang, system: dates.format_date(value, "EEEE", locale=lang)
    ),
    "hour changed": values(
        lambda rng: hour(rng, 2), lambda value, lang, system: dates.format_time(value, "short", locale=lang)
    ),
    "half of the day changed": values(
        lambda rng: hour(rng, 12), lambda value, lang, system: dates.format_time(value, "short", locale=lang)
    ),
}
"""Errors in numbers, dates and times, by name."""
