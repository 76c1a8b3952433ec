"""Changes single characters of texts in the content of a file, and no other byte.

A file is a list of values (`mtqe.formats.values`), which know the place of each of their characters. An edit that
cannot be written without touching something between two characters, such as a tag, is refused.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mtqe.formats.values import Piece, Value


class NoPlace(Exception):
    """The reason why an edit cannot be written: a clause for the reader."""


class Edit(NamedTuple):
    """A change of the text of a value: `text` replaces the characters from `start` to `end`.

    Args:
        value: Number of the value in its file.
        start: Offset in the text of the value.
        end: Offset after the last character that is replaced; equal to `start` for an insertion.
        text: The new text.
        owner: Whose edit it is: of two texts that touch each other, an insertion between them belongs to one.
    """

    value: int
    start: int
    end: int
    text: str
    owner: int = 0


class _Change(NamedTuple):
    """A replaced range of the content."""

    start: int
    end: int
    raw: str


def grown(value: Value, edit: Edit) -> Edit:
    """The edit, grown to whole escape sequences: these can only be replaced as a whole.

    Raises:
        NoPlace: Something that is no text stands between the characters.
    """
    start, end, text = edit.start, edit.end, edit.text
    done = 0
    before: Piece | None = None
    for piece in value.pieces:
        first, last = done, done + len(piece.text)
        if (
            len(piece.text) != piece.end - piece.start
            and first < end
            and start < last
            and (first, last) != (start, end)
        ):
            text = piece.text[: max(0, start - first)] + text if first < start else text
            text = text + piece.text[end - first :] if end < last else text
            start, end = min(start, first), max(end, last)
        elif len(piece.text) != piece.end - piece.start and first < start == end < last:
            text = piece.text[: start - first] + text + piece.text[start - first :]
            start, end = first, last
        touches = start < first < end or (edit.start == edit.end == first)
        if before is not None and touches and before.end != piece.start:
            raise NoPlace("something that is no text stands between its characters in the file")
        before, done = piece, last
    return edit._replace(start=start, end=end, text=text)


def overlap(first: Edit, second: Edit) -> bool:
    """Whether two edits change the same characters, or insert at the same place."""
    if first.value != second.value:
        return False
    if first.start == first.end or second.start == second.end:
        return first.start <= second.end and second.start <= first.end
    return first.start < second.end and second.start < first.end


def patched(
    content: str, values: Sequence[Value | None], edits: Iterable[Edit], escape: Callable[[str, str, int], str]
) -> tuple[str, list[Value | None]]:
    """The content with edited values, and all values as they are in it.

    Args:
        content: The content of the file.
        values: Its values; `None` for those whose place is not known.
        edits: The edits, grown and without overlaps.
        escape: Writes a text in place of one that begins at an offset of the content (`mtqe.contracts.Units`).

    Raises:
        InputError: The file cannot hold a text there.
    """
    by_value: dict[int, list[Edit]] = {}
    for edit in sorted(edits):
        by_value.setdefault(edit.value, []).append(edit)
    changes: list[_Change] = []
    raws: dict[Edit, _Change] = {}
    for number, of_value in by_value.items():
        value = values[number]
        if value is None:
            raise ValueError(f"value {number} has no place")
        for edit in of_value:
            start, end = value.range(edit.start, edit.end)
            raws[edit] = _Change(start, end, escape(edit.text, content, start) if edit.text else "")
            changes.append(raws[edit])
    changes.sort(key=lambda change: change[:2])
    shift = Shift(changes)
    parts, done = [], 0
    for change in changes:
        parts += [content[done : change.start], change.raw]
        done = change.end
    new = "".join(parts) + content[done:]
    moved: list[Value | None] = []
    for number, value in enumerate(values):
        moved.append(None if value is None else _moved(value, by_value.get(number, ()), raws, shift))
    return new, moved


class Shift:
    """Where the offsets of a text are after replacements.

    Args:
        changes: Start, end and new text of each replaced range; they do not overlap.
    """

    def __init__(self, changes: Iterable[tuple[int, int, str]]) -> None:
        changes = sorted(changes)
        self._starts = [start for start, _, _ in changes]
        self._ends = [end for _, end, _ in changes]
        self._deltas = [0, *itertools.accumulate(len(text) - (end - start) for start, end, text in changes)]

    def __call__(self, offset: int) -> int:
        """The new offset of a character; that of one that was replaced is where the new text begins."""
        number = bisect.bisect_right(self._ends, offset)
        start = self._starts[number] if number < len(self._starts) else offset
        return min(offset, start) + self._deltas[number]

    def start(self, change: tuple[int, int, str]) -> int:
        """The new offset of what replaces a range."""
        return change[0] + self._deltas[bisect.bisect_left(self._ends, change[1])]


def _moved(value: Value, edits: Sequence[Edit], raws: dict[Edit, _Change], shift: Shift) -> Value:
    """A value with its edits, at its new place."""
    pieces: list[Piece] = []

    def keep(first: int, last: int) -> None:
        done = 0
        for piece in value.pieces:
            start, end = max(first - done, 0), min(last - done, len(piece.text))
            if start < end:
                if len(piece.text) == piece.end - piece.start:
                    at = shift(piece.start + start)
                    pieces.append(Piece(piece.text[start:end], at, at + end - start))
                else:
                    at = shift(piece.start)
                    pieces.append(Piece(piece.text, at, at + piece.end - piece.start))
            done += len(piece.text)

    done = 0
    for edit in edits:
        keep(done, edit.start)
        if edit.text:
            at = shift.start(raws[edit])
            pieces.append(Piece(edit.text, at, at + len(raws[edit].raw)))
        done = edit.end
    keep(done, len(value.text))
    return Value(tuple(pieces), pieces[0].start if pieces else shift(value.at))
