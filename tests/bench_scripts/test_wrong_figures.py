"""A wrong figure at any place that readers see is found or told: a small version of `bench/wrong_figures.py`."""

from __future__ import annotations

import random

import pytest

from bench import figure_files, wrong_figures
from mtqe.registry.format_table import FORMATS

TRIALS = 20
FORMATS_MADE = sorted(figure_files.templates(random.Random(0)))


def test_every_format_has_files() -> None:
    assert {row.name for row in FORMATS} == set(FORMATS_MADE)


@pytest.mark.parametrize("name", FORMATS_MADE)
def test_no_wrong_figure_is_silent(name: str) -> None:
    row = wrong_figures.trials(name, TRIALS, seed=35)
    assert row.silent == {}, row.examples
    assert row.trials == TRIALS


def test_a_wrong_figure_that_no_check_finds_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrong_figures, "RULES", ())
    monkeypatch.setattr(wrong_figures, "_OF_FIGURES", ())
    row = wrong_figures.trials("properties", 40, seed=35)
    assert row.silent.total() == row.trials == 40


def test_the_figure_stands_in_its_place() -> None:
    rng = random.Random(1)
    for _ in range(200):
        made = figure_files.made(rng.choice(figure_files.templates(rng)["markdown"]), rng)
        if not made.places:
            continue
        place = rng.choice(made.places)
        plant = wrong_figures.planted(made, place, rng)
        content = wrong_figures.content_of(made, [plant])
        assert content != made.target
        assert plant.figure in plant.text
        assert content[: place.start] + content[place.start + len(plant.text) :] == (
            made.target[: place.start] + made.target[place.end :]
        )
