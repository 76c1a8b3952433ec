"""The types of a comparison of two or more systems on the same source.

`mtqe.comparing` makes a `Comparison` from stored reports; views only read it. It is serialised with msgspec. The JSON
is a contract like that of `Report` (schema `mtqe.comparison/1`): fields may be added, but never removed or redefined.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from mtqe.model.metric_facts import MetricFacts, Signature
from mtqe.model.report import Finding, Problem, Segment
from mtqe.model.verdict import Interval, Mqm

SCHEMA = "mtqe.comparison/1"

Origin = Literal["texts", "segment scores"]
Part = Literal["document", "domain"]
TELLS = 0.75
"""Share: of agreement with COMET-22, below which a metric cannot tell which of two systems is better."""


class System(msgspec.Struct, frozen=True):
    """A system in a comparison.

    Args:
        name: Unique within the comparison: its name in the report, or the name of the report.
        report: Name of its report, as given by the caller.
        segments: Number of segments of its report that have a source.
        unpaired: Number of those that another system does not have; no score includes them.
        additions: Number of segments without a source. They are never paired.
        words: Number of words of the source text in its report.
        mqm: The MQM arithmetic over the findings of the checks that ran on every system; `None` if none did.
        added: Number of additions that the aligner found; they count in the metrics with the origin `texts`.
    """

    name: str
    report: str
    segments: int
    unpaired: int = 0
    additions: int = 0
    words: int = 0
    mqm: Mqm | None = None
    added: int = 0


class Standing(msgspec.Struct, frozen=True):
    """The rank of a system by one metric.

    Args:
        system: Its name.
        value: Its score on the segments of all systems; `None` means not scored.
        cluster: Number of its cluster, the best is 1. Every system of a cluster is significantly better than every
            system of all later clusters, as in the WMT shared tasks.
        rank_best: Best possible rank: one more than the number of systems that are significantly better.
        rank_worst: Worst possible rank: the number of systems minus those that are significantly worse.
    """

    system: str
    value: float | None
    cluster: int
    rank_best: int
    rank_worst: int


class Sureness(msgspec.Struct, frozen=True):
    """How sure the answer of a metric is, by pairs of systems of public test sets.

    Args:
        share: Share of the pairs with a difference like this one on which COMET-22 prefers the same system, 0 to 1.
        pairs: Number of these pairs.
        among: Their directions, in words: `de-en`, `into en`, `from en` or `all directions`.
        reference: Whether the metric read references.
    """

    share: float
    pairs: int
    among: str
    reference: bool

    @property
    def tells(self) -> bool:
        """Whether the metric can tell which system is better."""
        return self.share >= TELLS


class PairedTest(msgspec.Struct, frozen=True):
    """Two systems under one metric on the same segments.

    Args:
        baseline: Name of the system that was given first.
        system: Name of the system that is compared with it.
        difference: Score of the system minus that of the baseline, in the metric's unit.
        better: Whether the system is better; `None` if there is no difference.
        interval: Bootstrap percentile interval of the difference.
        p_value: P-value of the paired approximate randomisation test, two-sided.
        p_holm: The p-value adjusted by Holm's method for the number of pairs that this metric tests.
        significant: Whether `p_holm` is below the level of the comparison.
        p_bootstrap: P-value of the paired bootstrap test as in sacreBLEU; only for reference, it decides nothing.
        wins: Share of the bootstrap resamples in which the system has the better score.
        detectable: The smallest true difference that this test detects 80 % of the time with a test set of this
            kind and size; 0 if the segments have no spread (a single segment has none).
        agreement: How often people prefer the same system at a difference of this size, .5 to 1 (Kocmi et al. 2024);
            `None` if no figure is published for the metric.
        identical: Number of segments with the same translation in both systems.
        sureness: How sure the answer is; `None` if it was not measured for the metric, or if there is no difference.
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
    sureness: Sureness | None = None


class MetricComparison(msgspec.Struct, frozen=True):
    """All systems under one metric.

    Args:
        metric: Its name.
        higher_is_better: Whether a higher score is better.
        segments: Number of segments behind the scores: every system has them and a score for each.
        unscored: Number of segments that every system has but that are not scored for every system.
        origin: What the tests resample: statistics recomputed from the texts in the reports, or stored segment
            scores.
        signature: The signature entries that the scores of all systems have in common.
        standings: Every system, best first.
        tests: Every pair of systems, in the order of the systems.
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
    """The scores of one document or domain. Most have too few segments for a separate test.

    Args:
        part: `document` or `domain`.
        name: Id of the document, name of the domain.
        metric: Name of the metric.
        segments: Number of segments behind the scores.
        values: Score of each system, in the order of `Comparison.systems`.
    """

    part: Part
    name: str
    metric: str
    segments: int
    values: tuple[float | None, ...]


class SegmentPair(msgspec.Struct, frozen=True):
    """A segment for which two systems have different scores by one metric.

    Args:
        metric: Name of the metric.
        baseline: Name of the baseline system.
        system: Name of the system compared with it.
        source: Source text.
        baseline_target: Translation of the baseline.
        target: Translation of the system.
        baseline_value: Score of the baseline's translation.
        value: Score of the system's translation.
        difference: `value - baseline_value`.
        better: Whether the system is better.
        baseline_segment: Id of the segment in the baseline's report.
        segment: Id of the segment in the system's report.
        references: Human translations.
        doc: Id of the document in the baseline's report.
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
    """Findings of a system against those of the baseline, by fingerprint, as multisets, for checks that ran on both.

    Args:
        baseline: Name of the baseline system.
        system: Name of the system compared with it.
        fixed: Findings that only the baseline has, worst first.
        new: Findings that only the system has, worst first.
        kept: Findings of the system that the baseline also has, worst first.
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
        trials: Number of trials of the randomisation test.
        resamples: Number of resamples of the bootstrap.
        seed: Random seed of both.
        systems: The systems in the given order; the first is the baseline of all `changes` and `differing`.
        shared: Number of segments that all systems have.
        metrics: The metrics that could be compared.
        breakdown: Scores of documents, then of domains, by metric.
        differing: For each system the segments that differ most from the baseline's, greatest difference first.
        changes: For each system its findings against those of the baseline.
        problems: Metrics that could not be compared, and why.
        notes: Further notes for the reader, one line each.
        texts: The segments of the new and fixed findings in `changes`; `system` is the name in this comparison.
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
    texts: tuple[Segment, ...] = ()
