"""Numbers in languages whose number words are not known: figures of every script, and the words of CLDR."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks.numbers import cldr_words, date_mismatch, number_mismatch, quantity_mismatch, time_mismatch
from mtqe.checks.numbers.clock import times
from mtqe.checks.numbers.dates import weekdays
from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.matching import compare
from mtqe.checks.numbers.suggested_numbers import suggestion
from mtqe.checks.numbers.vocabulary import known
from mtqe.checks.runner import run
from mtqe.checks.shared.calendar_years import CALENDARS
from mtqe.language.lang import language
from mtqe.language.western_digits import western
from mtqe.model import Segment
from mtqe.registry.contracts import Context

Langs = tuple[str, str]
SCRIPTS = ("sw", "ka", "bn", "ta", "km", "ur", "am", "mt")
"""Languages of many scripts that are not likely to get number words soon."""


def wrong(source: str, target: str, langs: Langs) -> list[tuple[str | None, str | None]]:
    """The texts of the mismatches."""
    return [
        (
            source[item.source.start : item.source.end] if item.source else None,
            target[item.target.start : item.target.end] if item.target else None,
        )
        for item in compare(source, target, *langs)
    ]


@pytest.mark.parametrize(
    ("source", "target", "langs"),
    [
        # digits and separators
        ("The barn holds 4,250 sheep.", "ভেড়া ৪,২৫০টি।", ("en", "bn")),
        ("It weighs 12.75 kg.", "وزن ۱۲٫۷۵ کلوگرام ہے۔", ("en", "ur")),
        ("It weighs 12.75 kg.", "Inapima kilo 12.75.", ("en", "sw")),
        ("It sold 12,34,567 tickets.", "১২,৩৪,৫৬৭", ("en", "bn")),
        ("The barn holds 4,250 sheep.", "იქ 4 250 ცხვარია.", ("en", "ka")),
        # prefixes and endings beside digits are no codes
        ("In 1987 it closed.", "১৯৮৭সালে বন্ধ হয়।", ("en", "bn")),
        # magnitudes
        ("The dam cost 2.5 million.", "Bwawa liligharimu milioni 2.5.", ("en", "sw")),
        ("The dam cost 3.2 billion.", "კაშხალი 3,2 მილიარდი ღირდა.", ("en", "ka")),
        ("The dam cost 250,000.", "বাঁধটির দাম ২.৫ লাখ।", ("en", "bn")),
        ("The dam cost 3.2 billion.", "Das kostete 3,2 Milliarden.", ("en", "de")),
        # a word beside the figure may be a magnitude that CLDR does not have
        ("It has 5 million readers.", "Ana masomaji 5 zillioni.", ("en", "sw")),
        # small and round numbers may be words
        ("It has 5 doors.", "Ina milango mitano.", ("en", "sw")),
        ("It has 200 doors.", "Ina milango mia mbili.", ("en", "sw")),
        ("Ina milango sabini na moja.", "It has 71 doors.", ("sw", "en")),
        ("It has three doors.", "Ina milango mitatu.", ("en", "sw")),
        # months; ı and i are equal without case
        ("It has 25 doors.", "25 kapısı hazırdı.", ("en", "tr")),
        ("It opened on 3/14/2021.", "გაიხსნა 14 მარტს 2021.", ("en", "ka")),
        ("It has 2 doors.", "Май има две врати.", ("en", "bg")),  # perhaps
        # two magnitudes
        ("The dam cost 3,200,000.", "3 მილიონი 200 ათასი ღირდა.", ("en", "ka")),
        # measures
        ("The mast is 161 feet high.", "ანძის სიმაღლე 49 მ არის.", ("en", "ka")),
        # a year of another calendar, with the day of its date
        ("It opened on 3 March 1984.", "यो २०४० फागुन २० गते खुल्यो।", ("en", "ne")),
        ("It opened in 1976.", "यो २०३३ मा खुल्यो।", ("en", "ne")),
        # a ratio with decimals
        ("It is 1.618 : 1.", "ის 1,618:1 არის.", ("en", "ka")),
        # the numbers of places in a message
        ("Cannot move %s to %s.", "%1$s-ის %2$s-ში გადატანა შეუძლებელია.", ("en", "ka")),
        ("{0} of {1} files on {2,date,short}", "{1}-ის ფაილი", ("en", "ka")),
        ("{0} of {1} files on {2,date,short}", "Dateien von {1} an {name}", ("en", "de")),
    ],
)
def test_equal(source: str, target: str, langs: Langs) -> None:
    assert wrong(source, target, langs) == []


@pytest.mark.parametrize(
    ("source", "target", "langs", "expected"),
    [
        ("The barn holds 4,250 sheep.", "ভেড়া ৪,২০৫টি।", ("en", "bn"), [("4,250", "৪,২০৫")]),
        ("The barn holds 14 sheep.", "იქ 40 ცხვარია.", ("en", "ka"), [("14", "40")]),
        ("The barn holds 5 sheep.", "იქ 7 ცხვარია.", ("en", "ka"), [("5", "7")]),
        ("The barn holds 30 sheep.", "იქ 300 ცხვარია.", ("en", "ka"), [("30", "300")]),
        ("It cost 2 billion.", "იგი 2 მილიონი ღირდა.", ("en", "ka"), [("2 billion", "2 მილიონი")]),
        ("It cost 2 billion.", "Iligharimu milioni 2.", ("en", "sw"), [("2 billion", "milioni 2")]),
        ("It cost 250,000.", "৪ লাখ", ("en", "bn"), [("250,000", "৪ লাখ")]),
        ("It closed in 1987.", "დაიხურა.", ("en", "ka"), [("1987", None)]),
        ("დაიხურა.", "It closed in 1987.", ("ka", "en"), [(None, "1987")]),
        ("It closed in 1987.", "यो २०३३ मा बन्द भयो।", ("en", "ne"), [("1987", "२०३३")]),
        ("იქ 14 ცხვარია.", "ভেড়া ৪০টি।", ("ka", "bn"), [("14", "৪০")]),
        ("১৯৮৭সালে বন্ধ হয়।", "It closed.", ("bn", "en"), [("১৯৮৭", None)]),
        # the article does not translate the 1
        ("იქ 1 ცხვარია.", "There is a herd of 7 sheep.", ("ka", "en"), [("1", "7")]),
    ],
)
def test_unequal(source: str, target: str, langs: Langs, expected: list[tuple[str | None, str | None]]) -> None:
    assert wrong(source, target, langs) == expected


def test_small_numbers_of_two_languages_without_words_are_not_compared() -> None:
    assert wrong("იქ 5 ცხვარია.", "ভেড়া ৭টি।", ("ka", "bn")) == []


def test_a_word_that_may_be_a_month_is_no_invented_month() -> None:
    segment = Segment("1", "He comes on foot.", "মে সে হেঁটে আসে।")
    assert run([date_mismatch.date_mismatch], [segment], Context("en", "bn")).findings == ()


def test_a_check_says_what_it_does_not_read() -> None:
    [ran] = run([number_mismatch.number_mismatch], [Segment("1", "14", "40")], Context("en", "ka")).items
    assert ran.gap == "only figures are compared, because number words of Georgian are not read"
    [ran] = run([time_mismatch.time_mismatch], [Segment("1", "14", "40")], Context("en", "ka")).items
    assert ran.gap == "times of Georgian are read with the words that CLDR has for a.m. and p.m."


@pytest.mark.parametrize(
    ("source", "target", "langs", "expected"),
    [
        ("It is 80 feet high.", "Es ist 30 m hoch.", ("en", "de"), "24"),
        ("He is 6 feet 2 inches tall.", "Er ist 1,20 m groß.", ("en", "de"), "1,88"),
        ("It is 1,250 miles away.", "Es liegt 9.000 km entfernt.", ("en", "de"), "2010"),
        ("It is 12,500 miles away.", "Es liegt 9.000 km entfernt.", ("en", "de"), "20.100"),
        ("It is 5 °C.", "Es sind 60 °F.", ("en", "de"), "41"),
        ("It is 50 °F.", "Es sind 60 °C.", ("en", "de"), "10"),
        ("It is 80 feet high.", "Es ist 30 Fuß hoch.", ("en", "de"), "80"),
        ("It is 80 feet high.", "ის 30 მ არის.", ("en", "ka"), "24"),
        ("It holds 1,250.5 tons.", "١٬٣٥٠٫٥", ("en", "ur"), "١٬٢٥٠٫٥"),
        ("It holds 14 sheep.", "৪০টি", ("en", "bn"), "১৪"),
        ("It holds 1,250.5 tons.", "იქ 1350,5 ტონაა.", ("en", "ka"), "1\u00a0250,5"),
        ("It holds 2 million.", "2 billion", ("en", "en"), None),
    ],
)
def test_suggestions_are_written_as_in_the_translation(
    source: str, target: str, langs: Langs, expected: str | None
) -> None:
    [pair] = [(item.source, item.target) for item in compare(source, target, *langs) if item.source and item.target]
    assert suggestion(source, target, pair, langs) == expected


@pytest.mark.parametrize(
    ("target", "lang", "n_findings"),
    [
        ("იქ 15 ცხვარია.", "ka", 1),
        ("იქ 15% ცხვარია.", "ka", 0),
        ("იქ 15 პროცენტია.", "ka", 0),
        ("იქ 15 პროცენტიანია.", "ka", 0),
        ("Ada 15 persegi.", "ms", 1),
        ("Ada 15 peratusnya.", "ms", 0),
        ("O 15 galego.", "gl", 0),  # CLDR has no word
    ],
)
def test_a_lost_percent_sign(target: str, lang: str, n_findings: int) -> None:
    assert lang not in known(), "its file has the words; test a language that has none"
    outcome = run([quantity_mismatch.quantity_mismatch], [Segment("1", "It is 15%.", target)], Context("en", lang))
    assert len(outcome.findings) == n_findings


def test_the_same_offsets_in_western_digits() -> None:
    assert western("৪২ and ٣٫٥٪ and ١،٥") == "42 and 3.5% and 1,5"


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("oktoobris", "et", [10]),
        ("3. marca", "sl", [3]),
        ("marca", "sl", []),
        ("۳ مارچ کو", "ur", [3]),
    ],
)
def test_months(text: str, lang: str, expected: list[int]) -> None:
    assert lang not in known(), "its file has the months; test a language that has none"
    assert [number.value for number in numbers(text, lang) if number.kind == "month"] == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("یک‌شنبه", "fa", [6]),
        ("یکشنبه", "fa", [6]),
        ("esmaspäeval", "et", [0]),
        ("orshanbadan", "uz", []),
        ("Jumatatu", "sw", [0]),
        ("ორშაბათს", "ka", [0]),
    ],
)
def test_weekdays(text: str, lang: str, expected: list[int]) -> None:
    assert [number for *_, number in weekdays(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("kell 17:30", "et", [(5, 30, "p.m.")]),
        ("saa 5 asubuhi", "sw", [(5, 0, "a.m.")]),
        ("at 5 PM", "mt", [(5, 0, "p.m.")]),
        ("kell 5:30", "et", []),
        ("usiku 5", "sw", []),
        ("1/17 17/5 3.17", "et", []),
    ],
)
def test_times(text: str, lang: str, expected: list[tuple[int, int, str]]) -> None:
    assert [(time.hour, time.minute, time.half) for time in times(text, lang)] == expected


@pytest.mark.parametrize("calendar", sorted(CALENDARS))
def test_a_calendar_is_that_of_a_language_and_shifts_years(calendar: str) -> None:
    assert all(abs(year - 2024) > 6 for year in CALENDARS[calendar](2024))


def test_islamic_years() -> None:
    assert {1445, 1446} <= CALENDARS["islamic"](2024) | {1446}
    assert 1445 in CALENDARS["islamic"](2024)
    assert 1400 in CALENDARS["islamic"](1980)


def test_a_word_of_the_language_file_replaces_that_of_cldr() -> None:
    assert language("ne").magnitudes["10000000"] == ("करोड",)
    after = cldr_words.magnitudes("ne").after
    assert after is not None
    assert after.values["करोड"] == (10_000_000,)


@settings(max_examples=100)
@given(st.text("0123 .,:%৪২٫٫٬٣٪²½IVX-/milioni მილიონი лакх"), st.text("123٣.,% milioni"), st.sampled_from(SCRIPTS))
def test_any_text_is_read(source: str, target: str, lang: str) -> None:
    for item in compare(source, target, "en", lang):
        assert item.source is None or 0 <= item.source.start < item.source.end <= len(source)
        assert item.target is None or 0 <= item.target.start < item.target.end <= len(target)
    assert len(western(source)) == len(source)
