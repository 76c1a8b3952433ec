"""A file of programs or translation tools has a text that its source does not have.

## What it does

Marks the translation of a unit whose source is missing or empty: a key that only the file of the translation has.

## Why it is bad

The text has been removed or renamed in the source, or the key is misspelt. Then the program never shows the translation
and shows the source text in its place. Some build tools stop at such a key.

## Known problems

Texts that exist in one language only, such as a note on the translation, are reported. Ignore this check for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.language import words
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_UNIT = ({"unit": "menu.open"},)


@check(
    "ACC123",
    "text-without-source",
    "accuracy/addition",
    Severity.MINOR,
    area="omission",
    examples=[
        Example("Open", "Öffnen", meta=_UNIT),
        Example("", "", meta=_UNIT),
        Example("", "…", meta=_UNIT),
        Example("", "Öffnen"),
        Example("", "Öffnen", ("Öffnen",), meta=_UNIT),
        Example(" ", "Ouvrir la porte", ("Ouvrir la porte",), ("en", "fr"), meta=_UNIT),
    ],
)
def text_without_source(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark a translation without a source."""
    unit = segment.unit.id
    if unit and not segment.source.strip() and any(map(str.isalnum, segment.target)):
        yield Hit(f"the source has no text for {unit}", words.whole_span("target", segment.target))
