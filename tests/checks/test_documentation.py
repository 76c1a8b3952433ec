"""What translations of manuals have that is no fault: variables, commands, menus, examples; and faults beside it."""

from __future__ import annotations

import pytest

from mtqe import checks as room
from mtqe import registry
from mtqe.model import Segment


def marks(check: str, source: str, target: str, pair: str) -> list[str]:
    segment = Segment("1", source, target)
    outcome = room.run([registry.checks()[check]], [segment], registry.Context(*pair.split("-")))
    assert outcome.problems == ()
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("source", "target", "pair", "found"),
    [
        ("Ось Х показывает прилив.", "The height of x shows the tide.", "ru-en", []),
        ("Liczba lat l i kapitał K rosną.", "The years n and the capital C grow.", "pl-en", []),
        ("Druk op de W en wacht.", "Press the key W or the key F and wait.", "nl-en", []),
        ("Показывает высоту прилива.", "It shows the y values of the tide.", "ru-en", []),
        ("Показывает высоту прилива и ветер.", "It shows the height of the t tide.", "ru-en", ["t"]),
        ("Prąd i wiatr w porcie rosną.", "The current and the t wind grow.", "pl-en", ["t"]),
        ("Osa Y ukazuje příliv.", "The b height c of the tide grows.", "cs-en", ["b", "c"]),
    ],
)
def test_variables_may_bear_other_letters(source: str, target: str, pair: str, found: list[str]) -> None:
    assert marks("ART112", source, target, pair) == found
