"""Reads `.properties` files of Java: texts with keys, in one language.

- A file is UTF-8 or else ISO-8859-1. Escape sequences and continued lines are read as Java reads them.
- The comments directly above a text, without a blank line between, are its note.
- A text that is an ICU message with branches (`{count, plural, ...}`) has a unit for each branch.
- `escape` writes a character as it is only if the encoding of the file surely has it, else as `\\uXXXX`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.programs import escapes, text_tree
from mtqe.formats.values import Lines, Piece, Unit, Value
from mtqe.model import UnitFacts

ENCODING = "iso-8859-1"

_SPACE = " \t\f"
_NO_ENTRY = re.compile(r"[ \t\f]*(?:[#!](?P<comment>[^\r\n]*))?(?:\r\n|\n|\r|\Z)")
_END = r"(?:\r\n|\n|\r|\Z)"
_ESCAPED = rf"(?P<units>(?:\\u[0-9A-Fa-f]{{4}})+)|(?P<join>\\{_END}[ \t\f]*)|\\(?P<sign>[^\r\n])|(?P<end>{_END})"
_IN_KEY = re.compile(r"(?P<plain>[^\\=: \t\f\r\n]+)|(?P<stop>[=: \t\f])|" + _ESCAPED)
_IN_VALUE = re.compile(r"(?P<plain>[^\\\r\n]+)|" + _ESCAPED)
_UNIT = re.compile(r"\\u([0-9A-Fa-f]{4})")
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPES = {char: f"\\{sign}" for sign, char in _SIGNS.items()} | {"\\": "\\\\"}
_KEY = re.compile(r"[ \t\f]*(?:[^\\=: \t\f]|\\.)+")
_WINDOW = 100
"""Characters: how far before a line its continuation is looked for. By hand."""


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
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
        key, at = _key(content, at, path)
        value, at = _value(content, at, path)
        facts = UnitFacts(note="\n".join(notes) if notes else None, message_format="'" in value.text)
        yield from text_tree.texts(Unit(key, value, meta=facts.meta()))
        notes = []


def escape(text: str, content: str, start: int) -> str:
    """A text as the file has it; see `mtqe.registry.contracts.Units`."""
    highest = _highest(content)
    escaped = "".join(_escaped(char, highest) for char in text)
    if escaped[:1] in (" ", "=", ":") and content[start - 1 : start] in tuple("=: \t\f\r\n"):
        escaped = f"\\{escaped}"  # here this character would belong to what separates key and text
    return f"={escaped}" if escaped and _lacks_separator(content, start) else escaped


@functools.lru_cache(maxsize=2)  # `escape` asks for each text of a file
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


def _lacks_separator(content: str, start: int) -> bool:
    """Whether the offset is the end of a key that nothing follows."""
    begin = max(content.rfind("\n", 0, start), content.rfind("\r", 0, start)) + 1
    before = content[max(0, begin - _WINDOW) : begin].rstrip("\r\n")
    continued = (len(before) - len(before.rstrip("\\"))) % 2
    return not continued and bool(_KEY.fullmatch(content, begin, start))


def _key(content: str, at: int, path: Path) -> tuple[str, int]:
    """The key that begins at an offset, and the offset where its value begins."""
    text, separated, ended = "", False, False
    while True:
        part = _part(_IN_KEY, content, at, path)
        if part.lastgroup == "stop":
            if part["stop"] not in _SPACE:
                if separated:
                    return text, at
                separated = True
            ended = True
        elif part.lastgroup == "end" or (ended and part.lastgroup != "join"):
            return text, at
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
