"""Reads HTML pages: the main text of an article, with headings, paragraphs, list items and table cells as blocks.

trafilatura (Apache-2.0) finds the main text. Navigation, newsletter boxes, share buttons, comments, bylines, captions
and footers are left out on both sides and are not checked. The line of a block is the line where its text starts in the
file; if the text is not found there, it is the line of the block before.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.model import Block, BlockKind, Text

_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "item", "p": "paragraph", "cell": "paragraph"}
_INLINE = {"hi", "ref", "del", "lb", "code", "graphic"}
_SHOWN = 24  # characters of a block that are searched in the file
_SPACES = re.compile(r"[^\S\n]+")


def read(path: Path) -> Text:
    """Read the main text of a page.

    Raises:
        InputError: The file cannot be read, or has no main text.
    """
    content, sha256 = files.decode(path)
    blocks = parse(content)
    if not blocks:
        raise InputError(f"{files.shown(path)}: no main text was found in the page", "save its text as .txt or .md")
    return Text(blocks, str(path), sha256)


def parse(content: str) -> tuple[Block, ...]:
    """The blocks of a page's main text, in order."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs pages without text, which mtqe reports itself
    extracted = trafilatura.bare_extraction(
        content, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(extracted, "body", None)
    if body is None:
        return ()
    lines = _Lines(content)
    return tuple(Block(text, lines.at(text), kind) for text, kind in _blocks(body, "paragraph"))


def _blocks(element: Any, kind: BlockKind) -> Iterator[tuple[str, BlockKind]]:
    """The texts below an element with the kind of their innermost block."""
    run = element.text or ""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _INLINE:
            run += "\n" if tag == "lb" else "".join(child.itertext())
        else:
            yield from _texts(run, kind)
            run = ""
            # A paragraph of a list item belongs to the item.
            child_kind = kind if kind in ("item", "heading") and tag == "p" else _KINDS.get(tag, "paragraph")
            yield from _blocks(child, child_kind)
        run += child.tail or ""
    yield from _texts(run, kind)


def _texts(run: str, kind: BlockKind) -> Iterator[tuple[str, BlockKind]]:
    """One text per line: line breaks of the page separate blocks."""
    for line in _SPACES.sub(" ", run).split("\n"):
        if line.strip():
            yield line.strip(), kind


class _Lines:
    """Finds the line numbers of texts that follow each other."""

    def __init__(self, content: str) -> None:
        # White space and entities have many spellings. Line feeds are kept, to be counted.
        self._content = _SPACES.sub(" ", html.unescape(content))
        self._offset, self._line = 0, 1

    def at(self, text: str) -> int:
        """1-based line where the text starts, not before the line of the text before."""
        pattern = r"\s+".join(map(re.escape, text[:_SHOWN].split()))
        match = re.compile(pattern).search(self._content, self._offset)
        if match:
            self._line += self._content.count("\n", self._offset, match.start())
            self._offset = match.start()
        return self._line
