"""Finds two numbers of a list, range or row of arguments that changed places in the translation.

Only a sign or a word such as `and`, `or`, `to` stands between the numbers of a row. No other word shows which number is
which, but translators keep their order.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import Value, number_section
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

Pair = tuple[Number, Number]
_DASH, _MARK = "[-–—~～]{1,2}", r"[,;、，；|<>=+*×]+|\.{3}|…"
_SIGNS_AFTER = r"(?:\s?[%％‰°年月日号岁\"“”'’»)\]]|\.(?!\d))*"
"""Signs that may follow a number: 26日至27日, 29. bis 31."""
_SIGNS_BEFORE = r"[$€£¥\"“„'«(\[]*"
_TWO_NUMBERS = late(r"\d[^\d]{1,24}\d")
LAST_DAY = 31
"""Values: the number of the last day of a month."""
LONGEST_LINK = 24
"""Characters: of the longest link between two numbers of a row."""


class Row(NamedTuple):
    """Numbers in a row.

    Args:
        numbers: The numbers, in order.
        is_list: Whether only signs stand between them, as between arguments. The numbers of a list need not grow.
        has_dash: Whether a dash stands between two of them.
    """

    numbers: tuple[Number, ...]
    is_list: bool
    has_dash: bool

    @property
    def values(self) -> tuple[Value, ...]:
        """Their values in order."""
        return tuple(number.value for number in self.numbers if number.value is not None)


def exchanged(source: str, target: str, langs: tuple[str, str]) -> Iterator[tuple[Pair, Pair]]:
    """Yield the two numbers that changed places in a row, as they are in the source and in the translation.

    A row is not judged if source or translation has several rows with the same numbers.
    """
    if not (_TWO_NUMBERS.search(source) and _TWO_NUMBERS.search(target)):
        return
    source_rows = _rows(source, langs[0])
    target_rows = _rows(target, langs[1]) if source_rows else []
    for row in source_rows:
        values = frozenset(row.values)
        if sum(frozenset(twin.values) == values for twin in source_rows) != 1:
            continue
        counterparts = [target_row for target_row in target_rows if frozenset(target_row.values) == values]
        if len(counterparts) != 1 or not len(values) == len(row.values) == len(counterparts[0].values):
            continue
        [counterpart] = counterparts
        moved = [
            place for place, pair in enumerate(zip(row.values, counterpart.values, strict=True)) if pair[0] != pair[1]
        ]
        if len(moved) == 2 and _order_matters(row, counterpart) and not _may_be_date(row.values, *moved):
            first, second = moved
            yield (
                (row.numbers[first], row.numbers[second]),
                (counterpart.numbers[first], counterpart.numbers[second]),
            )


def _order_matters(row: Row, counterpart: Row) -> bool:
    """Whether the order of two rows means something: 2-0 is a score, `2 or 1` may be `1 or 2`, and 0.1 is 10 %."""
    if len(row.numbers) > 2:
        return not (row.has_dash or counterpart.has_dash)
    low, high = row.values
    return (low < high or (row.is_list and counterpart.is_list)) and {low, high} != {0, 1} and high != 100 * low


def _may_be_date(values: Sequence[Value], first: int, second: int) -> bool:
    """Whether two numbers may be year and day of a date. Their order depends on the language: DATE(2012;6;13)."""
    low, high = sorted((values[first], values[second]))
    return second - first == 2 and (low == 0 or low <= LAST_DAY < high)


def _rows(text: str, lang: str) -> list[Row]:
    rows: list[Row] = []
    row: list[Number] = []
    links: list[str] = []
    month: Number | None = None
    previous: Number | None = None
    month_of_previous: Number | None = None
    for number in numbers(text, lang):
        if number.kind == "month":
            month = number
        if number.kind == "month" or not text[number.start].isdigit():
            continue
        link = (
            None
            if previous is None or _is_year_of_date(month_of_previous, previous, number)
            else _link(text, previous, number, lang)
        )
        if link is None:
            rows += _row(row, links)
            row, links = [number], []
        else:
            row.append(number)
            links.append(link)
        previous, month_of_previous, month = number, month, None
    return rows + _row(row, links)


def _row(row: Sequence[Number], links: Sequence[str]) -> list[Row]:
    if not links:
        return []
    has_dash = any(re.search(_DASH, link) for link in links)
    return [Row(tuple(row), not has_dash and not any(map(str.isalpha, "".join(links))), has_dash)]


def _is_year_of_date(month: Number | None, day: Number, year: Number) -> bool:
    """Whether two numbers are the day and the year of a date: May 5, 2019."""
    return month is not None and day.start - month.end <= 2 and (year.value or 0) > LAST_DAY


def _link(text: str, first: Number, second: Number, lang: str) -> str | None:
    """The sign or word that joins two numbers; `None` if anything else stands between them."""
    if not 0 < second.start - first.end <= LONGEST_LINK or first.value is None or second.value is None:
        return None
    gap = _gap(lang).fullmatch(text, first.end, second.start)
    if gap is None:
        return None
    # 25 July to 31 July and page 3 to page 5, but not 5 cows and 7 hens.
    if gap["after"] and not re.compile(rf"\W{{0,2}}{re.escape(gap['after'])}").match(text, second.end):
        return None
    if gap["before"] and not text[: first.start].rstrip(" $€£¥").endswith(gap["before"].strip()):
        return None
    return gap["link"]


@functools.cache
def _gap(lang: str) -> re.Pattern[str]:
    numbers = number_section(lang)
    words = "|".join(sorted(map(re.escape, numbers.list_words + numbers.range_words), key=len, reverse=True)) or "(?!)"
    word = rf"\s?(?:{words})\s?" if language(lang).spaceless else rf"\s(?:{words})\s"
    link = rf"(?P<link>\s?(?:{_DASH}|{_MARK})(?:{word})?\s?|{word})"
    return re.compile(
        rf"{_SIGNS_AFTER}(?:\s(?P<after>[^\W\d_]+\.?),?)?{link}(?P<before>[^\W\d_]+\.?\s)?{_SIGNS_BEFORE}"
    )
