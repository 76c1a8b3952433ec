"""Reads `.properties` files of Java: texts with keys, in one language.

- A file is UTF-8 or else ISO-8859-1. Escape sequences and continued lines are read as Java reads them.
- Of a key that is there twice, the last text counts, as in Java.
- The comments directly above a text, without a blank line between, are its note.
- A text that is an ICU message with branches (`{count, plural, ...}`) has a unit for each branch.
- `escape` writes a character as it is only if the encoding of the file surely has it, else as its escape: `\\u00e9`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.formats import files, values
from mtqe.formats.programs import escapes, text_tree
from mtqe.formats.unread import Covered, Unread, of_lines
from mtqe.formats.values import Lines, Piece, Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import UnitFacts

ENCODING = "iso-8859-1"

_SPACE = " \t\f"
_NO_ENTRY = late(r"[ \t\f]*(?:[#!](?P<comment>[^\r\n]*))?(?:\r\n|\n|\r|\Z)")
_COMMENT = late(r"^[ \t\f]*[#!]([^\r\n]*)", re.MULTILINE)
_END = r"(?:\r\n|\n|\r|\Z)"
_ESCAPED = rf"(?P<units>(?:\\u[0-9A-Fa-f]{{4}})+)|(?P<join>\\{_END}[ \t\f]*)|\\(?P<sign>[^\r\n])|(?P<end>{_END})"
_IN_KEY = late(r"(?P<plain>[^\\=: \t\f\r\n]+)|(?P<stop>[=: \t\f])|" + _ESCAPED)
_IN_VALUE = late(r"(?P<plain>[^\\\r\n]+)|" + _ESCAPED)
_UNIT = late(r"\\u([0-9A-Fa-f]{4})")
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPES = {char: f"\\{sign}" for sign, char in _SIGNS.items()} | {"\\": "\\\\"}


class _Entry(NamedTuple):
    """An entry of a file.

    Args:
        key: Its key.
        key_end: Offset behind the key. A text that begins there needs a sign that separates it from the key.
        value: Its text.
        notes: The comments above it.
    """

    key: str
    key_end: int
    value: Value
    notes: Sequence[str]


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
    yield from values.used_of_each(_units(content, path), content)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    notes = (note for entry in _entries(content, path) for note in entry.notes)
    return of_lines(content, covered, _COMMENT, notes)


def _units(content: str, path: Path) -> Iterator[Unit]:
    for entry in _entries(content, path):
        facts = UnitFacts(note="\n".join(entry.notes) or None, message_format="'" in entry.value.text)
        yield from text_tree.texts(Unit(entry.key, entry.value, meta=facts.meta()))


def escape(text: str, content: str, start: int) -> str:
    """A text as the file has it; see `mtqe.registry.contracts.Units`."""
    highest = _highest(content)
    escaped = "".join(_escaped(char, highest) for char in text)
    separator = "=" if escaped and start in _key_ends(content) else ""
    if escaped[:1] in (" ", "=", ":") and (separator or content[start - 1 : start]) in tuple("=: \t\f\r\n"):
        escaped = f"\\{escaped}"  # here this character would belong to what separates key and text
    return f"{separator}{escaped}"


def _entries(content: str, path: Path) -> Iterator[_Entry]:
    at, notes = 0, list[str]()
    while at < len(content):
        if other := _NO_ENTRY.match(content, at):
            at = other.end()
            if other["comment"] is None:
                notes = []
            elif note := other["comment"].strip():
                notes.append(note)
            continue
        while content[at] in _SPACE:
            at += 1
        key, key_end, at = _key(content, at, path)
        value, at = _value(content, at, path)
        yield _Entry(key, key_end, value, notes)
        notes = []


@functools.lru_cache(maxsize=2)
def _key_ends(content: str) -> frozenset[int]:
    return frozenset(entry.key_end for entry in _entries(content, Path()))


@functools.lru_cache(maxsize=2)
def _highest(content: str) -> str:
    """The highest character that the encoding of the file surely has."""
    raw = max(content, default="")
    return "\U0010ffff" if raw > "\xff" else "\xff" if raw > "\x7f" else "\x7f"


def _escaped(char: str, highest: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if " " <= char <= highest and not "\x7f" <= char < "\xa0":
        return char
    return "".join(f"\\u{unit:04x}" for unit in escapes.code_units(char))


def _key(content: str, at: int, path: Path) -> tuple[str, int, int]:
    """The key that begins at an offset, the offset behind it, and that where its value begins."""
    text, separated, end = "", False, -1
    while True:
        part = _part(_IN_KEY, content, at, path)
        if part.lastgroup == "stop":
            end = at if end < 0 else end
            if part["stop"] not in _SPACE:
                if separated:
                    return text, end, at
                separated = True
        elif part.lastgroup == "end" or (end >= 0 and part.lastgroup != "join"):
            return text, at if end < 0 else end, at
        elif part.lastgroup != "join":
            text += "".join(piece.text for piece in _pieces(part, content, path))
        at = part.end()


def _value(content: str, start: int, path: Path) -> tuple[Value, int]:
    """The value that begins at an offset, and the offset of the next line."""
    at, pieces = start, list[Piece]()
    while True:
        part = _part(_IN_VALUE, content, at, path)
        at = part.end()
        if part.lastgroup == "end":
            return Value(tuple(pieces), start), at
        pieces += _pieces(part, content, path)


def _part(pattern: re.Pattern[str], content: str, at: int, path: Path) -> re.Match[str]:
    part = pattern.match(content, at)
    if part is None or part["sign"] == "u":
        raise _error(content, at, "\\u needs four hexadecimal digits", path)
    return part


def _pieces(part: re.Match[str], content: str, path: Path) -> Iterator[Piece]:
    """The characters of a part; a continued line has none."""
    if part["plain"]:
        yield Piece(part["plain"], *part.span())
    elif part["units"]:
        try:
            yield from escapes.characters(part, _UNIT)
        except ValueError as error:
            raise _error(content, part.start(), f"{error} is half of a character", path) from error
    elif part["sign"]:
        yield Piece(_SIGNS.get(part["sign"], part["sign"]), *part.span())


def _error(content: str, at: int, what: str, path: Path) -> InputError:
    return InputError(f"{files.shown(path)}, line {Lines(content).at(at)[0]}: {what}", "correct this escape sequence")
