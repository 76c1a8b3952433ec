"""The nouns of a comparison: what two or more systems on the same source have in common and where they differ.

`mtqe.compare` makes a `Comparison` from stored reports; views only read it. Serialised with msgspec, the JSON is a
contract like that of `Report` (schema `mtqe.comparison/1`): fields may be added, never removed or given another
meaning.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from mtqe.model import Finding, Interval, MetricFacts, Mqm, Problem, Signature

SCHEMA = "mtqe.comparison/1"

Origin = Literal["texts", "segment scores"]
Part = Literal["document", "domain"]


class System(msgspec.Struct, frozen=True):
    """A system that is compared.

    Args:
        name: Unique within the comparison: its name in the report, or the name of the report.
        report: Where it comes from, as the caller names the report.
        segments: Segments of its report that have a source.
        unpaired: Those of them that another system does not have; they are in no score.
        additions: Segments without a source: text that nothing corresponds to. They are never paired.
        words: Words of the source text in its report.
        mqm: The MQM arithmetic over the findings of the checks that ran on every system; `None` where none did.
    """

    name: str
    report: str
    segments: int
    unpaired: int = 0
    additions: int = 0
    words: int = 0
    mqm: Mqm | None = None


class Standing(msgspec.Struct, frozen=True):
    """Where a system stands by one metric.

    Args:
        system: Its name.
        value: Its score on the segments that all systems have; `None` means not scored.
        cluster: Number of its cluster, the best is 1. Every system of a cluster is significantly better than every
            system of all later clusters, as in the WMT shared tasks.
        rank_best: Best rank it may have: one more than the number of systems that are significantly better.
        rank_worst: Worst rank it may have: the number of systems minus those that are significantly worse.
    """

    system: str
    value: float | None
    cluster: int
    rank_best: int
    rank_worst: int


class PairedTest(msgspec.Struct, frozen=True):
    """Two systems under one metric on the same segments.

    Args:
        baseline: Name of the system that is compared with: the one that was given first.
        system: Name of the other.
        difference: Score of the system minus that of the baseline, in the metric's unit.
        better: Whether the difference is in the system's favour; `None` when there is no difference.
        interval: Bootstrap percentile interval of the difference.
        p_value: Of the paired approximate randomisation test, two-sided.
        p_holm: The same, adjusted by Holm's method for the number of pairs that this metric tests.
        significant: Whether `p_holm` is below the level of the comparison.
        p_bootstrap: Of the paired bootstrap test as sacreBLEU has it; for reference only, it decides nothing.
        wins: Share of the bootstrap resamples in which the system has the better score.
        detectable: Least true difference that this test would find in four of five test sets of this kind and size; 0
            where the segments show no spread, as one segment does not.
        agreement: How often people prefer the same system at a difference of this size, .5 to 1 (Kocmi et al. 2024);
            `None` where no figure is published for the metric.
        identical: Segments in which both wrote the same.
    """

    baseline: str
    system: str
    difference: float
    better: bool | None
    interval: Interval
    p_value: float
    p_holm: float
    significant: bool
    p_bootstrap: float
    wins: float
    detectable: float
    agreement: float | None = None
    identical: int = 0


class MetricComparison(msgspec.Struct, frozen=True):
    """All systems under one metric.

    Args:
        metric: Its name.
        higher_is_better: Whether a higher score is the better one.
        segments: Segments behind the scores: all systems have them and all were scored on them.
        unscored: Segments that all systems have but not all were scored on.
        origin: What the tests resample: statistics computed anew from the texts in the reports, or stored scores of
            segments.
        signature: What the scores of all systems have in common.
        standings: Every system, best first.
        tests: Every pair of systems, in the order in which they were given.
        facts: Its title, scale, digits and direction.
    """

    metric: str
    higher_is_better: bool
    segments: int
    unscored: int
    origin: Origin
    signature: Signature
    standings: tuple[Standing, ...]
    tests: tuple[PairedTest, ...]
    facts: MetricFacts


class Breakdown(msgspec.Struct, frozen=True):
    """The scores of one document or domain. There are too few segments in most to test them one by one.

    Args:
        part: `document` or `domain`.
        name: Id of the document, name of the domain.
        metric: Name of the metric.
        segments: Segments behind the scores.
        values: Score of each system, in the order of `Comparison.systems`.
    """

    part: Part
    name: str
    metric: str
    segments: int
    values: tuple[float | None, ...]


class SegmentPair(msgspec.Struct, frozen=True):
    """A segment that two systems translate differently well, by one metric.

    Args:
        metric: Name of the metric that finds it.
        baseline: Name of the system that is compared with.
        system: Name of the other.
        source: Source text.
        baseline_target: What the baseline wrote.
        target: What the system wrote.
        baseline_value: Score of the baseline's translation.
        value: Score of the system's translation.
        difference: `value - baseline_value`.
        better: Whether the difference is in the system's favour.
        baseline_segment: Id of the segment in the baseline's report.
        segment: Id of the segment in the system's report.
        references: Human translations.
        doc: Id of the document, as the baseline has it.
    """

    metric: str
    baseline: str
    system: str
    source: str
    baseline_target: str
    target: str
    baseline_value: float
    value: float
    difference: float
    better: bool
    baseline_segment: str
    segment: str
    references: tuple[str, ...] = ()
    doc: str | None = None


class FindingChanges(msgspec.Struct, frozen=True):
    """What became of the baseline's findings, compared by fingerprint, as multisets, by checks that ran on both.

    Args:
        baseline: Name of the system that is compared with.
        system: Name of the other.
        fixed: Findings that only the baseline has, worst first.
        new: Findings that only the system has, worst first.
        kept: Findings of the system that the baseline has too, worst first.
    """

    baseline: str
    system: str
    fixed: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    kept: tuple[Finding, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """Two or more systems compared on the segments that all of them have.

    Args:
        schema: `mtqe.comparison/1`.
        version: Version of mtqe that compared.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        level: Level of significance, such as .05.
        trials: Trials of the randomisation test.
        resamples: Resamples of the bootstrap.
        seed: Seed of both.
        systems: The systems in the order in which they were given; the first is the baseline of all `changes` and
            `differing`.
        shared: Number of segments that all systems have.
        metrics: The metrics that could be compared.
        breakdown: Documents, then domains, by metric.
        differing: Of each system, the segments that differ most from the baseline's, greatest difference first.
        changes: Of each system, what became of the baseline's findings.
        problems: Metrics that could not be compared, and why.
        notes: What else the reader must know, one line each.
    """

    schema: str
    version: str
    source_lang: str | None
    target_lang: str | None
    level: float
    trials: int
    resamples: int
    seed: int
    systems: tuple[System, ...]
    shared: int
    metrics: tuple[MetricComparison, ...] = ()
    breakdown: tuple[Breakdown, ...] = ()
    differing: tuple[SegmentPair, ...] = ()
    changes: tuple[FindingChanges, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
