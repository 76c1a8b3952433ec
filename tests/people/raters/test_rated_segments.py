"""Each rating finds its segment, or the reason why it has none is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people.raters.team import MINOR, error, report, said, source, target

from mtqe.model import Segment
from mtqe.model.ratings import Rating
from mtqe.people.raters import rated_segments

SEGMENTS = (
    Segment("1", "One  boat.", "Ein Boot.", doc="a"),
    Segment("2", "Yes.", "Ja.", doc="a"),
    Segment("3", "Yes.", "Ja.", doc="b"),
    Segment("4", "No.", "Nein.", doc="b"),
)


def places(*ratings: Rating) -> list[tuple[str, list[str]]]:
    rated, _ = rated_segments.match([("a", report(SEGMENTS))], ratings)
    return [(one.segment.id, [rating.rater for rating in one.ratings]) for one in rated]


def test_texts_tell_the_segment_whatever_the_id() -> None:
    assert places(said(SEGMENTS[3], segment="77", doc="x", system="y")) == [("4", ["Ana"])]


def test_equal_texts_are_told_apart_by_document_then_id_then_order() -> None:
    assert places(said(SEGMENTS[1], segment="", doc="b")) == [("3", ["Ana"])]
    assert places(said(SEGMENTS[1], segment="3")) == [("3", ["Ana"])]
    twice = [said(SEGMENTS[1], segment="", rater=rater) for rater in ("Ana", "Ana", "Ben")]
    assert places(*twice) == [("2", ["Ana", "Ben"]), ("3", ["Ana"])]


def test_why_a_rating_has_no_segment() -> None:
    ratings = [
        said(SEGMENTS[0]),
        said(SEGMENTS[0], target="Zwei Boote."),
        said(SEGMENTS[0], source="Two boats."),
        said(SEGMENTS[3]),
        said(SEGMENTS[3], score=7.0),
    ]
    rated, matched = rated_segments.match([("a", report(SEGMENTS))], ratings)
    assert (matched.ratings, matched.matched, matched.no_target, matched.no_source) == (5, 3, 1, 1)
    assert (matched.replaced, matched.segments, matched.rated, matched.marked) == (1, 4, 2, 0)
    assert matched.raters == {"Ana": 2}
    assert rated[1].ratings[0].score == 7.0, "the later one counts"
    ratings = [said(SEGMENTS[3], score=7.0, created="2026-02-02"), said(SEGMENTS[3], score=8.0, created="2026-01-01")]
    rated, _ = rated_segments.match([("a", report(SEGMENTS))], ratings)
    assert rated[0].ratings[0].score == 7.0, "what is later by its date, too"


def test_systems() -> None:
    two = [Segment(one.id, one.source, one.target, system=name) for name in ("x", "y") for one in SEGMENTS[3:]]
    rated, _ = rated_segments.match([("r", report(two))], [said(SEGMENTS[3], system="y")])
    assert [(one.system, one.place) for one in rated] == [("y", (0, "y", "4"))]
    reports = [("r", report(SEGMENTS)), ("s", report(SEGMENTS))]
    rated, _ = rated_segments.match(reports, [said(SEGMENTS[3], system="s"), said(SEGMENTS[0], system="other")])
    assert [(one.system, one.segment.id) for one in rated] == [("r", "1"), ("s", "4")]
    reports = [("r", report(two)), ("s", report(two))]
    rated, _ = rated_segments.match(reports, [said(SEGMENTS[3], segment="", system="x")] * 2)
    assert [one.system for one in rated] == ["r/x", "s/x"], "a name that two reports share has the report in front"


def test_spans_move_with_white_space() -> None:
    rating = said(SEGMENTS[0], source="One boat. ", errors=(error("other", MINOR, source(4, 8), target(0, 3)),))
    rated, _ = rated_segments.match([("a", report(SEGMENTS))], [rating])
    (moved,) = rated[0].ratings
    assert [moved.text(span.side)[span.start : span.end] for span in (moved.errors or ())[0].spans] == ["boat", "Ein"]


@given(st.lists(st.sampled_from(["ab", "c", "\U0001f6a2"]), min_size=1), st.data())
def test_marked_characters_stay_the_same(words: list[str], data: st.DataObject) -> None:
    gaps = st.sampled_from([" ", "\n", "  ", "\u3000"])
    before, after = ("".join(word + data.draw(gaps) for word in words) for _ in range(2))
    start = data.draw(st.integers(0, len(before)))
    span = target(start, data.draw(st.integers(start, len(before))))
    segment = Segment("1", "", after)
    rating = said(segment, target=before, errors=(error("other", MINOR, span),))
    rated, matched = rated_segments.match([("a", report([segment]))], [rating])
    (moved,) = (rated[0].ratings[0].errors or ())[0].spans
    assert after[moved.start : moved.end].split() == before[span.start : span.end].split() or (
        "".join(after[moved.start : moved.end].split()) == "".join(before[span.start : span.end].split())
    )
    assert matched.matched == 1


@pytest.mark.parametrize("errors", [None, ()])
def test_not_asked_stays_not_asked(errors: tuple[()] | None) -> None:
    rated, matched = rated_segments.match(
        [("a", report(SEGMENTS))], [said(SEGMENTS[0], source="One boat.", errors=errors)]
    )
    assert rated[0].ratings[0].errors == errors
    assert matched.marked == (errors is not None)
