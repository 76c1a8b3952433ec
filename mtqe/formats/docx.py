"""Reads Word documents (.docx): headings, paragraphs, list items and table cells become blocks, in order.

python-docx parses them. The line of a block is its number among the paragraphs of the document. Headers, footers,
footnotes, comments and text boxes are not read. Text deleted by tracked changes is left out; inserted text is kept.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.model import Block, BlockKind, Text

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = {"t": None, "tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}


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
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises exceptions of zipfile, of lxml and its own
        hint = "save it as .docx again"
        if isinstance(error, KeyError):  # a zip file without the parts of an Office file
            raise InputError(f"{files.shown(path)} is a zip file, not a Word document", hint) from error
        raise InputError(f"{files.shown(path)} is damaged: {' '.join(str(error).split())}", hint) from error
    blocks = []
    for number, paragraph in enumerate(_paragraphs(document), 1):
        text = " ".join(_text(paragraph).split(" ")).strip()
        if text:
            blocks.append(Block(text, number, _kind(paragraph)))
    if not blocks:
        raise InputError(f"{files.shown(path)} has no text", "give a document with text")
    return Text(tuple(blocks), str(path), hashlib.sha256(data).hexdigest())


def _paragraphs(part: Any) -> Iterator[Paragraph]:
    """The paragraphs of a document or table cell in order. Tables are read row by row, merged cells once."""
    from docx.table import Table

    for element in part.iter_inner_content():
        if isinstance(element, Table):
            read_cells: set[int] = set()
            for row in element.rows:
                for cell in row.cells:
                    if id(cell._tc) not in read_cells:
                        read_cells.add(id(cell._tc))
                        yield from _paragraphs(cell)
        else:
            yield element


def _text(paragraph: Paragraph) -> str:
    """The text including that of links and insertions, some of which `Paragraph.text` omits."""
    parts = []
    for element in paragraph._p.iter():
        name = element.tag.removeprefix(_WORD) if isinstance(element.tag, str) else ""
        if name in _MARKS and not any(True for _ in element.iterancestors(f"{_WORD}txbxContent")):
            parts.append(_MARKS[name] or element.text or "")
    return "".join(parts)


def _kind(paragraph: Paragraph) -> BlockKind:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style.startswith(("Heading", "Title", "Subtitle")):
        return "heading"
    properties = paragraph._p.pPr
    if style.startswith("List") or (properties is not None and properties.numPr is not None):
        return "item"
    return "paragraph"
