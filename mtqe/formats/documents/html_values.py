"""Finds the values of a page that are no texts, but change what it shows: numbers, scripts and style sheets.

They are compared with those of the other side (`left_out.of_texts`): what a translation has otherwise is told, because
no check reads it. A script may write a text, a style sheet may hide one or put another one in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mtqe.formats import unread
from mtqe.formats.documents import html_unread
from mtqe.formats.documents.html_content import compact
from mtqe.language.late_patterns import late

Found = tuple[str, str, int]
"""What a value belongs to, the value, and its line."""
_NUMBERS = {
    "ol": ("start", "type", "reversed"),
    "li": ("value", "type"),
    "meter": ("value", "min", "max"),
    "progress": ("value", "max"),
    "input": ("min", "max", "step"),
}
"""Attributes that are shown, or decide what is shown, by the element."""
_DEFAULTS = {"start": "1"}
_DATA = "json"
"""In the type of a script that is data, not a program."""
_DIGIT = late(r"\d")
_FIGURES = late(r"\d+")
_MEASURE = late(r"\d\s*[^\W\d_]|[^\W\d_]\s+\d")
"""A figure with a word: style sheets can show the attributes of data (`attr(data-label)`), and other ones are keys."""


def found(root: Any) -> Iterator[Found]:
    """The values of a page, in order.

    Args:
        root: The element of the whole page.
    """
    for element in root.iter():
        if isinstance(element.tag, str):
            line = element.sourceline or 1
            yield from ((what, value, line) for what, value in _of_element(element))


def _of_element(element: Any) -> Iterator[tuple[str, str]]:
    for name in _NUMBERS.get(element.tag, ()):
        value = element.get(name, _DEFAULTS.get(name) if element.tag == "ol" else None)
        if value is not None:
            yield f"{element.tag} {name}", value
    if element.tag in ("script", "style") and _DATA not in (element.get("type") or ""):
        yield from [(unread.CODE, code)] if (code := compact(element.text or "")) else []
    for name, value in element.attrib.items():
        if name == "style" or name.startswith("on"):
            yield unread.CODE, compact(value)
        elif name.startswith("data-") and _MEASURE.search(value):
            yield f"{element.tag} {name}", " ".join(_FIGURES.findall(value))
        elif _DIGIT.search(value) and html_unread.is_component(element) and name not in html_unread.OF_ALL:
            yield f"{element.tag} {name}", value
