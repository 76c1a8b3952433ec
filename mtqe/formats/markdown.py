"""Reads Markdown documents: headings, paragraphs, list items and table cells become blocks with their inline codes.

markdown-it (CommonMark with tables) parses them. The marks of emphasis, links, images, code spans and tags are codes of
their block. A code block, an image without text around it and the title of a link are blocks of their own, outside of
the running text, and so are the texts of the front matter (`front_matter`). The text of HTML blocks is read as that of
a page (`html_inline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.errors import InputError
from mtqe.formats import files, front_matter, html_inline, left_out, lines, raw_places
from mtqe.formats.inline_text import InlineText
from mtqe.formats.values import Unit
from mtqe.model import Block, BlockKind, Text

if TYPE_CHECKING:
    from markdown_it.token import Token


def read(path: Path) -> Text:
    """Read a Markdown document.

    Raises:
        InputError: The file cannot be read, or has no text.
    """
    content, sha256 = files.decode(path)
    blocks = parse(content)
    if not any(block.text for block in blocks):
        raise InputError(f"{files.shown(path)} has no text, only markup or code", "give a file with text")
    unread = {"front matter block": 1} if front_matter.blocks(content) is None else {}
    return Text(blocks, str(path), sha256, left_out=left_out.counted(unread))


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The blocks of a content with its line ends, for `mtqe.contracts.Units`; without a text where it is not found."""
    return (Unit("", value) for value in raw_places.in_markdown(content, parse(content.replace("\r\n", "\n"))))


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in a paragraph.

    Raises:
        InputError: It has a line break.
    """
    return re.sub(r"[\\`*_\[\]<>#|&]", r"\\\g<0>", lines.escape(text, content, start))


def parse(content: str) -> tuple[Block, ...]:
    """The blocks of a document, in order; line numbers are 1-based."""
    return (*(front_matter.blocks(content) or ()), *_blocks(_tokens(content)))


def _tokens(content: str) -> list[Token]:
    from markdown_it import MarkdownIt

    front = front_matter.end(content)
    # Replaced by empty lines, so that line numbers are kept.
    body = "\n" * content.count("\n", 0, front) + content[front:]
    return MarkdownIt("commonmark").enable("table").parse(body)


class _Place:
    """Where a token stands: in which blocks, and in which cell of which table."""

    def __init__(self) -> None:
        self._inside: list[tuple[BlockKind, str]] = []
        self._table = self._row = self._column = 0

    def moved(self, token: Token) -> None:
        """Follow a token that opens or closes a block."""
        if token.type == "list_item_open":
            self._inside.append(("item", "item"))
        elif token.type == "heading_open":
            self._inside.append(("heading", f"heading {token.tag[1:]}"))
        elif token.type in ("list_item_close", "heading_close"):
            self._inside.pop()
        elif token.type == "table_open":
            self._table, self._row = self._table + 1, 0
        elif token.type == "tr_open":
            self._row, self._column = self._row + 1, 0
        elif token.type in ("th_open", "td_open"):
            self._column += 1
            self._inside.append(("paragraph", f"cell {self._table}.{self._row}.{self._column}"))
        elif token.type in ("th_close", "td_close"):
            self._inside.pop()

    @property
    def kind_and_role(self) -> tuple[BlockKind, str]:
        """Kind and role of a text here."""
        return self._inside[-1] if self._inside else ("paragraph", "paragraph")


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    place = _Place()
    for token in tokens:
        place.moved(token)
        line = token.map[0] + 1 if token.map else 1
        if token.type == "inline":
            inline = InlineText()
            titles = list(_add(inline, token.children or []))
            block = inline.block(line, *place.kind_and_role) or inline.block(line, "line", "image", "image")
            yield from [block] if block else []
            for title in titles:
                text = InlineText()
                text.text(title)
                if block := text.block(line, "line", "link title", "link title"):
                    yield block
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield html_inline.code_block(token.content, line)
        elif token.type == "html_block":
            yield from html_inline.blocks(token.content, line)


def _add(inline: InlineText, tokens: list[Token]) -> Iterator[str]:
    """Add inline markup to a text; yields the titles of its links and images."""
    links: list[Token] = []
    tags = html_inline.Tags(inline)
    for token in tokens:
        if tags.literal is not None and token.type != "html_inline":
            tags.literal.append(token.content or (" " if token.type.endswith("break") else ""))
        elif token.type == "text":
            inline.text(token.content)
        elif token.type == "code_inline":
            inline.literal(f"{token.markup}{token.content}{token.markup}", token.content)
        elif token.type == "softbreak":
            inline.text(" ")
        elif token.type == "hardbreak":
            inline.code("\\", "br", "break")
            inline.text(" ")
        elif token.type in ("em_open", "strong_open"):
            inline.code(token.markup, token.tag, "format", "open")
        elif token.type in ("em_close", "strong_close"):
            inline.code(token.markup, f"/{token.tag}", "format", "close")
        elif token.type == "link_open":
            links.append(token)
            if token.info != "auto":  # the text of an automatic link is its target
                inline.code("[", "link", "link", "open")
        elif token.type == "link_close":
            opening = links.pop()
            if opening.info != "auto":
                address = str(opening.attrs.get("href", ""))
                inline.code(f"]({address})", "/link", "link", "close", address)
                yield from [str(opening.attrs["title"])] if opening.attrs.get("title") else []
        elif token.type == "image":
            address = str(token.attrs.get("src", ""))
            inline.code("![", "image", "image", "open")
            yield from _add(inline, token.children or [])
            inline.code(f"]({address})", "/image", "image", "close", address)
            yield from [str(token.attrs["title"])] if token.attrs.get("title") else []
        elif token.type == "html_inline":
            tags.add(token.content)
    tags.close()
