"""A part of a sentence has no counterpart in the translation.

## What it does

Compares each word of the source with each word of the translation, in their contexts, through the encoder inside mtqe,
and looks for a stretch of three words or more that nothing in the translation covers, beside words that are covered. It
counts for an omission that the translation is short, that it has no stretch without a counterpart itself, that the
stretch lies between punctuation marks, and that without it the source is closer in meaning to the translation. Only the
likeliest stretch of a segment is marked, on the source: `major` where little speaks against it, else `minor`. The
confidence orders the findings, but it is no frequency.

## Why it is bad

Readers do not see what is missing: the condition, the exception, the second half of a sentence that the system broke
off. Nothing else in the translation looks wrong.

## Known problems

- Single words and pairs of words are not looked for, of short phrases most are missed, of whole clauses about a third.
  In Chinese less is found than in other languages.
- A translator who says in one word what took the source five ("please do me the favour to", "bitte") can be marked.
- Where a long part is missing the marks may be some words off at either end.
- A translation that hardly covers the rest either is not judged, since it may have nothing to do with its source; nor
  is a segment of more than a thousand words.
- It was measured on English from and to German and Chinese, and on Estonian, French, Romanian, Russian and Spanish to
  English. It runs on no other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.support.covered import limits
from mtqe.model import Hit, Segment, Severity
from mtqe.registry import Context, Example, check


@check(
    "ACC110",
    "partial-omission",
    "accuracy/omission",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    limits=limits,
    examples=[
        Example(
            "The council closed the swimming pool, although many families had protested, and sold the land.",
            "Der Rat schloss das Schwimmbad, obwohl viele Familien protestiert hatten, und verkaufte das Land.",
        ),
        Example(
            "The council closed the swimming pool, although many families had protested, and sold the land.",
            "Der Rat schloss das Schwimmbad und verkaufte das Land.",
            ("although many families had protested",),
        ),
        Example(
            "Wer die Karte online kauft, zahlt nur acht Euro, muss sie aber bis zum Vorabend ausdrucken.",
            "If you buy the ticket online, you pay only eight euros, but you have to print it by the evening before.",
            langs=("de", "en"),
        ),
        Example(
            "Wer die Karte online kauft, zahlt nur acht Euro, muss sie aber bis zum Vorabend ausdrucken.",
            "If you buy the ticket online, you pay only eight euros.",
            ("muss sie aber bis zum Vorabend ausdrucken",),
            ("de", "en"),
        ),
    ],
)
def partial_omission(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark what nothing in the translation covers."""
    from mtqe.checks.support import gaps  # it imports numpy, which `mtqe list` does without

    yield from gaps.hits(segments, "source", context, "partial-omission", "nothing in the translation covers these")
