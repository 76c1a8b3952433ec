"""The grammar of PO files: messages, with the place of each character of their strings. `po` makes units of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.values import Piece, Value
from mtqe.language.late_patterns import late

ALONE = -1
"""Places: the key of the translation of a message without plural forms."""
_TOKEN = late(
    r'(?P<space>[ \t\r\f\v]+)|(?P<line>\n)|(?P<comment>#[^\n]*)|"(?P<text>(?:[^"\\\n]|\\[^\n])*)"'
    r"|(?P<word>msgid_plural|msgid|msgctxt|msgstr|domain)(?!\w)|\[[ \t]*(?P<index>[0-9]{1,3})[ \t]*\]"
)
_PART = late(r"(?P<plain>[^\\]+)|(?P<bytes>(?:\\x[0-9A-Fa-f]+|\\[0-7]{1,3})+)|\\(?P<sign>.)", re.DOTALL)
_BYTE = late(r"\\x([0-9A-Fa-f]+)|\\([0-7]{1,3})")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
_ESCAPES = {char: f"\\{sign}" for sign, char in _SIGNS.items()}
_OPEN_BYTE = late(r"(?<!\\)(?:\\\\)*\\(?:x[0-9A-Fa-f]+|[0-7]{1,2})\Z")
"""An escaped byte that a digit after it would change."""


@dataclass
class Entry:
    """A message.

    Args:
        domain: Name of its domain; empty for that of a file that names none.
        line: 1-based line of its context or text.
        notes: Comments of the translator and of the program.
        flags: Words such as `fuzzy` and `c-format`.
        context: `msgctxt`.
        single: `msgid`.
        plural: `msgid_plural`.
        forms: The translation with the key `ALONE`, or those of the plural forms by their number from 0.
    """

    domain: str = ""
    line: int = 0
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    context: Value | None = None
    single: Value | None = None
    plural: Value | None = None
    forms: dict[int, Value] = field(default_factory=dict)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    line: int


class _Item(NamedTuple):
    """A comment, or a keyword with its string."""

    word: str
    line: int
    comment: str = ""
    number: int = ALONE
    value: Value = Value((), 0)


def entries(content: str, path: Path, charset: str) -> Iterator[Entry]:
    """The messages of a file in order, its header among them. Obsolete messages are left out.

    Args:
        content: The content of the file.
        path: The file, for messages.
        charset: The encoding that escaped bytes are in.

    Raises:
        InputError: The content is not PO.
    """
    entry = Entry()
    for item in _items(content, path, charset):
        obsolete = item.comment.startswith("#~")
        begins = item.word in ("comment", "msgctxt", "domain") or (item.word == "msgid" and entry.single is not None)
        if begins and entry.forms:
            yield entry
            entry = Entry(entry.domain)
        elif obsolete or item.word == "domain":
            _refuse_incomplete(entry, path)
            entry = Entry(entry.domain)
        _add(item, entry, path)
    if entry.forms:
        yield entry
    else:
        _refuse_incomplete(entry, path)


def places(content: str, path: Path) -> Iterator[tuple[int, int]]:
    """Start and end of each message with the comments right above it, in whole lines, in order; none is obsolete.

    Raises:
        InputError: The content is not PO.
    """
    start, end, last, translated = -1, 0, 0, False
    for line, (token, *_) in itertools.groupby(_tokens(content, path), key=lambda token: token.line):
        word = token.kind if token.kind != "word" else token.text
        begins = word in ("comment", "msgctxt", "msgid", "domain")
        if start >= 0 and (line > last + 1 or (translated and begins)):
            yield start, end
            start, translated = -1, False
        if start < 0 and begins and not token.text.startswith("#~"):
            start = content.rfind("\n", 0, token.start) + 1
        translated = translated or word == "msgstr"
        last, end = line, content.find("\n", token.start) + 1 or len(content)
    if start >= 0:
        yield start, end


def escape(text: str, content: str, start: int) -> str:
    """A text as a string of the file has it, in place of one that begins at the offset `start`."""
    escaped = "".join(map(_escaped, text))
    # A digit after an escaped byte would be read as a part of it, so the string ends here and another begins.
    return f'""{escaped}' if _OPEN_BYTE.search(content, max(0, start - 40), start) else escaped


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char >= " " and char != "\x7f" else f"\\{ord(char):03o}"


def _add(item: _Item, entry: Entry, path: Path) -> None:
    """Add a comment or string to a message."""
    allowed = {
        "comment": True,
        "domain": True,
        "msgctxt": entry.context is None and entry.single is None,
        "msgid": entry.single is None,
        "msgid_plural": entry.single is not None and entry.plural is None and not entry.forms,
        "msgstr": entry.single is not None
        and item.number == (ALONE if entry.plural is None else len(entry.forms))
        and ALONE not in entry.forms,
    }
    if not allowed[item.word]:
        shown = f"msgstr[{item.number}]" if item.number != ALONE else item.word
        raise _error(path, item.line, f"{shown} is not expected here")
    match item.word:
        case "comment":
            _comment(item.comment, entry)
        case "domain":
            entry.domain = item.value.text
        case "msgctxt":
            entry.context, entry.line = item.value, item.line
        case "msgid":
            entry.single, entry.line = item.value, entry.line or item.line
        case "msgid_plural":
            entry.plural = item.value
        case _:
            entry.forms[item.number] = item.value


def _comment(comment: str, entry: Entry) -> None:
    if comment[1:2] in (",", "="):
        entry.flags += [flag.strip() for flag in comment[2:].split(",") if flag.strip()]
    elif comment[1:2] not in (":", "|", "~") and (note := comment.removeprefix("#").removeprefix(".").strip()):
        entry.notes.append(note)


def _refuse_incomplete(entry: Entry, path: Path) -> None:
    if entry.single is not None and not entry.forms:
        raise _error(path, entry.line, "the message has no msgstr")
    if entry.context is not None and entry.single is None:
        raise _error(path, entry.line, f"the context {entry.context.text!r} has no msgid")


def _items(content: str, path: Path, charset: str) -> Iterator[_Item]:
    word: _Token | None = None
    index, strings = ALONE, list[_Token]()

    def closed() -> Iterator[_Item]:
        if word is not None:
            if not strings:
                raise _error(path, word.line, f"{word.text} has no string")
            pieces = tuple(piece for string in strings for piece in _pieces(string, path, charset))
            yield _Item(word.text, word.line, number=index, value=Value(pieces, strings[0].start))

    for token in _tokens(content, path):
        if token.kind == "text":
            if word is None:
                raise _error(path, token.line, "a string has no keyword before it")
            strings.append(token)
        elif token.kind == "index":
            if word is None or word.text != "msgstr" or strings or index != ALONE:
                raise _error(path, token.line, f"[{token.text}] has no msgstr before it")
            index = int(token.text)
        else:
            yield from closed()
            word, index, strings = (token if token.kind == "word" else None), ALONE, []
            if token.kind == "comment":
                yield _Item("comment", token.line, comment=token.text.rstrip("\r"))
    yield from closed()


def _tokens(content: str, path: Path) -> Iterator[_Token]:
    at, line = 0, 1
    while at < len(content):
        match = _TOKEN.match(content, at)
        if not match:
            rest = content[at : at + 30].partition("\n")[0].rstrip()
            raise _error(path, line, "a string has no end" if rest.startswith('"') else f"{rest!r} is not valid in PO")
        kind = str(match.lastgroup)
        if kind not in ("space", "line"):
            yield _Token(kind, match[kind], match.start(kind), line)
        line += kind == "line"
        at = match.end()


def _pieces(string: _Token, path: Path, charset: str) -> Iterator[Piece]:
    for part in _PART.finditer(string.text):
        start, end = string.start + part.start(), string.start + part.end()
        if part["plain"]:
            yield Piece(part["plain"], start, end)
        elif part["bytes"]:
            yield from _characters(part["bytes"], start, string.line, path, charset)
        elif part["sign"] in _SIGNS:
            yield Piece(_SIGNS[part["sign"]], start, end)
        else:
            raise _error(path, string.line, f"unknown escape sequence {part[0]!r}")


def _characters(escapes: str, start: int, line: int, path: Path, charset: str) -> Iterator[Piece]:
    """The characters of escaped bytes: a piece each if they are ASCII, else one piece for all."""
    parts = [(part.start(), part.end(), _number(part)) for part in _BYTE.finditer(escapes)]
    if any(number > 0xFF for _, _, number in parts):
        raise _error(path, line, f"{escapes[:20]!r} is more than a byte")
    if all(number < 0x80 for _, _, number in parts):
        yield from (Piece(chr(number), start + first, start + last) for first, last, number in parts)
        return
    try:
        text = bytes(number for _, _, number in parts).decode(charset)
    except (UnicodeError, LookupError) as error:
        raise _error(path, line, f"{escapes[:20]!r} is not {charset}") from error
    yield Piece(text, start, start + len(escapes))


def _number(part: re.Match[str]) -> int:
    return int(part[1], 16) if part[1] else int(part[2], 8)


def _error(path: Path, line: int, what: str) -> InputError:
    return InputError(f"{files.shown(path)}, line {line}: {what}", "correct the file; msgfmt -c checks it")
