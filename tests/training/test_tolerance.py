"""A figure out of its tolerance, or missing, fails; the committed figures are those of the files that ship."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import tolerance

SHIPS: dict[str, Any] = {
    "figures": {"within en-de": 0.5, "pearson en-de": 0.2},
    "tolerance": [{"begins": "within", "within": 0.02}, {"begins": "pearson", "within": 0.05}],
}
ENCODER = Path(__file__).parents[2] / "mtqe" / "data" / "encoder"


@pytest.mark.parametrize(("value", "good"), [(0.5, True), (0.52, True), (0.48, True), (0.521, False), (0.479, False)])
def test_a_figure_out_of_its_tolerance_fails_to_either_side(value: float, good: bool) -> None:
    within, pearson = tolerance.compare(SHIPS, {"within en-de": value, "pearson en-de": 0.2})
    assert within.within is good
    assert pearson.within


def test_every_figure_has_its_own_tolerance() -> None:
    rows = tolerance.compare(SHIPS, {"within en-de": 0.54, "pearson en-de": 0.24})
    assert [row.within for row in rows] == [False, True]


@pytest.mark.parametrize("found", [{}, {"within en-de": math.nan}])
def test_a_figure_that_was_not_measured_fails(found: dict[str, float]) -> None:
    assert not any(row.within for row in tolerance.compare(SHIPS, found))


def test_a_figure_without_a_tolerance_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no tolerance for: recall"):
        tolerance.compare(SHIPS | {"figures": {"recall": 0.5}}, {"recall": 0.5})


def test_the_first_rule_that_fits_counts() -> None:
    rules = [{"begins": "within", "ends": "paragraphs", "within": 0.03}, {"begins": "within", "within": 0.02}]
    assert tolerance.tolerance("within en-de paragraphs", rules) == 0.03
    assert tolerance.tolerance("within en-de sentences", rules) == 0.02


def test_the_table_shows_both_figures_the_difference_and_the_verdict() -> None:
    text = tolerance.table(tolerance.compare(SHIPS, {"within en-de": 0.53}))
    head, within, pearson = text.splitlines()
    assert head.split() == ["figure", "ships", "repeated", "difference", "tolerance"]
    assert within.split()[2:] == ["0.5000", "0.5300", "+0.0300", "0.020", "OUT", "OF", "TOLERANCE"]
    assert "missing" in pearson and pearson.endswith("OUT OF TOLERANCE")


def test_the_committed_figures_are_those_of_the_files_that_ship() -> None:
    shipped = tolerance.load()
    hashes = json.loads((ENCODER / "encoder.json").read_text(encoding="utf-8"))["sha256"]
    assert shipped["files"] == hashes, "measure what ships anew: training/measure.py, and put it into figures.toml"


def test_every_committed_figure_has_a_tolerance_with_its_source() -> None:
    shipped = tolerance.load()
    assert all(row.within for row in tolerance.compare(shipped, shipped["figures"]))
    assert all(0 < rule["within"] < 0.2 and rule["source"] for rule in shipped["tolerance"])
