"""Repeated phrases and their usual rendering."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.checks.terms import phrases
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

SOURCE = ["Stamp duty rose.", "Many hate stamp duty.", "No stamp duties are due.", "He paid the stamp duty."]
TARGET = ["Die Stempelsteuer stieg.", "Viele hassen die Stempelsteuer.", "Stempelsteuern sind nicht fällig."]


def marked(sources: list[str], targets: list[str], langs: tuple[str, str] = ("en", "de")) -> list[tuple[str, str, str]]:
    segments = [Segment(str(n), *pair, doc="a") for n, pair in enumerate(zip(sources, targets, strict=True), 1)]
    outcome = room.run([check_table.checks()["TRM106"]], segments, Context(*langs))
    assert outcome.problems == ()
    return [(finding.segment, finding.marked[0], str(finding.suggestion)) for finding in outcome.findings]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Er zahlte die Stempelsteuer.", []),
        ("Er zahlte Stempelsteuern und Zinsen.", []),
        ("Er zahlte den Stempelsteuersatz.", []),
        ("Er zahlte die Urkundengebühr.", [("4", "stamp duty", "Stempelsteuer")]),
        ("Er zahlte sie.", [("4", "stamp duty", "Stempelsteuer")]),
        ("", []),
    ],
)
def test_a_segment_without_the_usual_rendering_is_marked(last: str, expected: list[tuple[str, str, str]]) -> None:
    assert marked(SOURCE, [*TARGET, last]) == expected


def test_a_phrase_in_three_segments_has_no_usual_rendering() -> None:
    assert marked(SOURCE[1:], [*TARGET[1:], "Er zahlte die Urkundengebühr."]) == []


def test_a_word_of_the_whole_document_is_not_a_rendering() -> None:
    without_phrase = [(f"Nobody came on day {n}.", f"Der Stempelsteuer wegen kam niemand ({n}).") for n in range(3)]
    sources, targets = (
        [*SOURCE, *(pair[0] for pair in without_phrase)],
        [*TARGET, "Er zahlte sie.", *(pair[1] for pair in without_phrase)],
    )
    assert marked(sources, targets) == []


def test_documents_are_judged_separately() -> None:
    segments = [
        Segment(str(n), source, target, doc=str(n % 2))
        for n, (source, target) in enumerate(zip(SOURCE * 2, [*TARGET, "Er zahlte die Gebühr."] * 2, strict=True))
    ]
    assert len(list(phrases.deviations(segments, "en", "de"))) == 2
    outcome = room.run(
        [check_table.checks()["TRM106"]], sorted(segments, key=lambda s: str(s.doc)), Context("en", "de")
    )
    assert [finding.segment for finding in outcome.findings] == []


def test_only_the_first_of_overlapping_phrases_is_marked() -> None:
    sources = [
        "The cargo ship lane is open.",
        "A cargo ship lane is needed.",
        "Cargo ship lanes exist.",
        "One cargo ship lane closed.",
    ]
    targets = [
        "Die Frachterroute ist offen.",
        "Nötig ist eine Frachterroute.",
        "Es gibt Frachterrouten.",
        "Ein Weg ist zu.",
    ]
    assert [text for _, text, _ in marked(sources, targets)] == ["cargo ship"]


def test_it_does_not_run_for_languages_that_it_cannot_read() -> None:
    check = check_table.checks()["TRM106"]
    assert check.limits is not None
    assert check.limits(Context("de", "en")) == "reads phrases of English sources only"
    assert check.limits(Context("en", "zh")) == "needs a target language with spaces between words"
