"""Reads the patterns of Fluent: texts of one or more lines, placeables, selections with their variants.

`parse` finds the parts of a pattern in the file, `texts` makes values of them: without indentation, one for each way
through the variants.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtqe.formats.programs import choices
from mtqe.formats.programs.choices import Branch, Choice, Part
from mtqe.formats.values import Piece, Value
from mtqe.language.late_patterns import late

_TEXT = late(r"[^{}\r\n]+|\r(?!\n)")
_BREAK = late(r"\r?\n(?:[ ]*\r?\n)*(?P<indent>[ ]*)")
_NEWLINE = late(r"\r?\n")
_SELECTION = late(r"\{\s*(?P<selector>(?:[^{}\"]|\"(?:[^\"\\\n]|\\.)*\")*?)\s*->[ ]*(?=\r?\n)")
_VARIANT = late(r"\s*(?P<default>\*?)\[\s*(?P<key>[^\s\[\]{}]+)\s*\][ ]*")
_END = late(r"\s*\}")
_SIGN = late(r"\"(?:[^\"\\\n]|\\.)*\"|[{}\"]")
_ESCAPE = late(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U(0[0-9A-Fa-f]{5}|10[0-9A-Fa-f]{4})")
"""A character of a string literal that is written as a number, or a backslash that stands for itself."""
_SYNTAX = frozenset('{}"\\')
_ENDING = frozenset(".[*}")
"""What begins a line that does not continue a text."""
_ARGUMENT = late(r"\$[A-Za-z][\w-]*")
_SPACE_IN_CALL = late(r" (?=[(),])|(?<=\() ")
"""A space that a call may have: `PLATFORM ()` is `PLATFORM()`."""


class Fault(Exception):
    """A place that is not Fluent.

    Args:
        at: Its offset.
        what: What is wrong.
    """

    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.at, self.what = at, what


class _Text(NamedTuple):
    """A range of the file that stands for itself; a placeable is one, too."""

    start: int
    end: int


class _Break(NamedTuple):
    """Line breaks between two lines of a text, with the indentation of the second."""

    start: int
    end: int
    n_lines: int
    indent: int


class _Variant(NamedTuple):
    key: str
    opening: _Text
    body: Sequence[_Node]


@dataclass(frozen=True, slots=True)
class _Selection:
    selector: str
    head: _Text
    variants: Sequence[_Variant]
    tail: _Text


_Node = _Text | _Break | _Selection


class Pattern(NamedTuple):
    """A pattern in the file.

    Args:
        nodes: Its parts, in order; none if there is no text.
        end: Offset behind it.
    """

    nodes: Sequence[_Node]
    end: int


def parse(content: str, at: int, depth: int = 0) -> Pattern:
    """Read the pattern at an offset.

    Raises:
        Fault: A brace is not closed, or a selection is not complete.
    """
    nodes: list[_Node] = []
    end = at
    while True:
        if text := _TEXT.match(content, at):
            at = end = text.end()
            nodes.append(_Text(*text.span()))
        elif content.startswith("{", at):
            node = _placeable(content, at, depth)
            at = end = node.tail.end if isinstance(node, _Selection) else node.end
            nodes.append(node)
        elif (lines := _BREAK.match(content, at)) and _continues(content, lines):
            count = len(_NEWLINE.findall(lines[0]))
            nodes.append(_Break(lines.start(), lines.end(), count, len(lines["indent"])))
            at = lines.end()
        elif content.startswith("}", at):
            raise Fault(at, "a brace } has no partner")
        else:
            return Pattern(_trimmed(content, nodes), end)


def texts(content: str, pattern: Pattern, at: int) -> list[tuple[str, Value]]:
    """The texts of a pattern with their forms."""
    pieces: list[Piece] = []
    parts = _Emitter(content, pieces).parts(pattern.nodes)
    return choices.texts(Value(tuple(pieces), at), parts)


def _continues(content: str, lines: re.Match[str]) -> bool:
    """Whether the line behind some breaks belongs to the text before them."""
    sign = content[lines.end() : lines.end() + 1]
    return sign == "{" or (bool(lines["indent"]) and sign != "" and sign not in _ENDING and sign not in "\r\n")


def _placeable(content: str, at: int, depth: int) -> _Text | _Selection:
    if head := _SELECTION.match(content, at):
        return _selection(content, head, depth)
    opened = 0
    for sign in _SIGN.finditer(content, at):
        if sign[0] == '"':
            raise Fault(sign.start(), "a quote is not closed")
        opened += {"{": 1, "}": -1}.get(sign[0], 0)
        if not opened:
            return _Text(at, sign.end())
    raise Fault(at, "a brace { is not closed")


def _selection(content: str, head: re.Match[str], depth: int) -> _Selection:
    if depth == choices.DEEPEST:
        raise Fault(head.start(), f"more than {choices.DEEPEST} nested selections")
    variants = []
    n_defaults, at = 0, head.end()
    while variant := _VARIANT.match(content, at):
        body = parse(content, variant.end(), depth + 1)
        if not body.nodes:
            raise Fault(variant.start("key"), f"the variant {variant['key']} has no text")
        start = variant.start("default")
        variants.append(_Variant(variant["key"], _Text(start, variant.end()), body.nodes))
        n_defaults += bool(variant["default"])
        at = body.end
    end = _END.match(content, at)
    if not end:
        raise Fault(at, "a variant [key] or the brace } is missing")
    if n_defaults != 1:
        raise Fault(head.start(), "a selection needs one default variant, with a star")
    return _Selection(head["selector"], _Text(*head.span()), variants, _Text(end.end() - 1, end.end()))


def _trimmed(content: str, nodes: Sequence[_Node]) -> Sequence[_Node]:
    """The parts without white space at the end of the pattern."""
    kept = list(nodes)
    while kept and not isinstance(kept[-1], _Selection):
        last = kept.pop()
        if isinstance(last, _Text) and (text := content[last.start : last.end].rstrip(" ")):
            return [*kept, _Text(last.start, last.start + len(text))]
    return kept


class _Emitter:
    """Writes the parts of a pattern into pieces; the text of a part is then a range of all the text written."""

    def __init__(self, content: str, pieces: list[Piece]) -> None:
        self._content, self._pieces, self._length = content, pieces, 0

    def parts(self, nodes: Sequence[_Node]) -> tuple[Part, ...]:
        """Write the parts of a pattern."""
        common = min((node.indent for node in nodes if isinstance(node, _Break)), default=0)
        parts: list[Part] = []
        for number, node in enumerate(nodes):
            match node:
                case _Selection():
                    parts.append(self._choice(node))
                case _Break():
                    middle = node.end - (node.indent - common)
                    if number:
                        parts.append(self._write("\n" * node.n_lines, node.start, middle))
                    parts.append(self._raw(_Text(middle, node.end)))
                case _Text() if self._content[node.start] == "{":
                    parts.append(self._placeable(node))
                case _Text():
                    parts.append(self._raw(node))
        return tuple(parts)

    def _choice(self, node: _Selection) -> Choice:
        head = self._raw(node.head)
        branches = []
        for variant in node.variants:
            opening, body = self._raw(variant.opening), self.parts(variant.body)
            branches.append(Branch(variant.key, opening, body, (self._length, self._length)))
        selector = _SPACE_IN_CALL.sub("", " ".join(node.selector.split()))
        name = argument[0] if (argument := _ARGUMENT.search(selector)) else selector
        return Choice(f"{selector} ->", name, head, tuple(branches), self._raw(node.tail))

    def _placeable(self, node: _Text) -> choices.Range:
        """Write a placeable, with the characters of its literals that are written as numbers."""
        start, at = self._length, node.start
        for escape in _ESCAPE.finditer(self._content, *node):
            char = chr(int(escape[1] or escape[2] or "5C", 16))
            if char in _SYNTAX or 0xD800 <= ord(char) < 0xE000:
                continue
            self._raw(_Text(at, escape.start()))
            self._write(char, *escape.span())
            at = escape.end()
        self._raw(_Text(at, node.end))
        return start, self._length

    def _raw(self, text: _Text) -> choices.Range:
        return self._write(self._content[text.start : text.end], text.start, text.end)

    def _write(self, text: str, start: int, end: int) -> choices.Range:
        if text:
            self._pieces.append(Piece(text, start, end))
        self._length += len(text)
        return self._length - len(text), self._length
