"""A quotation in German stands in English quotation marks.

## What it does

Marks `“` before a word in German, where it can only close, and `‘` where it opens a quotation within one; each segment
is reported once, with all marks. `“` is left alone where a `„`, `»` or `«` is still open: then it may close, and
`unbalanced-pairs` judges it. A quotation that was left in the source's words keeps its marks.

## Why it is bad

It is the first thing an editor corrects, and it shows that nobody revised the text.

## Known problems

Straight marks are not reported: they are a matter of the keyboard. Other languages are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

_OPENING = re.compile(r"(?<![^\s(\[/–—-])“(?=(\w[^“”]*)(”?))")
_SINGLE = re.compile(r"(?<![^\s(\[/–—„“»«-])‘(?=(\w[^‘’“”„]+)[‘’](?!\w))")


def _limits(context: Context) -> str | None:
    return None if language(context.target_base).quotation.only_close else "judges German translations only"


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
        Example("“He said ‘no’ in the ’90s.”", "„Er sagte ‚nein‘ in den ’90ern.“"),
        Example("He sings “Far Away”.", "Er singt “Far Away”."),
        Example("“We sail at noon,” she said.", "“Wir legen um zwölf ab”, sagte sie.", ("“",)),
        Example("“Yes,” she said. “No.”", "„Ja“, sagte sie. “Nein.”", ("“",)),
        Example("The song ‘Blue Sea’ won.", "Der Song ‘Blaues Meer’ gewann.", ("‘",)),
        Example("“Midi” et “soir”", "“Mittag” und (“Abend”)", ("“", "“"), ("fr", "de")),
    ],
)
def foreign_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark opening quotation marks that only close in the target language."""
    if "“" not in segment.target and "‘" not in segment.target:
        return
    text, quotation = segment.target, language(context.target_base).quotation
    regional = quotation.opens_instead_in
    subtags = context.target_lang.split("-")
    opening = next((regional[region] for region in subtags if region in regional), quotation.opens_instead)
    for pattern, wanted in zip((_OPENING, _SINGLE), opening, strict=True):
        found = [match for match in pattern.finditer(text) if match[1] not in segment.source and _opens(match)]
        if found:
            spans = tuple(Span("target", *match.span()) for match in found)
            yield Hit(f"{found[0][0]} closes a quotation in German; {wanted} opens it", spans, suggestion=wanted)


def _opens(match: re.Match[str]) -> bool:
    """Whether `“` begins a quotation here: no other one is open, and where there are others, this one ends with `”`."""
    if match[0] == "‘" or not re.search("[„»«]", match.string):
        return True
    before = match.string[: match.start()]
    closed = "»" in match.string or "«" in match.string or before.count("„") > before.count("“") + before.count("”")
    return bool(match[2]) and not closed
