"""How the XML formats of translation tools are read: nothing is fetched, no entity resolved, no declaration taken."""

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


def parse(path: Path) -> tuple[Element, str]:
    """The root element of a file, and the SHA-256 of its bytes in hexadecimal.

    Raises:
        InputError: The file cannot be used, is no XML, or defines entities.
    """
    from lxml import etree

    content, sha256 = files.decode(path, keep_newlines=True)
    # The declaration may name another encoding than the UTF-8 that the text has become.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(content.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{files.shown(path)}: not valid XML: {error.msg}", "mend the file at that place") from error
    if any(isinstance(child, etree._Entity) for child in root.iter()):
        raise InputError(f"{files.shown(path)} defines entities of its own", "write the characters themselves")
    return root, sha256


def text(element: Element | None, kept: frozenset[str]) -> str:
    """The text of a segment. Where white space is not preserved, a line break with its indentation is a space.

    Args:
        element: The segment; `None` has no text.
        kept: Names of the inline elements whose content is text. Others are code: they become their `equiv-text` or
            `equiv`, most often nothing.
    """
    if element is None:
        return ""
    found = "".join(_parts(element, kept))
    place: Element | None = element
    while place is not None and place.get(SPACE) is None:
        place = place.getparent()
    if (place is not None and place.get(SPACE) == "preserve") or "\n" not in found:
        return found
    return re.sub(r"[ \t\r]*\n\s*", " ", found).strip()


def elements(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name below one, in any depth."""
    return (item for item in element.iter() if name_of(item) == name)


def child(element: Element, name: str) -> Element | None:
    """The first child of a name."""
    return next((item for item in element if name_of(item) == name), None)


def name_of(element: Element) -> str:
    """The name without its namespace; `""` for comments and processing instructions."""
    return _tag(element).rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """The namespace; `""` for none."""
    return _tag(element).rpartition("}")[0].lstrip("{")


def _tag(element: Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _parts(element: Element, kept: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for item in element:
        name = name_of(item)
        if name in kept:
            yield from _parts(item, kept)
        elif name == "cp":
            yield _code_point(item.get("hex") or "")
        else:
            yield item.get("equiv-text") or item.get("equiv") or ""
        yield item.tail or ""


def _code_point(digits: str) -> str:
    """The character of a `cp`, which XML cannot hold; nothing if it is none."""
    number = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", digits) else 0x110000
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else ""
