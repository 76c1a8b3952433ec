"""Times of races, which each language divides in its own way: *6:04.83* is *6.04,83*, *6 min 4 s 83* and *6分04秒83*.

Only times of equal figures are equal, so a wrong figure stays wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import value
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western

_MARK = r"[:.,'’′\"”″]{1,2}"
_WORD = r"[ \u00a0]?[^\W\d_]{1,8}\.?(?:[ \u00a0][^\W\d_]{1,3})?[ \u00a0]?"
"""A unit between two figures, with or without *and*: *minutes*, `分`, *minuti e*."""
_TIME = late(
    rf"(?<![\d.,:])\d{{1,2}}(?:(?:{_MARK}\d{{2}}){{1,2}}{_MARK}\d{{1,3}}|(?:{_WORD}\d{{1,2}}){{1,2}}(?:{_MARK}|{_WORD})\d{{1,3}})"
    r"(?![\d:]|[.,]\d)"
)
_SECONDS = late(r"(?<![\d.,:'])(\d{1,3})(?:''|[″”\"])(\d{1,2})(?![\d:]|[.,]\d)")
"""Seconds with a fraction: *59''8*."""
_FIGURE = late(r"\d+")


def race_times(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side in a time that the other side has, too."""
    same: tuple[set[Number], set[Number]] = set(), set()
    found = [list(_times(side)) for side in sides]
    shared = {time for time, *_ in found[0]} & {time for time, *_ in found[1]}
    for side, times, numbers in zip(sides, found, same, strict=True):
        for time, start, end in times:
            if time in shared:
                parts = (part for number in side.numbers for part in (number, *number.parts))
                numbers.update(part for part in parts if start <= part.start < end)
    for here, there in ((0, 1), (1, 0)):
        for match in _SECONDS.finditer(western(sides[here].text)):
            equal = {number for number in sides[there].numbers if number.value == value(f"{match[1]}.{match[2]}")}
            if equal:
                same[there].update(equal)
                same[here].update(n for n in sides[here].numbers if match.start() <= n.start < match.end())
    return same


def _times(side: Side) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """The times of a text: their figures, start and end."""
    text = western(side.text)
    for match in _TIME.finditer(text):
        yield tuple(int(figure) for figure in _FIGURE.findall(match[0])), *match.span()
