"""The translation is longer than its file allows.

## What it does

Counts the characters of the translation and compares them with the maximal length that the file names: `maxwidth` in
characters or a size restriction in XLIFF, the length limit of memoQ. Inline codes do not count, the spaces around
them do. As much text as is too much is marked at the end.

## Why it is bad

The program cuts the text or refuses it, or the text runs over its button.

## Known problems

A limit in pixels or bytes is not checked. Characters are counted as Unicode counts them: an accent that is a character
of its own counts, a wide character counts once.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.language import codes
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


@check(
    "MRK116",
    "over-maximal-length",
    "design-and-markup/length",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example("Save", "Sichern", meta=({"max_length": 7},)),
        Example("Save as", "Enregistrer sous"),
        Example("Save", "", meta=({"max_length": 7},)),
        Example("Save", "Speichern", ("rn",), meta=({"max_length": 7},)),
        Example("Save", "Enregistrer", ("er",), ("en", "fr"), meta=({"max_length": 9},)),
    ],
)
def over_maximal_length(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark what is too much."""
    limit, length = segment.unit.max_length, codes.length(segment, "target")
    if isinstance(limit, int) and 0 < limit < length:
        message = f"the translation has {length:,} characters, and the file allows {limit:,}"
        end = len(segment.target)
        yield Hit(message, (Span("target", max(0, end - (length - limit)), end),) if end else ())
