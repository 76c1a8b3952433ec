"""Finds the pieces of a page that have the blocks of its main text, which mostly follow each other.

White space does not count. trafilatura divides some blocks at line breaks, joins others and drops some headings.
"""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from mtqe.formats.documents import html_content
from mtqe.model import Block, BlockKind

NEAR = 50
"""Pieces: among which the text of a block is searched, from the last one that was found."""
LINES = 200
"""Lines: of program code, among which the parts of a line are searched."""
ALIKE = 0.9
"""Ratio: of common characters, above which pieces have the text of blocks that were not found."""
LONGEST = 20_000
"""Characters: of the longest text that is compared by its characters."""


class Match(NamedTuple):
    """Some blocks of the main text and their pieces.

    Args:
        place: The place of the blocks in the page, as the number of a piece or between two.
        pieces: Numbers of the pieces: none for a line of program code.
        kind: The kind of the blocks.
        unknown: The blocks, if they are in no piece.
    """

    place: float
    pieces: Sequence[int]
    kind: BlockKind
    unknown: Sequence[Block] = ()


class Search:
    """The pieces of a page and the blocks that are searched in them.

    Args:
        pieces: The pieces.
        found: The blocks of the main text.
    """

    def __init__(self, pieces: Sequence[Block], found: Sequence[Block]) -> None:
        self._found = found
        self._texts = [html_content.compact(block.text) for block in found]
        self._cursor = -1
        self._used: set[int] = set()
        self._kinds = [piece.kind for piece in pieces]
        self._roles = [piece.role for piece in pieces]
        self._running: list[tuple[int, str]] = []
        self._by_text: dict[str, list[int]] = defaultdict(list)
        self._in_code: dict[str, list[int]] = defaultdict(list)
        self._lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, piece in enumerate(pieces):
            if piece.role == "code block":
                for line in filter(None, map(html_content.compact, piece.shown[0].split("\n"))):
                    self._in_code[line].append(number)
                    self._lines[line[0]].append((number, line))
            elif not piece.key:
                text = html_content.compact(piece.text)
                self._running.append((number, text))
                self._by_text[text].append(number)

    def matches(self) -> Iterator[Match]:
        """The blocks with their pieces, in order."""
        at = unknown = 0
        while at < len(self._found):
            before = self._cursor
            taken, numbers = self._next(at)
            if taken:
                yield from self._between_matches(unknown, at, before, self._cursor)
                yield Match(self._cursor, numbers, self._found[at].kind)
                unknown = at + taken
            at += taken or 1
        yield from self._between_matches(unknown, at, self._cursor, math.inf)

    def headings(self) -> Iterator[int]:
        """The headings below the first level that no block has, although the text below them was found."""
        waiting: list[int] = []
        for number, _ in self._running:
            if number in self._used:
                yield from waiting
                waiting = []
            elif self._kinds[number] == "heading":
                waiting += [] if self._roles[number] == "heading 1" else [number]  # it may be the name of the site
            else:
                waiting = []

    def _next(self, at: int) -> tuple[int, Sequence[int]]:
        """How many blocks from `at` on are found together, and the numbers of their pieces."""
        text, kind = self._texts[at], self._found[at].kind
        same = self._by_text.get(text, [])
        free = [number for number in _from(same, self._cursor) if number not in self._used]
        after = [*free, *_from(self._in_code.get(text, []), self._cursor)]
        free = free or [number for number in same[:NEAR] if number not in self._used]
        if not after and not free:
            taken, numbers = self._in_a_row(self._texts[at : at + NEAR])
            self._used.update(numbers)
            self._cursor = max(self._cursor, *numbers) if numbers else self._cursor
            return taken, numbers
        # Near the next piece with the text there may be one of the same kind, such as the heading in a page header.
        end = min(after, default=0) + NEAR
        near = [number for number in after if number < end]
        match = min(near, key=lambda n: (n in free and self._kinds[n] != kind, n)) if near else free[0]
        self._cursor = max(self._cursor, match)
        if match not in free:
            return 1, ()
        self._used.add(match)
        return 1, (match,)

    def _in_a_row(self, texts: Sequence[str]) -> tuple[int, Sequence[int]]:
        """How many texts make up one piece or one line of code, or which pieces make up the first text."""
        near = self._between(self._cursor, self._cursor + NEAR)
        for place, (number, piece) in enumerate(near):
            if taken := _makes_up(piece, texts):
                return taken, (number,)
            if taken := _makes_up(texts[0], [text for _, text in near[place:]]):
                return 1, [number for number, _ in near[place : place + taken]]
        lines = self._lines.get(texts[0][:1], [])
        first = bisect.bisect_left(lines, (self._cursor, ""))
        for number, line in lines[first : first + LINES]:
            if taken := _makes_up(line, texts):
                self._cursor = number
                return taken, ()
        return 0, ()

    def _between_matches(self, first: int, last: int, before: int, after: float) -> Iterator[Match]:
        """The blocks between two matches, with the pieces there if trafilatura only garbled their text."""
        if first == last:
            return
        gap = [piece for piece in self._between(before, after) if piece[0] not in self._used]
        texts = ["".join(text for _, text in gap), "".join(self._texts[first:last])]
        if max(map(len, texts)) <= LONGEST and Indel.normalized_similarity(*texts) >= ALIKE:
            for number, _ in gap:
                self._used.add(number)
                yield Match(number, (number,), self._kinds[number])
        else:
            yield Match(before + 0.5, (), self._found[first].kind, self._found[first:last])

    def _between(self, before: int, after: float) -> Sequence[tuple[int, str]]:
        first = bisect.bisect_right(self._running, before, key=lambda piece: piece[0])
        return self._running[first : bisect.bisect_left(self._running, after, key=lambda piece: piece[0])]


def _from(numbers: Sequence[int], least: int) -> Sequence[int]:
    """Some of these rising numbers, from the least allowed one on."""
    first = bisect.bisect_left(numbers, least)
    return numbers[first : first + NEAR]


def _makes_up(whole: str, parts: Sequence[str]) -> int:
    """The number of the first parts that the whole text consists of; 0 if it does not."""
    done = 0
    for number, part in enumerate(parts, 1):
        if not whole.startswith(part, done):
            return 0
        done += len(part)
        if done == len(whole):
            return number
    return 0
