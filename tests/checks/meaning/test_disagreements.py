"""Disagreements of a translation with its source: from the critic's numbers to marks, then the checks themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mtqe.checks import runner
from mtqe.checks.meaning import disagreements
from mtqe.checks.meaning.disagreements import Disagreement
from mtqe.checks.shared.coverage import Gap
from mtqe.encoder import Criticism
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

SOURCE = "The old ferry leaves at noon."
TARGET = "Die alte Fähre fährt mittags ab."


def criticism(source: str = "", target: str = "", odds: float = 2.0) -> Criticism:
    """A verdict whose tokens are words: those named have a chance of .9, the others of .1."""
    sides = []
    for text, marked in ((SOURCE, source.split()), (TARGET, target.split())):
        offsets = [(text.index(word), text.index(word) + len(word)) for word in text.rstrip(".").split()]
        chances = [0.9 if text[start:end] in marked else 0.1 for start, end in offsets]
        sides.append((np.array(offsets, np.int32), np.array(chances, np.float32)))
    return Criticism(odds, sides[0][0], sides[1][0], sides[0][1], sides[1][1])


def classified(
    verdict: Criticism, likely_gaps: tuple[Gap | None, Gap | None] = (None, None)
) -> tuple[str, list[str], list[str]]:
    disagreement = disagreements.classify(Segment("1", SOURCE, TARGET), verdict, likely_gaps, ("en", "de"), 1.5)
    assert disagreement.odds == 1.5
    return (
        disagreement.kind,
        [SOURCE[a:b] for a, b in disagreement.source],
        [TARGET[a:b] for a, b in disagreement.target],
    )


def test_words_without_counterpart_on_one_side_are_an_omission_or_an_addition() -> None:
    assert classified(criticism(source="old ferry")) == ("omission", ["old ferry"], [])
    assert classified(criticism(target="mittags")) == ("addition", [], ["mittags"])


def test_words_without_counterpart_on_both_sides_are_a_mismatch() -> None:
    assert classified(criticism("noon", "mittags")) == ("mismatch", ["noon"], ["mittags"])


def test_only_the_heavier_side_is_marked_where_its_marks_weigh_far_more() -> None:
    assert classified(criticism("old ferry leaves at noon", "mittags")) == (
        "omission",
        ["old ferry leaves at noon"],
        [],
    )


def test_a_single_word_between_two_marks_is_marked_with_them() -> None:
    assert classified(criticism(source="old leaves"))[1] == ["old ferry leaves"]
    assert classified(criticism(source="old noon"))[1] == ["old", "noon"]


def test_without_a_mark_the_most_doubtful_target_word_is_marked() -> None:
    verdict = criticism()
    verdict.target[2] = 0.4
    assert classified(verdict) == ("mismatch", [], ["Fähre"])


def test_a_likely_gap_is_marked_an_unlikely_one_is_not() -> None:
    at = SOURCE.index("leaves")
    likely, unlikely = (Gap(at, at + len("leaves at noon"), 3, odds) for odds in (3.0, 1.0))
    assert classified(criticism(), (likely, None)) == ("omission", ["leaves at noon"], [])
    assert classified(criticism(), (unlikely, None))[0] == "mismatch"


def test_evidence_of_an_error_raises_the_odds() -> None:
    def odds(verdict: Criticism, likely_gaps: tuple[Gap | None, Gap | None] = (None, None)) -> float:
        values = disagreements.evidence(verdict, likely_gaps)
        assert len(values) == len(disagreements.WEIGHTS) - 1
        return disagreements.weighed(values)

    usual = odds(criticism())
    assert odds(criticism(odds=4.0)) > usual + 1
    assert odds(criticism(), (Gap(0, 7, 2, 3.0), None)) > usual + 1
    assert odds(criticism(), (None, Gap(0, 8, 2, 3.0))) > usual + 1
    assert odds(criticism(odds=-10.0)) < disagreements.LEAST
    assert np.isfinite(odds(Criticism(10.0, *[np.zeros((0, 2), np.int32)] * 2, *[np.ones(0, np.float32)] * 2)))


def test_each_disagreement_is_reported_by_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: tuple[disagreements.Kind, ...] = ("omission", "addition", "mismatch")
    segments = [Segment(str(number), SOURCE, TARGET) for number in range(3)]
    planted = [
        Disagreement(odds, kind, ((0, 3),), ((0, 3),)) for odds, kind in zip((0.8, 1.3, 5.0), kinds, strict=True)
    ]
    monkeypatch.setattr(disagreements, "disagreements", lambda segments, *_: zip(segments, planted, strict=True))
    reported = []
    for kind in kinds:
        for segment, hit in disagreements.hits(segments, kind, Context("en", "de"), "a check"):
            reported.append((segment.id, kind, str(hit.severity), hit.confidence))
            assert [span.side for span in hit.spans] == ["target", "source"]
    assert reported == [
        ("0", "omission", "minor", 0.55),
        ("1", "addition", "minor", 0.668),
        ("2", "mismatch", "major", 0.988),
    ]


NAMES = ["ACC110", "ACC111", "ACC120"]


def findings(pairs: list[tuple[str, str]], langs: tuple[str, str] = ("en", "de")) -> list[tuple[str, str]]:
    segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs)]
    outcome = runner.run(check_table.select(NAMES), segments, Context(*langs))
    assert outcome.problems == ()
    return [(finding.segment, finding.check) for finding in outcome.findings]


def test_copies_short_texts_and_empty_ones_are_not_judged() -> None:
    copy = "The museum in Lisbon will lend the painting to our gallery for two years."
    assert findings([(copy, copy), ("Closed on Monday.", "Nach Moskau."), ("", "Ja."), ("Yes.", ""), ("", "")]) == []


def test_the_checks_do_not_run_on_pairs_that_were_not_measured() -> None:
    outcome = runner.run(check_table.select(NAMES), [Segment("1", "a b c d", "e f g h")], Context("fi", "yo"))
    assert [item.state for item in outcome.items] == ["not run"] * 3


@pytest.mark.parametrize(
    ("langs", "source", "target", "further_marks"),
    [
        # Without the check of negations, the marks are "hat" and "did not", then "not", then "did not".
        (
            ("de", "en"),
            "Der Bäcker hat gestern am Markt frisches Brot verkauft.",
            "The baker did not sell fresh bread at the market yesterday.",
            [],
        ),
        (
            ("de", "en"),
            "Die Kinder durften am Nachmittag im See schwimmen.",
            "The children were not allowed to swim in the lake in the afternoon.",
            [],
        ),
        (
            ("en", "de"),
            "The mayor did not answer the letter from the school.",
            "Der Bürgermeister hat den Brief der Schule beantwortet.",
            [],
        ),
        (
            ("en", "de"),
            "The museum in Lisbon will not sell the painting of the old harbour.",
            "Das Museum in Warschau wird das Gemälde des alten Hafens verkaufen.",
            [("Warschau", "Lisbon will not")],
        ),
    ],
)
def test_a_lost_negation_is_reported_once(
    langs: tuple[str, str], source: str, target: str, further_marks: list[tuple[str, ...]]
) -> None:
    chosen = check_table.select(["ACC110", "ACC111", "ACC112", "ACC120"])
    findings = runner.run(chosen, [Segment("1", source, target)], Context(*langs)).findings
    assert [finding.marked for finding in findings if finding.check == "ACC112"] == [("not",)]
    assert [finding.marked for finding in findings if finding.check != "ACC112"] == further_marks


def test_the_three_checks_share_one_search(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    search = disagreements.with_criticism

    def counted(segments: list[Segment], *arguments: Any) -> Any:
        counts.append(len(segments))
        return search(segments, *arguments)

    monkeypatch.setattr(disagreements, "with_criticism", counted)
    pair = ("The museum in Lisbon will lend us the painting.", "Das Museum in Warschau leiht uns das Gemälde.")
    assert findings([pair, pair]) == [("0", "ACC120"), ("1", "ACC120")]
    assert counts == [1]
