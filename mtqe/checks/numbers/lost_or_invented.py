"""Decides which numbers without a partner are lost or invented, and which the other side may have in words."""

from __future__ import annotations

import functools
import re

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import LETTERS, Value, lexicon
from mtqe.language.lang import any_of, language
from mtqe.language.late_patterns import late

LARGEST_WORD = 12
"""Values: the largest number that is usual in words, apart from round ones. Measured with bench/figures.py."""
LARGEST_ALONE = 100
"""Values: the largest number that may be a word if no other figure is in its place. Measured with bench/figures.py."""
SHORTEST_FACTOR = 100
"""Factor: the smallest one that an unknown word beside a figure may mean. A tenfold figure is an error. Measured with
bench/figures.py."""
_AMOUNT_IN_BRACKETS = late(r"(?<=\w)\W{0,2}[(（\[][^()（）\[\]]{0,12}\d[^()（）\[\]]{0,24}[)）\]]")
_NOUN_AFTER = late(r"[ \u00a0][^\W\d_]{3,}")
_LETTERS = late(LETTERS)


@functools.cache
def _money() -> re.Pattern[str]:
    codes = "USD|EUR|GBP|CHF|JPY|CNY|RMB"
    return re.compile(rf"[$€£¥₹₽]|\b(?:{codes}|{any_of('currencies')})\b", re.IGNORECASE)


@functools.cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:[%％]|{any_of('percent')})", re.IGNORECASE)


@functools.cache
def _points() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0]{any_of('points')}\b")


@functools.cache
def _may_mean_both() -> re.Pattern[str]:
    """Matches words before a two that may mean both: `the two`."""
    return re.compile(rf"(?:\A|\s){any_of('before_two')}\s\Z", re.IGNORECASE)


def counts_in_digits(number: Number, side: Side, is_extra: bool | None) -> bool:
    """Whether a number in digits is reported without a partner.

    Not reported are "100 percent", 0 to 3 in Japanese (2 つの), which other languages say in many ways, and an amount
    in brackets that repeats another one in a different currency.

    Args:
        number: The number.
        side: The text that has it.
        is_extra: For a number that the opposite side has less often, whether it is surely missing there; else `None`.
    """
    if number.kind != "digits" or is_extra is False:
        return False
    if number.value in range(4):
        zero = number.value == 0 and side.text[number.start : number.end] != "0" and not is_extra
        if zero or _says_small_in_words(side.lang):
            return False
    if number.value == 100 and _percent().match(side.text, number.end):
        return False
    return not any(start < number.start < end for start, end in _amounts_in_brackets(side.text))


def _says_small_in_words(lang: str) -> bool:
    number_words = language(lang).numbers
    return number_words is not None and number_words.small_as_words


def counts_in_words(number: Number, side: Side) -> bool:
    """Whether a number word counts something, so that it is reported without a partner.

    Not reported are one, two where it may mean both (the two, between the two), one million, words with another
    meaning, and Chinese numerals, which may be part of a word (百年, 万一).
    """
    words = lexicon(side.lang)
    if number.kind != "word" or number.value is None or number.value < 2 or words.spaceless:
        return False
    raw = side.text[number.start : number.end].lower().translate(words.fold)
    first = _LETTERS.match(raw)
    word = words.words.get(first[0]) if first else None
    if (
        word is not None and (word.role != "cardinal" or len(word.values) > 1 or word.values[0] == 1)
    ) or raw in words.homographs:
        return False
    if side.text[number.end : number.end + 1] in ("-", "‑") or _has_half(number, side):
        return False
    if number.value > 2:
        return True
    before = side.text[max(0, number.start - 12) : number.start]
    if before.endswith("-") or _may_mean_both().search(before) or _points().match(side.text, number.end):
        return False
    return _NOUN_AFTER.match(side.text, number.end) is not None


def _has_half(number: Number, side: Side) -> bool:
    """Whether a half follows the number: two and a half."""
    return any(share.family == "share" and 0 < share.start - number.end < 12 for share in side.numbers)


@functools.lru_cache(maxsize=16)
def _amounts_in_brackets(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _AMOUNT_IN_BRACKETS.finditer(text) if _money().search(match[0])]


def may_be_words(source: Number | None, target: Number | None, sides: tuple[Side, Side]) -> bool:
    """Whether numbers without an equal may be on the opposite side all the same, in words that are not known.

    Args:
        source: A number of the source.
        target: The number of the translation in its place. One of both may be `None`.
        sides: Source and translation.
    """
    if source is None or target is None:
        number, opposite = (source, sides[1]) if source else (target, sides[0])
        return number is None or _may_be_word(number, opposite, LARGEST_ALONE)
    if (source.kind == "month") != (target.kind == "month"):
        # What CLDR calls a month may be another word: Bulgarian май.
        month_side = sides[0] if source.kind == "month" else sides[1]
        if not lexicon(month_side.lang).has_words:
            return True
    for number, side in zip((source, target), sides, strict=True):
        if not lexicon(side.lang).has_words and number.magnitude < 2 and _differ_by_magnitude(source, target):
            return True
    return _may_be_word(source, sides[1], LARGEST_WORD) and _may_be_word(target, sides[0], LARGEST_WORD)


def _may_be_word(number: Number, opposite: Side, largest: int) -> bool:
    """Whether the opposite side may say a number in words that are not known."""
    if lexicon(opposite.lang).has_words:
        return False
    if number.kind != "digits":
        return True
    if number.value is None:
        return False
    return _is_short(number.value, largest) or (
        number.magnitude > 1 and _is_short(number.value / number.magnitude, largest)
    )


def _is_short(value: Value | float, largest: int) -> bool:
    """Whether a number has a short word: one up to a limit, or with one digit before its zeros."""
    if value != int(value):
        return value in (0.5, 1.5)
    return 0 <= value <= largest or not str(int(value)).rstrip("0")[1:]


def _differ_by_magnitude(source: Number, target: Number) -> bool:
    """Whether one number is the other with zeros for which the other side may have a word."""
    if not source.value or not target.value:
        return False
    low, high = sorted((source.value, target.value))
    factor = str(high / low)
    return high >= SHORTEST_FACTOR * low and re.fullmatch(r"10+(?:\.0)?|1E\+\d+|1e\+\d+", factor) is not None
