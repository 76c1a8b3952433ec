"""Protected terms, and the capitals of names."""

from __future__ import annotations

import pytest
from test_terms import Row, marks, run

from mtqe.checks import runner as room
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

PROTECTED: list[Row] = [("Harbour Pilot", "Harbour Pilot", "keep"), ("Go", "Go", "keep"), ("npm", "npm", "keep")]


@pytest.mark.parametrize(
    ("source", "target", "langs", "marked"),
    [
        ("Harbour Pilot is out.", "Die Harbour-Pilot-App ist da.", ("en", "de"), []),
        ("Harbour Pilot is out.", "Harbour Pilots neue Version ist da.", ("en", "de"), []),
        ("Harbour Pilot is out.", "Wyszła wersja Harbour Pilota.", ("en", "pl"), []),
        ("Harbour Pilot is out.", "Harbour Pilotage ist da.", ("en", "fr"), []),
        ("Harbour Pilot is out.", "Harbour Pilotageabc ist da.", ("en", "fr"), [("TRM104", "Harbour Pilot")]),
        ("Harbour Pilot is out.", "harbour pilot est là.", ("en", "fr"), [("TRM105", "harbour pilot")]),
        ("Write it in Go.", "Das ist Gold wert.", ("en", "de"), [("TRM104", "Go")]),
        ("Write it in Go.", "用Go写", ("en", "zh"), []),
        ("Write it in Go.", "用Gopher写", ("en", "zh"), [("TRM104", "Go")]),
        ("Use npm.", "Npm nutzen.", ("en", "de"), []),
        ("Use npm.", "NPM", ("en", "de"), []),
        ("Use npm.", "", ("en", "de"), []),
        ("See npm.example/x.", "Siehe dort.", ("en", "de"), []),
        ("NPM is a bank; harbour pilots went.", "Die Lotsen gingen.", ("en", "de"), []),
        ("USE NPM NOW", "JETZT NUTZEN", ("en", "de"), [("TRM104", "NPM")]),
    ],
)
def test_protected_terms(source: str, target: str, langs: tuple[str, str], marked: list[tuple[str, str]]) -> None:
    assert marks(run(source, target, *PROTECTED, langs=langs, ids=("TRM101", "TRM104", "TRM105"))) == marked


def test_a_longer_protected_term_hides_a_shorter_term() -> None:
    rows: list[Row] = [*PROTECTED, ("pilot", "Lotse")]
    assert run("Harbour Pilot is out.", "Harbour Pilot ist da.", *rows, ids=("TRM101", "TRM104")) == []


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("GitHub and YouTube", "Github, GitHub und Youtube", ["Github", "Youtube"]),
        ("GitHub, or Github", "Github", []),
        ("It takes 3 kWh.", "Es braucht 3 KWh.", ["KWh"]),
        ("See iPhone.example and {myName}.", "Siehe Iphone und Myname.", []),
        ("The iPhones", "Die IPhone-Nutzer", []),
    ],
)
def test_capitals_of_names(source: str, target: str, marked: list[str]) -> None:
    table = check_table.checks()
    outcome = room.run([table["TRM105"]], [Segment("1", source, target)], Context("en", "de"))
    assert [text for finding in outcome.findings for text in finding.marked] == marked
