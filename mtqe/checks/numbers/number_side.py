"""Reads the numbers of one side of a segment, source or translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import Lexicon, Value, lexicon
from mtqe.language.lang import anywhere, language
from mtqe.language.late_patterns import late

_EITHER_WAY = late(r"\d{1,3}([.,])\d{3}")
_LABEL_BEFORE = late(r"(?:[^\W\d_]\.?[ \u00a0]|[=<>(;:][ \u00a0]?)\Z")
_LABEL_AFTER = late(r"\s?(?:[^\w\s%‰°-]|\Z)")


class Side(msgspec.Struct, frozen=True, gc=False):
    """One side of a segment with its numbers.

    Args:
        text: The text.
        lang: Primary tag of its language.
        numbers: Its numbers, in order.
        values: All values that the numbers may have.
        exact_values: The same, but only the value below 1 of a share such as a third, which may mean 3 as well.
    """

    text: str
    lang: str
    numbers: tuple[Number, ...]
    values: frozenset[Value]
    exact_values: frozenset[Value]


def read(text: str, lang: str, strict: bool = False) -> Side:
    """Read the numbers of a text.

    Args:
        text: The text.
        lang: Primary tag of its language.
        strict: Whether 1.234 has only the value that it has in this language, not that of other separators.
    """
    side_numbers = numbers(text, lang)
    if strict and _EITHER_WAY.search(text):
        side_numbers = tuple(_strict(number, text, lexicon(lang)) for number in side_numbers)
    if not side_numbers:
        return Side(text, lang, (), frozenset(), frozenset())
    values = frozenset[Value]().union(*[part.values for number in side_numbers for part in (number, *number.parts)])
    shares = [number for number in side_numbers if number.family == "share" and not number.parts]
    if not shares:
        return Side(text, lang, side_numbers, values, values)
    exact_values = {value for number in shares for value in number.values if value < 1}
    exact_values |= {
        value for number in side_numbers if number.family != "share" or number.parts for value in _values(number)
    }
    return Side(text, lang, side_numbers, values, frozenset(exact_values))


def _strict(number: Number, text: str, words: Lexicon) -> Number:
    """The number without the value that another language would give its separator."""
    match = _EITHER_WAY.fullmatch(text, number.start, number.end)
    if match is None or number.value is None or number.parts or len(number.values) != 2:
        return number
    return (
        msgspec.structs.replace(number, values=frozenset({number.value}))
        if match[1] in words.decimal + words.group
        else number
    )


def _values(number: Number) -> Iterator[Value]:
    return (value for part in (number, *number.parts) for value in part.values)


def labels(ones: list[Number], side: Side) -> set[Number]:
    """Return each 1 that is a label or a day. An article cannot translate it: Figure 1, 1 May."""
    months = [number for number in side.numbers if number.kind == "month"]
    in_digits = language(side.lang).dates.month_in_digits
    spans = [match.span() for match in re.finditer(in_digits, side.text)] if in_digits else []
    return {
        number
        for number in ones
        if not any(start <= number.start < end for start, end in spans)
        and (
            (
                _LABEL_BEFORE.search(side.text, max(0, number.start - 12), number.start)
                and _LABEL_AFTER.match(side.text, number.end)
            )
            or any(0 < month.start - number.end < 3 or 0 < number.start - month.end < 3 for month in months)
        )
    }


def has_one(side: Side) -> bool:
    """Return whether a text has a 1 that is neither a month nor an article."""
    articles = anywhere("articles_as_one")
    return any(
        1 in part.values and part.kind != "month" and side.text[part.start : part.end].lower() not in articles
        for number in side.numbers
        for part in (number, *number.parts)
    )
