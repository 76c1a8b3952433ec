"""Ratings: a line is written and read without loss, and what cannot be a rating is refused with its line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.model import Severity, Span, ratings
from mtqe.model.ratings import Decision, RatedError, Rating, replaces

TEXT = st.text(max_size=40)


@st.composite
def rated(draw: st.DrawFn) -> Rating:
    source, target = draw(TEXT), draw(TEXT)

    def span(side: str) -> Span:
        length = len(source if side == "source" else target)
        start = draw(st.integers(0, length))
        return Span(side, start, draw(st.integers(start, length)))

    sides = draw(st.lists(st.sampled_from(["source", "target"]), max_size=3))
    errors = tuple(
        RatedError(draw(TEXT), draw(st.sampled_from(Severity)), tuple(map(span, sides)), draw(TEXT))
        for _ in range(draw(st.integers(0, 2)))
    )
    return Rating(
        rater=draw(TEXT),
        segment=draw(TEXT),
        source=source,
        target=target,
        score=draw(st.none() | st.floats(0, 100)),
        errors=draw(st.sampled_from([None, errors])),
        decisions=(
            Decision("ab12", "ACC101", draw(st.sampled_from(["error", "false-alarm", "tolerated"])), draw(TEXT)),
        ),
        edited=draw(st.none() | TEXT),
    )


@given(rated())
def test_a_line_is_read_as_it_was_written(rating: Rating) -> None:
    text = ratings.line(rating)
    assert text.splitlines() == [text]
    assert list(ratings.parse([text], "r.jsonl")) == [rating]


def test_not_asked_for_errors_is_not_found_none() -> None:
    common = {"rater": "Ana", "segment": "1", "source": "a", "target": "b"}
    lines = [ratings.line(Rating(**common)), "", ratings.line(Rating(**common, errors=()))]
    assert [rating.errors for rating in ratings.parse(lines, "r.jsonl")] == [None, ()]
    assert json.loads(lines[0])["schema"] == ratings.SCHEMA


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"score": 101}, "the score 101 is not between 0 and 100"),
        ({"score": -1}, "the score -1 is not between 0 and 100"),
        ({"errors": [{"category": "other", "severity": "major", "spans": [{"side": "target", "start": 0, "end": 9}]}]},
         "the span 0:9 is outside the target text of 1 characters"),
        ({"errors": [{"category": "other", "severity": "grave"}]}, "Invalid enum value 'grave'"),
        ({"schema": "mtqe.ratings/9"}, "Invalid value 'mtqe.ratings/9'"),
        ({"source": None}, "Expected `str`"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rating_is_refused_with_its_line(changed: dict[str, object], message: str) -> None:
    good = {"schema": ratings.SCHEMA, "rater": "Ana", "segment": "1", "source": "a", "target": "b"}
    with pytest.raises(InputError) as caught:
        list(ratings.parse([json.dumps(good), json.dumps(good | changed)], "r.jsonl"))
    assert caught.value.message.startswith("r.jsonl, line 2: ")
    assert message in caught.value.message


def rated(created: str) -> Rating:
    return Rating(rater="Ana", segment="1", source="a", target="b", created=created)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("", "", True),
        ("", "2026-11-01T10:00:00+00:00", True),
        ("2026-11-01T10:00:00+00:00", "", False),
        ("2026-11-01T10:00:00+00:00", "2026-11-01T10:00:00Z", True),
        ("2026-11-01T10:00:00+00:00", "2026-11-01T09:00:00Z", False),
        ("2026-11-01T10:00:00+02:00", "2026-11-01T09:00:00+00:00", True),  # an hour later, although it looks earlier
        ("2026-11-01T10:00:00+00:00", "2026-11-01T11:00:00+02:00", False),
        ("2026-11-01T10:00:00", "2026-11-01T11:00:00+00:00", True),
        ("soon", "later", False),
    ],
)
def test_the_later_rating_counts(earlier: str, later: str, expected: bool) -> None:
    assert replaces(rated(later), rated(earlier)) is expected
    assert replaces(rated(later), None)
