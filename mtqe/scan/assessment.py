"""Assesses a chunk: a function of the chunk and the settings alone. Every engine calls it, in any process.

A chunk is judged as `mtqe check` and `mtqe score` would judge a file with its segments: same checks, same metrics, same
findings. What the whole corpus needs besides, such as corpus scores, is put together from the states of all chunks.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from mtqe.checks.runner import Outcome
from mtqe.errors import ConfigError
from mtqe.flow import pipeline
from mtqe.flow.plan import Given, Plan, Results, Scored, Work
from mtqe.flow.results import Computing, marking
from mtqe.intake import reading
from mtqe.intake.corpus import Corpus, Judged
from mtqe.intake.inputs import Records
from mtqe.machine import workers
from mtqe.machine.memo import Memo
from mtqe.metrics import guards, levels
from mtqe.metrics.pools import Pooled
from mtqe.model import Document, Finding, Glossary, MemoryUse, Report, Score, Segment
from mtqe.model.check_results import CheckResults
from mtqe.project.suppressions import Suppression
from mtqe.registry import metric_choice, metric_table
from mtqe.registry.contracts import Check, Context
from mtqe.registry.metric_capabilities import HasExpense
from mtqe.registry.metric_choice import Asked, Choice
from mtqe.registry.table_rows import MetricRow
from mtqe.report import parquet
from mtqe.report.locations import Place, Region
from mtqe.scan.chunks import Chunk
from mtqe.scan.states import Count, Shown, State, Statistics, encode, lowest, statistics
from mtqe.settings.config import Config
from mtqe.stats.mqm import weight

PENALTY = "penalty"
"""What the worst segments are chosen by if no metric estimates the quality of a segment."""


class Settings(msgspec.Struct, frozen=True):
    """Everything besides its segments that the results of a chunk depend on.

    Args:
        config: The configuration; its languages are set. `metrics.use` names the metrics.
        glossary: The terms.
        accepted: The accepted findings of the project.
        name: Name of the input.
        checks: Whether the checks run.
        chunk: Greatest number of segments of a chunk.
        worst: Number of worst segments to show.
        sample: Number of segments to show at random.
    """

    config: Config
    glossary: Glossary | None = None
    accepted: tuple[Suppression, ...] = ()
    name: str = "corpus"
    checks: bool = True
    chunk: int = 5000
    worst: int = 50
    sample: int = 50

    @property
    def worst_by(self) -> str:
        """The metric that the worst segments are chosen by, or `PENALTY`."""
        table = metric_table.rows()
        named = [table[name.lower()] for name in self.config.metrics.use if name.lower() in table]
        return next((row.name for row in named if row.estimates == "quality"), PENALTY)


@dataclass(frozen=True)
class Assessed:
    """The results of a chunk, as its files hold them.

    Args:
        place: Place of the chunk.
        segments: Number of its segments.
        findings: The findings, as Parquet.
        scores: The scores of its segments, as Parquet; `None` without metrics.
        state: Its state.
    """

    place: int
    segments: int
    findings: bytes
    scores: bytes | None
    state: bytes


def assess(chunk: Chunk, settings: Settings, memo: Memo) -> Assessed:
    """Judge a chunk.

    Args:
        chunk: The chunk.
        settings: The settings of the scan.
        memo: What this process keeps from chunk to chunk, such as the index of a glossary; one for these settings.

    Raises:
        ConfigError: The configuration names what does not exist.
    """
    metrics = msgspec.structs.replace(settings.config.metrics, resamples=0)  # the interval of a part says nothing
    config = msgspec.structs.replace(settings.config, metrics=metrics)
    stages = pipeline.Stages(metrics=bool(metrics.use), checks=settings.checks, gate=False)
    whole = Document(settings.name, config.source_lang, config.target_lang, chunk.segments)
    texts = reading.read(Records(whole), config)
    has_sources = any(not levels.is_blank(segment.source) for segment in texts.bare)
    work = _Scanning(settings, has_sources, Computing(Given(settings_memo=memo)))
    with workers.alone():
        report = pipeline.assess(texts, config, settings.glossary, stages, work=work)
    scores = _scores(report, [row.name for row in work.rows]) if work.rows else None
    return Assessed(
        chunk.place, len(chunk.segments), _findings(report), scores, encode(_state(chunk, settings, report, work))
    )


def refuse_unknown(settings: Settings) -> None:
    """Fail now if every chunk would fail.

    Raises:
        ConfigError: The settings name a metric or check that does not exist, or neither metrics nor checks are to run.
    """
    config = settings.config
    if not config.metrics.use and not settings.checks:
        raise ConfigError("there is nothing to do: no checks, and no metric was named", "name one with -m")
    checks = pipeline.chosen_checks(config) if settings.checks else None
    metrics = metric_choice.choose(config, Asked(scoring=bool(config.metrics.use), checks=checks, has_references=True))
    users: list[object] = [metric_table.load(row.name) for row in metrics.rows if row.name in config.metrics.use]
    context = Context(config.source_lang, config.target_lang, config, error_spans=metric_table.error_spans)
    users += [metric_table.error_spans(check.name) for check in marking(checks or (), context)]
    if any(isinstance(user, HasExpense) for user in users):
        raise ConfigError(
            "a scan cannot use an endpoint, because its processes do not share a budget",
            "judge a sample with mtqe score",
        )


class _Scanning:
    """Computes the results of a chunk, and keeps what the summary needs.

    Args:
        settings: The settings of the scan.
        has_sources: Whether any segment of the chunk has a source.
        inner: Computes the results.

    Attributes:
        rows: The metrics of the scan.
        statistics: The statistics of those that ran.
        results: What the checks leave, if any segment was checked.
    """

    def __init__(self, settings: Settings, has_sources: bool, inner: Work) -> None:
        self._inner = inner
        self._has_sources = has_sources
        self.given = dataclasses.replace(inner.given, accepted=settings.accepted)
        self.rows: tuple[MetricRow, ...] = ()
        self.statistics: dict[str, Statistics] = {}
        self.results = CheckResults()

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """As for all runs."""
        return self._inner.approved(texts, context)

    def choose(self, config: Config, asked: Asked) -> Choice:
        """The metrics of the scan, but those that no segment of this chunk has the texts for.

        The corpus decides whether these can run; here they leave all segments without a score.
        """
        choice = self._inner.choose(config, dataclasses.replace(asked, has_references=True, has_sources=True))
        self.rows = choice.rows
        rows = tuple(
            row
            for row in choice.rows
            if (asked.has_references or not row.needs_reference) and (self._has_sources or not row.needs_source)
        )
        return dataclasses.replace(choice, rows=rows)

    def placed(self, metrics: Sequence[str], checks: Sequence[Check], aligner: str, context: Context) -> list[str]:
        """As for all runs."""
        return self._inner.placed(metrics, checks, aligner, context)

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> Scored:
        """The scores; the statistics of their segments are kept."""
        metric = metric_table.load(row.name)
        if not isinstance(metric, Pooled):
            return self._inner.scores(row, segments, context)
        measures = metric.measures(segments, context)
        scores = metric.scores(segments, measures, context)
        self.statistics[row.name] = statistics(metric.pool(segments, measures, context), measures.references)
        return Scored(scores, measures)

    def checks(self, checks: Sequence[Check], segments: Judged, context: Context) -> Outcome:
        """The outcome; what the checks leave is kept."""
        outcome = self._inner.checks(checks, segments, context)
        self.results = outcome.results
        return outcome

    def finish(self, report: Report, plan: Plan, results: Results) -> Report:
        """The report as it is: it is not stored, so that it needs no seal."""
        return report


def _state(chunk: Chunk, settings: Settings, report: Report, work: _Scanning) -> State:
    counts: Counter[Count] = Counter()
    by_segment: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        accepted = finding.suppressed is not None
        what = (finding.check, finding.name, finding.category, finding.severity, finding.preview, accepted)
        counts[Count(*what)] += 1
        by_segment[finding.segment].append(finding)
    of_guards = {guards.note(score) for score in report.scores}
    unscored = Statistics(unscored=len(report.segments))
    return State(
        chunk.place,
        chunk.digest,
        len(chunk.segments),
        chunk.documents,
        report.run.source_words,
        sum(any(finding.counts for finding in group) for group in by_segment.values()),
        tuple(msgspec.structs.replace(count, number=number) for count, number in sorted(counts.items(), key=_order)),
        report.run.checks,
        work.results.unjudged,
        report.run.metrics,
        {row.name: work.statistics.get(row.name, unscored) for row in work.rows},
        report.problems,
        tuple(note for note in report.run.notes if note not in of_guards),
        *_shown(chunk, settings, report, by_segment),
    )


def _order(item: tuple[Count, int]) -> tuple[Any, ...]:
    return msgspec.structs.astuple(item[0])


def _shown(
    chunk: Chunk, settings: Settings, report: Report, found: dict[str, list[Finding]]
) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """The worst segments of a chunk, and a random sample of them."""
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for score in report.scores:
        if score.level == "segment" and score.segment is not None and score.value is not None:
            scores[score.segment][score.metric] = score.value
    by = settings.worst_by
    sign = 1.0 if by == PENALTY or metric_table.rows()[by].higher_is_better else -1.0

    def badness(segment: Segment) -> float | None:
        if by == PENALTY:
            return -_penalty(found.get(segment.id, ())) or None
        value = scores[segment.id].get(by)
        return None if value is None else sign * value

    def shown(ranks: Iterable[float | None], number: int) -> tuple[Shown, ...]:
        named = enumerate(zip(report.segments, ranks, strict=True), chunk.first + 1)
        bare = (Shown(rank, place, segment) for place, (segment, rank) in named if rank is not None)
        return tuple(
            msgspec.structs.replace(one, scores=scores[one.segment.id], findings=tuple(found.get(one.segment.id, ())))
            for one in lowest(bare, number)
        )

    drawn = map(_drawn, range(chunk.first + 1, chunk.first + len(chunk.segments) + 1))
    return shown(map(badness, report.segments), settings.worst), shown(drawn, settings.sample)


def _penalty(findings: Iterable[Finding]) -> float:
    """The MQM penalty of the findings that count."""
    return math.fsum(weight(finding.category, finding.severity) for finding in findings if finding.counts)


def _drawn(number: int) -> float:
    """A number from 0 to 1 that looks random; it is always the same for a segment."""
    return int.from_bytes(hashlib.blake2b(b"%d" % number, digest_size=6).digest(), "big") / (1 << 48)


def _findings(report: Report) -> bytes:
    """The findings as Parquet."""
    segments = {segment.id: segment for segment in report.segments}
    rows = []
    for finding in report.findings:
        segment = segments[finding.segment]
        line = segment.place("target").line
        place = Place("target", None, Region(line) if line is not None and line > 0 else None)
        rows.append(parquet.row(finding, segment, place))
    return _written(parquet.table(rows, {}))


def _scores(report: Report, metrics: Sequence[str]) -> bytes:
    """The scores of the segments as Parquet: a row for each segment, a column for each metric and its interval."""
    import pyarrow as pa

    table = metric_table.rows()
    by_metric: dict[str, dict[str, Score]] = {name: {} for name in metrics}
    for score in report.scores:
        if score.level == "segment" and score.segment is not None:
            by_metric[score.metric][score.segment] = score

    def columns() -> Iterator[tuple[str, Any]]:
        yield "document", pa.array([segment.doc for segment in report.segments], pa.string())
        yield "segment", pa.array([segment.id for segment in report.segments], pa.string())
        for name in metrics:
            scores = [by_metric[name].get(segment.id) for segment in report.segments]
            yield name, pa.array([score.value if score else None for score in scores], pa.float64())
            if table[name].interval_of:
                spans = [score.interval if score else None for score in scores]
                yield f"{name}_low", pa.array([span.low if span else None for span in spans], pa.float64())
                yield f"{name}_high", pa.array([span.high if span else None for span in spans], pa.float64())

    return _written(pa.table(dict(columns())))


def _written(table: Any) -> bytes:
    """A table as a Parquet file, of the same bytes whenever it is written."""
    from pyarrow import parquet as files

    out = io.BytesIO()
    files.write_table(table, out, compression="zstd", compression_level=3)
    return out.getvalue()
