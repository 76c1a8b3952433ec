"""Messages that hold several texts, of which the program shows one: a text for each way through the branches.

`{count, plural, one {# ship} other {# ships}} at sea` has the texts `{count, plural, one {# ship}} at sea` and
`{count, plural, other {# ships}} at sea`. The braces and selectors are inline codes, so that checks see
`# ships at sea` and compare the argument.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtqe.formats.values import PLURALS, Piece, Value
from mtqe.language import icu
from mtqe.model import Code
from mtqe.model.inline_codes import CodeRole

MOST = 96
"""Texts: of one message in which every branch stands with every branch of the other choices."""
PLURAL = 8
"""Entries: branches that a choice by number counts as, at least; six categories and two numbers."""
DEEPEST = 20
"""Entries: the deepest nesting of choices; deeper ones stay text."""

Range = tuple[int, int]


class Branch(NamedTuple):
    """A branch of a choice. All ranges are offsets in the text of the message.

    Args:
        form: Plural category or other selector.
        opening: The selector, with its sign before the text of the branch.
        body: Ranges of text and other choices, in order.
        closing: The sign behind the text; may be empty.
    """

    form: str
    opening: Range
    body: tuple[Part, ...]
    closing: Range


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice between branches.

    Args:
        key: Its identity in both languages, such as `count, plural`.
        name: The name of the argument that decides.
        head: The sign, the argument and its type.
        branches: Its branches; at least one.
        tail: The sign behind the last branch.
    """

    key: str
    name: str
    head: Range
    branches: tuple[Branch, ...]
    tail: Range


Part = Range | Choice


class _Stretch(NamedTuple):
    """A range of the message in one of its texts; with a key it is the text of a code."""

    range: Range
    key: str = ""
    name: str = ""


class _Way(NamedTuple):
    """One of the texts: its forms, outermost first, and the ranges that it has."""

    forms: tuple[str, ...]
    stretches: tuple[_Stretch, ...]


def icu_texts(value: Value) -> list[tuple[str, Value]]:
    """The texts of a value with their forms; the value alone, with an empty form, if it is no ICU message.

    A message that ICU would refuse stays whole.
    """
    text = value.text
    if "{" not in text or not any(kind in text for kind in icu.CHOICES):
        return [("", value)]
    braces = icu.Braces(text)
    if not braces.balanced():
        return [("", value)]
    return texts(value, _icu_parts(braces, text, 0, len(text), DEEPEST))


def texts(value: Value, parts: Sequence[Part]) -> list[tuple[str, Value]]:
    """The texts of a message with their forms; several forms are joined by dots.

    If a message may have more than `MOST` texts, each branch is a text without what stands around its choice, and its
    form begins with the name of the argument. What stands around the choices is one text, without a form. A choice by
    number counts as one of `PLURAL` branches, so that both languages are cut in the same way.
    """
    if not any(isinstance(part, Choice) for part in parts):
        return [("", value)]
    cut = _Cut(value)
    return [(".".join(way.forms), cut.of(way.stretches)) for way in _ways(parts)]


def cut(value: Value, part: Range) -> Value:
    """The value that has a range of the text only."""
    return _Cut(value).of([_Stretch(part)])


def _icu_parts(braces: icu.Braces, text: str, start: int, end: int, depth: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    for message in braces.messages(start, end) if depth else ():
        if not message.branches or text[message.branches[-1].end : message.end - 1].strip():
            continue
        branches = tuple(
            Branch(
                branch.selector,
                (branch.start, branch.opening),
                _icu_parts(braces, text, branch.opening, branch.end - 1, depth - 1),
                (branch.end - 1, branch.end),
            )
            for branch in message.branches
        )
        head = (message.start, message.branches[0].start)
        parts += [(start, message.start)] if message.start > start else []
        tail = (message.end - 1, message.end)
        parts.append(Choice(f"{message.name}, {message.kind}", message.name, head, branches, tail))
        start = message.end
    return (*parts, (start, end)) if start < end else tuple(parts)


def _ways(parts: Sequence[Part]) -> list[_Way]:
    """The ways through some parts."""
    ways = [_through(part) if isinstance(part, Choice) else [_Way((), (_Stretch(part),))] for part in parts]
    if _most(parts) <= MOST:
        return [_joined(together) for together in itertools.product(*ways)]
    alone, names = [], Counter[str]()
    for of_part, part in zip(ways, parts, strict=True):
        if isinstance(part, Choice):
            names[part.name] += 1
            name = part.name if names[part.name] == 1 else f"{part.name}#{names[part.name]}"
            alone += [_Way((name, *way.forms), way.stretches) for way in of_part]
    around = tuple(stretch for part in parts for stretch in _outside(part))
    return [*alone, _Way((), around)]


def _most(parts: Sequence[Part]) -> int:
    """How many texts some parts may have in a language with as many plural forms as there can be."""
    return math.prod(_most_through(part) for part in parts if isinstance(part, Choice))


def _most_through(choice: Choice) -> int:
    through = [min(_most(branch.body), MOST + 1) for branch in choice.branches]
    if all(branch.form in PLURALS or branch.form.strip("=").isdigit() for branch in choice.branches):
        return max(through) * max(PLURAL, len(through))
    return sum(through)


def _through(choice: Choice) -> list[_Way]:
    """The ways through the branches of a choice, with its codes around them."""
    found = []
    for branch in choice.branches:
        before = (_Stretch(choice.head, choice.key, choice.name), _Stretch(branch.opening, choice.key, choice.name))
        after = (_Stretch(branch.closing, f"/{choice.key}"), _Stretch(choice.tail, f"/{choice.key}"))
        for way in _ways(branch.body):
            found.append(_Way((branch.form, *way.forms), (*before, *way.stretches, *after)))
    return found


def _joined(ways: Iterable[_Way]) -> _Way:
    together = tuple(ways)
    return _Way(
        tuple(form for way in together for form in way.forms),
        tuple(stretch for way in together for stretch in way.stretches),
    )


def _outside(part: Part) -> tuple[_Stretch, ...]:
    if isinstance(part, Choice):
        return (_Stretch(part.head, part.key, part.name), _Stretch(part.tail, f"/{part.key}"))
    return (_Stretch(part),)


class _Cut:
    """Cuts ranges of its text out of a value."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._starts = list(itertools.accumulate((len(piece.text) for piece in value.pieces), initial=0))

    def of(self, stretches: Iterable[_Stretch]) -> Value:
        """The value that has these ranges only, with the stretches that have a key as codes."""
        pieces: list[Piece] = []
        codes: list[Code] = []
        length = 0
        for (start, end), key, name in stretches:
            cut = list(self._pieces(start, end))
            pieces += cut
            before, length = length, length + end - start
            if key and codes and codes[-1].key == key and codes[-1].end == before:
                before = codes.pop().start
            if key and before < length:
                role: CodeRole = "close" if key.startswith("/") else "open"
                codes.append(Code("source", before, length, key, role, "variable", name))
        at = pieces[0].start if pieces else self._value.at
        return Value(tuple(pieces), at, tuple(codes), self._value.facts)

    def _pieces(self, start: int, end: int) -> Iterable[Piece]:
        number = max(0, bisect.bisect_right(self._starts, start) - 1)
        while start < end:
            piece, first = self._value.pieces[number], self._starts[number]
            last = min(end, first + len(piece.text))
            if len(piece.text) == piece.end - piece.start:
                offset = piece.start - first
                yield Piece(piece.text[start - first : last - first], start + offset, last + offset)
            else:
                yield Piece(piece.text[start - first : last - first], piece.start, piece.end)
            start = last
            number += 1
