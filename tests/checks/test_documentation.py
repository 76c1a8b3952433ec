"""What translations of manuals have that is no fault: variables, commands, menus, examples; and faults beside it."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def marks(check: str, source: str, target: str, pair: str) -> list[str]:
    segment = Segment("1", source, target)
    outcome = room.run([check_table.checks()[check]], [segment], Context(*pair.split("-")))
    assert outcome.problems == ()
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("source", "target", "pair", "found"),
    [
        ("Ось Х показывает прилив.", "The height of x shows the tide.", "ru-en", []),
        ("Liczba lat l i kapitał K rosną.", "The years n and the capital C grow.", "pl-en", []),
        ("Druk op de W en wacht.", "Press the key W or the key F and wait.", "nl-en", []),
        ("Показывает высоту прилива.", "It shows the y values of the tide.", "ru-en", []),
        ("Показывает высоту прилива и ветер.", "It shows the height of the t tide.", "ru-en", ["t"]),
        ("Prąd i wiatr w porcie rosną.", "The current and the t wind grow.", "pl-en", ["t"]),
        ("Osa Y ukazuje příliv.", "The b height c of the tide grows.", "cs-en", ["b", "c"]),
    ],
)
def test_variables_may_bear_other_letters(source: str, target: str, pair: str, found: list[str]) -> None:
    assert marks("ART112", source, target, pair) == found


@pytest.mark.parametrize(
    ("check", "source", "target", "pair", "found"),
    [
        ("LOC102", "It came with Tide 3.5 in May.", "Jest od 3.5 Tide w maju.", "en-pl", []),
        ("LOC102", "It is there since Tide 3.5 or so.", "Jest od wersji 3.5 programu Tide.", "en-pl", []),
        ("LOC102", "It needs Tide 3.5 or newer.", "Требуется версия 3.5 Прилива или новее.", "en-ru", []),
        ("LOC102", "In Kenya 3.5 million came.", "W Kenii 3.5 miliona przyszło.", "en-pl", ["3.5"]),
        ("LOC102", "It grew by 3.5 metres.", "Byl o 3.5 metru delší.", "en-cs", ["3.5"]),
        ("LOC103", 'Type "3/14/21" there.', 'Typ daar "3/14/21".', "en-nl", []),
        ("LOC103", "Use =DAY(3/14/21) there.", "Použijte =DEN(3/14/21).", "en-cs", []),
        ("LOC103", "It has 12 AM/PM.", "Má 12 AM/PM.", "en-cs", []),
        ("LOC103", "It opens (3/14/21) at 5 PM.", "Otevírá (3/14/21) v 5 PM denně.", "en-cs", ["3/14/21", "5 PM"]),
        ("LOC103", "The “tide of 3/14/21” came.", "De “vloed van 3/14/21” kwam.", "en-nl", ["3/14/21"]),
    ],
)
def test_versions_and_what_is_to_be_typed_stay_as_they_are(
    check: str, source: str, target: str, pair: str, found: list[str]
) -> None:
    assert marks(check, source, target, pair) == found


@pytest.mark.parametrize(
    ("source", "target", "pair", "severity"),
    [
        ("Příliv je výška vody v metrech.", "tide: The height of the Water in metres.", "cs-en", "minor"),
        ("Zwraca wysokość wody w porcie.", "returns the height of the water in Gdynia", "pl-en", "minor"),
        ("Zwraca wysokość wody w tym porcie.", "the water in Gdynia.", "pl-en", "major"),
        ("De oude haven van Sneek is al lang dicht.", "of Sneek is closed.", "nl-en", "major"),
    ],
)
def test_an_item_of_a_list_may_begin_small(source: str, target: str, pair: str, severity: str) -> None:
    segment = Segment("1", source, target)
    (found,) = room.run([check_table.checks()["ART113"]], [segment], Context(*pair.split("-"))).findings
    assert found.severity.value == severity


@pytest.mark.parametrize(
    ("source", "target", "pair", "found"),
    [
        ("ScrollNets: the scrollnets move.", "ScrollNets: scrollnets se pohybují.", "en-cs", []),
        ("ScrollNets move.", "Scrollnets se pohybují.", "en-cs", ["Scrollnets"]),
        ("ScrollNets and ScrollNets", "ScrollNets i scrollnets", "en-pl", ["scrollnets"]),
        ("Press SailCtrl+A.", "Нажмите SHIFT+SAILCTRL+A.", "en-ru", []),
        ("Press SailCtrl now.", "Нажмите SAILCTRL сейчас.", "en-ru", ["SAILCTRL"]),
        ("TideNet is at api.tidenet.org.", "TideNet vind je op api.tidenet.org.", "en-nl", []),
        ("Go to TideNet.", "Ga naar https://tidenet.org of naar Tidenet.", "en-nl", ["Tidenet"]),
    ],
)
def test_a_word_beside_a_name_has_its_own_capitals(source: str, target: str, pair: str, found: list[str]) -> None:
    assert marks("TRM105", source, target, pair) == found


@pytest.mark.parametrize(
    ("source", "target", "pair", "found"),
    [
        ("It opens new or system harbours.", "Открывает новые гавани или гавани системы.", "en-ru", []),
        ("Old ropes or ropes that broke", "Stare linki lub linki, które pękły", "en-pl", []),
        ("Old ropes and Ropia ropes", "Stará lana nebo lana Ropia", "en-cs", []),
        ("Ropes and chains", "Stare linki lub linki", "en-pl", ["lub linki"]),
        ("He likes ropes and chains.", "Любит верёвки и верёвки.", "en-ru", ["и верёвки"]),
        ("He has ropes and chains on board.", "Má provazy nebo provazy na palubě.", "en-cs", ["nebo provazy"]),
    ],
)
def test_a_noun_that_is_joined_to_itself_with_more_behind_it(
    source: str, target: str, pair: str, found: list[str]
) -> None:
    assert marks("HAL101", source, target, pair) == found


def test_russian_is_longer_than_english() -> None:
    source = "Чтобы определить высоту прилива в гавани, выберите пункт «Гавань», откройте вкладку «Приливы» и нажмите."
    assert (
        marks("ACC107", source, "To tell the height of the tide, choose Harbour, open Tides and press.", "ru-en") == []
    )
    assert marks("ACC107", source, "To tell the tide, press.", "ru-en") == [source]


@pytest.mark.parametrize(
    ("check", "source", "target", "pair", "found"),
    [
        ("HAL101", "The rope lies in the port.", "Lina leży w w porcie.", "en-pl", ["w"]),
        ("HAL101", "The rope lies in the port.", "Lano leží v v přístavu.", "en-cs", ["v"]),
        ("HAL101", "The rope lies in the port.", "Канат лежит в в порту.", "en-ru", ["в"]),
        ("HAL101", "The rope lies in the port.", "Het touw ligt in de de haven.", "en-nl", ["de"]),
        ("HAL101", "Верёвка лежит в порту.", "The rope lies in in the port.", "ru-en", ["in"]),
        ("HAL101", "He met the mayor’s wife.", "Setkal se se ženou starosty.", "en-cs", []),
        ("HAL101", "He knows that something is wrong.", "Он знает, что что-то не так.", "en-ru", []),
        (
            "HAL101",
            "The old port, the old gate, and the rope are here. First the tide comes, then the wind.",
            "Hier zijn haven, poort en touw. Eerst komt het tij, dan de wind. Eerst komt het tij, dan de wind.",
            "en-nl",
            ["Eerst komt het tij, dan de wind"],
        ),
        ("MRK104", "It fills in %1, %2, and so on.", "Vult %2 in, enzovoort.", "en-nl", ["%1", "%2"]),
        ("MRK104", "Cannot open %1.", "Nelze otevřít.", "en-cs", ["%1"]),
        ("MRK104", "It grew by %1,5 here.", "Wzrósł tu o 1,5%.", "en-pl", []),
        ("MRK109", "See tides/low.xml.", "Zie tides/lov.xml.", "en-nl", ["tides/low.xml", "tides/lov.xml"]),
        (
            "MRK109",
            "Open program\\tide.py.",
            "Otevřete program\\tyde.py.",
            "en-cs",
            ["program\\tide.py", "program\\tyde.py"],
        ),
        ("MRK109", "See tides/low.xml.", "Patrz tides/low.xml.", "en-pl", []),
    ],
)
def test_faults_in_other_languages(check: str, source: str, target: str, pair: str, found: list[str]) -> None:
    assert marks(check, source, target, pair) == found
