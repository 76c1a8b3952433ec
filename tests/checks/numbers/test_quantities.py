from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks.numbers.date_mismatch import date_mismatch
from mtqe.checks.numbers.dates import days, weekdays
from mtqe.checks.numbers.quantities import mentioned, quantities
from mtqe.checks.numbers.quantity_mismatch import quantity_mismatch
from mtqe.checks.runner import run
from mtqe.model import Segment
from mtqe.registry.contracts import Check, Context

EN_DE = ("en", "de")
DOLLARS_TO_EUROS = [("$25 million", "€25 Millionen")]
LANGS = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "zh", "ja"]


def marked(item: Check, source: str, target: str, langs: tuple[str, str] = EN_DE) -> list[tuple[str, ...]]:
    outcome = run([item], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("It cost $1,200, or 900 euros.", "en", ["$1,200", "900 euros"]),
        ("Es kostete 1.200 US-Dollar oder EUR 900.", "de", ["1.200 US-Dollar", "EUR 900"]),
        ("Sie wartete seit drei Tagen 20 km weiter.", "de", ["drei Tagen", "20 km"]),
        ("Elle a payé 30 livres et 5 €.", "fr", ["30 livres", "5 €"]),
        ("Подождите 5 минут, это 3 километра.", "ru", ["5 минут", "3 километра"]),
        ("他付了30美元，走了5公里。", "zh", ["30美元", "5公里"]),
        ("It fell by 5% at 20 °C.", "en", ["5%", "20 °C"]),
        ("Forty people saw 3 of them.", "en", []),
        ("A 5G phone, 6 in x 4 in, made in 2021 in York.", "en", ["6 in", "4 in"]),
        ("It takes 3 more days and 15GBs.", "en", ["3 more days", "15GBs"]),
        ("See %20A and %2 for 5%.", "en", ["5%"]),
        ("Ein 12-jähriges Kind, im Jahr 2021 in York", "de", ["12-jähriges"]),
        ("La case 42 s'affiche en 3 s.", "fr", ["3 s"]),
        ("de 5 a 9, entre 5 y 9", "es", []),
        ("21-летний и 6-ти лет, 30-метровый, 8 с водой", "ru", ["21-летний", "6-ти лет", "30-метровый"]),
        ("5-letnie dziecko, od 1 w górę", "pl", ["5-letnie"]),
        ("8岁，20多年，2个小时，3个月，300公斤，37℃", "zh", ["8岁", "20多年", "2个小时", "3个月", "300公斤", "37℃"]),
    ],
)
def test_quantities(text: str, lang: str, expected: list[str]) -> None:
    assert [text[quantity.start : quantity.end] for quantity in quantities(text, lang)] == expected


def test_units_are_known_without_a_number_and_in_compounds() -> None:
    assert "area-square-kilometer" in mentioned("in jedem Quadratkilometer", "de")
    assert "duration-day" in mentioned("auf der Dreitagefahrt", "de") | mentioned("am Tag danach", "de")
    assert "USD" in mentioned("er zahlt in Dollar", "de")
    assert mentioned("Der Hund bellt.", "de") == frozenset()


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("It costs £30.", "Es kostet 30 Dollar.", [("£30", "30 Dollar")]),
        ("It is 30 km away.", "Es ist 30 m entfernt.", [("30 km", "30 m")]),
        ("The bag weighs 30 pounds.", "Die Tasche kostet 30 Pfund.", []),
        ("It costs $30.", "Es kostet 30 kanadische Dollar.", []),
        ("The field is 300 yards long.", "Das Feld ist 300 Meter lang.", []),
        ("It took 5 days, then 5 weeks.", "Es dauerte 5 Wochen, dann 5 Tage.", []),
        ("It is 10 miles away.", "Es ist 16 Kilometer entfernt.", []),
        ("The $30 hat, a bargain in euros.", "Der Hut für 30 Euro, in Dollar ein Schnäppchen.", []),
    ],
)
def test_a_different_unit(source: str, target: str, expected: list[tuple[str, ...]]) -> None:
    assert marked(quantity_mismatch, source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "langs", "expected"),
    [
        ("It rose by 5% and 8%.", "Es stieg um 5 % und 8 Promille.", EN_DE, [("8%", "8 Promille")]),
        ("It rose by 5% here and 5% there.", "Es stieg hier um 5 ‰, dort um 5 %.", EN_DE, [("5%", "5 ‰")]),
        ("A loan of $6 million, then $25 million", "$6 Millionen, dann €25 Millionen", EN_DE, DOLLARS_TO_EUROS),
        ("A 6in x 6in board", "Ein 6 Fuß x 6 Zoll großes Brett", EN_DE, [("6in", "6 Fuß")]),
        ("He waited 14 days, until Monday.", "Er wartete 14 Stunden, bis Montag.", EN_DE, [("14 days", "14 Stunden")]),
        ("He waited 20 years.", "Im Jahr 2020 wartete er 20 Tage.", EN_DE, [("20 years", "20 Tage")]),
        ("They waited 24 hours, then 7 days.", "Sie warteten einen Tag, dann eine Woche.", EN_DE, []),
        ("He stayed 30 days.", "Er blieb einen Monat.", EN_DE, []),
        ("A 12-year-old girl from the '80s", "Eine 12jährige aus den 80ern", EN_DE, []),
        ("At 16 she moved.", "Mit 16 Jahren zog sie um.", EN_DE, []),
        ("He ran 5 miles (8 km).", "Er lief 5 km.", EN_DE, []),
        ("Ему 5 лет.", "He is 5 months old.", ("ru", "en"), [("5 лет", "5 months")]),
        ("21-летний мужчина", "A 21-month-old man", ("ru", "en"), [("21-летний", "21-month")]),
        ("21-летний мужчина", "A 21-year-old man", ("ru", "en"), []),
        ("他8岁，工作了20多年。", "He is 8 months old and worked over 20 years.", ("zh", "en"), [("8岁", "8 months")]),
        ("Il reste 30 jours.", "There are 30 hours left.", ("fr", "en"), [("30 jours", "30 hours")]),
        ("Quedan 15 GB y 3 GB.", "There are 15 KB and 3 GB left.", ("es", "en"), [("15 GB", "15 KB")]),
    ],
)
def test_a_different_unit_of_one_of_several_amounts(
    source: str, target: str, langs: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    assert marked(quantity_mismatch, source, target, langs) == expected


@pytest.mark.parametrize("lang", LANGS)
def test_weekdays_of_every_language(lang: str) -> None:
    from babel import Locale

    names = Locale(lang).days["format"]["wide"]
    assert [[day for *_, day in weekdays(f"x {names[day]}, y", lang)] for day in range(7)] == [[n] for n in range(7)]


@pytest.mark.parametrize(
    ("text", "lang", "readings"),
    [
        ("on March 4, 2019", "en", [{(4, 3)}]),
        ("on 4 March", "en", [{(4, 3)}]),
        ("on 4/3/2019", "en", [{(4, 3), (3, 4)}]),
        ("on 3.4.2 of the manual", "en", []),
        ("am 4. März 2019", "de", [{(4, 3)}]),
        ("am 4.3.2019", "de", [{(4, 3)}]),
        ("am 4.3. um neun", "de", [{(4, 3)}]),
        ("um 4.3 Prozent", "de", []),
        ("le 4 mars", "fr", [{(4, 3)}]),
        ("el 4 de marzo", "es", [{(4, 3)}]),
    ],
)
def test_days(text: str, lang: str, readings: list[set[tuple[int, int]]]) -> None:
    assert [set(day.readings) for day in days(text, lang)] == readings


@pytest.mark.parametrize(
    ("source", "target", "langs", "expected"),
    [
        ("It closes on Friday.", "Es schließt am Montag.", EN_DE, [("Friday", "Montag")]),
        ("It closes on Fridays.", "Es schließt freitags.", EN_DE, []),
        ("Open Monday to Friday", "Montag bis Samstag geöffnet", EN_DE, []),
        ("W środę zamknięte.", "Closed on Monday.", ("pl", "en"), [("środę", "Monday")]),
        ("W środę zamknięte.", "Closed on Wednesday.", ("pl", "en"), []),
        ("It begins on April 3.", "Es beginnt am 4. März.", EN_DE, [("April 3", "4. März")]),
        ("It begins on April 3.", "Es beginnt am 5. März.", EN_DE, []),
        ("From April 3 to March 4", "Vom 4. März bis zum 3. April", EN_DE, []),
        ("HEX.NA.DWA(n)", "OCT2BIN(n)", ("pl", "en"), []),
        ("HEX.NA.DWA(n)", "OCT(n) by Oct 5", ("pl", "en"), [("Oct",)]),
        ("Tom waits at the gate.", "Jan wacht bij de poort.", ("en", "nl"), []),
        ("Tom waits at the gate.", "Jan wacht tot 5 jan. bij de poort.", ("en", "nl"), [("jan",)]),
        ("Tom waits at the gate.", "Tom wacht in mei bij de poort.", ("en", "nl"), [("mei",)]),
        ("It prints „led“ in the list.", "It prints “January” in the list.", ("cs", "en"), []),
        ("It may print this.", "Vypíše to únor.", ("en", "cs"), [("únor",)]),
        ("mezi 3. zářím a dneškem", "between September 3 and today", ("cs", "en"), []),
        ("между 3 мартом и сегодня", "between April 3 and today", ("ru", "en"), [("3 мартом", "April 3")]),
        ("między 3 wrześniem a dziś", "between September 3 and today", ("pl", "en"), []),
    ],
)
def test_dates(source: str, target: str, langs: tuple[str, str], expected: list[tuple[str, ...]]) -> None:
    assert marked(date_mismatch, source, target, langs) == expected


@settings(deadline=None)  # the first text of a language reads its names from CLDR
@given(st.text(), st.sampled_from(LANGS))
def test_any_text_is_read(text: str, lang: str) -> None:
    spans = [(quantity.start, quantity.end) for quantity in quantities(text, lang)] + [
        (day.start, day.end) for day in days(text, lang)
    ]
    spans += [(start, end) for start, end, _ in weekdays(text, lang)]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("lang", "source", "target", "expected"),
    [
        ("ar", "The rope is 2 metres long.", "طول الحبل مترين.", []),
        ("ar", "The rope is 2 metres long.", "طول الحبل قدمين.", [("2 metres", "قدمين")]),
        ("ar", "It took 2 years.", "استغرق ساعتين.", [("2 years", "ساعتين")]),
        ("es", "They moved 40 tonnes.", "Movieron 40 litros.", [("40 tonnes", "40 litros")]),
        ("zh", "They moved 40 tonnes.", "他们运送了40升粮食。", [("40 tonnes", "40升")]),
        ("hi", "They moved 40 tonnes.", "उन्होंने 40 लीटर अनाज ढोया।", [("40 tonnes", "40 लीटर")]),
        ("hi", "They moved 40 tonnes.", "उन्होंने 40 टन अनाज ढोया।", []),
        ("ko", "It is 36 km away.", "36㎞를 가야 한다.", []),
        ("ko", "It is 36 km away.", "36마일을 가야 한다.", [("36 km", "36마일")]),
        ("ko", "Take 15 mg each time.", "한 번에 15g씩 복용하십시오.", [("15 mg", "15g")]),
        ("ko", "They paid £310,000.", "그들은 31만 달러의 돈을 냈다.", [("£310,000", "31만 달러")]),
        (
            "nl",
            "They paid £310,000.",
            "Ze betaalden 310.000 Amerikaanse dollar.",
            [("£310,000", "310.000 Amerikaanse dollar")],
        ),
        ("nl", "They paid $310,000.", "Ze betaalden 310.000 Amerikaanse dollar.", []),
        ("ru", "They paid £310,000.", "Они заплатили 310 тыс. долларов.", [("£310,000", "310 тыс. долларов")]),
        ("ru", "A 14-metre boat", "14-футовый катер", [("14-metre", "14-футовый")]),
        ("cs", "A 14-metre boat", "14stopový člun", [("14-metre", "14stopový")]),
        (
            "tr",
            "They owe 34 million euros.",
            "34 milyon sterline borçlular.",
            [("34 million euros", "34 milyon sterline")],
        ),
    ],
)
def test_units_of_other_languages(lang: str, source: str, target: str, expected: list[tuple[str, ...]]) -> None:
    assert marked(quantity_mismatch, source, target, ("en", lang)) == expected
