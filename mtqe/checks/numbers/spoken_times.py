"""Numbers that a language says from another point: *im 82. Lebensjahr* is 81, *без двадцати четыре* is 3:40.

A time may name the hour that runs or comes, and its minutes before, after or until the half: Russian *в начале
третьего* is soon after 2, German *fünf vor halb drei* is 2:25. A year of life that runs is one more than the age, and
*every fifth* of some things is 20 % of them. Such a reading only makes numbers equal that say the same, so a wrong
figure stays wrong.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.numbers import han_numerals
from mtqe.checks.numbers.digits import fraction, hours
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import MARKS, Lexicon, Value, lexicon, number_section

LAST_HOUR = 24
"""Hours: the last one that a time names."""
MINUTES = 60
"""Minutes: of an hour."""
HALF = 30
"""Minutes: of half an hour."""
MOST, MOST_TRIED = 200, 1000
"""Readings: of one pattern, at most, and places that are tried for it."""
_HAN = rf"{han_numerals.BELOW_HUNDRED}|\d{{1,2}}"
_WORD = rf"(?:\d{{1,3}}(?![\d.,:]{{0,3}}\d)|[^\W\d_](?:[^\W\d_]|[{MARKS}'’ʼ-])*?)"
_SIGN = r"(?:(?<=\d)(?:[-‑–:]?[^\W\d_]{1,4}|[.º°ª]+))?"
"""What makes an ordinal of digits: 82-м, 82., 82:a, 82nd."""


class _Reading(NamedTuple):
    """What a pattern says.

    Args:
        start: Offset of its first character.
        end: Offset after its last character.
        hour: The hour of a time, or the number that is meant.
        minute: The minute; `None` for any minute. Where no time is meant, the denominator of a share, or `None`.
        is_time: Whether it is a time.
        of_several: Whether `hour` is the numerator of the share: *four in ten*.
    """

    start: int
    end: int
    hour: int
    minute: int | None
    is_time: bool
    of_several: bool = False


def spoken_times(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side in a time or an age that the other side says in another way."""
    same: tuple[set[Number], set[Number]] = set(), set()
    read = [_readings(side) for side in sides]
    for here, there in ((0, 1), (1, 0)):
        for reading in read[here]:
            equal = _equal(reading, sides[there], read[there])
            if equal:
                same[here].update(_within(sides[here], reading.start, reading.end))
                same[there].update(equal)
    return same


def _equal(reading: _Reading, opposite: Side, opposite_readings: list[_Reading]) -> set[Number]:
    """The numbers of the opposite side that say what a reading says."""
    if not reading.is_time:
        if reading.of_several and reading.minute:
            values = {*fraction(reading.hour, reading.minute)}
        else:
            values = {reading.hour, *(fraction(1, reading.minute) if reading.minute else ())}
        return {number for number in opposite.numbers if number.kind in ("digits", "word") and number.value in values}
    for other in opposite_readings:
        if other.is_time and other.hour % 12 == reading.hour % 12 and _same_minute(reading.minute, other.minute):
            return _within(opposite, other.start, other.end)
    named = hours(reading.hour % 12 or 12)
    for number in opposite.numbers:
        if len(number.parts) > 1 and _is(number.parts[0], named):
            if reading.minute is None or reading.minute in number.parts[1].values:
                return {number, *number.parts}
        elif not number.parts and number.kind in ("digits", "word") and _is(number, named) and not reading.minute:
            return {number}
    return set()


def _is(number: Number, values: list[Value]) -> bool:
    return not number.values.isdisjoint(values)


def _same_minute(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _within(side: Side, start: int, end: int) -> set[Number]:
    """The numbers of a side that touch a stretch of its text, with their parts."""
    return {
        part for number in side.numbers if number.start < end and start < number.end for part in (number, *number.parts)
    }


def _readings(side: Side) -> list[_Reading]:
    """What the patterns of the language find in a text, without those inside a longer one."""
    found = [
        reading
        for pattern, shift, minute in _patterns(side.lang)
        for reading in itertools.islice(_found(pattern, shift, minute, side), MOST)
    ]
    outer: list[_Reading] = []
    for reading in sorted(found, key=lambda one: (one.start, -one.end)):
        if not outer or reading.end > outer[-1].end or reading[:2] == outer[-1][:2]:
            outer.append(reading)
    return outer


def _found(pattern: re.Pattern[str], shift: int, minute: str, side: Side) -> Iterator[_Reading]:
    """Yield what a pattern finds. Where its words are no numbers, it may begin at the next word."""
    match = pattern.search(side.text)
    tried = 0
    while match is not None and tried < MOST_TRIED:
        reading = _reading(match, shift, minute, side)
        if reading is not None:
            yield reading
        tried += 1
        match = pattern.search(side.text, match.end() if reading is not None else match.start() + 1)


def _reading(match: re.Match[str], shift: int, minute: str, side: Side) -> _Reading | None:
    groups, words = match.groupdict(), lexicon(side.lang)
    if "n" in groups:
        counted = _number(groups["n"], words) or _compound(match.span("n"), side)
        if counted is None or counted < 1:
            return None
        if "m" in groups:
            several = _number(groups["m"], words)
            if several is None or several % 1 or not 1 < several < counted:
                return None
            return _Reading(*match.span(), int(several), int(counted), is_time=False, of_several=True)
        return _Reading(*match.span(), int(counted) + shift, int(counted) if minute else None, is_time=False)
    named = _number(groups.get("h") or groups["o"], words, needs_ordinal="o" in groups)
    counted = _number(groups["m"], words) if "m" in groups else 0
    if named is None or counted is None or counted not in range(MINUTES + 1) or not 0 < named <= LAST_HOUR:
        return None
    if not minute:
        return _Reading(*match.span(), int(named) + shift, None, is_time=True)
    base, sign = int(re.sub(r"\D", "", minute) or 0), -1 if "-" in minute else 1
    half = HALF if named % 1 else 0  # στις δυόμισι is 2:30
    return _Reading(*match.span(), int(named) + shift, base + half + sign * int(counted), is_time=True)


def _compound(span: tuple[int, int], side: Side) -> Value | None:
    """The value of a number of several words, or of one that is made of several: *ottantaduesimo*."""
    return next((number.value for number in side.numbers if number.start < span[1] and span[0] < number.end), None)


def _number(text: str, words: Lexicon, needs_ordinal: bool = False) -> Value | None:
    """The value of digits or of a number word; `None` of another word."""
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    if words.han:
        return _han_value(text)
    form = text.lower().translate(words.fold)
    word = words.words.get(form)
    if word is None:
        return None if needs_ordinal else words.small.get(form)
    if needs_ordinal and word.role != "ordinal":
        return None
    return word.values[0] if word.role in ("cardinal", "ordinal", "weak") else None


def _han_value(text: str) -> int | None:
    """The value of a Chinese numeral below 100."""
    tens, ten, ones = text.rpartition("十")
    values = [han_numerals.VALUES.get(part, None if part else 0) for part in (tens, ones)]
    if values[0] is None or values[1] is None:
        return None
    return (values[0] or 1) * 10 + values[1] if ten else values[1]


@functools.cache
def _patterns(lang: str) -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """The patterns of a language, each with the shift of its number and its minute; see `Digits.spoken`."""
    words = lexicon(lang)
    word = _HAN if words.han else _WORD
    parts = {
        "h": rf"(?P<h>{word})",
        "o": rf"(?P<o>{word}){_SIGN}",
        "n": rf"(?P<n>{word}(?: {word})?){_SIGN}",
        "m": rf"(?P<m>{word})",
    }
    edges = ("", "") if words.spaceless else (r"(?<!\w)", r"(?!\w)")
    patterns = []
    for form, meaning in number_section(lang).digits.spoken.items():
        for name, part in parts.items():
            form = form.replace(f"{{{name}}}", part)
        shift, _, minute = meaning.partition(" ")
        compiled = re.compile(edges[0] + form.replace(" ", "[ \u00a0]") + edges[1], re.IGNORECASE)
        patterns.append((compiled, int(shift), minute))
    return tuple(patterns)
