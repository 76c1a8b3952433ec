"""Finds pieces of text without which a regular expression cannot match.

A search for these pieces takes far less time than the regular expression.
"""

from __future__ import annotations

import functools
import importlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ahocorasick_rs import AhoCorasick

Pieces = frozenset[str]
Mesh = list[list[Pieces]] | None
"""For each pattern of a rule, groups of pieces, of each of which a match has at least one; `None`: nothing is known."""
FEW = 8
"""Greatest number of characters of a class, such as `[<>]`, whose characters are used as pieces."""
PARSED = 512
"""Patterns: that are kept as `re` reads them, because the rules of a file are asked for their pieces twice."""
MANY = 10_000
"""Greatest number of characters of a class in `characters`."""


def mesh(patterns: Sequence[str] | None) -> Mesh:
    """What a sieve asks for before a rule may match.

    Args:
        patterns: The regular expressions of the rule, any of which may match, ignoring case; `None` for a rule that is
            always selected.
    """
    groups = [_groups(pattern) for pattern in patterns or ()]
    return None if patterns is None or not all(groups) else groups


class Sieve:
    """Selects the rules that may match a text. The pieces of all rules are searched at once.

    Args:
        meshes: The `mesh` of each rule.
    """

    def __init__(self, meshes: Iterable[Mesh]) -> None:
        self._always: list[int] = []
        self._needs: list[tuple[int, list[Pieces]]] = []  # rule and needed pieces of each pattern
        for number, groups in enumerate(meshes):
            if groups is None:
                self._always.append(number)
            else:
                self._needs += [(number, pieces) for pieces in groups]
        with_first: defaultdict[str, list[int]] = defaultdict(list)
        for pattern, (_, groups_of) in enumerate(self._needs):
            for piece in groups_of[0]:
                with_first[piece].append(pattern)
        self._with_first = list(with_first.values())
        self._first = AhoCorasick(with_first) if with_first else None

    def possible(self, text: str) -> list[int]:
        """The numbers of the rules that may match, in order."""
        if self._first is None:
            return self._always
        lower = text.lower()
        matches = self._first.find_matches_as_indexes(lower, overlapping=True)
        if not matches:
            return self._always
        patterns = {pattern for piece, _, _ in matches for pattern in self._with_first[piece]}
        return sorted({*self._always, *[self._needs[pattern][0] for pattern in patterns if self._has(pattern, lower)]})

    def _has(self, pattern: int, lower: str) -> bool:
        """Whether the text has a piece of each group that a pattern needs."""
        return all(any(piece in lower for piece in pieces) for pieces in self._needs[pattern][1])


def needed(patterns: Iterable[str]) -> Pieces | None:
    """Pieces of which every match of any pattern contains at least one; in lower case, none of white space only.

    Returns:
        The pieces, or `None` if a pattern can match without any of them.
    """
    return _united([_of_sequence(_parsed(pattern)) for pattern in patterns])


def characters(patterns: Iterable[str]) -> Pieces | None:
    """Characters of which every match of any pattern contains at least one, for patterns that are runs of one class.

    Before and after the run a pattern may look at its neighbours.

    Returns:
        The characters in both cases, or `None` if a pattern has another form or a class is too large.
    """
    members: set[str] = set()
    for parsed in map(_parsed, patterns):
        items = [
            item for item in parsed if not str(item[0]).startswith("ASSERT")
        ]  # they look around, and match nothing
        (name, value), more = (str(items[0][0]), items[0][1]), len(items) > 1
        if name == "MAX_REPEAT" and value[0] > 0 and len(value[2]) == 1:
            name, value = str(value[2][0][0]), value[2][0][1]
        if name == "LITERAL":  # a class of one character
            name, value = "IN", [("LITERAL", value)]
        kinds = {"LITERAL": lambda value: range(value, value + 1), "RANGE": lambda value: range(value[0], value[1] + 1)}
        if more or name != "IN" or not all(str(kind) in kinds for kind, _ in value):
            return None
        codes = [code for kind, argument in value for code in kinds[str(kind)](argument)]
        if len(codes) > MANY:
            return None
        members.update(case for code in codes for case in (chr(code), chr(code).lower(), chr(code).upper()))
    return frozenset(members)


def _united(alternatives: Sequence[Pieces | None]) -> Pieces | None:
    known = [pieces for pieces in alternatives if pieces is not None]
    if len(known) < len(alternatives):
        return None
    every = frozenset[str]().union(*known)
    return frozenset(piece for piece in every if not any(shorter in piece for shorter in every if shorter != piece))


def _groups(pattern: str) -> list[Pieces]:
    """Groups of pieces, the rarest first. Every match contains at least one piece of each group."""
    return sorted(_choices(_parsed(pattern)), key=_rarity, reverse=True)


@functools.lru_cache(maxsize=PARSED)
def _parsed(pattern: str) -> Any:
    """The parts of a pattern, as `re` reads them."""
    return importlib.import_module("re._parser").parse(pattern)


def _rarity(pieces: Pieces) -> tuple[int, int]:
    return min(map(len, pieces)), -len(pieces)


def _of_sequence(items: Iterable[Any]) -> Pieces | None:
    """The rarest pieces, which are the longest, of a sequence of parsed items."""
    return max(_choices(items), key=_rarity, default=None)


def _choices(items: Iterable[Any]) -> list[Pieces]:
    """The pieces of each item of a sequence that cannot match without them."""
    choices: list[Pieces | None] = []
    run = ""
    for operation, value in [*items, (None, None)]:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value).lower()
        elif name != "AT":  # the edge of a word or text has no characters
            choices += [frozenset({run})] if run.strip() else []
            choices.append(_of_item(name, value))
            run = ""
    return [pieces for pieces in choices if pieces]


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
