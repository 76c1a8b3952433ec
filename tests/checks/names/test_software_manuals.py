from __future__ import annotations

import pytest

from mtqe.checks.names.document import examine
from mtqe.checks.names.finder import read
from mtqe.checks.names.software_manuals import is_joined_words, is_manual

Pairs = list[tuple[str, str]]


def kinds(pairs: Pairs, source_lang: str, target_lang: str) -> list[list[str]]:
    """The kinds of mismatches of each pair, without single lost names, about which the encoder decides."""
    return [
        [mismatch.kind for mismatch in mismatches if mismatch.confidence > 0.4]
        for mismatches in examine(pairs, source_lang, target_lang)
    ]


MANUALS = [
    # keys, joined or not
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


@pytest.mark.parametrize(("source", "target", "source_lang", "target_lang"), MANUALS)
def test_labels_and_examples_of_a_program_are_no_names(
    source: str, target: str, source_lang: str, target_lang: str
) -> None:
    assert kinds([(source, target)], source_lang, target_lang) == [[]]


@pytest.mark.parametrize(
    ("source", "target", "source_lang", "target_lang"),
    [
        ("Haga clic en el mapa de Perú.", "Click on the map of Canada.", "es", "en"),
        ("The keyboard is sold in Norway.", "Diese Tastatur wird in Portugal verkauft.", "en", "de"),
        ("Le curseur fut inventé par Kenan Oruç.", "The cursor was invented by Jakub Hlinka.", "fr", "en"),
    ],
)
def test_places_and_people_of_a_manual_are_compared(
    source: str, target: str, source_lang: str, target_lang: str
) -> None:
    assert "swap" in kinds([(source, target)], source_lang, target_lang)[0]


def test_a_name_that_the_manual_keeps_elsewhere_is_compared() -> None:
    copied = "Zotrim opens the toolbar.", "Zotrim öffnet die Symbolleiste."
    wrong = "Then start Zotrim with a click.", "Danach startet ein Klick Whitlock."
    assert kinds([copied, wrong], "en", "de") == [[], ["swap"]]
    assert kinds([wrong], "en", "de") == [[]]


def test_one_paragraph_about_programs_does_not_make_a_manual() -> None:
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
    ("text", "expected"),
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
def test_words_and_signs_of_a_program(text: str, expected: bool) -> None:
    target = text if "Bank" in text else "x"
    assert is_manual([(read(text, "en"), read(target, "de"))]) is expected


def test_joined_words() -> None:
    assert is_joined_words("StartDate", "en")
    assert is_joined_words("FolienSeiten", "de")
    assert not is_joined_words("Startdate", "en")
    assert not is_joined_words("ZotrimDate", "en")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Ctrl+S saves the file.", "Strg+S speichert die Datei."),
        ("Hold Ctrl while you click.", "Halten Sie beim Klicken Strg gedrückt."),
        ("Press Ctrl+Alt+Del to restart.", "Drücken Sie Strg+Alt+Entf zum Neustart."),
        ("Tooltip text", "Hinweistext"),
        ("Dropdown list", "Auswahlliste"),
    ],
)
def test_keys_and_parts_of_windows_are_no_names_in_any_document(source: str, target: str) -> None:
    news = [("Rain fell at night.", "Nachts fiel Regen."), ("The bridge is old.", "Die Brücke ist alt.")] * 10
    assert examine([(source, target), *news], "en", "de")[0] == []
