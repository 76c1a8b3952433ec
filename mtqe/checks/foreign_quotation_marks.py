"""A quotation in German stands in English quotation marks.

## What it does

Marks the opening `“` before a word in German, where `“` can only close; each segment is reported once, with all marks.
It is silent where the segment also has `„`, `»` or `«`: then `unbalanced-pairs` judges it. A quotation that was left in
the source's words keeps its marks.

## Why it is bad

It is the first thing an editor corrects, and it shows that nobody revised the text.

## Known problems

Straight marks are not reported: they are a matter of the keyboard. Other languages are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check

_OPENING = re.compile(r"(?<![^\s(\[/–—-])“(?=(\w[^“”]*))")


def _limits(context: Context) -> str | None:
    if context.target_lang in ("de-CH", "de-LI"):
        return "Swiss texts have marks of their own"
    return None if context.target_base == "de" else "judges German translations only"


@check(
    "LOC101",
    "foreign-quotation-marks",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab“, sagte sie."),
        Example("“We sail at noon,” she said.", '"Wir legen um zwölf ab", sagte sie.'),
        Example("“We sail at noon.”", "„Wir legen um zwölf ab“–“morgen“."),
        Example("He sings “Far Away”.", "Er singt “Far Away”."),
        Example("“We sail at noon,” she said.", "“Wir legen um zwölf ab”, sagte sie.", ("“",)),
        Example("“Midi” et “soir”", "“Mittag” und (“Abend”)", ("“", "“"), ("fr", "de")),
    ],
)
def foreign_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark opening quotation marks that only close in the target language."""
    if "“" not in segment.target or re.search("[„»«]", segment.target):
        return
    openings = (found for found in _OPENING.finditer(segment.target) if found[1] not in segment.source)
    if spans := tuple(Span("target", *found.span()) for found in openings):
        yield Hit("“ closes a quotation in German; „ opens it", spans, suggestion="„")
