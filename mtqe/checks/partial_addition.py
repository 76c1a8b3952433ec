"""A part of the translation has no counterpart in its source.

## What it does

Does what partial-omission does with the sides changed: it compares each word of the translation with each word of the
source, in their contexts, through the encoder inside mtqe, and marks a stretch of three words or more that nothing in
the source covers, where the translation is longer than expected, no stretch of the source lacks a counterpart, and the
translation without the stretch is closer in meaning to its source. More has to speak for it than for an omission. At
most one stretch of a segment is marked: `major` where little speaks against it, else `minor`. The confidence orders
the findings, but it is no frequency.

## Why it is bad

The translation claims what its author never said. Readers cannot tell it from what the author did say.

## Known problems

- Translators explain and round off, and languages need different numbers of words for a thing: in professional
  translations most of the little that is marked is no error.
- An abbreviation that the translation spells out is marked at times.
- Of the additions that annotators marked in system output, nearly all are missed: most are a word or two.
- Single words and pairs of words are not looked for.
- A translation that is hardly covered at all is not judged, since it may have nothing to do with its source; nor is a
  segment of more than a thousand words.
- It was measured on English from and to German, and on Estonian, French, Romanian, Russian and Spanish to English, and
  runs on no other pair. On Chinese it marked too much that was right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.support.covered import additions
from mtqe.model import Hit, Segment, Severity
from mtqe.registry import Context, Example, check


@check(
    "ACC111",
    "partial-addition",
    "accuracy/addition",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    limits=additions,
    examples=[
        Example(
            "The council closed the swimming pool, although many families had protested, and sold the land.",
            "Der Rat schloss das Schwimmbad, obwohl viele Familien protestiert hatten, und verkaufte das Land.",
        ),
        Example(
            "The council closed the swimming pool and sold the land.",
            "Der Rat schloss das Schwimmbad, obwohl viele Familien protestiert hatten, und verkaufte das Land.",
            ("obwohl viele Familien protestiert hatten",),
        ),
        Example(
            "Le musée reste fermé jusqu'en mars, car le toit doit être remplacé, mais la boutique est ouverte.",
            "The museum remains closed until March, because the roof has to be replaced, but the shop is open.",
            langs=("fr", "en"),
        ),
        Example(
            "Le musée reste fermé jusqu'en mars, mais la boutique est ouverte.",
            "The museum remains closed until March, because the roof has to be replaced, but the shop is open.",
            ("because the roof has to be replaced",),
            ("fr", "en"),
        ),
    ],
)
def partial_addition(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark what nothing in the source covers."""
    from mtqe.checks.support import gaps  # it imports numpy, which `mtqe list` does without

    yield from gaps.hits(segments, "target", context, "partial-addition", "nothing in the source covers these")
