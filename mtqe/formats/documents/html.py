"""Reads HTML pages: the main text of an article, with headings, paragraphs, list items and table cells as blocks.

trafilatura (Apache-2.0) finds the main text. Navigation, newsletter boxes, share buttons, comments, bylines, captions
and footers are left out on both sides and are not checked. An aside is read only if it is a note of the text. The
reader counts the text that is not in the main text (`html_unread`); what nobody sees is never the main text. The inline
codes of the main text, and the texts outside of the running text (page title, descriptions of images, program code),
come from the page itself (`html_pieces`). If trafilatura drops the heading of the page, as it does on short pages, the
heading is put before the main text. The line of a block is the line where its text starts in the file; if the text is
not found there, it is the line of the block before.
"""

from __future__ import annotations

import html
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqe.errors import InputError
from mtqe.formats import files, kept_space, left_out, raw_places
from mtqe.formats.documents import html_content, html_guard, html_pieces, html_unread, html_values, lines
from mtqe.formats.values import Unit
from mtqe.language.late_patterns import late
from mtqe.model import Block, BlockKind, Text

_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "item", "p": "paragraph", "cell": "paragraph"}
_INLINE = {"hi", "ref", "del", "lb", "code", "graphic"}
_SHOWN = 24  # characters of a block that are searched in the file
_SPACES = late(r"[^\S\n]+")
_SEARCHED = 20
"""Pages: how many times the length of the page is searched at most for the lines of its texts."""
_LEFT_OUT = {"ref": "link"} | dict.fromkeys(("hi", "del", "code"), "formatted passage")


def read(path: Path) -> Text:
    """Read the main text of a page, and its texts outside of the running text.

    Raises:
        InputError: The file cannot be read, is too large or too deep, or has no main text.
    """
    content, sha256 = files.decode(path)
    content = html_content.with_templates(content)
    page = _page(content, files.shown(path))
    if page is None or not page.blocks:
        raise InputError(f"{files.shown(path)}: no main text was found in the page", "save its text as .txt or .md")
    counts = left_out.counted(Counter(_markup_left_out(content, page)))
    told = (*counts, *left_out.at_lines(_unread(content, page)))
    values = tuple(html_values.found(html_content.document(content)))
    return Text(page.blocks, str(path), sha256, left_out=told, values=values)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The blocks of a content with its line ends, for `contracts.Units`; without a text where it is not found."""
    blocks = parse(content.replace("\r\n", "\n"), files.shown(path))
    return (Unit("", value) for value in raw_places.in_html(html_content.with_templates(content), blocks))


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in a paragraph.

    Raises:
        InputError: It has a line break.
    """
    return html.escape(lines.escape(text, content, start), quote=False)


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse white space that is not kept, and nothing; see `Losing`.

    Raises:
        InputError: The text would be so.
    """
    kept_space.refuse_all_but_single(before, text, after)
    kept_space.refuse_nothing(before, text, after)


def parse(content: str, name: str = "the page") -> tuple[Block, ...]:
    """The blocks of a page, in order.

    Raises:
        InputError: The page is too large or too deep to be read.
    """
    page = _page(html_content.with_templates(content), name)
    return page.blocks if page else ()


def _page(content: str, name: str) -> html_pieces.Page | None:
    html_guard.refuse_hostile(content, name)
    if html_content.is_of_templates(content):
        found = list(html_content.texts(content))
    else:
        shown = html_content.without_hidden(content)
        body = _body(html_content.with_sentences(html_content.with_notes(shown)))
        found = list(_blocks(body, "paragraph")) if body is not None else []
    if not found:
        return None
    if heading := html_content.page_heading(content, [text for text, _ in found]):
        found.insert(0, (heading, "heading"))
    lines = _Lines(content)
    return html_pieces.joined(content, [Block(text, lines.at(text), kind) for text, kind in found])


def _body(content: str, markup: bool = False) -> Any:
    """The element with the main text of a page, perhaps with its inline markup; `None` if no main text was found."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs pages without text, which mtqe reports itself
    extracted = trafilatura.bare_extraction(
        content,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_links=markup,
        include_images=markup,
        include_formatting=markup,
        with_metadata=False,
        fast=html_guard.has_many_paragraphs(content),
    )
    return getattr(extracted, "body", None)


def _unread(content: str, page: html_pieces.Page) -> Iterator[tuple[str, int]]:
    """The texts that are left out of the page, each with its line."""
    root = html_content.document(content)
    blocks = list(html_content.unread(root, [block.text for block in page.blocks if not block.key]))
    yield from ((kind, element.sourceline or 1) for element, kind in blocks)
    yield from html_unread.found(root, page.blocks, frozenset(element for element, _ in blocks))


def _markup_left_out(content: str, page: html_pieces.Page) -> Iterator[str]:
    """The markup that is left out of the page's content, a kind for each place."""
    if page.unmarked:
        # From a very short page trafilatura takes the bare text, without markup. A long page takes it too much time.
        is_long = content.count("<") > html_guard.MANY_TAGS
        extracted = [] if is_long else list(_markup(content, "\n".join(page.unmarked)))
        yield from extracted or html_content.markup(content, page.unmarked)


def _markup(content: str, unmarked: str) -> Iterator[str]:
    """The markup of texts whose markup is not known. A link whose text is its target keeps it."""
    # The texts come from an extraction without markup, because markup moves the borders of the main text.
    body = _body(content, markup=True)
    for element in body.iter() if body is not None else ():
        kind, text = _LEFT_OUT.get(element.tag), " ".join("".join(element.itertext()).split())
        if kind and text and text in unmarked and text != element.get("target"):
            yield kind


def _blocks(element: Any, kind: BlockKind) -> Iterator[tuple[str, BlockKind]]:
    """The texts below an element with the kind of their innermost block."""
    run = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _INLINE:
            run.append("\n" if tag == "lb" else "".join(child.itertext()))
        else:
            yield from _texts("".join(run), kind)
            run = []
            # A paragraph of a list item belongs to the item.
            child_kind = kind if kind in ("item", "heading") and tag == "p" else _KINDS.get(tag, "paragraph")
            yield from _blocks(child, child_kind)
        run.append(child.tail or "")
    yield from _texts("".join(run), kind)


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
        self._remaining = _SEARCHED * len(self._content)

    def at(self, text: str) -> int:
        """1-based line where the text starts, not before the line of the text before."""
        if self._remaining <= 0:
            return self._line
        pattern = r"\s+".join(map(re.escape, text[:_SHOWN].split()))
        match = re.compile(pattern).search(self._content, self._offset)
        self._remaining -= (match.end() if match else len(self._content)) - self._offset
        if match:
            self._line += self._content.count("\n", self._offset, match.start())
            self._offset = match.start()
        return self._line
