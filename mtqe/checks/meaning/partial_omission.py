"""A part of a sentence has no counterpart in the translation.

## What it does

Asks the critic inside mtqe, an encoder that was trained on errors planted in good translations, for each word of the
source whether anything in the translation stands for it, and for the whole whether the two sides disagree. What it says
is weighed together with how well each stretch of the source is covered, word by word and in meaning. Where the two
sides disagree and nothing but the source has words without a counterpart, it marks these: `major` where little speaks
against it, else `minor`. The confidence orders the findings, but it is no frequency. What a check
of something in particular (a name, a negation) has marked at the same severity is left to that.

## Why it is bad

Readers do not see what is missing: the condition, the exception, the second half of a sentence that the system broke
off. Nothing else in the translation looks wrong.

## Known problems

- Single words, adjectives and adverbs above all, are mostly missed. In Chinese less is found than in other languages.
- Translators leave out what goes without saying; some of what is marked in professional translations is no error.
- Where a long part is missing the marks may be some words off at either end.
- With fewer than four words on a side, or where the translation repeats its source, nothing is judged.
- It was measured on news and encyclopaedias between English and German and Chinese, and from Estonian, French,
  Romanian, Russian and Spanish into English, and on manuals between English and eleven languages: German, Chinese,
  French, Russian, Spanish, Czech, Dutch, Italian, Japanese, Polish and Portuguese. It runs on no
  other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import disagreements
from mtqe.checks.shared.coverage_pairs import limits
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "ACC110",
    "partial-omission",
    "accuracy/omission",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=limits,
    yields_to_specific=True,
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
    yield from disagreements.hits(segments, "omission", context, "partial-omission")
