"""Numbers that the context implies are minor; two-digit years, Czech number words, the night before a weekday."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def findings(check: str, source: str, target: str, pair: str = "en-de") -> list[tuple[Severity, tuple[str, ...]]]:
    source_lang, target_lang = pair.split("-")
    outcome = runner.run(check_table.select([check]), [Segment("1", source, target)], Context(source_lang, target_lang))
    assert outcome.problems == ()
    return [(finding.severity, finding.marked) for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "pair", "severity", "number"),
    [
        ("The ferry sank on July 26.", "Die Fähre sank am 26. Juli 2020.", "en-de", Severity.MINOR, "2020"),
        (
            "Less than 6 months is bad.",
            "Weniger als 6 Monate (180 Tage) sind schlecht.",
            "en-de",
            Severity.MINOR,
            "180",
        ),
        ("Less than 6 months is bad.", "Weniger als 6 Monate, 180 Tage, ist schlecht.", "en-de", Severity.MAJOR, "180"),
        ("The quake came at 2:04 pm.", "Das Beben kam kurz nach zwei Uhr.", "en-de", Severity.MINOR, "04"),
        ("The quake came at 2:34 pm.", "Das Beben kam kurz nach zwei Uhr.", "en-de", Severity.MAJOR, "34"),
        ("The club is a 501c3 here.", "Der Verein ist hier gemeinnützig.", "en-de", Severity.MINOR, "501"),
        ("7月26日渡轮沉没了。", "The ferry sank on July 26th, 2020.", "zh-en", Severity.MINOR, "2020"),
        ("The ferry sank on July 26.", "El barco se hundió el 26 de julio de 2020.", "en-es", Severity.MINOR, "2020"),
        ("The ferry sank in a storm.", "Die Fähre sank 2020 in einem Sturm.", "en-de", Severity.MAJOR, "2020"),
        ("Open 192.168.7.40 or 192.168.7.4.", "192.168.7.4 öffnen.", "en-de", Severity.MINOR, "40"),
        ("Open 192.178.7.40 or 192.178.7.4.", "192.178.7.4 öffnen.", "en-de", Severity.MAJOR, "40"),
        (
            "The ferry sank on July 26.",
            "Die 3500 Tonnen schwere Fähre sank am 26. Juli.",
            "en-de",
            Severity.MAJOR,
            "3500",
        ),
        ("船长26日说，渡轮沉没了。", "The captain said on Monday that the ferry sank.", "zh-en", Severity.MINOR, "26"),
        ("渡轮26日间都在港口。", "The ferry stayed in the port.", "zh-en", Severity.MAJOR, "26"),
        ("船长7月26日说，渡轮沉没了。", "The captain said in July that the ferry sank.", "zh-en", Severity.MAJOR, "26"),
        ("Lodník zemřel na covid-19.", "The boatman died of the disease.", "cs-en", Severity.MINOR, "19"),
        ("Lodník zemřel v 19 hodin.", "The boatman died in the evening.", "cs-en", Severity.MAJOR, "19"),
    ],
)
def test_what_the_context_implies_is_minor(
    source: str, target: str, pair: str, severity: Severity, number: str
) -> None:
    assert (severity, (number,)) in findings("ACC101", source, target, pair)


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("06年に橋が開通した。", "The bridge opened in 2006.", []),
        ("06年に橋が開通した。", "The bridge opened in 2007.", [("06", "2007")]),
        ("22年間、橋は閉まっていた。", "The bridge was closed in 2022.", [("22", "2022")]),
    ],
)
def test_two_digits_may_be_a_year(source: str, target: str, marked: list[tuple[str, str]]) -> None:
    assert [texts for _, texts in findings("ACC101", source, target, "ja-en")] == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("Šestatřicetiletá kapitánka odešla.", "The 36-year-old captain left.", []),
        ("Šestatřicetiletá kapitánka odešla.", "The 63-year-old captain left.", [("Šestatřicetiletá", "63-year-old")]),
        ("Přišly tři stovky lidí.", "Three hundred people came.", []),
        ("Dvoutisícové město spalo.", "The town of 2,000 people slept.", []),
        ("Závod vyhrál na čtyřstovce.", "He won the 400 metres.", []),
        ("Volby v říjnových dnech skončily.", "The elections of October are over.", []),
    ],
)
def test_czech_number_words(source: str, target: str, marked: list[tuple[str, str]]) -> None:
    found = [texts for _, texts in findings("ACC101", source, target, "cs-en")]
    assert [tuple(text.removesuffix("-year-old") for text in texts) for texts in found] == [
        tuple(text.removesuffix("-year-old") for text in texts) for texts in marked
    ]


@pytest.mark.parametrize(
    ("source", "target", "pair", "count"),
    [
        ("Es brannte in der Nacht zum Sonntag.", "It burned on Saturday night.", "de-en", 0),
        ("Es brannte in der Nacht zum Sonntag.", "It burned on Sunday.", "de-en", 0),
        ("Es brannte am Sonntag.", "It burned on Saturday night.", "de-en", 1),
        ("It burned on Saturday night.", "Es brannte in der Nacht auf Sonntag.", "en-de", 0),
        ("Пожар был в ночь на воскресенье.", "The fire was on Saturday night.", "ru-en", 0),
        ("Hořelo v noci na neděli.", "It burned on Saturday night.", "cs-en", 0),
        ("Hořelo v noci na neděli.", "It burned on Monday night.", "cs-en", 1),
    ],
)
def test_the_night_before_a_weekday(source: str, target: str, pair: str, count: int) -> None:
    assert len(findings("ACC116", source, target, pair)) == count
