"""Refuses HTML that would take too long to read, or whose text the parser would lose."""

from __future__ import annotations

import re
from typing import Any

from mtqe.errors import InputError
from mtqe.language.late_patterns import late

ELEMENTS = 100_000
"""Elements: of a page at most. A page of 4 MB from the documentation of a library has 90,000."""
PARAGRAPHS = 5_000
"""Elements: with text of their own, from which on the main text is found without the second opinion of justext, whose
time grows with the square of their number."""
IN_A_ROW = 10_000
"""Elements: beside each other that are no paragraphs, at most: the time of trafilatura grows with the square of their
number."""
LEVELS = 1_500_000
"""Elements: each counted as often as it has elements around it, at most. A page of 4 MB from the documentation of a
library has 900,000."""
MANY_TAGS = 20_000
"""Tags: of the largest page whose markup trafilatura finds. A long article has some 3,000. Measured with
bench/growth.py."""
MOST_INLINE = 5_000
"""Tags: of links, emphasis and the like inside one block of text, at most: the time of trafilatura grows with the
square of their number. Measured with bench/growth.py."""
MOST_ATTRIBUTES = 1_000
"""Attributes: of a tag, at most: the time of lxml grows with the square of their number."""
_LONG_TAG = late(r"<[A-Za-z][^<>]{5000,}+")
_VALUE = late(r"\"[^\"]*+\"|'[^']*+'")
_HINT = "divide the page, or save its text as .txt or .md"
_ELEMENT = late(r"<[A-Za-z!?]")
_PARAGRAPHS = (
    "blockquote caption center col colgroup dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 legend li optgroup option p "
    "pre table tbody td textarea tfoot th thead tr ul br"
)
_PARAGRAPH = late(rf"<(?:{'|'.join(_PARAGRAPHS.split())})\b", re.IGNORECASE)
_MANY = frozenset(_PARAGRAPHS.split()) - {"pre"}
_BLOCKS = _MANY | frozenset(
    {"article", "aside", "body", "figcaption", "figure", "footer", "header", "main", "nav", "ol", "pre", "section"}
)


def refuse_hostile(content: str, name: str) -> None:
    """Refuse a page with too many elements, or with elements that the parser would leave out.

    Raises:
        InputError: The page has too many elements, a tag has too many attributes, or elements are nested too deeply.
    """
    number = sum(1 for _ in _ELEMENT.finditer(content))
    if number > ELEMENTS:
        message = f"{name}: the page has {number:,} elements and comments, and mtqe reads at most {ELEMENTS:,}"
        raise InputError(message, _HINT)
    levels, in_a_row, inline = _shape(parsed(content, name))
    if levels > LEVELS:
        raise InputError(f"{name}: too many elements of the page are nested too deeply", _HINT)
    if in_a_row > IN_A_ROW:
        message = (
            f"{name}: an element of the page has {in_a_row:,} elements in its text, and mtqe reads at most {IN_A_ROW:,}"
        )
        raise InputError(message, _HINT)
    if inline > MOST_INLINE:
        raise InputError(f"{name}: a paragraph has more than {MOST_INLINE:,} links and the like", _HINT)


def _shape(page: Any) -> tuple[int, int, int]:
    """The shape of a page.

    Returns:
        The sum of the levels of all elements, the most elements in a row that are no paragraphs, and the most elements
        such as links and emphasis in a block.
    """
    from lxml import etree

    levels, most, most_inline = 0, 0, 0
    inside: list[int] = []
    blocks = [0]  # the elements such as links in each block that is open
    for event, element in etree.iterwalk(page, events=("start", "end", "comment", "pi")):
        if event == "end":
            most = max(most, inside.pop())
            if element.tag in _BLOCKS:
                most_inline = max(most_inline, blocks.pop())
            continue
        levels += len(inside)
        if inside and element.tag not in _MANY:
            inside[-1] += 1
        if event == "start":
            inside.append(0)
            if element.tag in _BLOCKS:
                blocks.append(0)
            else:
                blocks[-1] += 1
    return levels, most, max(most_inline, *blocks)


def has_many_paragraphs(content: str) -> bool:
    """Whether a page has so many paragraphs, cells and the like that justext would take too long."""
    return sum(1 for _ in _PARAGRAPH.finditer(content)) > PARAGRAPHS


def parsed(content: str, name: str) -> Any:
    """The element of a whole page, or of the page that the parser makes of a part.

    Raises:
        InputError: The parser would leave out a part of the content, or a tag has too many attributes.
    """
    from lxml import etree, html

    for tag in _LONG_TAG.finditer(content):
        if len(_VALUE.sub("", tag[0]).split()) > MOST_ATTRIBUTES:
            line = content.count("\n", 0, tag.start()) + 1
            raise InputError(
                f"{name}: a tag in line {line} of the HTML has more than {MOST_ATTRIBUTES:,} attributes", _HINT
            )
    # The bytes may declare another encoding, but the text is UTF-8 here.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        page = html.document_fromstring(content.encode(), parser=parser)
    except etree.ParserError as error:  # a doctype alone, for example
        raise InputError(f"{name}: no text was found in the HTML", "save its text as .txt or .md") from error
    limits = (entry for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT")
    if (limit := next(limits, None)) is not None:
        what = "elements are nested more than 250 levels deep" if "depth" in limit.message else "a text is too long"
        raise InputError(f"{name}: HTML cannot be read completely: {what}", "save the text as .txt or .md")
    return page
