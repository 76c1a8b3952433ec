"""Fluent files (`.ftl`), the texts of Firefox and others: messages, attributes, terms, and variants of a selection.

An attribute is `key.name`, a term keeps its hyphen. Placeables stay text. Each variant of a selection is a text whose
form is the key of the variant; the selector is an inline code. A comment right above a message is its note. Of a
message that is there twice, the first counts, as in Firefox.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from mtqe.errors import InputError
from mtqe.formats import files, kept_space, values
from mtqe.formats.programs import fluent_patterns
from mtqe.formats.programs.fluent_patterns import Fault
from mtqe.formats.unread import Covered, Unread, of_lines
from mtqe.formats.values import Lines, Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import UnitFacts

_ENTRY = late(r"(-?[A-Za-z][A-Za-z0-9_-]*)[ ]*=[ ]*")
_ATTRIBUTE = late(r"(?:[ ]*\r?\n)+[ ]*\.([A-Za-z][A-Za-z0-9_-]*)[ ]*=[ ]*")
_LINE_END = late(r"[ ]*(?:\r?\n|\Z)")
_COMMENT = late(r"(#{1,3})(?:[ ]([^\r\n]*))?(?:\r?\n|\Z)")
_COMMENT_LINE = late(r"^#{1,3}(?:[ ]([^\r\n]*))?", re.MULTILINE)
_LINE_SIGNS = ".[*"
"""Signs that do not begin a further line of a text."""
_INDENT = 4
"""Characters: the indentation of the second line of a text."""


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file.

    Raises:
        InputError: A line is not Fluent; the message has its number.
    """
    try:
        yield from values.used_of_each(_entries(content), content, first=True)
    except Fault as fault:
        line, column = Lines(content).at(fault.at)
        raise InputError(
            f"{files.shown(path)}, line {line}, column {column}: {fault.what}", "give a file of valid Fluent"
        ) from fault


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    notes = (unit.meta.get("note", "") for unit in _entries(content))
    return of_lines(content, covered, _COMMENT_LINE, notes)


def escape(text: str, content: str, start: int) -> str:
    """A text as a pattern has it; further lines are indented as the others are.

    Raises:
        InputError: The text cannot stand there: it has a brace without a partner, or white space at its edge.
    """
    found, ends = _values(content)
    behind = range(bisect.bisect_left(ends, start), len(found))
    value = next((found[number] for number in behind if found[number].at <= start), None)
    if value is None:
        raise ValueError(f"there is no text at offset {start}")
    before = content[start - 1 : start]
    line = content[content.rfind("\n", 0, start) + 1 : start]
    at_start = start == value.pieces[0].start or before.isspace()
    if text != text.strip(" ") and (text[-1:] == " " or at_start):
        _refuse("it has a space at its edge")
    if not text and at_start:
        _refuse("it would be empty")
    if "\r" in text or "\n" in (text[:1], text[-1:]) or ("\n" in text and value.codes):
        _refuse("it has a line break")
    if not _closes(text):
        _refuse("it has a brace without a partner")
    if any(part.startswith((*_LINE_SIGNS, " ")) for part in text.split("\n")[1:]) or "\n\n" in text:
        _refuse("a line begins with a sign of Fluent")
    if not line.strip(" ") and text.startswith(tuple(_LINE_SIGNS)):
        _refuse("a line begins with a sign of Fluent")
    return text.replace("\n", "\n" + " " * _indent(content, value))


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse nothing in place of a text; see `Losing`.

    Raises:
        InputError: The text would be empty.
    """
    kept_space.refuse_nothing(before, text, after)


def _entries(content: str) -> Iterator[Unit]:
    """The units of all messages and terms."""
    at, note = 0, ""
    while at < len(content):
        if comment := _COMMENT.match(content, at):
            is_note = comment[1] == "#"
            note = f"{note}\n{comment[2] or ''}".removeprefix("\n") if is_note else ""
            at = comment.end()
        elif blank := _LINE_END.match(content, at):
            note, at = "", blank.end()
        else:
            entry = _ENTRY.match(content, at)
            if not entry:
                raise Fault(at, "this is not a message, comment or blank line")
            found, at = _entry(content, entry, UnitFacts(note=note if note.strip() else None).meta())
            yield from found
            note = ""


def _entry(content: str, entry: re.Match[str], meta: dict[str, Any]) -> tuple[list[Unit], int]:
    """The units of a message or term, and the offset behind it."""
    found: list[Unit] = []
    match: re.Match[str] | None = entry
    at = entry.end()
    while match:
        name = entry[1] if match is entry else f"{entry[1]}.{match[1]}"
        pattern = fluent_patterns.parse(content, match.end())
        texts = fluent_patterns.texts(content, pattern, match.end()) if pattern.nodes else []
        if match is not entry and not texts:
            raise Fault(match.start(1), f"the attribute {match[1]} has no text")
        found += [Unit(name, value, form=form, meta=meta) for form, value in texts]
        at = pattern.end
        match = _ATTRIBUTE.match(content, at)
    if not found:
        raise Fault(entry.start(), f"{entry[1]} has no text")
    end = _LINE_END.match(content, at)
    if not end:
        raise Fault(at, "the line goes on behind the text")
    return found, end.end()


@functools.lru_cache(maxsize=2)  # `escape` asks for each text of a file
def _values(content: str) -> tuple[Sequence[Value], Sequence[int]]:
    """The texts in order, and the offset behind each; no text ends before the one in front of it."""
    found = [unit.source for unit in _entries(content) if unit.source is not None]
    return found, [value.range(0, len(value.text))[1] for value in found]


def _indent(content: str, value: Value) -> int:
    """The indentation of the further lines of a text."""
    for piece in value.pieces:
        if piece.text.startswith("\n"):
            return piece.end - content.rfind("\n", piece.start, piece.end) - 1
    start = value.pieces[0].start
    line = content[content.rfind("\n", 0, start) + 1 : start]
    return _INDENT if line.strip(" ") else len(line)


def _closes(text: str) -> bool:
    depth = 0
    for sign in re.findall(r"[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return not depth


def _refuse(why: str) -> NoReturn:
    raise InputError(f"this Fluent text cannot hold the new text: {why}", "change it by hand")
