"""A punctuation mark stands where no sentence has one.

## What it does

Marks question and exclamation marks in mid-sentence (`das Versagen der! Brücke`), two marks for one (`,.`, `..`),
signs that hang on a word (`Boote^`) and hyphens with a space behind them (`EU- Kommission`), unless the source has the
like. The patterns are data, with examples of their own: `mtqe/data/marks.toml`.

## Why it is bad

The reader stumbles, and it is a trace of text that was cut, pasted or recognised badly.

## Known problems

Names that end in a mark (`Yahoo!`) are reported where the source leaves the mark out. A comma too many is not noticed:
it takes a grammar to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.support import patterns
from mtqe.model import Hit, Segment, Severity
from mtqe.registry import Context, Example, check


@check(
    "ART114",
    "stray-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("The failure of the bridge was no surprise.", "Das Versagen der Brücke war keine Überraschung."),
        Example("The old bridge was closed.", "Die alte! morsche Brücke wurde gesperrt.", ("!",)),
        Example("Née en mai, la vache est petite.", "Born in May,. the cow is small.", (",.",), ("fr", "en")),
        Example("“Who is there?” she asked.", "„Wer ist da?“, fragte sie."),
    ],
)
def stray_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark what the rules find in the target and not in the source."""
    yield from patterns.hits("marks", segment)
