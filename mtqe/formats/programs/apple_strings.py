"""Reads `.strings` files of iOS and macOS: texts with keys, in one language.

- A file is UTF-8, or UTF-16 with a byte order mark. A text stands in double quotes; a key may stand without quotes. A
  key that no text follows (`"Open";`) is its own text. A file may be a property list in XML instead.
- Of a key that is there twice, the last text counts.
- The comments directly above a text, without a blank line between, and behind it on its line, are its note.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.formats import files, values
from mtqe.formats.programs import escapes, plist
from mtqe.formats.unread import COMMENT, Covered, Unread, of_xml
from mtqe.formats.values import Lines, Piece, Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import UnitFacts

_TOKEN = late(
    r"(?P<space>\s+)|/\*(?P<block>[\s\S]*?)\*/|//(?P<line>[^\r\n]*)|(?P<sign>[=;])"
    r"|\"(?P<double>(?:[^\"\\]|\\[\s\S])*)\"|'(?P<single>(?:[^'\\]|\\[\s\S])*)'|(?P<bare>(?:[A-Za-z0-9_.$:-]|/(?![*/]))+)"
)
_PART = late(r"(?P<plain>[^\\]+)|(?P<units>(?:\\U[0-9A-Fa-f]{4})+)|\\(?P<octal>[01][0-7]{2})|\\(?P<sign>[^U0-7])")
_UNIT = late(r"\\U([0-9A-Fa-f]{4})")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_ESCAPES = {char: f"\\{sign}" for sign, char in _SIGNS.items()} | {"\\": "\\\\", '"': '\\"'}
_NO_NOTE = "No comment provided by engineer."
"""The comment that genstrings writes where the program has none."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
    found = _of_plist(content, path) if _is_plist(content) else _of_statements(content, path)
    yield from values.used_of_each(found, content)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    if _is_plist(content):
        yield from of_xml(content, covered, plist.KINDS)
        return
    known = {note for _, notes in _statements(content, path) for note in notes}
    for token in _tokens(content, path):
        if token.kind in ("block", "line") and (note := _note(token.text)) and note not in known:
            yield Unread(COMMENT, token.start)


def escape(text: str, content: str, start: int) -> str:
    """A text as the file has it.

    Raises:
        InputError: The text is its own key, which must not change.
    """
    if _is_plist(content):
        return plist.escape(text, content, start)
    keys = _own_keys(content)
    number = bisect.bisect_right(keys, start, key=lambda key: key[0]) - 1
    if number >= 0 and start <= keys[number][1]:
        raise InputError("the text is its own key, which must not change", 'write it as "key" = "text"; first')
    return "".join(map(_escaped, text))


def _is_plist(content: str) -> bool:
    return content.lstrip()[:1] == "<"


def _of_plist(content: str, path: Path) -> Iterator[Unit]:
    for key, text in plist.members(plist.root(content, path), path):
        if text.name == "string":
            yield Unit(key, plist.value(text))


def _of_statements(content: str, path: Path) -> Iterator[Unit]:
    for tokens, notes in _statements(content, path):
        key = "".join(piece.text for piece in _pieces(tokens[0], content, path))
        value = Value(tuple(_pieces(tokens[-1], content, path)), tokens[-1].start)
        yield Unit(key, value, meta=UnitFacts(note="\n".join(notes) if notes else None).meta())


@functools.lru_cache(maxsize=2)
def _own_keys(content: str) -> tuple[tuple[int, int], ...]:
    """The ranges of the texts that are their own keys."""
    statements = (tokens for tokens, _ in _statements(content, Path()))
    return tuple((tokens[0].start, tokens[0].end) for tokens in statements if len(tokens) == 1)


def _statements(content: str, path: Path) -> Sequence[tuple[list[_Token], list[str]]]:
    """The tokens of each statement, without its semicolon, and its notes."""
    entries: list[tuple[list[_Token], list[str]]] = []
    statement, above = list[_Token](), list[str]()
    behind = False  # whether the last entry ends on this line
    for token in _tokens(content, path):
        if token.kind == "space":
            behind = behind and "\n" not in token.text
            above = above if token.text.count("\n") < 2 or statement else []
        elif token.kind in ("block", "line"):
            if note := _note(token.text):
                (entries[-1][1] if behind else above).append(note)
        elif token.text == ";" and token.kind == "sign":
            _refuse_incomplete(statement, content, token.start, path)
            entries.append((statement, above))
            statement, above, behind = [], [], True
        else:
            statement.append(token)
    if statement:
        raise _error(content, statement[0].start, "the text does not end with a semicolon", path)
    return entries


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char >= " " and not "\x7f" <= char < "\xa0" else f"\\U{ord(char):04x}"


def _note(comment: str) -> str:
    note = " ".join(comment.split())
    return "" if note == _NO_NOTE else note


def _refuse_incomplete(statement: list[_Token], content: str, at: int, path: Path) -> None:
    """Refuse what is not `key = "text"` or `"text"`."""
    kinds = [token.kind for token in statement]
    if len(kinds) not in (1, 3) or "sign" in kinds[::2] or kinds[1:2] not in ([], ["sign"]):
        raise _error(content, statement[0].start if statement else at, 'this is not "key" = "text";', path)
    if kinds[-1] != "double":
        raise _error(content, statement[-1].start, "the text is not in double quotes", path)


def _tokens(content: str, path: Path) -> Iterator[_Token]:
    at = 0
    while at < len(content):
        match = _TOKEN.match(content, at)
        if not match:
            what = {'"': "a string has no end", "'": "a string has no end", "/": "a comment has no end"}
            raise _error(content, at, what.get(content[at], f"{content[at]!r} is not expected here"), path)
        kind = str(match.lastgroup)
        yield _Token(kind, match[kind], *match.span(kind))
        at = match.end()


def _pieces(token: _Token, content: str, path: Path) -> Iterator[Piece]:
    """The characters of a string."""
    at = token.start
    while at < token.end:
        part = _PART.match(content, at, token.end)
        if part is None:
            raise _error(content, at, f"unknown escape sequence {content[at : min(at + 4, token.end)]!r}", path)
        at = part.end()
        if part["units"]:
            try:
                yield from escapes.characters(part, _UNIT)
            except ValueError as error:
                raise _error(content, part.start(), f"{error} is half of a character", path) from error
        else:
            sign = part["sign"]
            text = part["plain"] or (chr(int(part["octal"], 8)) if part["octal"] else _SIGNS.get(sign, sign))
            yield Piece(text, *part.span())


def _error(content: str, at: int, what: str, path: Path) -> InputError:
    return InputError(f"{files.shown(path)}, line {Lines(content).at(at)[0]}: {what}", "correct the file")
