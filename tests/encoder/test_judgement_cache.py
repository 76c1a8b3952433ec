"""The judgements of a killed run are available to the next run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mtqe import encoder
from mtqe.encoder import judgement_cache, risk
from mtqe.machine.cache import Store
from mtqe.model import Segment
from mtqe.registry.contracts import Context

SEGMENTS = [Segment(str(n), f"The bridge has {n} arches.", f"Die Brücke hat {n} Bögen.") for n in range(6)]


class Killed(Exception):
    pass


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the judged groups; the first run is killed at its third group of two."""
    asked: list[int] = []
    real, find = encoder.load(), risk.risks

    def count(items: Sequence[Any]) -> None:
        asked.append(len(items))
        if len(asked) == 3:
            raise Killed

    class Counting:
        def judge(self, pairs: Sequence[Any], progress: Any) -> Any:
            count(pairs)
            return real.judge(pairs, progress)

        def criticise(self, pairs: Sequence[Any], progress: Any) -> Any:
            return real.criticise(pairs, progress)

    def risks(model: Any, pairs: Sequence[Any], criticise: Any, in_doubt: bool) -> Any:
        count(pairs)
        return find(real, pairs, criticise, in_doubt=in_doubt)

    monkeypatch.setattr(judgement_cache, "BATCH", 2)
    monkeypatch.setattr(encoder, "load", lambda device: Counting())
    monkeypatch.setattr(risk, "risks", risks)
    return asked


def context(place: Path) -> Context:
    return Context("en", "de", cache=Store(place))


def test_judgements_are_kept_as_they_are_made(killed: list[int], tmp_path: Path) -> None:
    pairs = [judgement_cache.pair(segment, context(tmp_path)) for segment in SEGMENTS]
    with pytest.raises(Killed):
        judgement_cache.judgements(pairs, context(tmp_path), "learned")
    seen: list[tuple[int, int]] = []
    again = Context("en", "de", progress=lambda what, done, total: seen.append((done, total)), cache=Store(tmp_path))
    assert len(judgement_cache.judgements(pairs, again, "learned")) == 6
    assert killed == [2, 2, 2, 2], "four of six were kept"
    assert all(0 <= done <= total == 2 for done, total in seen)


def test_judgements_and_criticisms_in_one_cache_are_kept_apart(tmp_path: Path) -> None:
    pairs = [judgement_cache.pair(segment, context(tmp_path)) for segment in SEGMENTS[:2]]
    judged = judgement_cache.judgements(pairs, context(tmp_path), "learned")
    said = judgement_cache.criticisms(pairs, context(tmp_path), "omission")
    assert [one.odds for one in judgement_cache.criticisms(pairs, context(tmp_path), "omission")] == [
        one.odds for one in said
    ]
    assert [one.odds for one in said] == [
        one.odds for one in judgement_cache.criticisms(pairs, Context("en", "de"), "omission")
    ]
    again = judgement_cache.judgements(pairs, context(tmp_path), "learned")
    assert [one.penalty for one in again] == [one.penalty for one in judged]


def test_progress_is_that_of_all_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgement_cache, "BATCH", 2)
    seen: list[tuple[int, int]] = []
    told = Context("en", "de", progress=lambda what, done, total: seen.append((done, total)))
    judgement_cache.judgements([judgement_cache.pair(segment, told) for segment in SEGMENTS], told, "learned")
    assert seen == sorted(seen)
    assert {(2, 6), (4, 6), (6, 6)} <= set(seen)


def test_risks_are_kept_as_they_are_made(killed: list[int], tmp_path: Path) -> None:
    with pytest.raises(Killed):
        judgement_cache.risks(SEGMENTS, context(tmp_path), "hallucination")
    assert None not in judgement_cache.risks(SEGMENTS, context(tmp_path), "hallucination")
    assert killed == [2, 2, 2, 2]


def test_the_critic_reads_a_pair_once_for_the_risk_and_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    real = encoder.load()
    asked: list[str] = []

    class Counting:
        tokens, embed = staticmethod(real.tokens), staticmethod(real.embed)

        def criticise(self, pairs: Sequence[Any], progress: Any) -> Any:
            asked.extend(pair.target for pair in pairs)
            return real.criticise(pairs, progress)

    monkeypatch.setattr(encoder, "load", lambda device: Counting())
    seen: list[tuple[str, int, int]] = []
    used = Context("en", "de", progress=lambda *told: seen.append(told))
    judgement_cache.criticisms([judgement_cache.pair(segment, used) for segment in SEGMENTS[:2]], used, "omission")
    seen.clear()
    judgement_cache.risks(SEGMENTS[:4], used, "hallucination")
    judgement_cache.criticisms([judgement_cache.pair(segment, used) for segment in SEGMENTS], used, "omission")
    assert asked == [segment.target for segment in SEGMENTS]
    assert {told[2] for told in seen if told[0] == "hallucination"} == {4}, "the critic's progress is not the risk's"


def test_a_stray_translation_is_judged_by_its_vectors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = "The mayor opened the new bridge on Monday, and hundreds of people walked across it in the rain."
    target = "Der Bürgermeister eröffnete am Montag die neue Brücke, und Hunderte von Menschen gingen im Regen hinüber."
    twice = [Segment("1", source, target), Segment("2", source, target)]
    for stray in ({}, {0: 0.5}, {0: 0.5, 1: 0.25}):
        monkeypatch.setattr(judgement_cache, "_misplaced_shares", lambda *given, found=stray: found)
        found = [one for one in judgement_cache.risks(twice, context(tmp_path), "test") if one]
        assert [one.cosine is not None for one in found] == [place in stray for place in range(2)]
        assert [one.misplaced for one in found] == [stray.get(place, 0.0) for place in range(2)]
