"""The dynamic programme: the best monotone chain of beads, and how sure each bead is.

It knows nothing of words. It gets a number for every bead inside a band of the (source, target) plane, the log odds
that the bead is one, and for every sentence the log probability that it has no counterpart. Time and memory grow with
the area of the band, so with the length of the text when the band is a corridor.

Two layers make runs of skipped sentences cheaper than the same number of single ones: `match` holds the chains that
end with a bead of both sides, `skip` those that end with a skipped sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

Shape = tuple[int, int]
NEVER = -1e30


class Band(msgspec.Struct, frozen=True):
    """The cells looked at: in row i (i source sentences done) the columns `low[i]` to `low[i] + width - 1`.

    Args:
        low: First column of each row, shape (n + 1,), never falling; 0 in the first row.
        width: Number of columns in each row; those beyond the last target sentence are void.
    """

    low: NDArray[np.int64]
    width: int


class Scores(msgspec.Struct, frozen=True):
    """What the programme maximises, in nats.

    Args:
        band: Where `match` is defined.
        columns: Number of target sentences.
        match: For each shape (a, b), a, b >= 1, an array of shape (n + 1, width): the score of the bead that ends
            before source sentence i and target sentence `low[i] + c`; `NEVER` where there is none.
        skip_source: Score of leaving each source sentence without counterpart, shape (n,).
        skip_target: The same for the target sentences, shape (m,).
        run: Added for each skipped sentence that follows a skipped sentence.
    """

    band: Band
    columns: int
    match: dict[Shape, Singles]
    skip_source: Floats
    skip_target: Floats
    run: float


class Chart(msgspec.Struct, frozen=True):
    """Values of all cells in both layers, arrays of shape (n + 1, width)."""

    match: Floats
    skip: Floats


def full_band(rows: int, columns: int) -> Band:
    """The whole plane."""
    return Band(np.zeros(rows + 1, dtype=np.int64), columns + 1)


def best(scores: Scores) -> list[Shape]:
    """Shapes of the best chain's beads, in order (Viterbi)."""
    chart = _forward(scores, np.maximum)
    low, match, skip = scores.band.low, chart.match, chart.skip
    i, j = len(low) - 1, scores.columns

    def cell(layer: Floats | Singles, row: int, column: int) -> float:
        inside = row >= 0 and 0 <= column - low[row] < scores.band.width
        return float(layer[row, column - low[row]]) if inside else NEVER

    found: list[Shape] = []
    skipped = cell(skip, i, j) > cell(match, i, j)
    while i or j:
        options: list[tuple[float, Shape, bool]] = []
        if skipped:
            for shape, price in (
                ((1, 0), scores.skip_source[i - 1] if i else NEVER),
                ((0, 1), scores.skip_target[j - 1] if j else NEVER),
            ):
                row, column = i - shape[0], j - shape[1]
                options.append((price + cell(match, row, column), shape, False))
                options.append((price + scores.run + cell(skip, row, column), shape, True))
        else:
            for shape, values in scores.match.items():
                row, column = i - shape[0], j - shape[1]
                if row >= 0 and column >= 0:
                    own = cell(values, i, j)
                    options.append((own + cell(match, row, column), shape, False))
                    options.append((own + cell(skip, row, column), shape, True))
        _, shape, skipped = max(options)
        found.append(shape)
        i, j = i - shape[0], j - shape[1]
    return found[::-1]


def posteriors(scores: Scores) -> tuple[dict[Shape, Singles], Floats, Floats]:
    """How probable each bead is, summed over all chains (forward-backward).

    Returns:
        For each shape the probabilities of its beads, laid out as in `Scores.match`; the probability of each source
        sentence to be skipped, shape (n,); and of each target sentence, shape (m,).
    """
    before, after = _forward(scores, np.logaddexp), _backward(scores)
    low, width = scores.band.low, scores.band.width
    last = scores.columns - low[-1]
    total = np.logaddexp(before.match[-1, last], before.skip[-1, last])
    match = {shape: np.zeros_like(values) for shape, values in scores.match.items()}
    source = np.zeros(len(low) - 1)
    target = np.zeros(scores.columns + width + 1)
    for i, first in enumerate(low):
        reach = np.logaddexp(before.match[i], before.skip[i])
        for (a, b), values in scores.match.items():
            if i + a < len(low):
                start = _shift(reach, low[i + a] - first - b)
                step = start + values[i + a] + after.match[i + a] - total
                match[a, b][i + a] = np.exp(np.minimum(step, 0.0))
        ahead = np.logaddexp(before.match[i], before.skip[i] + scores.run)  # a skip comes next
        if i + 1 < len(low):
            step = _shift(ahead, low[i + 1] - first) + scores.skip_source[i] + after.skip[i + 1] - total
            source[i] = np.exp(np.minimum(step, 0.0)).sum()
        price = _padded(scores.skip_target, first, width - 1)
        step = ahead[:-1] + price + after.skip[i, 1:] - total
        target[first : first + width - 1] += np.exp(np.minimum(step, 0.0))
    return match, np.minimum(source, 1.0), np.minimum(target[: scores.columns], 1.0)


def _shift(row: Floats, by: int) -> Floats:
    """`result[c] = row[c + by]`, `NEVER` beyond its ends."""
    by = int(by)
    if not by:
        return row
    result = np.full_like(row, NEVER)
    if 0 < by < len(row):
        result[:-by] = row[by:]
    elif 0 < -by < len(row):
        result[-by:] = row[:by]
    return result


def _padded(values: Floats, start: int, length: int) -> Floats:
    """`values[start:start + length]`, `NEVER` beyond its end."""
    piece = values[start : start + length]
    return piece if len(piece) == length else np.append(piece, np.full(length - len(piece), NEVER))


def _sum(rows: list[Floats], how: np.ufunc) -> Floats:
    stack = np.stack(rows)
    if how is np.maximum:
        result: Floats = stack.max(axis=0)
        return result
    top = stack.max(axis=0)
    total: Floats = top + np.log(np.exp(stack - top).sum(axis=0))
    return total


def _run(gains: Floats, prices: Floats, how: np.ufunc) -> Floats:
    """`result[c] = how(gains[c], result[c - 1] + prices[c - 1])`: skips along a row."""
    paid = np.concatenate([[0.0], np.cumsum(np.maximum(prices, -1e6))])
    result: Floats = how.accumulate(gains - paid) + paid
    return result


def _forward(scores: Scores, how: np.ufunc) -> Chart:
    """Value of reaching each cell."""
    low, width = scores.band.low, scores.band.width
    match, skip = np.full((len(low), width), NEVER), np.full((len(low), width), NEVER)
    for i, first in enumerate(low):
        if i:
            rows = [
                _shift(how(match[i - a], skip[i - a]), first - low[i - a] - b) + values[i]
                for (a, b), values in scores.match.items()
                if a <= i
            ]
            match[i] = np.maximum(_sum(rows, how), NEVER) if rows else NEVER
            down = how(match[i - 1], skip[i - 1] + scores.run)
            gains = _shift(down, first - low[i - 1]) + scores.skip_source[i - 1]
        else:
            match[0, 0] = 0.0
            gains = np.full(width, NEVER)
        prices = _padded(scores.skip_target, first, width - 1)
        gains[1:] = how(gains[1:], match[i, :-1] + prices)
        skip[i] = np.maximum(_run(gains, prices + scores.run, how), NEVER)
    return Chart(match, skip)


def _backward(scores: Scores) -> Chart:
    """Value of completing the chain from each cell, by the layer the chain so far ended in."""
    low, width = scores.band.low, scores.band.width
    match, skip = np.full((len(low), width), NEVER), np.full((len(low), width), NEVER)
    how = np.logaddexp
    for i in range(len(low) - 1, -1, -1):
        rows = [
            _shift(values[i + a] + match[i + a], low[i] - low[i + a] + b)
            for (a, b), values in scores.match.items()
            if i + a < len(low)
        ]
        onward = np.maximum(_sum(rows, how), NEVER) if rows else np.full(width, NEVER)
        if i == len(low) - 1:
            onward[scores.columns - low[i]] = 0.0
            down = np.full(width, NEVER)
        else:
            down = _shift(skip[i + 1], low[i] - low[i + 1]) + scores.skip_source[i]
        prices = _padded(scores.skip_target, low[i], width - 1)
        gains = how(onward, down + scores.run)
        skip[i] = np.maximum(_run(gains[::-1], prices[::-1] + scores.run, how)[::-1], NEVER)
        match[i] = how(onward, down)
        match[i, :-1] = how(match[i, :-1], skip[i, 1:] + prices)
    return Chart(match, skip)


def beads(shapes: list[Shape]) -> Iterator[tuple[range, range]]:
    """Sentence numbers of both sides for each bead of a chain."""
    i = j = 0
    for a, b in shapes:
        yield range(i, i + a), range(j, j + b)
        i, j = i + a, j + b
