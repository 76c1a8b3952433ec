"""What the corpus score of a metric follows from, without the segments: a row of numbers for each scored segment.

The pools of the parts of a text, in order, make the pool of the whole text, and its score is that of one run. So a
corpus of any length can be scored part by part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from mtqe.metrics import levels
from mtqe.model import Guarded, Level, Measures, Score, Segment, Signature
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtqe.stats.resample import Array


ROWS = 1_000_000
"""Rows: of a pool of many parts, at most. More segments are summed in the groups that intervals draw from."""


@dataclass(frozen=True)
class Blocks:
    """What a pool knows of its segments if each row is the sum of several.

    Args:
        size: Number of scored segments behind each row but the last one, which may have fewer.
        rows: Number of scored segments.
        unguarded: The sum of the segments without a guard, in one row.
        numbers: Number of segments with each guard.
    """

    size: int
    rows: int
    unguarded: Array
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Pool:
    """The statistics of the scored segments of a text.

    Args:
        table: Sufficient statistics, one row for each scored segment, in the order of the text; shape `(segments, k)`.
        signature: The settings and versions behind them. Pools of different signatures do not belong together.
        unscored: Number of segments without a score.
        references: Number of references of each segment, or the greatest number that a segment has.
        guards: For each row the number of its guard in `names`, from 1, or 0.
        names: The guards of `guards`.
        guarded: Ids of the guarded segments by guard, in order; in a pool of many parts those of the first ones.
        special: Numbers of special segments by their name in the signature.
        blocks: Set if each row is the sum of several adjacent segments; then `guards` is not.
    """

    table: Array
    signature: Signature
    unscored: int = 0
    references: int = 0
    guards: NDArray[np.uint8] | None = None
    names: tuple[str, ...] = ()
    guarded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    special: Mapping[str, int] = field(default_factory=dict)
    blocks: Blocks | None = None

    @property
    def n(self) -> int:
        """The number of scored segments."""
        return self.blocks.rows if self.blocks else len(self.table)

    @property
    def unguarded(self) -> Array:
        """The rows of the segments without a guard, or their sum; none if there are none."""
        if self.blocks:
            return self.blocks.unguarded[: self.n_unguarded]
        return self.table if self.guards is None else self.table[self.guards == 0]

    @property
    def n_unguarded(self) -> int:
        """The number of scored segments without a guard."""
        return self.n - sum(self.number(guard) for guard in self.names)

    def number(self, guard: str) -> int:
        """The number of segments with a guard."""
        if self.blocks:
            return self.blocks.numbers.get(guard, 0)
        if self.guards is None or guard not in self.names:
            return 0
        return int((self.guards == self.names.index(guard) + 1).sum())


@runtime_checkable
class Pooled(Protocol):
    """A metric that `mtqe scan` gives a corpus score of any length; one without this has scores of segments only there.

    It is `mtqe.registry.metric_capabilities.Mergeable`, whose methods come first here.
    """

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """What it measures of each segment."""

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores, from what was measured."""

    def pool(self, segments: Sequence[Segment], measures: Measures, context: Context) -> Pool:
        """The statistics of the scored segments of a part."""

    def corpus(self, pool: Pool, context: Context) -> Score:
        """The corpus score from the pool of all parts, whose rows may be sums of several segments (`Pool.n`)."""


def pool(
    segments: Sequence[Segment],
    rows: Mapping[int, Sequence[float]],
    signature: Signature,
    guard_at: Mapping[int, str | None] = {},
    references: int = 0,
    special: Mapping[str, int] = {},
) -> Pool:
    """The pool of some segments.

    Args:
        segments: The segments, those of one system.
        rows: The statistics of each scored segment by its position, in the order of the text.
        signature: As in `Pool`.
        guard_at: The guard of each guarded segment, by position.
        references: As in `Pool`.
        special: As in `Pool`.
    """
    import numpy as np

    guarded: dict[str, list[str]] = {}
    for place in rows:
        if name := guard_at.get(place):
            guarded.setdefault(name, []).append(segments[place].id)
    names = tuple(guarded)
    numbers = [names.index(name) + 1 if (name := guard_at.get(place)) else 0 for place in rows] if guarded else None
    return Pool(
        np.array(list(rows.values()), dtype=np.float64) if rows else np.empty((0, 1)),
        signature,
        len(segments) - len(rows),
        references,
        None if numbers is None else np.array(numbers, dtype=np.uint8),
        names,
        {name: tuple(ids) for name, ids in guarded.items()},
        special,
    )


def mean_pool(segments: Sequence[Segment], measures: Measures) -> Pool:
    """The pool of a metric whose measure of a segment is its value and its guard, or `None`."""
    rows = {place: (row[0], 1.0) for place, row in enumerate(measures.rows) if row}
    guard_at = {place: row[1] for place, row in enumerate(measures.rows) if row}
    return pool(segments, rows, measures.signature, guard_at, int(measures.references is True))


def mean_scores(metric: str, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
    """The scores of such a metric at all levels: those of a document and of the corpus are means."""
    value_at = {place: row[0] for place, row in enumerate(measures.rows) if row}

    def mean(places: Sequence[int]) -> float:
        return fmean(value_at[place] for place in places)

    def signature_of(places: Sequence[int], level: Level) -> Signature:
        return measures.signature

    corpus = mean_score(metric, mean_pool(segments, measures), context)
    return levels.score_levels(metric, segments, value_at, mean, signature_of, corpus=corpus)


def mean_score(metric: str, pool: Pool, context: Context) -> Score:
    """The corpus score of a metric that is the mean of its segments, with its guarded segments.

    Args:
        metric: Name of the metric.
        pool: The statistics, `(value, 1)` for each segment.
        context: Has the settings.
    """
    from mtqe.stats import resample

    def value(table: Array) -> float:
        return math.fsum(table[:, 0].tolist()) / math.fsum(table[:, 1].tolist())

    interval = levels.bootstrap_interval(len(pool.table), lambda: pool.table, resample.mean, context)
    references = {"nrefs": pool.references} if "nrefs" in pool.signature else {}
    score = Score(
        metric,
        "corpus",
        value(pool.table) if len(pool.table) else None,
        n=pool.n,
        n_unscored=pool.unscored,
        interval=interval,
        signature=pool.signature | references | levels.interval_signature(interval, context) | {**pool.special},
    )
    return with_guarded(score, pool, value)


def with_guarded(score: Score, pool: Pool, value: Callable[[Array], float]) -> Score:
    """A corpus score together with its guarded segments and its value without them.

    Args:
        score: The score of all segments.
        pool: The statistics of these segments, with their guards.
        value: Computes the joint score of segments from their statistics, at least one row.
    """
    if not pool.guarded or score.value is None:
        return score
    rest = pool.unguarded
    guarded = Guarded(dict(pool.guarded), value(rest) if len(rest) else None, pool.n_unguarded)
    return msgspec.structs.replace(score, guarded=guarded)


def joined(parts: Iterable[Pool], rows: int, named: int) -> Pool:
    """The pool of a text from those of its parts, in order; at least one part has a row.

    Of more than `ROWS` segments it has sums of adjacent ones, so that it needs little memory however long the text is.
    These are the groups that a bootstrap interval draws from (`mtqe.stats.resample.grouped`). The score and its
    interval are the same, but for the rounding of a mean.

    Args:
        parts: The pools of the parts, read one after the other. Their signatures are equal.
        rows: The number of rows of all parts.
        named: The number of ids that are kept for each guard.
    """
    import numpy as np

    from mtqe.stats import resample

    size = 1 if rows <= ROWS else math.ceil(rows / resample.MOST)
    table: Array | None = None
    rest: Array | None = None
    guards = np.zeros(rows if size == 1 else 0, dtype=np.uint8)
    numbers: dict[str, int] = {}
    signature: Signature = {}
    guarded: dict[str, tuple[str, ...]] = {}
    special: dict[str, int] = {}
    unscored = references = done = 0
    for part in parts:
        unscored += part.unscored
        references = max(references, part.references)
        for name, number in part.special.items():
            special[name] = special.get(name, 0) + number
        if not len(part.table):
            continue
        if table is None:
            table, signature = np.zeros((math.ceil(rows / size), part.table.shape[1])), part.signature
            rest = np.zeros((1, part.table.shape[1]))
        _add(table, part.table, done, size)
        for name, ids in part.guarded.items():
            guarded[name] = (*guarded.get(name, ()), *ids)[:named]
        if size > 1:
            rest += part.unguarded.sum(0, dtype=np.float64)
            for name in part.names:
                numbers[name] = numbers.get(name, 0) + part.number(name)
        elif part.guards is not None:
            places = [0, *(tuple(guarded).index(name) + 1 for name in part.names)]
            guards[done : done + len(part.table)] = np.array(places, dtype=np.uint8)[part.guards]
        done += len(part.table)
    assert table is not None and rest is not None and done == rows
    return Pool(
        table,
        signature,
        unscored,
        references,
        guards if guarded and size == 1 else None,
        tuple(guarded),
        guarded,
        special,
        None if size == 1 else Blocks(size, rows, rest, numbers),
    )


def _add(table: Array, rows: Array, done: int, size: int) -> None:
    """Add rows, before which others are done, to the table: `size` rows of the text to each of its rows."""
    import numpy as np

    if size == 1:
        table[done : done + len(rows)] = rows
        return
    first, last = done // size, (done + len(rows) - 1) // size
    starts = np.maximum(np.arange(first, last + 1) * size - done, 0)
    table[first : last + 1] += np.add.reduceat(rows.astype(np.float64), starts, axis=0)
