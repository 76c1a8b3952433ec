"""Errors of many kinds in the numbers of a translation that was right, for `tests.bench.numbers_planted`.

Each function yields what it could change: where a piece of the translation begins and ends, and what comes there.
Only numbers that the source has too are touched.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from babel import Locale
from babel.units import format_unit

from mtqe.checks.numbers.clock import times
from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.quantities import MEASURES, quantities
from mtqe.checks.numbers.vocabulary import lexicon

Langs = tuple[str, str]
Texts = tuple[str, str]
Edits = Iterator[tuple[int, int, str]]
"""Where a piece of the translation begins and ends, and what comes in its place."""
Spoil = Callable[[str, str, Langs], Edits]

NUMBER = re.compile(r"(?<![A-Za-zÀ-ӿ0-9.,:/+#&@_-])\d+(?:[.,]\d+)*(?![A-Za-zÀ-ӿ0-9:/@_)-]|[.,]\d| ?[%％°])")
YEAR = re.compile(r"(?<![\w.,:/-])(?:19|20)\d\d(?![\d:/-]|[.,]\d)")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
MONEY = {"$": "€", "€": "$", "£": "€", "dollars": "euros", "euros": "pounds", "Dollar": "Euro", "Euro": "Dollar"}
HAN = "一二三四五六七八九"


def _same(source: str, text: str) -> bool:
    """Whether the source has these digits, with whatever separators."""
    return re.sub(r"\D", "", text) in {re.sub(r"\D", "", one) for one in re.findall(r"\d+(?:[., ]\d+)*", source)}


def _found(pattern: str | re.Pattern[str], source: str, target: str) -> list[re.Match[str]]:
    """What a pattern finds in the translation, where the source has these digits too."""
    return [found for found in re.finditer(pattern, target) if _same(source, found[0])]


def _gone(start: int, end: int, target: str) -> tuple[int, int, str]:
    return start, end + (target[end : end + 1] in (" ", "\u00a0")), ""


def _dropped(small: bool) -> Spoil:
    def spoil(source: str, target: str, langs: Langs) -> Edits:
        for found in _found(NUMBER, source, target):
            if (found[0] in "0123") is small and not re.fullmatch("(19|20)..", found[0]):
                yield _gone(*found.span(), target)

    return spoil


def _quantity_dropped(source: str, target: str, langs: Langs) -> Edits:
    for one in quantities(target, langs[1]):
        if (written := re.search(r"\d[\d.,]*", target[one.start : one.end])) and _same(source, written[0]):
            yield _gone(one.start, one.end, target)


def _twin_dropped(source: str, target: str, langs: Langs) -> Edits:
    found = [one[0] for one in _found(NUMBER, source, target)]
    for one in NUMBER.finditer(target):
        if found.count(one[0]) == len(re.findall(rf"(?<![\d.,]){one[0]}(?!\d|[.,]\d)", source)) > 1:
            yield _gone(*one.span(), target)


def _year_dropped(source: str, target: str, langs: Langs) -> Edits:
    return (_gone(*found.span(), target) for found in _found(YEAR, source, target))


def _word(role: str, change: Callable[[int], int] | None) -> Spoil:
    """Each number word of a role for which the source has a number, with the word of another value."""

    def spoil(source: str, target: str, langs: Langs) -> Edits:
        forms: dict[int, list[str]] = defaultdict(list)
        for form, word in lexicon(langs[1]).words.items():
            if word.role == role and isinstance(word.values[0], int):
                forms[word.values[0]].append(form)
        if lexicon(langs[1]).spaceless and role == "cardinal":
            forms.update({value: [form] for value, form in enumerate(HAN, 1)})
        values = {form: value for value, of in forms.items() for form in of}
        here = {value for number in numbers(source, langs[0]) for value in number.values}
        for number in numbers(target, langs[1]):
            old = target[number.start : number.end]
            value = values.get(old.lower(), 1)
            if number.kind not in ("word", "ordinal") or value < 2 or value not in here:
                continue
            if change is None:
                yield _gone(number.start, number.end, target)
            elif others := forms.get(change(value)):
                place = forms[value].index(old.lower())
                new = others[place] if len(others) == len(forms[value]) else others[0]
                yield number.start, number.end, new.capitalize() if old.istitle() else new

    return spoil


def _added(again: bool) -> Spoil:
    def spoil(source: str, target: str, langs: Langs) -> Edits:
        there = [found[0] for found in _found(NUMBER, source, target)]
        gap = r"(?<=[ぁ-ん])(?=[一-龥ァ-ヶ])" if lexicon(langs[1]).spaceless else r"(?<=[^\W\d_] )(?=[^\W\d_]{4})"
        for found in re.finditer(gap, target):
            new = there[0] if again and there else str(21 + len(target) % 70)
            if again is bool(there):
                yield found.start(), found.start(), new + " " * (not lexicon(langs[1]).spaceless)

    return spoil


def _swapped(source: str, target: str, langs: Langs) -> Edits:
    found = _found(NUMBER, source, target)
    if len({one[0] for one in found}) == len(found) > 1:
        one, other = found[:2]
        yield one.start(), other.end(), other[0] + target[one.end() : other.start()] + one[0]


def _pattern(pattern: str, new: Callable[[re.Match[str]], str]) -> Spoil:
    """What a pattern finds, replaced; the digits or letters of it must stand in the source too."""

    def spoil(source: str, target: str, langs: Langs) -> Edits:
        for found in re.finditer(pattern, target):
            if found[0] in source or (re.search(r"\d", found[0]) and _same(source, found[0])):
                yield *found.span(), new(found)

    return spoil


def _separator_exchanged(source: str, target: str, langs: Langs) -> Edits:
    words = lexicon(langs[1])
    for found in _found(rf"(?<![\w.,])\d{{1,3}}(?:{re.escape(words.group)}\d{{3}})(?![\w.,]\d)", source, target):
        yield *found.span(), found[0].replace(words.group, words.decimal)


def _unit(source: str, target: str, langs: Langs) -> Edits:
    locale = Locale(langs[1])
    for one in quantities(target, langs[1]):
        unit, text = next(iter(one.units)), target[one.start : one.end]
        digits = re.match(r"[\d.,\s\u00a0\u202f-]+", text)
        at = digits.end() if digits else 0
        # No units: a year, 5 in the list, %20.
        year = re.fullmatch(r"(?:1\d|20)\d\d\W?", text[:at]) and unit == "duration-year"
        if len(one.units) > 1 or unit not in MEASURES or not at or not _same(source, text) or year or text[at:] == "in":
            continue
        kin = [other for other in MEASURES if other != unit and other.split("-")[0] == unit.split("-")[0]]
        names = [name for other in kin if other not in (name := format_unit(7, other, "long", locale=locale))]
        if names:
            space = " " * text[at - 1].isdigit() * (not lexicon(langs[1]).spaceless)
            yield one.start + at, one.end, space + re.sub(r"^\d\s*", "", random.Random(target).choice(names))


def _half(source: str, target: str, langs: Langs) -> Edits:
    """Each time whose half of the day is sure, with the hour or the letters of the other half."""
    there = {int(found) % 12 for found in re.findall(r"(?<!\d)\d{1,2}(?!\d)", source)}
    for time in times(target, langs[1]):
        if time.hour not in there:
            continue
        text = target[time.start : time.end]
        if langs[1] == "en":
            new = re.sub(r"[ap](?=\.?[ \u00a0]?m)", "p" if time.half == "a.m." else "a", text, flags=re.IGNORECASE)
            if new != text:
                yield time.start, time.end, new
        elif (late := re.search(r"\d+", text)) and int(late[0]) > 12:
            yield time.start, time.end, text.replace(late[0], str(time.hour), 1)


def _month(source: str, target: str, langs: Langs) -> Edits:
    months = Locale(langs[1]).months["format"]["wide"]
    for number in numbers(target, langs[1]):
        for one in (number, *number.parts):
            if one.kind == "month" and target[one.start : one.end] == months.get(one.value):
                yield one.start, one.end, months[int(one.value or 0) % 12 + 1]


def _up(found: re.Match[str]) -> str:
    return (
        found[0][: found.start(1) - found.start()] + str(int(found[1]) + 1) + found[0][found.end(1) - found.start() :]
    )


def _digit(found: re.Match[str]) -> str:
    return found[0][:-1] + str((int(found[0][-1]) + 3) % 10)


SCORE = r"(?<![\w.,:/–-])(\d\d?)([-–:])(\d\d?)(?![\w:/–-]|[.,]\d)"
KINDS: dict[str, Spoil] = {
    "number lost": _dropped(False),
    "0 to 3 lost": _dropped(True),
    "number lost with its unit": _quantity_dropped,
    "one of equal numbers lost": _twin_dropped,
    "year lost": _year_dropped,
    "number word lost": _word("cardinal", None),
    "number word changed": _word("cardinal", lambda value: value + 2),
    "ordinal changed": _word("ordinal", lambda value: value + 1),
    "magnitude changed": _word("magnitude", lambda value: value * 1000),
    "number added": _added(False),
    "number added that stands there": _added(True),
    "two numbers swapped": _swapped,
    "separator lost": _pattern(r"(?<![\w.,])\d+[.,]\d{1,2}(?![\w.,]\d|\d)", lambda found: re.sub("[.,]", "", found[0])),
    "separator exchanged": _separator_exchanged,
    "currency changed": _pattern(
        r"(?<![A-Za-z$\":(])[$€£](?=\d\d|\d[.,]\d)|(?<=\d )(?:dollars|euros|Dollar|Euro)\b",
        lambda found: MONEY[found[0]],
    ),
    "unit changed": _unit,
    "hour changed": _pattern(r"(?<![\d:.])(\d\d?)[:.][0-5]\d(?= ?(?:[ap]\.?m|Uhr))", _up),
    "half of the day changed": _half,
    "month changed": _month,
    "Roman numeral changed": _pattern(
        r"\b(?:I{2,3}|IV|VI{1,3}|IX|XI{1,3}|XI?V)\b", lambda found: ROMANS[ROMANS.index(found[0]) + 1]
    ),
    "digit of a phone number changed": _pattern(r"(?<![\w.])[+(]?\d{2,5}[-)/ ]+\d[\d /-]{4,}\d(?!\d)", _digit),
    "score or range turned": _pattern(SCORE, lambda found: found[3] + found[2] + found[1]),
    "end of a range changed": _pattern(r"(?<=\d[-–])(\d+)(?![\w:/–-]|[.,]\d)", _up),
}
