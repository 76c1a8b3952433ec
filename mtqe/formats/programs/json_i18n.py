"""JSON files with the texts of web pages and programs.

Nested keys are joined by dots, and items of lists have their number (from 0). Values that are no strings, such as
numbers, are told if the translation changes them.
Plural forms are those of i18next (`item_one`, `item_ordinal_few`, `item_plural`) or objects with the categories of
CLDR. Messages of browser extensions, FormatJS and structured JSON have notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mtqe.formats import json_places
from mtqe.formats.programs import changed_values, text_tree
from mtqe.formats.unread import Covered, Unread, of_tree
from mtqe.formats.values import Unit


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file.

    Raises:
        InputError: The content is not JSON, has no keys, or is a report of mtqe.
    """
    yield from text_tree.units(json_places.parse(content, path), path)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    return of_tree(json_places.parse(content, path), content, covered, {"content": text_tree.CONTENT})


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The values that are no texts and that the translation changes; see `Comparing`."""
    return changed_values.changed(json_places.parse(content, path), json_places.parse(translated, translation))


def language(content: str, path: Path) -> str:
    """The language that the only key at the top names; empty if it names none."""
    return text_tree.language(json_places.parse(content, path))


def escape(text: str, content: str, start: int) -> str:
    """A text as a JSON string has it, in ASCII if the file is."""
    return json_places.escape(text, content)
