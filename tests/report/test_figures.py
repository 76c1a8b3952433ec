"""The drawings of the HTML page stay on their axis and say in words what they show."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtqe.model import Interval
from mtqe.report import figures


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.booleans())
@example([0.0, -5e-324], False)
@example([10.0, -5e-324], False)
def test_every_value_is_on_the_axis(values: list[float], hundred: bool) -> None:
    axis = figures.scale(values, hundred)
    assert axis.low < axis.high
    assert all(0 <= axis.x(value) <= figures.WIDTH for value in values)
    if not hundred:
        assert axis.low <= min(values) and max(values) <= axis.high


@pytest.mark.parametrize(
    ("values", "hundred", "ends"),
    [([12.0, 140.0], True, (0, 100)), ([0.2, 0.9], False, (0, 1)), ([], False, (0, 1)), ([-0.4, 1.3], False, (-1, 2))],
)
def test_scale(values: list[float], hundred: bool, ends: tuple[float, float]) -> None:
    axis = figures.scale(values, hundred)
    assert (axis.low, axis.high) == ends


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_bars_hold_every_value_once(values: list[float]) -> None:
    drawn = figures.distribution(values, figures.scale(values, True), None, None)
    assert sum(int(count) for count in re.findall(r": (\d+) segments?<", drawn)) == len(values)


def test_the_drawing_says_what_it_shows() -> None:
    axis = figures.scale([], True)
    drawn = figures.distribution([20.0, 80.0], axis, 50.0, Interval(45.0, 55.0))
    assert (
        'aria-label="50.0, 95% interval 45.0 to 55.0; 2 segment scores from 20.0 to 80.0; axis from 0.0 to 100.0"'
        in drawn
    )
    assert '<circle cx="120.0"' in drawn and 'd="M108.0 54H132.0"' in drawn
    assert "not scored" in figures.distribution([], axis, None, None)


def test_the_stack_is_divided_by_number() -> None:
    widths = [
        float(width) for width in re.findall(r'class="r\d" x="[\d.]+" width="([\d.]+)"', figures.stack({3: 1, 1: 3}))
    ]
    assert widths == [58.5, 178.5]
    assert "ground" in figures.stack({3: 0})
