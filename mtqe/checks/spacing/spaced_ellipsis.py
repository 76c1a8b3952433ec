"""An ellipsis is written with spaces between its dots, and the source's is not.

## What it does

Marks `. . .`, also in variants such as `.. .` and `. .`, unless the source spaces the dots of an ellipsis as well.

## Why it is bad

The dots break over two lines, and screen readers and sentence splitters take them for three sentences. It is a trace of
tokenised text.

## Known problems

American publishers space the dots (*Chicago Manual of Style*); a translation in that style is reported where the source
has another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span

_SPACED = re.compile(r"\.(?:[ \u00a0\u2009\u202f]\.\.?|\.[ \u00a0\u2009\u202f]\.)(?:[ \u00a0\u2009\u202f]?\.)*(?!\w)")


@check(
    "ART109",
    "spaced-ellipsis",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("“Well … perhaps,” he said.", "„Nun … vielleicht“, sagte er."),
        Example("“Well . . . perhaps,” he said.", "„Nun . . . vielleicht“, sagte er."),
        Example("Wait... what?", "Warte... was?"),
        Example("He left. .NET stayed.", "Er ging. .NET blieb."),
        Example("“Well … perhaps,” he said.", "„Nun . . . vielleicht“, sagte er.", (". . .",)),
        Example("« Eh bien… peut-être. »", "“Well .. . perhaps.”", (".. .",), ("fr", "en")),
    ],
)
def spaced_ellipsis(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark ellipses that fall apart."""
    if ". " not in segment.target and ".\u00a0" not in segment.target and ".\u202f" not in segment.target:
        return
    if _SPACED.search(segment.source):
        return
    for found in _SPACED.finditer(segment.target):
        dots = found[0].count(".")
        mended = "…" if dots > 2 else "."
        yield Hit(f"{dots} dots in a row stand apart", (Span("target", *found.span()),), suggestion=mended)
