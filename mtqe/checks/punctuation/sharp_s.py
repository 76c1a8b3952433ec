"""A text for Switzerland or Liechtenstein has *ß*: *Straße* for *Strasse*.

## What it does

Marks each word with `ß` in a translation into `de-CH` or `de-LI`, unless the source has the same word, which is a name.

## Why it is bad

The letter is not used there; the reader sees that the text was made for Germany.

## Known problems

Does not run when the language is `de` without a region. Names of people and places that the source spells otherwise are
reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span

_WORD = re.compile(r"\w+")


def _limits(context: Context) -> str | None:
    """Only Swiss German has no such letter."""
    return None if context.target_lang in ("de-CH", "de-LI") else not_for(context)


@check(
    "LOC109",
    "sharp-s",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("The street is long.", "Die Strasse ist lang.", langs=("en", "de-CH")),
        Example("Mr Weiß called.", "Herr Weiß rief an.", langs=("en", "de-CH")),
        Example("The street is big.", "Die Straße ist groß.", ("Straße", "groß"), ("en", "de-CH")),
        Example("La rue est longue.", "Die STRAẞE ist lang.", ("STRAẞE",), ("fr", "de-LI")),
    ],
)
def sharp_s(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark words with a letter that Swiss German has not."""
    if "ß" not in segment.target and "ẞ" not in segment.target:
        return
    for found in _WORD.finditer(segment.target):
        if ("ß" in found[0] or "ẞ" in found[0]) and found[0] not in segment.source:
            better = found[0].replace("ß", "ss").replace("ẞ", "SS")
            yield Hit(f"{found[0]} is spelt {better} here", (Span("target", *found.span()),), suggestion=better)
