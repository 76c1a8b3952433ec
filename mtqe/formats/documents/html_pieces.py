"""Joins the main text of a page, as trafilatura finds it, with the pieces of the page that have the markup.

A block of the main text and the piece with the same text become one. A block without such a piece keeps its text and
has no codes. Lines of program code are no main text: the whole code is a block of its own. So are the texts of the head
of the page, images and attributes with words, if they stand in the content of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from mtqe.formats.documents import html_content, html_inline
from mtqe.formats.documents.html_search import Search
from mtqe.formats.documents.inline_text import InlineText
from mtqe.model import Block, Code

LANGUAGE = "page language"
_NAMES = frozenset({"description", "keywords", "application-name", "apple-mobile-web-app-title"}) | frozenset(
    f"{site}:{name}" for site in ("og", "twitter") for name in ("title", "description", "site_name", "image:alt")
)
"""Names of `meta` elements whose content is text."""


class Page(NamedTuple):
    """A page that was read.

    Args:
        blocks: Its blocks, in order.
        unmarked: The texts of blocks whose markup is not known.
    """

    blocks: tuple[Block, ...]
    unmarked: tuple[str, ...]


def joined(content: str, found: Sequence[Block]) -> Page:
    """Join blocks of the main text with the pieces of the page."""
    root = html_content.document(content)
    body = html_content.body(root)
    pieces = html_inline.pieces(body, lambda element: html_content.is_outside(element, headers=True, forms=True))
    inside = frozenset(html_content.root(body).iter())
    search = Search([piece.block for piece in pieces], found)
    placed: list[tuple[float, Block]] = []
    unmarked: list[str] = []
    for match in search.matches():
        placed += [(match.place, msgspec.structs.replace(pieces[n].block, kind=match.kind)) for n in match.pieces]
        placed += [(match.place, block) for block in match.unknown]
        unmarked += [block.text for block in match.unknown]
    placed += [(n, pieces[n].block) for n in search.headings() if not html_content.is_links(pieces[n].element)]
    placed += [(n, piece.block) for n, piece in enumerate(pieces) if piece.block.key and piece.element in inside]
    blocks = (block for _, block in sorted(placed, key=lambda item: item[0]))
    return Page((*_head(root), *blocks), tuple(unmarked))


def _head(root: Any) -> Iterator[Block]:
    """The language of a page, and the texts of its head."""
    if lang := root.get("lang"):
        code = Code("source", 0, 0, "lang", value=lang)
        yield Block("", root.sourceline or 1, "line", (code,), (f'<html lang="{lang}">',), LANGUAGE, LANGUAGE)
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
