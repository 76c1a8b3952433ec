"""What the readers of a document's two sides left out of its texts: markup, or text that they do not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from mtqe.model import Document, LeftOut, Text
from mtqe.prose import count

TEXTS = frozenset(
    {"front matter block", "caption", "footnote", "endnote", "page header", "page footer", "text frame"}
    | {"heading", "paragraph", "list item", "table cell"}
    | {"hidden sheet", "headerless sheet", "uncomputed formula"}
)
"""Kinds that are text. What is left out of the other kinds is markup."""


def of_texts(source: Text, translation: Text) -> tuple[LeftOut, ...]:
    """What was left out of the two sides, each kind with the number of the side that has more.

    Inline codes of a page are left out if the other side is no page, such as plain text.
    """
    sides = [Counter({(item.what, item.area): item.number for item in text.left_out}) for text in (source, translation)]
    numbers = sides[0] | sides[1]
    if source.is_page != translation.is_page:
        numbers["inline code", "markup"] += sum(
            len(block.codes) for text in (source, translation) for block in text.blocks
        )
    return tuple(LeftOut(what, number, area) for (what, area), number in numbers.items() if number)


def counted(numbers: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """What a reader left out, from how often it met each kind."""
    return tuple(
        LeftOut(what, number, "omission" if what in TEXTS else "markup") for what, number in numbers.items() if number
    )


def not_translated(document: Document) -> tuple[str, ...]:
    """A note on the texts that the file has no translation of; none if it has all."""
    texts = sum(bool(segment.source.strip()) for segment in document.segments)
    missing = sum(segment.is_missing for segment in document.segments)
    if not missing:
        return ()
    return (f"{document.id}: {texts - missing:,} of {count(texts, 'text')} are translated",)


def notes(document: Document) -> tuple[str, ...]:
    """A note on what the reader of a file with both sides left out; none if it read everything."""
    counts = ", ".join(count(item.number, item.what) for item in document.left_out)
    return (f"{document.id}: not read, so not compared: {counts}",) if counts else ()
