"""Pieces of text without which a regular expression cannot match: looking for them takes far less time than it does."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Pieces = frozenset[str]
FEW = 8
"""Characters of the largest class, such as `[<>]`, that is taken for pieces."""
MANY = 10_000
"""Characters of the largest class of which a text is looked through for any."""
HEAD = 3
"""Characters by which pieces are looked up."""
REMEMBERED = 50_000


class Sieve:
    """Tells which of many rules may match a text, from its words: each word is looked through once only.

    Args:
        rules: The regular expressions of each rule, of which any may match, case ignored; `None` for one that is not
            to be sieved.
    """

    def __init__(self, rules: Iterable[Sequence[str] | None]) -> None:
        self._pieces = [None if patterns is None else needed(patterns) for patterns in rules]
        self._always = [number for number, pieces in enumerate(self._pieces) if pieces is None]
        # White space parts words, so that of a piece the longest part is sought first, by how it begins.
        parts = [
            (part, number)
            for number, pieces in enumerate(self._pieces)
            for part in {max(piece.split(), key=len) for piece in pieces or ()}
        ]
        self._short = [(part, number) for part, number in parts if len(part) < HEAD]
        self._long: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for part, number in parts:
            if len(part) >= HEAD:
                self._long[part[:HEAD]].append((part, number))
        self._known: dict[str, tuple[int, ...]] = {}

    def possible(self, text: str) -> list[int]:
        """The numbers of the rules that may match, in order."""
        if len(self._always) == len(self._pieces):
            return self._always
        found = set(self._always)
        known = self._known
        lower = text.lower()
        for word in lower.split():
            numbers = known.get(word)
            if numbers is None:
                numbers = self._look(word)
            if numbers:
                found.update(numbers)
        return sorted(number for number in found if self._has(number, lower))

    def _has(self, number: int, lower: str) -> bool:
        pieces = self._pieces[number]
        return pieces is None or any(piece in lower for piece in pieces)

    def _look(self, word: str) -> tuple[int, ...]:
        numbers = set()
        long, short = self._long, self._short
        for at in range(len(word) - HEAD + 1):
            for part, number in long.get(word[at : at + HEAD], ()):
                if word.startswith(part, at):
                    numbers.add(number)
        for part, number in short:
            if part in word:
                numbers.add(number)
        found = tuple(numbers)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[word] = found
        return found


def needed(patterns: Iterable[str]) -> Pieces | None:
    """Pieces in lower case, none of white space only, of which every match of any of the patterns has one.

    Args:
        patterns: Python regular expressions.

    Returns:
        The pieces, or `None` where there is a pattern that can match without any.
    """
    parse: Any = importlib.import_module("re._parser").parse
    return _united([_of_sequence(parse(pattern)) for pattern in patterns])


def characters(patterns: Iterable[str]) -> Pieces | None:
    """Characters of which every match of any of the patterns has one, if the patterns are runs of a class of them.

    Args:
        patterns: Python regular expressions, in which case is ignored.

    Returns:
        The characters in both cases, or `None` where there is another pattern or a class that is too large.
    """
    parse: Any = importlib.import_module("re._parser").parse
    found: set[str] = set()
    for items in map(parse, patterns):
        (name, value), more = (str(items[0][0]), items[0][1]), len(items) > 1
        if name == "MAX_REPEAT" and value[0] > 0 and len(value[2]) == 1:
            name, value = str(value[2][0][0]), value[2][0][1]
        kinds = {"LITERAL": lambda one: range(one, one + 1), "RANGE": lambda one: range(one[0], one[1] + 1)}
        if more or name != "IN" or not all(str(kind) in kinds for kind, _ in value):
            return None
        codes = [code for kind, one in value for code in kinds[str(kind)](one)]
        if len(codes) > MANY:
            return None
        found.update(case for code in codes for case in (chr(code), chr(code).lower(), chr(code).upper()))
    return frozenset(found)


def _united(found: Sequence[Pieces | None]) -> Pieces | None:
    known = [pieces for pieces in found if pieces is not None]
    if len(known) < len(found):
        return None
    every = frozenset[str]().union(*known)
    return frozenset(one for one in every if not any(other in one for other in every if other != one))


def _of_sequence(items: Iterable[Any]) -> Pieces | None:
    """The rarest pieces, which are the longest, of what stands in a row."""
    choices: list[Pieces | None] = []
    run = ""
    for operation, value in [*items, (None, None)]:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value).lower()
        elif name != "AT":  # the edge of a word or text takes no room
            choices += [frozenset({run})] if run.strip() else []
            choices.append(_of_item(name, value))
            run = ""
    return max((one for one in choices if one), key=lambda one: (min(map(len, one)), -len(one)), default=None)


def _of_item(name: str, value: Any) -> Pieces | None:
    if name == "BRANCH":
        return _united([_of_sequence(branch) for branch in value[1]])
    if name == "SUBPATTERN":
        return _of_sequence(value[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _of_sequence(value[2])
    if name == "IN" and len(value) <= FEW and all(str(kind) == "LITERAL" for kind, _ in value):
        chars = frozenset(chr(char).lower() for _, char in value)
        return None if any(map(str.isspace, chars)) else chars
    return None
