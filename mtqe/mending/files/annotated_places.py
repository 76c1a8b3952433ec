"""Finds the unit of a segment in a raw content, for findings that are written back into a file."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from mtqe.formats.values import Lines
from mtqe.language.codes import SIDES
from mtqe.model import Finding, Segment

Issue = tuple[Segment, Sequence[Finding]]
"""A segment and its findings."""


class Offsets(Lines):
    """The offsets of lines and columns in a content; even a long line takes no time."""

    def __init__(self, content: str) -> None:
        super().__init__(content)
        self._length = len(content)

    def of(self, line: int, column: int) -> int | None:
        """The offset of a 1-based line and a 1-based column in UTF-16 code units; `None` if it is not there."""
        if not 0 < line <= len(self._starts):
            return None
        start, units = self._starts[line - 1], column - 1
        first = bisect.bisect_left(self._wide, start)
        wide = range(first, len(self._wide))  # each of them has two code units
        n_wide = bisect.bisect_left(wide, units, key=lambda number: self._wide[number] - start + number - first)
        offset = start + units - n_wide
        return offset if offset <= self._length else None

    def find(self, segment: Segment, ranges: Sequence[tuple[int, int]]) -> int | None:
        """The number of the range in which the segment begins, by its line and column; `None` if there is none.

        Args:
            segment: The segment. If it has no column, its line must be that of one range only.
            ranges: Start and end of each unit, in order and without overlaps.
        """
        for side in reversed(SIDES):
            line, column = (place := segment.place(side)).line, place.column
            if line is None:
                continue
            first = self.of(line, 1 if column is None else column)
            if first is None:
                continue
            if column is not None:
                number = bisect.bisect_right(ranges, first, key=lambda found: found[0]) - 1
                return number if number >= 0 and first <= ranges[number][1] else None
            last = self._starts[line] if line < len(self._starts) else self._length
            low = bisect.bisect_right(ranges, first, key=lambda found: found[1])
            high = bisect.bisect_left(ranges, last, key=lambda found: found[0])
            return low if high - low == 1 else None
        return None
