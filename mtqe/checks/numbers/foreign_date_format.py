"""A date or time has the format of the source language: *Mai 5, 2021* or *5 p.m.* in German.

## What it does

Compares the dates and times of the translation with the formats of CLDR. It marks:

- copied dates in digits, if the target language has another order or another separator (`12/25/2021` in German, French
  or Chinese);
- other dates with the separator of the target language but a day in the place of the month (`03/25/2021` in British
  English);
- the name of a month with the day after it (*Mai 5, 2021*), if the language puts the day first;
- hours with a.m. or p.m., if the language has a 24-hour clock.

ISO dates (`2021-05-05`) are correct everywhere. If only the order differs, a date that can be read both ways is
ignored. So is every order in English without a region.

## Why it is bad

5/4 is a different day on each side of the Atlantic, and the reader sees that nobody adapted the text.

## Known problems

- A date alone in quotation marks (`"1/1/30"`) is taken for something to type and is not marked.
- Fractions and file names that look like dates may be marked.
- A plain *am* in German may be the preposition and is not marked.
- The 12-hour clock is not marked in Spanish, because some Spanish-speaking countries use it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses, locales
from mtqe.checks.shared.locales import Style
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_DIGITS = late(  # a Chinese or Japanese character may follow without a space
    r"(?<![A-Za-z0-9_\u00c0-\u052f./-])(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![A-Za-z0-9_\u00c0-\u052f/-]|\.\d)"
)
_HALF_DAY_TIME = late(r"(?<![\w.:])(\d{1,2}(?:[:.]\d\d)?)\s?(?:[ap]\.\s?m\b\.?|[ap]m\b|[AP]\.?M\b\.?)(?!/[AaPp])")
_AROUND_LITERAL = late(r".?[\"'“”„«»‘’]\0[\"'“”„«»‘’]|\w\(\0\)")
"""Quotation marks or brackets around the argument of a formula or a text to type: `"1/1/30"`, `DAY(1/1/30)`."""
_YEAR = late(r",\s\d{4}")
_LAST_WORD = late(r"([^\W\d_]+)\W*$")


def _limits(context: Context) -> str | None:
    if context.source_base == context.target_base:
        return "source and translation are in the same language"
    return None if locales.style(context.target_lang) else f"CLDR has no date format of {name(context.target_lang)}"


@check(
    "LOC103",
    "foreign-date-format",
    "locale-conventions/date-format",
    Severity.MINOR,
    area="locale",
    limits=_limits,
    mends=True,
    examples=[
        Example("On May 5, 2021 (12/25/2021)", "Am 5. Mai 2021 (25.12.2021)"),
        Example("At 5 p.m. on 2021-05-05", "Um 17 Uhr am 2021-05-05"),
        Example("On May 5, 2021", "Am Mai 5, 2021", ("Mai 5, 2021",)),
        Example("By 12/25/2021", "Bis 12/25/2021", ("12/25/2021",)),
        Example("At 5:30 p.m. sharp", "Punkt 5:30 p.m.", ("5:30 p.m.",)),
        Example("By 12/25/2021", "Avant le 12/25/2021", ("12/25/2021",), ("en", "fr")),
        Example("By 25/12/2021", "Avant le 25/12/2021", langs=("en", "fr")),
        Example("Avant le 25/12/2021", "By 25/12/2021", langs=("fr", "en")),
        Example("Bis 25.12.2021", "By 25.12.2021", ("25.12.2021",), ("de", "en")),
        Example("Bis 25.12.2021", "By 12/25/2021", ("12/25/2021",), ("de", "en-GB")),
        Example("By 12/25/2021", "12/25/2021之前", ("12/25/2021",), ("en", "zh")),
    ],
)
def foreign_date_format(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark dates and times that do not have the format of the target language."""
    target_style, source_style = locales.style(context.target_lang), locales.style(context.source_lang)
    if target_style is None or not re.search(r"\d", segment.target):
        return
    text = addresses.without(segment.target)
    spans = [
        match.span()
        for match in _DIGITS.finditer(text)
        if _is_foreign(match, segment.source, target_style, source_style, context.target_lang)
    ]
    if not target_style.month_first and "y" not in target_style.order[:1] and _YEAR.search(text):
        spans += [match.span() for match in _month_day(context.target_lang).finditer(text)]
    if not target_style.half_days and not language(context.target_base).dates.keeps_half_days:
        spans += [
            match.span()
            for match in _HALF_DAY_TIME.finditer(text)
            if _is_copied_time(match, segment.source, context.target_base)
        ]
    for start, end in sorted(spans):
        marked = segment.target[start:end]
        if _AROUND_LITERAL.match(text[max(0, start - 2) : start] + "\0" + text[end : end + 1]):
            continue
        suggestion = _rewritten(marked, context.source_lang, context.target_lang)
        message = f"{marked} is not how {name(context.target_lang)} writes it"
        yield Hit(message, (Span("target", start, end),), suggestion=suggestion, fixable=suggestion is not None)


def _rewritten(date: str, source_lang: str, lang: str) -> str | None:
    """A date in digits with the order and the separator of the target language; `None` if it can be read both ways."""
    match = _DIGITS.fullmatch(date)
    styles = [locales.style(tag) for tag in (source_lang, lang)]
    if match is None or styles[0] is None or styles[1] is None:
        return None
    first, second = int(match[1]), int(match[3])
    is_open = "-" not in source_lang and language(source_lang).dates.both_orders
    if first > 12 or second > 12:
        day, month = (match[1], match[3]) if first > 12 else (match[3], match[1])
    elif is_open or styles[0].joint != match[2] or styles[0].order not in ("dmy", "mdy"):
        return None
    else:
        day, month = (match[1], match[3]) if styles[0].order == "dmy" else (match[3], match[1])
    is_open = "-" not in lang and language(lang).dates.both_orders
    if is_open and day != month and int(day) <= 12:
        return None
    parts = {"d": day, "m": month, "y": match[4]}
    has_year_first = styles[1].order.startswith("y")
    if not styles[1].joined or (has_year_first and len(match[4]) < 4):
        return None
    return styles[1].joint.join(parts[part] for part in styles[1].order)


def _is_foreign(match: re.Match[str], source: str, target_style: Style, source_style: Style | None, lang: str) -> bool:
    """Whether a date in digits does not have the format of the target language."""
    is_copied = match[0] in source
    if len(match[1]) > 2 or re.search(r"\d\s$", match.string[max(0, match.start() - 2) : match.start()]):
        return False
    first, second = int(match[1]), int(match[3])
    if not (0 < first <= 31 and 0 < second <= 31 and (first <= 12 or second <= 12)):
        return False
    if match[2] != target_style.joint:
        return is_copied and (source_style is None or source_style.joint == match[2])
    if len(match[4]) < 4 and not is_copied:
        return False
    if target_style.order.startswith("y"):
        return len(match[4]) == 4 and (is_copied or match[2] == "/")
    # English without a region may be American or British.
    order_is_open = "-" not in lang and language(lang).dates.both_orders
    return first <= 12 < second if target_style.order == "dmy" else not order_is_open and second <= 12 < first


def _is_copied_time(match: re.Match[str], source: str, lang: str) -> bool:
    """Whether the source has the same time with a.m. or p.m., and not as part of a name that was kept."""
    if language(lang).dates.am_is_a_word and match[0].endswith(" am"):
        return False  # such as the German preposition
    word = _word_before(match)
    copies = [source_match for source_match in _HALF_DAY_TIME.finditer(source) if source_match[1] == match[1]]
    return bool(copies) and not (word[:1].isupper() and word in map(_word_before, copies))


def _word_before(match: re.Match[str]) -> str:
    word = _LAST_WORD.search(match.string[max(0, match.start() - 40) : match.start()])
    return word[1] if word else ""


@functools.cache
def _month_day(lang: str) -> re.Pattern[str]:
    """Pattern of the name of a month with day and year after it."""
    style = locales.style(lang)
    names = "|".join(sorted(map(re.escape, style.months if style else ()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names or '(?!)'})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,\s\d{{4}}(?!\w)", re.IGNORECASE)
