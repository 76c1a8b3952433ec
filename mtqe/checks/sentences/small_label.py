"""A label of a program begins with a small letter, and its source with a capital.

## What it does

Looks at texts with a key that have fewer than eight words and do not end like a sentence. Marks the first word of the
translation if it begins with a small letter where the source begins with a capital. The word is not marked if the
source has it as well, such as *iPhone*, or if it is the name of a day or month.

`small-beginning` and `torn-sentence` judge sentences.

## Why it is bad

One entry of a menu looks different from all others.

## Known problems

A source that is written with capitals on each word may be part of a sentence that the program puts together. Its
translation is then rightly small, and reported.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from mtqe.checks.shared import program_texts
from mtqe.checks.shared.not_run import not_for
from mtqe.language import codes
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SOURCE = late(r"[\s\"“„«‘'(]*([^\W\d_])(?=[^\W\d_]*[^\W\d_A-Z]|\s|$)")
_TARGET = late(r"[\s\"“”„»«‘‚'(]*([^\W\d_]{2,})(?![\w@.:/\\-])")
_SENTENCE = late(r"[.!?。！？:：]\s*\Z")
_KEY = {"unit": "tide"}


def _limits(context: Context) -> str | None:
    facts = [language(lang) for lang in (context.source_base, context.target_base)]
    return not_for(context) if any(fact.spaceless or not fact.has_capitals for fact in facts) else None


@check(
    "MRK127",
    "small-label",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    area="form",
    limits=_limits,
    examples=[
        Example("Find", "Suchen", meta=(_KEY,)),
        Example("iPhone", "iPhone", meta=(_KEY,)),
        Example("Find", "suchen"),
        Example("Monday", "lundi", langs=("en", "fr"), meta=(_KEY,)),
        Example("Find: %s", "%s suchen", meta=(_KEY,)),
        Example("Low tide", "marée basse", ("marée",), ("en", "fr"), meta=(_KEY,)),
        Example("“Find”", "„suchen“", ("suchen",), meta=(_KEY,)),
    ],
)
def small_label(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the first letters of both sides."""
    if not program_texts.is_label(segment) or _SENTENCE.search(segment.source):
        return
    capital, first = _SOURCE.match(segment.source), _TARGET.match(segment.target)
    if not (capital and first) or capital[1].islower() or not first[1].islower():
        return
    if codes.stands_before(segment, "target", 0, first.start(1)):
        return
    if first[1].casefold() not in segment.source.casefold() and first[1] not in _dates(context.target_base):
        yield Hit("a label begins with a small letter", (Span("target", *first.span(1)),))


@functools.cache
def _dates(lang: str) -> frozenset[str]:
    """The names of days and months in small letters, which many languages do not capitalise."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return frozenset()
    names = [
        name
        for calendar in (locale.days, locale.months)
        for widths in calendar.values()
        for width in widths.values()
        for name in width.values()
    ]
    return frozenset(name.strip(".").casefold() for name in names)
