"""Finds figures without their magnitude, which a number before them has: *48 million, of them 19*.

The other side must have both numbers with this magnitude.
"""

from __future__ import annotations

from mtqe.checks.numbers.digits import readings
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import Value, lexicon
from mtqe.language.late_patterns import late

_FIGURE = late(r"\d(?:[\d.,]*\d)?")
MAGNITUDES = frozenset(10**power for power in (3, 6, 9, 12))
"""Values: that a text may leave out."""


def left_out_magnitudes(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side that the opposite side has with a magnitude, or without it, behind another one."""
    same: tuple[set[Number], set[Number]] = set(), set()
    scaled = [{number: parts for number in side.numbers if (parts := _scaled(number, side))} for side in sides]
    for here, there in ((0, 1), (1, 0)):
        for number, (figure, magnitude) in scaled[here].items():
            before = [
                other.end
                for other, (_, as_large) in scaled[there].items()
                if as_large == magnitude and other.value in sides[here].values
            ]
            for bare in sides[there].numbers:
                if figure in bare.values and bare not in scaled[there] and any(end <= bare.start for end in before):
                    same[here].add(number)
                    same[there].add(bare)
    return same


def _scaled(number: Number, side: Side) -> tuple[Value, Value] | None:
    """The figure and the magnitude of a number such as *19 million*; `None` of another one."""
    match = _FIGURE.match(side.text, number.start)
    if match is None or number.value is None or match.end() >= number.end:
        return None
    for figure in readings(match[0], lexicon(side.lang)):
        for magnitude in MAGNITUDES:
            if figure and figure * magnitude == number.value:
                return figure, magnitude
    return None
