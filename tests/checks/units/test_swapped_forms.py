"""Plural forms that changed places, as the other plurals of the document show."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

GOOD = [("{n} vieille barque", "{n} vieilles barques"), ("la barque part", "les barques partent")]


def segments(plurals: list[tuple[str, str]]) -> list[Segment]:
    return [
        Segment(f"{number}.{form}", f"{number} boat", text, meta={"unit": f"boats.{number}", "form": form})
        for number, pair in enumerate(plurals)
        for form, text in zip(("one", "other"), pair, strict=True)
    ]


@pytest.mark.parametrize(
    ("plural", "marks"),
    [
        (("{n} barque rouge", "{n} barques rouges"), []),
        (("{n} barques rouges", "{n} barque rouge"), ["{n} barques rouges"]),
        (("{n} barques", "{n} petite barque"), []),
        (("{n} quais", "{n} quai"), []),
    ],
)
def test_forms_the_other_way_round_than_in_other_plurals(plural: tuple[str, str], marks: list[str]) -> None:
    outcome = room.run([check_table.checks()["MRK118"]], segments([*GOOD, plural]), Context("en", "mg"))
    assert outcome.problems == ()
    swapped = [finding for finding in outcome.findings if "changed places" in finding.message]
    assert [mark for finding in swapped for mark in finding.marked] == marks


def test_a_single_plural_is_no_evidence() -> None:
    plurals = [GOOD[0], ("{n} barques rouges", "{n} barque rouge")]
    outcome = room.run([check_table.checks()["MRK118"]], segments(plurals), Context("en", "mg"))
    assert [finding for finding in outcome.findings if "changed places" in finding.message] == []
