"""The types of an agreement of checks and metrics with what people said of the same translations.

`mtqe.people.raters` makes an `Agreement` from reports and ratings; views only read it. Its JSON is a contract like that
of `Report` (schema `mtqe.agreement/1`): fields may be added, but never removed or redefined.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from mtqe.model.report import Severity
from mtqe.model.verdict import Interval

SCHEMA = "mtqe.agreement/1"

Value = Literal["score", "points", "errors"]
"""What the value of a rated segment is: a score from 0 to 100, points on another scale, or minus the MQM penalty."""
Action = Literal["ignore", "lower", "raise", "floor", "no floor", "nothing"]


class Share(msgspec.Struct, frozen=True):
    """A share of cases.

    Args:
        number: Cases that have the property.
        size: All cases; with 0 there is no share.
        value: The share; `None` without cases.
        interval: Its interval (Wilson 1927); cases are taken as independent.
    """

    number: int
    size: int
    value: float | None = None
    interval: Interval | None = None


class Matched(msgspec.Struct, frozen=True):
    """Which ratings belong to segments of the reports.

    Args:
        ratings: Number of ratings that were read.
        matched: Number of those that belong to a segment.
        replaced: Number of those that the same rater replaced by a later one.
        no_source: Number of ratings whose source is not in the reports.
        no_target: Number of ratings whose source is there with another translation.
        segments: Number of segments of the reports.
        rated: Number of those that somebody rated.
        marked: Number of those in which somebody was asked to mark errors.
        raters: Number of rated segments by rater.
    """

    ratings: int
    matched: int
    replaced: int
    no_source: int
    no_target: int
    segments: int
    rated: int
    marked: int
    raters: dict[str, int]


class CheckAgreement(msgspec.Struct, frozen=True):
    """What raters said of the findings of a check, or of all checks.

    Args:
        check: Id; empty for all checks together.
        name: Name.
        category: MQM path; empty for all checks together.
        severity: Severity of most of its findings.
        worst: Greatest severity of its findings.
        findings: Number of findings in rated segments.
        decided: Number of those that raters decided on one by one.
        undecided: Number of findings on which as many raters said the one as the other; they count nowhere.
        tolerated: Number of findings that most raters called an error that may be published.
        precision: Findings that are right among those that were judged.
        firm: The same without findings that only the marks of a single rater judge.
        cases: The same as `firm`, where findings that mark the same in the same texts are one case: what the policy may
            follow.
        precision_strict: The same as `precision`, where a marked error must also have the category of the check.
        recall: Errors that a finding meets among those that raters marked: of the category of the check, or all.
        recall_major: The same for major and critical errors.
        major: Findings that meet a major or critical error among those that meet an error.
        chance: How often marks of the same length at any place of their segments meet a marked error; `None` if no
            finding was judged by marks.
    """

    check: str
    name: str
    category: str
    severity: Severity | None
    findings: int
    decided: int
    undecided: int
    tolerated: int
    precision: Share
    firm: Share
    cases: Share
    precision_strict: Share
    recall: Share
    recall_major: Share
    major: Share
    worst: Severity | None = None
    chance: float | None = None


class Figure(msgspec.Struct, frozen=True):
    """A figure of agreement; `None` if the ratings do not allow it. Its interval is a bootstrap interval."""

    value: float | None
    interval: Interval | None = None


class MetricAgreement(msgspec.Struct, frozen=True):
    """A metric, or a rater, against the values of raters.

    Args:
        name: The metric, or the rater.
        segments: Number of segments with both values.
        sources: Number of sources with several such translations.
        systems: Number of systems.
        figures: By name: `source` (pairwise accuracy within a source with tie calibration), `tau` (Kendall's tau-b over
            segments), `r` (Pearson's over segments), `systems` and `SPA` (accuracy over systems, plain and soft).
    """

    name: str
    segments: int
    sources: int
    systems: int
    figures: dict[str, Figure]


class AgainstOthers(msgspec.Struct, frozen=True):
    """A rater against the mean of the other raters, beside each metric against the same mean on the same segments.

    Args:
        rater: The rater.
        own: The rater's own figures.
        metrics: Those of the metrics.
    """

    rater: str
    own: MetricAgreement
    metrics: tuple[MetricAgreement, ...]


class TwoRaters(msgspec.Struct, frozen=True):
    """The errors that two raters marked in the same segments.

    Args:
        raters: Both names.
        segments: Number of segments in which both were asked to mark errors.
        errors: Number of errors of each.
        met: Errors of either that meet one of the other, among all of both. Neutral errors do not count here.
        met_strict: The same where both have the same category.
        characters: F1 of the marked characters of the translations.
        severity: Pairs of errors that meet and have the same severity, among all pairs that meet.
        chance: How often marks of the same length at any place of their segments meet an error of the other.
    """

    raters: tuple[str, str]
    segments: int
    errors: tuple[int, int]
    met: Share
    met_strict: Share
    characters: float | None
    severity: Share
    chance: float | None = None


class PolicyChange(msgspec.Struct, frozen=True):
    """A proposed change of the policy, or why there is none.

    Args:
        key: What it is about: a check, or the key of a floor.
        action: `ignore`, `lower` or `raise` a check, set or remove a `floor`, or `nothing`.
        value: The new severity or floor; `None` if there is none.
        why: The evidence in one sentence.
        needed: How many more judged findings would decide; 0 if that is not the reason.
    """

    key: str
    action: Action
    value: str | float | None
    why: str
    needed: int = 0


class Agreement(msgspec.Struct, frozen=True):
    """How checks and metrics agree with raters, and raters with each other.

    Args:
        schema: `mtqe.agreement/1`.
        version: Version of mtqe.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        matched: Which ratings belong to segments.
        value: What the value of a rated segment is; `None` if no rating has any.
        checks: Every check with findings in rated segments, and those that ran and missed errors of their category.
        together: All checks.
        metrics: Every metric with scores of rated segments.
        baseline: Minus the length of the source, which ignores the translation: what any figure must beat.
        others: Every rater who shares segments with others.
        pairs: Every pair of raters who marked errors in the same segments.
        changes: Proposed changes of the policy.
        resamples: Number of resamples of the intervals.
        clusters: What they draw: `documents` or `sources`.
        notes: Remarks, one line each.
    """

    schema: str
    version: str
    source_lang: str | None
    target_lang: str | None
    matched: Matched
    value: Value | None
    checks: tuple[CheckAgreement, ...]
    together: CheckAgreement | None
    metrics: tuple[MetricAgreement, ...]
    others: tuple[AgainstOthers, ...]
    pairs: tuple[TwoRaters, ...]
    changes: tuple[PolicyChange, ...]
    resamples: int
    clusters: Literal["documents", "sources"]
    baseline: MetricAgreement | None = None
    notes: tuple[str, ...] = ()
