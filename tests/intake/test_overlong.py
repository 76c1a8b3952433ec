"""Segments that are too long to be judged are left out, and the report is incomplete."""

from __future__ import annotations

from mtqe.encoder import UNREAD, judgement_cache
from mtqe.encoder.nouns import LONGEST
from mtqe.flow import pipeline
from mtqe.intake import length_limit
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Report, Segment
from mtqe.settings.config import ChecksConfig, Config, MetricsConfig

CONFIG = Config(
    source_lang="en", target_lang="de", checks=ChecksConfig(select=("HAL102",)), metrics=MetricsConfig(use=("chrf",))
)
FINE = Segment("1", "A boat left.", "Ein Boot fuhr ab.", ("Ein Boot fuhr ab.",), doc="d")
RUN = "Ein Boot " + "-" * (length_limit.LONGEST - 9)


def report(*segments: Segment) -> Report:
    return pipeline.assess(Corpus((Document("d", segments=segments),), "lines"), CONFIG)


def test_a_segment_of_the_greatest_length_is_judged_to_its_end() -> None:
    judged = report(FINE, Segment("2", "A boat", RUN, ("Ein Boot",), doc="d"))
    assert judged.problems == ()
    (finding,) = judged.findings
    assert finding.spans[0].end == length_limit.LONGEST


def test_a_longer_segment_makes_the_run_incomplete() -> None:
    judged = report(FINE, Segment("2", "A boat", RUN + "-", ("Ein Boot",), doc="d"))
    (problem,) = judged.failures
    assert problem.what == "segment 2"
    assert problem.why == (
        "has 100,001 characters on one side, and mtqe judges at most 100,000, so it was neither scored nor checked; "
        "divide the text into paragraphs or sentences"
    )
    assert judged.findings == ()
    assert {score.segment for score in judged.scores if score.level == "segment"} == {"1"}
    assert judged.verdict is not None
    assert not judged.verdict.passed
    assert len(judged.segments) == 2


def test_a_long_reference_counts_and_a_text_with_nothing_else_is_judged_by_nothing() -> None:
    judged = report(Segment("1", "A boat", "Ein Boot", ("-" * 200_000,), doc="d"))
    assert [problem.what for problem in judged.failures] == ["segment 1"]
    assert judged.scores == ()
    assert judged.run.checks == judged.run.coverage == ()


def test_many_long_segments_are_one_problem() -> None:
    segments = [Segment(str(number), "a" * 100_001, "b") for number in range(12)]
    judged, problems = length_limit.without(segments)
    assert judged == []
    assert [problem.what for problem in problems] == ["segments 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... (12 in all)"]


SOURCE = "The pump holds 12 litres. "
TARGET = "Die Pumpe fasst 12 Liter. "
WHOLE = Config(source_lang="en", target_lang="de", metrics=MetricsConfig(cache=False))


def test_the_encoder_does_not_read_a_text_that_is_too_long_for_it_and_rules_judge_it(monkeypatch) -> None:
    read: list[str] = []
    real = judgement_cache.pair

    def pair(segment: Segment, *more: object) -> object:
        read.append(segment.id)
        return real(segment, *more)

    monkeypatch.setattr(judgement_cache, "pair", pair)
    long = Segment("2", SOURCE * 400, TARGET * 400 + "Es sind 7 Stück.", doc="d")
    fine = Segment("1", "The old boat left the harbour early.", "Das alte Boot verließ früh den Hafen.", doc="d")
    assert len(long.target) > LONGEST > len(fine.target)
    judged = pipeline.assess(Corpus((Document("d", segments=(fine, long)),), "lines"), WHOLE)
    assert set(read) == {"1"}
    assert ("number-mismatch", "2") in {(finding.name, finding.segment) for finding in judged.findings}
    values = {(one.metric, one.segment): one.value for one in judged.scores if one.level == "segment"}
    assert values["learned", "2"] is values["hallucination", "2"] is None
    assert values["learned", "1"] is not None and values["hallucination", "1"] is not None
    gaps = {cover.area: (cover.state, cover.gaps) for cover in judged.run.coverage}
    gap = f"{UNREAD}: 1 of 2 segments, such as segment 2"
    for area in ("omission", "hallucination", "negation"):
        state, told = gaps[area]
        assert state == "part" and gap in "; ".join(told)
    assert judged.verdict is not None and any(gap in line for line in judged.verdict.uncovered)


def test_a_run_of_which_the_encoder_reads_nothing_is_incomplete() -> None:
    long = Segment("1", SOURCE * 400, TARGET * 400, doc="d")
    judged = pipeline.assess(Corpus((Document("d", segments=(long,)),), "lines"), WHOLE)
    assert {problem.why for problem in judged.failures} == {
        f"every segment is {UNREAD}; divide the text into paragraphs or sentences"
    }
    states = {cover.area: cover.state for cover in judged.run.coverage}
    assert states["omission"] == states["hallucination"] == "none"
    assert judged.verdict is not None and not judged.verdict.passed
