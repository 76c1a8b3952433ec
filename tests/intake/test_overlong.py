"""Segments that are too long to be judged are left out, and the report is incomplete."""

from __future__ import annotations

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
