"""Reads Markdown documents: headings, paragraphs, list items and table cells become blocks, without their markup.

markdown-it (CommonMark with tables) parses them. Code blocks, HTML, link targets and the front matter between two lines
of `---` are left out, and so are the marks of emphasis and code inside a sentence; their text is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.errors import InputError
from mtqe.formats import files, left_out, lines, raw_places
from mtqe.formats.values import Unit
from mtqe.model import Block, BlockKind, Text

if TYPE_CHECKING:
    from markdown_it.token import Token

_KINDS = {
    "link_open": "link",
    "image": "image",
    "html_inline": "tag",
    "em_open": "formatted passage",
    "strong_open": "formatted passage",
    "code_inline": "formatted passage",
    "fence": "code block",
    "code_block": "code block",
    "html_block": "HTML block",
}
"""What is left out of a text, by the type of the token."""
_FRONT_MATTER = re.compile(r"---[^\S\n]*\n.*?\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)


def read(path: Path) -> Text:
    """Read a Markdown document.

    Raises:
        InputError: The file cannot be read, or has no text.
    """
    content, sha256 = files.decode(path)
    blocks = parse(content)
    if not blocks:
        raise InputError(f"{files.shown(path)} has no text, only markup or code", "give a file with text")
    return Text(blocks, str(path), sha256, left_out=left_out.counted(Counter(_left_out(content))))


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
    return tuple(_blocks(_tokens(content)))


def _tokens(content: str) -> list[Token]:
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(content)
    # Replaced by empty lines, so that line numbers are kept.
    body = "\n" * front[0].count("\n") + content[front.end() :] if front else content
    return MarkdownIt("commonmark").enable("table").parse(body)


def _left_out(content: str) -> Iterator[str]:
    """What is left out of the text, a kind for each place. A link whose text is its target keeps it."""
    if _FRONT_MATTER.match(content):
        yield "front matter block"
    for token in _tokens(content):
        for part in (token, *(token.children or ())):
            is_kept = part.type == "link_open" and part.info == "auto"
            is_comment = part.type.startswith("html") and part.content.lstrip().startswith("<!--")
            if part.type in _KINDS and not is_kept and not is_comment:
                yield _KINDS[part.type]


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    inside: list[BlockKind] = []
    for token in tokens:
        if token.type in ("list_item_open", "heading_open"):
            inside.append("item" if token.type == "list_item_open" else "heading")
        elif token.type in ("list_item_close", "heading_close"):
            inside.pop()
        elif token.type == "inline":
            text = " ".join(_plain(token.children or []).split())
            if text:
                yield Block(text, token.map[0] + 1 if token.map else 1, inside[-1] if inside else "paragraph")


def _plain(tokens: list[Token]) -> str:
    """The text of inline markup."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(_plain(token.children or []))
    return "".join(parts)
