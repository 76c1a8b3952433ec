"""Reads JSON strictly (RFC 8259) and keeps the place of every character of its strings.

Nothing is nested in the reader itself, so that deep files cannot exhaust the stack.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import NamedTuple, NoReturn

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.values import Lines, Piece, Value
from mtqe.language.late_patterns import late

DEEPEST = 100
"""Entries: the deepest nesting of objects and arrays."""

_SPACE = late(r"[ \t\n\r]*")
_SCALAR = late(r"(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|true|false|null")
_PLAIN = late(r'[^"\\\x00-\x1f]*')
_ESCAPE = late(r'\\(?:u(?P<unit>[0-9A-Fa-f]{4})|(?P<char>["\\/bfnrt]))')
_CHARS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]"}


class Member(NamedTuple):
    """A member of an object.

    Args:
        key: Its key, with the places of its characters.
        value: Its value.
        again: Offsets of other members with this key and this value, which change nothing.
    """

    key: Value
    value: Json
    again: tuple[int, ...] = ()


class Plain(NamedTuple):
    """A scalar of YAML that is no text: a number, a switch, a date, or an alias of another value.

    Args:
        written: As it is written.
    """

    written: str


Json = dict[str, Member] | list["Json"] | Value | Plain | float | bool | None
"""A JSON value: an object by key, an array, a string, a number, a boolean or null."""


def parse(content: str, path: Path) -> Json:
    """Read a JSON text.

    Raises:
        InputError: The content is not JSON, is nested too deeply, has a key twice in one object with different values,
            or has half of a surrogate pair. The message has line and column.
    """
    return _Reader(content, path).document()


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same, wherever they stand."""
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            waiting += [(member.value, right[key].value) for key, member in left.items()]
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            waiting += zip(left, right, strict=True)
        elif isinstance(left, Value) and isinstance(right, Value):
            if left.text != right.text:
                return False
        elif type(left) is not type(right) or left != right:
            return False
    return True


def escape(text: str, content: str) -> str:
    """A text as it stands between the quotes of a string of a file; only ASCII if the file has escapes in its place."""
    return json.dumps(text, ensure_ascii=_is_escaped(content))[1:-1]


@functools.lru_cache(maxsize=2)  # `escape` asks for each text of a file
def _is_escaped(content: str) -> bool:
    return content.isascii() and "\\u" in content


class _Reader:
    """Reads a content from its start to its end; `at` is the offset of the next character."""

    def __init__(self, content: str, path: Path) -> None:
        self.content, self.path, self.at = content, path, 0

    def document(self) -> Json:
        """The value that is the whole text."""
        open_values: list[tuple[dict[str, Member] | list[Json], Value | None]] = []  # with the key of the next member
        while True:
            value = self._value(len(open_values))
            if isinstance(value, dict | list) and not self._next(_CLOSING["{" if isinstance(value, dict) else "["]):
                open_values.append((value, self._key() if isinstance(value, dict) else None))
                continue
            while True:
                if not open_values:
                    self._space()
                    if self.at < len(self.content):
                        self._fault("the text goes on after its end")
                    return value
                parent, key = open_values.pop()
                if isinstance(parent, dict):
                    self._put(parent, key or Value((), 0), value)
                else:
                    parent.append(value)
                if self._next(","):
                    open_values.append((parent, self._key() if isinstance(parent, dict) else None))
                    break
                closing = "}" if isinstance(parent, dict) else "]"
                if not self._next(closing):
                    self._fault(f"a comma or {closing} is missing")
                value = parent

    def _value(self, depth: int) -> Json:
        """A string, number or constant, or a new object or array whose first sign is read."""
        self._space()
        char = self.content[self.at : self.at + 1]
        if char in _CLOSING:
            if depth == DEEPEST:
                self._fault(f"more than {DEEPEST} nested objects or arrays")
            self.at += 1
            return {} if char == "{" else []
        if char == '"':
            return self._string()
        scalar = _SCALAR.match(self.content, self.at)
        if not scalar:
            self._fault("a value is missing" if char in (",", "}", "]", "") else "this is not a JSON value")
        self.at = scalar.end()
        return float(scalar[0]) if scalar["number"] else _CONSTANTS[scalar[0]]

    def _put(self, members: dict[str, Member], key: Value, value: Json) -> None:
        """Add a member. One with a key that is there already must have the same value."""
        first = members.get(key.text)
        if first is None:
            members[key.text] = Member(key, value)
            return
        if not same(first.value, value):
            line, _ = Lines(self.content).at(first.key.at)
            shown = json.dumps(key.text, ensure_ascii=False)
            self._fault(f"the key {shown} is in line {line} already, with another value", key.at - 1)
        members[key.text] = first._replace(again=(*first.again, key.at))

    def _key(self) -> Value:
        """The key of a member, with the colon behind it."""
        self._space()
        if self.content[self.at : self.at + 1] != '"':
            self._fault("a key in double quotes is missing")
        key = self._string()
        if not self._next(":"):
            self._fault("a colon is missing")
        return key

    def _string(self) -> Value:
        """The string that begins at the next character, a quote."""
        start = self.at = self.at + 1
        pieces = []
        while True:
            plain = _PLAIN.match(self.content, self.at)
            if plain and plain[0]:
                pieces.append(Piece(plain[0], *plain.span()))
                self.at = plain.end()
            match self.content[self.at : self.at + 1]:
                case '"':
                    self.at += 1
                    return Value(tuple(pieces), start)
                case "\\":
                    pieces.append(self._escape())
                case "":
                    self._fault("the string that begins here does not end", start - 1)
                case char:
                    self._fault(f"the string has a control character, U+{ord(char):04X}, that is not escaped")

    def _escape(self) -> Piece:
        """The escape sequence that begins at the next character; those of a surrogate pair are one."""
        start = self.at
        match = _ESCAPE.match(self.content, start)
        if not match:
            self._fault("this escape sequence does not exist")
        self.at = match.end()
        if match["char"]:
            return Piece(_CHARS.get(match["char"], match["char"]), start, self.at)
        number = int(match["unit"], 16)
        if 0xD800 <= number < 0xE000:
            low = _ESCAPE.match(self.content, self.at)
            pair = int(low["unit"], 16) if low and low["unit"] else 0
            if not (low and number < 0xDC00 <= pair < 0xE000):
                self._fault("half of a surrogate pair is not a character", start)
            self.at = low.end()
            number = 0x10000 + ((number - 0xD800) << 10) + pair - 0xDC00
        return Piece(chr(number), start, self.at)

    def _next(self, sign: str) -> bool:
        """Whether a sign comes next, after white space; it is read then."""
        self._space()
        found = self.content.startswith(sign, self.at)
        self.at += found
        return found

    def _space(self) -> None:
        if match := _SPACE.match(self.content, self.at):
            self.at = match.end()

    def _fault(self, what: str, at: int | None = None) -> NoReturn:
        line, column = Lines(self.content).at(self.at if at is None else at)
        raise InputError(f"{files.shown(self.path)}, line {line}, column {column}: {what}", "give a file of valid JSON")
