"""The text of one plural form may say its number in words; those for many numbers must show it."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.formats import values
from mtqe.formats.programs import choices
from mtqe.formats.values import Piece, Unit, Value
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def told(segments: list[Segment], lang: str, *checks: str) -> list[str]:
    outcome = room.run([check_table.checks()[name] for name in checks], segments, Context("en", lang))
    return [f"{finding.check} {finding.message}" for finding in outcome.findings]


def marked(segment: Segment, lang: str = "de") -> list[str]:
    findings = room.run([check_table.checks()["MRK104"]], [segment], Context("en", lang)).findings
    return [segment.text(span.side)[span.start : span.end] for finding in findings for span in finding.spans]


@pytest.mark.parametrize(
    ("form", "source", "target", "marks"),
    [
        ("one", "{{count}} ship", "Ein Schiff", []),
        ("one", "At least {{limit}} ship", "Mindestens  Schiff", ["{{limit}}"]),
        ("ordinal.two", "{count}nd", "Zweites", []),
        ("=0", "%d ships", "Keine Schiffe", []),
        ("one", "A ship", "{{count}} Schiff", []),
        ("other", "{{count}} ships", "Schiffe", ["{{count}}"]),
        ("few", "{{count}} ships", "Schiffe", ["{{count}}"]),
        ("", "{{count}} ships", "Schiffe", ["{{count}}"]),
        ("one", "{{count}} ship", "{{zahl}} Schiff", ["{{count}}", "{{zahl}}"]),
        ("one", "{{count}} ship of {{name}}", "Ein Schiff", ["{{count}}", "{{name}}"]),
        ("one", "{{count}} ship (of {{all}})", "Ein Schiff  (von {{all}})", []),
        ("one", "{{count}} ship (of {{all}})", "Im Hafen  Schiff (von {{all}})", ["{{count}}"]),
        ("one", "All ships: {{count}} (open)", "Alle Schiffe:  (offen)", ["{{count}}"]),
    ],
)
def test_placeholders_of_a_form(form: str, source: str, target: str, marks: list[str]) -> None:
    assert marked(Segment("1", source, target, meta={"form": form} if form else {})) == marks


def pairs(source: str, target: str) -> list[Segment]:
    sides = []
    for text in (source, target):
        whole = Value((Piece(text, 0, len(text)),), 0)
        sides.append([Unit("k", value, form=form) for form, value in choices.icu_texts(whole)])
    return list(values.segments(values.paired(*sides), source, target))


@pytest.mark.parametrize(
    ("target", "marks"),
    [
        ("{n, plural, one {Ein Schiff} other {# Schiffe}}", []),
        ("{n, plural, one {# Schiff} other {Schiffe: {n}}}", []),
        ("{n, plural, one {# Schiff} other {Schiffe}}", ["#"]),
        ("{n, plural, one {ein statek} few {statki} many {# statków} other {statku}}", ["#", "#"]),
    ],
)
def test_texts_for_many_numbers_show_the_number(target: str, marks: list[str]) -> None:
    found = [mark for segment in pairs("{n, plural, one {# ship} other {# ships}}", target) for mark in marked(segment)]
    assert found == marks


def test_a_number_sign_in_other_texts_is_text() -> None:
    assert marked(Segment("1", "Channel #sea", "Kanal See", meta={"form": "other"})) == []


ORDINAL = "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}"


@pytest.mark.parametrize(
    ("source", "target", "lang"),
    [
        (
            "{g, select, male {He left} female {She left} other {They left}}",
            "{g, select, male {Er ging} female {Sie ging} other {Alle gingen}}",
            "de",
        ),
        ("{g, select, other {They left}}", "{g, select, other {Alle gingen}}", "de"),
        (ORDINAL, "{n, selectordinal, other {#.}}", "de"),
        ("{n, selectordinal, other {Place #}}", "{n, selectordinal, other {#-e miejsce}}", "pl"),
        ("{n, plural, one {# file} other {# files}}", "{n, plural, other {#個のファイル}}", "ja"),
    ],
)
def test_selections_and_number_signs_are_no_errors(source: str, target: str, lang: str) -> None:
    assert told(pairs(source, target), lang, "MRK118", "MRK106", "ACC103") == []


def test_a_plural_still_needs_its_forms() -> None:
    segments = pairs("{n, plural, one {# ship} other {# ships}}", "{n, plural, one {# statek} few {# statki}}")
    messages = told(segments, "pl", "MRK118", "MRK106", "ACC103")
    assert messages == ["MRK118 the plural has no form for many; the forms are one, few"]


def test_a_hashtag_elsewhere_is_no_number() -> None:
    assert told([Segment("1", "Look at #sea", "Schau")], "de", "MRK106") == ["MRK106 the hashtag #sea is missing"]


def test_a_selection_of_words_in_fluent_is_no_plural() -> None:
    segments = [
        Segment(form, "They left", "Sie gingen", meta={"unit": "left", "form": form}) for form in ("male", "other")
    ]
    assert told(segments, "de", "MRK118") == []
