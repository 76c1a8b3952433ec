"""A part of the translation has no counterpart in its source.

## What it does

Does what partial-omission does with the sides changed: where the critic inside mtqe finds that source and translation
disagree, and nothing but the translation has words that the other side does not explain, it marks these: `major` where
little speaks against it, else `minor`. The confidence orders the findings, but it is no frequency. What a check
of something in particular (a name, a negation) has marked at the same severity is left to that.

## Why it is bad

The translation claims what its author never said. Readers cannot tell it from what the author did say.

## Known problems

- Translators explain and round off, and languages need different numbers of words for a thing: much of the little that
  is marked in professional translations is no error.
- An abbreviation that the translation spells out is marked at times. The acronym of a name that stands there in full,
  and a name with another ending, are minor.
- Of the additions that annotators marked in system output, nearly all are missed: most are a word or two.
- With fewer than four words on a side, or where the translation repeats its source, nothing is judged.
- It was measured on news and encyclopaedias between English and German and Chinese, and from Estonian, French,
  Romanian, Russian and Spanish into English, and on manuals between English and eleven languages: German, Chinese,
  French, Russian, Spanish, Czech, Dutch, Italian, Japanese, Polish and Portuguese. It runs on no
  other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import disagreements, harmless_changes
from mtqe.checks.shared.coverage_pairs import limits
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "ACC111",
    "partial-addition",
    "accuracy/addition",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=limits,
    yields_to_specific=True,
    examples=[
        Example("The council closed the swimming pool in March.", "Der Rat schloss im März das Schwimmbad."),
        Example(
            "The council closed the swimming pool in March.",
            "Der Rat schloss im März das Schwimmbad, das die Regierung in Berlin bezahlt hatte.",
            ("das die Regierung in Berlin bezahlt hatte",),
        ),
        Example(
            "Le musée de Lyon reste fermé jusqu'en mars.",
            "The museum in Lyon remains closed until March.",
            langs=("fr", "en"),
        ),
        Example(
            "Le musée de Lyon reste fermé jusqu'en mars.",
            "The museum in Lyon remains closed until March, as the Russian government announced yesterday.",
            ("as the Russian government announced yesterday",),
            ("fr", "en"),
        ),
    ],
)
def partial_addition(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark what nothing in the source covers."""
    yield from harmless_changes.milder(disagreements.hits(segments, "addition", context, "partial-addition"))
