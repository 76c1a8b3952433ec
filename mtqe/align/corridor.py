"""Where the alignment of a long document must lie: blocks between sure anchors, in a long block a corridor."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence

import numpy as np

from mtqe.align.viterbi import Band, Shape, full_band

Pair = tuple[int, int]
Part = tuple[range, range, list[Pair]]
"""Source sentences, target sentences, and anchors inside, counted from their start."""

_SMALL = 160_000  # cells; up to here the whole plane is searched
_BLOCK = 100  # sentences of the longer side from which on a block may end
_SURE = 2  # anchors in a row before and after the cell where one does
_MARGIN = 40  # sentences on both sides of the anchors
_NARROW = 15  # the same around the chain of a first pass
_JUMP = 400  # between two anchors further apart than this the corridor follows the straight line
_BESIDE = 200  # on both sides of that line


def blocks(rows: int, columns: int, anchors: Callable[[], Sequence[Pair]]) -> list[Part]:
    """Parts of the two documents that can be aligned one by one: source sentences, target sentences, anchors inside.

    A short document is one block. In a long one a block ends where sentences in a row choose each other, so that time
    and memory grow with the length.

    Args:
        rows: Number of source sentences.
        columns: Number of target sentences.
        anchors: Gives pairs of sentences that probably belong together.
    """
    if rows * columns <= _SMALL or rows < 2 or columns < 2:
        return [(range(rows), range(columns), [])]
    chain = rising(anchors())
    known, cuts = set(chain), [(0, 0)]
    for i, j in chain:
        far = max(i - cuts[-1][0], j - cuts[-1][1]) >= _BLOCK
        if far and all((i + step, j + step) in known for step in range(-_SURE, _SURE)):
            cuts.append((i, j))
    cuts.append((rows, columns))
    found = []
    for start, end in itertools.pairwise(cuts):
        first, last = bisect.bisect_left(chain, start), bisect.bisect_left(chain, end)
        inside = [(i - start[0], j - start[1]) for i, j in chain[first:last]]
        found.append((range(start[0], end[0]), range(start[1], end[1]), inside))
    return found


def gaps(rows: int, columns: int, settled: Sequence[Pair], anchors: Callable[[], Sequence[Pair]]) -> list[Part]:
    """The parts between beads that are settled, in blocks; all of it where none is.

    Args:
        rows: Number of source sentences.
        columns: Number of target sentences.
        settled: Beads of one and one, rising.
        anchors: As of `blocks`.
    """
    found: list[Part] = []
    for (i, j), (k, m) in itertools.pairwise([(-1, -1), *settled, (rows, columns)]):
        own, other = range(i + 1, k), range(j + 1, m)
        if not own and not other:
            continue

        def inside(own: range = own, other: range = other) -> list[Pair]:
            return [(s - own.start, t - other.start) for s, t in anchors() if s in own and t in other]

        for left, right, within in blocks(len(own), len(other), inside):
            at = range(left.start + own.start, left.stop + own.start)
            found.append((at, range(right.start + other.start, right.stop + other.start), within))
    return found


def corridor(rows: int, columns: int, chain: Sequence[Pair]) -> Band:
    """The band to search.

    A short block gets the whole plane. In a long one the band holds, in each row, everything between the anchor before
    and the anchor after it and a margin, so an anchor that is wrong by less than the margin does no harm.

    Args:
        rows: Number of source sentences.
        columns: Number of target sentences.
        chain: Anchors, rising.
    """
    if rows * columns <= _SMALL:
        return full_band(rows, columns)
    return _along([(0, 0), *chain, (rows, columns)], _MARGIN)


def narrowed(band: Band, chain: Sequence[Shape]) -> Band:
    """The part of a long document's band around a chain of beads; a short document's band as it is."""
    steps = list(
        itertools.accumulate(chain, lambda done, shape: (done[0] + shape[0], done[1] + shape[1]), initial=(0, 0))
    )
    if band.width > steps[-1][1]:
        return band
    return _along(steps, _NARROW)


def _along(fixed: Sequence[Pair], margin: int) -> Band:
    """The band between the given cells, first to last, and a margin on both sides."""
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
    low[1:] = np.minimum(low[1:], high[:-1])  # neighbouring rows overlap, however steep the line
    width = int((high - low).max()) + 1
    # The last cell must be inside the last row.
    low = np.minimum(low, max(columns - width + 1, 0))
    return Band(low, width)


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest chain of pairs in which both numbers rise; drops stray anchors."""
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
