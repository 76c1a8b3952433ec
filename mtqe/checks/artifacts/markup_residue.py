"""The translation contains Markdown, escape sequences, pieces of tags or the JSON around an answer.

## What it does

Looks for signs of a format that the source does not have: `**bold**`, `## Heading`, `[text](address)`, backticks, `\\n`
and `\\u00fc`, `/strong>`, `class="old"`, `"translation": "`. Each rule is silent where the source has such signs. The
patterns have their own examples: `mtqe/data/residue.toml`. A text of a program without a source is not judged.

## Why it is bad

Language models write Markdown and JSON unasked, and programs cut tags in two. The reader sees the signs on the page.

## Known problems

Whole HTML tags are left to `tag-mismatch`, placeholders to `placeholder-mismatch`. Where the markup was removed from
the source but not from the translation, every sign is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.artifacts import pattern_rules
from mtqe.checks.shared import program_texts
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check


@check(
    "ART108",
    "markup-residue",
    "design-and-markup/markup",
    Severity.MAJOR,
    area="form",
    examples=[
        Example("The **old** bridge", "Die **alte** Brücke"),
        Example("Price: 5 * 4 = 20 #1", "Preis: 5 * 4 = 20 Nr. 1"),
        Example("The old bridge", "Die **alte** Brücke", ("**alte**",)),
        Example("Tides", "# Gezeiten", ("#",)),
        Example("Le pont est fermé.", "The bridge\\nis closed.", ("\\n",), ("fr", "en")),
        Example("", 'Die <a href="/tides">Gezeiten</a>', meta=({"unit": "tides"},)),
        Example("Le vieux pont", "The <old> bridge", langs=("fr", "en")),
    ],
)
def markup_residue(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark signs of a format that the source does not have."""
    if segment.source.strip() or not program_texts.is_program_text(segment):
        yield from pattern_rules.hits("residue", segment)
