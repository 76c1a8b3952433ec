"""Property lists of Apple in XML: dictionaries of strings, with the places of their texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files, xml_places
from mtqe.formats.unread import OTHER
from mtqe.formats.values import Value
from mtqe.formats.xml_places import Element

KINDS = {"key": "", "string": "string where no text is expected", "data": OTHER, "date": OTHER} | dict.fromkeys(
    ("integer", "real"), OTHER
)
"""Kinds of what no text has, by the name of the element."""

escape = xml_places.escaped


def root(content: str, path: Path) -> Element:
    """The dictionary that a property list is.

    Raises:
        InputError: The content is not XML, or not a property list with a dictionary.
    """
    top = xml_places.whole(content, path)
    inside = top.child("dict")
    if top.name != "plist" or inside is None:
        raise InputError(
            f"{files.shown(path)} is not a property list with a dictionary: its root element is {top.name!r}",
            "give a file with a dict in a plist",
        )
    return inside


def members(dictionary: Element, path: Path) -> Iterator[tuple[str, Element]]:
    """The members of a dictionary: key and value.

    Raises:
        InputError: A key has no value, or a value has no key.
    """
    key: Element | None = None
    for child in dictionary.children():
        if (child.name == "key") != (key is None):
            odd = child if key is None else key
            raise InputError(
                f"{files.shown(path)}, line {odd.line}: a dict does not have keys and values in turn",
                "correct the file",
            )
        if key is None:
            key = child
        else:
            yield key.text, child
            key = None
    if key is not None:
        raise InputError(f"{files.shown(path)}, line {key.line}: the key {key.text!r} has no value", "correct the file")


def value(element: Element) -> Value:
    """The text of a string."""
    return Value(tuple(element.pieces()), element.inner, gap=xml_places.gap(element))
