from __future__ import annotations

import pytest

from mtqe.checks.runner import run
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

CHECKS = ("ACC101", "ACC115", "ACC116", "ACC118")


def marked(pair: str, source: str, target: str) -> list[tuple[str, ...]]:
    items = [check_table.checks()[name] for name in CHECKS]
    outcome = run(items, [Segment("1", source, target)], Context(*pair.split("-")))
    assert outcome.problems == ()
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize(
    ("pair", "source", "target", "wrong", "expected"),
    [
        ("en-de", "Add 2½ cups.", "2,5 Tassen zugeben.", "1½ Tassen zugeben.", ("2½", "1½")),
        ("en-de", "Two thirds came.", "67 Prozent kamen.", "Drei Fünftel kamen.", ("Two thirds", "Drei Fünftel")),
        ("en-es", "One in five came.", "Vino el 20 %.", "Vino el 25 %.", ("five", "25")),
        ("en-fr", "Rents doubled.", "Les loyers ont doublé.", "Les loyers ont triplé.", ("doubled", "triplé")),
        ("en-ja", "Half a million came.", "50万人が来た。", "5万人が来た。", ("Half a million", "5万")),
        ("en-pl", "a man aged 25", "dwudziestopięcioletni", "dwudziestoletni", ("25", "dwudziestoletni")),
        ("en-pl", "a man aged 41", "czterdziestojednoletni", "czterdziestoletni", ("41", "czterdziestoletni")),
        ("en-cs", "a man aged 41", "jednačtyřicetiletý", "čtyřicetiletý", ("41", "čtyřicetiletý")),
        ("en-uk", "a boy aged 13", "тринадцятирічний", "чотирнадцятирічний", ("13", "чотирнадцятирічний")),
        ("en-cs", "It closed for the 12th time.", "Zavřel podvanácté.", "Zavřel pojedenácté.", ("12", "pojedenácté")),
        (
            "en-cs",
            "$60 billion imports",
            "60 miliardový dovoz v dolarech",
            "6 miliardový dovoz",
            ("60 billion", "6 miliardový"),
        ),
        ("en-ro", "for a 12th time", "pentru a douăsprezecea oară", "pentru a zecea oară", ("12", "zecea")),
        ("en-fi", "on Sunday at 5 a.m.", "sunnuntaina aamuviideltä", "sunnuntaina aamukuudelta", ("5", "aamukuudelta")),
        ("en-cs", "Fifty-three came.", "Přišlo třiapadesát.", "Přišlo pětatřicet.", ("Fifty-three", "pětatřicet")),
        ("en-fr", "It has 10 square miles.", "Il a 26 kilomètres carrés.", "Il a 16 kilomètres carrés.", ("10", "16")),
        ("en-it", "It blew at 60 mph.", "Soffiava a 97 km/h.", "Soffiava a 60 km/h.", ("60 mph", "60 km/h")),
        ("en-pl", "on May 3", "3 maja", "3 marca", ("May 3", "3 marca")),
        ("en-zh", "on October 1", "10月1日", "1月10日", ("October 1", "1月10日")),
        ("fr-en", "à 19 h 30", "at 7:30 p.m.", "at 7:30 a.m.", ("19 h 30", "7:30 a.m.")),
        ("it-en", "Costa 3.450 euro.", "It costs 3,450 euros.", "It costs 3.45 euros.", ("3.450", "3.45")),
        ("zh-en", "数百万人", "millions of people", "tens of thousands of people", ("百万", "tens of thousands")),
    ],
)
def test_a_correct_translation_is_silent_and_a_wrong_one_is_marked(
    pair: str, source: str, target: str, wrong: str, expected: tuple[str, ...]
) -> None:
    assert marked(pair, source, target) == []
    assert marked(pair, source, wrong) == [expected]


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-de", "pages 112–18", "Seiten 112 bis 118"),
        ("en-de", "The tenants tend to agree with three friends.", "Die Mieter stimmen ihren drei Freunden meist zu."),
        ("en-de", "It lasts 1½ hours.", "Es dauert 90 Minuten."),
        ("en-cs", "It lasts 90 minutes.", "Trvá to hodinu a půl."),
        ("en-ja", "in 2019", "令和元年に"),
        ("en-zh", "Dozens of cars", "数十辆汽车"),
        ("en-de", "at a quarter to nine in the evening", "um 20.45 Uhr"),
    ],
)
def test_other_wording_is_silent(pair: str, source: str, target: str) -> None:
    assert marked(pair, source, target) == []
