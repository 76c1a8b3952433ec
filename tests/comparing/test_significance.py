from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from mtqe.comparing.significance import Plan, detectable, enough, holm, paired_tests, standings
from mtqe.model import Interval
from mtqe.model.comparison import PairedTest
from mtqe.stats import resample
from mtqe.stats.resample import Array

QUICK = Plan(trials=400, resamples=200)


def test_holm_by_hand() -> None:
    # .01 * 4, .02 * 3 and .03 * 2 make .06, no less than the one before; .5 * 1.
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([0.04]) == [0.04]


def test_detectable_is_the_textbook_figure() -> None:
    error = 2.0
    width = 2 * 1.959964 * error
    assert detectable(width, 0.05) == pytest.approx((1.959964 + 0.841621) * error, abs=1e-4)
    assert detectable(width, 0.005) > detectable(width, 0.05)


def test_many_systems_get_more_trials() -> None:
    assert enough(Plan(), 2).trials == 10_000
    many = enough(Plan(trials=100), 20)
    assert holm([1 / (many.trials + 1)] * 190)[0] < many.level


def table(mean: float, seed: int, segments: int = 200) -> Array:
    shared = np.random.default_rng(0).normal(0, 1, segments)
    return resample.means((shared + np.random.default_rng(seed).normal(mean, 0.2, segments)).tolist())


def by_pair(tests: tuple[PairedTest, ...]) -> dict[str, PairedTest]:
    return {test.baseline + test.system: test for test in tests}


@pytest.mark.parametrize("higher", [True, False])
def test_clusters_follow_the_direction(higher: bool) -> None:
    tables = [table(0.0, 1), table(1.0, 2), table(0.005, 3)]
    tests = paired_tests("abc", tables, resample.mean, higher, QUICK)
    found = by_pair(tests)
    assert found["ab"].significant
    assert found["ab"].better is higher
    assert found["ab"].wins == (1.0 if higher else 0.0)
    assert found["ab"].interval.low < found["ab"].difference < found["ab"].interval.high
    assert found["ab"].difference > 0.9
    assert not found["ac"].significant
    values = [(name, float(resample.mean(one.sum(0)))) for name, one in zip("abc", tables, strict=True)]
    rows = standings(values, tests, higher)
    ranks = {row.system: (row.cluster, row.rank_best, row.rank_worst) for row in rows}
    assert ranks["b"] == ((1, 1, 1) if higher else (2, 3, 3))
    assert ranks["a"] == ranks["c"] == ((2, 2, 3) if higher else (1, 1, 2))


def result(first: str, second: str, significant: bool) -> PairedTest:
    p = 0.001 if significant else 0.9
    return PairedTest(first, second, -1.0, False, Interval(-2, 0), p, p, significant, p, 0.0, 1.0)


def test_a_cluster_ends_only_where_all_above_beat_all_below() -> None:
    """The first beats the third, but neither differs from the second: one cluster, other ranges of ranks."""
    tests = (result("a", "b", False), result("a", "c", True), result("b", "c", False))
    rows = standings([("c", 1.0), ("a", 3.0), ("b", 2.0)], tests, True)
    assert [(row.system, row.cluster, row.rank_best, row.rank_worst) for row in rows] == [
        ("a", 1, 1, 2),
        ("b", 1, 1, 3),
        ("c", 1, 2, 3),
    ]


def test_a_cluster_needs_all_pairs_not_neighbours_only() -> None:
    """The third loses to the second, but not to the first, whose scores vary more: nothing divides them."""
    tests = (result("a", "b", False), result("a", "c", False), result("b", "c", True))
    rows = standings([("a", 3.0), ("b", 2.0), ("c", 1.0)], tests, True)
    assert [(row.cluster, row.rank_best, row.rank_worst) for row in rows] == [(1, 1, 3), (1, 1, 2), (1, 2, 3)]


def test_a_copy_is_never_better() -> None:
    (test,) = paired_tests("ab", [table(0, 1), table(0, 1)], resample.mean, False, QUICK)
    assert (test.difference, test.better, test.p_value, test.wins, test.detectable) == (0.0, None, 1.0, 0.0, 0.0)


def test_equal_systems_are_rarely_called_different() -> None:
    """The bench measures .05; 11 and more of 100 would come by chance once in 100 times, and these seeds are fixed."""
    rejected = sum(
        paired_tests("ab", [table(0, seed), table(0, seed + 1)], resample.mean, True, QUICK)[0].significant
        for seed in range(10, 210, 2)
    )
    assert rejected <= 10


def test_detectable_comes_from_the_spread_of_the_differences() -> None:
    plan = Plan(trials=100, resamples=2000)
    size = paired_tests("ab", [table(0, 1, 800), table(0, 2, 800)], resample.mean, True, plan)[0].detectable
    normal = NormalDist()
    error = size / (normal.inv_cdf(0.975) + normal.inv_cdf(0.8))
    assert error == pytest.approx(0.2 * 2**0.5 / 800**0.5, rel=0.1)
