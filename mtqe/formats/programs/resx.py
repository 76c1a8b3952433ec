"""Reads `.resx` and `.resw` files of .NET and Windows: texts with keys, in one language.

- Objects of other types (images, colours, file references) and the facts of a form that its designer keeps (`>>name`)
  are left out.
- The comment of a text is its note. Of several values, or of a name that is there twice, the last counts, as in .NET.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files, values, xml_places
from mtqe.formats.unread import CHANGED, LOOSE, OTHER, Covered, Unread, of_xml
from mtqe.formats.values import Unit, Value
from mtqe.formats.xml_places import Element
from mtqe.language.late_patterns import late
from mtqe.model import UnitFacts

_DESIGNER = ">>"
_LAYOUT = late(r"System\.(?:Drawing|Windows|ComponentModel)\.")
"""The types of values that lay out a form or draw it. A program may show the values of other types."""
_FILE, _TEXT = "System.Resources.ResXFileRef", "System.String"
"""The type of a reference to a file, and that of text, which such a reference may have."""
_KINDS = {"data": LOOSE, "value": OTHER, "comment": "note", "resheader": OTHER, "metadata": OTHER}
"""Kinds of what no text has, by the name of the element. The schema at the head of a file has no text."""

escape = xml_places.escaped


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
    yield from values.used_of_each(_units(content, path), content)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    return of_xml(content, covered, _KINDS)


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The values that are no texts and that the translation changes; see `Comparing`."""
    before = {name: value for name, value, _ in _facts(content, path)}
    for name, value, at in _facts(translated, translation):
        if name in before and before[name] != value:
            yield Unread(CHANGED, at)


def _facts(content: str, path: Path) -> Iterator[tuple[str, str, int]]:
    """The values of types that are shown, such as numbers, and those of metadata, with their names and places."""
    root = xml_places.whole(content, path)
    for data in (*root.children("data"), *root.children("metadata")):
        value, kind = data.child("value"), data.get("type").partition(",")[0]
        is_shown = bool(kind) and not _LAYOUT.match(kind) if data.name == "data" else not kind
        if value is None or data.get("mimetype") or kind == _TEXT or (kind == _FILE and _TEXT not in value.text):
            continue
        if is_shown:
            yield f"{data.name} {data.get('name')}", " ".join(value.text.split()), data.start


def _units(content: str, path: Path) -> Iterator[Unit]:
    root = xml_places.whole(content, path)
    if root.name != "root":
        raise InputError(
            f"{files.shown(path)} is not a file of resources: its root element is {root.name!r}",
            "give a .resx or .resw file, whose root element is root",
        )
    for data in root.children("data"):
        name, texts, comment = data.get("name"), list(data.children("value")), data.child("comment")
        if not texts or not _is_text(data) or name.startswith(_DESIGNER):
            continue
        if not name:
            raise InputError(f"{files.shown(path)}, line {data.line}: data has no name", "add its name")
        note = comment.text.strip() if comment else ""
        for text in texts:
            value = Value(tuple(text.pieces()), text.inner, gap=xml_places.gap(text))
            yield Unit(name, value, meta=UnitFacts(note=note or None).meta())


def _is_text(data: Element) -> bool:
    return not data.get("mimetype") and data.get("type").partition(",")[0] in ("", _TEXT)
