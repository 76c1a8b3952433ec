"""Reads Word documents (.docx): headings, paragraphs, list items and table cells become blocks, in order.

python-docx parses them. The line of a block is its number among the paragraphs of the document. Text inside of content
controls is read. Headers, footers, footnotes, endnotes, comments, text boxes, formulas, charts, diagrams and hidden
text are not read, but counted as left out. Text that tracked changes delete or move away is no part of the document;
inserted text is kept. Link targets, images and the formatting of words are left out.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqe.errors import InputError
from mtqe.formats import files, left_out, office_parts, unread, zip_guard
from mtqe.model import Block, BlockKind, Text

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FRAME = f"{_WORD}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = frozenset({"0", "false", "none", "baseline"})
_MARKS = {
    f"{_WORD}{name}": mark
    for name, mark in (("t", None), ("tab", " "), ("br", " "), ("cr", " "), ("noBreakHyphen", "\u2011"))
}
FORMULA = "formula"
_KINDS = {
    f"{_WORD}hyperlink": "link",
    f"{_WORD}drawing": "image",
    f"{_WORD}pict": "image",
    f"{_WORD}footnoteReference": "footnote",
    f"{_WORD}endnoteReference": "endnote",
    f"{_WORD}object": unread.EMBEDDED,
    f"{_WORD}sym": unread.SYMBOL,
    f"{_WORD}bdo": "direction override",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": FORMULA,
}
"""What is left out of a paragraph, by the name of the element."""
_MOVED, _GONE = f"{_WORD}moveFrom", f"{_WORD}del"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": office_parts.REMARK}
"""The kinds of texts of other parts, by the end of the type of the part. Each child of its root is such a text."""
_FORMATS = tuple(
    f"{_WORD}{name}" for name in ("b", "i", "u", "strike", "dstrike", "vertAlign", "highlight", "caps", "smallCaps")
)
"""Properties of a run that a reader sees."""
_COLOR, _SIZE = f"{_WORD}color", f"{_WORD}sz"
_WHITE = frozenset({"FFFFFF", "FEFEFE"})
_TINY = 8
"""Half points: the size of letters that nobody reads, at most. By hand: footnotes have 16 or more."""


def read(path: Path) -> Text:
    """Read a Word document.

    Raises:
        InputError: The file cannot be read, is not a Word document, or has no text.
    """
    import docx

    data = files.read_bytes(path)
    if not data.startswith(files.ZIP):
        files.refuse_binary(data, path, "a Word document")
        raise InputError(f"{files.shown(path)} is text, not a Word document", "give it the ending .txt, or use -f text")
    zip_guard.refuse_bomb(data, path)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises exceptions of zipfile, of lxml and its own
        hint = "save it as .docx again"
        if isinstance(error, KeyError):  # a zip file without the parts of an Office file
            raise InputError(f"{files.shown(path)} is a zip file, not a Word document", hint) from error
        raise InputError(f"{files.shown(path)} is damaged: {' '.join(str(error).split())}", hint) from error
    styles = _Styles(document)
    blocks = []
    for number, paragraph in enumerate(_paragraphs(document.element.body), 1):
        text = " ".join(_text(paragraph).split(" ")).strip() if len(paragraph) else ""
        if text:
            blocks.append(Block(text, number, _kind(paragraph, styles)))
    if not blocks:
        raise InputError(f"{files.shown(path)} has no text", "give a document with text")
    counts = left_out.counted(Counter(_left_out(document, data)))
    return Text(tuple(blocks), str(path), hashlib.sha256(data).hexdigest(), left_out=counts)


def _paragraphs(part: Any) -> Iterator[Any]:
    """The paragraphs of a document or table cell in order. Tables are read row by row, merged cells once."""
    # Not with python-docx, which repeats a cell for each column and row that it spans: a file may state a billion.
    for element in _within(part, f"{_WORD}p", f"{_WORD}tbl"):
        if element.tag == f"{_WORD}p":
            yield element
            continue
        for row_number, row in enumerate(_within(element, f"{_WORD}tr")):
            for cell in _within(row, f"{_WORD}tc"):
                merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
                if merge is None or row_number == 0 or merge.get(f"{_WORD}val") == "restart":
                    yield from _paragraphs(cell)


def _within(part: Any, *tags: str) -> Iterator[Any]:
    """The elements below a part that are not inside of each other, also those in content controls and the like."""
    waiting = [part.iterchildren()]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in tags:
            yield element
        elif element.tag not in (_FRAME, _FALLBACK, _MOVED, _GONE):
            waiting.append(element.iterchildren())


def _text(paragraph: Any) -> str:
    """The text including that of links and insertions, some of which `Paragraph.text` omits."""
    parts = []
    for element in paragraph.iter(*_MARKS):
        if not (_is_within(element, _FRAME, _MOVED) or _is_hidden(element)):
            parts.append(_MARKS[element.tag] or element.text or "")
    return "".join(parts)


def _left_out(document: Any, data: bytes) -> Iterator[str]:
    """What is left out of the document, a kind for each place."""
    parts = list(office_parts.typed(data, {*_NOTES, *office_parts.DRAWN}))
    noted = {_NOTES.get(kind) for kind, _ in parts}
    for paragraph in filter(len, _paragraphs(document.element.body)):
        yield from (kind for kind in _beside(paragraph) if kind not in noted)
        yield from (unread.HIDDEN for run in paragraph.iter(f"{_WORD}r") if _has_text(run) and _is_hidden(run))
        # A paragraph with one format from its beginning to its end has no inline markup.
        passages = [formats for formats, _ in itertools.groupby(map(_formats, _runs(paragraph)))]
        is_mixed = len(passages) > 1
        yield from ("formatted passage" for formats in passages if formats and (is_mixed or formats & {_COLOR, _SIZE}))
    yield from (unread.EMBEDDED for _ in document.element.body.iter(f"{_WORD}altChunk"))
    items = (item.get(f"{_WORD}displayText") or "" for item in document.element.body.iter(f"{_WORD}listItem"))
    yield from ("attribute with text" for text in items if text.strip())
    for section in document.sections:
        for kind in ("header", "footer"):
            own = (getattr(section, name) for name in (kind, f"first_page_{kind}", f"even_page_{kind}"))
            yield from (f"page {kind}" for part in own if not part.is_linked_to_previous and _has_text(part._element))
    for kind, root in parts:
        if kind in _NOTES:
            yield from (_NOTES[kind] for note in root if office_parts.has_text(note))
        elif office_parts.has_text(root):
            yield office_parts.DRAWN[kind]


def _beside(paragraph: Any) -> Iterator[str]:
    """The kinds of what stands in a paragraph beside its text. A note is there once, and once in its own part."""
    for element in paragraph.iter(_FRAME, *_KINDS):
        if _is_within(element, _FALLBACK):
            continue  # the same drawing again, for old programs
        if element.tag == _FRAME:
            yield from ["text frame"] if _has_text(element) else []
        elif next(element.iter(_FRAME), None) is None:
            if _KINDS[element.tag] != FORMULA or office_parts.has_text(element):
                yield _KINDS[element.tag]
            yield from ("attribute with text" for _ in _described(element))


def _described(drawing: Any) -> Iterator[str]:
    """The texts that stand for the pictures of a drawing."""
    for element in drawing.iter("{*}docPr", "{*}shape"):
        described = (element.get(name) for name in ("descr", "title", "alt"))
        yield from (text for text in described if text and text.strip())


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph that have a visible text, without those of text boxes."""
    runs = (run for run in paragraph.iter(f"{_WORD}r") if _has_text(run))
    return (run for run in runs if not (_is_within(run, _FRAME, _MOVED) or _is_hidden(run)))


def _formats(run: Any) -> frozenset[str]:
    """The names of the formats of a run."""
    properties = run.find(f"{_WORD}rPr")
    found = properties.iterchildren(*_FORMATS, _COLOR, _SIZE) if properties is not None else ()
    return frozenset(element.tag for element in found if _is_seen(element.tag, element.get(f"{_WORD}val") or ""))


def _is_seen(name: str, value: str) -> bool:
    """Whether a reader sees the property of a run: of colours and sizes only one that hides the text counts."""
    if name == _COLOR:
        return value.upper() in _WHITE
    if name == _SIZE:
        return value.isdecimal() and int(value) <= _TINY
    return value not in _OFF


def _is_within(element: Any, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _is_hidden(element: Any) -> bool:
    """Whether a run, or the run of a text, is hidden."""
    run = element if element.tag == f"{_WORD}r" else next(element.iterancestors(f"{_WORD}r"), None)
    vanish = run.find(f"{_WORD}rPr/{_WORD}vanish") if run is not None else None
    return vanish is not None and vanish.get(f"{_WORD}val") not in _OFF


def _has_text(element: Any) -> bool:
    return any((part.text or "").strip() for part in element.iter(f"{_WORD}t"))


class _Styles:
    """The names of the paragraph styles of a document by their ids; python-docx looks through all styles each time."""

    def __init__(self, document: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        paragraph = WD_STYLE_TYPE.PARAGRAPH
        self._names = {style.style_id: style.name or "" for style in document.styles if style.type == paragraph}
        default = document.styles.default(paragraph)
        self._default = (default.name or "") if default is not None else ""

    def name(self, style_id: str | None) -> str:
        """The name of a style, or of the default one."""
        return self._names.get(style_id, self._default)


def _kind(paragraph: Any, styles: _Styles) -> BlockKind:
    style = styles.name(paragraph.style)
    if style.startswith(("Heading", "Title", "Subtitle")):
        return "heading"
    properties = paragraph.pPr
    if style.startswith("List") or (properties is not None and properties.numPr is not None):
        return "item"
    return "paragraph"
