"""`min_segment`: floors of segments, by their scores or by the intervals of their scores."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import ConfigError
from mtqe.gate.explain import explain
from mtqe.gate.idle import noted
from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Interval, Report, Run, Score, Segment
from mtqe.policy import GateConfig, Match, Rule

Given = tuple[float | None, float | None]
"""A score and the upper end of its interval."""


def report(*scored: Given, metric: str = "learned", docs: tuple[str, ...] = ()) -> Report:
    segments = tuple(
        Segment(str(n), f"source {n}", "b", doc=docs[n - 1] if docs else None) for n in range(1, len(scored) + 1)
    )
    scores = tuple(
        Score(metric, "segment", value, str(n), interval=None if high is None else Interval(0.0, high, 0.8))
        for n, (value, high) in enumerate(scored, 1)
    )
    run = Run("0", "", checks=(CheckItem("T1", "bad-thing", "ran"),), source_words=1000)
    documents = tuple(Document(doc, path=f"{doc}.txt") for doc in dict.fromkeys(docs))
    return Report(SCHEMA, run, documents, segments, scores)


def policy(limit: float = 0.3, by: Any = "score", metric: str = "learned", **more: Any) -> GateConfig:
    return GateConfig(max={}, max_per_1000={}, coverage=(), min_segment={metric: limit}, min_segment_by=by, **more)


SAMPLE = report((0.9, 1.0), (0.25, 0.45), (0.1, 0.29), (0.2, 0.4), (0.31, 0.5))


def test_by_score_every_segment_below_the_floor_counts() -> None:
    verdict = judge(SAMPLE, policy())
    (reason,) = verdict.reasons
    assert reason == (
        "learned is below the floor of 0.3 in 3 of 5 segments (segment 3: 0.1000, segment 4: 0.2000, segment 2: 0.2500)"
    )
    (ruling,) = verdict.rulings
    assert (ruling.rule, ruling.outcome, ruling.value, ruling.limit) == ("min_segment.learned", "fail", 0.1, 0.3)
    assert (ruling.broken, ruling.spared) == (True, 0)


def test_by_interval_a_segment_must_be_below_it_with_its_whole_interval() -> None:
    verdict = judge(SAMPLE, policy(by="interval"))
    (reason,) = verdict.reasons
    assert reason == (
        "learned is surely below the floor of 0.3 in 1 of 5 segments (segment 3: 0.1000); "
        "spared, as their intervals reach the floor: 2 more (segment 4: 0.2000, segment 2: 0.2500)"
    )
    assert verdict.rulings[0].spared == 2
    touching = judge(report((0.2, 0.3)), policy(by="interval"))
    assert (touching.passed, touching.rulings[0].spared) == (True, 1)


def test_a_pass_tells_of_the_segments_that_it_spares() -> None:
    got = report((0.9, 1.0), (0.25, 0.45))
    assert not judge(got, policy()).passed
    verdict = judge(got, policy(by="interval"))
    assert verdict.passed
    assert verdict.tolerated == (
        "learned is surely below the floor of 0.3 in 0 of 2 segments; "
        "spared, as their intervals reach the floor: 1 more (segment 2: 0.2500) (min_segment.learned)",
    )
    assert any("spared" in line for line in explain(got, policy(by="interval"), None, verdict))
    assert judge(report((0.9, 1.0)), policy(by="interval")).tolerated == ()


def test_a_score_without_an_interval_decides_by_itself() -> None:
    assert not judge(report((0.9, 1.0), (0.0, None)), policy(by="interval")).passed


def test_what_was_not_scored_fails() -> None:
    (reason,) = judge(report((None, None)), policy()).reasons
    assert reason == "learned has a floor for segments of 0.3 but no score"


def test_floors_of_segments_hold_for_all_documents_and_for_those_of_a_rule() -> None:
    got = report((0.2, 0.4), (0.9, 1.0), docs=("a", "b"))
    assert [ruling.part for ruling in judge(got, policy()).rulings] == ["all documents"]
    single = judge(got, policy(each="document"))
    assert [(ruling.part, ruling.outcome) for ruling in single.rulings] == [("a.txt", "fail"), ("b.txt", "pass")]
    rule = Rule(Match(path="a.txt"), min_segment={"learned": 0.1})
    assert judge(got, policy(rules=(rule,))).passed


def test_wrong_keys_are_refused_and_idle_ones_named() -> None:
    with pytest.raises(ConfigError, match=r"gate\.min_segment\.ter: a lower ter is better, so a floor makes no sense"):
        judge(SAMPLE, policy(metric="ter"))
    with pytest.raises(ConfigError, match=r"metric in gate\.min_segment"):
        judge(SAMPLE, policy(metric="learnt"))
    assert (
        "policy: gate.min_segment.learned is infinite and never fails" in noted(SAMPLE, policy(-float("inf"))).run.notes
    )


def test_a_floor_of_segments_is_enough_to_judge_by() -> None:
    got = report((0.9, 1.0))
    bare = Report(SCHEMA, Run("0", "", source_words=1000), (), got.segments, got.scores)
    assert judge(bare, policy()).passed


@given(
    st.lists(st.tuples(st.floats(0, 1), st.none() | st.floats(0, 1)), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_intervals_never_make_a_verdict_harder_and_never_pass_in_silence(given: list[Given], limit: float) -> None:
    scored = [(value, None if high is None else max(high, value or 0.0)) for value, high in given]
    by_score, by_interval = (judge(report(*scored), policy(limit, by)) for by in ("score", "interval"))
    low = [value for value, _ in scored if value is not None and value < limit]
    assert by_score.passed == (not low)
    assert by_interval.passed or not by_score.passed
    if by_interval.passed and not by_score.passed:
        (sentence,) = by_interval.tolerated
        assert f": {len(low)} more (" in sentence
