"""Where the results of a run come from: the implementations of `mtqe.flow.plan.Work`.

A run computes them (`Computing`). A shard also keeps what a merge needs (`Keeping`), and a merge takes them from shards
(`Restoring`). `mtqe.flow.pipeline` puts the results together in the same way in all three cases, so that a merge gives
the report of one run. What depends on the whole text, or was not kept, the merge computes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from mtqe import encoder
from mtqe.checks import runner
from mtqe.errors import ConfigError
from mtqe.flow.plan import Given, Plan, Results, Scored, Work
from mtqe.flow.shards import Keep, MetricChoice, PieceFacts, ShardReport, packed, seal
from mtqe.intake import length_limit, translation_memory
from mtqe.intake.corpus import Corpus, Judged, Piece
from mtqe.language import codes
from mtqe.model import Finding, Measures, MemoryUse, Report, Segment
from mtqe.model.check_results import CheckResults
from mtqe.project import seals
from mtqe.project.suppressions import Suppression
from mtqe.registry import metric_choice, metric_table
from mtqe.registry.contracts import Check, Context, Metric
from mtqe.registry.metric_capabilities import HasPlacement, Mergeable, Place, Recalling
from mtqe.registry.metric_choice import Asked, Choice
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import Config

SAME_PLUGINS = "merge where the same plugins are installed"


class Computing:
    """Computes all results.

    Args:
        given: What is there before the run.
    """

    def __init__(self, given: Given | None = None) -> None:
        self.given = given or Given()

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """What the memories of the configuration say."""
        paths = context.config.memory
        if not paths or not texts.segments:
            return texts, ()
        return translation_memory.stamped(texts, paths, (context.source_lang, context.target_lang), context.progress)

    def choose(self, config: Config, asked: Asked) -> Choice:
        """See `metric_choice.choose`."""
        return metric_choice.choose(config, asked)

    def placed(self, metrics: Sequence[str], checks: Sequence[Check], aligner: str, context: Context) -> list[str]:
        """See the function of this name."""
        return placed(metrics, checks, aligner, context)

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> Scored:
        """The scores; what was measured is not kept."""
        return Scored(metric_table.load(row.name).score(segments, context))

    def checks(self, checks: Sequence[Check], segments: Judged, context: Context) -> runner.Outcome:
        """The outcome of `runner.run`."""
        return runner.run(checks, segments.stored, context, segments.bare)

    def finish(self, report: Report, plan: Plan, results: Results) -> Report:
        """The report with its seal."""
        return seals.sealed(report, plan.context.config.gate)


def placed(metrics: Iterable[str], checks: Iterable[Check], aligner: str, context: Context) -> list[str]:
    """Decide where the models of a run compute, before they do. Returns notes for the reader of the report.

    Args:
        metrics: The names of the metrics that run.
        checks: The checks that run.
        aligner: The origin of the segments, as `mtqe.model.Run` has it; empty if no aligner ran.
        context: The context of the run.

    Raises:
        ConfigError: A GPU was asked for, and a model of the run cannot use it.
    """
    checks = tuple(checks)
    users: list[object] = list(_loaded(metrics))
    users += [metric_table.error_spans(check.name) for check in marking(checks, context)]
    devices: list[Place] = [user.placement(context.config) for user in users if isinstance(user, HasPlacement)]
    if any("encoder" in check.needs for check in checks) or "encoder" in aligner.split(", "):
        devices.append(encoder.device(context.config.device))
    return list(dict.fromkeys(device.note for device in devices if device.note))


def marking(checks: Iterable[Check], context: Context) -> Iterator[Check]:
    """The checks that report the error spans of a metric and can run."""
    for check in checks:
        if "error spans" in check.needs and not (check.limits and check.limits(context)):
            yield check


def _loaded(metrics: Iterable[str]) -> Iterator[Metric]:
    for name in metrics:
        with contextlib.suppress(Exception):  # the run reports a metric that cannot be loaded
            yield metric_table.load(name)


class Keeping:
    """Computes the results of a shard, and keeps what `mtqe merge` needs in its report.

    Args:
        inner: Computes the results.
    """

    def __init__(self, inner: Work) -> None:
        self._inner = inner
        self.given = inner.given

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """As for all runs."""
        return self._inner.approved(texts, context)

    def choose(self, config: Config, asked: Asked) -> Choice:
        """As for all runs."""
        return self._inner.choose(config, asked)

    def placed(self, metrics: Sequence[str], checks: Sequence[Check], aligner: str, context: Context) -> list[str]:
        """As for all runs."""
        return self._inner.placed(metrics, checks, aligner, context)

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> Scored:
        """The scores, and what they were made of, if the metric can make them of it again."""
        metric = metric_table.load(row.name)
        if not isinstance(metric, Mergeable):
            return self._inner.scores(row, segments, context)
        measures = metric.measures(segments, context)
        return Scored(metric.scores(segments, measures, context), measures)

    def checks(self, checks: Sequence[Check], segments: Judged, context: Context) -> runner.Outcome:
        """As for all runs."""
        return self._inner.checks(checks, segments, context)

    def finish(self, report: Report, plan: Plan, results: Results) -> Report:
        """The report of the shard, with what it keeps (`Keep`)."""
        keep = packed(_keep(report, plan, results))
        return seals.sealed(ShardReport(**msgspec.structs.asdict(report), keep=keep), plan.context.config.gate, keep)


def _keep(report: Report, plan: Plan, results: Results) -> Keep:
    """What the report of a shard carries."""
    texts, choice, asked = plan.texts, plan.metrics, plan.asked
    assert texts.division is not None
    names = tuple(row.name for row in choice.rows)
    chosen = MetricChoice(asked.has_references, asked.has_sources, names, choice.not_run, choice.notes)
    return Keep(
        plan.context.config,
        dict(plan.stages),
        plan.context.glossary,
        plan.accepted,
        chosen if texts.segments else None,
        tuple(map(_facts, texts.division.pieces)),
        texts.division.notes,
        texts.division.problems,
        results.of_machine,
        results.systems,
        seal(report),
        report.run.memories,
    )


def _facts(piece: Piece) -> PieceFacts:
    segments = tuple(len(document.segments) for document in piece.documents)
    return PieceFacts(piece.place, segments, piece.aligner, piece.notes, piece.problems)


@dataclasses.dataclass(frozen=True)
class Kept:
    """What a shard kept, with the segments and findings of its report.

    Args:
        keep: What it kept.
        segments: Its segments.
        findings: Its findings.
        seconds: How long it ran.
    """

    keep: Keep
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    seconds: float

    @functools.cached_property
    def judged(self) -> dict[str | None, list[Segment]]:
        """The segments of each system that metrics got, as they got them."""
        groups: dict[str | None, list[Segment]] = {}
        for segment in self.segments:
            groups.setdefault(segment.system, []).append(segment)
        return {system: codes.all_bare(length_limit.without(group)[0]) for system, group in groups.items()}


class Restoring:
    """Takes the results from shards, and computes what they do not have.

    Args:
        texts: The corpus of all shards.
        shards: All shards.
        accepted: The accepted findings of the project; with `None` they are read.
        inner: Computes the rest.
    """

    def __init__(
        self, texts: Corpus, shards: Sequence[Kept], accepted: tuple[Suppression, ...] | None, inner: Work
    ) -> None:
        self._inner = inner
        self._shards = shards
        self._places = {
            (segment.system, segment.id): place
            for place, document in enumerate(texts.documents)
            for segment in document.segments
        }
        seconds = sum(shard.seconds for shard in shards)
        remarks = tuple(dict.fromkeys(remark for shard in shards for remark in shard.keep.remarks))
        self.given = Given(seconds, remarks, accepted)

    def choose(self, config: Config, asked: Asked) -> Choice:
        """The choice of the shards that had what the whole text has.

        Raises:
            ConfigError: A metric of theirs is not installed here.
        """
        for shard in self._shards:
            choice = shard.keep.choice
            if choice and (choice.has_references, choice.has_sources) == (asked.has_references, asked.has_sources):
                table = metric_table.rows()
                if lacking := sorted({*choice.names} - {*table}):
                    message = f"metrics are installed only where the shards ran: {', '.join(lacking)}"
                    raise ConfigError(message, SAME_PLUGINS)
                return Choice(tuple(table[name] for name in choice.names), choice.not_run, choice.notes)
        return self._inner.choose(config, asked)

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """What the memories said of all shards, whose segments know it; named as the first shard names them."""
        uses: dict[str, MemoryUse] = {}
        for shard in self._shards:
            for use in shard.keep.memories:
                known = uses.get(use.sha256)
                uses[use.sha256] = use if known is None else _added(known, use)
        names = {use.path: uses[use.sha256].path for shard in self._shards for use in shard.keep.memories}
        return translation_memory.renamed(texts, names), tuple(uses.values())

    def placed(self, metrics: Sequence[str], checks: Sequence[Check], aligner: str, context: Context) -> list[str]:
        """Nothing: no model runs, and the notes of the shards say where theirs ran."""
        return []

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> Scored:
        """The scores from the measures of all shards; computed anew if these do not fit together."""
        metric = metric_table.load(row.name)
        restored = context.run_memo.once((Restoring, row.name), lambda: self._restored(row.name, metric, context))
        if restored is None or not isinstance(metric, Mergeable):
            return self._inner.scores(row, segments, context)
        system = segments[0].system
        by_id = {segment.id: one for segment, one in self._rows(row.name, system)}
        rows = [by_id[segment.id] for segment in segments]
        measures = Measures(rows, restored[system].signature, restored[system].references)
        return Scored(metric.scores(segments, measures, context))

    def checks(self, checks: Sequence[Check], segments: Judged, context: Context) -> runner.Outcome:
        """The outcome for the findings of all shards."""
        system = segments.stored[0].system
        shards = []
        for shard in self._shards:
            results = next((one.checks for one in shard.keep.systems if one.system == system), None)
            if results:
                _refuse_other_checks(results, checks)
                shards.append((results, [finding for finding in shard.findings if finding.system == system]))
        places = {segment.id: self._places[system, segment.id] for segment in segments.stored}
        return runner.merged(checks, segments.stored, context, shards, places, segments.bare)

    def finish(self, report: Report, plan: Plan, results: Results) -> Report:
        """The report as it is."""
        return self._inner.finish(report, plan, results)

    def _restored(self, name: str, metric: Metric, context: Context) -> dict[str | None, Measures] | None:
        """What `_measures` returns, after the metric has got the rows of all systems, if it compares translations."""
        measures = self._measures(name) if isinstance(metric, Mergeable) else None
        if measures is not None and context.translations and isinstance(metric, Recalling):
            systems = dict.fromkeys(segment.system for shard in self._shards for segment in shard.segments)
            metric.recall((pair for system in systems for pair in self._rows(name, system)), context)
        return measures

    def _measures(self, name: str) -> dict[str | None, Measures] | None:
        """Some measures of each system; `None` if a shard has none, or if only some shards read the references."""
        found: dict[str | None, list[Measures | None]] = {}
        for shard in self._shards:
            for results in shard.keep.systems:
                found.setdefault(results.system, []).append(results.measures.get(name))
        first: dict[str | None, Measures] = {}
        for system, of_shards in found.items():
            measures = [one for one in of_shards if one is not None]
            if len(measures) < len(of_shards) or len({one.references for one in measures}) > 1:
                return None
            first[system] = measures[0]
        return first

    def _rows(self, name: str, system: str | None) -> Iterator[tuple[Segment, Any]]:
        """The rows of a system, with the segments as the metrics read them."""
        for shard in self._shards:
            for results in shard.keep.systems:
                if results.system == system:
                    yield from zip(shard.judged[system], results.measures[name].rows, strict=True)


def _added(first: MemoryUse, other: MemoryUse) -> MemoryUse:
    trusted, differing = first.trusted + other.trusted, first.differing + other.differing
    return msgspec.structs.replace(first, trusted=trusted, differing=differing)


def _refuse_other_checks(results: CheckResults, checks: Sequence[Check]) -> None:
    """Reject shards that ran other checks than those that are installed here.

    Raises:
        ConfigError: So it is.
    """
    theirs, own = {item.id for item in results.items}, {item.id for item in checks}
    if theirs != own:
        differing = ", ".join(sorted(theirs ^ own))
        message = f"checks are installed only here, or only where the shards ran: {differing}"
        raise ConfigError(message, SAME_PLUGINS)
