"""Finds what the content of an HTML page has and the main text of the page lacks.

- The content is `main`, or else the only `article`, or else `body`. Navigation, page headers and footers, asides, forms
  and hidden elements are no content, nor is a block that is mostly links. An aside that is a note of the text (`<aside
  class="footnote">`, `<aside role="note">`), as guides have, is content.
- A heading was read if blocks in a row have its very text; another block was read if its text is in theirs. White space
  does not count.
- The heading of the page is the first `h1` of the content, or else of `body`, where it may stand in a page header.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from mtqe.formats.documents import html_guard
from mtqe.language import hiding
from mtqe.language.late_patterns import late
from mtqe.model import BlockKind

_NO_CONTENT = frozenset({"nav", "footer", "aside", "menu", "form", "dialog", "select", "button"}) | frozenset(
    {"head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object"}
)
_FORMS = frozenset({"form", "dialog", "select", "button"})
_NOTE_ROLES = frozenset({"note", "doc-footnote", "doc-tip", "doc-notice"})
_NOTE = late(r"note(?!book)|admonition|callout|(?<![a-z])(?:tip|hint|warning|caution)(?![a-z])", re.IGNORECASE)
"""A part of the class of an element that is a note of the text."""
_LANDMARKS = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = (
    dict.fromkeys(_HEADINGS, "heading")
    | {"p": "paragraph", "li": "list item", "dt": "list item", "dd": "list item"}
    | {"td": "table cell", "th": "table cell", "caption": "caption", "figcaption": "caption"}
)
_BLOCKS = frozenset(
    {*_KINDS, "div", "section", "article", "ul", "ol", "dl", "table", "tr", "blockquote", "figure", "pre"}
)
_SHOWN = _BLOCKS - {"pre"} | {"body"}
_MARKUP = {"a": "link"} | dict.fromkeys(
    ("b", "strong", "i", "em", "u", "s", "del", "code", "sub", "sup"), "formatted passage"
)
_TEMPLATE = late(
    r"<script(?P<attributes>\s[^<>]*\btype\s*=\s*[\"']?text/(?:html|x-template|ng-template|x-handlebars-template)\b[^<>]*>)"
    r"(?P<text>(?:[^<]|<(?!/?script\b))*+)</script>",
    re.IGNORECASE,
)
"""A piece of a page that a program shows."""
_OPENING = "<div   "
"""How a template begins that is content; as long as the tag of a script."""
_OPENED = late(rf"{_OPENING} ?[^<>]*\btype\s*=\s*[\"']?text/", re.IGNORECASE)
_UNSEEN = late(
    r"<!--(?:(?!-->).)*+(?:-->|\Z)|<!doctype[^<>]*>"
    r"|<(script|style)\b(?![^<>]*text/(?:html|x-|ng-))[^<>]*>(?:(?!</\1\s*>).)*+(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_SEEN = late(r">[^<>]*\w|\A[^<]*\w")
"""A text outside of tags."""
_ASIDE = late(r"<aside\b", re.IGNORECASE)
_WAY = "→"
_NAMES = frozenset({"class", "id"})
_SPAN_WITH_NAME = late(r"<span\b[^<>]*\s(?:class|id)\s*=", re.IGNORECASE)
_MAY_HIDE = late(rf"\bhidden\b|{hiding.STYLE.pattern}", re.IGNORECASE)
MOST_PLACES = 100
"""Places: of blocks with one text that are tried as the first part of a heading, at most."""
_MOSTLY = 0.5
"""A block with more than this share of its characters in links is a list of links or a button, not content. By
judgement: a sentence rarely has half of its words in links."""


def with_templates(content: str) -> str:
    """A page whose only text is in templates, with these as its content; another page as it is.

    Programs keep the help of their parts in such files (`<script type="text/html">`). The length does not change.
    """
    if not _TEMPLATE.search(content) or _SEEN.search(_TEMPLATE.sub("", _UNSEEN.sub("", content))):
        return content
    return _TEMPLATE.sub(lambda match: f"{_OPENING}{match['attributes']}{match['text']}</div   >", content)


def is_of_templates(content: str) -> bool:
    """Whether a page has its templates as content, so that all of it is content."""
    return _OPENED.search(content) is not None


def texts(content: str) -> Iterator[tuple[str, BlockKind]]:
    """All texts of the content of a page, in order, with the kinds of their blocks, without program code."""
    for element in _content(body(document(content)), headers=True):
        text = _own(element) if element.tag in _SHOWN else ""
        if any(map(str.isalnum, text)):
            is_item = _KINDS.get(element.tag) == "list item"
            yield text, "heading" if element.tag in _HEADINGS else "item" if is_item else "paragraph"


def page_heading(content: str, texts: Sequence[str]) -> str | None:
    """The heading of the page, if these texts of blocks have no `h1` and none of them stands before it."""
    first = next(filter(None, map(compact, texts)), "")
    before: list[str] = []
    heading = None
    compacted = _Compacted(texts)
    page = body(document(content))
    content_root = root(page)
    # If the content has headings of its own, an h1 outside of it is the name of the site.
    for element in _content(
        content_root if any(item.tag in _HEADINGS for item in content_root.iter()) else page, headers=True
    ):
        text = _own(element)
        if element.tag != "h1" or not text or is_links(element):
            before.append(compact(text))
        elif compacted.has_heading(compact(text)):
            return None  # another h1, in front of it, is the name of the site
        elif heading is None:
            heading = "" if first and first in "".join(before) else text
    return heading or None


def unread(page: Any, texts: Sequence[str]) -> Iterator[tuple[Any, str]]:
    """Each block of the content whose text is not in these texts of blocks, with its kind."""
    compacted = _Compacted(texts)
    for element in _content(root(body(page)), headers=False):
        if element.tag in _KINDS and not is_links(element):
            text = compact(_own(element))
            is_read = compacted.has_heading if element.tag in _HEADINGS else compacted.has
            if any(map(str.isalnum, text)) and not is_read(text):
                yield element, _KINDS[element.tag]


def markup(content: str, texts: Sequence[str]) -> Iterator[str]:
    """The kind of each element of the content that marks up these texts. A link whose text is its target keeps it."""
    everything = "\n".join(texts)
    for element in _content(root(body(document(content))), headers=False):
        text = _own(element)
        if element.tag in _MARKUP and text and text in everything and text != element.get("href"):
            yield _MARKUP[element.tag]


def document(content: str) -> Any:
    """The element of a whole page."""
    return html_guard.parsed(content, "the page")


def body(page: Any) -> Any:
    """The body of a page."""
    found = page.find("body")
    return page if found is None else found


def root(body: Any) -> Any:
    """The element with the content of a page."""
    for name in ("main", "article"):
        elements = list(body.iter(name))
        if len(elements) == 1:
            return elements[0]
    return body


def _content(element: Any, headers: bool) -> Iterator[Any]:
    """The elements of the content, in order, with or without those in a page header."""
    yield element
    for child in element:
        if isinstance(child.tag, str) and not is_outside(child, headers):
            yield from _content(child, headers)


def is_outside(element: Any, headers: bool, forms: bool = False) -> bool:
    """Whether an element is no content."""
    is_page_header = element.tag == "header" and not any(
        ancestor.tag in ("main", "article") for ancestor in element.iterancestors()
    )
    return (
        (element.tag in _NO_CONTENT and not (forms and element.tag in _FORMS) and not is_note(element))
        or (is_page_header and not headers)
        or element.get("role") in _LANDMARKS
        or element.get("aria-hidden") == "true"
        or is_hidden(element)
    )


def is_note(element: Any) -> bool:
    """Whether an element is an aside that belongs to the text, as its role or its class says."""
    return element.tag == "aside" and (
        element.get("role") in _NOTE_ROLES or _NOTE.search(element.get("class") or "") is not None
    )


def with_notes(content: str) -> str:
    """The page with `div` elements in place of the asides that are notes, since trafilatura reads no aside."""
    if not _ASIDE.search(content):
        return content
    page = document(content)
    notes = [item for item in page.iter("aside") if is_note(item)]
    if not notes:
        return content
    for item in notes:
        item.tag = "div"
    from lxml import html

    return str(html.tostring(page, encoding="unicode"))


def with_sentences(content: str) -> str:
    """The page without the class and id of each span that is a part of a sentence.

    trafilatura takes `<span class="guimenu">` for a menu of the page. A span in a block that has other words, or an
    arrow between menus, is the name of a menu or a button, without which its sentence says nothing.
    """
    if not _SPAN_WITH_NAME.search(content):
        return content
    page = document(content)
    is_changed = False
    for element in page.iter():
        spans = [span for span in _spans(element) if _NAMES.intersection(span.keys())] if element.tag in _KINDS else []
        if spans and any(char.isalnum() or char == _WAY for char in "".join(_without_spans(element))):
            for span in spans:
                span.attrib.pop("class", None)
                span.attrib.pop("id", None)
            is_changed = True
    if not is_changed:
        return content
    from lxml import html

    return str(html.tostring(page, encoding="unicode"))


def _spans(block: Any) -> Iterator[Any]:
    """The spans of a block, without those of the blocks inside it."""
    for child in block:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS:
            if child.tag == "span":
                yield child
            yield from _spans(child)


def _without_spans(element: Any) -> Iterator[str]:
    """The pieces of the text of a block that are neither in a span nor in a block inside it."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS and child.tag != "span":
            yield from _without_spans(child)
        yield child.tail or ""


def is_hidden(element: Any) -> bool:
    """Whether nobody sees an element."""
    return element.get("hidden") is not None or bool(hiding.STYLE.search(element.get("style") or ""))


def without_hidden(content: str) -> str:
    """The page without the elements that nobody sees, if they have text; else as it is."""
    if not _MAY_HIDE.search(content):
        return content
    page = document(content)
    hidden = [item for item in page.iter() if isinstance(item.tag, str) and item is not page and is_hidden(item)]
    hidden = [item for item in hidden if item.tag != "body" and item.text_content().strip()]
    if not hidden:
        return content
    for item in hidden:
        item.drop_tree()
    from lxml import html

    return str(html.tostring(page, encoding="unicode"))


def _own(element: Any) -> str:
    """The text of an element without the blocks inside it, on one line."""
    return " ".join("".join(_parts(element)).split())


def _parts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif isinstance(child.tag, str) and child.tag not in _BLOCKS and not is_outside(child, headers=True):
            yield from _parts(child)
        yield child.tail or ""


def is_links(element: Any) -> bool:
    """Whether a block is mostly links."""
    text = compact(_own(element))
    links = (link for link in element.iter("a") if not (link.get("href") or "").startswith("#"))
    own = (link for link in links if next(above for above in link.iterancestors() if above.tag in _BLOCKS) is element)
    linked = sum(len(compact(_own(link))) for link in own)
    return bool(text) and linked > _MOSTLY * len(text)


class _Compacted:
    """Texts of blocks without white space.

    Args:
        texts: The texts, in order.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [without_spaces for text in texts if (without_spaces := compact(text))]
        self._everything = "".join(self._texts)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            self._places[text].append(place)
        self._lengths = sorted(set(map(len, self._texts)))

    def has(self, text: str) -> bool:
        """Whether a text is in those of the blocks, which may divide it."""
        return text in self._places or text in self._everything

    def has_heading(self, heading: str) -> bool:
        """Whether blocks in a row have the very text of a heading: a line break may have cut it in blocks."""
        if heading in self._places:
            return True
        beginnings = (heading[:length] for length in self._lengths if length < len(heading))
        places = (place for text in beginnings for place in self._places.get(text, ())[:MOST_PLACES])
        return any(self._joins(place, heading) for place in places)

    def _joins(self, place: int, heading: str) -> bool:
        """Whether the texts from a place on, joined, are a heading."""
        end = 0
        while end < len(heading) and place < len(self._texts) and heading.startswith(self._texts[place], end):
            end += len(self._texts[place])
            place += 1
        return end == len(heading)


def compact(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())
