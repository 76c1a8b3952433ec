"""`min_segment`: floors of segments, by their scores or by the intervals of their scores."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import ConfigError
from mtqe.gate.explain import explain
from mtqe.gate.idle import noted
from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Interval, Report, Run, Score, Segment
from mtqe.settings.policy import GateConfig, Match, Rule

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
        "learned is below the floor of 0.3 with the whole interval in 1 of 5 segments (segment 3: 0.1000); 2 segments "
        "have a lower score, but an interval that reaches the floor, so they do not count "
        "(segment 4: 0.2000, segment 2: 0.2500)"
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
        "learned is below the floor of 0.3 with the whole interval in 0 of 2 segments; 1 segment has a lower score, "
        "but an interval that reaches the floor, so it does not count (segment 2: 0.2500) (min_segment.learned)",
    )
    assert any("so it does not count" in line for line in explain(got, policy(by="interval"), None, verdict))
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
    with pytest.raises(
        ConfigError, match=r"gate\.min_segment\.ter: a lower ter is better, so a floor makes no"
    ) as error:
        judge(SAMPLE, policy(metric="ter"))
    assert error.value.hint.startswith("remove it: single segments have floors only. A ceiling in max_score")
    with pytest.raises(ConfigError, match=r"metric in gate\.min_segment"):
        judge(SAMPLE, policy(metric="learnt"))
    assert "gate.min_segment.learned is infinite and never fails" in judge(SAMPLE, policy(-float("inf"))).relaxed


@pytest.mark.parametrize(
    ("key", "metric", "limit", "scores", "example"),
    [
        ("min_segment", "learned", 30, "from 0 to 1", ", such as 0.3"),
        ("min_segment", "bleu", 300, "from 0 to 100", ""),
        ("min_segment", "learned", float("inf"), "from 0 to 1", ""),
        ("min", "learned", 1.01, "from 0 to 1", ""),
        ("min", "chrf", -1, "from 0 to 100", ""),
        ("max_score", "hallucination", 2, "from 0 to 1", ""),
        ("max_score", "ter", -5, "from 0 upwards", ""),
        ("max_drop", "learned", 5, "from 0 to 1", ""),
    ],
)
def test_limits_out_of_range_are_refused(key: str, metric: str, limit: float, scores: str, example: str) -> None:
    for where, limits in (
        ("gate", GateConfig(**{key: {metric: limit}})),
        ("gate.rules[0]", GateConfig(rules=(Rule(**{key: {metric: limit}}),))),
    ):
        with pytest.raises(ConfigError) as error:
            judge(SAMPLE, limits)
        said = f"{where}.{key}.{metric}: {limit:g} is out of range, because scores of {metric} are {scores}"
        assert (error.value.message, error.value.hint) == (said, f"write a number {scores}{example}")


def test_limits_at_the_ends_of_the_range_are_limits() -> None:
    for limits in (
        GateConfig(min={"learned": 1.0, "chrf": 0.0}, max_score={"ter": 250.0, "hallucination": 0.0}),
        GateConfig(min={"learned": -float("inf")}, max_score={"ter": float("inf")}, max_drop={"bleu": float("inf")}),
    ):
        judge(SAMPLE, limits)


def test_a_metric_without_scores_of_segments_cannot_have_floors_of_them() -> None:
    whole = msgspec.structs.replace(SAMPLE, scores=(Score("chrf", "corpus", 40.0), Score("chrf", "document", 40.0)))
    rule = Rule(min_segment={"chrf": 20.0})
    for where, limits in (("gate", policy(20.0, metric="chrf")), ("gate.rules[0]", GateConfig(rules=(rule,)))):
        with pytest.raises(ConfigError) as error:
            judge(whole, limits)
        assert error.value.message == (
            f"{where}.min_segment.chrf: chrf has scores for the whole text only, not for segments"
        )
        assert error.value.hint == "write min = { chrf = 20 } in its place, or remove it"
    (ruling,) = judge(msgspec.structs.replace(SAMPLE, scores=()), policy(20.0, metric="chrf")).rulings
    assert ruling.text == "chrf has a floor for segments of 20 but no score"


def test_a_way_to_judge_segments_without_a_floor_is_named() -> None:
    said = 'policy: gate.min_segment_by = "interval" does nothing, because no floor of segments is set'
    (note,) = noted(SAMPLE, GateConfig(min_segment_by="interval")).run.notes
    assert note.startswith(said)
    for limits in (
        GateConfig(),
        policy(by="interval"),
        GateConfig(min_segment_by="interval", rules=(Rule(min_segment={"learned": 0.3}),)),
    ):
        assert not any(note.startswith(said) for note in noted(SAMPLE, limits).run.notes)


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
        assert f"; {len(low)} segment{' has' if len(low) == 1 else 's have'} a lower score, but an interval" in sentence


NARROW = tuple(Interval(max(0.0, value - 0.27), min(1.0, value + 0.27), 0.8) for value in (0.0, 0.1, 0.9))


def narrow() -> Report:
    """Scores of 0, 0.1 and 0.9 with intervals of 0.27 to either side."""
    scores = tuple(
        Score("learned", "segment", value, str(n), interval=sure)
        for n, (value, sure) in enumerate(zip((0.0, 0.1, 0.9), NARROW, strict=True), 1)
    )
    return msgspec.structs.replace(report((0.0, None), (0.1, None), (0.9, None)), scores=scores)


@pytest.mark.parametrize(("undecided", "passed"), [("point", False), ("fail", False), ("pass", True)])
def test_a_floor_that_every_interval_reaches_does_not_decide_by_interval(undecided: Any, passed: bool) -> None:
    for floor in (0.2, 0.27):
        verdict = judge(narrow(), policy(floor, "interval", undecided=undecided))
        (ruling,) = verdict.rulings
        assert (ruling.outcome, verdict.passed, ruling.spared) == ("undecided", passed, 2)
        assert "every interval reaches this floor, because the narrowest extends 0.2700 to either side" in ruling.text
        assert "do not count" not in ruling.text
        assert any(
            line.startswith("  ? undecided: ") for line in explain(narrow(), policy(floor, "interval"), None, verdict)
        )
    above = judge(narrow(), policy(0.28, "interval", undecided=undecided)).rulings[0]
    assert (above.outcome, above.spared, "every interval" in above.text) == ("fail", 1, False)


def test_a_low_floor_passes_if_all_scores_reach_it() -> None:
    good = msgspec.structs.replace(narrow(), scores=narrow().scores[2:])
    assert judge(good, policy(0.2, "interval")).rulings[0].outcome == "pass"


@pytest.mark.parametrize("by", ["score", "interval"])
def test_a_segment_with_a_source_and_no_score_fails(by: Any) -> None:
    verdict = judge(report((0.9, 1.0), (None, None), (None, None)), policy(by=by))
    (reason,) = verdict.reasons
    assert reason.endswith("; 2 segments have a source, but no score (segment 2, segment 3)")
    sourceless = report((0.9, 1.0), (None, None))
    first, second = sourceless.segments
    blank = msgspec.structs.replace(second, source=" ")
    assert judge(msgspec.structs.replace(sourceless, segments=(first, blank)), policy(by=by)).passed


def test_only_an_interval_makes_it_sure() -> None:
    (reason,) = judge(report((0.9, 1.0), (0.1, 0.2), (0.0, None)), policy(by="interval")).reasons
    assert reason == (
        "learned is below the floor of 0.3 with the whole interval in 1 of 3 segments (segment 2: 0.1000); "
        "1 segment has a lower score and no interval (segment 3: 0.0000)"
    )


def test_a_floor_of_segments_needs_no_source() -> None:
    got = report((0.9, None), (0.1, None), metric="chrf")
    bare = msgspec.structs.replace(
        got, segments=tuple(msgspec.structs.replace(segment, source="") for segment in got.segments)
    )
    (reason,) = judge(bare, policy(metric="chrf")).reasons
    assert "in 1 of 2 segments (segment 2: 0.1000)" in reason


def test_a_drop_is_not_measured_on_segments_without_a_source() -> None:
    got = report(*[(0.9, None)] * 12)
    bare = msgspec.structs.replace(
        got, segments=tuple(msgspec.structs.replace(segment, source="") for segment in got.segments)
    )
    drop = GateConfig(max={}, max_per_1000={}, coverage=(), max_drop={"learned": 0.0})
    assert "only 0 segments" in judge(bare, drop, bare).rulings[0].text


def test_many_low_segments_are_judged_in_a_moment() -> None:
    got = report(*[(0.1, 0.4 if n % 2 else 0.2) for n in range(20_000)])
    started = time.process_time()
    assert judge(got, policy(by="interval")).rulings[0].spared == 10_000
    assert time.process_time() - started < 3


def compared(got: Report, level: str) -> Report:
    """The report with a score of the corpus, and consensus in the signatures of one level."""
    scores = (*got.scores, Score("learned", "corpus", 0.9))
    return msgspec.structs.replace(
        got,
        scores=tuple(
            msgspec.structs.replace(score, signature={"consensus": 3}) if score.level == level else score
            for score in scores
        ),
    )


def test_scores_with_consensus_are_refused_by_the_signatures_of_what_is_judged() -> None:
    got = report(*[(0.9, None)] * 12)
    reason = "depend on the other systems of the run (consensus with 3 others)"
    drop = GateConfig(max={}, max_per_1000={}, coverage=(), max_drop={"learned": 0.0})
    floor = GateConfig(max={}, max_per_1000={}, coverage=(), min={"learned": 0.5})
    for limits in (policy(), drop):
        (ruling,) = judge(compared(got, "segment"), limits, got).rulings
        assert ruling.outcome == "fail" and reason in ruling.text
    (ruling,) = judge(got, drop, compared(got, "segment")).rulings
    assert ruling.outcome == "fail" and f"its scores in the baseline {reason}" in ruling.text
    (ruling,) = judge(compared(got, "corpus"), floor).rulings
    assert ruling.outcome == "fail" and reason in ruling.text
    assert judge(compared(got, "none"), drop, got).passed


def test_the_ruling_says_that_a_pair_was_not_rated() -> None:
    def text(source: str, target: str, by: Any) -> str:
        run = msgspec.structs.replace(SAMPLE.run, source_lang=source, target_lang=target)
        return judge(msgspec.structs.replace(SAMPLE, run=run), policy(by=by)).rulings[0].text

    said = "en-fr was not rated, so the interval is that of the widest rated pair"
    assert text("en-GB", "fr", "interval").endswith(f"; {said}")
    assert "not rated" not in text("en-GB", "de-AT", "interval") + text("en", "fr", "score")
