"""Suggestions in the form that their place wants."""

from __future__ import annotations

import pytest

from tests.checks.terms.test_terms import Row, run

LOTSE: list[Row] = [("harbour pilot", "Hafenlotse"), ("harbour pilot", "Hafenpilot", "forbidden")]
KONTRAKT: list[Row] = [("contract", "Kontrakt"), ("contract", "Vertrag", "forbidden")]
MELDUNG: list[Row] = [("message", "Meldung"), ("message", "Nachricht", "forbidden")]
ACTOR: list[Row] = [("bad actor", "böswilliger Akteur")]
TRADER: list[Row] = [("rogue trader", "betrügerischer Händler"), ("rogue trader", "schurkischer Händler", "forbidden")]
SHED: list[Row] = [("old shed", "alte Hütte"), ("old shed", "morscher Schuppen", "forbidden")]

CERTAIN = [
    # The right noun stands beside another adjective.
    (ACTOR, "They fear bad actors.", "Sie fürchten schlechte Akteure.", "schlechte Akteure", "böswillige Akteure"),
    (ACTOR, "With bad actors", "Mit schlechten Akteuren", "schlechten Akteuren", "böswilligen Akteuren"),
    (ACTOR, "The bad actor left.", "Der schlechte Akteur ging.", "schlechte Akteur", "böswillige Akteur"),
    (ACTOR, "Bad actors left.", "Schlechte Akteure gingen.", "Schlechte Akteure", "Böswillige Akteure"),
    # A forbidden rendering shows number and case.
    (TRADER, "Rogue traders!", "Ihr schurkischen Händler!", "schurkischen Händler", "betrügerischen Händler"),
    (LOTSE, "The harbour pilots met.", "Die Hafenpiloten trafen sich.", "Hafenpiloten", "Hafenlotsen"),
    (LOTSE, "The harbour pilot left.", "Der Hafenpilot ging.", "Hafenpilot", "Hafenlotse"),
    (MELDUNG, "Messages came.", "Nachrichten kamen.", "Nachrichten", "Meldungen"),
    (KONTRAKT, "The contracts ended.", "Die Verträge endeten.", "Verträge", "Kontrakte"),
    (KONTRAKT, "With contracts", "Mit Verträgen", "Verträgen", "Kontrakten"),
    (SHED, "They love old sheds.", "Sie lieben morsche Schuppen.", "morsche Schuppen", "alte Hütten"),
]


@pytest.mark.parametrize(("rows", "source", "target", "marked", "suggestion"), CERTAIN)
def test_a_suggestion_fits_its_place(rows: list[Row], source: str, target: str, marked: str, suggestion: str) -> None:
    (finding,) = run(source, target, *rows)
    assert (finding.marked[-1], finding.suggestion) == (marked, suggestion)


UNCERTAIN = [
    # A determiner, a predicate or another noun is no adjective of the noun.
    (ACTOR, "Bad actors left.", "Viele Akteure gingen.", "Bad actors", "böswilliger Akteur"),
    (ACTOR, "Bad actors left.", "Alle Akteure gingen.", "Bad actors", "böswilliger Akteur"),
    (ACTOR, "Bad actors left.", "Gestern gingen Akteure.", "Bad actors", "böswilliger Akteur"),
    (ACTOR, "Bad actors left.", "Schlecht, Akteure gingen.", "Bad actors", "böswilliger Akteur"),
    # Two places are in question.
    (ACTOR, "Bad actors left.", "Gute Akteure und böse Akteure.", "Bad actors", "böswilliger Akteur"),
    # The gender of the other noun gave the adjective its ending.
    (SHED, "An old shed", "Ein morscher Schuppen", "morscher Schuppen", "alte Hütte"),
    # A compound, a genitive.
    (LOTSE, "The harbour pilot club", "Der Hafenpilotenverein", "Hafenpilotenverein", "Hafenlotse"),
    (KONTRAKT, "The contract's end", "Das Ende des Vertrags", "Vertrags", "Kontrakt"),
    # The adjective changes its stem.
    (
        [("bright lamp", "dunkle Lampe"), ("bright lamp", "helle Lampe", "forbidden")],
        "Bright lamps burn.",
        "Helle Lampen brennen.",
        "Helle Lampen",
        "dunkle Lampe",
    ),
]


@pytest.mark.parametrize(("rows", "source", "target", "marked", "suggestion"), UNCERTAIN)
def test_without_certainty_the_suggestion_is_that_of_the_glossary(
    rows: list[Row], source: str, target: str, marked: str, suggestion: str
) -> None:
    (finding,) = run(source, target, *rows)
    assert (finding.marked[-1], finding.suggestion) == (marked, suggestion)


OTHER_LANGUAGES = [
    ("de-en", [("Lotse", "pilot"), ("Lotse", "guide", "forbidden")], "Die Lotsen!", "The guides!", "pilots"),
    ("de-en", [("Lotse", "pilot"), ("Lotse", "guide", "forbidden")], "Der Lotse!", "The guide!", "pilot"),
    ("de-en", [("Lotse", "pilot"), ("Lotse", "helmsman", "forbidden")], "Die Lotsen!", "The helmsmen!", "pilot"),
    ("en-fr", [("rule", "norme"), ("rule", "règle", "forbidden")], "The rules", "Les règles", "normes"),
    ("en-es", [("rule", "norma"), ("rule", "regla", "forbidden")], "The rules", "Las reglas", "normas"),
    ("en-ja", [("rule", "規則"), ("rule", "決まり", "forbidden")], "The rules", "この決まりです", "規則"),
    ("en-de", [("mark", "Zeichen"), ("mark", "++", "forbidden")], "The marks", "Die ++", "Zeichen"),
    ("en-pl", [("rule", "norma"), ("rule", "reguła", "forbidden")], "The rules", "Te reguły", "norma"),
]


@pytest.mark.parametrize(("langs", "rows", "source", "target", "suggestion"), OTHER_LANGUAGES)
def test_other_languages(langs: str, rows: list[Row], source: str, target: str, suggestion: str) -> None:
    first, _, second = langs.partition("-")
    (finding,) = run(source, target, *rows, langs=(first, second))
    assert finding.suggestion == suggestion
