"""What the other texts of a file of a program say for a finding: it is minor, and a real error beside it is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtqe.checks import runner
from mtqe.checks.shared import program_texts
from mtqe.model import Code, Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

Pairs = Sequence[tuple[str, str]]
MASTS = [("22 Masts", "Brigantino"), ("33 Masts", "Veliero"), ("44 Masts", "Nave a palo")]
SHAPES = [("Rise", "／"), ("Fall", "＼"), ("Peak", "／＼")]
CODED = [
    ("Set `tide` to `low` first.", "Zet eerst `tide` op `low`."),
    ("The flag `drain` is old.", "De vlag `drain` is oud."),
]


def severities(check: str, texts: Pairs, langs: tuple[str, str]) -> list[tuple[str, Severity]]:
    segments = [
        Segment(str(place), source, target, doc="app", meta={"unit": f"text.{place}"})
        for place, (source, target) in enumerate(texts)
    ]
    found = runner.run([check_table.checks()[check]], segments, Context(*langs)).findings
    return [(texts[int(finding.segment or 0)][0], finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("check", "langs", "texts", "extra", "is_grave"),
    [
        ("ACC101", ("en", "it"), MASTS, ("55 Masts", "Goletta"), False),
        ("ACC101", ("en", "it"), MASTS, ("55 Masts", "Brigantino"), True),
        ("ACC101", ("en", "it"), MASTS, ("55 Masts", "33 alberi"), True),
        ("ACC101", ("en", "it"), [], ("55 Masts", "Goletta"), True),
        ("ACC101", ("en", "it"), [("18 Boats", "Barche")], ("17 Boats", "Barche"), True),
        ("ACC103", ("en", "ja"), SHAPES, ("Trough", "＼／"), False),
        ("ACC103", ("en", "ja"), SHAPES, ("Trough", "／"), True),
        ("ACC103", ("en", "ja"), SHAPES[:1], ("Trough", "…"), True),
        ("ART108", ("en", "nl"), CODED, ("The when clause is wrong", "De `when` bijzin is fout"), False),
        ("ART108", ("en", "nl"), CODED[:1], ("The when clause is wrong", "De `when` bijzin is fout"), True),
        ("ART108", ("en", "nl"), CODED, ("The clause is wrong", "De **bijzin** is fout"), True),
        (
            "ART106",
            ("en", "nl"),
            [("The when clause is wrong", "De `when` bijzin is fout")],
            ("When clause of the tide", "When bijzin van het getij"),
            False,
        ),
        ("ART106", ("en", "nl"), CODED, ("When clause of the tide", "When bijzin van het getij"), True),
        (
            "ACC126",
            ("en", "de"),
            [
                ("Group the tides", "Gezeiten gruppieren"),
                ("New group of tides", "Neue Gruppe von Gezeiten"),
                ("Group by harbour", "Nach Hafen gruppieren"),
            ],
            ("GROUP BY", "GROUP BY"),
            False,
        ),
    ],
)
def test_other_texts_explain_a_finding(
    check: str, langs: tuple[str, str], texts: Pairs, extra: tuple[str, str], is_grave: bool
) -> None:
    found = severities(check, [*texts, extra], langs)
    grave = [source for source, severity in found if severity in (Severity.MAJOR, Severity.CRITICAL)]
    assert (extra[0] in grave) is is_grave
    assert is_grave or not grave


@pytest.mark.parametrize(
    ("check", "langs", "source", "target", "is_grave"),
    [
        (
            "ACC102",
            ("en", "fr"),
            "BDTS (bring down tide set) is open.",
            "BDTS (bring down tide set) est ouvert.",
            False,
        ),
        ("ACC102", ("en", "fr"), "We bring down tide set here.", "Nous bring down tide set here.", True),
        (
            "ART101",
            ("en", "fr"),
            "BDTS (bring down tide set) is open.",
            "BDTS (bring down tide set) est ouvert.",
            False,
        ),
        ("ART101", ("en", "fr"), "XY (bring down the tide) is open.", "XY (bring down the tide) est ouvert.", True),
        ("ART105", ("en", "es"), "Sort across", "Ordenar en", False),
        ("ART105", ("en", "es"), "Name of the harbour", "Nombre de", True),
        ("ACC104", ("en", "cs"), "Steep Sail", "Plachta šikmá", False),
        ("ACC104", ("en", "cs"), "Wet Rope", "Mokrá šňůra", False),
        ("ACC104", ("en", "cs"), "Check this version", "Diese Version überprüfen", True),
        ("ACC107", ("en", "he"), "You have been removed.", "הוסרת.", False),
        ("ACC107", ("en", "fr"), "Wait here for the pilot", "Ici", True),
        ("ACC107", ("en", "ja"), "Show the tides from left to right?", "左横書きで表示する", False),
        ("ACC113", ("en", "ko"), "Disconnected", "연결해제됨", False),
        ("ACC113", ("en", "ko"), "Disconnected", "연결됨", True),
        ("ACC103", ("en", "de"), "Low tide", "…", True),
        ("MRK109", ("en", "ko"), "Go to `Settings → Tides`.", "`설정 → 조수`로 이동하세요.", False),
        ("MRK109", ("en", "ko"), "Run `tide --low now`.", "`tide --high now` 실행.", True),
        ("MRK109", ("en", "de"), 'Run `tide --note "The sea is low"`.', '`tide --note "Die See steht tief"`.', False),
        ("MRK109", ("en", "de"), 'Run `tide --note "The sea is low"`.', '`tide --text "Die See steht tief"`.', True),
    ],
)
def test_a_text_shows_by_itself_what_it_keeps(
    check: str, langs: tuple[str, str], source: str, target: str, is_grave: bool
) -> None:
    found = severities(check, [(source, target)], langs)
    assert any(severity in (Severity.MAJOR, Severity.CRITICAL) for _, severity in found) is is_grave


@pytest.mark.parametrize(
    ("source", "target", "langs", "has_each"),
    [
        ("The ships have been moored.", "Schiffe vertäut", ("en", "de"), True),
        ("The ships have been moored.", "Alle Schiffe", ("en", "de"), False),
        ("They have been unmoored.", "הותרו.", ("en", "he"), True),
        ("Wait here for the pilot", "Ждите у", ("en", "ru"), False),
        ("They have been unmoored.", "出航済み", ("en", "ja"), False),
    ],
)
def test_a_label_has_each_word_that_says_something(
    source: str, target: str, langs: tuple[str, str], has_each: bool
) -> None:
    assert program_texts.has_each_word(Segment("1", source, target), langs) is has_each


@pytest.mark.parametrize(("address", "is_grave"), [("tide.html#low", False), ("tide.html#high", True)])
def test_the_number_of_a_section_may_be_lost_in_a_link_to_it(address: str, is_grave: bool) -> None:
    source, target = "See Section 14.3.2, “Tides”.", "「潮汐」をご覧ください。"
    codes = (
        Code("source", 4, 4, "a", "open", "link", "tide.html#low", text="<a>"),
        Code("source", 27, 27, "/a", "close", "link", text="</a>"),
        Code("target", 0, 0, "a", "open", "link", address, text="<a>"),
        Code("target", 4, 4, "/a", "close", "link", text="</a>"),
    )
    segments = [Segment("1", source, target, codes=codes)]
    found = runner.run([check_table.checks()["ACC101"]], segments, Context("en", "ja"), segments).findings
    assert found
    assert any(finding.severity is Severity.MAJOR for finding in found) is is_grave


def test_a_word_that_is_code_elsewhere_in_a_document_is_a_name() -> None:
    code = (Code("target", 0, 0, "code", "alone", "literal", "mutter", text="<code>mutter</code>"),)
    segments = [
        Segment("1", "Start it with the reader.", "Mit dem Leser starten.", codes=code),
        Segment("2", "It can be read using mutter.", "Es kann mit mutter gelesen werden."),
        Segment("3", "The ferry suddenly stopped.", "Die Fähre hielt suddenly an."),
    ]
    found = runner.run([check_table.checks()["ART106"]], segments, Context("en", "de"), segments).findings
    assert {finding.segment: finding.severity for finding in found}["3"] is Severity.MAJOR
    assert {finding.segment: finding.severity for finding in found}.get("2") is not Severity.MAJOR


@pytest.mark.parametrize(
    ("target", "is_grave"),
    [
        ("<html><b>Das Schiff<br>legt ab.</b><br><p>Schnell.", False),
        ("<html><b>Das Schiff legt ab.</b><p>Schnell.", False),
        ("<html><b>Das Schiff legt ab./b><p>Schnell.", True),
    ],
)
def test_a_line_break_is_minor_where_the_source_leaves_tags_open(target: str, is_grave: bool) -> None:
    found = severities("MRK103", [("<html><b>The ship leaves.</b><br><p>Soon.", target)], ("en", "de"))
    assert found
    assert any(severity is Severity.MAJOR for _, severity in found) is is_grave


def test_a_missing_text_of_codes_alone_is_no_error() -> None:
    code = {"unit": "spn", "missing": True}
    codes = (Code("source", 0, 0, "%s", "alone", "variable", text="%s"),)
    segments = [Segment("1", "", "", codes=codes, meta=code), Segment("2", "", "", codes=codes, meta={"unit": "spn2"})]
    found = runner.run([check_table.checks()["MRK103"]], segments, Context("en", "de"), segments).findings
    assert [finding.segment for finding in found] == ["2"]
