"""Markdown, escape sequences, halves of tags or the JSON around an answer stand in the translation.

## What it does

Looks for marks of a format that the source does not have: `**bold**`, `## Heading`, `[text](address)`, backticks, `\\n`
and `\\u00fc`, `/strong>`, `class="old"`, `"translation": "`. Each rule is silent where the source has the like. The
patterns are data, with examples of their own: `mtqe/data/residue.toml`.

## Why it is bad

Language models write Markdown and JSON unasked, and programs cut tags in two. On the page the reader sees the signs.

## Known problems

Whole HTML tags are for `tag-mismatch`, placeholders for `placeholder-mismatch`. Where a source was stripped of its
markup and the translation was not, every mark is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.artifacts import pattern_rules
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "ART108",
    "markup-residue",
    "design-and-markup/markup",
    Severity.MAJOR,
    examples=[
        Example("The **old** bridge", "Die **alte** Brücke"),
        Example("Price: 5 * 4 = 20 #1", "Preis: 5 * 4 = 20 Nr. 1"),
        Example("The old bridge", "Die **alte** Brücke", ("**alte**",)),
        Example("Tides", "# Gezeiten", ("#",)),
        Example("Le pont est fermé.", "The bridge\\nis closed.", ("\\n",), ("fr", "en")),
        Example("Le vieux pont", "The <old> bridge", langs=("fr", "en")),
    ],
)
def markup_residue(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark signs of a format that the source has not."""
    yield from pattern_rules.hits("residue", segment)
