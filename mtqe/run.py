"""The circumstances of a run, and what became of each check and metric. `mtqe.model` exports the types."""

from __future__ import annotations

from typing import Literal

import msgspec

from mtqe.areas import Area, Coverage
from mtqe.metric_facts import MetricFacts

RunState = Literal["ran", "not run", "failed"]


class RunItem(msgspec.Struct, frozen=True):
    """The outcome of a check or metric: `ran`, `not run` (not requested or not applicable; see `why`) or `failed`."""

    id: str
    name: str
    state: RunState
    why: str | None = None


class CheckItem(RunItem, frozen=True, omit_defaults=True):
    """What became of a check, the area of its errors, and what it left out although it ran (`gap`).

    `idle` says that it ran and every segment was too short for it.
    """

    area: Area | None = None
    gap: str | None = None
    idle: bool = False


class MetricItem(RunItem, frozen=True):
    """What became of a metric, and what its scores mean; `facts` is `None` in reports of earlier versions."""

    facts: MetricFacts | None = None


class Run(msgspec.Struct, frozen=True):
    """The circumstances of a run.

    Args:
        version: Version of mtqe.
        created: UTC time, ISO 8601.
        seconds: Wall-clock duration.
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
