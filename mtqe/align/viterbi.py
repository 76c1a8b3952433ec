"""The dynamic programme: the best monotone chain of beads, and the probability of each bead.

The input is the log odds of every bead inside a band of the (source, target) plane and, for every sentence, the log
probability that it has no counterpart. The programme does not read words. Time and memory grow with the area of the
band: linearly with the length of the text if the band is a corridor.

Two layers make a run of skipped sentences cheaper than the same number of single skips: `match` holds the chains that
end with a matched bead, `skip` the chains that end with a skipped sentence.
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
"""Nats: of a bead that cannot be. By definition."""


class Band(msgspec.Struct, frozen=True):
    """The cells to search: in row i (after i source sentences) the columns `low[i]` to `low[i] + width - 1`.

    Args:
        low: First column of each row, shape (n + 1,), never decreasing; 0 in the first row.
        width: Number of columns in each row; columns beyond the last target sentence are unused.
    """

    low: NDArray[np.int64]
    width: int


class Scores(msgspec.Struct, frozen=True):
    """The input of the dynamic programme, in nats.

    Args:
        band: Where `match` is defined.
        columns: Number of target sentences.
        match: For each shape (a, b), a, b >= 1, an array of shape (n + 1, width): the score of the bead that ends
            before source sentence i and target sentence `low[i] + c`; `NEVER` if there is no such bead.
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
    """The values of all cells in both layers, arrays of shape (n + 1, width)."""

    match: Floats
    skip: Floats


def full_band(rows: int, columns: int) -> Band:
    """The whole plane."""
    return Band(np.zeros(rows + 1, dtype=np.int64), columns + 1)


def best(scores: Scores) -> list[Shape]:
    """The shapes of the beads of the best chain, in order (Viterbi algorithm)."""
    chart = _forward(scores, np.maximum)
    low, match, skip = scores.band.low, chart.match, chart.skip
    i, j = len(low) - 1, scores.columns

    def cell(layer: Floats | Singles, row: int, column: int) -> float:
        inside = row >= 0 and 0 <= column - low[row] < scores.band.width
        return float(layer[row, column - low[row]]) if inside else NEVER

    shapes: list[Shape] = []
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
                    value = cell(values, i, j)
                    options.append((value + cell(match, row, column), shape, False))
                    options.append((value + cell(skip, row, column), shape, True))
        _, shape, skipped = max(options)
        shapes.append(shape)
        i, j = i - shape[0], j - shape[1]
    return shapes[::-1]


def posteriors(scores: Scores) -> tuple[dict[Shape, Singles], Floats, Floats]:
    """The probability of each bead, summed over all chains (forward-backward algorithm).

    Returns:
        For each shape the probabilities of its beads, laid out as in `Scores.match`; the probability that each source
        sentence is skipped, shape (n,); and the same for each target sentence, shape (m,).
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
        ahead = np.logaddexp(before.match[i], before.skip[i] + scores.run)  # the next step is a skip
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


def _sum(rows: list[Floats], reduce: np.ufunc) -> Floats:
    stack = np.stack(rows)
    if reduce is np.maximum:
        result: Floats = stack.max(axis=0)
        return result
    top = stack.max(axis=0)
    total: Floats = top + np.log(np.exp(stack - top).sum(axis=0))
    return total


def _run(gains: Floats, prices: Floats, reduce: np.ufunc) -> Floats:
    """Skips along a row: `result[c] = reduce(gains[c], result[c - 1] + prices[c - 1])`."""
    paid = np.concatenate([[0.0], np.cumsum(np.maximum(prices, -1e6))])
    result: Floats = reduce.accumulate(gains - paid) + paid
    return result


def _forward(scores: Scores, reduce: np.ufunc) -> Chart:
    """The value of reaching each cell, from the start."""
    low, width = scores.band.low, scores.band.width
    match, skip = np.full((len(low), width), NEVER), np.full((len(low), width), NEVER)
    for i, first in enumerate(low):
        if i:
            rows = [
                _shift(reduce(match[i - a], skip[i - a]), first - low[i - a] - b) + values[i]
                for (a, b), values in scores.match.items()
                if a <= i
            ]
            match[i] = np.maximum(_sum(rows, reduce), NEVER) if rows else NEVER
            down = reduce(match[i - 1], skip[i - 1] + scores.run)
            gains = _shift(down, first - low[i - 1]) + scores.skip_source[i - 1]
        else:
            match[0, 0] = 0.0
            gains = np.full(width, NEVER)
        prices = _padded(scores.skip_target, first, width - 1)
        gains[1:] = reduce(gains[1:], match[i, :-1] + prices)
        skip[i] = np.maximum(_run(gains, prices + scores.run, reduce), NEVER)
    return Chart(match, skip)


def _backward(scores: Scores) -> Chart:
    """The value of completing the chain from each cell, by the layer in which the chain ended so far."""
    low, width = scores.band.low, scores.band.width
    match, skip = np.full((len(low), width), NEVER), np.full((len(low), width), NEVER)
    reduce = np.logaddexp
    for i in range(len(low) - 1, -1, -1):
        rows = [
            _shift(values[i + a] + match[i + a], low[i] - low[i + a] + b)
            for (a, b), values in scores.match.items()
            if i + a < len(low)
        ]
        onward = np.maximum(_sum(rows, reduce), NEVER) if rows else np.full(width, NEVER)
        if i == len(low) - 1:
            onward[scores.columns - low[i]] = 0.0
            down = np.full(width, NEVER)
        else:
            down = _shift(skip[i + 1], low[i] - low[i + 1]) + scores.skip_source[i]
        prices = _padded(scores.skip_target, low[i], width - 1)
        gains = reduce(onward, down + scores.run)
        skip[i] = np.maximum(_run(gains[::-1], prices[::-1] + scores.run, reduce)[::-1], NEVER)
        match[i] = reduce(onward, down)
        match[i, :-1] = reduce(match[i, :-1], skip[i, 1:] + prices)
    return Chart(match, skip)


def beads(shapes: list[Shape]) -> Iterator[tuple[range, range]]:
    """Sentence numbers of both sides for each bead of a chain."""
    i = j = 0
    for a, b in shapes:
        yield range(i, i + a), range(j, j + b)
        i, j = i + a, j + b
