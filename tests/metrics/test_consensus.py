"""Consensus: its arithmetic by hand, which translations count, where it is off, and what a run says of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from mtqe import comparing, encoder
from mtqe.encoder import Judgement, Pair, judgement_cache
from mtqe.encoder.scoring import moved, penalty_of
from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.machine.cache import Store
from mtqe.metrics import consensus, learned
from mtqe.model import Document, Report, Score, Segment, comparable
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, GateConfig, MetricsConfig

SOURCE = "The ferry leaves the harbour at dawn and does not wait for latecomers."
ALIKE = (
    "Die Fähre verlässt den Hafen im Morgengrauen und wartet nicht auf Nachzügler.",
    "Die Fähre verlässt den Hafen bei Tagesanbruch und wartet nicht auf Nachzügler.",
    "Die Fähre verlässt im Morgengrauen den Hafen und wartet nicht auf Verspätete.",
)
ODD = "Das Schiff fährt früh ab, ohne noch irgendwen mitzunehmen."
TEXT = st.text("abc é.", min_size=1, max_size=12)


def context(translations: Sequence[str] = (), **config: Any) -> Context:
    """A context in which the segment `1` has these translations."""
    made = Config(metrics=MetricsConfig(intervals=False, **config))
    return Context("en", "de", made, translations={("1", SOURCE): tuple(translations)} if translations else {})


def judgement(penalty: float, unrelated: bool = False) -> Judgement:
    none = np.zeros((0, 4), np.float32)
    return Judgement(penalty, 1, none[:, :2].astype(np.int32), none, none[:, 0], unrelated=unrelated)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every translation has a penalty of 2; those about Bremen are unrelated."""

    def judgements(pairs: Sequence[Pair], context: Context, user: str) -> list[Judgement]:
        return [judgement(2.0, "Bremen" in pair.target) for pair in pairs]

    monkeypatch.setattr(judgement_cache, "judgements", judgements)


def score(target: str, translations: Sequence[str], references: tuple[str, ...] = (), **config: Any) -> list[Score]:
    made: list[Score] = learned.learned.score(
        [Segment("1", SOURCE, target, references)], context(translations, **config)
    )
    return made


def value(target: str, translations: Sequence[str], references: tuple[str, ...] = ()) -> float:
    found = score(target, translations, references)[0].value
    assert found is not None
    return found


# --- the arithmetic ---------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(TEXT, max_size=6))
def test_the_amounts_are_those_by_hand_and_sum_to_nothing(texts: list[str]) -> None:
    found = consensus.oddities(texts, context())
    distinct = list(dict.fromkeys(texts))
    assert set(found) == (set(distinct) if len(distinct) > 2 else set())
    chrf = CHRF()
    likeness = {
        text: fmean(
            chrf.sentence_score(*pair).score / 100
            for other in distinct
            if other != text
            for pair in ((text, [other]), (other, [text]))
        )
        for text in found
    }
    for text, amount in found.items():
        evidence = 1 - 1 / (len(distinct) - 1)
        assert amount == pytest.approx(evidence * (fmean(likeness.values()) - likeness[text]), abs=1e-9)
    assert sum(found.values()) == pytest.approx(0, abs=1e-9)


@given(st.floats(-1, 3), st.floats(-2, 2))
def test_an_amount_is_added_before_penalties_become_positive(estimate: float, amount: float) -> None:
    before, after = penalty_of(np.array([estimate, estimate + amount], np.float64)).tolist()
    assert moved(before, amount) == pytest.approx(after, rel=2e-3, abs=1e-4)
    assert moved(before, 0.0) == pytest.approx(before, rel=1e-4, abs=1e-6)


def test_no_penalty_is_too_small_or_too_great_to_be_moved() -> None:
    assert 0 < moved(0.0, -5.0) < moved(0.0, 0.0) < 1e-5
    assert moved(30.0, 9.0) == pytest.approx(30.0)


# --- the scores -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("judged")
def test_the_odd_one_loses_and_the_score_of_a_typical_one_stays() -> None:
    texts = (*ALIKE, ODD)
    alone = value(ALIKE[0], ())
    assert alone == pytest.approx(learned.quality(2.0))
    assert value(ODD, texts) < alone - 0.02
    assert all(value(text, texts) > alone for text in ALIKE)
    logs = [np.log1p(learned.rate(value(text, texts))) for text in texts]
    assert fmean(logs) == pytest.approx(np.log1p(2.0), abs=0.01)


@pytest.mark.usefixtures("judged")
def test_equal_translations_count_once_and_have_equal_scores() -> None:
    twice = (ALIKE[0], ODD, ALIKE[1], ODD)
    assert [value(text, twice) for text in twice] == [value(text, twice[:3]) for text in twice]
    assert value(ODD, (ODD, ALIKE[0], ODD, ALIKE[0])) == value(ODD, ())  # two distinct ones say nothing


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(
    "text",
    ["", " ", "---", SOURCE, "Le ferry quitte le port à l'aube et n'attend personne.", "Heute regnet es in Bremen."],
)
def test_what_is_no_translation_is_no_evidence(text: str) -> None:
    texts = (*ALIKE, ODD)
    for own in texts:
        assert value(own, (*texts, text)) == value(own, texts) != value(own, ())
    assert value(text, (*texts, text)) == value(text, ())  # and no evidence counts for it


@pytest.mark.usefixtures("judged")
def test_with_a_reference_there_is_no_consensus() -> None:
    texts = (*ALIKE, ODD)
    found = score(ODD, texts, (ALIKE[0],))
    assert found[0].value == pytest.approx(learned.quality(2.0))
    assert "consensus" not in found[0].signature


@pytest.mark.usefixtures("judged")
def test_the_signature_and_a_remark_say_so() -> None:
    texts = (*ALIKE, ODD)
    found = score(ODD, texts)
    assert {one.signature["consensus"] for one in found} == {3}
    (remark,) = learned.learned.remarks(found, [Segment("1", SOURCE, ODD)], context(texts))
    assert remark == (
        "learned compared the translations of each source that has three or more different ones with each other "
        "(consensus), so its scores depend on the other systems in the run; --no-consensus scores each translation by "
        "itself"
    )
    for few in ((), texts[:1], texts[:2]):
        assert "consensus" not in score(texts[0], few)[0].signature
    assert learned.learned.remarks(score(ODD, ()), [Segment("1", SOURCE, ODD)], context()) == []


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("texts", [ALIKE[:1] * 3, (*ALIKE[:2], ALIKE[0], "", SOURCE), (*ALIKE[:2], "Über Bremen.")])
def test_where_too_few_texts_count_nothing_says_consensus(texts: tuple[str, ...]) -> None:
    for text in texts:
        found = score(text, texts)
        assert found == score(text, ())
        assert learned.learned.remarks(found, [Segment("1", SOURCE, text)], context(texts)) == []


@pytest.mark.usefixtures("judged")
def test_each_level_has_the_number_of_what_was_compared() -> None:
    other = "The tide was low."
    both = {("1", SOURCE): (*ALIKE, ODD, ODD), ("2", other): (*ALIKE[:2], ALIKE[1]), ("3", SOURCE): (*ALIKE, ODD, "")}
    where = dataclasses.replace(context(), translations=both)
    segments = [
        Segment("1", SOURCE, ODD, doc="a"),
        Segment("2", other, ALIKE[0], doc="b"),
        Segment("3", SOURCE, "", doc="c"),
    ]
    found = learned.learned.score(segments, where)
    assert [one.signature.get("consensus") for one in found] == [3, 3, None, 3, 3, None, None]
    assert len({one.signature.get("consensus_set") for one in found} - {None}) == 1
    alone = learned.learned.score(segments[1:2], where)  # the corpus of each system in the run has the same number
    assert [one.signature.get("consensus") for one in alone] == [3, None, None]


@pytest.mark.usefixtures("judged")
def test_a_compared_segment_has_no_interval() -> None:
    config = Config(metrics=MetricsConfig(resamples=10))
    alone = Context("en", "de", config)
    where = Context("en", "de", config, translations={("1", SOURCE): (*ALIKE, ODD)})
    for text in (*ALIKE, ODD):
        assert learned.learned.score([Segment("1", SOURCE, text)], alone)[-1].interval
        assert learned.learned.score([Segment("1", SOURCE, text)], where)[-1].interval is None
    good, bad = (learned.learned.score([Segment("1", SOURCE, text)], where)[-1] for text in (ALIKE[0], ODD))
    assert learned.learned.clearly_better(good, bad, where) == "not measured with consensus"


@pytest.mark.usefixtures("judged")
def test_progress_is_told_for_each_source() -> None:
    told: list[tuple[str, int, int]] = []
    sources = {(str(place), f"{SOURCE} {place}"): (*ALIKE, ODD) for place in range(3)}
    where = dataclasses.replace(context(), translations=sources, progress=lambda *step: told.append(step))
    learned.learned.score([Segment("0", f"{SOURCE} 0", ODD)], where)
    assert told == [("consensus", done, 3) for done in range(4)]


@pytest.mark.usefixtures("judged")
def test_translations_of_another_source_with_the_same_id_do_not_count() -> None:
    where = dataclasses.replace(context(), translations={("1", "Another source."): (*ALIKE, ODD)})
    assert learned.learned.score([Segment("1", SOURCE, ODD)], where)[0].value == value(ODD, ())


def test_single_judgements_are_stored_and_consensus_is_made_anew(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = (*ALIKE, ODD)
    segment = Segment("1", SOURCE, ODD)

    def scored(translations: Sequence[str]) -> list[Score]:
        return learned.learned.score([segment], dataclasses.replace(context(translations), cache=Store()))

    compared = scored(texts)
    with monkeypatch.context() as patch:
        patch.setattr(encoder, "load", lambda device: pytest.fail("the encoder was loaded"))
        assert scored(texts) == compared
        alone = scored(())
        assert alone[0].value is not None
        assert compared[0].value is not None
        assert alone[0].value > compared[0].value
        assert scored(texts[:3]) != compared
    assert alone == learned.learned.score([segment], context())


# --- a run ------------------------------------------------------------------------------------------------------------


def run(stages: pipeline.Stages, texts: Sequence[str], **config: Any) -> Report:
    """Each text is that of a system."""
    documents = [
        Document(name, segments=(Segment("1", SOURCE, text, system=name),))
        for name, text in zip("abcd"[: len(texts)], texts, strict=True)
    ]
    given = Config("en", "de", metrics=MetricsConfig(intervals=False, cache=False, **config))
    return pipeline.assess(Corpus(tuple(documents), "lines"), given, stages=stages)


SCORING = pipeline.Stages(checks=False, gate=False, consensus=True)


def consensus_of(report: Report) -> set[Any]:
    return {one.signature.get("consensus") for one in report.scores if one.metric == "learned"}


@pytest.mark.usefixtures("judged")
def test_only_a_scoring_run_of_three_systems_without_a_gate_compares() -> None:
    texts = (*ALIKE, ODD)
    report = run(SCORING, texts)
    assert consensus_of(report) == {3}
    (note,) = (note for note in report.run.notes if "consensus" in note)
    assert "three or more different ones" in note and "--no-consensus" in note
    whole = [one for one in report.scores if one.level == "corpus" and one.metric == "learned"]
    by_system = {one.system: one.value or 0.0 for one in whole}
    assert min(by_system, key=lambda name: by_system[name]) == "d"
    assert consensus_of(run(SCORING, texts, consensus=False)) == {None}
    assert consensus_of(run(SCORING, texts[:2])) == {None}
    for stages in (dataclasses.replace(SCORING, gate=True), dataclasses.replace(SCORING, consensus=False)):
        assert consensus_of(run(stages, texts)) == {None}


@pytest.mark.usefixtures("judged")
def test_there_is_one_note_although_sources_have_different_numbers_of_translations() -> None:
    documents = [
        Document(name, segments=tuple(Segment(str(n), SOURCE, text, system=name) for n, text in enumerate(texts)))
        for name, *texts in zip("abcd", (*ALIKE, ODD), (*ALIKE, ALIKE[0]), (*ALIKE[:2], "", ""), strict=True)
    ]
    config = Config("en", "de", metrics=MetricsConfig(intervals=False, cache=False))
    report = pipeline.assess(Corpus(tuple(documents), "lines"), config, stages=SCORING)
    segments = [one.signature.get("consensus") for one in report.scores if one.level == "segment"]
    assert set(segments) == {3, 2, None}
    assert len([note for note in report.run.notes if "consensus" in note]) == 1


@pytest.mark.usefixtures("judged")
def test_only_a_metric_that_declares_it_gets_the_other_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = dataclasses.replace(metric_table.rows()["learned"], consensus=False)
    monkeypatch.setattr(metric_table, "METRICS", (plain,))
    assert consensus_of(run(SCORING, (*ALIKE, ODD))) == {None}


@pytest.mark.usefixtures("judged")
def test_scores_with_and_without_are_not_compared() -> None:
    texts = (*ALIKE, ODD)
    sources = comparing.systems_of([("all", run(SCORING, texts)), ("one", run(SCORING, texts[:1]))])
    made = comparing.compare(sources, ["learned"], None, comparing.Plan(0.05, 10, 10, 1), 1, lambda *told: None)
    assert [problem.why for problem in made.problems] == [
        "the scores are not comparable: they depend on the other systems in the run (consensus is 3 and nothing); "
        "score all systems in one run, or each with --no-consensus"
    ]
    both = comparing.systems_of([("all", run(SCORING, texts))])
    assert not comparing.compare(
        both, ["learned"], None, comparing.Plan(0.05, 10, 10, 1), 1, lambda *told: None
    ).problems


@pytest.mark.usefixtures("judged")
def test_scores_of_runs_with_other_systems_are_not_compared() -> None:
    first, second = run(SCORING, (*ALIKE, ODD)), run(SCORING, (*ALIKE, ODD.replace("früh", "zeitig")))
    own, other = (list(comparing.systems_of([("r", report)]))[:1] for report in (first, second))
    made = comparing.compare([*own, *other], ["learned"], None, comparing.Plan(0.05, 10, 10, 1), 1, lambda *told: None)
    (problem,) = made.problems
    assert "they depend on the other systems in the run (consensus_set is " in problem.why
    hashes = [
        {comparable(one.signature) for one in report.scores if one.system == "a" and one.metric == "learned"}
        for report in (first, second)
    ]
    assert not hashes[0] & hashes[1]  # at no level
    again = run(SCORING, (ODD, *ALIKE[::-1]))  # the order of the systems does not matter
    assert {comparable(one.signature) for one in again.scores} == {comparable(one.signature) for one in first.scores}


@pytest.mark.usefixtures("judged")
def test_the_gate_does_not_judge_by_the_other_systems() -> None:
    from mtqe.gate import verdicts

    report = run(SCORING, (*ALIKE, ODD))
    alone = run(SCORING, ALIKE[:1])
    for policy in (GateConfig(min={"learned": 0.01}), GateConfig(max_drop={"learned": 0.5})):
        verdict = verdicts.judge(report, policy, alone)
        assert not verdict.passed
        assert "its scores depend on the other systems of the run (consensus with 3 others)" in verdict.reasons[0]
        assert "--no-consensus" in verdict.reasons[0]
    assert not any("consensus" in reason for reason in verdicts.judge(alone, GateConfig(min={"learned": 0.01})).reasons)
