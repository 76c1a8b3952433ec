"""Resampling over segments: all bootstrap intervals and paired tests of mtqe.

The input is *sufficient statistics*: an array of shape `(segments, k)` whose column sums determine the corpus score,
such as matched and total n-grams for BLEU, or `(score, 1)` for a mean. So a resample needs only a sum, and an
`aggregate` turns the sums of all resamples, shape `(resamples, k)`, into scores, shape `(resamples,)`, at once.

Sources: Koehn (2004), "Statistical Significance Tests for Machine Translation Evaluation" (bootstrap, paired
bootstrap); Riezler and Maxwell (2005), "On Some Pitfalls in Automatic Evaluation and Significance Testing for MT"
(approximate randomization, and the shift of the bootstrap distribution to the null hypothesis). Random numbers are
drawn as `sacrebleu.significance` draws them, so the same seed and number of resamples gives its intervals and p-values.
There is one difference: a resample that ties with the real difference counts against it (`>=` as in Riezler and
Maxwell; sacreBLEU uses `>`). Otherwise a system would differ significantly from its own copy.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from mtqe.model import Interval

T = TypeVar("T")
Array = NDArray[np.float64]
Draws = NDArray[np.unsignedinteger[Any]]
Aggregate = Callable[[Array], Array]

_SUM_BITS = 51  # of a sum, one less than double precision has behind the first one, for the change of a swap
MOST = 100_000
"""Rows: of statistics at most that a bootstrap interval draws from. The interval of more segments is drawn from as many
groups of consecutive segments, which takes the same time and memory for any corpus."""
_CELLS = 1_000_000  # cells of a matrix that is drawn at a time: 8 MB
_TOGETHER = 8  # rows of a matrix at least: one row at a time would read all statistics again for each
_CACHED_CELLS = 32_000_000  # cells of draws that are kept for the next metric or system, one byte each


@dataclass(frozen=True)
class Paired:
    """The outcome of a paired test of a system against a baseline.

    Args:
        test: Name of the test.
        difference: Score of the system minus score of the baseline, in the metric's unit.
        p_value: Probability of a difference at least this great if the systems are equal, above 0 and up to 1.
        resamples: Number of resamples or trials.
        seed: Seed of the random numbers.
        wins: Share of resamples in which the system has the greater score (Koehn 2004); bootstrap only.
        interval: Percentile interval of the difference; bootstrap only.
    """

    test: Literal["bootstrap", "randomization"]
    difference: float
    p_value: float
    resamples: int
    seed: int
    wins: float | None = None
    interval: Interval | None = None


def means(values: Sequence[float]) -> Array:
    """The statistics of a mean: one row `(value, 1)` per segment, to be aggregated with `mean`."""
    return np.column_stack([np.asarray(values, dtype=np.float64), np.ones(len(values))])


def mean(sums: Array) -> Array:
    """The aggregate for `means`: shape `(..., 2)` to `(...)`."""
    result: Array = sums[..., 0] / sums[..., 1]
    return result


def bootstrap_interval(
    statistics: Array, aggregate: Aggregate, resamples: int = 1000, seed: int = 12345, level: float = 0.95
) -> Interval:
    """Percentile bootstrap interval of a corpus score (Koehn 2004).

    Both bounds are scores of resamples; half their distance is the ± of `sacrebleu --confidence`. Of more than `MOST`
    segments, groups of consecutive ones are drawn. If neighbours are alike, as in a document, this interval is wider.

    Args:
        statistics: Shape `(segments, k)`.
        aggregate: Sums of shape `(resamples, k)` to scores of shape `(resamples,)`.
        resamples: Number of resamples; each draws as many segments as there are, with replacement.
        seed: Seed of the random numbers, 0 or greater.
        level: Share of the resamples inside the interval, between 0 and 1.

    Raises:
        ValueError: There is no segment, or an argument is out of range.
    """
    statistics = _table(grouped(statistics))
    _check(resamples, level)
    scores = np.concatenate([aggregate(counts @ statistics) for counts in _draws(len(statistics), resamples, seed)])
    return _percentile(scores, level)


def grouped(statistics: Array) -> Array:
    """The sums of groups of consecutive rows, as small as `MOST` rows allow; up to `MOST` rows are groups of one."""
    size = -(-len(statistics) // MOST)
    if size <= 1:
        return statistics
    sums: Array = np.add.reduceat(statistics, np.arange(0, len(statistics), size), axis=0)
    return sums


def paired_bootstrap(
    baseline: Array,
    system: Array,
    aggregate: Aggregate,
    resamples: int = 1000,
    seed: int = 12345,
    level: float = 0.95,
) -> Paired:
    """Paired bootstrap test (Koehn 2004) with the p-value of `sacrebleu --paired-bs`.

    The same segments are drawn for both systems. With `d` the difference of the systems and `d_i` that of resample i,
    the p-value is `(1 + #{i: |d_i| - mean(|d_i|) >= |d|}) / (1 + resamples)`: the distribution is shifted to the null
    hypothesis (Riezler and Maxwell 2005). Like sacreBLEU it centres the absolute values, so it counts one tail if all
    `d_i` have the same sign; the interval of the difference is two-sided.

    Args:
        baseline: Statistics of the baseline, shape `(segments, k)`.
        system: Statistics of the system on the same segments.
        aggregate: As in `bootstrap_interval`.
        resamples: Number of resamples.
        seed: Seed of the random numbers, 0 or greater.
        level: Level of the interval of the difference.

    Raises:
        ValueError: The shapes differ, there is no segment, or an argument is out of range.
    """
    baseline, system = _pair(baseline, system)
    _check(resamples, level)
    parts = [
        aggregate(counts @ system) - aggregate(counts @ baseline) for counts in _draws(len(baseline), resamples, seed)
    ]
    differences = np.concatenate(parts)
    actual = _difference(baseline, system, aggregate)
    spread = np.abs(differences)
    return Paired(
        test="bootstrap",
        difference=actual,
        p_value=_p_value(spread - spread.mean(), abs(actual)),
        resamples=resamples,
        seed=seed,
        wins=float(np.mean(differences > 0)),
        interval=_percentile(differences, level),
    )


def paired_approximate_randomization(
    baseline: Array, system: Array, aggregate: Aggregate, trials: int = 10_000, seed: int = 12345
) -> Paired:
    """Paired approximate randomization test, two-sided (Riezler and Maxwell 2005), as in `sacrebleu --paired-ar`.

    Each trial swaps the two translations of a segment with probability 1/2. With `d` the difference of the systems and
    `d_i` that after its swaps, the p-value is `(1 + #{i: |d_i| >= |d|}) / (1 + trials)`.

    Args:
        baseline: Statistics of the baseline, shape `(segments, k)`.
        system: Statistics of the system on the same segments.
        aggregate: As in `bootstrap_interval`.
        trials: Number of trials.
        seed: Seed of the random numbers, 0 or greater.

    Raises:
        ValueError: The shapes differ, there is no segment, or an argument is out of range.
    """
    baseline, system = _pair(baseline, system)
    _check(trials, 0.5)
    total, start, change = baseline.sum(0) + system.sum(0), system.sum(0), baseline - system
    spread = []
    for keep in _coins(len(baseline), trials, seed):
        first = keep @ change + start
        spread.append(np.abs(aggregate(first) - aggregate(total - first)))
    actual = _difference(baseline, system, aggregate)
    return Paired("randomization", actual, _p_value(np.concatenate(spread), abs(actual)), trials, seed)


def _draws(segments: int, resamples: int, seed: int) -> Iterator[Array]:
    """The count of each segment in each resample, in chunks of shape `(n, segments)`, drawn as in sacreBLEU."""
    cached = segments * resamples <= _CACHED_CELLS
    drawn = _drawn(segments, resamples, seed) if cached else _ahead(_draw(segments, resamples, seed))
    begun: list[Draws] = []
    for counts in drawn:
        begun.append(counts)
        if sum(map(len, begun)) >= _TOGETHER:
            yield np.concatenate(begun).astype(np.float64)
            begun = []
    if begun:
        yield np.concatenate(begun).astype(np.float64)


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The items, each of which another thread makes while the one before it is used."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, items, None)
        while (item := following.result()) is not None:
            following = thread.submit(next, items, None)
            yield item


@functools.lru_cache(maxsize=1)
def _drawn(segments: int, resamples: int, seed: int) -> tuple[Draws, ...]:
    """All chunks of `_draw`, cached because all metrics and systems of a run use the same resamples."""
    return tuple(_draw(segments, resamples, seed))


def _draw(segments: int, resamples: int, seed: int) -> Iterator[Draws]:
    generator = np.random.default_rng(seed)
    rows = max(1, _CELLS // segments)
    for start in range(0, resamples, rows):
        count = min(rows, resamples - start)
        drawn = generator.choice(segments, size=(count, segments), replace=True)
        drawn += np.arange(count)[:, None] * segments
        counts = np.bincount(drawn.ravel(), minlength=count * segments).reshape(count, segments)
        yield counts.astype(np.min_scalar_type(int(counts.max())))  # nearly always one byte


def _coins(segments: int, trials: int, seed: int) -> Iterator[Array]:
    """1 if a trial keeps the systems of a segment, 0 if it swaps them, in chunks of shape `(n, segments)`."""
    generator = np.random.default_rng(seed)
    # numpy makes booleans from 32 random bits at a time and discards unused bits at the end of a call. Only chunks
    # whose size is a multiple of 32 give the same booleans as a single call, which sacreBLEU makes.
    rows = max(32, _CELLS // segments // 32 * 32)
    for start in range(0, trials, rows):
        size = (min(rows, trials - start), segments)
        yield generator.integers(2, size=size, dtype=np.bool_).astype(np.float64)


def _percentile(scores: Array, level: float) -> Interval:
    ordered = np.sort(scores)
    # The tolerance keeps rounding from changing the number: (1 - 0.95) / 2 * 1000 is 25.000000000000021.
    outside = int(len(ordered) * (1 - level) / 2 + 1e-9)
    return Interval(float(ordered[outside]), float(ordered[len(ordered) - outside - 1]), level)


def _p_value(values: Array, actual: float) -> float:
    slack = 1e-9 * max(1.0, actual)  # a tie must remain a tie after rounding
    return (int(np.sum(values >= actual - slack)) + 1) / (len(values) + 1)


def _difference(baseline: Array, system: Array, aggregate: Aggregate) -> float:
    return float(aggregate(system.sum(0)) - aggregate(baseline.sum(0)))


def _pair(baseline: Array, system: Array) -> tuple[Array, Array]:
    first, second = (np.asarray(table, dtype=np.float64) for table in (baseline, system))
    if first.shape != second.shape:
        raise ValueError(f"paired statistics must have one shape, got {first.shape} and {second.shape}")
    both = _table(np.concatenate([first, second]))
    return both[: len(first)], both[len(first) :]


def _table(statistics: Array) -> Array:
    """The statistics, each column rounded so far that double precision adds them up without rounding.

    So a resample has the same sums whatever the order, which the product of matrices chooses by the number of threads.
    """
    table = np.asarray(statistics, dtype=np.float64)
    if table.ndim != 2 or len(table) == 0:
        raise ValueError(f"statistics must have the shape (segments, k) with at least one segment, got {table.shape}")
    _, exponents = np.frexp(len(table) * np.maximum(table.max(0), -table.min(0)))
    rounded: Array = np.ldexp(table, _SUM_BITS - exponents)
    np.rint(rounded, out=rounded)
    np.ldexp(rounded, exponents - _SUM_BITS, out=rounded)
    return rounded


def _check(resamples: int, level: float) -> None:
    if resamples < 1:
        raise ValueError(f"resamples must be 1 or more, got {resamples}")
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
