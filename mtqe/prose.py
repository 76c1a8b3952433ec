"""Text of outside in sentences for people: always one line, and nothing in it that a terminal or a CI log obeys.

Every message, note and printed line goes through here. Data, such as JSON, keeps its texts exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")

# Characters that control a terminal or page, or that are invisible: controls, line separators, zero-width spaces and
# bidirectional embeddings. Joiners and directional marks are kept because texts in many scripts need them.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Escapes of the characters that JSON allows unescaped, but at which many readers of lines split."""
_SURROGATE = re.compile("[\ud800-\udfff]")
# CI services obey lines of a log: GitHub `::error::` where a line begins, and `##[error]` anywhere; Azure `##vso[...]`
# and TeamCity `##teamcity[...]`. A line may be wrapped at any space.
_COMMAND = re.compile(r"(?<!\S):(?=:\s*[A-Za-z])|#(?=#(?:\[|vso\[|teamcity\[))", re.IGNORECASE)


def inert(text: str) -> str:
    """The text as one line that shows everything in it and that no CI service obeys."""
    return without_commands(visible(text))


def visible(text: str) -> str:
    r"""The text with control characters and invisible characters written as `<U+001B>`.

    A line feed becomes `↵` and a tab a space. A byte of a file name that is not UTF-8 becomes `\xff`.
    """
    return UNSEEN.sub(lambda match: _shown(match[0]), text)


def without_commands(text: str) -> str:
    """The text, of any number of lines, in which the first character of each command of a CI service is escaped."""
    return _COMMAND.sub(lambda match: _code_point(match[0]), text)


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 finding`, `1,200 findings`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def json_line(value: Any) -> str:
    """A value as one line of JSON, without the line end; data keeps its texts exactly."""
    import msgspec

    return msgspec.json.encode(value).decode().translate(LINE_ENDS)


def storable(value: T) -> T:
    """The value, made of structs, tuples, lists and dicts, as it can be written in UTF-8.

    Names of files that are not UTF-8 come with lone surrogates, which no file can hold; they become visible.
    """
    import msgspec

    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        copy: T = _storable(value)
        return copy
    return value


def _storable(value: Any) -> Any:
    import msgspec

    match value:
        case str():
            return _SURROGATE.sub(lambda match: _shown(match[0]), value) if _SURROGATE.search(value) else value
        case tuple() | list() | set() | frozenset():
            return type(value)(map(_storable, value))
        case Mapping():
            return {_storable(key): _storable(item) for key, item in value.items()}
        case msgspec.Struct():
            fields = {name: _storable(getattr(value, name)) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **fields)
    return value


def _shown(char: str) -> str:
    if "\udc80" <= char <= "\udcff":  # Python's stand-in for a byte that is not UTF-8
        return f"\\x{ord(char) - 0xDC00:02x}"
    return {"\n": "↵", "\t": " "}.get(char) or _code_point(char)


def _code_point(char: str) -> str:
    return f"<U+{ord(char):04X}>"
