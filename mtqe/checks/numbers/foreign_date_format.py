"""A date or time is written as in the source language: *Mai 5, 2021* or *5 p.m.* in German.

## What it does

Marks, by the formats of CLDR, in the translation: dates of digits that were copied where the target language has
another order or another sign between the parts (`12/25/2021` in German, French or Chinese); other dates with the sign
of the target language and a day where it has the month (`03/25/2021` in British English); a month's name with the day
behind it (*Mai 5, 2021*) where the language sets the day first; and hours that kept their a.m. or p.m. where the
language counts to 24. ISO dates (`2021-05-05`) are right everywhere. Where only the order differs, a date that can be
read both ways is left alone, and so is every order in English without a region.

## Why it is bad

5/4 is a different day on each side of the Atlantic, and the reader sees that nobody adapted the text.

## Known problems

- What is quoted alone (`"1/1/30"`) is taken for something to type and is not marked.
- Fractions and file names of the same look may be marked.
- In German a plain *am* may be the preposition and is not marked.
- The clock of two halves is not marked in Spanish, where part of the countries use it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses, locales
from mtqe.checks.shared.locales import Style
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

_DIGITS = re.compile(  # Chinese and Japanese set no space beside it
    r"(?<![A-Za-z0-9_\u00c0-\u052f./-])(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![A-Za-z0-9_\u00c0-\u052f/-]|\.\d)"
)
_HALF = re.compile(r"(?<![\w.:])(\d{1,2}(?:[:.]\d\d)?)\s?(?:[ap]\.\s?m\b\.?|[ap]m\b|[AP]\.?M\b\.?)(?!/[AaPp])")
_LITERAL = re.compile(r".?[\"'“”„«»‘’]\0[\"'“”„«»‘’]|\w\(\0\)")
"""What stands around the argument of a formula, or around what is to be typed as it is: `"1/1/30"`, `DAY(1/1/30)`."""
_YEAR = re.compile(r",\s\d{4}")
_WORD = re.compile(r"([^\W\d_]+)\W*$")


def _limits(context: Context) -> str | None:
    if context.source_base == context.target_base:
        return "source and translation are in the same language"
    return None if locales.style(context.target_lang) else f"CLDR has no date format of {name(context.target_lang)}"


@check(
    "LOC103",
    "foreign-date-format",
    "locale-conventions/date-format",
    Severity.MINOR,
    limits=_limits,
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
    """Mark dates and times that are not written as in the target language."""
    ours, theirs = locales.style(context.target_lang), locales.style(context.source_lang)
    if ours is None or not re.search(r"\d", segment.target):
        return
    text = addresses.without(segment.target)
    spans = [
        match.span()
        for match in _DIGITS.finditer(text)
        if _is_foreign(match, segment.source, ours, theirs, context.target_lang)
    ]
    if not ours.month_first and "y" not in ours.order[:1] and _YEAR.search(text):
        spans += [match.span() for match in _month_day(context.target_lang).finditer(text)]
    if not ours.half_days and not language(context.target_base).dates.keeps_half_days:
        spans += [
            match.span() for match in _HALF.finditer(text) if _is_hour(match, segment.source, context.target_base)
        ]
    for start, end in sorted(spans):
        found = segment.target[start:end]
        if _LITERAL.match(text[max(0, start - 2) : start] + "\0" + text[end : end + 1]):
            continue
        yield Hit(f"{found} is not how {name(context.target_lang)} writes it", (Span("target", start, end),))


def _is_foreign(match: re.Match[str], source: str, ours: Style, theirs: Style | None, lang: str) -> bool:
    copied = match[0] in source
    if len(match[1]) > 2 or re.search(r"\d\s$", match.string[max(0, match.start() - 2) : match.start()]):
        return False
    first, second = int(match[1]), int(match[3])
    if not (0 < first <= 31 and 0 < second <= 31 and (first <= 12 or second <= 12)):
        return False
    if match[2] != ours.joint:
        return copied and (theirs is None or theirs.joint == match[2])
    if len(match[4]) < 4 and not copied:
        return False
    if ours.order.startswith("y"):
        return len(match[4]) == 4 and (copied or match[2] == "/")
    # English without a region may be American or British.
    is_either = "-" not in lang and language(lang).dates.both_orders
    return first <= 12 < second if ours.order == "dmy" else not is_either and second <= 12 < first


def _is_hour(match: re.Match[str], source: str, lang: str) -> bool:
    """Whether the source has the same hour of a half day, and not as a part of a name that stayed."""
    if language(lang).dates.am_is_a_word and match[0].endswith(" am"):
        return False  # such as the German preposition
    before = _word_before(match)
    same = [one for one in _HALF.finditer(source) if one[1] == match[1]]
    return bool(same) and not (before[:1].isupper() and before in map(_word_before, same))


def _word_before(match: re.Match[str]) -> str:
    found = _WORD.search(match.string[max(0, match.start() - 40) : match.start()])
    return found[1] if found else ""


@functools.cache
def _month_day(lang: str) -> re.Pattern[str]:
    """Matches a month's name with day and year behind it."""
    found = locales.style(lang)
    names = "|".join(sorted(map(re.escape, found.months if found else ()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names or '(?!)'})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,\s\d{{4}}(?!\w)", re.IGNORECASE)
