"""The circumstances of a run, and what became of each check and metric. `mtqe.model` exports the types."""

from __future__ import annotations

from typing import Literal

import msgspec

from mtqe.model.areas import Area, Coverage
from mtqe.model.metric_facts import MetricFacts

RunState = Literal["ran", "not run", "failed"]


class RunItem(msgspec.Struct, frozen=True):
    """The outcome of a check or metric.

    Args:
        id: Id of the check, or name of the metric.
        name: Name of it.
        state: `ran`, `not run` (not requested or not applicable) or `failed`.
        why: The reason, if it did not run or failed.
    """

    id: str
    name: str
    state: RunState
    why: str | None = None


class RuleFacts(msgspec.Struct, frozen=True):
    """What readers of a report must know of a rule of a team, whose files they may not have.

    Args:
        category: MQM path.
        severity: Severity of its findings, by default.
        manual: Its manual.
    """

    category: str
    severity: str
    manual: str


class RuleFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A set of rules of a team that a run had.

    Args:
        name: Name of the set.
        path: Its file, as the user named it.
        sha256: SHA-256 of the file, in hexadecimal.
        version: Version that the file states.
        rules: Number of its rules.
    """

    name: str
    path: str = ""
    sha256: str = ""
    version: str = ""
    rules: int = 0


class CheckItem(RunItem, frozen=True, omit_defaults=True):
    """What became of a check.

    Args:
        area: The area of the errors that it looks for; `None` for a rule of a team.
        gap: What it left out although it ran.
        idle: Whether it ran and every segment was too short for it.
        rule: The facts of a rule of a team.
        unsure: Whether nine of ten major findings of the check are not known to be right in the language pair, so that
            the gate may spare a single one.
        unread: Whether it ran and every segment with enough text was too long for the encoder.
    """

    area: Area | None = None
    gap: str | None = None
    idle: bool = False
    rule: RuleFacts | None = None
    unsure: bool = False
    unread: bool = False


class MetricItem(RunItem, frozen=True):
    """What became of a metric.

    Args:
        facts: What its scores mean; `None` in reports of earlier versions.
    """

    facts: MetricFacts | None = None


class Shard(msgspec.Struct, frozen=True):
    """Which part of the input a run read, with `--shard`.

    Args:
        number: The number of the shard, from 1.
        total: How many shards the input has.
        documents: How many documents the whole input has. Document `k`, from 0, belongs to shard `k % total + 1`.
        input: Identity of the whole input: the same in all its shards, on any machine.
        all_pairs: Whether all shards together read every pair of files of `[pairs]`, in its only language pair.
    """

    number: int
    total: int
    documents: int = 0
    input: str = ""
    all_pairs: bool = False

    def has(self, place: int) -> bool:
        """Whether a document belongs to this shard, by its place in the whole input, from 0."""
        return place % self.total == self.number - 1

    def __str__(self) -> str:
        return f"shard {self.number} of {self.total}"


class MemoryUse(msgspec.Struct, frozen=True):
    """What a translation memory said of the segments of a run.

    Args:
        path: The file, as the user named it.
        sha256: SHA-256 of its bytes, in hexadecimal.
        units: Number of its approved pairs.
        trusted: Number of segments that are identical to one of them.
        differing: Number of segments that have the source of one, and none of its translations.
    """

    path: str
    sha256: str
    units: int
    trusted: int = 0
    differing: int = 0


class Run(msgspec.Struct, frozen=True):
    """The circumstances of a run.

    Args:
        version: Version of mtqe.
        created: UTC time, ISO 8601.
        seconds: Wall-clock duration; of a report that `mtqe merge` wrote, that of all shards together.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        systems: Names of the translation systems, if there are several.
        checks: Outcome of each selected check.
        metrics: Outcome of each metric that was considered, with its title, scale, digits and direction.
        notes: Remarks for the reader, one line each; none of them makes the report incomplete.
        aligner: Origin of the segments: `lines`, `pairs`, or the name and settings of the aligner.
        source_words: Number of words of the source text, the base of "per 1,000 words".
        glossaries: Files of the glossaries, as the user named them.
        coverage: How far the checks looked for the errors of each area; empty if no check was asked for.
        all_pairs: Whether the run read every pair of files that `[pairs]` matches, in its only language pair.
        shard: The part of the input that the run read; `None` if it read all of it.
        memories: The translation memories that were asked.
        rules: The rules of the team that the run had.
        relaxed: What the configuration of the run switched off or lowered, one sentence each; see `Verdict.relaxed`.
    """

    version: str
    created: str
    seconds: float = 0.0
    source_lang: str | None = None
    target_lang: str | None = None
    systems: tuple[str, ...] = ()
    checks: tuple[CheckItem, ...] = ()
    metrics: tuple[MetricItem, ...] = ()
    notes: tuple[str, ...] = ()
    aligner: str | None = None
    source_words: int = 0
    glossaries: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    all_pairs: bool = False
    shard: Shard | None = None
    memories: tuple[MemoryUse, ...] = ()
    rules: tuple[RuleFile, ...] = ()
    relaxed: tuple[str, ...] = ()
