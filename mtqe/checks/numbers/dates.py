"""Finds weekdays, months and dates in a text. Their names come from CLDR."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtqe.checks.numbers import cldr_words
from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import lexicon
from mtqe.checks.shared import locales
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western

_DIGITS = late(r"(?<![\d.,:/-])(\d{1,2})([./-])(\d{1,2})(?:\2(?:\d{4}|\d{2}))?(?![\d%])(?!\2\d)")
_DATE_SIGN = late(r"\d[./-]\d")
_SHORTEST_BEGINNING = 4
"""Letters: of the shortest name of a month that a compound may begin with."""
_MONTH_IN_DIGITS = late(r"\d[./-]\d|\d月")
_LETTERS = late(r"[^\W\d_]+")
_LONGEST_GAP = 3
"""Characters: between an abbreviated month and its day or year."""
_MONTHS_OR_VERBS = frozenset({"may", "march"})
_DAY_SIGNS = ("日", "号", "號")
_BETWEEN_DAY_AND_MONTH = late(r"(?:st|nd|rd|th|er|º|o)?[.,]?[ \u00a0\u202f](?:of |de |d['’])?|月")


@dataclass(frozen=True, slots=True)
class Day:
    """A date: day and month.

    Args:
        start: Offset of its first character.
        end: Offset after its last character.
        readings: Pairs of day and month that it may mean.
        spelled: Whether the month is written as a word.
    """

    start: int
    end: int
    readings: frozenset[tuple[int, int]]
    spelled: bool


def weekdays(text: str, lang: str) -> list[tuple[int, int, int]]:
    """Return the weekdays of a text as start, end and number: 0 for Monday to 6 for Sunday."""
    if forms := _forms(lang):
        return [(*match.span(), forms[match["name"].lower()]) for match in _pattern_of_forms(lang).finditer(text)]
    if not lexicon(lang).has_words:
        names = cldr_words.weekdays(lang)
        matches = names.pattern.finditer(text) if names is not None else ()
        return [(match.start("form"), match.end("form"), names.of(match)[0]) for match in matches if names is not None]
    if not any(stem in text for stem in _stems(lang)):
        return []
    return [(*match.span(), _weekday(match[0].lower(), lang)) for match in _pattern(lang).finditer(text)]


def possible_weekdays(text: str, found: Sequence[tuple[int, int, int]], lang: str) -> set[int]:
    """Return the weekdays that are meant: *in der Nacht auf Sonntag* may mean Saturday, too."""
    possible = {weekday for *_, weekday in found}
    if pattern := language(lang).dates.night_before:
        before = re.compile(rf"(?:{pattern})\s\Z", re.IGNORECASE)
        possible |= {(weekday - 1) % 7 for start, _, weekday in found if before.search(text[:start])}
    return possible


@functools.cache
def _forms(lang: str) -> dict[str, int]:
    """The forms of the weekdays in the file of a language, in lower case."""
    weekday = language(lang).dates.weekday
    return {form.replace("_", " ").lower(): int(day) - 1 for day, forms in weekday.items() for form in forms}


@functools.cache
def _pattern_of_forms(lang: str) -> re.Pattern[str]:
    facts = language(lang)
    forms = [form.replace("_", " ") for forms in facts.dates.weekday.values() for form in forms]
    name = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    flags = re.NOFLAG if facts.dates.capitals else re.IGNORECASE
    if facts.spaceless:
        return re.compile(rf"(?P<name>{name})", flags)
    proclitics = "|".join(map(re.escape, facts.numbers.proclitics if facts.numbers else ()))
    return re.compile(rf"\b(?:{proclitics})?(?P<name>{name})(?!\w)", flags)


@functools.cache
def _names(lang: str) -> tuple[tuple[str, int], ...]:
    from babel import Locale

    days = Locale(lang).days["format"]
    widths = ("wide", "abbreviated") if language(lang).spaceless else ("wide",)
    names = [(days[width][number].lower(), number) for width in widths for number in range(7)]
    return tuple((name, number) for name, number in names if len(name) > 1)


@functools.cache
def _stems(lang: str) -> tuple[str, ...]:
    """Names of which a text with a weekday has at least one; only the empty text if case does not matter."""
    return tuple(_capital(name, lang) for name, _ in _names(lang)) if language(lang).dates.capitals else ("",)


@functools.cache
def _pattern(lang: str) -> re.Pattern[str]:
    forms = [name.removesuffix("-feira") for name, _ in _names(lang)]
    dates = language(lang).dates
    if language(lang).spaceless:
        return re.compile("|".join(map(re.escape, forms)))
    endings = r"\w{0,3}" if dates.inflected else "s?"
    stems = [form[:-1] if dates.inflected else form for form in forms]
    flags = re.NOFLAG if dates.capitals else re.IGNORECASE
    return re.compile(rf"\b(?:{'|'.join(re.escape(_capital(form, lang)) for form in stems)}){endings}\b", flags)


def _capital(form: str, lang: str) -> str:
    return form.capitalize() if language(lang).dates.capitals else form


def _weekday(word: str, lang: str) -> int:
    return max(_names(lang), key=lambda name: len(_shared_start(name[0], word)))[1]


def _shared_start(first: str, second: str) -> str:
    return next((first[:at] for at in range(min(len(first), len(second)), 0, -1) if first[:at] == second[:at]), "")


def months(text: str, lang: str) -> list[Number]:
    """Return the months that a text names with an unambiguous word: not `May` and `March`, which are verbs too."""
    ambiguous = language(lang).dates.other_words
    parts = (part for number in numbers(text, lang) for part in (number, *number.parts))
    return [
        part
        for part in parts
        if part.kind == "month" and text[part.start : part.end] not in ambiguous and _is_month(text, part, lang)
    ]


def _is_month(text: str, month: Number, lang: str) -> bool:
    """Whether a word is a month: not part of a code (`DEC2BIN`), and with a number beside it if short (`Jan 5`)."""
    neighbours = text[month.start - 1 : month.start], text[month.end : month.end + 1]
    if any(map(str.isdigit, neighbours)):
        return False
    context = text[max(0, month.start - _LONGEST_GAP) : month.start] + " " + text[month.end : month.end + _LONGEST_GAP]
    return text[month.start : month.end].lower() not in _abbreviations(lang) or any(map(str.isdigit, context))


@functools.cache
def _abbreviations(lang: str) -> frozenset[str]:
    """Abbreviations of the months, without a full stop, that are not the full name of a month."""
    from babel import Locale

    months = Locale(lang).months["format"]
    short, full = ({name.lower().rstrip(".") for name in months[width].values()} for width in ("abbreviated", "wide"))
    return frozenset(short - full)


def has_month(text: str, lang: str) -> bool:
    """Return whether a text has a month in any form.

    It may be in digits, abbreviated, part of a compound or in small letters: `3/2021`, `mar`, `Julinacht`, `nisanda`.
    """
    parts = (part for number in numbers(text, lang) for part in (number, *number.parts))
    if _MONTH_IN_DIGITS.search(text) is not None or any(part.kind == "month" for part in parts):
        return True
    if (pattern := language(lang).dates.month_in_digits) and re.search(pattern, text):
        return True
    style = locales.style(lang)
    if style is None:
        return False
    words, names = _LETTERS.findall(text.lower()), style.months - _MONTHS_OR_VERBS
    if not names.isdisjoint(words) or not _month_forms(lang).isdisjoint(words):
        return True
    long_names = (
        tuple(month for month in names if len(month) >= _SHORTEST_BEGINNING)
        if language(lang).compounding != "none"
        else ()
    )
    return any(word.startswith(long_names) for word in words if len(word) > _SHORTEST_BEGINNING)


@functools.cache
def _month_forms(lang: str) -> frozenset[str]:
    """The forms of the months in the file of a language, in lower case, that are no verbs."""
    return frozenset(form for form, word in lexicon(lang).words.items() if word.role == "month") - _MONTHS_OR_VERBS


def days(text: str, lang: str) -> list[Day]:
    """Return the dates of a text, with the month as a word or in digits."""
    text = western(text)
    dates = (
        [day for match in _DIGITS.finditer(text) if (day := _in_digits(match, lang))] if _DATE_SIGN.search(text) else []
    )
    text_numbers = numbers(text, lang)
    if "月" not in text and not any(number.kind == "month" for number in text_numbers):
        return sorted(dates, key=lambda day: day.start)
    for first, second in itertools.pairwise(text_numbers):
        between = text[first.end : second.start]
        if between == "月" and text[second.end : second.end + 1] in _DAY_SIGNS:
            dates += _east_asian(first, second)
        elif _BETWEEN_DAY_AND_MONTH.fullmatch(between) and not any(
            day.start < second.end and first.start < day.end for day in dates
        ):
            dates += _spelled(first, second)
    return sorted(dates, key=lambda day: day.start)


def of_weekday(source: str, target: str, langs: tuple[str, str]) -> Day | None:
    """The date by which a translation replaces a weekday, so that readers need not know when the text was written."""
    if not weekdays(source, langs[0]) or weekdays(target, langs[1]) or days(source, langs[0]):
        return None
    named = {month.value for month in months(source, langs[0])}
    new = [
        day for day in days(target, langs[1]) if day.spelled and named.isdisjoint(month for _, month in day.readings)
    ]
    return new[0] if len(new) == 1 else None


def _spelled(first: Number, second: Number) -> list[Day]:
    """The date of a day and a month word side by side, in either order."""
    for day, month in ((first, second), (second, first)):
        if month.kind == "month" and day.kind in ("digits", "ordinal", "weak") and day.value in range(1, 32):
            assert day.value is not None
            month_numbers = {int(value) for value in month.values if value in range(1, 13)}
            readings = frozenset((int(day.value), number) for number in month_numbers)
            return [Day(first.start, second.end, readings, True)] if readings else []
    return []


def _east_asian(month: Number, day: Number) -> list[Day]:
    """The date of two numbers such as 10月1日."""
    if month.value not in range(1, 13) or day.value not in range(1, 32):
        return []
    assert month.value is not None and day.value is not None
    return [Day(month.start, day.end + 1, frozenset({(int(day.value), int(month.value))}), False)]


def _in_digits(match: re.Match[str], lang: str) -> Day | None:
    """The date in digits, or `None` if the digits may be something else."""
    first, mark, second = int(match[1]), match[2], int(match[3])
    has_year = match[0].count(mark) == 2
    if mark == "-" and not has_year:
        return None
    words = lexicon(lang)
    if words.decimal == "." and mark != "/" and (words.has_words or not has_year):
        return None
    if not has_year and (mark == "/" or not match.string[match.end() :].startswith(".")):
        return None
    both_orders = language(lang).dates.both_orders or not words.has_words
    orders = [(first, second), (second, first)] if both_orders else [(first, second)]
    readings = frozenset((day, month) for day, month in orders if 0 < day < 32 and 0 < month < 13)
    return Day(*match.span(), readings, False) if readings else None
