"""Bounds the search in a long document: blocks between sure anchors, and a corridor inside a long block."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.alignment.viterbi import Band, Shape, full_band
from mtqe.encoder.exact_sums import products, unit_grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Singles = NDArray[np.float32]

Pair = tuple[int, int]
Part = tuple[range, range, list[Pair]]
"""Source sentences, target sentences, and the anchors inside, numbered from the start of the part."""

_SMALL = 160_000
"""Cells: of the largest plane that is searched whole. Measured with bench/alignment.py."""
_BLOCK = 100
"""Sentences: of the longer side of the smallest block. Measured with bench/alignment.py."""
_SURE = 2
"""Anchors: in a row that must precede and follow the end of a block. Measured with bench/alignment.py."""
_MARGIN = 40
"""Sentences: on both sides of the anchors. Measured with bench/alignment.py."""
_NARROW = 15
"""Sentences: on both sides of the first pass's chain. Measured with bench/alignment.py."""
_JUMP = 400
"""Sentences: between two anchors, above which the corridor follows the line between them. Measured with
bench/alignment.py."""
_BESIDE = 200
"""Sentences: on both sides of that line. Measured with bench/alignment.py."""
_AT_ONCE = 256
"""Sentences: whose cosines with all sentences of the other side are in memory at a time, 12 bytes each."""


def blocks(rows: int, columns: int, anchors: Callable[[], Sequence[Pair]]) -> list[Part]:
    """Parts of the two documents that can be aligned separately.

    A short document is one block. In a long one a block ends where consecutive pairs of sentences are anchors, so time
    and memory grow linearly with the length.
    """
    if rows * columns <= _SMALL or rows < 2 or columns < 2:
        return [(range(rows), range(columns), [])]
    chain = rising_chain(anchors())
    anchored, cuts = set(chain), [(0, 0)]
    for i, j in chain:
        far = max(i - cuts[-1][0], j - cuts[-1][1]) >= _BLOCK
        if far and all((i + step, j + step) in anchored for step in range(-_SURE, _SURE)):
            cuts.append((i, j))
    cuts.append((rows, columns))
    parts = []
    for start, end in itertools.pairwise(cuts):
        first, last = bisect.bisect_left(chain, start), bisect.bisect_left(chain, end)
        inside = [(i - start[0], j - start[1]) for i, j in chain[first:last]]
        parts.append((range(start[0], end[0]), range(start[1], end[1]), inside))
    return parts


def gaps(rows: int, columns: int, settled: Sequence[Pair], anchors: Callable[[], Sequence[Pair]]) -> list[Part]:
    """The parts between settled beads, in blocks; the whole document if no bead is settled."""
    parts: list[Part] = []
    for (i, j), (k, m) in itertools.pairwise([(-1, -1), *settled, (rows, columns)]):
        source_gap, target_gap = range(i + 1, k), range(j + 1, m)
        if not source_gap and not target_gap:
            continue

        def inside(source_gap: range = source_gap, target_gap: range = target_gap) -> list[Pair]:
            return [
                (s - source_gap.start, t - target_gap.start)
                for s, t in anchors()
                if s in source_gap and t in target_gap
            ]

        for left, right, within in blocks(len(source_gap), len(target_gap), inside):
            source_range = range(left.start + source_gap.start, left.stop + source_gap.start)
            parts.append((source_range, range(right.start + target_gap.start, right.stop + target_gap.start), within))
    return parts


def corridor(rows: int, columns: int, chain: Sequence[Pair]) -> Band:
    """The band to search.

    The band of a short block is the whole plane. In a long block each row of the band reaches from the anchor before it
    to the anchor after it, plus a margin. An anchor that is wrong by less than the margin does no harm.
    """
    if rows * columns <= _SMALL:
        return full_band(rows, columns)
    return _along([(0, 0), *chain, (rows, columns)], _MARGIN)


def narrowed(band: Band, chain: Sequence[Shape]) -> Band:
    """The part of a long document's band around a chain of beads; a short document's band is returned unchanged."""
    steps = list(
        itertools.accumulate(chain, lambda done, shape: (done[0] + shape[0], done[1] + shape[1]), initial=(0, 0))
    )
    if band.width > steps[-1][1]:
        return band
    return _along(steps, _NARROW)


def _along(fixed: Sequence[Pair], margin: int) -> Band:
    """The band that connects the given cells, first to last, with a margin on both sides."""
    rows, columns = fixed[-1]
    low, high = np.full(rows + 1, columns, dtype=np.int64), np.zeros(rows + 1, dtype=np.int64)
    for (i, j), (k, m) in itertools.pairwise(fixed):
        piece = slice(i, k + 1)
        line = np.linspace(j, m, k - i + 1).astype(np.int64)
        near = m - j <= _JUMP
        low[piece] = np.minimum(low[piece], (j if near else np.maximum(line - _BESIDE, j)) - margin)
        high[piece] = np.maximum(high[piece], (m if near else np.minimum(line + _BESIDE, m)) + margin)
    low, high = np.maximum.accumulate(low.clip(0, columns)), np.maximum.accumulate(high.clip(0, columns))
    low[0] = 0
    low[1:] = np.minimum(low[1:], high[:-1])  # neighbouring rows overlap even where the line is steep
    width = int((high - low).max()) + 1
    # The last row must contain the last cell.
    low = np.minimum(low, max(columns - width + 1, 0))
    return Band(low, width)


def mutual(left: Singles, right: Singles) -> list[tuple[int, int]]:
    """Pairs of sentences that are each other's nearest neighbour, sorted; `left` and `right` are unit vectors."""
    if not len(left) or not len(right):
        return []
    best_right = np.zeros(len(left), np.int64)
    top, best_left = np.full(len(right), -2.0, np.float32), np.zeros(len(right), np.int64)
    right_grid = unit_grid(right)
    for start in range(0, len(left), _AT_ONCE):
        cosine = products(unit_grid(left[start : start + _AT_ONCE]), right_grid)
        best_right[start : start + _AT_ONCE] = cosine.argmax(1)
        highest = cosine.max(0)
        better = highest > top
        top[better], best_left[better] = highest[better], cosine.argmax(0)[better] + start
    return [(i, int(j)) for i, j in enumerate(best_right) if best_left[j] == i]


def rising_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest chain of pairs in which both numbers rise. Stray anchors are dropped."""
    ends: list[int] = []  # smallest last column of a chain of each length
    tips: list[int] = []  # the pair that ends it
    before: list[int] = []
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    for number, (_, j) in enumerate(ordered):
        length = bisect.bisect_left(ends, j)
        before.append(tips[length - 1] if length else -1)
        if length == len(ends):
            ends.append(j)
            tips.append(number)
        else:
            ends[length], tips[length] = j, number
    chain, at = [], tips[-1] if tips else -1
    while at >= 0:
        chain.append(ordered[at])
        at = before[at]
    return chain[::-1]
