"""Reads the inline markup of HTML: of the tags in a Markdown text, and of the elements of a page.

A page is read in pieces: the runs of text between the edges of blocks and line breaks, with their inline codes, and the
texts that are not running text: program code, images with their descriptions, and attributes with words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from mtqe.formats.documents import html_content, html_guard
from mtqe.formats.documents.inline_text import HIDDEN, InlineText
from mtqe.language.late_patterns import late
from mtqe.model import Block, BlockKind, Code

_TAG = late(r"<(/?)([A-Za-z][\w:.-]*)(?:\s[^>]*|/)?>", re.DOTALL)
_ADDRESS = late(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_ALT = late(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_VOID = frozenset({"area", "br", "hr", "img", "input", "wbr", "embed", "source", "track", "col", "link", "meta"})
_NO_TEXT = frozenset({"head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "textarea"})
_HEADINGS: dict[str, tuple[BlockKind, str]] = {f"h{level}": ("heading", f"heading {level}") for level in range(1, 7)}
_ITEMS: dict[str, tuple[BlockKind, str]] = dict.fromkeys(("li", "dt", "dd"), ("item", "item"))
_CAPTIONS: dict[str, tuple[BlockKind, str]] = dict.fromkeys(
    ("caption", "figcaption", "legend", "summary"), ("paragraph", "caption")
)
_ROLES = _HEADINGS | _ITEMS | _CAPTIONS
_BLOCKS = frozenset(_ROLES) | frozenset(
    {"html", "body", "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl"}
    | {"fieldset", "figure", "footer", "form", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "option", "select", "button"}
)
_REPLACED = frozenset({"em", "i", "var"})
_ATTRIBUTES = {
    "aria-label": "accessible label",
    "aria-description": "accessible description",
    "title": "tooltip",
    "placeholder": "field description",
    "label": "label",
}
_LABEL = late(rf"\s(?:{'|'.join(_ATTRIBUTES)})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


class Piece(NamedTuple):
    """A piece of a page.

    Args:
        block: Its text; the text of an image is its description.
        element: The element that it stands in.
    """

    block: Block
    element: Any


def code_block(content: str, line: int, value: str = "") -> Block:
    """A block of program code, which is no running text.

    It is compared as a block, with other comments, and not as code in a sentence: hence its code is not `literal`.

    Args:
        content: The code.
        line: The line where it starts.
        value: The code to compare, with words that the reader replaces in angle brackets; the same by default.
    """
    content = content.strip("\n")
    code = Code("source", 0, 0, "code block", value=value.strip("\n") or content)
    return Block("", line, "line", (code,), (content,), "code block", "code block")


class Tags:
    """Adds the tags of a Markdown text to its codes.

    Attributes:
        literal: The words since a tag that starts program code; `None` outside of such code.
    """

    def __init__(self, inline: InlineText) -> None:
        self._inline = inline
        self._opening = self._name = ""
        self._depth = 0
        self.literal: list[str] | None = None

    def add(self, tag: str) -> None:
        """Add a tag; comments are left out."""
        match = _TAG.fullmatch(tag)
        if not match:
            return
        closing, name = bool(match[1]), match[2].lower()
        if self.literal is None:
            if name in HIDDEN and not closing:
                self._opening, self._name, self._depth, self.literal = tag, name, 1, []
            else:
                self._add(tag, name, closing)
        elif name == self._name:
            self._depth += -1 if closing else 1
            if not self._depth:
                content, self.literal = "".join(self.literal), None
                self._inline.literal(self._opening + content + tag, content, name)

    def close(self) -> None:
        """End the text; code without an end is text."""
        if self.literal is not None:
            self._inline.text("".join(self.literal))

    def _add(self, tag: str, name: str, closing: bool) -> None:
        address = _ADDRESS.search(tag)
        value = html.unescape(next(filter(None, address.groups()), "")) if address else ""
        alt = _ALT.search(tag) if name == "img" else None
        if alt and (text := alt[1] or alt[2] or "").strip():
            start = alt.start(1 if alt[1] else 2)
            self._inline.tag(tag[:start], "img", "open", value)
            self._inline.text(html.unescape(text))
            self._inline.tag(tag[start + len(text) :], "img", "close")
        elif name in _VOID:
            self._inline.tag(tag, name, "alone", value)
        else:
            self._inline.tag(tag, name, "close" if closing else "open", value)
        if name == "br":
            self._inline.text(" ")


def labels(tag: str) -> Iterator[str]:
    """The texts in the attributes of a tag that readers see, such as its tooltip."""
    yield from (html.unescape(text) for match in _LABEL.finditer(tag) if (text := (match[1] or match[2] or "").strip()))


def blocks(content: str, line: int, name: str = "the document") -> Iterator[Block]:
    """The blocks of a piece of HTML inside a Markdown document.

    Raises:
        InputError: The elements are nested too deeply.
    """
    for piece in pieces(html_guard.parsed(f"<div>{content}</div>", f"{name}, line {line}")):
        yield msgspec.structs.replace(piece.block, line=piece.block.line + line - 1)


def pieces(root: Any, skipped: Callable[[Any], bool] = lambda element: False) -> list[Piece]:
    """The pieces of a page or of a part of it, in order."""
    walk = _Walk(root, skipped)
    walk.element(root)
    walk.flush()
    return walk.pieces


class _Walk:
    """Goes through the elements of a page."""

    def __init__(self, root: Any, skipped: Callable[[Any], bool]) -> None:
        self._skipped = skipped
        self.pieces: list[Piece] = []
        self._inline = InlineText()
        self._line = 0
        self._inside: list[Any] = []
        self._wrappers = _around_blocks(root)
        self._tables = 0
        self._cells: list[list[int]] = []

    def element(self, element: Any) -> None:
        """Read an element and what is inside."""
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _NO_TEXT or html_content.is_hidden(element) or self._skipped(element):
            return
        self._attributes(element)
        if name == "pre":
            self.flush()
            if (text := element.text_content()).strip():
                self.pieces.append(Piece(code_block(text, element.sourceline or 1, _replaced(element)), element))
        elif name == "br":
            self.flush()
        elif name == "img":
            self._image(element)
        elif name in _BLOCKS or element in self._wrappers:
            self._block(element, name)
        elif name in HIDDEN and not _is_replaced(element):
            content = element.text_content()
            self._begin(element, content)
            self._inline.literal(
                f"{_opening(element)}{' '.join(content.split())}</{name}>", content, name, _replaced(element)
            )
        else:
            self._marked(element, name)

    def flush(self) -> None:
        """End the run of text."""
        if self._inside and (block := self._inline.block(self._line or 1, *self._place())):
            self.pieces.append(Piece(block, self._inside[-1]))
        self._inline, self._line = InlineText(), 0

    def _block(self, element: Any, name: str) -> None:
        self.flush()
        self._inside.append(element)
        if name == "table":
            self._tables += 1
            self._cells.append([self._tables, 0, 0])
        elif name == "tr" and self._cells:
            self._cells[-1][1:] = [self._cells[-1][1] + 1, 0]
        elif name in ("td", "th") and self._cells:
            self._cells[-1][2] += 1
        self._content(element)
        self.flush()
        self._inside.pop()
        if name == "table":
            self._cells.pop()

    def _marked(self, element: Any, name: str) -> None:
        if name in _VOID:
            return  # a void element without text, such as a possible line break
        address, text = element.get("href") or element.get("src") or "", element.text_content().strip()
        # The text of a link may be its target; a link without an address, or to its own heading, leads nowhere.
        is_shown = (
            not _is_wrapper(element)
            if name != "a"
            else (address and text not in ("", address) and not self._is_own_heading(element))
        )
        if is_shown:
            self._inline.tag(_opening(element), name, "open", address)
        self._content(element)
        if is_shown:
            self._inline.tag(f"</{name}>", name, "close")

    def _content(self, element: Any) -> None:
        self._text(element, element.text or "")
        for child in element:
            self.element(child)
            self._text(child, child.tail or "")

    def _text(self, after: Any, text: str) -> None:
        """Add the text after a tag."""
        self._begin(after, text)
        self._inline.text(text)

    def _begin(self, after: Any, text: str) -> None:
        """Note the line of the first word of a run of text."""
        if not self._line and not text.isspace() and text:
            self._line = (after.sourceline or 1) + text.count("\n", 0, len(text) - len(text.lstrip()))

    def _image(self, element: Any) -> None:
        image, address = InlineText(), element.get("src") or ""
        alt = element.get("alt") or ""
        shown = f'<img src="{address}" alt="'
        if alt.strip():
            image.tag(shown, "img", "open", address)
            image.text(alt)
            image.tag('">', "img", "close")
        else:
            image.tag(f'{shown}">', "img", "alone", address)
        if block := image.block(element.sourceline or 1, "line", "image", "image"):
            self.pieces.append(Piece(block, element))

    def _is_own_heading(self, element: Any) -> bool:
        """Whether a link is the sign beside a heading that leads to the heading."""
        is_inside = (element.get("href") or "").startswith("#") and self._place()[0] == "heading"
        return is_inside and not any(map(str.isalnum, element.text_content()))

    def _attributes(self, element: Any) -> None:
        if not element.attrib or self._is_own_heading(element):
            return
        for name, role in _ATTRIBUTES.items():
            inline = InlineText()
            inline.text(element.get(name) or "")
            if block := inline.block(element.sourceline or 1, "line", role, name):
                self.pieces.append(Piece(block, element))

    def _place(self) -> tuple[BlockKind, str]:
        for element in reversed(self._inside):
            if element.tag in _ROLES:
                return _ROLES[element.tag]
            if element.tag in ("td", "th") and self._cells:
                return "paragraph", "cell " + ".".join(map(str, self._cells[-1]))
        return "paragraph", "paragraph"


def _around_blocks(root: Any) -> frozenset[Any]:
    """The elements that have a block inside."""
    found: set[Any] = set()
    for element in root.iter(*_BLOCKS):
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return frozenset(found)


def _is_wrapper(element: Any) -> bool:
    """Whether a span has no text of its own, but only another element that changes the look of the text."""
    texts = (element.text, *(child.tail for child in element))
    return element.tag == "span" and len(element) == 1 and not any((text or "").strip() for text in texts)


def _is_replaced(element: Any) -> bool:
    """Whether program code is a word that the reader replaces: it is emphasised by itself."""
    above = element.getparent()
    return above is not None and above.tag in _REPLACED and len(above) == 1 and not (above.text or "").strip()


def _replaced(element: Any) -> str:
    """The text of program code, with the words that the reader replaces in angle brackets: they are emphasised."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            words = child.text_content()
            parts.append(f"<{words}>" if child.tag in _REPLACED and words.strip() else _replaced(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _opening(element: Any) -> str:
    """The opening tag of an element."""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>"
