"""Reads messages of ICU MessageFormat, whose arguments have branches: `{n, plural, one {# ship} other {# ships}}`.

Braces between apostrophes are text (`'{'`) as ICU says. A message whose braces only close if apostrophes mean nothing
is read that way, because many programs turn this quoting off: `{n, plural, other {l'{name} de #}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.language.late_patterns import late

CHOICES = frozenset({"plural", "select", "selectordinal"})
"""The types of arguments that have branches."""
_SIMPLE = frozenset({"number", "date", "time", "spellout", "ordinal", "duration", "list"})
_ARGUMENT = late(r"\{\s*(\w+)\s*,\s*(\w+)\s*([,}])")
_SIGN = late(r"[{}]")
_SIGN_OR_QUOTE = late(r"[{}]|''|'(?=[{}#|])")
_BRANCH = late(r"\s*(?:offset:\d+\s*)?(=\d+|[\w-]+)\s*\{")


class Branch(NamedTuple):
    """A branch of an argument.

    Args:
        selector: Plural category, `=` and a number, or the value of a `select`.
        start: Offset of its selector.
        opening: Offset after its opening brace, where its text begins.
        end: Offset after its closing brace.
    """

    selector: str
    start: int
    opening: int
    end: int


class Message(NamedTuple):
    """An argument of ICU MessageFormat that has a type.

    Args:
        start: Offset of its first character, in code points.
        end: Offset after its last character.
        name: Name or number of the argument.
        kind: `plural`, `select`, `selectordinal`, or the type of a simple argument such as `date`.
        type_end: Offset after its type.
        branches: Its branches, in order; a simple argument has none.
    """

    start: int
    end: int
    name: str
    kind: str
    type_end: int
    branches: tuple[Branch, ...]


class Braces:
    """The matching braces of a text, in linear time.

    Args:
        text: A text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._quoted = _closings(_unquoted(text)) if "'" in text else None
        self._plain = _closings(_SIGN.finditer(text))

    def messages(self, start: int, end: int) -> list[Message]:
        """The outermost typed arguments in a range of the text whose braces close in it."""
        complete: list[Message] = []
        at = start
        while match := _ARGUMENT.search(self._text, at, end):
            at = match.end()
            message = self._message(match, end, self._quoted) if self._quoted is not None else None
            message = message or self._message(match, end, self._plain)
            if message:
                complete.append(message)
                at = message.end
        return complete

    def balanced(self) -> bool:
        """Whether every brace of the text has its partner, with the quoting of ICU or without."""
        n_signs = len(_SIGN.findall(self._text))
        if 2 * len(self._plain) == n_signs:
            return True
        return self._quoted is not None and 2 * len(self._quoted) == sum(1 for _ in _unquoted(self._text))

    def _message(self, match: re.Match[str], end: int, closings: dict[int, int]) -> Message | None:
        closing = closings.get(match.start())
        if closing is None or closing > end:
            return None
        choice = match[2] in CHOICES and match[3] == ","
        branches = tuple(self._branches(match.end(), closing - 1, closings)) if choice else ()
        if not branches and match[2] not in _SIMPLE:
            return None
        return Message(match.start(), closing, match[1], match[2], match.end(2), branches)

    def _branches(self, start: int, end: int, closings: dict[int, int]) -> Iterator[Branch]:
        while (match := _BRANCH.match(self._text, start, end)) and (close := closings.get(match.end() - 1)) is not None:
            yield Branch(match[1], match.start(1), match.end(), close)
            start = close


def messages(text: str) -> list[Message]:
    """The outermost ICU arguments of a text that have a type and whose braces close."""
    return Braces(text).messages(0, len(text)) if "{" in text and "," in text else []


def _unquoted(text: str) -> Iterator[re.Match[str]]:
    """The braces that stand in no quoted part. A quoted part without an end goes to the end of the text."""
    at = 0
    while match := _SIGN_OR_QUOTE.search(text, at):
        at = match.end()
        if match[0] == "'":
            while (at := text.find("'", at)) >= 0 and text.startswith("''", at):
                at += 2
            if at < 0:
                return
            at += 1
        elif match[0] != "''":
            yield match


def _closings(signs: Iterator[re.Match[str]]) -> dict[int, int]:
    """The offset after the closing brace by the offset of its opening brace."""
    opened: list[int] = []
    closings = {}
    for sign in signs:
        if sign[0] == "{":
            opened.append(sign.start())
        elif opened:
            closings[opened.pop()] = sign.end()
    return closings
