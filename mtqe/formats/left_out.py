"""What the readers of a document's two sides left out of its texts: markup, or text that they do not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from mtqe.formats import office_parts, unread
from mtqe.formats.unread import Unread
from mtqe.formats.values import Lines
from mtqe.model import Document, LeftOut, Text
from mtqe.model.areas import Area
from mtqe.prose import count

TEXTS = frozenset(
    {"front matter block", "caption", "footnote", "endnote", "page header", "page footer", "text frame"}
    | {"heading", "paragraph", "list item", "table cell", "navigation text", "side text", "text of a drawing"}
    | {"text of a form", "attribute with text", "hidden sheet", "headerless sheet", "uncomputed formula"}
    | {"value with a tag of its own", "formula", "prompt of a cell", office_parts.REMARK, unread.BESIDE, unread.CHANGED}
    | {unread.CODE, unread.CREDIT, unread.EMBEDDED, unread.IGNORABLE, unread.LOOSE, unread.PHRASE, unread.SCRIPT}
    | {unread.STYLE, unread.SYMBOL, unread.TITLE}
)
"""Kinds that are text."""
UNSHOWN = frozenset(
    {unread.AGAIN, unread.COLUMN, unread.COMMENT, unread.ELSEWHERE, unread.FACT, unread.FIXED, unread.HIDDEN}
    | {unread.NOTE, unread.OTHER, unread.UNUSED, "proposal", "reference", "setting of a subtitle"}
)
"""Kinds that no reader of the translation sees. What is left out of the other kinds is markup."""


def of_texts(source: Text, translation: Text) -> tuple[LeftOut, ...]:
    """What was left out of the two sides, each kind with the number of the side that has more.

    Inline codes of a page are left out if the other side is no page, such as plain text.
    """
    found = (*of_sides(source.left_out, translation.left_out), *_changed(source, translation))
    if source.is_page == translation.is_page:
        return found
    codes = sum(len(block.codes) for text in (source, translation) for block in text.blocks)
    return (*found, LeftOut("inline code", codes)) if codes else found


def _changed(source: Text, translation: Text) -> tuple[LeftOut, ...]:
    """The values of the translation that the source has otherwise, or not at all."""
    before = Counter((name, text) for name, text, _ in source.values)
    lines = []
    for name, text, line in translation.values:
        if before[name, text]:
            before[name, text] -= 1
        else:
            lines.append((name if name == unread.CODE else unread.CHANGED, line))
    return at_lines(lines)


def of_sides(source: Iterable[LeftOut], translation: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """What was left out of two files, each kind once, as the file has it that has more of it."""
    found: dict[tuple[str, Area | None], LeftOut] = {}
    for item in (*translation, *source):
        known = found.get((item.what, item.area))
        if known is None or known.number < item.number:
            found[item.what, item.area] = item
    return tuple(item for item in found.values() if item.number)


def counted(numbers: Mapping[str, int], lines: Mapping[str, int] | None = None) -> tuple[LeftOut, ...]:
    """What a reader left out, from how often it met each kind, and the line of the first of each kind."""
    return tuple(
        LeftOut(what, number, _area(what), (lines or {}).get(what, 0)) for what, number in numbers.items() if number
    )


def in_file(content: str, found: Iterable[Unread]) -> tuple[LeftOut, ...]:
    """What a reader left out of a file, from the places of all that no text has."""
    places: dict[str, list[int]] = {}
    for what, at in found:
        places.setdefault(what, []).append(at)
    lines = Lines(content)
    return counted(
        {what: len(offsets) for what, offsets in places.items()},
        {what: lines.at(min(offsets))[0] for what, offsets in places.items()},
    )


def at_lines(found: Iterable[tuple[str, int]]) -> tuple[LeftOut, ...]:
    """What a reader left out of a page, from the kind and the line of each."""
    lines: dict[str, list[int]] = {}
    for what, line in found:
        lines.setdefault(what, []).append(line)
    return counted({what: len(own) for what, own in lines.items()}, {what: min(own) for what, own in lines.items()})


def _area(what: str) -> Area | None:
    return None if what in UNSHOWN else "omission" if what in TEXTS else "markup"


def not_translated(document: Document) -> tuple[str, ...]:
    """A note on the texts that the file has no translation of; none if it has all."""
    texts = sum(bool(segment.source.strip()) for segment in document.segments)
    missing = sum(segment.is_missing for segment in document.segments)
    if not missing:
        return ()
    return (f"{document.id}: {texts - missing:,} of {count(texts, 'text')} are translated",)


def notes(document: Document) -> tuple[str, ...]:
    """A note on what the reader of a file with both sides left out; none if it read everything that readers see."""
    counts = listed(item for item in document.left_out if item.area or item.what == unread.AGAIN)
    return (f"{document.id}: not read, so not compared: {counts}",) if counts else ()


def listed(items: Iterable[LeftOut]) -> str:
    """Kinds in one phrase, each with its number and the line of the first."""
    return ", ".join(f"{count(item.number, item.what)}{f' (line {item.line})' if item.line else ''}" for item in items)
