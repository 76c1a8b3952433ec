"""A quotation opens in the target language's way and closes in another's: *„Ja”* in German, *„Tak“* in Polish.

## What it does

Marks the closing mark of a quotation that begins with `„` where it is not the one that CLDR gives for the language:
`“` in German and Czech, `”` in Polish. All of a segment are one finding. Straight marks are left alone.

## Why it is bad

Half of the marks were adapted, which no keyboard does by itself: the reader sees that nobody looked again.

## Known problems

Many German authors write `”` by habit: of the professional translations in `tests/bench/flags.py` few do, but in some
collections one in 200 does, hence a preview. Quotations that run over several segments are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

_QUOTED = re.compile(r"„[^„“”\"»«]+([“”])")


def _limits(context: Context) -> str | None:
    return (
        None
        if language(context.target_base).quotation.closes_low
        else f"does not know marks of {name(context.target_lang)} to mix up"
    )


@check(
    "LOC106",
    "mixed-quotation-marks",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    status="preview",
    limits=_limits,
    examples=[
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab“, sagte sie."),
        Example("“Yes.”", "„Tak”.", langs=("en", "pl")),
        Example("“Yes.”", '„Ja".'),
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab”, sagte sie.", ("”",)),
        Example("“Yes.” “No.”", "„Tak“. „Nie“.", ("“", "“"), ("en", "pl")),
    ],
)
def mixed_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark closing quotation marks of another language."""
    if "„" not in segment.target:
        return
    closing = language(context.target_base).quotation.closes_low
    spans = [found.span(1) for found in _QUOTED.finditer(segment.target) if found[1] != closing]
    if spans:
        wrong = segment.target[spans[0][0]]
        message = f"{wrong} does not close what „ opens in {name(context.target_lang)}; {closing} does"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=closing)
