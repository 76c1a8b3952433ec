"""Finds what a file has beside the texts that its reader gives: every visible character belongs to one or the other.

A reader says which ranges of the file its texts have (`Covered`). A pass over the grammar of the file then finds the
text, values and comments outside of them, each with its kind and its place. `left_out` says what each kind may hide.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from mtqe.formats.json_places import Json
from mtqe.formats.values import Unit, Value
from mtqe.language.late_patterns import late

COMMENT = "comment"
LOOSE = "text outside of its elements"
"""Text of an XML file where the format has none."""
FIXED = "untranslatable text"
"""A text that the file excludes from translation, and whose translation is no other text."""
IGNORABLE = "ignorable text"
FACT, NOTE = "fact", "note"
OTHER = "value that is not text"
"""A string of a tree that the reader gives to nobody."""
CREDIT = "credit of translators"
COLUMN = "column without a role"
BESIDE = "text beside the main text"
EMBEDDED = "embedded text"
HIDDEN = "hidden text"
SCRIPT = "text-writing script"
TITLE = "title of a code block"
UNUSED = "unused link definition"
PHRASE = "phrase of a set"
SYMBOL = "symbol of a font"
ELSEWHERE = "text in another language"
STYLE = "text-writing style sheet"
"""It may hide a text, or show another one."""
AGAIN = "repeated key with the same text"
CHANGED = "changed value without text"
"""A number or switch that the translation has with another value than the source, or alone."""
CODE = "changed script or style"
"""It may hide a text, or show another one."""
_XML = late(
    r"<!--(?P<comment>.*?)-->|<!\[CDATA\[(?P<data>.*?)\]\]>|<\?.*?\?>|<![^>]*>"
    r"|<(?P<close>/?)(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_ARGUMENT = late(r"\$\d+")
_VISIBLE = late(r"[^\s\u200b-\u200f\ufeff]")


class Unread(NamedTuple):
    """Something that no text of the reader has.

    Args:
        what: Its kind, in the singular of a word whose plural ends in -s.
        at: Offset in the content of the file.
    """

    what: str
    at: int


class Covered:
    """The ranges of a content that the texts of a reader have."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._starts: list[int] = []

    def noting(self, units: Iterable[Unit]) -> Iterator[Unit]:
        """The same units; their ranges are noted."""
        for unit in units:
            for value in (unit.source, unit.target):
                if value is not None:
                    self.add(value)
            yield unit

    def add(self, value: Value) -> None:
        """Note the ranges of a text."""
        for _, start, end in value.pieces:
            if self._ranges and self._ranges[-1][1] == start:
                self._ranges[-1] = self._ranges[-1][0], end
            else:
                self._ranges.append((start, end))
        self._starts = []

    def misses(self, content: str, start: int, end: int) -> bool:
        """Whether a range of the content has a visible character, and no text has any part of it.

        A text in parts, such as a message with branches, does not have the signs between its parts.
        """
        if not self._starts:
            self._ranges.sort()
            self._starts = [first for first, _ in self._ranges]
        before = bisect.bisect_left(self._starts, end) - 1
        is_read = before >= 0 and self._ranges[before][1] > start
        return not is_read and _VISIBLE.search(content, start, end) is not None


def of_xml(
    content: str, covered: Covered, kinds: Mapping[str, str], wholes: Mapping[str, str] | None = None
) -> Iterator[Unread]:
    """Comments, and text that no text of the reader has.

    Args:
        content: The content of a file that is valid XML.
        covered: The ranges of the texts.
        kinds: The kinds of text by the names of elements; the innermost element with a kind decides. The text of an
            element whose kind is empty is named elsewhere.
        wholes: The kinds of elements with which all that is inside has this kind.
    """
    wholes = wholes or {}
    inside: list[str] = []
    for token in _XML.finditer(content):
        if token["comment"] is not None:
            if _VISIBLE.search(token["comment"]):
                yield Unread(COMMENT, token.start())
        elif token["name"]:
            if token["close"]:
                del inside[-1:]
            elif not token["empty"]:
                inside.append(token["name"])
        elif (part := token.lastgroup) in ("data", "text") and covered.misses(content, *token.span(part)):
            whole = next((wholes[name] for name in inside if name in wholes), "")
            kind = whole or next((kinds[name] for name in reversed(inside) if name in kinds), LOOSE)
            yield from [Unread(kind, token.start(part))] if kind else []


def of_tree(tree: Json, content: str, covered: Covered, kinds: Mapping[str, str] | None = None) -> Iterator[Unread]:
    """The strings of JSON or YAML that no text of the reader has, and the keys that are there again.

    Args:
        tree: The content, as `json_places` or `yaml_places` read it.
        content: The content of the file.
        covered: The ranges of the texts.
        kinds: The kinds of strings by their keys. An argument alone (`$1`) is no text.
    """
    waiting: list[tuple[str, Json]] = [("", tree)]
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, dict):
            waiting += [(key, member.value) for key, member in node.items()]
            yield from (Unread(AGAIN, at) for member in node.values() for at in member.again)
        elif isinstance(node, list):
            waiting += [(name, child) for child in node]
        elif (
            isinstance(node, Value)
            and node.pieces
            and covered.misses(content, node.pieces[0].start, node.pieces[-1].end)
        ):
            yield Unread(OTHER if _ARGUMENT.fullmatch(node.text) else (kinds or {}).get(name, OTHER), node.at)


def of_lines(content: str, covered: Covered, comments: re.Pattern[str], notes: Iterable[str] = ()) -> Iterator[Unread]:
    """The comments of a file outside of its texts, found by a pattern, without the notes of texts."""
    known = {line.strip() for note in notes for line in note.split("\n")}
    for match in comments.finditer(content):
        said = next((text for text in match.groups() if text), "")
        if _VISIBLE.search(said) and said.strip() not in known and covered.misses(content, *match.span()):
            yield Unread(COMMENT, match.start())
