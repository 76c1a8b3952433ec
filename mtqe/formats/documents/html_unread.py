"""Finds what a page has beside the texts that were read: text, attributes with words, scripts, comments, hidden text.

A text was read if the blocks have it, whatever its element is. What nobody sees has a kind of its own: hidden elements,
comments, scripts and style sheets that write no text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, NamedTuple

from mtqe.formats import unread
from mtqe.formats.documents.html_content import compact, is_hidden
from mtqe.language.late_patterns import late
from mtqe.model import Block

_KINDS = (
    {"nav": "navigation text", "footer": "page footer", "aside": "side text", "header": "page header"}
    | dict.fromkeys(("svg", "math"), "text of a drawing")
    | dict.fromkeys(("textarea", "select", "button", "label", "option"), "text of a form")
    | dict.fromkeys(("iframe", "object", "canvas", "audio", "video", "noscript"), unread.EMBEDDED)
    | {"template": unread.HIDDEN}
)
_ATTRIBUTES = frozenset(
    {"alt", "title", "placeholder", "label", "aria-label", "aria-description", "summary", "value", "srcdoc"}
)
_ADDRESSES = frozenset({"src", "data", "href"})
_INLINE = late(r"\s*(?:data:text/|javascript:)", re.IGNORECASE)
"""An address that is a page or a script itself."""
OF_ALL = frozenset({"class", "style", "id", "href", "src", "rel", "slot", "is", "part", "xmlns"})
"""Attributes that any element may have and that show nothing."""
_DRAWINGS = frozenset({"svg", "math"})
_WORDS = late(r"(?<!\w)[^\W\d_]{2,}+\s++\S")
"""A text of several words."""
_REFRESHES = late(r"url\s*=\s*[\"']?\s*(?:data:|javascript:)", re.IGNORECASE)
"""The content of a `meta` element that puts another page in the place of this one."""
_WRITES = late(r"\b(?:document\.write|innerHTML|outerHTML|innerText|textContent|insertAdjacent|createTextNode)\b")
_GRAM = 5
"""Characters: of the pieces of the texts that were read, by which a new text is known without a search."""
_SEARCHED = 500
"""Pages: how many times the length of all texts is searched at most; what remains counts as not read."""
_SHOWS = late(r"\bcontent\s*:[^;}]*[\"'][^\"']*\w")


class Found(NamedTuple):
    """Something that was not read: its kind, and its line."""

    what: str
    line: int


def found(root: Any, blocks: Sequence[Block], told: Container[Any] = frozenset()) -> Iterator[Found]:
    """What the blocks do not have of an element and of all that is inside.

    Args:
        root: The element.
        blocks: The texts that were read from it.
        told: Elements whose text is named otherwise.
    """
    read = _Read(blocks)
    waiting: list[tuple[Any, str, bool]] = [(root, unread.BESIDE, False)]
    while waiting:
        element, around, is_told = waiting.pop()
        line = element.sourceline or 1
        if element is not root and not is_told and read.lacks(element.tail):
            yield Found(around, line)
        if not isinstance(element.tag, str):
            yield from [Found(unread.COMMENT, line)] if _has_words(element.text) else []
            continue
        is_told = is_told or element in told
        kind = unread.HIDDEN if around == unread.HIDDEN or is_hidden(element) else _kind(element, around)
        waiting += [(child, kind, is_told) for child in element.iterchildren(reversed=True)]
        if not is_told and read.lacks(element.text):
            yield Found(kind, line)
        for what in _attributes(element, read):
            yield Found(unread.HIDDEN if kind == unread.HIDDEN else what, line)


def _kind(element: Any, around: str) -> str:
    """The kind of the text directly in an element."""
    if element.tag == "script":
        return unread.SCRIPT if _WRITES.search(element.text or "") else unread.FACT
    if element.tag == "style":
        return unread.STYLE if _SHOWS.search(element.text or "") else unread.FACT
    return _KINDS.get(element.tag, around)


def _attributes(element: Any, read: _Read) -> Iterator[str]:
    for name, value in element.attrib.items():
        is_text = name in _ATTRIBUTES and (name != "value" or _shows_value(element))
        is_fact = name.startswith("data-") or (element.tag == "meta" and name == "content")
        if name.startswith("on"):
            yield from [unread.SCRIPT] if _WRITES.search(value) else []
        elif (name in _ADDRESSES and _INLINE.match(value)) or (name == "content" and _REFRESHES.search(value)):
            yield unread.EMBEDDED
        elif (is_text or is_fact) and read.lacks(value):
            yield (unread.EMBEDDED if name == "srcdoc" else "attribute with text") if is_text else unread.FACT
        elif not is_fact and name not in OF_ALL and _WORDS.search(value) and is_component(element):
            yield from [] if read.has_in_text(value) else ["attribute with text"]


def _shows_value(element: Any) -> bool:
    """Whether a page shows the value of an element, as it does in a field or on a button."""
    if element.tag == "option":
        return element.getparent() is not None and element.getparent().tag == "datalist"
    return element.tag == "input" and element.get("type") not in ("hidden", "checkbox", "radio")


def is_component(element: Any) -> bool:
    """Whether an element is none of HTML, such as a component of a page builder, which may show any attribute."""
    from lxml.html import defs

    return (
        element.tag not in defs.tags
        and element.tag not in _DRAWINGS
        and not any(parent.tag in _DRAWINGS for parent in element.iterancestors())
    )


def _has_words(text: str | None) -> bool:
    return any(map(str.isalnum, text or ""))


class _Read:
    """The texts that were read, without white space.

    Args:
        blocks: The blocks that have them.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        known = [part for block in blocks for part in (*block.shown, *(code.value for code in block.codes))]
        running = compact("".join(block.text for block in blocks))
        self._running = running
        self._everything = "\0".join([running, *map(compact, known)])
        self._grams = {self._everything[at : at + _GRAM] for at in range(len(self._everything))}
        self._remaining = _SEARCHED * len(self._everything)

    def lacks(self, text: str | None) -> bool:
        """Whether a text has words and was not read."""
        if not _has_words(text):
            return False
        wanted = compact(text or "")
        grams = (wanted[at : at + _GRAM] for at in range(len(wanted) - _GRAM + 1))
        if self._remaining <= 0 or any(gram not in self._grams for gram in grams):
            return True
        self._remaining -= len(self._everything)
        return wanted not in self._everything

    def has_in_text(self, text: str) -> bool:
        """Whether the running text has a text. A tag that is shown as a code is compared by its name only."""
        self._remaining -= len(self._running)
        return self._remaining > 0 and compact(text) in self._running
