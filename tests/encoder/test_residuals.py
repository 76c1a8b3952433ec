"""The residuals in `encoder.json`: read, refused when damaged, not used with other weights, there for what ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mtqe import encoder
from mtqe.encoder import residuals, weight_files
from mtqe.errors import Unavailable
from mtqe.registry import metric_table

SETTINGS = json.loads((weight_files.FOLDER / weight_files.MANIFEST).read_text(encoding="utf-8"))
WEIGHTS = weight_files.weights_hash(SETTINGS)
GIVEN: dict[str, Any] = {
    "weights": WEIGHTS,
    "levels": [0.8, 0.95],
    "without": {
        "en-de": {"rating": [0.2, 0.4], "difference": [0.3, 0.5]},
        "zh-en": {"rating": [0.3, 0.35], "difference": [0.25, 0.6]},
    },
    "with_reference": {"en-de": {"rating": [0.1, 0.2], "difference": [0.15, 0.25]}},
}


def test_what_ships_was_measured_with_its_own_weights() -> None:
    """If this fails, the weights are new: run training/residuals.py (see training/README.md)."""
    shipped = encoder.human_residuals()
    assert shipped is not None
    assert shipped.weights == WEIGHTS
    for table in (shipped.without, shipped.with_reference):
        assert {"en-de", "zh-en"} <= set(table)
        for one in table.values():
            assert list(one.rating) == sorted(one.rating)
            # A difference of two translations of one source is surer than the two scores alone.
            assert all(pair < 2 * single for single, pair in zip(one.rating, one.difference, strict=True))


def test_the_facts_of_the_metric_name_the_rated_pairs() -> None:
    shipped = encoder.human_residuals()
    assert shipped is not None
    rated = metric_table.installed("learned").rated
    assert set(rated) == set(shipped.without) == set(shipped.with_reference)


def test_a_pair_has_its_own_and_any_other_the_widest() -> None:
    found = residuals.read({"residuals": GIVEN}, WEIGHTS)
    assert found is not None
    assert found.of("en-de", 0.8, False) == (0.2, 0.3)
    assert found.of("zh-en", 0.95, False) == (0.35, 0.6)
    assert found.of("en-fr", 0.8, False) == (0.3, 0.3)
    assert found.of("en-fr", 0.95, False) == (0.4, 0.6)
    assert found.of("zh-en", 0.8, True) == (0.1, 0.15)


def test_those_of_other_weights_say_nothing() -> None:
    assert residuals.read({"residuals": GIVEN}, "0" * 12) is None
    assert residuals.read({}, WEIGHTS) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": []},
        {"levels": [0.8]},
        {"levels": [0.95, 0.8]},
        {"levels": [0.8, 0.8]},
        {"levels": [0.8, 1.5]},
        {"levels": [0.0, 0.8]},
        {"levels": [0.7, 0.95]},
        {"without": {}},
        {"without": {"en-de": {"rating": [0.2, -0.4], "difference": [0.3, 0.5]}}},
        {"without": {"en-de": {"rating": [0.2, float("nan")], "difference": [0.3, 0.5]}}},
        {"without": {"en-de": {"rating": [0.2, 0.4]}}},
        {"weights": None},
        {"more": 1},
    ],
)
def test_damaged_ones_are_seen(tmp_path: Path, wrong: dict[str, Any]) -> None:
    path = tmp_path / weight_files.MANIFEST
    path.write_text(json.dumps(SETTINGS | {"residuals": GIVEN}), encoding="utf-8")
    assert encoder.human_residuals(tmp_path) is not None
    path.write_text(json.dumps(SETTINGS | {"residuals": GIVEN | wrong}), encoding="utf-8")
    with pytest.raises(Unavailable, match=r"encoder\.json: damaged: residuals"):
        weight_files.declared(tmp_path)
