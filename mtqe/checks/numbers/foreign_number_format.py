"""A number has the decimal or thousands separator of the source language: *1.5 Millionen* in German.

## What it does

Marks numbers that were copied from the source, if CLDR says that the two languages separate decimals and thousands
differently: `3.5` and `12,500` in German, `3,5` and `12.500` in English.

It ignores numbers with the same word before them on both sides (*Windows 8.1*), times, section numbers, versions and
dates, and a full stop before three digits, which can be read either way.

Thousands with one separator that the target language reads as a decimal (`12,500` in German) are major.

## Why it is bad

The reader stumbles. To a German, `12,500` is twelve and a half: an error by a factor of a thousand.

## Known problems

- Decimals that name something, without the same word before them on both sides, are marked.
- If the language tag has no region, the style of the main region is used: Mexico writes `1.5`, but `es` is `1,5`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.shared import locales
from mtqe.language.lang import any_of, anywhere, language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.language.words import masked
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_NUMBER = late(r"(?<![\w.,:/§#-])\d[\d.,]*\d(?![\w:/-]|[.,]\d)")
_THOUSANDS = late(r"[1-9]\d{0,2}[.,]\d{3}")
_WORD_BEFORE = late(r"([^\W\d_][\w'’-]*)\W{0,2}$")
_UNIT = late(
    r"[\s\u00a0\u202f-]?(?:[%‰°€$£¥₹₽]|[A-ZÄÖÜ][a-zäöüß]{2,}|[kcmµMGT]?(?:m|g|l|t|b|B|Hz|Wh?|Pa|Bit|bit)(?:\b|[²³])|EUR\b|USD?\b)"
)
_MONEY = late(r"[€$£¥₹₽][\s\u00a0\u202f]?$")
_TIME_WITH_DOT = late(r"(?:[01]?\d|2[0-4])[.,][0-5]\d")


@functools.cache
def _noun_after() -> re.Pattern[str]:
    return re.compile(rf"[\s\u00a0\u202f](?!{any_of('joins_nouns')}\b)[^\W\d_]{{3,}}")


@functools.cache
def _after_hour() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{any_of('after_hour')}|GMT|UTC)")


def _limits(context: Context) -> str | None:
    styles = [locales.style(tag) for tag in (context.source_lang, context.target_lang)]
    unknown = [tag for tag, style in zip((context.source_lang, context.target_lang), styles, strict=True) if not style]
    if unknown or styles[0] is None or styles[1] is None:
        return f"CLDR has no number format of {' and '.join(map(name, unknown))}"
    return None if styles[0].decimal != styles[1].decimal else "both languages have the same decimal separator"


@check(
    "LOC102",
    "foreign-number-format",
    "locale-conventions/number-format",
    Severity.MINOR,
    area="locale",
    limits=_limits,
    mends=True,
    examples=[
        Example("It cost 1.5 million, up 12,500.", "Es kostete 1,5 Millionen, 12.500 mehr."),
        Example("Windows 8.1 came at 10.30 p.m.", "Windows 8.1 kam um 22.30 Uhr."),
        Example("2.1 Tides", "2.1 Gezeiten"),
        Example("Version 2.5 and section 3.4", "Version 2.5 und Abschnitt 3.4"),
        Example("1.0 means all", "1.0 signifie tout", langs=("en", "fr")),
        Example("It cost 1.5 million.", "Es kostete 1.5 Millionen.", ("1.5",)),
        Example("12,500 people came.", "Es kamen 12,500 Menschen.", ("12,500",)),
        Example("12,500 people came.", "12,500 Menschen kamen.", ("12,500",)),
        Example("Il pèse 3,5 kg.", "It weighs 3,5 kg.", ("3,5",), ("fr", "en")),
    ],
)
def foreign_number_format(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark numbers with the separators of the source language."""
    source_style, target_style = locales.style(context.source_lang), locales.style(context.target_lang)
    if source_style is None or target_style is None or not re.search(r"\d[.,]\d", segment.target):
        return
    source = masked(segment.source)
    copied = {match[0]: match for match in _NUMBER.finditer(source)}
    for match in _NUMBER.finditer(masked(segment.target)):
        original = copied.get(match[0])
        if (
            original
            and _is_foreign(match, source_style, target_style, context.target_base)
            and not _is_label(match, original)
        ):
            localised = match[0].translate(
                {ord(source_style.decimal): target_style.decimal, ord(source_style.group): target_style.group}
            )
            message = f"{match[0]} has the separators of {name(context.source_lang)}; write {localised}"
            thousands = _THOUSANDS.fullmatch(match[0]) is not None and source_style.group in match[0]
            severity = Severity.MAJOR if thousands and source_style.group == target_style.decimal else Severity.MINOR
            yield Hit(message, (Span("target", *match.span()),), severity, suggestion=localised, fixable=True)


def _is_foreign(match: re.Match[str], source_style: locales.Style, target_style: locales.Style, lang: str) -> bool:
    """Whether a copied number means something else, or nothing, in the style of the target language.

    A decimal must be an amount of something. Alone it may be the number of a version, a section or a day.
    """
    group, decimal = re.escape(source_style.group), re.escape(source_style.decimal)
    if re.fullmatch(rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?", match[0]):
        return source_style.group != target_style.group
    if not re.fullmatch(rf"\d+{decimal}(?:\d{{1,2}}|\d{{4,}})", match[0]):
        return False
    text, end = match.string, match.end()
    # German nouns have a capital, so _UNIT finds what is counted. 1.0 is mostly a setting or a version.
    is_counted = (
        not language(lang).capital_nouns
        and not match[0].endswith(f"{source_style.decimal}0")
        and _noun_after().match(text, end)
    )
    return bool(_UNIT.match(text, end) or is_counted or _MONEY.search(text[max(0, match.start() - 2) : match.start()]))


def _is_label(copy: re.Match[str], original: re.Match[str]) -> bool:
    """Whether the number is a time or belongs to a name, a version or a section."""
    if _TIME_WITH_DOT.fullmatch(copy[0]) and any(
        _after_hour().match(match.string, match.end()) for match in (copy, original)
    ):
        return True
    if not copy.string[: copy.start()].strip() and not original.string[: original.start()].strip():
        return "," not in copy[0] and bool(re.match(r"\W*[A-ZÄÖÜ]", copy.string[copy.end() :]))
    words = [
        _WORD_BEFORE.search(match.string[max(0, match.start() - 40) : match.start()]) for match in (copy, original)
    ]
    if (words[1] and words[1][1].lower() in anywhere("sections")) or (
        words[0] and words[0][1].lower().startswith(tuple(anywhere("versions")))
    ):
        return True
    if words[1] and words[1][1][0].isupper() and re.match(rf"\s{re.escape(words[1][1])}\b", copy.string[copy.end() :]):
        return True  # `Windows 8.1`, `od 8.1 Windows`
    return words[0] is not None and words[1] is not None and words[0][1].casefold() == words[1][1].casefold()
