"""Reads the string resources of Android: `strings.xml`, `plurals.xml` and `arrays.xml`, in one language.

- The key of an item of a `string-array` is the name of the array and its number from 0, `days.0`. The form of an item
  of `plurals` is its quantity. A text for one product has the name of the product after its own, `hint.tablet`.
- References (`@string/app`) are left out, and texts that are not translatable, if the translation has no other text.
- Of a name that is there twice, the last text counts.
- Escape sequences, quotes and white space are read as Android reads them.
- Elements in a text (`b`, `a`, `font` ...) are codes. `xliff:g` is one code with the text that it protects.
- A text that is an ICU message with branches (`{count, plural, ...}`) has a unit for each branch.
- The comments directly above a text, without a blank line between, are its note.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files, values, xml_places
from mtqe.formats.programs import android_text, text_tree
from mtqe.formats.unread import CHANGED, OTHER, Covered, Unread, of_xml
from mtqe.formats.values import Unit
from mtqe.formats.xml_places import Element
from mtqe.language.late_patterns import late
from mtqe.model import UnitFacts

_REFERENCE = late(r"@(?:\+?(?:[\w.]+:)?\w+/[\w.]+|null|empty)|\?(?:[\w.]+:)?attr/[\w.]+")
_COMMENT = late(r"<!--(.*?)-->", re.DOTALL)
_KINDS = {"string": "reference", "item": "reference"} | dict.fromkeys(
    ("dimen", "color", "bool", "integer", "fraction"), OTHER
)
"""Kinds of what no text has, by the name of the element."""
_ARRAYS = ("string-array", "array")
_VALUES = frozenset({"dimen", "color", "bool", "integer", "fraction", "integer-array", "item"})
"""Elements whose values are no texts; an `item` is one unless its type is string."""
_ARRAYS_OF_VALUES = frozenset({*_ARRAYS, "integer-array", "plurals"})
_DEFAULT = "default"
"""The product of all devices that have no text of their own."""


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
    yield from values.used_of_each(_all_units(content, path), content)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    return of_xml(content, covered, _KINDS)


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The numbers, switches and references that the translation has otherwise; see `Comparing`."""
    known = {(name, text) for name, text, _ in _values(content, path)}
    found = _values(translated, translation)
    return (Unread(CHANGED, at) for name, text, at in found if (name, text) not in known)


def _values(content: str, path: Path) -> Iterator[tuple[str, str, int]]:
    """The values that are no texts: the name of each, the value and its offset."""
    for element in xml_places.whole(content, path).children():
        name = f"{element.name} {element.get('name')} {element.get('product')}"
        items = [*element.children("item")] if element.name in _ARRAYS_OF_VALUES else [element]
        for number, item in enumerate(items):
            text = content[item.inner : item.inner_end].strip()
            if _REFERENCE.fullmatch(text) or (element.name in _VALUES and element.get("type") != "string"):
                yield f"{name} {number}", text, item.start


def _all_units(content: str, path: Path) -> Iterator[Unit]:
    root = xml_places.whole(content, path)
    if root.name != "resources":
        raise InputError(
            f"{files.shown(path)} is not a file of Android resources: its root element is {root.name!r}",
            "give a file whose root element is resources",
        )
    before = root.inner
    for element in root.children():
        fixed = element.get("translatable") == "false"
        yield from (replace(unit, fixed=fixed) for unit in _units(element, content, before, path))
        before = element.end


def escape(text: str, content: str, start: int) -> str:
    """A text as the file has it; see `mtqe.registry.contracts.Units`."""
    return android_text.escape(text, content, start, _quoted(content))


def _units(element: Element, content: str, before: int, path: Path) -> Iterator[Unit]:
    is_string = element.name == "string" or (element.name == "item" and element.get("type") == "string")
    if not is_string and element.name not in (*_ARRAYS, "plurals"):
        return
    if not (name := element.get("name")):
        raise InputError(f"{files.shown(path)}, line {element.line}: {element.name} has no name", "add its name")
    if (product := element.get("product")) not in ("", _DEFAULT):
        name = f"{name}.{product}"
    note = _note(content, before, element.start)
    if is_string:
        yield from _unit(name, element, content, "", note, path)
        return
    before = element.inner
    for number, item in enumerate(element.children("item")):
        own = _note(content, before, item.start) or note
        before = item.end
        if element.name == "plurals":
            yield from _unit(name, item, content, item.get("quantity"), own, path)
        else:
            yield from _unit(f"{name}.{number}", item, content, "", own, path)


def _unit(key: str, element: Element, content: str, form: str, note: str, path: Path) -> Iterator[Unit]:
    if not _REFERENCE.fullmatch(content[element.inner : element.inner_end].strip()):
        value = android_text.read(element, content, path)[0]
        yield from text_tree.texts(Unit(key, value, form=form, meta=UnitFacts(note=note or None).meta()))


def _note(content: str, before: int, start: int) -> str:
    """The comments directly above an element, between it and the element before."""
    notes: list[str] = []
    for comment in reversed([*_COMMENT.finditer(content, before, start)]):
        gap = content[comment.end() : start]
        if gap.strip() or gap.count("\n") > 1:
            break
        notes.append(" ".join(comment[1].split()))
        start = comment.start()
    return "\n".join(filter(None, reversed(notes)))


@functools.lru_cache(maxsize=1)  # `escape` asks for each text of a file
def _quoted(content: str) -> tuple[tuple[int, int], ...]:
    """The ranges of the content where white space and quotes stand for themselves."""
    path = Path("strings.xml")
    texts = xml_places.elements(content, path, ("string", "item"))
    return tuple(sorted(place for element in texts for place in android_text.read(element, content, path)[1]))
