"""Lengths of translations, runs of marks, and ends that break off."""

from __future__ import annotations

import time

import pytest

from mtqe.checks import runner
from mtqe.checks.omission import message_length
from mtqe.checks.shared import lengths, program_texts, repeated_units
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

SENTENCE = "The ferry left the old harbour late in the evening, as it had done all week. "
SATZ = "Die Fähre verließ den alten Hafen spät am Abend, wie schon die ganze Woche über. "


def marked(check: str, source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> list[str]:
    outcome = runner.run(check_table.select([check]), [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [text for finding in outcome.findings for text in finding.marked]


# --- runaway-text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("copies", [2, 3, 4, 6, 11])
@pytest.mark.parametrize("unit", [".", "-", "_", "=", "!", "*", "· ", ". "])
def test_short_runs_of_marks_are_silent(unit: str, copies: int) -> None:
    assert marked("HAL102", "The ferry left.", f"Die Fähre legte ab {copies * unit}") == []


@pytest.mark.parametrize("unit", [".", "-", "_", "=", "!", "🙂", "?!", "…", ".,"])
def test_long_runs_of_marks_are_marked_from_the_second_unit(unit: str) -> None:
    assert marked("HAL102", "The ferry left.", f"Die Fähre {40 * unit} legte ab") == [39 * unit]


@pytest.mark.parametrize("unit", [".", "-", "_", "=", " ."])
def test_a_run_that_the_source_has_is_silent(unit: str) -> None:
    assert marked("HAL102", f"Harbour {20 * unit} 7", f"Hafen {35 * unit} 7") == []
    assert len(marked("HAL102", f"Harbour {20 * unit} 7", f"Hafen {900 * unit} 7")) == 1


def test_a_run_of_another_mark_in_the_source_counts_too() -> None:
    assert marked("HAL102", f"Name {20 * '_'}", f"Name {30 * '.'}") == []


def test_laughter_and_stretched_words_follow_the_source() -> None:
    assert marked("HAL102", "Hahaha! Sooo funny.", "Hahahahahahahahahahaha! Soooooooooo lustig.") == []
    assert marked("HAL102", "Very funny.", "Sehr lus" + 18 * "ti" + "g.") == [17 * "ti"]


def test_big_numbers_are_not_runs() -> None:
    for number in ("1.000.000.000.000.000", "1000000000000", "0,3333333333", "1111 1111 1111"):
        assert marked("HAL102", "A big number.", f"Eine große Zahl: {number}.") == []


def test_characters_that_are_words_are_left_to_repeated_phrase() -> None:
    assert marked("HAL102", "He laughed.", "他笑了：" + 14 * "哈", ("en", "zh")) == []


def test_several_runs_are_marked_in_order() -> None:
    assert marked("HAL102", "Well.", f"Nun{20 * '.'} ja{20 * '!'}") == [19 * ".", 19 * "!"]


def test_runs_take_linear_time() -> None:
    begin = time.perf_counter()
    for unit in (".", "-.", "1", "ab", "1 2", ". -", "(a)"):
        list(repeated_units.runaway(30_000 * unit, "x"))
    assert time.perf_counter() - begin < 2


# --- text-too-long, text-too-short ------------------------------------------------------------------------------------


@pytest.mark.parametrize("copies", [1, 2, 5])
def test_texts_of_similar_length_are_silent(copies: int) -> None:
    for check in ("ACC107", "ACC108"):
        assert marked(check, copies * SENTENCE, copies * SATZ) == []
        assert marked(check, copies * SATZ, copies * SENTENCE, ("de", "en")) == []


def test_half_a_paragraph_is_too_short_and_the_other_way_round_too_long() -> None:
    assert marked("ACC107", 4 * SENTENCE, 2 * SATZ) == [(4 * SENTENCE).strip()]
    assert marked("ACC108", 2 * SENTENCE, 4 * SATZ) == [(4 * SATZ).strip()]


@pytest.mark.parametrize(
    ("check", "source", "target", "severity"),
    [
        ("ACC107", 4 * SENTENCE, 2 * SATZ, Severity.MAJOR),
        ("ACC107", 3 * SENTENCE, 2 * SATZ + SATZ[:10], Severity.MINOR),
        ("ACC108", 2 * SENTENCE, 4 * SATZ, Severity.MAJOR),
        ("ACC108", 2 * SENTENCE, 3 * SATZ + SATZ[:36], Severity.MINOR),
    ],
)
def test_a_length_that_a_free_translation_may_have_is_minor(
    check: str, source: str, target: str, severity: Severity
) -> None:
    outcome = runner.run(check_table.select([check]), [Segment("1", source, target)], Context("en", "de"))
    assert [finding.severity for finding in outcome.findings] == [severity]


@pytest.mark.parametrize(
    ("source", "opening", "severity"),
    [
        ("Breakwater: ", "Mole („breakwater“): ", Severity.MINOR),
        ("Breakwater: ", "Mole (Breakwater): ", Severity.MINOR),
        ("Breakwater: ", "Mole: ", Severity.MAJOR),
        ("Breakwater: ", "Mole („pier“): ", Severity.MAJOR),
        ("The breakwater closed: ", "Die Mole („breakwater“) schloss: ", Severity.MAJOR),
        ("Breakwater. ", "Mole („breakwater“). ", Severity.MAJOR),
    ],
)
def test_an_entry_whose_term_is_kept_may_explain_it(source: str, opening: str, severity: Severity) -> None:
    segment = Segment("1", source + 2 * SENTENCE, opening + 5 * SATZ)
    outcome = runner.run(check_table.select(["ACC108"]), [segment], Context("en", "de"))
    assert [finding.severity for finding in outcome.findings] == [severity]


@pytest.mark.parametrize(
    ("source", "target"), [("", SATZ), (SENTENCE, ""), (" ", SATZ), (3 * SENTENCE, "…"), ("7", SATZ)]
)
def test_a_side_without_letters_is_left_alone(source: str, target: str) -> None:
    assert marked("ACC107", source, target) == marked("ACC108", source, target) == []


def test_short_texts_may_vary() -> None:
    for source, target in [("No.", "Auf gar keinen Fall!"), ("EU", "Europäische Union"), ("Information desk", "Info")]:
        assert marked("ACC107", source, target) == marked("ACC108", source, target) == []


def test_a_run_does_not_make_a_text_long() -> None:
    assert marked("ACC108", SENTENCE, SATZ + 500 * ".") == []
    assert marked("ACC107", 3 * SENTENCE, SATZ + 500 * ".") == [(3 * SENTENCE).strip()]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "渡轮像整个星期一样，傍晚很晚才离开旧港口，码头上空无一人。"),
        ("ja", "フェリーは今週ずっとそうだったように、夜遅くに古い港を出た。"),
        ("ko", "여객선은 일주일 내내 그랬듯이 저녁 늦게 오래된 항구를 떠났다."),
    ],
)
def test_scripts_with_denser_characters(lang: str, text: str) -> None:
    for langs, source, target in [(("en", lang), SENTENCE, text), ((lang, "en"), text, SENTENCE)]:
        assert marked("ACC107", 4 * source, 4 * target, langs) == marked("ACC108", 4 * source, 4 * target, langs) == []
        assert marked("ACC107", 8 * source, 2 * target, langs)
        assert marked("ACC108", 2 * source, 8 * target, langs)


@pytest.mark.parametrize(("lang", "least"), [("en", 71), ("de", 81), ("xx", 106)])
def test_the_limit_is_where_the_manual_says(lang: str, least: int) -> None:
    # 30 letters of English allow 1.5 * 30 + 25 = 70; German needs 1.15 times as many; unknown languages get half more.
    for length in (least - 1, least):
        langs = (lang, "en")
        text = ("lorem ipsum dolor " * 20)[: length - 1] + "x"
        assert lengths.is_far_longer(text, "the ferry left the old harbour", langs, 1.5, 25.0) is (length >= least)


# --- truncated-end ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [".", "!", "?", ".”", '."', "?)", ").", "”.", "19.", "。"])
def test_a_break_is_an_error_where_the_source_ends_with_a_mark(end: str) -> None:
    assert marked("ART105", f"They left by the ferry{end}", "Sie nahmen die Fähre und \n") == ["und"]


@pytest.mark.parametrize("end", ["", "...", "…", ",", ":", " -", "—", " in the U.S.", " with J."])
def test_a_source_without_a_final_mark_excuses_a_break(end: str) -> None:
    assert marked("ART105", f"They left by the ferry{end}", "Sie nahmen die Fähre und") == []


@pytest.mark.parametrize(
    "end", ["ab", "an", "Der", "UND", "und.", "und …", "und,", "Schweden", "Grund", "„und“", "x-und"]
)
def test_an_end_that_can_be_last_is_silent(end: str) -> None:
    assert marked("ART105", "They left.", f"Sie legten {end}") == (["und"] if end == "x-und" else [])


def test_in_other_languages_only_brackets_and_hyphens_are_marked() -> None:
    assert marked("ART105", "They left.", "Lähtivät ja", ("en", "fi")) == []
    assert marked("ART105", "They left.", "Lähtivät (", ("en", "fi")) == ["("]
    assert marked("ART105", "They left.", "Lähtivät -", ("en", "fi")) == []


def test_empty_sides() -> None:
    assert marked("ART105", "", "und") == marked("ART105", "They left.", "") == marked("ART105", "Go.", " ") == []


# --- languages whose lengths were measured ----------------------------------------------------------------------------

THAI = "ผู้อำนวยการท่าเรือมาสายอีกครั้ง และเนื่องจากไม่มีใครมีกุญแจ ลูกเรือจึงต้องรอกลางสายฝนจนถึงเที่ยงวัน"
LATE = "The harbour master was late again, and since nobody else had a key, the crews waited in the rain until noon."


def test_a_translation_into_a_measured_language_is_too_short_or_not() -> None:
    assert marked("ACC107", LATE, THAI, ("en", "th")) == []
    assert marked("ACC107", LATE, THAI[:45], ("en", "th")) == [LATE]
    assert marked("ACC107", THAI, "The harbour master was late again, as on all days.", ("th", "en")) == [THAI]


def test_the_deviations_of_two_languages_are_combined() -> None:
    from_english, back = lengths.usual("en", "ar"), lengths.usual("ar", "en")
    assert from_english and back
    assert back == pytest.approx((1 / from_english[1], 1 / from_english[0]))
    between = lengths.usual("ar", "th")
    assert between and between[0] < back[0] and between[1] > back[1]
    assert lengths.usual("ar", "km") is None


def test_the_dots_of_a_menu_item_end_no_sentence() -> None:
    def major(source: str, target: str) -> bool:
        segment = Segment("1", source, target, meta={"unit": "menu.harbour"})
        findings = runner.run(check_table.select(["ACC107"]), [segment], Context("en", "de")).findings
        return any(finding.severity is Severity.MAJOR for finding in findings)

    assert not major("Close the harbour...", "Schließen")
    assert not major("Close the harbour…", "Schließen")
    assert major("Close the harbour now.", "Schließen")


def test_a_mark_in_quotation_marks_ends_no_sentence() -> None:
    assert program_texts.sentences("The '?' before the harbour has no partner.") == 1
    assert program_texts.sentences('He asked "Why?" twice. Nobody answered.') == 3


def test_joined_sentences_that_keep_all_values_are_minor() -> None:
    source = "Closes {piers} piers. This also closes {boats} boats."

    def severities(target: str) -> list[str]:
        segment = Segment("1", source, target, meta={"unit": "close"})
        findings = runner.run(check_table.select(["ACC107"]), [segment], Context("en", "de")).findings
        return [str(finding.severity) for finding in findings]

    assert severities("Schließt {piers} Molen, {boats} Boote.") == ["minor"]
    assert severities("Schließt {piers} Molen und alle Boote.") == ["major"]


def test_sentences_joined_by_a_comma_are_minor() -> None:
    source = "The harbour has several piers. Only one pier is open."

    def severities(target: str, lang: str) -> list[str]:
        segment = Segment("1", source, target, meta={"unit": "piers"})
        findings = runner.run(check_table.select(["ACC107"]), [segment], Context("en", lang)).findings
        return [str(finding.severity) for finding in findings]

    assert severities("港口有多个码头，只开放一个。", "zh") == ["minor"]
    assert severities("港口有多个码头。", "zh") == ["major"]
    assert severities("Der Hafen hat mehrere Molen.", "de") == ["major"]


def test_subtitles_condense() -> None:
    def severities(**meta: str) -> list[str]:
        target = "Der Hafenmeister kam wieder zu spät, also warteten alle im Regen."
        source = (
            "The harbour master was late again, and since nobody else had a key, "
            "the crews waited in the rain until noon."
        )
        segment = Segment("1", source, target, meta=meta)
        findings = runner.run(check_table.select(["ACC107"]), [segment], Context("en", "de")).findings
        return [str(finding.severity) for finding in findings]

    assert severities() == ["major"]
    assert severities(source_time="00:00:01.000 --> 00:00:03.000") == ["minor"]


@pytest.mark.parametrize(
    ("source", "target", "lang", "is_marked"),
    [
        ("The berth is taken.", "已占用", "zh", False),
        ("Deeper Than The Keel", "较深", "zh", False),
        ("Wait here for the pilot of the ferry", "等候", "zh", True),
        ("The berth of the old ferry is taken.", "已占用", "zh", True),
        ("The berth is taken.", "Belegt", "de", True),
    ],
)
def test_two_characters_of_chinese_say_what_a_short_label_says(
    source: str, target: str, lang: str, is_marked: bool
) -> None:
    segment = Segment("1", source, target, meta={"unit": "berth"})
    outcome = runner.run(check_table.select(["ACC107"]), [segment], Context("en", lang))
    assert outcome.problems == ()
    assert bool(outcome.findings) is is_marked


def test_tags_have_no_length() -> None:
    link = "<a class='berth button button-primary button-large' href='#'>Berth</a>"
    assert lengths.size(link, "en") == len("Berth")
    assert lengths.size("<br/>", "en") == len("<br/>")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("A ship has a name, which you have seen. (click here)", "Schiff mit gelesenem Namen (hier klicken)", None),
        ("A ship has a name. You have seen it (click here)", "Schiff (hier klicken)", Severity.MAJOR),
        ("What is your name?", "Name", Severity.MINOR),
        ("Are you sure you want to leave the harbour?", "Hafen verlassen?", None),
        ("Are you sure you want to leave the harbour of our town?", "Ja?", Severity.MAJOR),
        ("Are you sure you want to leave the harbour?", "Sind Sie", Severity.MAJOR),
        ("Sorry! There are no ships.", "Keine Schiffe da.", Severity.MINOR),
        ("Ships leave. There are no ships.", "Keine Schiffe da.", Severity.MAJOR),
        ("What is your name?", "Wie ist", Severity.MAJOR),
        (
            "Please choose a pier from the list. The chosen pier is ours.",
            "Wählen Sie eine unserer Anlegestellen in der Liste.",
            Severity.MINOR,
        ),
        (
            "Please choose a pier from the list. The tide will come soon.",
            "Wählen Sie eine Pier in der Liste.",
            Severity.MAJOR,
        ),
        ("Please choose a pier from the list. The chosen pier is ours.", "Wählen Sie eine Pier.", Severity.MAJOR),
    ],
)
def test_what_a_message_may_say_in_one_sentence(source: str, target: str, expected: Severity | None) -> None:
    found = message_length.fault(Segment("1", source, target, meta={"unit": "pier"}), ("en", "de"))
    assert (found and found[1]) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("is before", "avant le", []),
        ("Open the harbour", "Ouvrir le", ["le"]),
        ("Show the tides before midnight", "Montrer les", ["les"]),
    ],
)
def test_a_label_before_a_value_may_end_with_a_short_word(source: str, target: str, expected: list[str]) -> None:
    segment = Segment("1", source, target, meta={"unit": "tide"})
    found = runner.run(check_table.select(["ART105"]), [segment], Context("en", "fr")).findings
    assert [text for finding in found for text in finding.marked] == expected


def test_a_short_subtitle_may_be_left_out() -> None:
    def severity(source: str, **meta: object) -> list[Severity]:
        segments = [Segment("1", source, "", meta=meta)]
        return [
            one.severity for one in runner.run([check_table.checks()["ACC103"]], segments, Context("en", "de")).findings
        ]

    time = [1.0, 2.0]
    assert severity("Okay.", source_time=time) == [Severity.MINOR]
    assert severity("The ferry is late.", source_time=time) == [Severity.CRITICAL]
    assert severity("Okay.") == [Severity.CRITICAL]
