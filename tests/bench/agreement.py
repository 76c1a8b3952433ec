"""How well a metric agrees with people: the figures of metric meta-evaluation, on arrays.

A set is given as `groups`: for each source, the metric's scores and the human scores of its translations, and the
names of the systems that made them. Higher is better in both.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """The translations of one source: arrays of one length, and the system of each."""

    metric: Floats
    human: Floats
    systems: tuple[str, ...]


def within_source(groups: Sequence[Group]) -> float:
    """Pairwise accuracy within each source, mean over sources, with tie calibration (Deutsch et al. 2023, `acc*eq`).

    A pair counts as right when metric and people order it alike, ties included; two metric scores closer than a
    threshold are a tie, and the threshold is the best one for this metric on this set.
    """
    apart, truth, weight = [], [], []
    for group in groups:
        first, second = np.triu_indices(len(group.metric), 1)
        if not len(first):
            continue
        apart.append(group.metric[first] - group.metric[second])
        truth.append(np.sign(group.human[first] - group.human[second]))
        weight.append(np.full(len(first), 1 / len(first)))
    a, t, w = np.concatenate(apart), np.concatenate(truth), np.concatenate(weight) / len(apart)
    order = np.argsort(np.abs(a), kind="stable")
    size = np.abs(a)[order]
    right = np.where(np.sign(a) == t, w, 0)[order]
    tied = np.where(t == 0, w, 0)[order]
    # The k closest pairs are called ties, the others judged by sign. A threshold cannot part pairs of equal distance.
    accuracy = np.concatenate([[0], tied.cumsum()]) + right.sum() - np.concatenate([[0], right.cumsum()])
    possible = np.concatenate([[True], size[1:] > size[:-1], [True]])
    return float(accuracy[possible].max())


def order(groups: Sequence[Group]) -> float:
    """Accuracy on the pairs within a source that people tell apart, mean over sources; a metric's tie is half right.

    Beside `within_source`, which a set with many human ties lets every metric reach by calling all pairs equal.
    """
    values = []
    for group in groups:
        first, second = np.triu_indices(len(group.metric), 1)
        human = np.sign(group.human[first] - group.human[second])
        metric = np.sign(group.metric[first] - group.metric[second])
        if human.any():
            values.append(np.mean((1 + metric[human != 0] * human[human != 0]) / 2))
    return float(np.mean(values)) if values else float("nan")


def systems(groups: Sequence[Group]) -> float:
    """Pairwise accuracy over systems by their mean scores on the sources that both translated."""
    metric, human = _table(groups, "metric"), _table(groups, "human")
    agree = []
    for a, b in itertools.combinations(sorted(metric), 2):
        shared = ~np.isnan(metric[a]) & ~np.isnan(metric[b])
        if shared.any():
            signs = [np.sign(np.mean(side[a][shared]) - np.mean(side[b][shared])) for side in (metric, human)]
            agree.append(signs[0] == signs[1])
    return float(np.mean(agree)) if agree else float("nan")


def soft_systems(groups: Sequence[Group], trials: int = 500, seed: int = 1) -> float:
    """Soft pairwise accuracy over systems (Thompson et al. 2024): one minus the mean distance of the two p-values.

    The p-values are of one-sided paired permutation tests over the sources that both systems translated.
    """
    rng = np.random.default_rng(seed)
    metric, human = _table(groups, "metric"), _table(groups, "human")
    distances = []
    for a, b in itertools.combinations(sorted(metric), 2):
        shared = ~np.isnan(metric[a]) & ~np.isnan(metric[b])
        if not shared.any():
            continue
        flips = rng.choice([-1.0, 1.0], size=(trials, int(shared.sum())))
        chances = []
        for side in (metric, human):
            gaps = side[a][shared] - side[b][shared]
            chances.append(np.mean(flips @ gaps >= gaps.sum()))
        distances.append(abs(chances[0] - chances[1]))
    return 1 - float(np.mean(distances)) if distances else float("nan")


def within_source_pearson(groups: Sequence[Group]) -> float:
    """Mean over sources of Pearson's r of their translations; sources where either side is constant are left out."""
    values = [
        np.corrcoef(group.metric, group.human)[0, 1]
        for group in groups
        if len(group.metric) > 2 and np.ptp(group.metric) > 0 and np.ptp(group.human) > 0
    ]
    return float(np.mean(values)) if values else float("nan")


def over_all(groups: Sequence[Group]) -> tuple[float, float]:
    """Kendall's tau-b and Pearson's r over all segments, ruled by length: show the length baseline beside them."""
    from scipy import stats

    metric = np.concatenate([group.metric for group in groups])
    human = np.concatenate([group.human for group in groups])
    if np.ptp(metric) == 0 or np.ptp(human) == 0:
        return float("nan"), float("nan")
    return float(stats.kendalltau(metric, human).statistic), float(np.corrcoef(metric, human)[0, 1])


def interval(
    groups: Sequence[Group], figure: Callable[[Sequence[Group]], float], resamples: int = 200, seed: int = 1
) -> tuple[float, float]:
    """95 % percentile interval of a figure by resampling sources."""
    rng = np.random.default_rng(seed)
    values = [figure([groups[k] for k in rng.integers(len(groups), size=len(groups))]) for _ in range(resamples)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def _table(groups: Sequence[Group], side: str) -> dict[str, Floats]:
    """By system, its score on each source; NaN where it has none."""
    names = {name for group in groups for name in group.systems}
    table = {name: np.full(len(groups), np.nan) for name in names}
    for place, group in enumerate(groups):
        for name, value in zip(group.systems, getattr(group, side), strict=True):
            table[name][place] = value
    return table
