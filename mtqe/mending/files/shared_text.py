"""Finds the characters of a file that several values have, such as what stands around the branches of a choice.

A change of such characters changes all values that have them.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mtqe.formats.values import Piece, Value
from mtqe.mending.files.patch import Edit, NoPlace, Placed


class _Part(NamedTuple):
    """A piece of a value: its range in the content, the number of the value, and its place in the text of the value."""

    start: int
    end: int
    value: int
    at: int
    length: int


class SharedText:
    """The pieces of values that overlap in the content.

    Args:
        values: The values of a file; `None` for those whose place is not known.
        placed: A value by its number, in which characters are found at once.
    """

    def __init__(self, values: Sequence[Value | None], placed: Callable[[int], Placed | None]) -> None:
        self._placed = placed
        self._groups = [group for group in _groups(sorted(_parts(values))) if len(group) > 1]
        self._starts = [group[0].start for group in self._groups]

    def twins(self, edit: Edit) -> list[Edit]:
        """The same edit in the other values that have its characters.

        Raises:
            NoPlace: Another value has only some of its characters.
        """
        placed = self._placed(edit.value)
        if not self._groups or placed is None or not placed.value.pieces:
            return []
        start, end = edit.start, edit.end
        if start == end:  # an insertion belongs to the values that have the character beside it
            first = last = self._holders(placed, start - 1 if start else 0)
        else:
            first, last = self._holders(placed, start), self._holders(placed, end - 1)
        found: list[Edit] = []
        for number in sorted((first.keys() | last.keys()) - {edit.value}):
            other = self._placed(number)
            if other is None or number not in first or number not in last:
                raise NoPlace("another text of the file shares some of its characters")
            begin, stop = first[number][0], last[number][1]
            if start == end:
                begin = stop = stop if start else begin
            same = other.value.text[begin:stop] == placed.value.text[start:end]
            if not same or other.range(begin, stop) != placed.range(start, end):
                raise NoPlace("another text of the file shares some of its characters")
            found.append(Edit(number, begin, stop, edit.text))
        return found

    def _holders(self, placed: Placed, position: int) -> dict[int, tuple[int, int]]:
        """The values that have a character of a value, with the range of it in the text of each."""
        start, end = placed.range(position, position + 1)
        number = bisect.bisect_right(self._starts, start) - 1
        holders: dict[int, tuple[int, int]] = {}
        for part in self._groups[number] if number >= 0 else ():
            if part.start <= start and end <= part.end:
                is_plain = part.end - part.start == part.length
                at = part.at + (start - part.start if is_plain else 0)
                holders[part.value] = (at, at + (1 if is_plain else part.length))
        return holders


def _parts(values: Sequence[Value | None]) -> Iterator[_Part]:
    for number, value in enumerate(values):
        pieces: Sequence[Piece] = value.pieces if value else ()
        at = 0
        for piece in pieces:
            yield _Part(piece.start, piece.end, number, at, len(piece.text))
            at += len(piece.text)


def _groups(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts in order of their places; those that overlap, one after the other, are one group."""
    group: list[_Part] = []
    end = -1
    for part in parts:
        if group and part.start >= end:
            yield group
            group = []
        group.append(part)
        end = max(end, part.end)
    if group:
        yield group
