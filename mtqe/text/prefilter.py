"""Pieces of text without which a regular expression cannot match: looking for them takes far less time than it does."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ahocorasick_rs import AhoCorasick

Pieces = frozenset[str]
FEW = 8
"""Characters of the largest class, such as `[<>]`, that is taken for pieces."""
MANY = 10_000
"""Characters of the largest class of which a text is looked through for any."""


class Sieve:
    """Tells which of many rules may match a text, from all the pieces in it, which are sought at once.

    Args:
        rules: The regular expressions of each rule, of which any may match, case ignored; `None` for one that is not
            to be sieved.
    """

    def __init__(self, rules: Iterable[Sequence[str] | None]) -> None:
        self._always: list[int] = []
        self._needs: list[tuple[int, list[Pieces]]] = []  # of each pattern: its rule, and what it has to have
        for number, patterns in enumerate(rules):
            groups = [_groups(pattern) for pattern in patterns or ()]
            if patterns is None or not all(groups):
                self._always.append(number)
            else:
                self._needs += [(number, one) for one in groups]
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
        found = self._first.find_matches_as_indexes(lower, overlapping=True)
        if not found:
            return self._always
        patterns = {pattern for piece, _, _ in found for pattern in self._with_first[piece]}
        return sorted({*self._always, *[self._needs[one][0] for one in patterns if self._has(one, lower)]})

    def _has(self, pattern: int, lower: str) -> bool:
        """Whether the text has all that a pattern needs."""
        return all(any(piece in lower for piece in pieces) for pieces in self._needs[pattern][1])


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


def _groups(pattern: str) -> list[Pieces]:
    """Pieces of which every match has one of each group, the rarest group first."""
    parse: Any = importlib.import_module("re._parser").parse
    return sorted(_choices(parse(pattern)), key=_rarity, reverse=True)


def _rarity(pieces: Pieces) -> tuple[int, int]:
    return min(map(len, pieces)), -len(pieces)


def _of_sequence(items: Iterable[Any]) -> Pieces | None:
    """The rarest pieces, which are the longest, of what stands in a row."""
    return max(_choices(items), key=_rarity, default=None)


def _choices(items: Iterable[Any]) -> list[Pieces]:
    """Pieces for each part of what stands in a row that cannot be without."""
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
    return [one for one in choices if one]


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
