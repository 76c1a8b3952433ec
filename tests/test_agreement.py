"""The figures of the metric benchmark, on cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.bench import agreement
from tests.bench.agreement import Group

NAMES = ("a", "b", "c")


def group(metric: list[float], human: list[float]) -> Group:
    return Group(np.array(metric, float), np.array(human, float), NAMES[: len(metric)])


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


def test_constant_metric_gets_the_share_of_ties() -> None:
    assert agreement.within_source([group([0, 0, 0], [1, 1, 0]), group([0, 0, 0], [3, 2, 1])]) == pytest.approx(1 / 6)


def test_systems_by_their_means() -> None:
    groups = [group([1, 2, 3], [1, 3, 2]), group([1, 2, 3], [0, 2, 4])]
    assert agreement.systems(groups) == 1
    assert agreement.systems([group([3, 2, 1], [1, 2, 3])]) == 0


def test_soft_accuracy_of_a_metric_that_copies_people_is_one() -> None:
    rng = np.random.default_rng(0)
    groups = [group(list(values), list(values)) for values in rng.normal(size=(30, 3))]
    assert agreement.soft_systems(groups) == pytest.approx(1)
    turned = [Group(-one.metric, one.human, one.systems) for one in groups]
    assert agreement.soft_systems(turned) < 0.9


def test_length_baseline_knows_nothing_within_a_source() -> None:
    groups = [group([-size] * 3, [-size, -size - 1, -size - 2]) for size in range(1, 40)]
    tau, r = agreement.over_all(groups)
    assert tau > 0.9
    assert r > 0.9
    assert np.isnan(agreement.within_source_pearson(groups))
    assert agreement.within_source(groups) == 0


def test_interval_holds_the_figure() -> None:
    rng = np.random.default_rng(0)
    groups = [group(list(human + rng.normal(size=3)), list(human)) for human in rng.normal(size=(50, 3))]
    low, high = agreement.interval(groups, agreement.within_source, 50)
    assert low < agreement.within_source(groups) < high
