"""A text of a program has two spaces between words, unlike its source.

## What it does

Marks two or more spaces in a row between two words or marks of a text with a key, if the source has no such spaces.
Spaces at the edges and at the beginning of a line are left alone.

## Why it is bad

Labels, dialogs and terminals show each space. Two of them are mostly the trace of a word or placeholder that somebody
took out.

## Known problems

- Where a layout drops double spaces, as HTML does, nobody sees them.
- A translator who puts two spaces after a full stop on purpose is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import program_texts
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_DOUBLE = late(r"(?<=\S) {2,}(?=\S)")
_KEY = {"unit": "tide"}


@check(
    "ART120",
    "double-space",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
    mends=True,
    examples=[
        Example("The tide is low.", "Die Flut ist niedrig.", meta=(_KEY,)),
        Example("The tide  is low.", "Die Flut  ist niedrig.", meta=(_KEY,)),
        Example("The tide is low.", "Die Flut  ist niedrig."),
        Example("The tide is low.", "Die Flut  ist niedrig.", ("  ",), meta=(_KEY,)),
        Example("The tide is low.", "La marée  est basse.", ("  ",), ("en", "fr"), meta=(_KEY,)),
    ],
)
def double_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """Look for two spaces in a row."""
    if "  " not in segment.target or _DOUBLE.search(segment.source) or not program_texts.is_program_text(segment):
        return
    for match in _DOUBLE.finditer(segment.target):
        yield Hit("two spaces where the source has one", (Span("target", *match.span()),), suggestion=" ", fixable=True)
