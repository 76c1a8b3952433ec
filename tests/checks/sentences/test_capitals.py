"""A translation without capitals, or all in capitals, is reported once. Words that may be small are left alone."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

CASING_CHECKS = ("MRK114", "MRK113", "ART113", "TRM105")


def reported(source: str, target: str, pair: str) -> list[str]:
    chosen = [check_table.checks()[name] for name in CASING_CHECKS]
    outcome = runner.run(chosen, [Segment("1", source, target)], Context(*pair.split("-")))
    assert outcome.problems == ()
    return [finding.check for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("The ferry to Oslo is late.", "le bac pour oslo est en retard.", "en-fr"),
        ("The ferry to Oslo is on GitHub.", "паром в осло есть на github.", "en-ru"),
        ("Die Fähre nach Oslo ist spät.", "the ferry to oslo is late.", "de-en"),
        ("La nave per Oslo è in ritardo.", "die fähre nach oslo kommt zu spät.", "it-de"),
        ("フェリーは今日も遅れています。", "the ferry is late again today.", "ja-en"),
        ("The ferry is late.", "LE BAC EST EN RETARD.", "en-fr"),
        ("渡轮晚点了，Anna 在等。", "“the ferry is late and anna waits.”", "zh-en"),
    ],
)
def test_wrong_capitals_of_a_whole_text_are_reported_once(source: str, target: str, pair: str) -> None:
    assert reported(source, target, pair) == ["MRK114"]


@pytest.mark.parametrize(
    ("source", "target", "pair", "reported_by"),
    [
        ("The ferry is late again.", "le bac est encore en retard.", "en-fr", ["MRK113"]),
        ("Il traghetto è in ritardo.", "the ferry is late again.", "it-en", ["ART113"]),
        ("El nombre del puerto", "the name of the harbour", "es-en", []),
        ("Rate is the price of a Year.", "tarif est le prix d'un an.", "en-fr", []),
        ("Rate: The price of a Year.", "tarif : le prix d'un an.", "en-fr", []),
        ("Tide_in is the height in Oslo.", "marée_in est la hauteur à oslo.", "en-fr", []),
        ("mkdir makes a folder in Oslo.", "mkdir erstellt einen ordner in oslo.", "en-de", []),
        ("Ferry Oslo", "bac pour oslo", "en-fr", []),
        ("Ferries wait in Oslo.", "pier هنا و هناك port من bay الى cape في المدينة القديمة.", "en-ar", []),
        ("渡轮晚点。", "the ferry is late.", "zh-en", []),
        ("渡轮和船和风", "the ferry and the boat and the wind", "zh-en", []),
        ("THE FERRY IS LATE.", "LE BAC EST EN RETARD.", "en-fr", []),
        ("Save File As", "DATEI SPEICHERN UNTER", "en-de", []),
        ("The ferry to Oslo is late.", "ბორანი ოსლოში აგვიანებს დღესაც.", "en-ka", []),
    ],
)
def test_words_that_may_be_small_or_are_left_to_another_check(
    source: str, target: str, pair: str, reported_by: list[str]
) -> None:
    assert reported(source, target, pair) == reported_by


@pytest.mark.parametrize(
    ("source", "target", "pair", "marked"),
    [
        ("En Oslo el barco de Anna llegó tarde.", "in Oslo Anna's boat was late.", "es-en", ["in"]),
        ("In Oslo kam das Boot von Anna zu spät.", "in Oslo Anna's boat was late.", "de-en", ["in"]),
        ("La Norvège attend le bac d'Anna.", "norvège waits for Anna's ferry.", "fr-en", ["norvège"]),
        ("Ingeborg Ask wartet auf die Fähre.", "ingeborg Ask waits for the ferry.", "de-en", ["ingeborg"]),
        ("El barco de Oslo llegó.", "oslo's boat has come to Norway.", "es-en", ["oslo"]),
        ("¡Mirad el barco de Anna!", "look at Anna's boat!", "es-en", ["look"]),
        ("渡轮" * 4000 + "来了，Anna 在等。", "the ferry has come, Anna waits.", "zh-en", ["the"]),
        ("我等着 Anna 的船。", "i'm waiting for Anna's boat.", "zh-en", ["i"]),
        ("渡轮晚点了，Anna 在等。", "le bac est en retard, et Anna attend.", "zh-fr", ["le"]),
        ("Von der Leyen wartet auf Anna.", "von der Leyen waits for Anna.", "de-en", []),
        ("Tidename is the name of Anna’s tide.", "tidename ist der Name von Annas Flut.", "en-de", []),
        ("Wetter steht in tide.txt von Anna.", "tide.txt has Anna's weather.", "de-en", []),
        ("渡轮晚点了，Anna 说。", "said Anna, as the ferry was late.", "zh-en", []),
        ("渡轮和 Anna", "the ferry and Anna.", "zh-en", []),
        ("Day は Anna の日です。", "jour est le nombre d'Anna.", "ja-fr", []),
        ("仅限 Anna 使用渡轮。", "(solo Anna) Usa el barco.", "zh-es", []),
        ("(仅限 Anna) 使用渡轮。", "(sólo para Anna) Usa el barco.", "zh-es", []),
    ],
)
def test_a_first_word_written_small(source: str, target: str, pair: str, marked: list[str]) -> None:
    chosen = [check_table.checks()[name] for name in CASING_CHECKS]
    outcome = runner.run(chosen, [Segment("1", source, target)], Context(*pair.split("-")))
    assert [text for finding in outcome.findings for text in finding.marked] == marked
