"""The numbers of one side of a segment, and what another side may be asked about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import Lexicon, Value, lexicon

_EITHER_WAY = re.compile(r"\d{1,3}([.,])\d{3}")
_ARTICLES = frozenset(["a", "an", "i", "ein", "eine", "einen", "einer", "einem", "eines", "een", "un", "una", "per"])
_LABEL_BEFORE = re.compile(r"(?:[^\W\d_]\.?[ \u00a0]|[=<>(;:][ \u00a0]?)\Z")
_LABEL_AFTER = re.compile(r"\s?(?:[^\w\s%‰°-]|\Z)")


@dataclass(frozen=True, slots=True)
class Side:
    """A text with its numbers and the values that they may stand for."""

    text: str
    lang: str
    found: tuple[Number, ...]
    pool: frozenset[Value]
    exact: frozenset[Value]
    """The pool without what shares may stand for beside themselves: a third is no quarter, though both may mean 3."""


def read(text: str, lang: str, strict: bool = False) -> Side:
    """The side that a text is.

    Args:
        text: The text.
        lang: Primary tag of its language.
        strict: Whether 1.234 means only what it means in that language, as in the other one.
    """
    found = numbers(text, lang)
    if strict and _EITHER_WAY.search(text):
        found = tuple(_strict(number, text, lexicon(lang)) for number in found)
    pool = frozenset(value for number in found for value in _values(number))
    shares = [number for number in found if number.family == "share" and not number.parts]
    if not shares:
        return Side(text, lang, found, pool, pool)
    exact = {value for number in shares for value in number.values if value < 1}
    exact |= {value for number in found if number.family != "share" or number.parts for value in _values(number)}
    return Side(text, lang, found, pool, frozenset(exact))


def _strict(number: Number, text: str, words: Lexicon) -> Number:
    """The number without the reading that another language would give its separator."""
    shape = _EITHER_WAY.fullmatch(text, number.start, number.end)
    if shape is None or number.value is None or number.parts or len(number.values) != 2:
        return number
    return replace(number, values=frozenset({number.value})) if shape[1] in words.decimal + words.group else number


def _values(number: Number) -> Iterator[Value]:
    return (value for part in (number, *number.parts) for value in part.values)


def labels(ones: list[Number], side: Side) -> set[Number]:
    """Each 1 that is a name or a day, which no language says with an article: Figure 1, 1 May."""
    months = [number for number in side.found if number.kind == "month"]
    return {
        one
        for one in ones
        if (
            _LABEL_BEFORE.search(side.text, max(0, one.start - 12), one.start)
            and _LABEL_AFTER.match(side.text, one.end)
        )
        or any(0 < month.start - one.end < 3 or 0 < one.start - month.end < 3 for month in months)
    }


def has_one(side: Side) -> bool:
    """Whether a text has a 1 that is neither a month nor an article."""
    return any(
        1 in part.values and part.kind != "month" and side.text[part.start : part.end].lower() not in _ARTICLES
        for number in side.found
        for part in (number, *number.parts)
    )
