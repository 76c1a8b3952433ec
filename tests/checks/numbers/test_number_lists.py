from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.numbers.number_lists import exchanged
from mtqe.checks.numbers.number_mismatch import number_mismatch
from mtqe.checks.runner import run
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

EN_DE = ("en", "de")


def moved(source: str, target: str, langs: tuple[str, str] = EN_DE) -> list[tuple[str, ...]]:
    return [
        tuple(
            text[number.start : number.end]
            for text, numbers in zip((source, target), pairs, strict=True)
            for number in numbers
        )
        for pairs in exchanged(source, target, langs)
    ]


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        (EN_DE, "Wait 10-15 minutes.", "15 bis 10 Minuten warten."),
        (EN_DE, "Wait between 10 and 15 minutes.", "Zwischen 15 und 10 Minuten warten."),
        (EN_DE, "Prices went from 10% to 15%.", "Die Preise stiegen von 15 % auf 10 %."),
        (("ru", "en"), "Выставка 10–15 мая", "The exhibition of May 15–10"),
        (("en", "fr"), "Between $10 and $15 a day", "Entre 15 et 10 dollars par jour"),
        (("pl", "en"), "Od 10 do 15 dni", "15 to 10 days"),
        (("cs", "en"), "Trvá 10 až 15 dní.", "It takes 15 to 10 days."),
        (("en", "ja"), "Wait 10 to 15 minutes.", "15から10分待ちます。"),
        (("zh", "en"), "5月10日至15日", "May 15 to 10"),
        (("en", "es"), "From May 10 until May 15", "Del 15 al 10 de mayo"),
        (("en", "pt"), "Pages 10 to 15", "Páginas 15 a 10"),
        (("en", "it"), "Pages 10 to 15", "Pagine 15 a 10"),
        (("en", "nl"), "Pages 10 to 15", "Pagina's 15 tot 10"),
    ],
)
def test_a_reversed_range_is_found(langs: tuple[str, str], source: str, target: str) -> None:
    [texts] = moved(source, target, langs)
    assert tuple("".join(filter(str.isdigit, text)) for text in texts) == ("10", "15", "15", "10")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("The boys are 4, 7 and 9.", "Die Jungen sind 4, 9 und 7.", [("7", "9", "9", "7")]),
        ("=SIZE(40;7;3) is 9.", "=GROESSE(7;40;3) ist 9.", [("40", "7", "7", "40")]),
        ("=SIZE(40;7) is 9.", "=GROESSE(7;40) ist 9.", [("40", "7", "7", "40")]),
        ("Take 3, 5 or 8.", "Nimm 8, 3 oder 5.", []),  # three numbers moved, not two
        ("Take 3, 5 or 8.", "Nimm 3, 5 oder 8.", []),
        ("Take 5 or 3.", "Nimm 3 oder 5.", []),
        ("Set it to 0 or 1.", "Auf 1 oder 0 setzen.", []),
        ("The rate is 0.2 or 20%.", "Der Satz beträgt 20 % oder 0,2.", []),
        ("They won 5-3 and lost 5-3.", "Sie gewannen 5:3.", []),
        ("The record is 13-21-3.", "Die Bilanz ist 21-13-3.", []),
        ("=DAY(2012;6;13;4)", "=TAG(13;6;2012;4)", []),
        ("May 5, 2019; May 6, 2019", "5. Mai 2019, 6. Mai 2019", []),
        ("5 cows and 7 hens", "7 Hühner und 5 Kühe", []),
        ("5 km to 7 km", "7 km bis 5 km", [("5", "7", "7", "5")]),
        ("5 weeks to 7 weeks", "7 Wochen bis 5 Wochen", [("5", "7", "7", "5")]),
        ("5, six and 7", "7, sechs und 5", []),
        ("from page 5 to page 7", "von Seite 7 bis Seite 5", [("5", "7", "7", "5")]),
        ("5 to 7 cows, 5 to 7 hens", "7 bis 5 Kühe, 5 bis 7 Hühner", []),
    ],
)
def test_numbers_of_a_row_that_changed_places(source: str, target: str, expected: list[tuple[str, ...]]) -> None:
    assert moved(source, target) == expected


def test_a_range_is_reported_once_and_is_minor() -> None:
    for source, target in [("Pages 10-12", "Seiten 12-10"), ("Pages 10 to 12", "Seiten 12 bis 10")]:
        [finding] = run([number_mismatch], [Segment("1", source, target)], Context(*EN_DE)).findings
        assert finding.severity is Severity.MINOR


@given(st.text("12 ,.-;%to\u4e09", max_size=30), st.text("12 ,.-;%bis\u4e09", max_size=30))
def test_any_text_is_read(source: str, target: str) -> None:
    for texts in moved(source, target):
        assert len(texts) == 4
