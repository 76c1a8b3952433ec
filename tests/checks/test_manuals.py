"""What manuals of programs say in several languages, and the faults that must still be found in the like."""

from __future__ import annotations

import pytest

from mtqe import checks as room
from mtqe import registry
from mtqe.model import Segment, Severity

Row = tuple[str, str, str, str]
"""Check, target language, source, translation; the source is English, or German where the target is."""


def found(check: str, lang: str, source: str, target: str) -> list[tuple[str, ...]]:
    langs = ("de" if lang == "en" else "en", lang)
    outcome = room.run([registry.checks()[check]], [Segment("1", source, target)], registry.Context(*langs))
    assert outcome.problems == ()
    assert all(item.state == "ran" for item in outcome.items)
    return [finding.marked for finding in outcome.findings]


def severities(check: str, lang: str, source: str, target: str) -> list[Severity]:
    langs = ("de" if lang == "en" else "en", lang)
    outcome = room.run([registry.checks()[check]], [Segment("1", source, target)], registry.Context(*langs))
    return [finding.severity for finding in outcome.findings]


@pytest.mark.parametrize(
    "row",
    [
        ("HAL101", "en", "Das ist das alte Tor. Es ist zu.", "One of them is the old iron gate. The old iron gate is shut."),
        ("HAL101", "fr", "It adds a gate.", "Ajoute une porte de jardin. Une porte de jardin ferme le pré."),
        ("HAL101", "fr", "It counts subtotals and totals.", "Il compte les sous-totaux et totaux."),
        ("HAL101", "pt", "Never recalculate, or always.", "Escolha Nunca recalcular ou Recalcular sempre."),
        ("HAL101", "it", "Several panes and panels", "In varie finestre e finestre di dialogo"),
        ("HAL101", "de", "Use heading and repeated heading rows.", "Nutzen Sie Titel, Zeile und Zeile wiederholen."),
        ("HAL101", "it", "AVERAGES and SUMS", "MEDIA.PIÙ.SE, CONTA.PIÙ.SE, SOMMA.PIÙ.SE"),
    ],
)
def test_silent(row: Row) -> None:
    assert found(*row) == []


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        (
            ("HAL101", "en", "Das alte Tor ist zu.", "The old iron gate is shut. The old iron gate is shut."),
            [("The old iron gate is shut",)],
        ),
        (
            ("HAL101", "fr", "We saw the old gate.", "Nous avons vu une porte de jardin. Une porte de jardin."),
            [("Une porte de jardin",)],
        ),
        (("HAL101", "es", "Cats and dogs", "Los perros y perros."), [("y perros",)]),
        (("HAL101", "it", "Cats and dogs", "I gatti e gatti."), [("e gatti",)]),
    ],
)
def test_found(row: Row, marks: list[tuple[str, ...]]) -> None:
    assert found(*row) == marks
