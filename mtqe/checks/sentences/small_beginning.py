"""The source is a sentence, and its translation begins with a small letter.

## What it does

Where the source begins with a capital and ends as a sentence does, marks the first word of a translation that is
written small, unless the word is the source's own, as *iPhone* is, or names what the sentence explains (`tarif : le
prix`), in Romance languages also without an article (`tarif est le prix` for `Rate is the price`). For translations
into German and English see `torn-sentence`, which asks a dictionary, too; a text without any capital is the matter of
`lost-capitals`.

## Why it is bad

It looks careless, and is a trace of a text that was put together from parts.

## Known problems

The second half of a sentence that the translator divided over two segments is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals, measured
from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

LITTLE = 3
"""Letters of a word that is no longer one of the source where this only begins alike: `la` and *late*."""
_TORN = measured.on("de", "en")
"""Languages of which torn-sentence judges a first word."""
_MEASURED = measured.on("fr", "es", "it", "pt", "nl", "pl", "cs", "ru")
_CAPITAL = re.compile(r"[\s\"“„«‘(]*([^\W\d_])")
_END = re.compile(r"[.!?。！？][\"”“’‘»)]*$")
_FIRST = re.compile(r"[\s\"“”„»«‘‚(]*([^\W\d_]+)(?=[\s,])")


def _limits(context: Context) -> str | None:
    if context.target_base in _TORN or language(context.target_base).spaceless:
        return not_for(context)  # torn-sentence judges the former, the latter have no capitals
    return None if context.target_base in _MEASURED else f"was not measured on {name(context.target_lang)}"


@check(
    "MRK113",
    "small-beginning",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("The old door is open.", "La vieille porte est ouverte.", langs=("en", "fr")),
        Example("iPhones are sold here.", "iPhone si vendono qui.", langs=("en", "it")),
        Example("The old door", "la vieille porte", langs=("en", "fr")),
        Example("He gave it away.", "'s Avonds gaf hij het weg.", langs=("en", "nl")),
        Example("The old door is open.", "la vieille porte est ouverte.", ("la",), ("en", "fr")),
        Example("The lamp is lit.", "la lampe est allumée.", ("la",), ("en", "fr")),
        Example("门开着，Anna 在等。", "la porte est ouverte, et Anna attend.", ("la",), ("zh", "fr")),
        Example("„Die Tür ist offen.“", "«дверь открыта.»", ("дверь",), ("de", "ru")),
    ],
)
def small_beginning(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark a first word that is written small."""
    found = _FIRST.match(segment.target)
    if not found or not found[1].islower():
        return
    if "(" in segment.target[: found.start(1)] and ")" not in segment.target.rstrip()[-2:]:
        return  # a remark before the sentence
    source = segment.source.rstrip()
    begins = _CAPITAL.match(source)
    if not begins or begins[1].islower() or not _END.search(source[-6:]):
        return
    if len(source.split(maxsplit=2)) < 3 and not language(context.source_base).spaceless:
        return
    if capitals.explained(found[1], found.end(1), segment, context) or capitals.lost(segment, context):
        return  # lost-capitals tells
    longer = "" if len(found[1]) > LITTLE else r"(?!\w)"
    if not re.search(rf"(?<!\w){re.escape(found[1])}{longer}", source, re.IGNORECASE):
        yield Hit("a sentence begins with a small letter", (Span("target", *found.span(1)),))
