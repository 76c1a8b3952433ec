"""The figures of the metric benchmark on cases with known results."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import correlation
from mtqe.stats import meta_evaluation as agreement
from mtqe.stats.meta_evaluation import Group

NAMES = ("a", "b", "c")


def group(metric: Sequence[float], human: Sequence[float], systems: Sequence[str] = NAMES) -> Group:
    return Group(np.array(metric, float), np.array(human, float), tuple(systems[: len(metric)]))


def test_within_source_perfect_and_reversed() -> None:
    human = [3, 2, 1]
    assert agreement.within_source([group([0.9, 0.5, 0.1], human)]) == 1
    assert agreement.within_source([group([0.1, 0.5, 0.9], human)]) == 0
    assert agreement.order([group([0.9, 0.5, 0.1], human), group([1, 1, 1], human)]) == 0.75


def test_ties_are_calibrated_by_one_threshold() -> None:
    # People call the first two equal; the metric sees a small gap there and a large one to the third.
    assert agreement.within_source([group([0.51, 0.50, 0.1], [1, 1, 0])]) == 1
    # The gap that should be a tie is the largest: calling it one costs the two others.
    assert agreement.within_source([group([0.9, 0.1, 0.5], [1, 1, 0])]) == pytest.approx(1 / 3)


def test_each_source_counts_the_same_however_many_translations_it_has() -> None:
    right, wrong = group([3, 2, 1], [3, 2, 1]), group([1, 2], [2, 1])
    assert agreement.within_source([right, wrong]) == pytest.approx(0.5)
    assert agreement.within_source([right, wrong, group([5], [1])]) == pytest.approx(0.5)


def test_constant_metric_gets_the_share_of_ties() -> None:
    assert agreement.within_source([group([0, 0, 0], [1, 1, 0]), group([0, 0, 0], [3, 2, 1])]) == pytest.approx(1 / 6)


def test_systems_by_their_means() -> None:
    groups = [group([1, 2, 3], [1, 3, 2]), group([1, 2, 3], [0, 2, 4])]
    assert agreement.systems(groups) == 1
    assert agreement.systems([group([3, 2, 1], [1, 2, 3])]) == 0


def test_systems_are_compared_on_the_sources_that_both_translated() -> None:
    # b is better on its own source, but where both are, a is: only that counts.
    groups = [group([2, 1], [2, 1], "ab"), group([9], [9], "b"), group([1, 2], [2, 1], "ac")]
    assert agreement.systems(groups) == 0.5  # a before b is right, a before c is not, b and c share nothing


def test_unnamed_systems_have_no_figures() -> None:
    groups = [group([1, 2, 3], [1, 2, 3], ("", "", ""))]
    assert math.isnan(agreement.systems(groups))
    assert math.isnan(agreement.soft_systems(groups))
    assert agreement.within_source(groups) == 1


def test_soft_accuracy_of_a_metric_that_copies_people_is_one() -> None:
    rng = np.random.default_rng(0)
    groups = [group(list(values), list(values)) for values in rng.normal(size=(30, 3))]
    assert agreement.soft_systems(groups) == pytest.approx(1)
    turned = [Group(-one.metric, one.human, one.systems) for one in groups]
    assert agreement.soft_systems(turned) < 0.9


def test_soft_accuracy_of_a_sure_metric_where_people_are_torn_is_half() -> None:
    # For people the two systems are equal on average (p near one half), the metric is sure of one (p near 0 or 1).
    groups = [group([1, 0], [1 if n % 2 else 0, 0 if n % 2 else 1], "ab") for n in range(200)]
    assert agreement.soft_systems(groups) == pytest.approx(0.5, abs=0.06)
    sure = [group([1, 0], [5, 0], "ab") for _ in range(200)]
    assert agreement.soft_systems(sure) == pytest.approx(1)


def test_soft_accuracy_by_exact_chances() -> None:
    # Three sources on which a is ahead by one: one of eight ways to swap the systems gives a sum as great. A metric
    # that tells nothing apart always has one as great.
    groups = [group([1, 1], [1, 0], "ab") for _ in range(3)]
    assert agreement.soft_systems(groups, trials=20_000) == pytest.approx(1 / 8, abs=0.01)


def test_figures_over_all_segments() -> None:
    groups = [group([1], [1]), group([2], [2]), group([3], [30]), group([4], [4])]
    assert agreement.tau(groups) == pytest.approx(4 / 6)  # one of six pairs is turned
    assert agreement.spearman(groups) == pytest.approx(0.8)
    assert agreement.pearson(groups) == pytest.approx(np.corrcoef([1, 2, 3, 4], [1, 2, 30, 4])[0, 1])
    constant = [group([1], [1]), group([1], [2])]
    assert all(math.isnan(figure(constant)) for figure in (agreement.tau, agreement.spearman, agreement.pearson))


def test_length_baseline_knows_nothing_within_a_source() -> None:
    groups = [group([-size] * 3, [-size, -size - 1, -size - 2]) for size in range(1, 40)]
    assert agreement.tau(groups) > 0.9
    assert agreement.pearson(groups) > 0.9
    assert np.isnan(agreement.within_source_pearson(groups))
    assert agreement.within_source(groups) == 0


def test_pearson_within_a_source_leaves_out_constants_and_pairs() -> None:
    groups = [
        group([1, 2, 3], [2, 4, 6]),
        group([1, 2, 3], [1, 1, 1]),
        group([1, 2], [2, 1]),
        group([3, 2, 1], [1, 2, 3]),
    ]
    assert agreement.within_source_pearson(groups) == pytest.approx(0)


@pytest.mark.parametrize("figure", correlation.GROUPED.values(), ids=lambda figure: figure.__name__)
def test_interval_holds_the_figure(figure: agreement.Figure) -> None:
    rng = np.random.default_rng(0)
    human = rng.normal(loc=[0.0, 0.2, 0.4], size=(60, 3))
    groups = [group(list(values + rng.normal(size=3)), list(values)) for values in human]
    low, high = agreement.interval(groups, figure, 50)
    assert low <= figure(groups) <= high
    assert high - low < 1


def test_interval_of_what_cannot_be_said() -> None:
    assert all(map(math.isnan, agreement.interval([group([1], [1])] * 3, agreement.systems, 5)))


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.floats(-2, 2, allow_nan=False).map(lambda x: round(x, 1))), min_size=2)
)
def test_correlations_are_those_of_scipy(pairs: list[tuple[int, float]]) -> None:
    from scipy import stats  # takes a second of each process that collects this file

    first, second = (np.array(side, float) for side in zip(*pairs, strict=True))
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        assert math.isnan(agreement.kendall(first, second))
        return
    groups = [group([a], [b], ("",)) for a, b in pairs]
    assert agreement.kendall(first, second) == pytest.approx(stats.kendalltau(first, second).statistic, abs=1e-12)
    assert agreement.tau(groups) == pytest.approx(agreement.kendall(first, second))
    assert agreement.spearman(groups) == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-9)
    assert agreement.pearson(groups) == pytest.approx(stats.pearsonr(first, second).statistic, abs=1e-9)


def test_tau_by_hand() -> None:
    # Pairs: 1-2 and 1-3 in order, 2-3 tied on one side: (2 - 0) / sqrt(3 * 2).
    assert agreement.kendall(np.array([1.0, 2, 3]), np.array([1.0, 2, 2])) == pytest.approx(2 / math.sqrt(6))


def test_clusters_are_drawn_as_a_whole() -> None:
    groups = [group([1, 2], [1, 2]), group([1, 2], [1, 2]), group([1, 2], [2, 1]), group([1, 2], [2, 1])]
    drawn: set[int] = set()

    def figure(members: Sequence[Group]) -> float:
        drawn.add(sum(one is groups[0] for one in members) - sum(one is groups[1] for one in members))
        return agreement.order(members)

    assert agreement.interval(groups, figure, 50, clusters=["a", "a", "b", "b"]) == (0.0, 1.0)
    assert drawn == {0}
