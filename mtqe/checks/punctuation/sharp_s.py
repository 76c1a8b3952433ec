"""A translation for Switzerland or Liechtenstein has *ß*: *Straße* instead of *Strasse*.

## What it does

Marks each word with `ß` in a translation into `de-CH` or `de-LI`. If the source has the same word, it is a name and is
ignored.

## Why it is bad

Neither country uses the letter. The reader sees that the text was made for Germany.

## Known problems

The check does not run if the language is `de` without a region. Names of people and places that the source spells
differently are reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_WORD = late(r"\w+")


def _limits(context: Context) -> str | None:
    """Only German in Switzerland and Liechtenstein does without the letter."""
    return None if context.target_lang in ("de-CH", "de-LI") else not_for(context)


@check(
    "LOC109",
    "sharp-s",
    "locale-conventions",
    Severity.MINOR,
    area="locale",
    limits=_limits,
    mends=True,
    examples=[
        Example("The street is long.", "Die Strasse ist lang.", langs=("en", "de-CH")),
        Example("Mr Weiß called.", "Herr Weiß rief an.", langs=("en", "de-CH")),
        Example("The street is big.", "Die Straße ist groß.", ("Straße", "groß"), ("en", "de-CH")),
        Example("La rue est longue.", "Die STRAẞE ist lang.", ("STRAẞE",), ("fr", "de-LI")),
        Example("The street is long.", "Die STRAßE ist lang.", ("STRAßE",), ("en", "de-CH")),
    ],
)
def sharp_s(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for each word with ß."""
    if "ß" not in segment.target and "ẞ" not in segment.target:
        return
    for word in _WORD.finditer(segment.target):
        if ("ß" in word[0] or "ẞ" in word[0]) and word[0] not in segment.source:
            in_capitals = word[0].replace("ß", "").isupper()
            spelling = word[0].replace("ß", "SS" if in_capitals else "ss").replace("ẞ", "SS")
            message = f"Switzerland and Liechtenstein spell {word[0]} with ss: {spelling}"
            yield Hit(message, (Span("target", *word.span()),), suggestion=spelling, fixable=True)
