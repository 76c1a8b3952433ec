"""Numbers in a row, with nothing but a mark or an `and`, `or`, `to` between them: lists, ranges, arguments.

No word beside such numbers tells which is which, but translators keep their order.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import Value
from mtqe.lang import language

Pair = tuple[Number, Number]
_DASH, _MARK = "[-–—~～]{1,2}", r"[,;、，；|<>=+*×]+|\.{3}|…"
_BEHIND = r"(?:\s?[%％‰°年月日号岁\"“”'’»)\]]|\.(?!\d))*"
"""What may stand at the end of a number: 26日至27日, 29. bis 31."""
_BEFORE = r"[$€£¥\"“„'«(\[]*"
_NEAR = re.compile(r"\d[^\d]{1,24}\d")
MONTH_END = 31
"""Values: of the last day of a month. By definition."""
FARTHEST = 24
"""Characters: between two numbers of a row. By hand."""


class Row(NamedTuple):
    """Numbers in a row.

    Args:
        numbers: The numbers, in order.
        listed: Whether marks alone stand between them, as between arguments: such a row need not grow.
        dashed: Whether a dash stands between two of them.
    """

    numbers: tuple[Number, ...]
    listed: bool
    dashed: bool

    @property
    def values(self) -> tuple[Value, ...]:
        """Their values in order."""
        return tuple(number.value for number in self.numbers if number.value is not None)


def exchanged(source: str, target: str, langs: tuple[str, str]) -> Iterator[tuple[Pair, Pair]]:
    """For each row of the source in which two numbers changed places: the two there, and in the translation.

    A row of which the translation has several with the same numbers, or several the source, is not judged.
    """
    if not (_NEAR.search(source) and _NEAR.search(target)):
        return
    left = _rows(source, langs[0])
    right = _rows(target, langs[1]) if left else []
    for one in left:
        values = frozenset(one.values)
        here, there = ([row for row in side if frozenset(row.values) == values] for side in (left, right))
        if len(here) != 1 or len(there) != 1 or not len(values) == len(one.values) == len(there[0].values):
            continue
        moved = [
            place for place, pair in enumerate(zip(one.values, there[0].values, strict=True)) if pair[0] != pair[1]
        ]
        if len(moved) == 2 and _ordered(one, there[0]) and not _date(one.values, *moved):
            first, second = moved
            was, now = one.numbers, there[0].numbers
            yield (was[first], was[second]), (now[first], now[second])


def _ordered(one: Row, other: Row) -> bool:
    """Whether the order of a row says something: 2-0 is a score, `2 or 1` may be `1 or 2`, and 0.1 is 10 %."""
    if len(one.numbers) > 2:
        return not (one.dashed or other.dashed)
    low, high = one.values
    return (low < high or (one.listed and other.listed)) and {low, high} != {0, 1} and high != 100 * low


def _date(values: Sequence[Value], first: int, second: int) -> bool:
    """Whether two numbers may be the ends of a date, which languages write from either end: DATE(2012;6;13)."""
    low, high = sorted((values[first], values[second]))
    return second - first == 2 and (low == 0 or low <= MONTH_END < high)


def _rows(text: str, lang: str) -> list[Row]:
    rows: list[Row] = []
    row: list[Number] = []
    links: list[str] = []
    month: Number | None = None
    last: Number | None = None
    dated: Number | None = None
    for number in numbers(text, lang):
        if number.kind == "month":
            month = number
        if number.kind == "month" or not text[number.start].isdigit():
            continue
        link = None if last is None or _year(dated, last, number) else _link(text, last, number, lang)
        if link is None:
            rows += _row(row, links)
            row, links = [number], []
        else:
            row.append(number)
            links.append(link)
        last, dated, month = number, month, None
    return rows + _row(row, links)


def _row(row: Sequence[Number], links: Sequence[str]) -> list[Row]:
    if not links:
        return []
    dashed = any(re.search(_DASH, link) for link in links)
    return [Row(tuple(row), not dashed and not any(map(str.isalpha, "".join(links))), dashed)]


def _year(month: Number | None, day: Number, year: Number) -> bool:
    """Whether two numbers are the day and the year of a date: May 5, 2019."""
    return month is not None and day.start - month.end <= 2 and (year.value or 0) > MONTH_END


def _link(text: str, one: Number, other: Number, lang: str) -> str | None:
    """What joins two numbers; `None` where something else stands between them."""
    if not 0 < other.start - one.end <= FARTHEST or one.value is None or other.value is None:
        return None
    gap = _gap(lang).fullmatch(text, one.end, other.start)
    if gap is None:
        return None
    # 25 July to 31 July and page 3 to page 5, but not 5 cows and 7 hens.
    if gap["behind"] and not re.compile(rf"\W{{0,2}}{re.escape(gap['behind'])}").match(text, other.end):
        return None
    if gap["before"] and not text[: one.start].rstrip(" $€£¥").endswith(gap["before"].strip()):
        return None
    return gap["link"]


@functools.cache
def _gap(lang: str) -> re.Pattern[str]:
    numbers = language(lang).numbers
    assert numbers is not None
    words = "|".join(sorted(map(re.escape, numbers.list_words + numbers.range_words), key=len, reverse=True))
    word = rf"\s?(?:{words})\s?" if language(lang).spaceless else rf"\s(?:{words})\s"
    link = rf"(?P<link>\s?(?:{_DASH}|{_MARK})(?:{word})?\s?|{word})"
    return re.compile(rf"{_BEHIND}(?:\s(?P<behind>[^\W\d_]+\.?),?)?{link}(?P<before>[^\W\d_]+\.?\s)?{_BEFORE}")
