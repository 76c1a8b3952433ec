"""A quotation opens with a mark that opens none in the target language: *„* in English, *“* in Polish or Czech.

## What it does

Marks double quotation marks before a word that open a quotation and are not among the opening marks that CLDR gives
for the target language, as first or second choice; traditional Chinese (`zh-TW`) has those of Japanese. Straight marks
fit everywhere, and a quotation that was left in the source's words keeps its marks. German has a check of its own,
`foreign-quotation-marks`.

## Why it is bad

It is the first thing an editor corrects, and it shows that nobody revised the text.

## Known problems

Publishers have styles of their own; French and Italian ones use *“* as well as *«*, so both are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

_TRADITIONAL = re.compile(r"zh-(?:Hant|TW|HK|MO)")
_MARK = re.compile(r"(?<![^\s(\[/–—-])(?:([“„»])(?=(\w[^“”„«»]*))|(«)(?=\s?(\w[^“”„«»]*)))")


def _limits(context: Context) -> str | None:
    if context.source_base == context.target_base:
        return "source and translation are in the same language"
    return None if language(context.target_base).quotation.opening else not_for(context)


@check(
    "LOC105",
    "foreign-opening-mark",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("„Nein“, sagte sie.", "“No,” she said.", langs=("de", "en")),
        Example("“No,” she said.", "« Non », dit-elle.", langs=("en", "fr")),
        Example("the “deal” here", "l’« accord » d’ici", langs=("en", "fr")),
        Example("the “deal” here", "ici « l’accord » «deal»", langs=("en", "fr")),
        Example("“No,” she said.", "“不，”她說。", ("“",), ("en", "zh-TW")),
        Example("Man nennt es „Gezeitenkraft“.", "It is called «Gezeitenkraft» there.", langs=("de", "en")),
        Example("„Nein“, sagte sie.", "„No“, she said.", ("„",), ("de", "en")),
        Example("“No,” she said.", "“Nie” – powiedziała.", ("“",), ("en", "pl")),
        Example("“No,” she said.", "„Non”, dit-elle, et „adieu”.", ("„", "„"), ("en", "fr")),
    ],
)
def foreign_opening_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark opening quotation marks that open nothing in the target language."""
    quotation = language(context.target_base).quotation
    allowed = quotation.opening_traditional if _TRADITIONAL.match(context.target_lang) else quotation.opening
    spans = [
        found.span()
        for found in _MARK.finditer(segment.target)
        if found[0] not in allowed and (found[2] or found[4]).strip() not in segment.source
    ]
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        message = f"{' and '.join(marks)} opens no quotation in {name(context.target_lang)}; {allowed[0]} does"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=allowed[0])
