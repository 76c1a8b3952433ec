"""Minus signs that only one side has; `tests/checks/test_examples.py` has the examples of the manual."""

from __future__ import annotations

import pytest

from mtqe.checks.numbers.number_mismatch import number_mismatch
from mtqe.checks.runner import run
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

EN_DE = ("en", "de")


def marked(source: str, target: str, langs: tuple[str, str] = EN_DE) -> list[tuple[str, ...]]:
    outcome = run([number_mismatch], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    assert all(finding.severity is Severity.MAJOR for finding in outcome.findings)
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("-5 °C", "5 °C", ("-5", "5")),
        ("5 °C", "–5 °C", ("5", "–5")),
        ("Store it at −5 °C.", "Bei +5 °C lagern.", ("−5", "5")),
        ("Output changed by −3.2 %.", "Die Produktion änderte sich um 3,2 %.", ("−3.2", "3,2")),
        ("from −5 to 5 °C", "von 5 bis 5 °C", ("−5", "5")),
        ("It works from 40 °C to 85 °C.", "Er arbeitet von −40 °C bis 85 °C.", ("40", "−40")),
        ("A margin of -$5 million", "Eine Marge von 5 Millionen Dollar", ("-$5 million", "5 Millionen")),
        ("Set the gain to -6 dB.", "Die Verstärkung auf 6 dB stellen.", ("-6", "6")),
    ],
)
def test_a_lost_or_new_sign_is_marked(source: str, target: str, expected: tuple[str, str]) -> None:
    assert marked(source, target) == [expected]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("-5 °C", "−5 °C"),
        ("-5 °C", "- 5 °C"),
        ("-5 °C", "minus 5 °C"),
        ("−5 °C", "5 Grad unter null"),
        ("The index moved by −5 %.", "Der Index fiel um 5 %."),
        ("The index fell by 5 %.", "Index: −5 %"),
        ("A loss (5)", "Verlust: -5"),
        ("They won 5-3 in 2019-12.", "Sie gewannen 5-3 in 2019-12."),
        ("pages 3 -5", "Seiten 3–5"),
        ("-5 apples", "5 Äpfel"),
        ("- 5 apples", "5 Äpfel"),
        ("born (-1945)", "geboren (1945)"),
        ("Covid -19", "Covid-19"),
        ("Room 7", "Raum C -7"),
        ("in the 1950s and 60s", "in den 1950er und -60er Jahren"),
        ("10 − 5 = 5", "10 - 5 = 5"),
        ("-$5", "−5 $"),
        ("UTC −5", "UTC-5"),
    ],
)
def test_other_dashes_and_minus_in_words_are_no_change(source: str, target: str) -> None:
    assert marked(source, target) == []


@pytest.mark.parametrize(
    ("lang", "lost", "kept"),
    [
        ("fr", "Conserver à 5 °C.", "Conserver à 5 °C sous zéro."),
        ("ru", "Хранить при 5 °C.", "Хранить при 5 градусах мороза."),
        ("fi", "Säilytä 5 °C:ssa.", "Säilytä 5 asteen pakkasessa."),
        ("ja", "5℃で保管してください。", "氷点下5度で保管してください。"),
        ("ar", "يحفظ عند 5 درجات مئوية.", "يحفظ عند 5 درجات مئوية تحت الصفر."),
    ],
)
def test_languages_say_a_minus_in_words(lang: str, lost: str, kept: str) -> None:
    assert len(marked("Store it at −5 °C.", lost, ("en", lang))) == 1
    assert marked("Store it at −5 °C.", kept, ("en", lang)) == []


def test_a_language_without_words_for_a_minus_is_compared_where_a_number_stands_alone() -> None:
    assert marked("-5 °C", "5 °C", ("en", "et")) == [("-5", "5")]
    assert marked("Store it at −5 °C.", "Hoida temperatuuril 5 °C.", ("en", "et")) == []
