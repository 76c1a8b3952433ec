"""Finds figures that kept the letters of their magnitude, although one of the languages has no such letters.

English `£125m` may stay `£125m` in German, where `m` is no million. The figures are compared as if it were one.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers.digits import readings
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import Lexicon, Value, lexicon
from mtqe.language.late_patterns import late

_FIGURE = late(r"(\d(?:[\d.,]*\d)?)([^\W\d_]{1,4})\b")
"""Digits with the letters that are attached to them; the longest such letters are those of `mrd.`."""


def kept_magnitudes(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side whose digits and letters the opposite side has, too."""
    lexicons = lexicon(sides[0].lang), lexicon(sides[1].lang)
    source, target = (
        [one for one in _figures(side) if _is_known(one[1], lexicons[0]) != _is_known(one[1], lexicons[1])]
        for side in sides
    )
    return _equal(source, target), _equal(target, source)


_Figure = tuple[Number, str, frozenset[Value]]
"""A number, the letters attached to it, and the readings of its digits alone."""


def _figures(side: Side) -> Iterator[_Figure]:
    words = lexicon(side.lang)
    for number in side.numbers:
        if match := _FIGURE.match(side.text, number.start):
            yield number, match[2].lower(), frozenset(readings(match[1], words))


def _is_known(letters: str, words: Lexicon) -> bool:
    """Whether letters are a magnitude in a language."""
    word = words.words.get(letters)
    return letters in words.letters or (word is not None and word.role == "magnitude")


def _equal(figures: list[_Figure], opposite: list[_Figure]) -> set[Number]:
    return {
        number
        for number, letters, values in figures
        if any(letters == other and not values.isdisjoint(others) for _, other, others in opposite)
    }
