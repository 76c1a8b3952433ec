"""Texts of programs: what a file in PO shows of them, from the reader to the findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.checks import runner as room
from mtqe.checks.shared import program_texts
from mtqe.formats import dispatch
from mtqe.model import Hit, Segment, Side, Span
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def found(tmp_path: Path, source: str, target: str, *checks: str) -> list[tuple[str, str]]:
    """Check and severity of each finding about the second of three messages."""
    path = tmp_path / "fr.po"
    messages = [("Low tide", "Marée basse"), (source, target), ("High tide", "Marée haute")]
    path.write_text("\n".join(f'msgid "{a}"\nmsgstr "{b}"\n' for a, b in messages), encoding="utf-8")
    chosen = [check_table.checks()[check] for check in checks]
    outcome = room.run(chosen, dispatch.read_pairs(path).segments, Context("en", "fr"))
    assert outcome.problems == ()
    return [(finding.check, str(finding.severity)) for finding in outcome.findings]


def test_a_translation_of_spaces_is_empty_and_none_is_missing(tmp_path: Path) -> None:
    assert found(tmp_path, "Save as", "  ", "ACC103") == [("ACC103", "critical")]
    assert found(tmp_path, "Save as", "", "ACC103") == []


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("Too many ships. Please try again later!", "Trop de bateaux.", ["major"]),
        ("Too many ships. Please try again later!", "Trop de bateaux, veuillez essayer plus tard !", []),
        ("Too many ships in the old harbour. Leave it?", "Trop de bateaux sont dans le vieux port.", ["major"]),
        ("Wait for the old pilot of the harbour", "Attendez ici", ["major"]),
        ("Wait for the old pilot", "Attendre", ["minor"]),
        ("Wait for the pilot", "Ici", ["major"]),
        ("Wait for the old pilot of the harbour", "Ici", ["major"]),
        ("Wait for the old pilot of the harbour.", "Attendez le vieux", ["major"]),
        ("Wait for the old pilot of the harbour.", "Attendez le pilote.", []),
        ("Too many ships today! Waiting for the pilot…", "Trop de bateaux !", ["major"]),
    ],
)
def test_lost_sentences_and_cut_messages(tmp_path: Path, source: str, target: str, severities: list[str]) -> None:
    assert [severity for _, severity in found(tmp_path, source, target, "ACC107")] == severities


@pytest.mark.parametrize(
    ("source", "target", "check", "severity"),
    [
        ("Review this version", "Diese Version überprüfen", "ACC104", "major"),
        ("Name of the harbour", "Nom du", "ART105", "major"),
        ("Tides of low()", "Marées de lwo()", "MRK109", "major"),
        ("Save #file#", "Enregistrer #fichier#", "MRK104", "minor"),
        ("Save $[file]", "Enregistrer", "MRK104", "minor"),
        ("Tide of %S", "Marée", "MRK104", "major"),
        (
            "The old ferry left the harbour late and empty, the pilot of the port said.",
            "Le vieux bac a quitté le port bien tard et vide",
            "ART105",
            "minor",
        ),
    ],
)
def test_faults_of_short_texts(tmp_path: Path, source: str, target: str, check: str, severity: str) -> None:
    assert found(tmp_path, source, target, check) == [(check, severity)]


def test_a_hidden_number_of_printf_is_no_other_placeholder(tmp_path: Path) -> None:
    assert found(tmp_path, "%d tides", "%.0sUne marée", "MRK104") == []


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("width: 12em;", ("width",)),
        ("min-width: 30em; height: 18.5px", ("min-width", "height")),
        ("width: 12,5em;", ()),
        ("The width: 12em", ()),
        ("Low tide", ()),
    ],
)
def test_sizes_in_css(text: str, properties: tuple[str, ...]) -> None:
    assert program_texts.css_sizes(text) == properties


def test_numbers_of_sizes_may_change(tmp_path: Path) -> None:
    assert found(tmp_path, "width: 12em;", "width: 20em;", "ACC101", "MRK109") == []
    assert found(tmp_path, "<img width='40'> tide", "<img width='50'> marée", "ACC101", "MRK103") == []


@pytest.mark.parametrize(
    ("source", "target", "side", "severity"),
    [
        (
            "The map is drawn again each evening on the server.",
            "Die Karte wird jeden Abend neu berechnet.",
            "source",
            "minor",
        ),
        ("The map is drawn again. The harbour shows it.", "Die Karte wird neu berechnet.", "source", None),
        ("The map is drawn again each evening on the server", "Karte der Gezeiten", "source", None),
        ("The map is drawn again.", "Die Karte wird berechnet. Der Hafen zeigt sie.", "target", None),
        ("The map is drawn again.", "Die Karte wird jeden Abend auf dem Server berechnet.", "target", "minor"),
    ],
)
def test_the_encoder_needs_support_in_messages(source: str, target: str, side: Side, severity: str | None) -> None:
    segment = Segment("1", source, target, meta={"unit": "tide"})
    hit = Hit("", (Span(side, 0, 9),))
    [(_, found)] = program_texts.unsupported_as_minor([(segment, hit)], ("en", "de"))
    assert found.severity == severity


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("Enable", "Désactiver", ["major"]),
        ("Import {0}", "Exporter {0}", ["major"]),
        ("Import the old maps", "Exporter les anciennes cartes", ["minor"]),
        ("Unlock", "Verrouiller", ["major"]),
        ("Import", "Exporter les cartes", ["minor"]),
        ("Enable", "Activer", []),
    ],
)
def test_a_label_that_is_its_opposite_is_major(tmp_path: Path, source: str, target: str, severities: list[str]) -> None:
    assert [severity for _, severity in found(tmp_path, source, target, "ACC113")] == severities
