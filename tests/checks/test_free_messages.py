"""Texts of programs that say the same with other words, letters or variables."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.shared import addresses
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def found(check: str, source: str, target: str, lang: str) -> list[str]:
    segment = Segment("1", source, target, meta={"unit": "harbour"})
    return [hit.severity for hit in runner.run(check_table.select([check]), [segment], Context("en", lang)).findings]


@pytest.mark.parametrize(
    ("target", "severities"),
    [
        ("{ship} wurde vertäut und kann nun wieder ablegen", ["minor"]),
        ("Das Schiff wurde vertäut und kann nun wieder ablegen", ["major", "major"]),
    ],
)
def test_a_variable_that_is_shown_once_may_be_a_pronoun_later(target: str, severities: list[str]) -> None:
    assert found("MRK104", "The {ship} was moored. Now {ship} may leave again", target, "de") == severities


def test_variables_without_a_name_are_all_needed() -> None:
    assert "major" in found("MRK104", "Moored %s beside %s", "%s vertäut", "de")


@pytest.mark.parametrize(
    ("target", "severities"), [("Peer nutzt μTP", []), ("Peer nutzt µTP", []), ("Peer nutzt Αnker", ["major"])]
)
def test_the_micro_sign_is_a_greek_letter(target: str, severities: list[str]) -> None:
    assert found("ART122", "The peer uses µTP", target, "de") == severities


def test_a_name_with_other_marks_and_spaces_is_in_no_language() -> None:
    assert found("ACC104", "Scoresbysund", "Scoresby Sund", "fr") == []


def test_the_pattern_of_a_time_is_no_text() -> None:
    source = "The tide “%(value)s” has the format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time."
    target = "قيمة المد '%(value)s' بالصيغة (HH:MM[:ss[.uuuuuu]]) لكنها وقت غير صحيح."
    assert found("ART101", source, target, "ar") == []


def test_a_label_lost_its_negation_where_the_words_beside_it_are_there() -> None:
    assert found("ACC112", "Ship not found", "Schiff gefunden", "de") == ["major"]
    free = "any ships not in the harbour", "bármely, a kikötőn kívüli hajó"
    assert found("ACC112", *free, "hu") == ["minor"]
    segment = Segment("1", *free)
    outcome = runner.run(check_table.select(["ACC112"]), [segment], Context("en", "hu"))
    assert [hit.severity for hit in outcome.findings] == ["major"]


@pytest.mark.parametrize(("target", "severity"), [("Зупинити запис?", "minor"), ("Зупинити запис", "major")])
def test_a_brief_question_is_not_cut_off(target: str, severity: str) -> None:
    source = "Are you sure you would like to stop the recording?"
    assert found("ACC107", source, target, "uk") == [severity]


def test_the_arguments_of_a_call_are_no_text() -> None:
    source = "Then give the expression 'extract(YEAR from the tides)' as the key of the table."
    assert (
        found("ART101", source, "Geben Sie dann den Ausdruck 'extract(YEAR from the tides)' als Schlüssel an.", "de")
        == []
    )


@pytest.mark.parametrize(
    ("source", "target", "is_other"),
    [
        ("tide-idm1641.html", "tide-idm1643.html", True),
        ("https://port.example/idm1641.html", "https://port.example/idm1643.html", False),
        ("tide12.html", "tide13.html", False),
    ],
)
def test_a_page_that_a_program_has_numbered_has_other_numbers(source: str, target: str, is_other: bool) -> None:
    assert addresses.is_other_version(source, target) is is_other


@pytest.mark.parametrize(("target", "severities"), [("%{0}", []), ("% {0}", []), ("%{1}", ["major"]), ("{0}%", [])])
def test_a_per_cent_sign_before_a_numbered_variable_is_no_part_of_it(target: str, severities: list[str]) -> None:
    assert found("MRK104", "{0} %", target, "tr") == severities


def test_a_variable_of_long_numbers_is_no_word() -> None:
    assert found("ACC102", "%lu harbour", "%lu harbour", "it") == []
    assert found("ACC102", "two harbours", "two harbours", "it") == ["major"]


@pytest.mark.parametrize(("target", "severities"), [("Cartella non valida", []), ("Questa non funziona", ["major"])])
def test_a_label_may_say_bad_with_a_negation(target: str, severities: list[str]) -> None:
    source = "Bad folder" if not severities else "This folder works"
    assert found("ACC112", source, target, "it") == severities


@pytest.mark.parametrize(
    ("target", "marked"), [('L’option "notide" est active.', False), ('"marée" est active.', True)]
)
def test_the_name_of_an_option_may_be_one_word(target: str, marked: bool) -> None:
    assert bool(found("ACC112", 'The option "no tide" is set.', target, "fr")) == marked
