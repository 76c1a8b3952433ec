"""Forms of a plural whose sources differ in more than the number."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

ONE, OTHER = "Supprimer le navire", "Supprimer les navires choisis"


def forms(
    check: str, sources: tuple[str, str], targets: tuple[str, str], lang: str, severity: str = "major"
) -> list[str]:
    segments = [
        Segment(form, source, target, meta={"unit": "delete", "form": form})
        for source, target, form in zip(sources, targets, ("one", "other"), strict=True)
    ]
    found = runner.run(check_table.select([check]), segments, Context("en", lang)).findings
    return [text for finding in found if finding.severity == severity for text in finding.marked]


def test_a_counter_of_japanese_is_no_word_that_the_form_one_lacks() -> None:
    sources = ("{ $n } found one ship in the harbour", "{ $n } found { $m } ships in the harbour")
    targets = (
        "{ $n } が長い旅のあとで古い港に大きな船を見つけました",
        "{ $n } が長い旅のあとで古い港に大きな船を { $m } 隻見つけました",
    )
    assert forms("MRK118", sources, targets, "ja") == []


@pytest.mark.parametrize(
    ("sources", "marked"),
    [
        (("Delete ship", "Delete chosen ships"), []),
        (("Delete chosen ship", "Delete chosen ships"), [ONE]),
    ],
)
def test_a_form_may_lack_a_word_that_its_source_lacks(sources: tuple[str, str], marked: list[str]) -> None:
    assert forms("MRK118", sources, (ONE, OTHER), "fr", "minor") == marked


@pytest.mark.parametrize(
    ("sources", "targets", "marked"),
    [
        (("Sink the ship", "Sink the ships"), ("Zatop statek", "Zatop wszystkie statki"), []),
        (("{n} ship left", "{n} ships left"), ("Został {n} statek", "Zostały {n} statki"), ["Zostały {n} statki"]),
        (("ship", "ships"), ("statek", "statki"), ["statki"]),
    ],
)
def test_a_form_without_a_number_serves_for_few_and_many(
    sources: tuple[str, str], targets: tuple[str, str], marked: list[str]
) -> None:
    assert forms("MRK118", sources, targets, "pl") == marked
