"""Errors of many kinds in the numbers of correct translations, for `bench.numbers_planted`.

Each function yields possible edits: start and end of a piece of the translation, and its replacement. Only numbers that
the source also has are changed.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from babel import Locale
from babel.units import format_unit

from mtqe.checks.numbers.clock import times
from mtqe.checks.numbers.dates import weekdays
from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.quantities import MEASURES, quantities
from mtqe.checks.numbers.vocabulary import lexicon

Langs = tuple[str, str]
Texts = tuple[str, str]
Edits = Iterator[tuple[int, int, str]]
"""Start and end of a piece of the translation, and its replacement."""
Spoil = Callable[[str, str, Langs], Edits]

NUMBER = re.compile(r"(?<![A-Za-zÀ-ӿ0-9.,:/+#&@_-])\d+(?:[.,]\d+)*(?![A-Za-zÀ-ӿ0-9:/@_)-]|[.,]\d| ?[%％°])")
YEAR = re.compile(r"(?<![\w.,:/-])(?:19|20)\d\d(?![\d:/-]|[.,]\d)")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
MONEY = {"$": "€", "€": "$", "£": "€", "dollars": "euros", "euros": "pounds", "Dollar": "Euro", "Euro": "Dollar"}
HAN = "一二三四五六七八九"


def _same(source: str, text: str) -> bool:
    """Whether the source has these digits, with any separators."""
    return re.sub(r"\D", "", text) in {re.sub(r"\D", "", digits) for digits in re.findall(r"\d+(?:[., ]\d+)*", source)}


def _found(pattern: str | re.Pattern[str], source: str, target: str) -> list[re.Match[str]]:
    """The matches of a pattern in the translation whose digits the source also has."""
    return [match for match in re.finditer(pattern, target) if _same(source, match[0])]


def _gone(start: int, end: int, target: str) -> tuple[int, int, str]:
    return start, end + (target[end : end + 1] in (" ", "\u00a0")), ""


def _dropped(small: bool) -> Spoil:
    def spoil(source: str, target: str, langs: Langs) -> Edits:
        for match in _found(NUMBER, source, target):
            if (match[0] in "0123") is small and not re.fullmatch("(19|20)..", match[0]):
                yield _gone(*match.span(), target)

    return spoil


def _quantity_dropped(source: str, target: str, langs: Langs) -> Edits:
    for quantity in quantities(target, langs[1]):
        if (written := re.search(r"\d[\d.,]*", target[quantity.start : quantity.end])) and _same(source, written[0]):
            yield _gone(quantity.start, quantity.end, target)


def _twin_dropped(source: str, target: str, langs: Langs) -> Edits:
    texts = [match[0] for match in _found(NUMBER, source, target)]
    for match in NUMBER.finditer(target):
        if texts.count(match[0]) == len(re.findall(rf"(?<![\d.,]){match[0]}(?!\d|[.,]\d)", source)) > 1:
            yield _gone(*match.span(), target)


def _year_dropped(source: str, target: str, langs: Langs) -> Edits:
    return (_gone(*match.span(), target) for match in _found(YEAR, source, target))


def _word(role: str, change: Callable[[int], int] | None) -> Spoil:
    """Each number word of a role for which the source has a number, with the word of another value."""

    def spoil(source: str, target: str, langs: Langs) -> Edits:
        forms: dict[int, list[str]] = defaultdict(list)
        for form, word in lexicon(langs[1]).words.items():
            if word.role == role and isinstance(word.values[0], int):
                forms[word.values[0]].append(form)
        if lexicon(langs[1]).han and role == "cardinal":
            forms.update({value: [form] for value, form in enumerate(HAN, 1)})
        values = {form: value for value, of in forms.items() for form in of}
        source_values = {value for number in numbers(source, langs[0]) for value in number.values}
        for number in numbers(target, langs[1]):
            old = target[number.start : number.end]
            value = values.get(old.lower(), 1)
            if number.kind not in ("word", "ordinal") or value < 2 or value not in source_values:
                continue
            if change is None:
                yield _gone(number.start, number.end, target)
            elif replacements := forms.get(change(value)):
                place = forms[value].index(old.lower())
                new = replacements[place] if len(replacements) == len(forms[value]) else replacements[0]
                yield number.start, number.end, new.capitalize() if old.istitle() else new

    return spoil


def _added(repeat: bool) -> Spoil:
    def spoil(source: str, target: str, langs: Langs) -> Edits:
        existing = [match[0] for match in _found(NUMBER, source, target)]
        gap = r"(?<=[ぁ-ん])(?=[一-龥ァ-ヶ])" if lexicon(langs[1]).spaceless else r"(?<=[^\W\d_] )(?=[^\W\d_]{4})"
        for match in re.finditer(gap, target):
            new = existing[0] if repeat and existing else str(21 + len(target) % 70)
            if repeat is bool(existing):
                yield match.start(), match.start(), new + " " * (not lexicon(langs[1]).spaceless)

    return spoil


def _swapped(source: str, target: str, langs: Langs) -> Edits:
    matches = _found(NUMBER, source, target)
    if len({first[0] for first in matches}) == len(matches) > 1:
        first, second = matches[:2]
        yield first.start(), second.end(), second[0] + target[first.end() : second.start()] + first[0]


def _pattern(pattern: str, new: Callable[[re.Match[str]], str]) -> Spoil:
    """Replace the matches of a pattern; the source must also have their digits or letters."""

    def spoil(source: str, target: str, langs: Langs) -> Edits:
        for match in re.finditer(pattern, target):
            if match[0] in source or (re.search(r"\d", match[0]) and _same(source, match[0])):
                yield *match.span(), new(match)

    return spoil


def _separator_exchanged(source: str, target: str, langs: Langs) -> Edits:
    words = lexicon(langs[1])
    for match in _found(rf"(?<![\w.,])\d{{1,3}}(?:{re.escape(words.group)}\d{{3}})(?![\w.,]\d)", source, target):
        yield *match.span(), match[0].replace(words.group, words.decimal)


def _unit(source: str, target: str, langs: Langs) -> Edits:
    locale = Locale(langs[1])
    for quantity in quantities(target, langs[1]):
        unit, text = next(iter(quantity.units)), target[quantity.start : quantity.end]
        digits = re.match(r"[\d.,\s\u00a0\u202f-]+", text)
        at = digits.end() if digits else 0
        # Not units: a year, 5 in the list, %20.
        year = re.fullmatch(r"(?:1\d|20)\d\d\W?", text[:at]) and unit == "duration-year"
        if (
            len(quantity.units) > 1
            or unit not in MEASURES
            or not at
            or not _same(source, text)
            or year
            or text[at:] == "in"
        ):
            continue
        kin = [
            other_unit
            for other_unit in MEASURES
            if other_unit != unit and other_unit.split("-")[0] == unit.split("-")[0]
        ]
        names = [
            name for other_unit in kin if other_unit not in (name := format_unit(7, other_unit, "long", locale=locale))
        ]
        if names:
            space = " " * text[at - 1].isdigit() * (not lexicon(langs[1]).spaceless)
            yield quantity.start + at, quantity.end, space + re.sub(r"^\d\s*", "", random.Random(target).choice(names))


def _half(source: str, target: str, langs: Langs) -> Edits:
    """Each time with a definite half of the day, with the hour or letters of the other half."""
    hours = {int(digits) % 12 for digits in re.findall(r"(?<!\d)\d{1,2}(?!\d)", source)}
    for time in times(target, langs[1]):
        if time.hour not in hours:
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
        for value in (number, *number.parts):
            if (
                value.kind == "month"
                and target[value.start : value.end].lower() == str(months.get(value.value)).lower()
            ):
                yield value.start, value.end, months[int(value.value or 0) % 12 + 1]


def _weekday(source: str, target: str, langs: Langs) -> Edits:
    """Each weekday that the source has, with the name of the next day."""
    names = Locale(langs[1]).days["format"]["wide"]
    in_source = {day for *_, day in weekdays(source, langs[0])}
    for start, end, day in weekdays(target, langs[1]):
        if day in in_source:
            yield start, end, names[(day + 1) % 7]


def _up(match: re.Match[str]) -> str:
    return (
        match[0][: match.start(1) - match.start()] + str(int(match[1]) + 1) + match[0][match.end(1) - match.start() :]
    )


def _digit(match: re.Match[str]) -> str:
    return match[0][:-1] + str((int(match[0][-1]) + 3) % 10)


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
    "number repeated": _added(True),
    "two numbers swapped": _swapped,
    "separator lost": _pattern(r"(?<![\w.,])\d+[.,]\d{1,2}(?![\w.,]\d|\d)", lambda match: re.sub("[.,]", "", match[0])),
    "separator exchanged": _separator_exchanged,
    "currency changed": _pattern(
        r"(?<![A-Za-z$\":(])[$€£](?=\d\d|\d[.,]\d)|(?<=\d )(?:dollars|euros|Dollar|Euro)\b",
        lambda match: MONEY[match[0]],
    ),
    "unit changed": _unit,
    "hour changed": _pattern(r"(?<![\d:.])(\d\d?)[:.][0-5]\d(?= ?(?:[ap]\.?m|Uhr))", _up),
    "half of the day changed": _half,
    "month changed": _month,
    "weekday changed": _weekday,
    "Roman numeral changed": _pattern(
        r"\b(?:I{2,3}|IV|VI{1,3}|IX|XI{1,3}|XI?V)\b", lambda match: ROMANS[ROMANS.index(match[0]) + 1]
    ),
    "digit of a phone number changed": _pattern(r"(?<![\w.])[+(]?\d{2,5}[-)/ ]+\d[\d /-]{4,}\d(?!\d)", _digit),
    "score or range reversed": _pattern(SCORE, lambda match: match[3] + match[2] + match[1]),
    "end of a range changed": _pattern(r"(?<=\d[-–])(\d+)(?![\w:/–-]|[.,]\d)", _up),
}
