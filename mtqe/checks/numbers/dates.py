"""The weekdays and the days of the year that a text names, by the names that CLDR has for them."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import lexicon
from mtqe.checks.shared import locales
from mtqe.lang import language

_DIGITS = re.compile(r"(?<![\d.,:/-])(\d{1,2})([./-])(\d{1,2})(?:\2(?:\d{4}|\d{2}))?(?![\d%])(?!\2\d)")
_SIGN = re.compile(r"\d[./-]\d")
_BEGINS = 4
"""Letters: of a month's name that is looked for at the beginning of a compound. By hand."""
_MONTH_IN_DIGITS = re.compile(r"\d[./-]\d|\d月")
_LETTERS = re.compile(r"[^\W\d_]+")
_BESIDE = 3
"""Characters: between a month that is cut short and its day or year. By hand."""
_VERBS = frozenset({"may", "march"})
_DAY_SIGNS = ("日", "号", "號")
_NEXT = re.compile(r"(?:st|nd|rd|th|er|º|o)?[.,]?[ \u00a0\u202f](?:of |de |d['’])?|月")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year.

    Args:
        start: Offset of its first character.
        end: Offset behind its last character.
        readings: What it may mean, as pairs of day and month.
        spelled: Whether the month is written as a word.
    """

    start: int
    end: int
    readings: frozenset[tuple[int, int]]
    spelled: bool


def weekdays(text: str, lang: str) -> list[tuple[int, int, int]]:
    """The weekdays that a text names: start, end, 0 for Monday to 6 for Sunday."""
    if not any(stem in text for stem in _stems(lang)):
        return []
    return [(*match.span(), _weekday(match[0].lower(), lang)) for match in _pattern(lang).finditer(text)]


@functools.cache
def _names(lang: str) -> tuple[tuple[str, int], ...]:
    from babel import Locale

    days = Locale(lang).days["format"]
    widths = ("wide", "abbreviated") if language(lang).spaceless else ("wide",)
    found = [(days[width][number].lower(), number) for width in widths for number in range(7)]
    return tuple(name for name in found if len(name[0]) > 1)


@functools.cache
def _stems(lang: str) -> tuple[str, ...]:
    """What a text has one of, if it names a weekday; the empty text where case does not matter."""
    return tuple(_capital(name, lang) for name, _ in _names(lang)) if language(lang).dates.capitals else ("",)


@functools.cache
def _pattern(lang: str) -> re.Pattern[str]:
    forms = [name.removesuffix("-feira") for name, _ in _names(lang)]
    if language(lang).spaceless:
        return re.compile("|".join(map(re.escape, forms)))
    dates = language(lang).dates
    endings = r"\w{0,3}" if dates.inflected else "s?"
    stems = [form[:-1] if dates.inflected else form for form in forms]
    flags = re.NOFLAG if dates.capitals else re.IGNORECASE
    return re.compile(rf"\b(?:{'|'.join(re.escape(_capital(form, lang)) for form in stems)}){endings}\b", flags)


def _capital(form: str, lang: str) -> str:
    return form.capitalize() if language(lang).dates.capitals else form


def _weekday(found: str, lang: str) -> int:
    return max(_names(lang), key=lambda one: len(_shared(one[0], found)))[1]


def _shared(one: str, other: str) -> str:
    return next((one[:at] for at in range(min(len(one), len(other)), 0, -1) if one[:at] == other[:at]), "")


def months(text: str, lang: str) -> list[Number]:
    """The months that a text names with a word that is nothing else: not `May` and `March`, which English has twice."""
    twice = language(lang).dates.other_words
    every = (part for number in numbers(text, lang) for part in (number, *number.parts))
    return [
        part
        for part in every
        if part.kind == "month" and text[part.start : part.end] not in twice and _is_date(text, part, lang)
    ]


def _is_date(text: str, month: Number, lang: str) -> bool:
    """Whether a month is one: not part of a name (`DEC2BIN`), and next to a number where it is cut short (`Jan 5`)."""
    glued = text[month.start - 1 : month.start], text[month.end : month.end + 1]
    if any(map(str.isdigit, glued)):
        return False
    around = text[max(0, month.start - _BESIDE) : month.start] + " " + text[month.end : month.end + _BESIDE]
    return text[month.start : month.end].lower() not in _shortened(lang) or any(map(str.isdigit, around))


@functools.cache
def _shortened(lang: str) -> frozenset[str]:
    """Abbreviations of the months, without a full stop, that are no month's whole name."""
    from babel import Locale

    months = Locale(lang).months["format"]
    short, whole = ({name.lower().rstrip(".") for name in months[width].values()} for width in ("abbreviated", "wide"))
    return frozenset(short - whole)


def dated(text: str, lang: str) -> bool:
    """Whether a text has a month in some way, also cut short, in digits or a compound: `3/2021`, `mar`, `Julinacht`."""
    every = (part for number in numbers(text, lang) for part in (number, *number.parts))
    if _MONTH_IN_DIGITS.search(text) is not None or any(part.kind == "month" for part in every):
        return True
    style = locales.style(lang)
    if style is None:
        return False
    found, known = _LETTERS.findall(text.lower()), style.months - _VERBS
    if not known.isdisjoint(found):
        return True
    begun = tuple(month for month in known if len(month) >= _BEGINS) if language(lang).compounding != "none" else ()
    return any(word.startswith(begun) for word in found if len(word) > _BEGINS)


def days(text: str, lang: str) -> list[Day]:
    """The days of the year that a text names, with the month as a word or in digits."""
    found = [day for match in _DIGITS.finditer(text) if (day := _in_digits(match, lang))] if _SIGN.search(text) else []
    every = numbers(text, lang)
    for one, other in itertools.pairwise(every):
        between = text[one.end : other.start]
        if between == "月" and text[other.end : other.end + 1] in _DAY_SIGNS:
            found += _east_asian(one, other)
        elif _NEXT.fullmatch(between) and not any(day.start < other.end and one.start < day.end for day in found):
            found += _spelled(one, other)
    return sorted(found, key=lambda day: day.start)


def _spelled(one: Number, other: Number) -> list[Day]:
    """A day and a month side by side, in either order."""
    for day, month in ((one, other), (other, one)):
        if month.kind == "month" and day.kind in ("digits", "ordinal", "weak") and day.value in range(1, 32):
            assert day.value is not None
            months = {int(value) for value in month.values if value in range(1, 13)}
            readings = frozenset((int(day.value), number) for number in months)
            return [Day(one.start, other.end, readings, True)] if readings else []
    return []


def _east_asian(month: Number, day: Number) -> list[Day]:
    """10月1日."""
    if month.value not in range(1, 13) or day.value not in range(1, 32):
        return []
    assert month.value is not None and day.value is not None
    return [Day(month.start, day.end + 1, frozenset({(int(day.value), int(month.value))}), False)]


def _in_digits(match: re.Match[str], lang: str) -> Day | None:
    first, mark, second = int(match[1]), match[2], int(match[3])
    whole = match[0].count(mark) == 2
    if mark == "-" and not whole:
        return None
    if lexicon(lang).decimal == "." and mark != "/":
        return None
    if not whole and (mark == "/" or not match.string[match.end() :].startswith(".")):
        return None
    both = [(first, second), (second, first)] if language(lang).dates.both_orders else [(first, second)]
    readings = frozenset((day, month) for day, month in both if 0 < day < 32 and 0 < month < 13)
    return Day(*match.span(), readings, False) if readings else None
