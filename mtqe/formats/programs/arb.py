"""ARB files, the texts of Flutter programs: JSON with a member `@key` of facts beside each text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqe.errors import InputError
from mtqe.formats import files, json_places
from mtqe.formats.json_places import Json, Member
from mtqe.formats.programs import changed_values, text_tree
from mtqe.formats.unread import CHANGED, Covered, Unread, of_tree
from mtqe.formats.values import Unit, Value
from mtqe.model import UnitFacts

_DESCRIBED = frozenset({"description", "example", "type", "context"})
"""Keys of facts for people, and of the type of a value, which only the source states."""


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file.

    Raises:
        InputError: The content is not JSON, or not an object.
    """
    tree = json_places.parse(content, path)
    if not isinstance(tree, dict):
        raise InputError(f"{files.shown(path)} has no keys at its top", "give a file with a key for each text")
    for key, member in tree.items():
        if not key.startswith("@") and isinstance(member.value, Value):
            yield from text_tree.texts(Unit(key, member.value, meta=_facts(tree.get(f"@{key}"))))


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    return of_tree(json_places.parse(content, path), content, covered)


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The values that are no texts and that the translation changes, and formats of numbers; see `Comparing`."""
    before, after = json_places.parse(content, path), json_places.parse(translated, translation)
    yield from changed_values.changed(before, after)
    known = {(place, text) for place, text, _ in _formats(before)}
    yield from (Unread(CHANGED, at) for place, text, at in _formats(after) if (place, text) not in known)


def _formats(tree: Json) -> Iterator[tuple[str, str, int]]:
    """How the program formats the values in a text: the keys, the value as it is written, and its offset."""
    facts = [(key, member.value) for key, member in tree.items() if key[0:1] == "@"] if isinstance(tree, dict) else []
    waiting: list[tuple[str, Json]] = [
        (key, of_text["placeholders"].value)
        for key, of_text in facts
        if isinstance(of_text, dict) and "placeholders" in of_text
    ]
    while waiting:
        place, node = waiting.pop()
        for key, member in node.items() if isinstance(node, dict) else ():
            if key in _DESCRIBED:
                continue
            if not isinstance(member.value, dict):
                text = member.value.text if isinstance(member.value, Value) else repr(member.value)
                yield f"{place}.{key}", text, member.key.at
            waiting.append((f"{place}.{key}", member.value))


def escape(text: str, content: str, start: int) -> str:
    """A text as a JSON string has it, in ASCII if the file is."""
    return json_places.escape(text, content)


def _facts(member: Member | None) -> dict[str, Any]:
    """The note and the context of a text."""
    if member is None or not isinstance(member.value, dict):
        return {}
    note, context = (
        found.value.text if (found := member.value.get(name)) and isinstance(found.value, Value) else None
        for name in ("description", "context")
    )
    return UnitFacts(note=note, context=context).meta()
