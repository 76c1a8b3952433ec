from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks import run
from mtqe.checks.date_mismatch import date_mismatch
from mtqe.checks.quantity_mismatch import quantity_mismatch
from mtqe.checks.support.dates import days, weekdays
from mtqe.checks.support.quantities import mentioned, quantities
from mtqe.model import Segment
from mtqe.registry import Check, Context

EN_DE = ("en", "de")
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
    ],
)
def test_quantities(text: str, lang: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in quantities(text, lang)] == expected


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
def test_another_unit(source: str, target: str, expected: list[tuple[str, ...]]) -> None:
    assert marked(quantity_mismatch, source, target) == expected


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


@pytest.mark.parametrize("item", [quantity_mismatch, date_mismatch])
def test_a_language_without_number_words_is_not_run(item: Check) -> None:
    [ran] = run([item], [Segment("1", "5 km", "5 m")], Context("en", "sw")).items
    assert ran.state == "not run"


@settings(deadline=None)  # the first text of a language reads its names from CLDR
@given(st.text(), st.sampled_from(LANGS))
def test_any_text_is_read(text: str, lang: str) -> None:
    spans = [(one.start, one.end) for one in quantities(text, lang)] + [
        (one.start, one.end) for one in days(text, lang)
    ]
    spans += [(start, end) for start, end, _ in weekdays(text, lang)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
