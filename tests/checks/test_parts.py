"""The runner gives checks the segments in parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import pytest

from mtqe.checks import reading_order, runner
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Check, Context, Example, check


@check(
    "ACC901", "call-size", "accuracy", Severity.MINOR, examples=[Example("a", "a")], scope="document", per_segment=True
)
def call_size(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A hit for each segment, whose message is the number of segments in the call."""
    for segment in segments:
        yield segment, Hit(f"{len(segments)} segments", (Span("target", 0, 1),))


def messages(item: Check, segments: Sequence[Segment]) -> list[str]:
    outcome = runner.run([item], segments, Context("en", "de"))
    assert [item.state for item in outcome.items] == ["ran"]
    return [finding.message for finding in outcome.findings]


SEGMENTS = [Segment(str(k), "x" * 10, "y" * 10, doc=f"document {k // 2}") for k in range(6)]


def test_checks_per_segment_get_segments_of_several_documents() -> None:
    assert messages(call_size, SEGMENTS) == ["6 segments"] * 6


def test_other_checks_get_one_document_at_a_time() -> None:
    assert messages(dataclasses.replace(call_size, per_segment=False), SEGMENTS) == ["2 segments"] * 6


def test_a_part_ends_before_its_texts_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_order, "PART", 80)
    assert messages(call_size, SEGMENTS) == ["4 segments"] * 4 + ["2 segments"] * 2
    assert [start for start, _ in reading_order.parts(SEGMENTS)] == [0, 4]


def test_a_segment_longer_than_a_part_comes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_order, "PART", 5)
    assert [[segment.id for segment in part] for _, part in reading_order.parts(SEGMENTS[:3])] == [["0"], ["1"], ["2"]]
    assert list(reading_order.parts([])) == []


def test_a_long_document_is_divided_equally_whatever_is_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_order, "PART", 50)
    long = [Segment(str(k), "x" * 10, "y" * 10, doc="long") for k in range(5)]

    def divided(before: int) -> list[list[str]]:
        """The segments of the long document in each part, after some short documents."""
        short = [Segment(f"s{k}", "x" * 5, "y" * 5, doc=f"s{k}") for k in range(before)]
        parts = [
            [segment.id for segment in part if segment.doc == "long"]
            for _, part in reading_order.parts([*short, *long])
        ]
        return [part for part in parts if part]

    assert divided(0) == divided(1) == divided(2) == divided(7) == [["0", "1"], ["2", "3"], ["4"]]
    starts = [start for start, _ in reading_order.parts([*SEGMENTS, *long])]
    assert starts == [0, 2, 4, 6, 8, 10]


def test_a_check_that_fails_in_a_part_gets_no_more_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_order, "PART", 20)
    calls: list[int] = []

    def failing(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
        calls.append(len(segments))
        raise ValueError("no")
        yield

    outcome = runner.run([dataclasses.replace(call_size, run=failing), call_size], SEGMENTS, Context("en", "de"))
    assert [item.state for item in outcome.items] == ["failed", "ran"]
    assert calls == [1]


def test_a_document_is_judged_as_a_whole_right_after_its_last_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_order, "PART", 20)
    calls: list[str] = []

    def noted(name: str) -> Check:
        def run(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
            calls.append(name + "".join(segment.id for segment in segments))
            return iter(())

        return dataclasses.replace(call_size, run=run, per_segment=name == "part ")

    runner.run([noted("document "), noted("part ")], SEGMENTS, Context("en", "de"))
    assert calls == [
        *("part 0", "document 01", "part 1", "part 2", "document 23", "part 3", "part 4", "document 45", "part 5")
    ]
