"""Labels that lack a word which all other texts of their file have, and copies."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.omission import message_length
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

FILE = (
    ("Copy the link to the clipboard", "Link in die Zwischenablage kopieren"),
    ("The clipboard is empty.", "Die Zwischenablage ist leer."),
    ("Clear the clipboard", "Zwischenablage leeren"),
    ("Mail the harbour master", "Dem Hafenmeister mailen"),
    ("Low tide", "Niedrigwasser"),
    ("Show the ships", "Schiffe anzeigen"),
)


def found(source: str, target: str, forms: tuple[str, ...] = ("",), langs: tuple[str, str] = ("en", "de")) -> list[str]:
    """Severity and marked words of the findings about a text beside those of the file."""
    segments = [Segment(str(n), *pair, meta={"unit": f"key.{n}"}) for n, pair in enumerate(FILE)]
    for form in forms:
        meta = {"unit": "own", "form": form} if form else {"unit": "own"}
        segments.append(Segment(f"own{form}", source, target, meta=meta))
    outcome = runner.run([check_table.checks()["ACC126"]], segments, Context(*langs))
    return [f"{finding.severity} {' '.join(finding.marked)}" for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Copy the old picture to the clipboard", "Altes Bild", ["major clipboard"]),
        ("Clear clipboard now", "Leeren", ["minor clipboard"]),
        ("Copy the old picture to the clipboard", "Altes Bild kopieren", ["minor clipboard"]),
        ("fill(clipboard, size=7, tide=low)", "fill(clipboard, size=7, tide=low)", []),
        ("Copy the old picture to the clipboard", "In Zwischenablage", []),
        ("Copy the old picture to the clipboard", "Bild, das alt ist, an den anderen Ort kopieren", []),
        ("Mail the old picture to the harbour", "Altes Bild", []),
        ("Empty the clipboard", "Empty the clipboard", ["major Empty the clipboard"]),
        ("Clipboard Server", "Clipboard Server", ["minor Clipboard Server"]),
        ("Clipboard", "Clipboard", []),
        ("mail clipboard (--harbour | --low)", "mail clipboard (--harbour | --low)", []),
    ],
)
def test_what_the_other_texts_say(source: str, target: str, expected: list[str]) -> None:
    assert found(source, target) == expected


def test_forms_of_one_text_do_not_speak_for_each_other() -> None:
    assert found("Sail the seven seas of tea", "Segeln", ("one", "few", "many", "other")) == []


def test_varieties_of_one_language_are_not_judged() -> None:
    assert found("Empty the clipboard", "Empty the clipboard", langs=("en-US", "en-GB")) == []


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Show old ships", ["major Show old ships"]),
        ("Show Of Ships", ["major Show Of Ships"]),
        ("Ships of Zorn", []),
        ("Harbour Ships", []),
        ("Zorn Ships", []),
        ("Zorn ships", ["major Zorn ships"]),
    ],
)
def test_copies_of_words_that_the_file_translates(copy: str, expected: list[str]) -> None:
    rest = [
        ("Show all ships", "Alle Schiffe anzeigen"),
        ("Old ships sink", "Alte Boote sinken"),
        ("Show tides", "Tide"),
    ]
    segments = [Segment(str(n), *pair, meta={"unit": f"key.{n}"}) for n, pair in enumerate(rest)]
    segments.append(Segment("own", copy, copy, meta={"unit": "own"}))
    outcome = runner.run([check_table.checks()["ACC126"]], segments, Context("en", "de"))
    assert [f"{finding.severity} {' '.join(finding.marked)}" for finding in outcome.findings] == expected


NAMES = ("pier", "boat", "crane", "lamp", "flag", "rope", "sail", "oar", "net", "buoy", "mast", "deck")
NOMS = ("quai", "bateau", "grue", "lampe", "drapeau", "corde", "voile", "rame", "filet", "bouée", "mât", "pont")


def cut(source: str, target: str, number: int = len(NAMES)) -> list[str]:
    """Severities and messages of the findings about a text beside many of the usual length."""
    rows = [
        pair
        for name, nom in list(zip(NAMES, NOMS, strict=True))[:number]
        for pair in (
            (f"Show the {name} in the list of places", f"Afficher {nom} dans la liste des lieux"),
            (f"The {name} was added to your list.", f"Vous avez ajouté {nom} à votre liste."),
            (f"Remove the old {name} from here", f"Retirer {nom}, trop vieux, de cet endroit"),
        )
    ]
    segments = [Segment(str(n), *pair, meta={"unit": f"key.{n}"}) for n, pair in enumerate(rows)]
    segments.append(Segment("own", source, target, meta={"unit": "own"}))
    outcome = runner.run([check_table.checks()["ACC126"]], segments, Context("en", "fr"))
    assert outcome.problems == ()
    return [f"{finding.severity}: {finding.message}" for finding in outcome.findings if finding.segment == "own"]


def test_a_text_that_lacks_its_end() -> None:
    source = "Show the oldest whales in the list of places"
    assert cut(source, "Afficher les plus vieilles baleines dans la liste des lieux") == []
    assert cut(source, "Les plus vieilles baleines, liste des lieux") == []
    (message,) = cut(source, "Afficher les baleines dans")
    assert message.startswith("major: ")
    assert "ends with “dans”" in message


def test_what_the_length_alone_shows_is_said_once() -> None:
    (message,) = cut("Whales were added to your list.", "Vous avez ajouté")
    assert message.startswith("minor: the other texts of the file all have a translation of “list”")


@pytest.mark.parametrize(
    ("source", "target", "kept"),
    [
        ("Show the old ships of {0}", "{0} zeigen", True),
        ("Show the old ships of {0}", "Schiffe zeigen", False),
        ("{0} has all the old ships", "{0} hat Schiffe", False),
        ("Show the old ships", "Schiffe zeigen", False),
    ],
)
def test_a_placeholder_of_the_second_half_is_not_cut_off(source: str, target: str, kept: bool) -> None:
    assert message_length.keeps_last_value(Segment("1", source, target)) is kept


def test_a_comma_at_the_end() -> None:
    (message,) = cut("Show all whales, even those far from here", "Afficher toutes les baleines,")
    assert message.startswith("major: ")


def test_few_texts_do_not_say_how_long_texts_are() -> None:
    assert cut("Show the oldest whales in this bay", "Afficher des baleines dans", number=3) == []
