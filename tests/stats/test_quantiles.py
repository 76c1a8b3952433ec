"""Quantiles against values of published tables and against each other."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.stats.quantiles import beta, incomplete_beta, student


@pytest.mark.parametrize(
    ("probability", "degrees", "value"),
    [(0.975, 1, 12.706), (0.975, 5, 2.571), (0.975, 30, 2.042), (0.95, 10, 1.812), (0.995, 2, 9.925)],
)
def test_student_as_in_tables(probability: float, degrees: float, value: float) -> None:
    assert student(probability, degrees) == pytest.approx(value, abs=6e-4)


def test_with_endless_degrees_student_is_normal() -> None:
    assert student(0.975, math.inf) == pytest.approx(NormalDist().inv_cdf(0.975))


def test_beta_as_in_closed_forms() -> None:
    assert beta(0.3, 1, 1) == pytest.approx(0.3)
    assert beta(0.975, 1, 10) == pytest.approx(1 - 0.025 ** (1 / 10))
    assert beta(0.025, 10, 1) == pytest.approx(0.025 ** (1 / 10))


@given(st.floats(0.01, 0.99), st.floats(0.2, 200), st.floats(0.2, 200))
def test_a_quantile_has_its_probability_below_it(probability: float, a: float, b: float) -> None:
    value = beta(probability, a, b)
    if 1e-9 < value < 1 - 1e-9:
        assert incomplete_beta(value, a, b) == pytest.approx(probability, abs=1e-6)
