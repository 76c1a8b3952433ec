"""Joins the main text of a page, as trafilatura finds it, with the pieces of the page that have the markup.

A block of the main text and the piece with the same text become one. A block without such a piece keeps its text and
has no codes. Lines of program code are no main text: the whole code is a block of its own. So are the texts of the head
of the page, images and attributes with words, if they stand in the content of the page.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from mtqe.formats import html_content, html_inline
from mtqe.formats.inline_text import InlineText
from mtqe.model import Block

_NAMES = frozenset({"description", "keywords", "application-name", "apple-mobile-web-app-title"}) | frozenset(
    f"{site}:{name}" for site in ("og", "twitter") for name in ("title", "description", "site_name", "image:alt")
)
"""Names of `meta` elements whose content is text."""

NEAR = 50
"""Pieces: after the last one that was found, among which those of a block are searched that trafilatura joined. By
hand."""


class Page(NamedTuple):
    """A page that was read.

    Args:
        blocks: Its blocks, in order.
        unmarked: The texts of blocks whose markup is not known.
        lang: Its language by its own words.
    """

    blocks: tuple[Block, ...]
    unmarked: tuple[str, ...]
    lang: str | None


def joined(content: str, found: Sequence[Block]) -> Page:
    """Join blocks of the main text with the pieces of the page."""
    root = html_content.document(content)
    body = html_content.body(root)
    pieces = html_inline.pieces(body, lambda element: html_content.is_outside(element, headers=True, forms=True))
    inside = frozenset(html_content.root(body).iter())
    search = _Search([piece.block for piece in pieces])
    placed: list[tuple[float, Block]] = []
    unmarked: list[str] = []
    for block in found:
        if (numbers := search.found(block.text)) is None:
            unmarked.append(block.text)
            placed.append((search.cursor + 0.5, block))
            continue
        for number in numbers:
            placed.append((search.cursor, msgspec.structs.replace(pieces[number].block, kind=block.kind)))
    placed += [(n, piece.block) for n, piece in enumerate(pieces) if piece.block.key and piece.element in inside]
    blocks = (block for _, block in sorted(placed, key=lambda item: item[0]))
    return Page((*_head(root), *blocks), tuple(unmarked), root.get("lang"))


class _Search:
    """Finds the pieces with the texts of the main text, which mostly follow each other.

    Attributes:
        cursor: Number of the last piece that was found.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.cursor = -1
        self._used: set[int] = set()
        self._running: list[tuple[int, str]] = []
        self._by_text: dict[str, list[int]] = defaultdict(list)
        self._in_code: dict[str, list[int]] = defaultdict(list)
        for number, block in enumerate(blocks):
            if block.role == "code block":
                for line in block.shown[0].split("\n"):
                    self._in_code[html_content.compact(line)].append(number)
            elif not block.key:
                text = html_content.compact(block.text)
                self._running.append((number, text))
                self._by_text[text].append(number)

    def found(self, text: str) -> list[int] | None:
        """The numbers of the pieces that have a text; none for a line of program code; `None` if no piece has it."""
        text = html_content.compact(text)
        free = [number for number in self._by_text.get(text, ()) if number not in self._used]
        after = [number for number in (*free, *self._in_code.get(text, ())) if number >= self.cursor]
        if after or free:
            match = min(after) if after else free[0]
            self.cursor = max(self.cursor, match)
            numbers = [match] if match in free else []
        else:
            numbers = self._in_a_row(text)
            if not numbers:
                return None
            self.cursor = numbers[-1]
        self._used.update(numbers)
        return numbers

    def _in_a_row(self, text: str) -> list[int]:
        """The numbers of pieces in a row that have the text together."""
        first = bisect.bisect_right(self._running, self.cursor, key=lambda piece: piece[0])
        for start in range(first, min(first + NEAR, len(self._running))):
            rest, numbers = text, list[int]()
            for number, piece in self._running[start : start + NEAR]:
                if not rest.startswith(piece):
                    break
                rest, numbers = rest[len(piece) :], [*numbers, number]
                if not rest:
                    return numbers
        return []


def _head(root: Any) -> Iterator[Block]:
    """The texts of the head of a page."""
    for element in root.iter("title", "meta"):
        inline = InlineText()
        name = (element.get("name") or element.get("property") or "").lower()
        is_title = element.tag == "title" and next(element.iterancestors("head"), None) is not None
        if not is_title and name not in _NAMES:
            continue
        role = "page title" if is_title else f"meta {name}"
        inline.text((element.text if is_title else element.get("content")) or "")
        if block := inline.block(element.sourceline or 1, "heading" if role.endswith("title") else "line", role, role):
            yield block
