"""Labels that lack a word which all other texts of their file have, and copies."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
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
    ],
)
def test_what_the_other_texts_say(source: str, target: str, expected: list[str]) -> None:
    assert found(source, target) == expected


def test_forms_of_one_text_do_not_speak_for_each_other() -> None:
    assert found("Sail the seven seas of tea", "Segeln", ("one", "few", "many", "other")) == []


def test_varieties_of_one_language_are_not_judged() -> None:
    assert found("Empty the clipboard", "Empty the clipboard", langs=("en-US", "en-GB")) == []
