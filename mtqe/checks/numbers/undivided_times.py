"""Times of day in four digits on one side, and divided on the other: *0430* is *4:30*."""

from __future__ import annotations

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.language.late_patterns import late

_UNDIVIDED = late(r"(?:[01]\d|2[0-3])[0-5]\d")
_DIVIDED = late(r"(?<![\d.,:])(\d{1,2})(?:[:.]|[ \u00a0]?[^\W\d_]{1,3}[ \u00a0]?)([0-5]\d)(?!\d|[.,:]\d)")


def undivided_times(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side in such times, where the other side has no number of four digits in their place."""
    same: tuple[set[Number], set[Number]] = set(), set()
    for here, there in ((0, 1), (1, 0)):
        found = [
            (number, sides[here].text[number.start : number.end])
            for number in sides[here].numbers
            if _UNDIVIDED.fullmatch(sides[here].text[number.start : number.end])
        ]
        for divided in _DIVIDED.finditer(sides[there].text) if found else ():
            time = f"{int(divided[1]):02}{divided[2]}"
            for number, digits in found:
                if digits == time:
                    same[here].add(number)
                    parts = (part for one in sides[there].numbers for part in (one, *one.parts))
                    same[there].update(part for part in parts if divided.start() <= part.start < divided.end())
    return same
