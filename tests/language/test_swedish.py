"""Swedish, added as the page of languages says: findings of each section, and good translations without findings."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.language.lang import language
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

INTO, FROM = ("en", "sv"), ("sv", "en")


def marks(check: str, source: str, target: str, langs: tuple[str, str] = INTO) -> list[str]:
    outcome = runner.run([check_table.checks()[check]], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"]
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("The ferry takes twenty-one cars.", "Färjan tar tjugoen bilar.", []),
        ("The ferry takes twenty-one cars.", "Färjan tar tjugotvå bilar.", ["twenty-one", "tjugotvå"]),
        ("The ferry takes 125 cars.", "Färjan tar etthundratjugofem bilar.", []),
        ("The ferry takes 125 cars.", "Färjan tar hundratjugofem bilar.", []),
        ("The ferry takes 125 cars.", "Färjan tar hundrafemtiotvå bilar.", ["125", "hundrafemtiotvå"]),
        ("It cost 2,500 euros.", "Den kostade tvåtusenfemhundra euro.", []),
        ("It cost 2,500 euros.", "Den kostade 2 500 euro.", []),
        ("It cost 2.5 million.", "Den kostade 2,5 miljoner.", []),
        ("It cost 2.5 million.", "Den kostade 2,5 miljarder.", ["2.5 million", "2,5 miljarder"]),
        ("She came fourth.", "Hon kom fyra.", []),
        ("It is the 23rd ferry.", "Det är den tjugotredje färjan.", []),
        ("It was built in the 1990s.", "Den byggdes på 1990-talet.", []),
        ("A third of the passengers left.", "En tredjedel av passagerarna gick.", []),
        ("Both ferries left.", "Två färjor gick.", []),
        ("The bridge opened on March 4, 2019.", "Bron öppnades den 4 maj 2019.", ["March", "maj"]),
        ("Take three pills.", "Ta tabletterna.", ["three"]),
    ],
)
def test_numbers(source: str, target: str, marked: list[str]) -> None:
    assert marks("ACC101", source, target) == marked
    if len(marked) != 1:  # adding a number word may be good style
        assert marks("ACC101", target, source, FROM) == marked[::-1]


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("The market opens on Tuesday.", "Marknaden öppnar på tisdagen.", []),
        ("The market opens on Tuesday.", "Marknaden öppnar på torsdagen.", ["Tuesday", "torsdagen"]),
        ("The bridge opened on March 4, 2019.", "Bron öppnades den 4 mars 2019.", []),
    ],
)
def test_dates(source: str, target: str, marked: list[str]) -> None:
    assert marks("ACC116", source, target) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("Add 5 grams of salt.", "Tillsätt 5 gram salt.", []),
        ("Add 5 grams of salt.", "Tillsätt 5 kg salt.", ["5 grams", "5 kg"]),
        ("The trip took three weeks.", "Resan tog tre dagar.", ["three weeks", "tre dagar"]),
        ("The flat costs $900.", "Lägenheten kostar 900 dollar.", []),
    ],
)
def test_quantities(source: str, target: str, marked: list[str]) -> None:
    assert marks("ACC115", source, target) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("“No,” she said.", "”Nej”, sa hon.", []),
        ("“No,” she said.", "»Nej», sa hon.", []),
        ("„Nein“, sagte sie.", "„Nej”, sa hon.", ["„"]),
    ],
)
def test_quotation_marks(source: str, target: str, marked: list[str]) -> None:
    assert marks("LOC105", source, target) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("Färjan lämnade hamnen vid middagstid.", "Did the ferry leave the harbour at noon?", ["?"]),
        ("Har färjan lämnat hamnen vid middagstid.", "Did the ferry leave the harbour at noon?", []),
        ("Han frågade om färjan.", "When does the next ferry leave?", []),
    ],
)
def test_questions(source: str, target: str, marked: list[str]) -> None:
    assert marks("ACC122", source, target, FROM) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("The price of milk rose in May.", "Mjölkpriset steg i maj.", []),
        ("The price of milk rose in May.", "Mjölkpriset sjönk i maj.", ["rose", "sjönk"]),
        ("The village lies north of the lake.", "Byn ligger söder om sjön.", ["north", "söder"]),
    ],
)
def test_directions(source: str, target: str, marked: list[str]) -> None:
    assert marks("ACC113", source, target) == marked


def test_a_sentence_that_breaks_off() -> None:
    source = "The ferry and the bus left at noon, and nobody came to see them off at the pier."
    assert marks("ART105", source, "Färjan och bussen gick vid middagstid, och ingen kom för att vinka av dem och") == [
        "och"
    ]
    assert marks("ART105", source, "Färjan och bussen gick vid middagstid, och ingen kom för att vinka av dem.") == []


@pytest.mark.parametrize("check", ["ART112", "ART113", "ART115", "MRK113"])
def test_checks_that_were_not_measured_on_swedish_do_not_run(check: str) -> None:
    item = check_table.checks()[check]
    assert item.limits is not None
    assert item.limits(Context(*INTO))


def test_a_compound_is_one_word() -> None:
    assert language("sv").compounding == "joined"
