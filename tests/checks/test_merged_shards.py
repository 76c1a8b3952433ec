"""The checks of shards, merged, give what the checks of the whole text give; with checks made for this test."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks import runner
from mtqe.model import Hit, Segment, Severity, Shard, Span
from mtqe.registry.contracts import Check, Context, Example, check

CONTEXT = Context("en", "de")
EXAMPLES = [Example("a", "a")]


def short(segment: Segment, context: Context) -> str | None:
    """Segments of one or two letters are not judged, for two reasons."""
    return {1: "one letter", 2: "two letters"}.get(len(segment.target))


@check("ACC901", "letter-b", "accuracy", Severity.MINOR, examples=EXAMPLES, unjudged=short, yields_to_specific=True)
def letter_b(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark each b; gives way to a specific check."""
    yield from (Hit("b", (Span("target", at, at + 1),)) for at, char in enumerate(segment.target) if char == "b")


@check("ACC902", "last-first", "accuracy", Severity.MAJOR, examples=EXAMPLES, scope="document")
def last_first(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark the first letter of each segment, from the end of the document to its beginning."""
    for segment in reversed(segments):
        if segment.target:
            yield segment, Hit(f"of {len(segments)}", (Span("target", 0, 1),))


@check("TRM901", "frequent", "terminology", Severity.MAJOR, examples=EXAMPLES, scope="corpus", unjudged=short)
def frequent(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark the first b of the text if at least three segments have one."""
    found = [segment for segment in segments if "b" in segment.target]
    if len(found) >= 3:
        at = found[0].target.index("b")
        yield found[0], Hit(f"{len(found)} segments", (Span("target", at, at + 1),))


@check("ACC903", "breaks", "accuracy", Severity.MINOR, examples=EXAMPLES)
def breaks(segment: Segment, context: Context) -> Iterator[Hit]:
    """Fail at a c."""
    if "c" in segment.target:
        raise ValueError("a c")
    yield Hit("no c")


CHECKS: list[Check] = [letter_b, last_first, frequent, breaks]
TEXTS = st.lists(st.lists(st.text("abc", max_size=4), min_size=1, max_size=4), min_size=1, max_size=7)


def segments_of(documents: Sequence[Sequence[str]]) -> list[Segment]:
    return [
        Segment(f"{number}.{place}", "x" + text[:1], text, doc=f"d{number}")
        for number, document in enumerate(documents)
        for place, text in enumerate(document)
    ]


@settings(max_examples=150)
@given(TEXTS, st.integers(1, 4))
def test_merged_shards_are_the_whole(documents: list[list[str]], total: int) -> None:
    segments = segments_of(documents)
    whole = runner.run(CHECKS, segments, CONTEXT)
    shards = []
    for number in range(1, total + 1):
        shard = Shard(number, total)
        groups = [list(group) for _, group in groupby(segments, key=lambda segment: segment.doc)]
        part = [segment for place, group in enumerate(groups) if shard.has(place) for segment in group]
        if part:
            outcome = runner.run(CHECKS, part, CONTEXT)
            shards.append((outcome.results, outcome.findings))
    places = {segment.id: int((segment.doc or "d0")[1:]) for segment in segments}
    assert runner.merged(CHECKS, segments, CONTEXT, shards, places) == whole


def test_a_check_that_did_not_run_everywhere_has_failed() -> None:
    segments = segments_of([["aaa"], ["aaa"]])
    outcomes = [
        runner.run([dataclasses.replace(letter_b, limits=lambda context, why=why: why)], [segment], CONTEXT)
        for why, segment in zip((None, "no data"), segments, strict=True)
    ]
    shards = [(outcome.results, outcome.findings) for outcome in outcomes]
    merged = runner.merged([letter_b], segments, CONTEXT, shards, {"0.0": 0, "1.0": 1})
    assert [(item.state, item.why) for item in merged.items] == [("failed", "it did not run in 1 of 2 shards: no data")]
    assert len(merged.problems) == 1


def test_a_check_that_needs_references_runs_if_any_shard_has_them() -> None:
    needing = dataclasses.replace(letter_b, needs=("reference",))
    segments = [Segment("0", "a", "abb"), Segment("1", "a", "abb", references=("a",))]
    outcomes = [runner.run([needing], [segment], CONTEXT) for segment in segments]
    assert [outcome.items[0].state for outcome in outcomes] == ["not run", "ran"]
    shards = [(outcome.results, outcome.findings) for outcome in outcomes]
    merged = runner.merged([needing], segments, CONTEXT, shards, {"0": 0, "1": 1})
    assert [item.state for item in merged.items] == ["ran"]
    none = [(outcome.results, outcome.findings) for outcome in outcomes[:1]]
    assert [item.state for item in runner.merged([needing], segments[:1], CONTEXT, none, {"0": 0}).items] == ["not run"]
