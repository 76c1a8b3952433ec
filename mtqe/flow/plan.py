"""The values that a run hands from stage to stage, and the protocol of where its results come from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol

from mtqe.checks import runner
from mtqe.flow.shards import SystemResults
from mtqe.intake.corpus import Corpus, Judged
from mtqe.machine.memo import Memo
from mtqe.model import CheckItem, Finding, Measures, MemoryUse, MetricItem, Problem, Report, Score, Segment
from mtqe.project.suppressions import Suppression
from mtqe.registry.contracts import Check, Context
from mtqe.registry.metric_choice import Asked, Choice
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import Config


@dataclasses.dataclass(frozen=True)
class Plan:
    """What will run, on which texts, in which context.

    Args:
        texts: The segments of all systems, which know what the translation memories say of them.
        context: The context of checks and metrics.
        stages: Whether each stage was asked for, by its name.
        asked: What the metrics were chosen from.
        metrics: The metrics that run.
        checks: The checks that run; `None` if the run looks for no errors.
        compares: Whether metrics compare the translations of a source with each other.
        judges: Whether the policy judges the report.
        accepted: The accepted findings of the project.
        memories: What the translation memories said.
        placed: Notes on where models compute.
    """

    texts: Corpus
    context: Context
    stages: Mapping[str, bool]
    asked: Asked
    metrics: Choice
    checks: Sequence[Check] | None
    compares: bool
    judges: bool
    accepted: tuple[Suppression, ...]
    memories: tuple[MemoryUse, ...]
    placed: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Results:
    """What the metrics and checks gave for all systems.

    Args:
        scores: The scores.
        findings: The findings.
        problems: What is missing.
        metrics: The outcome of each metric.
        checks: The outcome of each check.
        remarks: Notes of the metrics on their scores.
        of_machine: Notes on the machine that computed.
        systems: What a shard keeps of each system.
    """

    scores: tuple[Score, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    metrics: tuple[MetricItem, ...]
    checks: tuple[CheckItem, ...]
    remarks: tuple[str, ...]
    of_machine: tuple[str, ...]
    systems: tuple[SystemResults, ...]


@dataclasses.dataclass(frozen=True)
class Scored:
    """The scores of a metric for a system, and what it measured of each segment, if that is to be kept."""

    scores: Sequence[Score]
    measures: Measures | None = None


@dataclasses.dataclass(frozen=True)
class Given:
    """What is there before a run.

    Args:
        seconds: How long others worked on the results.
        remarks: Their notes on their machines.
        accepted: The accepted findings of the project; with `None` the run reads them.
        settings_memo: What earlier runs with the same settings computed; see `Context.settings_memo`.
    """

    seconds: float = 0.0
    remarks: tuple[str, ...] = ()
    accepted: tuple[Suppression, ...] | None = None
    settings_memo: Memo = dataclasses.field(default_factory=Memo)


class Work(Protocol):
    """Where the results of a run come from. `mtqe.flow.results` has the implementations."""

    @property
    def given(self) -> Given:
        """What is there before the run."""

    def approved(self, texts: Corpus, context: Context) -> tuple[Corpus, tuple[MemoryUse, ...]]:
        """The corpus whose segments know what the translation memories say of them, and what these said.

        Raises:
            InputError: A memory cannot be read.
        """

    def choose(self, config: Config, asked: Asked) -> Choice:
        """The metrics of the run.

        Raises:
            ConfigError: A metric does not exist, or cannot run.
        """

    def placed(self, metrics: Sequence[str], checks: Sequence[Check], aligner: str, context: Context) -> list[str]:
        """Decide where the models of a run compute; see the function `mtqe.flow.results.placed`."""

    def scores(self, row: MetricRow, segments: Sequence[Segment], context: Context) -> Scored:
        """The scores of a metric for the segments of a system; raises what the metric raises."""

    def checks(self, checks: Sequence[Check], segments: Judged, context: Context) -> runner.Outcome:
        """The outcome of the checks for the segments of a system."""

    def finish(self, report: Report, plan: Plan, results: Results) -> Report:
        """The report of the run, with what others need of it besides."""
