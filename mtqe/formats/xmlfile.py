"""Reads the XML formats of translation tools safely: nothing is downloaded, and no entity is resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.errors import InputError
from mtqe.formats import files

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LIMITS = {
    "excessive depth": "its elements are nested too deeply",
    "amplification|entity reference loop": "its entities grow beyond measure",
    "too (?:big|long)|huge|resource limit": "a text, tag or comment in it is too long",
}
"""Limits of libxml2 by words of its messages, and what exceeded them."""
_NO_CODES = frozenset({"", "mrk", "sm", "em", "cp", "sub"})
"""Elements within a text that are no inline codes: comments, annotations, characters, text inside a code."""


def parse(path: Path) -> tuple[Element, str]:
    """The root element of a file, and the SHA-256 of its bytes in hexadecimal.

    Raises:
        InputError: The file cannot be read, is not XML, or defines entities.
    """
    from lxml import etree

    content, sha256 = files.decode(path, keep_newlines=True)
    # The declaration may name another encoding, but the text is UTF-8 here.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(content.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{files.shown(path)}: {fault(error.msg)}", "correct the file at that place") from error
    if any(isinstance(child, etree._Entity) for child in root.iter()):
        raise InputError(f"{files.shown(path)} defines entities", "write the characters themselves")
    return root, sha256


def fault(message: str) -> str:
    """What is wrong with a file, from the message of libxml2, which also refuses to read without limits."""
    for limit, meaning in _LIMITS.items():
        if re.search(limit, message, re.IGNORECASE):
            return f"it is too large to be read safely: {meaning}"
    return f"not valid XML: {' '.join(message.split())}"


def text(element: Element | None, text_elements: frozenset[str]) -> str:
    """The text of a segment. Unless white space is preserved, a line break with its indentation becomes a space.

    Args:
        element: The segment; `None` has no text.
        text_elements: Names of the inline elements whose content is text. Other elements are code: they become their
            `equiv-text` or `equiv`, which is mostly empty.
    """
    if element is None:
        return ""
    content = "".join(_parts(element, text_elements))
    place: Element | None = element
    while place is not None and place.get(SPACE) is None:
        place = place.getparent()
    if (place is not None and place.get(SPACE) == "preserve") or "\n" not in content:
        return content
    return re.sub(r"[ \t\r]*\n\s*", " ", content).strip()


def codes(*sides: Element | None) -> int:
    """The number of inline codes that `text` leaves out of a segment: of the side that has more of them."""
    return max(
        sum(name_of(item) not in _NO_CODES for item in side.iterdescendants()) if side is not None else 0
        for side in sides
    )


def elements(element: Element, name: str) -> Iterator[Element]:
    """The elements with a name below an element, at any depth."""
    return (item for item in element.iter() if name_of(item) == name)


def child(element: Element, name: str) -> Element | None:
    """The first child with a name, or `None`."""
    return next((item for item in element if name_of(item) == name), None)


def name_of(element: Element) -> str:
    """The name without its namespace; `""` for comments and processing instructions."""
    return _tag(element).rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """The namespace; `""` for none."""
    return _tag(element).rpartition("}")[0].lstrip("{")


def same_language(first: str, second: str) -> bool:
    """Whether two tags name one language: they are equal, or one is the other without a region."""
    left, right = first.lower().replace("_", "-"), second.lower().replace("_", "-")
    if left == right:
        return True
    return ("-" not in right and left.split("-")[0] == right) or ("-" not in left and right.split("-")[0] == left)


def _tag(element: Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _parts(element: Element, text_elements: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for item in element:
        name = name_of(item)
        if name in text_elements:
            yield from _parts(item, text_elements)
        elif name == "cp":
            yield _code_point(item.get("hex") or "")
        else:
            yield item.get("equiv-text") or item.get("equiv") or ""
        yield item.tail or ""


def _code_point(digits: str) -> str:
    """The character of a `cp` element, which XML cannot contain; `""` for an invalid code."""
    number = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", digits) else 0x110000
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else ""
