"""The results of a scan are those of one run over the whole corpus, however it is scanned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from scanned import RULES, contents, corpus, scan
from scanned import settings as chosen

from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.metrics import pools
from mtqe.metrics.learned import learned
from mtqe.model import Document, Measures, Problem, Report, Segment, Shard
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.scan import summary
from mtqe.scan.states import statistics
from mtqe.scan.summary import Scan
from mtqe.settings.config import Config
from mtqe.stats import resample
from mtqe.stats.mqm import mqm

METRICS = ("bleu", "chrf", "chrf++", "ter")


def whole(segments: list[Segment], config: Config, checks: bool = True) -> Report:
    """The report of one run."""
    named = tuple(msgspec.structs.replace(segment, doc=segment.doc or "corpus") for segment in segments)
    stages = pipeline.Stages(metrics=bool(config.metrics.use), checks=checks, gate=False)
    return pipeline.assess(Corpus((Document("corpus", segments=named),), "pairs"), config, stages=stages)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of the Parquet files of a scan."""
    return [row for path in sorted((folder / name).iterdir()) for row in parquet.read_table(path).to_pylist()]


def test_scores_of_thousands_of_segments_are_those_of_one_run(tmp_path: Path) -> None:
    segments = corpus(3000)
    settings = chosen(*METRICS, chunk=700, checks=False)
    result = scan(segments, tmp_path / "a", settings).scan
    assert result is not None and not result.problems
    report = whole(segments, settings.config, checks=False)
    assert result.scores == tuple(score for score in report.scores if score.level == "corpus")
    assert all(score.interval for score in result.scores)
    single = {(score.metric, score.segment): score.value for score in report.scores if score.level == "segment"}
    table = rows(tmp_path / "a", "scores")
    assert [row["segment"] for row in table] == [segment.id for segment in segments]
    assert {(name, row["segment"]): row[name] for row in table for name in METRICS} == single


def test_findings_are_those_of_one_run(tmp_path: Path) -> None:
    segments = corpus(200, docs=9)
    settings = chosen(chunk=20)
    result = scan(segments, tmp_path / "a", settings).scan
    report = whole(segments, settings.config)
    assert result is not None and report.findings
    found = [(row["segment"], row["check"], row["message"], row["line"]) for row in rows(tmp_path / "a", "findings")]
    assert found == [(one.segment, one.check, one.message, int(one.segment)) for one in report.findings]
    assert sum(count.number for count in result.findings) == len(report.findings)
    assert result.flagged == len({finding.segment for finding in report.findings})
    assert (result.segments, result.documents) == (200, 23)
    assert result.source_words == report.run.source_words
    assert result.checks == report.run.checks
    assert result.coverage == report.run.coverage
    assert result.mqm == mqm(report.findings, report.run.source_words)
    worst = [one.segment.id for one in result.worst]
    assert worst and all(one.findings and one.rank < 0 for one in result.worst)
    assert [one.rank for one in result.worst] == sorted(one.rank for one in result.worst)
    assert len(result.sample) == 50 and {one.segment.id for one in result.sample} <= {one.id for one in segments}
    assert (tmp_path / "a" / "scores").is_dir() and not list((tmp_path / "a" / "scores").iterdir())


def test_workers_and_shards_give_the_same_bytes(tmp_path: Path) -> None:
    segments = corpus(130, docs=4)
    settings = chosen("chrf", chunk=20)
    scan(segments, tmp_path / "one", settings)
    scan(segments, tmp_path / "two", settings, workers=2)
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    outcomes = [scan(segments, tmp_path / "parts", settings, shard=Shard(number, 3)) for number in (2, 3, 1)]
    assert [outcome.scan is None for outcome in outcomes] == [True, True, False]
    assert [outcome.missing for outcome in outcomes] == [5, 3, 0]
    assert contents(tmp_path / "parts") == contents(tmp_path / "one")


def test_learned_is_that_of_one_run(tmp_path: Path) -> None:
    segments = [*corpus(18), Segment("x", "Only the source is here.", ""), Segment("y", "", "Nur ein Ziel.")]
    segments = [msgspec.structs.replace(segment, references=()) for segment in segments]
    settings = chosen("learned", chunk=5, checks=False)
    settings = msgspec.structs.replace(
        settings,
        config=msgspec.structs.replace(
            settings.config, metrics=msgspec.structs.replace(settings.config.metrics, consensus=False)
        ),
    )
    result = scan(segments, tmp_path / "a", settings).scan
    assert result is not None
    report = whole(segments, settings.config, checks=False)
    (score,) = (score for score in report.scores if score.level == "corpus")
    assert result.scores == (score,)
    assert score.guarded is not None
    assert result.guarded == {"learned": {name: len(ids) for name, ids in score.guarded.segments.items()}}
    assert result.worst_by == "learned"
    single = [one for one in report.scores if one.level == "segment"]
    assert [one.rank for one in result.worst] == sorted(one.value for one in single if one.value is not None)
    intervals = {one.segment: one.interval for one in single}
    for row in rows(tmp_path / "a", "scores"):
        span = intervals[row["segment"]]
        assert (row["learned_low"], row["learned_high"]) == ((span.low, span.high) if span else (None, None))


GUARDS = st.sampled_from([None, None, None, "empty", "copied", "foreign"])
GUARDED = ("empty", "copied", "foreign")
ROWS = st.lists(st.one_of(st.none(), st.tuples(st.floats(0, 25), st.floats(1, 9), GUARDS)), min_size=1, max_size=40)


@given(ROWS.filter(any), st.integers(1, 9))
def test_pools_of_parts_make_the_score_of_the_whole(parts: list[Any], size: int) -> None:
    measures = Measures([one and (*one, None) for one in parts], {"name": "learned", "nrefs": 0}, False)
    segments = [Segment(str(place), "a", "b", doc="d") for place in range(len(parts))]
    context = Context("en", "de", chosen().config)
    score = learned.scores(segments, measures, context)[0]
    cut = [
        learned.pool(
            segments[start : start + size],
            Measures(measures.rows[start : start + size], measures.signature, False),
            context,
        )
        for start in range(0, len(parts), size)
    ]
    kept = [statistics(pool, False).pool for pool in cut]
    joined = pools.joined(kept, sum(len(pool.table) for pool in kept), len(parts))
    assert learned.corpus(joined, context) == score
    assert all(np.array_equal(one.table, other.table) for one, other in zip(kept, cut, strict=True) if len(one.table))


@given(ROWS.filter(any), st.integers(1, 9), st.integers(1, 5))
def test_blocks_of_segments_make_the_score_of_the_whole(parts: list[Any], size: int, blocks: int) -> None:
    measures = Measures([one and (*one, None) for one in parts], {"name": "learned", "nrefs": 0}, False)
    segments = [Segment(str(place), "a", "b", doc="d") for place in range(len(parts))]
    context = Context("en", "de", chosen().config)
    cut = [
        statistics(
            learned.pool(
                segments[start : start + size],
                Measures(measures.rows[start : start + size], measures.signature, False),
                context,
            ),
            False,
        ).pool
        for start in range(0, len(parts), size)
    ]
    rows = sum(len(pool.table) for pool in cut)
    whole = pools.joined(cut, rows, len(parts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pools, "ROWS", 0)
        patch.setattr(resample, "MOST", blocks)
        joined = pools.joined(cut, rows, len(parts))
    assert len(joined.table) <= blocks
    step = -(-rows // blocks)
    sums = [whole.table[start : start + step].sum(0) for start in range(0, rows, step)]
    assert np.allclose(joined.table, sums, rtol=1e-12, atol=0)
    first, second = learned.corpus(whole, context), learned.corpus(joined, context)
    assert (second.n, second.n_unscored) == (first.n, first.n_unscored)
    assert second.value == pytest.approx(first.value, abs=1e-12)
    assert {name: joined.number(name) for name in GUARDED} == {name: whole.number(name) for name in GUARDED}
    assert (first.guarded is None) == (second.guarded is None)
    if first.guarded and second.guarded:
        assert (second.guarded.n, second.guarded.segments) == (first.guarded.n, first.guarded.segments)
        assert second.guarded.value == pytest.approx(first.guarded.value, abs=1e-12)


def test_a_very_large_scan_has_the_scores_and_intervals_of_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments = corpus(2000)
    settings = chosen(*METRICS, chunk=300, checks=False)
    monkeypatch.setattr(resample, "MOST", 300)
    single = scan(segments, tmp_path / "a", settings).scan
    monkeypatch.setattr(pools, "ROWS", 1999)
    sizes: list[int] = []
    joined = pools.joined

    def counted(*given: Any) -> pools.Pool:
        pool = joined(*given)
        sizes.append(len(pool.table))
        return pool

    monkeypatch.setattr(pools, "joined", counted)
    grouped = scan(segments, tmp_path / "a", settings, resume=True).scan
    assert single is not None and grouped is not None and sizes == [286] * len(METRICS)
    assert grouped.scores == single.scores and all(score.interval for score in grouped.scores)


def test_a_metric_without_a_pool_has_scores_of_segments_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metric = metric_table.load("chrf")

    class Own:
        def score(self, segments: Any, context: Any) -> Any:
            return metric.score(segments, context)

    load = metric_table.load
    monkeypatch.setattr(metric_table, "load", lambda name: Own() if name == "chrf" else load(name))
    result = scan(corpus(30), tmp_path / "a", chosen("chrf", checks=False)).scan
    assert result is not None and not result.scores
    assert "it has scores of segments only" in result.problems[0].why
    assert all(row["chrf"] is not None for row in rows(tmp_path / "a", "scores"))


def test_metrics_that_lack_texts(tmp_path: Path) -> None:
    without = [msgspec.structs.replace(segment, references=()) for segment in corpus(30)]
    result = scan(without, tmp_path / "a", chosen("bleu", chunk=10, checks=False)).scan
    assert result is not None
    assert [problem.why for problem in result.problems] == ["BLEU needs a reference and no segment has one"]
    half = without[:20] + corpus(40)[20:]
    result = scan(half, tmp_path / "b", chosen("bleu", chunk=10, checks=False)).scan
    assert result is not None
    report = whole(half, chosen("bleu").config, checks=False)
    assert result.scores == (next(score for score in report.scores if score.level == "corpus"),)
    assert result.scores[0].n_unscored == 20
    more = [msgspec.structs.replace(segment, references=segment.references * 2) for segment in corpus(20)]
    result = scan(more[:10] + corpus(20)[10:], tmp_path / "c", chosen("bleu", chunk=10, checks=False)).scan
    assert result is not None and not result.scores
    assert "chunks do not belong together: chunk 0 has BLEU|nrefs:2" in result.problems[0].why


def test_a_failed_check_makes_the_scan_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.checks.numbers import number_mismatch

    def fail(*given: object) -> Any:
        raise ValueError("no such number")

    monkeypatch.setattr(number_mismatch, "compare", fail)
    result = scan(corpus(40), tmp_path / "a", chosen()).scan
    assert isinstance(result, Scan)
    why = "ValueError: no such number (in 2 of 2 chunks, first in chunk 0)"
    assert [problem.why for problem in result.failures] == [why]
    page = (tmp_path / "a" / "scan.md").read_text(encoding="utf-8")
    before, _, after = page.partition("## Could not run: the scan is incomplete")
    assert why in after.partition("## ")[0] and "Findings" not in before and "Findings" in after
    assert {item.state for item in result.checks} == {"failed", "ran"} and len(result.checks) == len(RULES)


def test_problems_that_are_too_many_to_list_still_make_the_scan_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "LISTED", 1)
    said: dict[str, Any] = {}
    for what, incomplete in (("caution", False), ("other caution", False), ("failure", True)):
        summary._say(said, what, Problem(what, "why", incomplete))
    assert [(one.problem.what, one.problem.incomplete) for one in said.values()] == [
        ("caution", False),
        ("more", False),
        ("more", True),
    ]
