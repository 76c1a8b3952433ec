"""How often `learned` and COMET-22 agree: the table, by direction and by difference."""

from __future__ import annotations

import pytest

from mtqe.registry import system_agreement
from mtqe.registry.system_agreement import ENOUGH, Agreement, Pairs, Table, agreement, alike


def repeated(count: int, agreed: int, size: int, truth: int = 200) -> tuple[tuple[int, int], ...]:
    """Pairs with a difference of one size, the first of them in agreement."""
    return tuple((size if number < agreed else -size, truth) for number in range(count))


SHIPPED = system_agreement.table()


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    directions = {
        "ar-en": Pairs(1, (*repeated(10, 6, 100), (50, 49)), repeated(10, 9, 100)),
        "fr-en": Pairs(1, repeated(30, 27, 100)),
        "en-de": Pairs(1, repeated(ENOUGH, 15, 100)),
    }
    monkeypatch.setattr(system_agreement, "table", lambda: Table(15, directions))


def test_agreement_counts_the_pairs_that_differ_by_comet() -> None:
    assert agreement("ar-en", "without") == Agreement(10, 6)
    assert agreement("ar-en", "with reference") == Agreement(10, 9)


def test_a_direction_that_was_not_measured_has_no_agreement() -> None:
    assert agreement("en-ar", "without") is None
    assert agreement("fr-en", "with reference") is None


def test_a_direction_with_enough_pairs_speaks_for_itself() -> None:
    found = alike("fr", "en", "without", -0.0102)
    assert found == (0.9, 30, "fr-en")


def test_a_direction_with_few_pairs_is_joined_with_those_of_its_target_language() -> None:
    found = alike("ar", "en", "without", 0.0101)
    assert found == (pytest.approx(33 / 40), 40, "into en")


def test_else_with_those_of_its_source_language_or_with_all() -> None:
    found = alike("en", "sw", "without", 0.01)
    assert found is not None
    assert found.among == "from en"
    found = alike("sw", "yo", "without", 0.01)
    assert found is not None
    assert found.among == "all directions"


def test_a_difference_unlike_all_others_is_judged_by_the_nearest() -> None:
    found = alike("ar", "en", "without", 0.9)
    assert found is not None
    assert (found.pairs, found.among) == (ENOUGH, "all directions")


def test_no_difference_and_no_pairs_say_nothing() -> None:
    assert alike("ar", "en", "without", 0.0) is None


def test_the_table_that_ships_has_a_hundred_directions_with_both_readings() -> None:
    complete = [name for name, pairs in SHIPPED.directions.items() if pairs.without and pairs.with_reference]
    assert len(complete) >= 100
    assert SHIPPED.segments > 0
    assert all(truth >= 0 for pairs in SHIPPED.directions.values() for _, truth in pairs.without)
