"""Where the results of a run come from: it computes them, and a shard also keeps what a merge needs; a merge has them.

`mtqe.flow.pipeline` puts the results together in the same way in all three cases, so that a merge gives the report of
one run. What depends on the whole text, or was not kept, the merge computes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from mtqe import encoder
from mtqe.checks import runner
from mtqe.errors import ConfigError
from mtqe.flow.shards import Keep, MetricChoice, PieceFacts, SystemResults, seal
from mtqe.intake import length_limit, translation_memory
from mtqe.intake.corpus import Corpus
from mtqe.language import codes
from mtqe.model import Finding, Measures, MemoryUse, Report, Score, Segment
from mtqe.model.check_results import CheckResults
from mtqe.project import suppressions
from mtqe.project.suppressions import Suppression
from mtqe.registry import metric_choice, metric_table
from mtqe.registry.contracts import Check, Context
from mtqe.registry.metric_choice import Choice
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import Config

SAME_PLUGINS = "merge where the same plugins are installed"


class Work:
    """Computes all results.

    Attributes:
        seconds: How long others worked on the results before.
        remarks: Their notes for the reader.
    """

    seconds = 0.0
    remarks: tuple[str, ...] = ()

    @functools.cached_property
    def lasting(self) -> dict[Any, Any]:
        """What the contexts of several runs share; see `mtqe.registry.contracts.lasting`."""
        return {}

    def accepted(self, config: Config) -> tuple[Suppression, ...]:
        """The accepted findings of the project. Raises ConfigError if they cannot be read."""
        return suppressions.of(config)

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """The corpus whose segments know what the translation memories say of them, and what these said.

        Raises:
            InputError: A memory cannot be read.
        """
        paths = context.config.memory
        if not paths or not texts.segments:
            return texts, ()
        return translation_memory.stamped(texts, paths, (context.source_lang, context.target_lang), context.progress)

    def choose(self, config: Config, *, has_references: bool, has_sources: bool, **asked: Any) -> Choice:
        """The metrics of the run; see `metric_choice.choose`, which gets all arguments."""
        return metric_choice.choose(config, has_references=has_references, has_sources=has_sources, **asked)

    def placed(self, metrics: Iterable[str], checks: Iterable[Check], aligner: str, context: Context) -> list[str]:
        """Decide where models compute; see the function of this name."""
        return placed(metrics, checks, aligner, context)

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> list[Score]:
        """The scores of a metric for the segments of a system; raises what the metric raises."""
        scores: list[Score] = metric_table.load(row.name).score(segments, context)
        return scores

    def checks(self, checks: Sequence[Check], segments: Sequence[Segment], context: Context) -> runner.Outcome:
        """The outcome of the checks for the segments of a system."""
        return runner.run(checks, segments, context)


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
    users = list(_loaded(metrics))
    users += [metric_table.error_spans(check.name) for check in marking(checks, context)]
    devices = [user.placement(context.config) for user in users if hasattr(user, "placement")]
    if any("encoder" in check.needs for check in checks) or "encoder" in aligner.split(", "):
        devices.append(encoder.device(context.config.device))
    return list(dict.fromkeys(device.note for device in devices if device.note))


def marking(checks: Iterable[Check], context: Context) -> Iterator[Check]:
    """The checks that report the error spans of a metric and can run."""
    for check in checks:
        if "error spans" in check.needs and not (check.limits and check.limits(context)):
            yield check


def _loaded(metrics: Iterable[str]) -> Iterator[Any]:
    for name in metrics:
        with contextlib.suppress(Exception):  # the run reports a metric that cannot be loaded
            yield metric_table.load(name)


class Keeping(Work):
    """Computes the results of a shard, and keeps what `mtqe merge` needs."""

    def __init__(self) -> None:
        self._accepted: tuple[Suppression, ...] = ()
        self._choice: MetricChoice | None = None
        self._measures: dict[str | None, dict[str, Measures]] = {}
        self._checks: dict[str | None, CheckResults] = {}

    def accepted(self, config: Config) -> tuple[Suppression, ...]:
        """As for all runs."""
        self._accepted = super().accepted(config)
        return self._accepted

    def choose(self, config: Config, *, has_references: bool, has_sources: bool, **asked: Any) -> Choice:
        """As for all runs."""
        choice = super().choose(config, has_references=has_references, has_sources=has_sources, **asked)
        names = tuple(row.name for row in choice.rows)
        self._choice = MetricChoice(has_references, has_sources, names, choice.not_run, choice.notes)
        return choice

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> list[Score]:
        """As for all runs."""
        measured = self._measures.setdefault(segments[0].system, {})
        metric = metric_table.load(row.name)
        if not hasattr(metric, "measures"):
            return super().scores(row, segments, context)
        measures: Measures = metric.measures(segments, context)
        scores: list[Score] = metric.scores(segments, measures, context)
        measured[row.name] = measures
        return scores

    def checks(self, checks: Sequence[Check], segments: Sequence[Segment], context: Context) -> runner.Outcome:
        """As for all runs."""
        outcome = super().checks(checks, segments, context)
        self._checks[segments[0].system] = outcome.results
        return outcome

    def kept(
        self, report: Report, texts: Corpus, context: Context, stages: Mapping[str, bool], remarks: Sequence[str]
    ) -> Keep:
        """What the report of the shard carries."""
        assert texts.division is not None
        systems = dict.fromkeys([*self._measures, *self._checks])
        return Keep(
            context.config,
            dict(stages),
            context.glossary,
            self._accepted,
            self._choice if texts.segments else None,
            tuple(
                PieceFacts(
                    piece.place,
                    tuple(len(document.segments) for document in piece.documents),
                    piece.aligner,
                    piece.notes,
                    piece.problems,
                )
                for piece in texts.division.pieces
            ),
            texts.division.notes,
            texts.division.problems,
            tuple(remarks),
            tuple(SystemResults(name, self._measures.get(name, {}), self._checks.get(name)) for name in systems),
            seal(report),
            report.run.memories,
        )


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


class Restoring(Work):
    """Takes the results from shards.

    Args:
        texts: The corpus of all shards.
        shards: All shards.
        accepted: The accepted findings of the project; with `None` they are read.
    """

    def __init__(self, texts: Corpus, shards: Sequence[Kept], accepted: tuple[Suppression, ...] | None) -> None:
        self._shards = shards
        self._accepted = accepted
        self._places = {
            (segment.system, segment.id): place
            for place, document in enumerate(texts.documents)
            for segment in document.segments
        }
        self._restored: dict[str, dict[str | None, Measures] | None] = {}
        self.seconds = sum(shard.seconds for shard in shards)
        self.remarks = tuple(dict.fromkeys(remark for shard in shards for remark in shard.keep.remarks))

    def accepted(self, config: Config) -> tuple[Suppression, ...]:
        """Those of the shards, unless they are to be read."""
        return super().accepted(config) if self._accepted is None else self._accepted

    def choose(self, config: Config, *, has_references: bool, has_sources: bool, **asked: Any) -> Choice:
        """The choice of the shards that had what the whole text has.

        Raises:
            ConfigError: A metric of theirs is not installed here.
        """
        for shard in self._shards:
            choice = shard.keep.choice
            if choice and (choice.has_references, choice.has_sources) == (has_references, has_sources):
                table = metric_table.rows()
                if lacking := sorted({*choice.names} - {*table}):
                    message = f"metrics are installed only where the shards ran: {', '.join(lacking)}"
                    raise ConfigError(message, SAME_PLUGINS)
                return Choice(tuple(table[name] for name in choice.names), choice.not_run, choice.notes)
        return super().choose(config, has_references=has_references, has_sources=has_sources, **asked)

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """What the memories said of all shards, whose segments know it; named as the first shard names them."""
        uses: dict[str, MemoryUse] = {}
        for shard in self._shards:
            for use in shard.keep.memories:
                known = uses.get(use.sha256)
                uses[use.sha256] = use if known is None else _added(known, use)
        names = {use.path: uses[use.sha256].path for shard in self._shards for use in shard.keep.memories}
        return translation_memory.renamed(texts, names), tuple(uses.values())

    def placed(self, metrics: Iterable[str], checks: Iterable[Check], aligner: str, context: Context) -> list[str]:
        """Nothing: no model runs, and the notes of the shards say where theirs ran."""
        return []

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> list[Score]:
        """The scores from the measures of all shards; computed anew if these do not fit together."""
        metric = metric_table.load(row.name)
        if row.name not in self._restored:
            self._restored[row.name] = self._measures(row.name) if hasattr(metric, "scores") else None
            if self._restored[row.name] is not None and context.translations:
                systems = dict.fromkeys(segment.system for shard in self._shards for segment in shard.segments)
                metric.recall((pair for system in systems for pair in self._rows(row.name, system)), context)
        restored = self._restored[row.name]
        if restored is None:
            return super().scores(row, segments, context)
        system = segments[0].system
        by_id = {segment.id: one for segment, one in self._rows(row.name, system)}
        measures = Measures(
            [by_id[segment.id] for segment in segments], restored[system].signature, restored[system].references
        )
        scores: list[Score] = metric.scores(segments, measures, context)
        return scores

    def checks(self, checks: Sequence[Check], segments: Sequence[Segment], context: Context) -> runner.Outcome:
        """The outcome for the findings of all shards."""
        system = segments[0].system
        shards = []
        for shard in self._shards:
            results = next((one.checks for one in shard.keep.systems if one.system == system), None)
            if results:
                _refuse_other_checks(results, checks)
                shards.append((results, [finding for finding in shard.findings if finding.system == system]))
        places = {segment.id: self._places[system, segment.id] for segment in segments}
        return runner.merged(checks, segments, context, shards, places)

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
