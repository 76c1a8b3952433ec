from __future__ import annotations

import pytest

from mtqe.checks.names.document import examine
from mtqe.checks.names.finder import read
from mtqe.checks.names.software_manuals import is_coined, is_manual

Pairs = list[tuple[str, str]]


def kinds(pairs: Pairs, source: str, target: str) -> list[list[str]]:
    """What the check finds of each pair, single lost names aside, which the encoder judges."""
    return [[item.kind for item in items if item.confidence > 0.4] for items in examine(pairs, source, target)]


MANUALS = [
    # keys, run together or not
    ("Mantenga oprimida la tecla Mayús mientras dibuja.", "Hold Shift with the cursor on the line.", "es", "en"),
    ("Drücken Sie StrgAlt+F7.", "Press Ctrl Alt+F7.", "de", "en"),
    ("Appuyez sur Échap pour finir.", "Press Esc to finish.", "fr", "en"),
    # variables, functions, labels
    ("MatrizX es el parámetro que falta.", "ArrayX is the parameter that lacks.", "es", "en"),
    ("ANZ(Zins; AproJ)", "COUNT(Rate; NPerY)", "de", "en"),
    ("Un clic sur Reclasser suffit.", "A click on Regroup is enough.", "fr", "en"),
    ("Pulse en Añadir dos veces.", "Click twice.", "es", "en"),
    # examples
    ("Geben Sie in das Dialogfeld „Bremen“ ein.", "Type “Chicago” into the dialog.", "de", "en"),
    ("Type “Chicago” into the dialog.", "Geben Sie in das Dialogfeld „Bremen“ ein.", "en", "de"),
    ("The spreadsheet has English labels.", "Die Tabelle ist deutsch beschriftet.", "en", "de"),
]


@pytest.mark.parametrize(("one", "other", "source", "target"), MANUALS)
def test_what_belongs_to_a_program_is_no_name(one: str, other: str, source: str, target: str) -> None:
    assert kinds([(one, other)], source, target) == [[]]


@pytest.mark.parametrize(
    ("one", "other", "source", "target"),
    [
        ("Haga clic en el mapa de Perú.", "Click on the map of Canada.", "es", "en"),
        ("The keyboard is sold in Norway.", "Diese Tastatur wird in Portugal verkauft.", "en", "de"),
        ("Le curseur fut inventé par Kenan Oruç.", "The cursor was invented by Jakub Hlinka.", "fr", "en"),
    ],
)
def test_places_and_people_of_a_manual_are_compared(one: str, other: str, source: str, target: str) -> None:
    assert "swap" in kinds([(one, other)], source, target)[0]


def test_a_name_that_the_manual_keeps_elsewhere_is_compared() -> None:
    kept = "Zotrim opens the toolbar.", "Zotrim öffnet die Symbolleiste."
    wrong = "Then start Zotrim with a click.", "Danach startet ein Klick Whitlock."
    assert kinds([kept, wrong], "en", "de") == [[], ["swap"]]
    assert kinds([wrong], "en", "de") == [[]]


def test_one_paragraph_on_programs_makes_no_manual() -> None:
    news = [
        ("The mayor thanked Kejimura.", "Der Bürgermeister dankte Whitlock."),
        ("Rain fell at night.", "Nachts fiel Regen."),
        ("A click is enough.", "Ein Klick genügt."),
        ("The bridge is old.", "Die Brücke ist alt."),
        ("It was late.", "Es war spät."),
        ("Nobody was hurt.", "Niemand wurde verletzt."),
        ("They will meet again.", "Sie treffen sich wieder."),
    ]
    assert kinds(news, "en", "de")[0] == ["swap"]
    assert kinds(news[:3], "en", "de")[0] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Choose Colour > Ink > Bold now.", True),
        ("Hold Ctrl+J down.", True),
        ("Use total_sum or NetSum here.", True),
        ("Open the file in a new window.", True),
        ("The file is with the judge.", False),
        ("She became an icon on the menu of history.", True),
        ("She became an icon.", False),
        ("The Paris - Lyon line is closed.", False),
        ("HagenBank sold it to YouTube.", False),
    ],
)
def test_what_shows_a_program(text: str, shown: bool) -> None:
    kept = text if "Bank" in text else "x"
    assert is_manual([(read(text, "en"), read(kept, "de"))]) is shown


def test_coined_words() -> None:
    assert is_coined("StartDate", "en")
    assert is_coined("FolienSeiten", "de")
    assert not is_coined("Startdate", "en")
    assert not is_coined("ZotrimDate", "en")
