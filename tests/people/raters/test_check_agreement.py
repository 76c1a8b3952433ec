"""Precision and recall of checks, and the errors of two raters, on examples that are counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from people.raters.team import (
    CATEGORIES,
    CRITICAL,
    MAJOR,
    MINOR,
    NEUTRAL,
    NUMBER,
    error,
    finding,
    opinion,
    report,
    said,
    source,
    target,
)

from mtqe.model import Finding, Report, Segment, Span
from mtqe.model.agreement_report import CheckAgreement, Share
from mtqe.model.ratings import RatedError, Rating
from mtqe.people.raters import check_agreement, meeting, rated_segments, rater_agreement

SEGMENT = Segment("1", "It carried 12 boats, they said.", "Es trug 21 Boote, sagten sie.")
OTHER = Segment("2", "They left.", "Sie blieben.")


def figures(made: Report, *ratings: Rating) -> tuple[dict[str, CheckAgreement], CheckAgreement]:
    rated, _ = rated_segments.match([("a", made)], ratings)
    checks, together = check_agreement.checks([("a", made)], rated, CATEGORIES)
    assert together
    return {check.check: check for check in checks}, together


def numbers(share: Share) -> tuple[int, int]:
    return share.number, share.size


@pytest.mark.parametrize(
    ("marked", "rated", "met"),
    [
        ([target(8, 10)], [target(9, 15)], True),
        ([target(8, 10)], [target(10, 15)], False),  # beside it
        ([target(8, 10)], [source(8, 10)], False),
        ([source(11, 13), target(8, 10)], [source(12, 19)], True),
        ([target(10, 10)], [target(8, 10)], True),  # between two characters
        ([target(11, 11)], [target(8, 10)], False),
        ([], [target(0, 1)], True),  # the finding is of the complete segment
        ([source(0, 3)], [], True),  # an omission: nothing is marked in the translation
        ([target(0, 3)], [], False),
        ([], [], True),
    ],
)
def test_when_a_finding_meets_an_error(marked: list[Span], rated: list[Span], met: bool) -> None:
    assert meeting.is_met(RatedError("style", MINOR, tuple(rated)), finding("ACC101", "1", *marked)) is met


def test_an_error_without_a_place_is_met_by_its_category() -> None:
    assert meeting.is_met(RatedError("accuracy", MINOR), finding("ACC101", "1", target(0, 3)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("accuracy/mistranslation", NUMBER, True),
        (NUMBER, "accuracy", True),
        (NUMBER, NUMBER, True),
        ("accuracy/omission", NUMBER, False),
        ("accuracy/mistranslation", "accuracy/mistranslations", False),
        ("other", "other", False),
        ("other", NUMBER, False),
    ],
)
def test_categories(one: str, other: str, same: bool) -> None:
    assert meeting.same(one, other) is same


def test_precision_by_marks() -> None:
    """Three findings: one meets an error of its category, one another's, one none; and what is not judged."""
    found = (
        finding("ACC101", "1", target(8, 10)),
        finding("LOC101", "1", target(16, 17), severity=MINOR),
        finding("ACC101", "1", target(0, 2), mark="g"),
        finding("ACC101", "2", target(0, 3)),
    )
    made = report([SEGMENT, OTHER, Segment("3", "A.", "B.")], found)
    marks = (
        error("accuracy/mistranslation", MAJOR, target(8, 16)),
        error("style/awkward", MINOR, target(15, 20)),
    )
    checks, together = figures(made, said(SEGMENT, errors=marks), said(OTHER, score=50.0))
    assert numbers(checks["ACC101"].precision) == (1, 2)
    assert numbers(checks["ACC101"].precision_strict) == (1, 2)
    assert numbers(checks["ACC101"].major) == (1, 1)
    assert (checks["ACC101"].findings, checks["ACC101"].severity) == (3, MAJOR)
    assert numbers(checks["LOC101"].precision) == (1, 1)
    assert numbers(checks["LOC101"].precision_strict) == (0, 1)
    assert numbers(checks["LOC101"].major) == (0, 1)
    assert numbers(together.precision) == (2, 3)
    assert together.precision.interval is not None and together.precision.interval.low == pytest.approx(
        0.2077, abs=1e-4
    )


def test_errors_without_a_category_say_nothing_of_it() -> None:
    made = report([SEGMENT], [finding("ACC101", "1", target(8, 10))])
    one = said(SEGMENT, errors=(error("other", MINOR, target(8, 10)),))
    checks, _ = figures(made, one)
    assert numbers(checks["ACC101"].precision) == (1, 1)
    assert checks["ACC101"].precision_strict == Share(0, 0)
    two = report([SEGMENT, OTHER], [finding("ACC101", "1", target(8, 10)), finding("ACC101", "2", target(0, 3))])
    checks, _ = figures(two, one, said(OTHER, errors=()))
    assert numbers(checks["ACC101"].precision) == (1, 2)
    assert checks["ACC101"].precision_strict == Share(0, 0), "nobody named a category"


def test_what_one_rater_alone_judges_is_not_firm() -> None:
    found = [finding("ACC101", "1", target(8, 10)), finding("ACC101", "2", target(0, 3))]
    made = report([SEGMENT, OTHER], found)
    checks, _ = figures(made, said(SEGMENT, errors=()), said(OTHER, errors=()), said(OTHER, rater="Ben", errors=()))
    assert (numbers(checks["ACC101"].precision), numbers(checks["ACC101"].firm)) == ((0, 2), (0, 1))
    checks, _ = figures(made, said(SEGMENT, decisions=(opinion(found[0], "error"),)))
    assert numbers(checks["ACC101"].firm) == (1, 1)


@pytest.mark.parametrize(
    ("words", "precision", "undecided", "tolerated"),
    [
        (["error"], (1, 1), 0, 0),
        (["tolerated"], (1, 1), 0, 1),
        (["false-alarm"], (0, 1), 0, 0),
        (["error", "false-alarm"], (0, 0), 1, 0),
        (["error", "tolerated", "false-alarm"], (1, 1), 0, 0),
        (["error", "tolerated", "tolerated"], (1, 1), 0, 1),
    ],
)
def test_decisions_outweigh_marks(
    words: Sequence[str], precision: tuple[int, int], undecided: int, tolerated: int
) -> None:
    found = finding("ACC101", "1", target(8, 10))
    ratings = [
        said(SEGMENT, rater=f"r{number}", decisions=(opinion(found, word),)) for number, word in enumerate(words)
    ]
    marker = said(SEGMENT, rater="marker", errors=(error(NUMBER, MAJOR, target(8, 10)),) if precision == (0, 1) else ())
    checks, _ = figures(report([SEGMENT], [found]), *ratings, marker)
    one = checks["ACC101"]
    assert (numbers(one.precision), one.undecided, one.tolerated, one.decided) == (precision, undecided, tolerated, 1)


def test_recall() -> None:
    """Of the category or below for a check, of all errors together; neutral errors and unasked raters do not count."""
    found = (finding("ACC101", "1", target(8, 10)), finding("LOC101", "1", target(16, 17)))
    marks = (
        error(NUMBER, CRITICAL, target(8, 10)),
        error(NUMBER, MINOR, target(20, 24)),
        error("accuracy/mistranslation", MAJOR, target(0, 2)),
        error("style/awkward", NEUTRAL, target(0, 2)),
    )
    unasked = said(OTHER, score=1.0)
    made = report([SEGMENT, OTHER], found, checks=("ACC101", "LOC101", "ACC110"))
    checks, together = figures(made, said(SEGMENT, errors=marks), said(SEGMENT, rater="Ben", errors=()), unasked)
    assert numbers(checks["ACC101"].recall) == (1, 2)
    assert numbers(checks["ACC101"].recall_major) == (1, 1)
    assert numbers(together.recall) == (1, 3)
    assert numbers(together.recall_major) == (1, 2)
    assert checks["LOC101"].recall == Share(0, 0), "nobody marked an error of its category"
    assert "ACC110" not in checks, "it found nothing and missed nothing"


def test_a_decided_finding_without_a_mark_is_an_error_that_was_found() -> None:
    found = finding("ACC101", "1", target(8, 10))
    made = report([SEGMENT], [found])
    checks, together = figures(made, said(SEGMENT, errors=(), decisions=(opinion(found, "error"),)))
    assert numbers(checks["ACC101"].recall) == numbers(together.recall) == (1, 1)
    marked = said(SEGMENT, errors=(error(NUMBER, MAJOR, target(8, 10)),), decisions=(opinion(found, "error"),))
    checks, together = figures(made, marked)
    assert numbers(together.recall) == (1, 1), "an error counts once"


def test_a_check_that_did_not_run_missed_nothing() -> None:
    made = report([SEGMENT], checks=("LOC101",))
    checks, together = figures(made, said(SEGMENT, errors=(error(NUMBER, MAJOR, target(8, 10)),)))
    assert checks == {}
    assert numbers(together.recall) == (0, 1)
    rated, _ = rated_segments.match([("a", report([SEGMENT], checks=()))], [said(SEGMENT, errors=())])
    assert check_agreement.checks([("a", report([SEGMENT], checks=()))], rated, CATEGORIES) == ((), None)


def test_accepted_and_preview_findings_are_measured_too() -> None:
    import msgspec

    found: Finding = msgspec.structs.replace(finding("ACC101", "1", target(8, 10)), suppressed="ours", preview=True)
    checks, _ = figures(report([SEGMENT], [found]), said(SEGMENT, errors=()))
    assert numbers(checks["ACC101"].precision) == (0, 1)


def test_two_raters() -> None:
    """Ana marks two errors, Ben three: one pair meets with the same category, one with another severity."""
    ana = (error(NUMBER, MAJOR, target(8, 10)), error("style", MINOR, target(0, 2)))
    ben = (
        error("accuracy/mistranslation", MINOR, target(9, 16)),
        error("accuracy/omission", MAJOR),
        error("style", NEUTRAL, target(0, 2)),
    )
    rated, _ = rated_segments.match(
        [("a", report([SEGMENT, OTHER]))],
        [said(SEGMENT, errors=ana), said(SEGMENT, rater="Ben", errors=ben), said(OTHER, rater="Ben", errors=ben[1:2])],
    )
    (pair,) = rater_agreement.pairs(rated)
    assert (pair.raters, pair.segments, pair.errors) == (("Ana", "Ben"), 1, (2, 2))
    assert numbers(pair.met) == (2, 4)
    assert numbers(pair.met_strict) == (2, 4)
    assert numbers(pair.severity) == (0, 1)
    assert pair.characters == pytest.approx(2 * 1 / (4 + 7))
    assert numbers(rater_agreement.met([pair, pair])) == (4, 8)
    assert rater_agreement.met([]) == Share(0, 0)


@pytest.mark.parametrize(
    ("marked", "rated", "chance"),
    [
        ([target(0, 1)], [target(4, 6)], 0.2),  # two of ten characters
        ([target(0, 3)], [target(4, 6)], 4 / 8),  # starts 2, 3, 4 and 5 of 0 to 7
        ([target(0, 3)], [target(0, 1), target(1, 2)], 2 / 8),
        ([target(0, 10)], [target(4, 6)], 1.0),
        ([target(0, 1), target(2, 5)], [source(4, 6)], 0.0),
        ([source(0, 3)], [target(4, 6)], None),
        ([], [target(4, 6)], None),
    ],
)
def test_chance(marked: list[Span], rated: list[Span], chance: float | None) -> None:
    assert meeting.by_chance(marked, [error("style", MINOR, *rated)], "0123456789") == chance
