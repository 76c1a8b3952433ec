"""Figures of meta-evaluation on arrays: how well a metric, or one rater, agrees with the scores of people.

A set is given as `groups`: for each source, the metric scores and the human scores of its translations, and the names
of their systems (empty if unknown). Higher is better in both. A figure that a set does not allow, such as accuracy over
systems with one system, is NaN.

Sources: Deutsch, Foster and Freitag (2023), "Ties Matter" (pairwise accuracy with tie calibration); Thompson and others
(2024), "Improving Statistical Significance in Human Evaluation of Automatic Metrics via Soft Pairwise Accuracy";
Kendall (1945), "The Treatment of Ties in Ranking Problems" (tau-b), in the form of Knight (1966).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """The translations of one source: three sequences of the same length."""

    metric: Floats
    human: Floats
    systems: tuple[str, ...]

    @cached_property
    def gaps(self) -> Floats:
        """Differences of the metric scores, one per pair of translations."""
        first, second = np.triu_indices(len(self.metric), 1)
        return self.metric[first] - self.metric[second]

    @cached_property
    def signs(self) -> Floats:
        """For each pair, the translation with the higher human score: 1 the first, -1 the second, 0 neither."""
        first, second = np.triu_indices(len(self.human), 1)
        return np.sign(self.human[first] - self.human[second])

    @cached_property
    def order(self) -> float:
        """Accuracy on the pairs that people tell apart; NaN if there are none."""
        apart = self.signs != 0
        return float(np.mean((1 + np.sign(self.gaps[apart]) * self.signs[apart]) / 2)) if apart.any() else math.nan

    @cached_property
    def pearson(self) -> float:
        """Pearson's r of metric and human scores; NaN for fewer than three translations or a constant side."""
        if len(self.metric) < 3:
            return math.nan
        return _pearson(self.metric, self.human)


Figure = Callable[[Sequence[Group]], float]


def within_source(groups: Sequence[Group]) -> float:
    """Pairwise accuracy within each source, mean over sources, with tie calibration (Deutsch et al. 2023, `acc*eq`).

    A pair is right if metric and human scores order it alike, ties included. Two metric scores closer than a threshold
    are a tie; the threshold is the best one for this metric on this set.
    """
    several = [group for group in groups if len(group.gaps)]
    if not several:
        return math.nan
    a = np.concatenate([group.gaps for group in several])
    t = np.concatenate([group.signs for group in several])
    w = np.repeat([1 / len(group.gaps) / len(several) for group in several], [len(group.gaps) for group in several])
    order = np.argsort(np.abs(a), kind="stable")
    size = np.abs(a)[order]
    right = np.where(np.sign(a) == t, w, 0)[order]
    tied = np.where(t == 0, w, 0)[order]
    # The k closest pairs are ties, the others are judged by sign. A threshold cannot separate pairs of equal distance.
    accuracy = np.concatenate([[0], tied.cumsum()]) + right.sum() - np.concatenate([[0], right.cumsum()])
    possible = np.concatenate([[True], size[1:] > size[:-1], [True]])
    return float(accuracy[possible].max())


def order(groups: Sequence[Group]) -> float:
    """Accuracy on the pairs with different human scores; NaN if there are none."""
    return _mean([group.order for group in groups])


def systems(groups: Sequence[Group]) -> float:
    """Pairwise accuracy over systems by their mean scores on the sources that both systems translated."""
    metric, human = _gaps_of_systems(groups)
    if not metric.shape[1]:
        return math.nan
    return float(np.mean(_sign(metric.sum(0)) == _sign(human.sum(0))))


def soft_systems(groups: Sequence[Group], trials: int = 500, seed: int = 1) -> float:
    """Soft pairwise accuracy over systems (Thompson et al. 2024): one minus the mean distance of the two p-values.

    The p-values come from one-sided paired permutation tests over the sources that both systems translated. A swap that
    gives the same sum counts as one that gives more, so a metric that distinguishes nothing has p-values of 1.
    """
    metric, human = _gaps_of_systems(groups)
    if not metric.shape[1]:
        return math.nan
    flips = np.random.default_rng(seed).integers(0, 2, size=(trials, len(groups))) * 2.0 - 1.0
    chances = [np.mean(flips @ side >= side.sum(0) - ROUNDING, axis=0) for side in (metric, human)]
    return 1 - float(np.mean(np.abs(chances[0] - chances[1])))


def within_source_pearson(groups: Sequence[Group]) -> float:
    """Mean over sources of Pearson's r of their translations, without sources where either side is constant."""
    return _mean([group.pearson for group in groups])


def tau(groups: Sequence[Group]) -> float:
    """Kendall's tau-b over all segments. It depends mostly on length: report the length baseline beside it."""
    return kendall(*_all(groups))


def kendall(first: Floats, second: Floats) -> float:
    """Kendall's tau-b of two arrays; NaN if one of them is constant."""
    if _constant(first) or _constant(second):
        return math.nan
    x, y = (np.unique(side, return_inverse=True)[1].astype(np.int64) for side in (first, second))
    y = y[np.lexsort((y, x))]
    pairs = len(x) * (len(x) - 1) // 2
    tied = [_pairs_alike(side) for side in (x, y)]
    both = _pairs_alike(np.unique(np.column_stack([np.sort(x), y]), axis=0, return_inverse=True)[1].ravel())
    apart = pairs - tied[0] - tied[1] + both
    return (apart - 2 * _inversions(y)) / math.sqrt((pairs - tied[0]) * (pairs - tied[1]))


def _pairs_alike(codes: NDArray[np.int64]) -> int:
    counts = np.bincount(codes).astype(np.int64)
    return int(np.sum(counts * (counts - 1) // 2))


def _inversions(codes: NDArray[np.int64]) -> int:
    """The number of pairs whose first number is greater; the highest bit in which they differ decides, bit by bit."""
    total = 0
    for bit in range(int(codes.max()).bit_length() - 1, -1, -1):
        codes = codes[np.argsort(codes >> (bit + 1), kind="stable")]
        ones = (codes >> bit) & 1
        before = np.cumsum(ones) - ones
        group = codes >> (bit + 1)
        starts = np.flatnonzero(np.diff(group, prepend=group[0] - 1))
        before -= np.repeat(before[starts], np.diff([*starts, len(codes)]))
        total += int(before[ones == 0].sum())
    return total


def pearson(groups: Sequence[Group]) -> float:
    """Pearson's r over all segments. Like `tau` it depends mostly on length."""
    return _pearson(*_all(groups))


def spearman(groups: Sequence[Group]) -> float:
    """Spearman's rho over all segments. Like `tau` it depends mostly on length."""
    metric, human = _all(groups)
    return _pearson(_ranks(metric), _ranks(human))


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values have the mean of their ranks."""
    _, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: Floats = (ends - (counts - 1) / 2)[codes]
    return ranks


def interval(
    groups: Sequence[Group],
    figure: Figure,
    resamples: int = 200,
    seed: int = 1,
    clusters: Sequence[Hashable] | None = None,
) -> tuple[float, float]:
    """95 % percentile interval of a figure by resampling sources, or clusters of them; NaN if no resample has it."""
    members: dict[Hashable, list[Group]] = {}
    for cluster, group in zip(range(len(groups)) if clusters is None else clusters, groups, strict=True):
        members.setdefault(cluster, []).append(group)
    drawn = list(members.values())
    rng = np.random.default_rng(seed)
    values = np.array(
        [
            figure([group for k in rng.integers(len(drawn), size=len(drawn)) for group in drawn[k]])
            for _ in range(resamples)
        ]
    )
    known = values[~np.isnan(values)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


ROUNDING = 1e-9
"""Sums of the same numbers in a different order differ by less than this."""


def _gaps_of_systems(groups: Sequence[Group]) -> tuple[Floats, Floats]:
    """Differences `(sources, pairs of systems)` of metric and human scores; 0 unless both translated the source."""
    listed = list(itertools.chain.from_iterable(group.systems for group in groups))
    names = sorted(set(listed) - {""})
    column = {name: k for k, name in enumerate(["", *names])}
    # The first column is that of translations without a name; it is left out.
    tables = np.full((2, len(groups), len(column)), np.nan)
    rows = np.repeat(np.arange(len(groups)), [len(group.systems) for group in groups])
    tables[:, rows, [column[name] for name in listed]] = _all(groups)
    tables = tables[:, :, 1:]
    pairs = list(itertools.combinations(range(len(names)), 2))
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    gaps = tables[:, :, first] - tables[:, :, second]
    gaps = gaps[:, :, ~np.isnan(gaps[0]).all(0)]
    metric, human = np.nan_to_num(gaps)
    return metric, human


def _sign(values: Floats) -> Floats:
    return np.where(np.abs(values) <= ROUNDING, 0.0, np.sign(values))


def _all(groups: Sequence[Group]) -> tuple[Floats, Floats]:
    return np.concatenate([group.metric for group in groups]), np.concatenate([group.human for group in groups])


def _constant(values: Floats) -> bool:
    return len(values) < 2 or bool(np.ptp(values) == 0)


def _pearson(first: Floats, second: Floats) -> float:
    return math.nan if _constant(first) or _constant(second) else float(np.corrcoef(first, second)[0, 1])


def _mean(values: Sequence[float]) -> float:
    """The mean of all values that are not NaN."""
    known = [value for value in values if not math.isnan(value)]
    return float(np.mean(known)) if known else math.nan
