"""The number of edits of TER, exactly as in sacreBLEU, also for ties, but many times faster.

TER (Snover et al. 2006) counts insertions, deletions, substitutions and shifts of blocks of words. A greedy search with
limits chooses the shifts. It is the search of sacreBLEU, which follows Tercom:

- A shift moves a block of up to 10 words that the reference has at most 50 words away.
- The shift that lowers the edit distance most is made. Ties: the longer block, then the earlier block, then the earlier
  destination.
- The search ends when no shift lowers the distance, or after 1,000 trials.

The edit distance is computed inside a *beam*: sacreBLEU looks only at 25 cells on each side of the diagonal. Three
methods make this fast with the same result:

- Each word becomes one character, and rapidfuzz computes the true distance in bit-parallel C++.
- The true distance equals the distance in the beam if all paths of this cost stay inside the beam (`_Beam.holds`). This
  is true for all sentences of some 25 words and for nearly all longer ones. Only the remaining distances are computed
  in the beam, for all shifts at once.
- A shift does not change the set of words, so it cannot lower the distance below the cost of the words alone. A
  translation with this distance needs no search.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

LONGEST, FARTHEST = 10, 50
"""Words: the longest block that is shifted, and the farthest that it is moved."""
WIDTH = 25
"""Cells: of the beam on each side of the diagonal."""
TRIALS = 1000
"""Edits: the most shifts that are tried for a segment."""
_INFINITE = 1 << 29
"""Edits: more than any two texts can differ by."""

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class _Trace:
    """An optimal rewriting of the hypothesis into the reference.

    Args:
        distance: Number of edits.
        passed: For each number of reference words from 0, the number of hypothesis words that are used by then.
        wrong: Bits of the hypothesis words that are deleted or replaced.
        missing: Bits of the reference words that are inserted or replace a word.
    """

    distance: int
    passed: list[int]
    wrong: int
    missing: int


def edits(hypothesis: Sequence[str], reference: Sequence[str]) -> int:
    """The number of insertions, deletions, substitutions and shifts, as in the TER of sacreBLEU."""
    if not reference or not hypothesis:
        return len(hypothesis) or len(reference)
    codes: dict[str, str] = {}
    hyp, ref = (
        "".join([codes.setdefault(word, chr(len(codes))) for word in words]) for words in (hypothesis, reference)
    )
    if hyp == ref:
        return 0
    least = max(len(hyp), len(ref)) - (Counter(hyp) & Counter(ref)).total()
    places: dict[str, list[int]] = {}
    for place, word in enumerate(ref):
        places.setdefault(word, []).append(place)
    beam = _beam(len(hyp), len(ref))
    shifts = tried = 0
    while True:
        trace = _trace(hyp, ref, beam)
        if trace.distance == least:
            break
        shifted, tried = _shift(hyp, ref, places, trace, beam, tried)
        if shifted is None:
            break
        shifts += 1
        hyp = shifted
    return shifts + trace.distance


def _shift(
    hyp: str, ref: str, places: dict[str, list[int]], trace: _Trace, beam: _Beam, tried: int
) -> tuple[str | None, int]:
    """The text after the best shift, and the number of trials.

    The text is `None` if no shift lowers the distance or the trials are used up.
    """
    limit = trace.distance - 1
    best: tuple[int, int, int, int] | None = None  # distance, -length, start, place: the smallest is best
    unsure: list[tuple[int, int, int, int]] = []
    for start, at, length in _blocks(hyp, ref, places, trace):
        previous = -1
        for place in trace.passed[at : at + length + 1]:
            if place == previous:
                continue
            previous = place
            tried += 1
            if place == start:
                continue  # nothing moves
            distance = Levenshtein.distance(_moved(hyp, start, length, place), ref, score_cutoff=limit)
            if distance > limit:
                continue
            if beam.holds(distance):
                key = (distance, -length, start, place)
                if best is None or key < best:
                    best, limit = key, distance
            else:
                unsure.append((distance, -length, start, place))
        if tried >= TRIALS:
            return None, tried
    unsure = [key for key in unsure if best is None or key < best]
    if unsure:
        texts = [_moved(hyp, start, -length, place) for _, length, start, place in unsure]
        *_, (_, last) = _rows(_codes(texts), _codes([ref])[0], beam)
        exact = [(int(distance), *key[1:]) for distance, key in zip(last[:, -1], unsure, strict=True)]
        best = min([key for key in exact if key[0] < trace.distance] + ([best] if best else []), default=None)
    return (_moved(hyp, best[2], -best[1], best[3]) if best else None), tried


def _blocks(hyp: str, ref: str, places: dict[str, list[int]], trace: _Trace) -> Iterator[tuple[int, int, int]]:
    """Start, place in the reference and length of each block that may be shifted, in the order of sacreBLEU.

    One of its words is wrong at its present place, one is missing at the place in the reference, and the block is not
    there yet.
    """
    ends = len(hyp), len(ref)
    for start, word in enumerate(hyp):
        for at in places.get(word, ()):
            if abs(at - start) > FARTHEST:
                continue
            aligned = trace.passed[at + 1] - 1
            wrong, missing = trace.wrong >> start, trace.missing >> at
            for length in range(1, min(LONGEST, ends[0] - start, ends[1] - at) + 1):
                if hyp[start + length - 1] != ref[at + length - 1]:
                    break
                block = (1 << length) - 1
                if wrong & block and missing & block and not start <= aligned < start + length:
                    yield start, at, length


def _moved(text: str, start: int, length: int, place: int) -> str:
    """The text with a block moved before the word at `place`; if that is inside the block, the block moves right."""
    end = start + length
    if place < start:
        return text[:place] + text[start:end] + text[place:start] + text[end:]
    if place <= end:
        place += length
    return text[:start] + text[end:place] + text[start:end] + text[place:]


def _trace(hyp: str, ref: str, beam: _Beam) -> _Trace:
    if not beam.all and not beam.holds(Levenshtein.distance(hyp, ref)):
        return _trace_in_beam(hyp, ref, beam)
    equal: dict[str, int] = {}
    for place, word in enumerate(ref):
        equal[word] = equal.get(word, 0) | 1 << place
    # Hyyrö (2003): all cells of a row at once, as bits. `kept` marks the cells that equal the previous cell on the
    # diagonal, `grown` the cells that are one more than the cell in the previous row.
    full = (1 << len(ref)) - 1
    up, down = full, 0
    kept, grown = [0], [0]
    for word in hyp:
        either = equal.get(word, 0) | down
        unchanged = (((either & up) + up) ^ up) | either
        above = down | (full & ~(unchanged | up))
        kept.append(unchanged)
        grown.append(above)
        shifted = above << 1 | 1
        up, down = (unchanged & up) << 1 | (full & ~(unchanged | shifted)), shifted & unchanged

    def step(row: int, column: int) -> str:
        bit = 1 << column - 1
        if hyp[row - 1] == ref[column - 1] or not kept[row] & bit:
            return "both"
        return "delete" if grown[row] & bit else "insert"

    return _follow(hyp, ref, step)


def _trace_in_beam(hyp: str, ref: str, beam: _Beam) -> _Trace:
    rows = [(low, row[0].tolist()) for low, row in _rows(_codes([hyp]), _codes([ref])[0], beam)]

    def cell(row: int, column: int) -> int:
        low, cells = rows[row]
        return cells[column - low] if low <= column < low + len(cells) else _INFINITE

    def step(row: int, column: int) -> str:
        here = cell(row, column)
        if cell(row - 1, column - 1) + (hyp[row - 1] != ref[column - 1]) == here:
            return "both"
        return "delete" if cell(row - 1, column) + 1 == here else "insert"

    return _follow(hyp, ref, step)


def _follow(hyp: str, ref: str, step: Callable[[int, int], str]) -> _Trace:
    """The rewriting, read backwards from the last cell. `step(row, column)` decides where there is a choice."""
    row, column = len(hyp), len(ref)
    passed = [0] * (column + 1)
    distance = wrong = missing = 0
    while row or column:
        move = "delete" if not column else "insert" if not row else step(row, column)
        if move == "both" and hyp[row - 1] == ref[column - 1]:
            passed[column] = row
            row, column = row - 1, column - 1
            continue
        distance += 1
        if move != "insert":
            wrong |= 1 << row - 1
        if move != "delete":
            missing |= 1 << column - 1
            passed[column] = row
            column -= 1
        if move != "insert":
            row -= 1
    return _Trace(distance, passed, wrong, missing)


# --- the beam ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Beam:
    """The cells of the table that sacreBLEU computes for two lengths.

    Args:
        rows: Words of the hypothesis.
        columns: Words of the reference.
        deletions: A path with at most this number of deletions stays inside the beam.
        insertions: The same for insertions.
    """

    rows: int
    columns: int
    deletions: int
    insertions: int

    @property
    def all(self) -> bool:
        """Whether the beam has every cell."""
        return self.deletions >= _INFINITE and self.insertions >= _INFINITE

    def holds(self, distance: int) -> bool:
        """Whether every path with this number of edits stays inside the beam, so that the result is the true one."""
        surplus = self.columns - self.rows
        return (distance - surplus) // 2 <= self.deletions and (distance + surplus) // 2 <= self.insertions

    def windows(self) -> Iterator[tuple[int, int]]:
        """For each row from 1, the first column and the column after the last."""
        ratio = self.columns / self.rows
        width = math.ceil(ratio / 2 + WIDTH) if ratio / 2 > WIDTH else WIDTH
        for row in range(1, self.rows + 1):
            middle = math.floor(row * ratio)
            last = self.columns + 1 if row == self.rows else min(self.columns + 1, middle + width)
            yield max(0, middle - width), last


@functools.lru_cache(maxsize=4096)
def _beam(rows: int, columns: int) -> _Beam:
    deletions = insertions = _INFINITE
    for row, (low, high) in enumerate(_Beam(rows, columns, 0, 0).windows(), 1):
        if low > 0:
            deletions = min(deletions, row - low)
        if high <= columns:
            insertions = min(insertions, high - 1 - row)
    return _Beam(rows, columns, deletions, insertions)


def _codes(texts: Sequence[str]) -> Codes:
    """The characters of texts of equal length as numbers, shape `(texts, length)`."""
    return np.array([np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32) for text in texts])


def _rows(texts: Codes, ref: Codes, beam: _Beam) -> Iterator[tuple[int, Codes]]:
    """The rows of the edit-distance tables of several texts in the beam: the first column, and the cells.

    Args:
        texts: Shape `(texts, length)`.
        ref: The reference, shape `(columns,)`.
        beam: Has the columns of each row.
    """
    count, columns = len(texts), len(ref) + 1
    numbers = np.arange(columns, dtype=np.int32)
    # Column j is at j + 1, because the first cell is outside the table on the left.
    before, here = (np.full((count, columns + 1), _INFINITE, dtype=np.int32) for _ in range(2))
    before[:, 1:] = numbers
    yield 0, before[:, 1:].copy()
    for row, (low, high) in enumerate(beam.windows()):
        cells = here[:, low + 1 : high + 1]
        costs = np.ones((count, high - low), dtype=np.int32)
        first = max(low, 1)
        np.not_equal(texts[:, row, None], ref[first - 1 : high - 1], out=costs[:, first - low :])
        np.minimum(before[:, low:high] + costs, before[:, low + 1 : high + 1] + 1, out=cells)
        cells -= numbers[low:high]
        np.minimum.accumulate(cells, axis=1, out=cells)
        cells += numbers[low:high]
        here[:, low] = _INFINITE  # the only cell on the left that the next row may read
        yield low, cells.copy()
        before, here = here, before
