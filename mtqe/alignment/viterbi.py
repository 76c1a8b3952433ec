"""The dynamic programme: the best monotone chain of beads, and the probability of each bead.

The input is the log odds of every bead inside a band of the (source, target) plane and, for every sentence, the log
probability that it has no counterpart. The programme does not read words. Time and memory grow with the area of the
band: linearly with the length of the text if the band is a corridor. Of the values of the cells only a slab of rows is
in memory at a time; a slab that is needed again is computed again.

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
"""Nats: of a bead that cannot be."""
_PLACES = 512
"""Entries: of the table of places in memory, each some kB for a step to a row; a corridor repeats few."""
_SLAB = 512
"""Rows: in memory at once, 16 bytes a cell. A part of a document with fewer sentences is computed once only."""


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
            before source sentence i and target sentence `low[i] + c`; `NEVER` if there is no such bead. There is at
            least one shape.
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

    def ending(self, row: int) -> Singles:
        """The scores of the beads of each shape that end in a row, shape (shapes, width)."""
        rows: Singles = np.concatenate([values[row] for values in self.match.values()])
        return rows.reshape(len(self.match), -1)


class Chart(msgspec.Struct, frozen=True):
    """The values of the cells of some rows in both layers.

    Args:
        top: The number of the first row.
        match: Shape (rows, width).
        skip: The same shape.
    """

    top: int
    match: Floats
    skip: Floats

    def starts(self, scores: Scores, rows: range, reduce: np.ufunc) -> _Ring:
        """The values of this chart's rows before `rows`, from which beads lead to them."""
        ring = _Ring(scores, rows, -1)
        for row in range(self.top, rows.start):
            ring.keep(row, reduce(self.match[row - self.top], self.skip[row - self.top]))
        return ring


def full_band(rows: int, columns: int) -> Band:
    """The whole plane."""
    return Band(np.zeros(rows + 1, dtype=np.int64), columns + 1)


def best(scores: Scores) -> list[Shape]:
    """The shapes of the beads of the best chain, in order (Viterbi algorithm)."""
    slabs = _Forward(scores, np.maximum)
    number = len(slabs.rows) - 1
    chart = slabs.chart(number)
    low = scores.band.low
    i, j = len(low) - 1, scores.columns

    def cell(layer: Floats, row: int, column: int) -> float:
        return value(layer, row - chart.top, column - int(low[row])) if row >= 0 else NEVER

    def value(layer: Floats | Singles, row: int, place: int) -> float:
        return float(layer[row, place]) if 0 <= place < scores.band.width else NEVER

    shapes: list[Shape] = []
    skipped = cell(chart.skip, i, j) > cell(chart.match, i, j)
    while i or j:
        if i < slabs.rows[number].start:
            number = i // _SLAB
            chart = slabs.chart(number)
        options: list[tuple[float, Shape, bool]] = []
        if skipped:
            for shape, price in (
                ((1, 0), scores.skip_source[i - 1] if i else NEVER),
                ((0, 1), scores.skip_target[j - 1] if j else NEVER),
            ):
                row, column = i - shape[0], j - shape[1]
                options.append((price + cell(chart.match, row, column), shape, False))
                options.append((price + scores.run + cell(chart.skip, row, column), shape, True))
        else:
            for shape, values in scores.match.items():
                row, column = i - shape[0], j - shape[1]
                if row >= 0 and column >= 0:
                    own = value(values, i, j - int(low[i]))
                    options.append((own + cell(chart.match, row, column), shape, False))
                    options.append((own + cell(chart.skip, row, column), shape, True))
        _, shape, skipped = max(options)
        shapes.append(shape)
        i, j = i - shape[0], j - shape[1]
    return shapes[::-1]


def posteriors(scores: Scores) -> tuple[dict[Shape, Singles], Floats, Floats]:
    """The probability of each bead, summed over all chains (forward-backward algorithm).

    The probabilities take the place of the scores in `Scores.match`, as these tables are large.

    Returns:
        For each shape the probabilities of its beads, laid out as in `Scores.match`; the probability that each source
        sentence is skipped, shape (n,); and the same for each target sentence, shape (m,).
    """
    low, width = scores.band.low, scores.band.width
    slabs, backward = _Forward(scores, np.logaddexp), _Backward(scores)
    last = slabs.chart(len(slabs.rows) - 1)
    total = np.logaddexp(last.match[-1], last.skip[-1])[scores.columns - low[-1]]
    source = np.zeros(len(low) - 1)
    target = np.zeros(scores.columns + width + 1)
    below: Floats | None = None  # values of the skips in the row after the slab
    for number in range(len(slabs.rows) - 1, -1, -1):
        rows, before = slabs.rows[number], slabs.chart(number)
        after = backward.chart(rows)
        starts = before.starts(scores, rows, np.logaddexp)
        for i in rows:
            match, skip = before.match[i - before.top], before.skip[i - before.top]
            steps = starts.reached(i) + scores.ending(i) + after.match[i - rows.start] - total
            for values, chances in zip(scores.match.values(), np.exp(np.minimum(steps, 0.0)), strict=True):
                values[i] = chances
            starts.keep(i, np.logaddexp(match, skip))
            ahead = np.logaddexp(match, skip + scores.run)  # the next step is a skip
            onward = after.skip[i + 1 - rows.start] if i + 1 < rows.stop else below
            if onward is not None:
                step = _shift(ahead, low[i + 1] - low[i]) + scores.skip_source[i] + onward - total
                source[i] = np.exp(np.minimum(step, 0.0)).sum()
            price = _padded(scores.skip_target, low[i], width - 1)
            step = ahead[:-1] + price + after.skip[i - rows.start, 1:] - total
            target[low[i] : low[i] + width - 1] += np.exp(np.minimum(step, 0.0))
        below = after.skip[0]
    return scores.match, np.minimum(source, 1.0), np.minimum(target[: scores.columns], 1.0)


class _Ring:
    """The last rows of a chart, from which beads lead to the next row.

    All shapes are read at once, because a call of numpy takes longer than the numbers of a row.

    Args:
        scores: The shapes and the band.
        rows: The rows that are asked for.
        step: -1 if the rows are those before the next row, 1 if they are those after it.
        layers: Number of values that are kept for a cell: one, or one for each shape.
    """

    def __init__(self, scores: Scores, rows: range, step: int, layers: int = 1) -> None:
        low, self._width = scores.band.low, scores.band.width
        heights = np.array([a for a, _ in scores.match])
        widths = np.array([b for _, b in scores.match])
        self._depth = int(heights.max())
        # A cell beyond each end of a row stands for all cells outside of the band.
        self._cells = np.full((self._depth, layers, self._width + 2), NEVER)
        self._layer = np.arange(len(heights)) if layers > 1 else np.zeros(len(heights), np.int64)
        self._first = rows.start
        numbers = np.arange(rows.start, rows.stop)[:, None]
        self._rows = numbers + step * heights
        self._shifts = low[numbers] - low[self._rows.clip(0, len(low) - 1)] + step * widths
        self._places: dict[tuple[int, bytes], NDArray[np.int64]] = {}

    def keep(self, row: int, values: Floats) -> None:
        """Keep the values of a row, shape (width,) or (layers, width)."""
        self._cells[row % self._depth, :, 1:-1] = values

    def reached(self, row: int) -> Floats:
        """For each shape the values of the cells at the other end of its beads, shape (shapes, width)."""
        shifts = self._shifts[row - self._first]
        key = (row % self._depth, shifts.tobytes())
        if key not in self._places:
            if len(self._places) >= _PLACES:
                self._places.clear()
            layers = (self._rows[row - self._first] % self._depth) * self._cells.shape[1] + self._layer
            columns = np.arange(1, self._width + 1) + shifts[:, None]
            self._places[key] = layers[:, None] * (self._width + 2) + columns.clip(0, self._width + 1)
        return self._cells.take(self._places[key])


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


def _sum(rows: Floats, reduce: np.ufunc) -> Floats:
    """The reduction of each column."""
    if reduce is np.maximum:
        result: Floats = rows.max(axis=0)
        return result
    top = rows.max(axis=0)
    total: Floats = top + np.log(np.exp(rows - top).sum(axis=0))
    return total


def _run(gains: Floats, prices: Floats, reduce: np.ufunc) -> Floats:
    """Skips along a row: `result[c] = reduce(gains[c], result[c - 1] + prices[c - 1])`."""
    paid = np.concatenate([[0.0], np.cumsum(np.maximum(prices, -1e6))])
    result: Floats = reduce.accumulate(gains - paid) + paid
    return result


class _Forward:
    """The values of reaching each cell, from the start, by slabs of rows.

    Args:
        scores: The input.
        reduce: How the values of several ways to a cell become one.
    """

    def __init__(self, scores: Scores, reduce: np.ufunc) -> None:
        count, width = len(scores.band.low), scores.band.width
        depth = max(a for a, _ in scores.match)
        self._scores, self._reduce = scores, reduce
        self.rows = [range(top, min(top + _SLAB, count)) for top in range(0, count, _SLAB)]
        # The last rows before each slab are all that the rows of the slab are computed from.
        self._edges = [Chart(0, np.empty((0, width)), np.empty((0, width)))]
        for rows in self.rows:
            self._last = self._chart(rows, self._edges[-1])
            match, skip = (layer[-depth:].copy() for layer in (self._last.match, self._last.skip))
            self._edges.append(Chart(rows.stop - len(match), match, skip))

    def chart(self, number: int) -> Chart:
        """The rows of a slab, after the last rows before it."""
        if number == len(self.rows) - 1:
            return self._last
        return self._chart(self.rows[number], self._edges[number])

    def _chart(self, rows: range, edge: Chart) -> Chart:
        scores, reduce = self._scores, self._reduce
        low, width = scores.band.low, scores.band.width
        match, skip = (np.concatenate([layer, np.full((len(rows), width), NEVER)]) for layer in (edge.match, edge.skip))
        starts = edge.starts(scores, rows, reduce)
        for i in rows:
            here = i - edge.top
            if i:
                match[here] = np.maximum(_sum(starts.reached(i) + scores.ending(i), reduce), NEVER)
                down = reduce(match[here - 1], skip[here - 1] + scores.run)
                gains = _shift(down, low[i] - low[i - 1]) + scores.skip_source[i - 1]
            else:
                match[0, 0] = 0.0
                gains = np.full(width, NEVER)
            prices = _padded(scores.skip_target, low[i], width - 1)
            gains[1:] = reduce(gains[1:], match[here, :-1] + prices)
            skip[here] = np.maximum(_run(gains, prices + scores.run, reduce), NEVER)
            starts.keep(i, reduce(match[here], skip[here]))
        return Chart(edge.top, match, skip)


class _Backward:
    """The value of completing the chain from each cell, by the layer in which the chain ended so far.

    The slabs are asked for from the last to the first. A slab reads the scores of its own rows only.

    Args:
        scores: The input.
    """

    def __init__(self, scores: Scores) -> None:
        self._scores = scores
        self._ends = _Ring(scores, range(len(scores.band.low)), 1, len(scores.match))
        self._below: Floats | None = None

    def chart(self, rows: range) -> Chart:
        """The values of the rows before those that were asked for last; in the first call of the last rows."""
        scores, reduce = self._scores, np.logaddexp
        low, width = scores.band.low, scores.band.width
        match, skip = np.full((len(rows), width), NEVER), np.full((len(rows), width), NEVER)
        below = self._below
        for i in reversed(rows):
            here = i - rows.start
            onward = np.maximum(_sum(self._ends.reached(i), reduce), NEVER)
            if below is None:
                onward[scores.columns - low[i]] = 0.0
                down = np.full(width, NEVER)
            else:
                down = _shift(below, low[i] - low[i + 1]) + scores.skip_source[i]
            prices = _padded(scores.skip_target, low[i], width - 1)
            gains = reduce(onward, down + scores.run)
            skip[here] = np.maximum(_run(gains[::-1], prices[::-1] + scores.run, reduce)[::-1], NEVER)
            match[here] = reduce(onward, down)
            match[here, :-1] = reduce(match[here, :-1], skip[here, 1:] + prices)
            self._ends.keep(i, scores.ending(i) + match[here])
            below = skip[here]
        self._below = below
        return Chart(rows.start, match, skip)


def beads(shapes: list[Shape]) -> Iterator[tuple[range, range]]:
    """Sentence numbers of both sides for each bead of a chain."""
    i = j = 0
    for a, b in shapes:
        yield range(i, i + a), range(j, j + b)
        i, j = i + a, j + b
