"""The segments of a corpus beside the same segments without their inline codes, and those that are judged."""

from __future__ import annotations

import pytest

from mtqe.intake import length_limit
from mtqe.intake.corpus import Corpus
from mtqe.language import codes
from mtqe.model import Code, Document, Segment

CODES = (Code("source", 0, 3, "b", "open"), Code("source", 7, 11, "/b", "close"))
CODED = Segment("1", "<b>Open</b> the valve.", "Öffnen Sie das Ventil.", codes=CODES)
PLAIN = Segment("2", "Wait.", "Warten.")
LONG = Segment("3", "x" * (length_limit.LONGEST + 1), "x")


def corpus(*segments: Segment) -> Corpus:
    return Corpus((Document("d", segments=segments),), "lines")


def test_the_bare_text_stands_beside_the_stored_one() -> None:
    texts = corpus(CODED, PLAIN)
    assert [segment.source for segment in texts.segments] == ["<b>Open</b> the valve.", "Wait."]
    assert [segment.source for segment in texts.bare] == ["Open the valve.", "Wait."]
    assert texts.bare[1] is PLAIN


def test_the_codes_of_a_segment_are_left_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    bare = codes.bare
    monkeypatch.setattr(codes, "bare", lambda segment: made.append(segment.id) or bare(segment))
    texts = corpus(CODED, PLAIN)
    assert texts.bare[0] is texts.judged[None].bare[0] is texts.bare[0]
    assert made == ["1", "2"]


def test_a_segment_that_is_too_long_is_a_problem_and_not_judged() -> None:
    judged = corpus(PLAIN, LONG, CODED).judged[None]
    assert [segment.id for segment in judged.stored] == [segment.id for segment in judged.bare] == ["2", "1"]
    assert [problem.what for problem in judged.problems] == ["segment 3"]
    assert (judged.stored[1], judged.bare[1].source) == (CODED, "Open the valve.")


def test_the_segments_of_each_system_are_judged_apart() -> None:
    a, b = (Segment("1", "Wait.", "Warten.", system=name) for name in "ab")
    texts = corpus(b, a)
    assert {name: judged.stored for name, judged in texts.judged.items()} == {"b": (b,), "a": (a,)}
    assert list(texts.judged) == list(texts.systems)
    assert list(corpus().judged) == [None]
