from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.stats import intervals


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood's limits as tables print them; beyond 100 from the chi-square quantiles.
    [(0, 0.0, 3.689), (1, 0.02532, 5.572), (4, 1.090, 10.242), (10, 4.795, 18.390), (100, 81.36, 121.63),
     (101, 82.26, 122.73), (1000, 938.97, 1063.95)],
)  # fmt: skip
def test_poisson_limits_are_those_of_the_tables(count: int, low: float, high: float) -> None:
    found = intervals.poisson(count)
    assert found.low == pytest.approx(low, rel=2e-4, abs=1e-9)
    assert found.high == pytest.approx(high, rel=2e-4)


def test_penalties_have_the_ends_of_their_papers() -> None:
    # Of equal weights Dobson's lower end is the scaled one of the count.
    found = intervals.weighted([5.0] * 7, 25.0)
    assert found.low == pytest.approx(5 * intervals.poisson(7).low)
    # Fay and Feuer: sum 60, squares 800, so 9 degrees, whose 97.5 % quantile is 19.0228.
    assert found.high == pytest.approx(800 / 120 * 19.0228, rel=2e-3)
    # Without an event it is that of one event of the greatest weight: half of 7.3778.
    assert intervals.weighted([], 25.0).high == pytest.approx(25 * 7.3778 / 2, rel=1e-2)
    assert intervals.weighted([], 25.0).low == 0


WEIGHTS = st.lists(st.sampled_from([0.0, 0.1, 1.0, 5.0, 25.0]), max_size=30)


@given(WEIGHTS, st.sampled_from([0.1, 1.0, 5.0, 25.0]))
def test_one_more_event_never_lowers_the_lower_end(weights: list[float], more: float) -> None:
    assert intervals.weighted([*weights, more], 25.0).low >= intervals.weighted(weights, 25.0).low - 1e-9


@given(WEIGHTS)
def test_the_sum_lies_inside(weights: list[float]) -> None:
    found = intervals.weighted(weights, 25.0)
    assert found.low <= sum(weights) + 1e-9
    assert sum(weights) <= found.high + 1e-9


def test_the_share_beyond_an_order_statistic_is_a_beta_quantile() -> None:
    # Beta(1, n): the quantile of q is 1 - (1 - q) ** (1 / n).
    found = intervals.beyond(0, 20)
    assert found.low == pytest.approx(1 - 0.975 ** (1 / 20))
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 20))
    # Clopper and Pearson for 2 of 20, as tables print it.
    fixed = intervals.beyond(2, 20, chosen=False)
    assert (fixed.low, fixed.high) == pytest.approx((0.0123, 0.3170), abs=1e-4)
    assert intervals.beyond(0, 5, chosen=False).low == 0
    assert intervals.beyond(5, 5, chosen=False).high == 1


def test_wilson_by_published_values() -> None:
    """Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I."""
    for number, size, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        found = intervals.wilson(number, size)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert intervals.wilson(29, 29).high == 1.0


def test_shares_of_thousands_of_cases_are_those_of_scipy() -> None:
    from scipy import stats  # takes a second of each process that collects this file

    for number, size in ((3, 5000), (2500, 5000), (150, 151), (0, 200)):
        found = intervals.beyond(number, size, chosen=False)
        low = stats.beta.ppf(0.025, number, size - number + 1) if number else 0.0
        assert found.low == pytest.approx(low, abs=1e-8)
        assert found.high == pytest.approx(stats.beta.ppf(0.975, number + 1, size - number), abs=1e-8)
