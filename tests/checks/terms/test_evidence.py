"""A whole text decides whether a glossary entry is the term where its source word stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtqe.checks import runner as room
from mtqe.checks.terms import evidence
from mtqe.model import Finding, Glossary, Segment, Severity, Term, TermStatus
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

Row = tuple[str, str] | tuple[str, str, TermStatus]
Pair = tuple[str, str]

FRUIT = [("apple", "Apfel"), ("pear", "Birne"), ("cherry", "Kirsche"), ("plum", "Pflaume")]
FOLLOWED = [(f"The {word} is ripe.", f"Reif ist: {rendering}.") for word, rendering in FRUIT] * 5
IGNORED = [(f"The {word} is ripe.", "Das Obst ist reif.") for word, _ in FRUIT] * 5
VARIED = [("Open the tab.", "Das tun."), ("The tab is new.", "Neu ist es."), ("Close the tab.", "Lass es zu.")]


def run(pairs: Sequence[Pair], *rows: Row, langs: tuple[str, str] = ("en", "de"), docs: int = 1) -> list[Finding]:
    segments = [Segment(str(n), *pair, doc=str(n * docs // len(pairs))) for n, pair in enumerate(pairs)]
    context = Context(*langs, glossary=Glossary(tuple(Term(*row) for row in rows)))
    outcome = room.run([check_table.checks()[name] for name in ("TRM101", "TRM102")], segments, context)
    assert outcome.problems == ()
    return [finding for finding in outcome.findings if finding.marked[0].lower() not in {word for word, _ in FRUIT}]


def places(findings: Sequence[Finding], severity: Severity = Severity.MAJOR) -> list[str]:
    return [finding.segment for finding in findings if finding.severity is severity]


def test_an_entry_that_a_text_follows_here_and_there_is_reported_once() -> None:
    right = ("Mind the tab.", "Beachten Sie den Reiter.")
    (finding,) = run([right, *VARIED], ("tab", "Reiter"))
    assert (finding.segment, finding.severity, finding.marked) == ("1", Severity.MINOR, ("tab",))
    assert "1 of 4 segments with “tab” have “Reiter”; this one has not; others: 2, 3 (" in finding.message
    many = run([right, *VARIED, *VARIED], ("tab", "Reiter"))
    assert many[0].message.split("others: ")[1].startswith("2, 3, 4, 5, 6 (")
    assert "others: 2, 3, 4, 5, 6 …" in run([right, *VARIED * 3], ("tab", "Reiter"))[0].message


def test_one_other_word_in_each_place_is_the_wrong_term() -> None:
    right = ("Mind the tab.", "Beachten Sie den Reiter.")
    lug = [("Open the tab.", "Öffne die Lasche."), ("The tab is new.", "Neue Lasche."), ("Tabs!", "Die Lasche!")]
    found = run([right, *lug], ("tab", "Reiter"))
    assert places(found) == ["1", "2", "3"]
    assert found[0].message.endswith("; 3 without it have “Lasche”")
    # Where the wanted word is as frequent, each seems to have a meaning of its own.
    assert places(run([right, right, right, *lug], ("tab", "Reiter"))) == []
    # So is the source word itself.
    kept = [("No label.", "Kein Label."), ("A label is new.", "Ein neues Label."), ("Labels!", "Label!")]
    assert places(run([("A label.", "Das Etikett."), *kept], ("label", "Etikett"))) == ["1", "2", "3"]
    # A word that stands in the rest of the text, too, does not translate the term.
    elsewhere = [("Fine.", "Die Lasche ist gut.")] * 3
    assert places(run([right, *lug, *elsewhere], ("tab", "Reiter"))) == []


@pytest.mark.parametrize("others", [[], FOLLOWED, IGNORED])
def test_right_places_do_not_excuse_one_other_word_in_all_the_rest(others: list[Pair]) -> None:
    right = [("Mind the tab.", "Beachten Sie den Reiter.")] * 4
    lug = [("Open the tab.", "Öffne die Lasche."), ("The tab is new.", "Neue Lasche."), ("Tabs!", "Die Laschen!")]
    rows = [("tab", "Reiter"), *FRUIT]
    found = run([*lug, *right, *others], *rows)
    assert places(found) == ["0", "1", "2"]
    assert [finding.suggestion for finding in found] == ["Reiter", "Reiter", "Reitern"]
    assert found[0].message.endswith("; 3 without it have “Lasche”")
    # If the words vary, or the wanted one is as frequent, the word may have another meaning there.
    assert places(run([*lug, *VARIED[:1], *right, *right], *rows)) == []
    assert places(run([*lug, *right[:3]], *rows)) == []
    # In Chinese it would be only a pair of characters.
    chinese = [("The tab.", "这是新的。")] * 3 + [("Mind the tab.", "标签。")] * 4
    assert places(run(chinese, ("tab", "标签"), langs=("en", "zh"))) == []
    # Two entries of one segment are one place.
    twice = [("Tab, tab: it is new.", "Neue Lasche.")] * 2
    assert places(run([*twice, *right], ("tab", "Reiter"), ("Tab", "Reiter"))) == []


def test_a_copy_of_another_source_word_is_no_rival() -> None:
    right = ("Mind the tab.", "Beachten Sie den Reiter.")
    dora = [("Open Dora's tab.", "Dora tut es."), ("Dora has a tab.", "Dora hat es."), ("Dora: tab", "Dora: das")]
    assert places(run([right, *dora], ("tab", "Reiter"))) == []


@pytest.mark.parametrize("number", [1, evidence.FEW_SEGMENTS])
def test_a_term_that_a_short_text_never_has_is_missing(number: int) -> None:
    pairs = (VARIED * 2)[:number]
    assert len(places(run(pairs, ("tab", "Reiter")))) == number


def test_a_word_that_varies_throughout_a_long_text_is_no_term() -> None:
    found = run([*VARIED, *VARIED], ("tab", "Reiter"))
    assert (places(found), places(found, Severity.MINOR)) == ([], ["0"])


def test_a_word_that_varies_where_the_glossary_is_followed_is_no_term() -> None:
    (finding,) = run([*VARIED, *VARIED, *FOLLOWED], ("tab", "Reiter"), *FRUIT)
    assert (finding.segment, finding.severity) == ("0", Severity.MINOR)


def test_a_text_that_ignores_the_glossary_has_a_major_finding_for_each_entry() -> None:
    right = ("Mind the tab.", "Beachten Sie den Reiter.")
    (ignored,) = run([right, *VARIED, *IGNORED], ("tab", "Reiter"), *FRUIT)
    assert ignored.severity is Severity.MAJOR
    assert "1 of 4 segments" in ignored.message
    (followed,) = run([right, *VARIED, *FOLLOWED], ("tab", "Reiter"), *FRUIT)
    assert followed.severity is Severity.MINOR


def test_a_translator_who_knows_an_entry_may_have_a_reason_not_to_use_it() -> None:
    right = ("Mind the tab.", "Beachten Sie den Reiter.")
    lug = [("Open the tab.", "Öffne die Lasche."), ("The tab is new.", "Neue Lasche."), ("Tabs!", "Laschen!")]
    assert places(run([right, *lug, *FOLLOWED], ("tab", "Reiter"), *FRUIT)) == []
    (unused,) = run([*lug, *lug, *FOLLOWED], ("tab", "Reiter"), *FRUIT)
    assert (unused.segment, unused.severity) == ("0", Severity.MAJOR)
    assert "0 of 6 segments with “tab” have “Reiter”; 6 without it have “Lasche”" in unused.message
    assert len(places(run([*lug, *lug, *IGNORED], ("tab", "Reiter"), *FRUIT))) == 6
    assert len(places(run([*lug, *lug], ("tab", "Reiter")))) == 6


def test_an_everyday_word_that_a_glossary_leaves_in_english_is_a_label() -> None:
    lug = [("Open the tab.", "Öffne die Lasche."), ("The tab is new.", "Neue Lasche."), ("Tabs!", "Laschen!")] * 2
    assert places(run(lug, ("tab", "Lochung"))) == ["0", "1", "2", "3", "4", "5"]
    label = run(lug, ("tab", "Tab"))
    assert (places(label), places(label, Severity.MINOR)) == ([], ["0"])
    # A few places show that only if the translator follows the glossary elsewhere.
    assert places(run(lug[:1], ("tab", "Tab"))) == ["0"]
    assert places(run([*lug[:1], *FOLLOWED], ("tab", "Tab"), *FRUIT)) == []
    assert places(run([*lug[:1], *IGNORED], ("tab", "Tab"), *FRUIT)) == ["0"]


FIRM: list[tuple[str, str, TermStatus | None]] = [
    ("harbour pilot", "Hafenlotse", None),  # several words
    ("HVAC", "Klimatechnik", None),  # capitals only
    ("prepreg", "Faserhalbzeug", None),  # no everyday word
    ("C++", "C++", None),  # symbols
    ("tab", "Reiter", "forbidden"),  # somebody thought about the entry
]


@pytest.mark.parametrize(("term", "rendering", "status"), FIRM)
def test_a_term_that_is_no_everyday_word_is_missing_each_time(
    term: str, rendering: str, status: TermStatus | None
) -> None:
    right = (f"The {term} is new.", f"Neu: {rendering}.")
    others = [(f"See the {term}.", "Das tun."), (f"A {term} came.", "Neu ist es."), (f"No {term}!", "Lass es.")]
    rows: list[Row] = [(term, rendering)] + ([(term, "Lasche", status)] if status else [])
    assert places(run([right, *others], *rows)) == ["1", "2", "3"]


def test_spellings_of_one_word_are_one_entry() -> None:
    found = run([*VARIED, ("Tab", "Es"), ("Tab here", "Hier")], ("tab", "Reiter"), ("Tab", "Reiter"))
    assert (places(found), places(found, Severity.MINOR)) == ([], ["0"])


def test_all_documents_of_a_run_are_one_text() -> None:
    found = run([*VARIED, *VARIED], ("tab", "Reiter"), docs=6)
    assert (places(found), places(found, Severity.MINOR)) == ([], ["0"])


def test_forbidden_renderings_stay_forbidden() -> None:
    rows: list[Row] = [("tab", "Reiter"), ("tab", "Lasche", "forbidden")]
    pairs = [("The tab.", "Der Reiter.")] * 9 + [("Open the tab.", "Öffne die Lasche.")]
    assert [(finding.check, finding.severity) for finding in run(pairs, *rows)] == [("TRM102", Severity.MAJOR)]


OTHER_LANGUAGES = [
    (
        "en-fr",
        ("tab", "onglet"),
        [("Mind the tab.", "Voyez l’onglet."), ("The tab.", "Cela."), ("Tabs.", "Oui."), ("A tab.", "Non.")],
        [],
    ),
    (
        "en-fr",
        ("tab", "onglet"),
        [
            ("Mind the tab.", "Voyez l’onglet."),
            ("The tab.", "La languette."),
            ("Tabs.", "Languettes."),
            ("Tab", "Languette"),
        ],
        ["1", "2", "3"],
    ),
    (
        "de-en",
        ("Blatt", "sheet"),
        [
            ("Dies Blatt", "This sheet"),
            ("Ein Blatt fiel.", "A leaf fell."),
            ("Blätter!", "Pages!"),
            ("Ein Blatt!", "A hand!"),
        ],
        [],
    ),
    (
        "en-zh",
        ("tab", "标签"),
        [("Mind the tab.", "注意标签。"), ("The tab.", "拉环。"), ("A tab.", "有拉环。"), ("No tab.", "没拉环。")],
        ["1", "2", "3"],
    ),
    (
        "en-zh",
        ("tab", "标签"),
        [("Mind the tab.", "注意标签。"), ("The tab.", "这个。"), ("A tab.", "有了。"), ("No tab.", "没人。")],
        [],
    ),
    (
        "zh-en",
        ("更新", "update"),
        [("更新。", "An update."), ("新更新", "It."), ("要更新", "To."), ("无更新", "No.")],
        [],
    ),
    (
        "zh-en",
        ("量子计算", "quantum computing"),
        [("量子计算。", "Quantum computing."), ("学量子计算", "It."), ("要量子计算", "To."), ("无量子计算", "No.")],
        ["1", "2", "3"],
    ),
]


@pytest.mark.parametrize(("langs", "row", "pairs", "expected"), OTHER_LANGUAGES)
def test_other_languages(langs: str, row: Row, pairs: list[Pair], expected: list[str]) -> None:
    source, _, target = langs.partition("-")
    assert places(run(pairs, row, langs=(source, target))) == expected
