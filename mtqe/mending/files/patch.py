"""Changes single characters of texts in the content of a file, and no other byte.

A file is a list of values (`mtqe.formats.values`), which know the place of each of their characters. An edit that
cannot be written without touching something between two characters, such as a tag, is refused.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from mtqe.errors import InputError
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


class Placed:
    """A value in which each character is found at once, however many pieces it has."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self._starts = [0, *itertools.accumulate(len(piece.text) for piece in value.pieces)]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the content that holds the characters from `start` to `end`; see `Value.range`."""
        pieces = self.value.pieces
        if not pieces:
            return self.value.range(start, end)
        if start == end:
            place = self._of(start - 1)[1] if start else pieces[0].start
            return place, place
        return self._of(start)[0], self._of(end - 1)[1]

    def grown(self, edit: Edit) -> Edit:
        """The edit, grown to whole escape sequences: these can only be replaced as a whole.

        Raises:
            NoPlace: Something that is no text stands between the characters.
        """
        start, end, text = edit.start, edit.end, edit.text
        before: Piece | None = None
        for number in range(max(0, self._number(max(0, start - 1))), len(self.value.pieces)):
            piece, first, last = self.value.pieces[number], *self._starts[number : number + 2]
            if first > end:
                break
            is_escape = len(piece.text) != piece.end - piece.start
            if is_escape and first < end and start < last and (first, last) != (start, end):
                text = piece.text[: max(0, start - first)] + text if first < start else text
                text = text + piece.text[end - first :] if end < last else text
                start, end = min(start, first), max(end, last)
            elif is_escape and first < start == end < last:
                text = piece.text[: start - first] + text + piece.text[start - first :]
                start, end = first, last
            touches = start < first < end or (edit.start == edit.end == first)
            if before is not None and touches and before.end != piece.start:
                raise NoPlace("something that is not text separates its characters in the file")
            before = piece
        return edit._replace(start=start, end=end, text=text)

    def beside(self, start: int, end: int) -> tuple[str, str]:
        """The characters beside a range of the text; empty at its edges."""
        return self._char(start - 1), self._char(end)

    @property
    def length(self) -> int:
        """The number of characters of the text."""
        return self._starts[-1]

    def _char(self, position: int) -> str:
        if not 0 <= position < self.length:
            return ""
        number = self._number(position)
        return self.value.pieces[number].text[position - self._starts[number]]

    def _number(self, position: int) -> int:
        """The number of the piece that has a character."""
        return bisect.bisect_right(self._starts, position, hi=len(self.value.pieces)) - 1

    def _of(self, position: int) -> tuple[int, int]:
        """The range of one character in the content."""
        number = self._number(position)
        piece, offset = self.value.pieces[number], position - self._starts[number]
        if len(piece.text) != piece.end - piece.start:
            return piece.start, piece.end
        return piece.start + offset, piece.start + offset + 1


def overlap(first: Edit, second: Edit) -> bool:
    """Whether two edits change the same characters, or insert at the same place."""
    if first.value != second.value:
        return False
    if first.start == first.end or second.start == second.end:
        return first.start <= second.end and second.start <= first.end
    return first.start < second.end and second.start < first.end


class Edits:
    """Edits of one value that do not overlap, in order."""

    def __init__(self) -> None:
        self._edits: list[Edit] = []
        self._deltas: list[int] | None = None

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._edits)

    def __contains__(self, edit: Edit) -> bool:
        number = bisect.bisect_left(self._edits, edit)
        return self._edits[number : number + 1] == [edit]

    def meets(self, edit: Edit) -> bool:
        """Whether an edit overlaps one of them."""
        number = bisect.bisect_left(self._edits, edit)
        return any(overlap(edit, other) for other in self._edits[max(0, number - 1) : number + 1])

    def add(self, edit: Edit) -> None:
        """Add an edit that overlaps none of them."""
        bisect.insort(self._edits, edit)
        self._deltas = None

    def around(self, start: int, end: int) -> tuple[int, Sequence[Edit]]:
        """How many characters the edits add that end before `start`, and the edits from there to `end`."""
        if self._deltas is None:
            deltas = (len(edit.text) - (edit.end - edit.start) for edit in self._edits)
            self._deltas = [0, *itertools.accumulate(deltas)]
        first = bisect.bisect_left(self._edits, start, key=lambda edit: edit.end)
        last = bisect.bisect_right(self._edits, end, key=lambda edit: edit.start)
        return self._deltas[first], self._edits[first:last]


Escape = Callable[[str, str, int], str]
"""Writes a text in place of one that begins at an offset of the content (`mtqe.registry.contracts.Units`)."""
Refusal = Callable[[str, str, str], None]
"""Refuses a text that would be lost between the characters beside it (`mtqe.registry.contracts.Units`)."""


class Writer(NamedTuple):
    """How a format writes its texts; see `mtqe.registry.contracts.Units`.

    Args:
        escape: Writes a part of a text.
        quoted: Writes a whole text with quotes around it; `None` if the format has no such texts.
        refuse_lost: Refuses what the format does not keep; `None` if it keeps all that `escape` writes.
    """

    escape: Escape
    quoted: Escape | None = None
    refuse_lost: Refusal | None = None

    def written(self, edit: Edit, placed: Placed, content: str) -> str:
        """The new text of an edit as the file must write it.

        Args:
            edit: The edit.
            placed: Its value, as it is before.
            content: The content of the file.

        Raises:
            InputError: The file cannot hold the text there.
        """
        if self.refuse_lost is not None:
            before, after = placed.beside(edit.start, edit.end)
            self.refuse_lost(before, edit.text, after)
        quoted = self.quoted if (edit.start, edit.end) == (0, placed.length) else None
        if not edit.text and quoted is None:
            return ""
        start = placed.range(edit.start, edit.end)[0]
        try:
            return self.escape(edit.text, content, start)
        except InputError:
            if quoted is None:
                raise
            return quoted(edit.text, content, start)


def patched(
    content: str,
    values: Sequence[Value | None],
    edits: Iterable[Edit],
    writer: Writer,
) -> tuple[str, list[Value | None]]:
    """The content with edited values, and all values as they are in it.

    Args:
        content: The content of the file.
        values: Its values; `None` for those whose place is not known.
        edits: The edits, grown and without overlaps. If several values have the same characters, each has its edit.
        writer: How the format writes its texts.

    Raises:
        InputError: The file cannot hold a text there.
    """
    by_value: dict[int, list[Edit]] = {}
    for edit in sorted(edits):
        by_value.setdefault(edit.value, []).append(edit)
    found: set[_Change] = set()
    raws: dict[Edit, _Change] = {}
    for number, of_value in by_value.items():
        value = values[number]
        if value is None:
            raise ValueError(f"value {number} has no place")
        placed = Placed(value)
        for edit in of_value:
            start, end = placed.range(edit.start, edit.end)
            raws[edit] = _Change(start, end, writer.written(edit, placed, content))
            found.add(raws[edit])
    changes = sorted(found)
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
    number = offset = 0  # the piece that is next, and its offset in the text

    def keep(first: int, last: int) -> None:
        nonlocal number, offset
        while number < len(value.pieces):
            piece = value.pieces[number]
            start, end = max(first - offset, 0), min(last - offset, len(piece.text))
            if start < end:
                is_plain = len(piece.text) == piece.end - piece.start
                at = shift(piece.start + start if is_plain else piece.start)
                text = piece.text[start:end] if is_plain else piece.text
                pieces.append(Piece(text, at, at + (end - start if is_plain else piece.end - piece.start)))
            if offset + len(piece.text) > last:
                return
            number, offset = number + 1, offset + len(piece.text)

    done = 0
    for edit in edits:
        keep(done, edit.start)
        if edit.text:
            at = shift.start(raws[edit])
            pieces.append(Piece(edit.text, at, at + len(raws[edit].raw)))
        done = edit.end
    keep(done, len(value.text))
    return Value(tuple(pieces), pieces[0].start if pieces else shift(value.at))
