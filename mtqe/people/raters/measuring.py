"""Measures how checks and metrics agree with raters, and raters with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtqe.errors import ConfigError, InputError
from mtqe.model import MetricFacts, Report
from mtqe.model.agreement_report import SCHEMA, Agreement, MetricAgreement, Value
from mtqe.model.ratings import SCORES, Rating
from mtqe.people.raters import check_agreement, metric_agreement, policy_changes, rated_segments, rater_agreement
from mtqe.people.raters.metric_agreement import Clusters
from mtqe.people.raters.rated_segments import RatedSegment
from mtqe.registry import check_table, metric_table
from mtqe.registry.contracts import Progress, no_progress
from mtqe.settings.policy import GateConfig
from mtqe.version import VERSION

LENGTH = "-length"
"""Name of the baseline: minus the length of the source."""
KINDS: Mapping[Value, str] = {"score": "score", "points": "points", "errors": "marked errors"}


@dataclass(frozen=True)
class Plan:
    """Settings.

    Args:
        bound: Precision below which a check is lowered or switched off.
        acceptable: Value of a segment below which it is bad; see `mtqe.people.raters.policy_changes`.
        resamples: Resamples of the intervals of metrics and raters; 0 for none.
        seed: Seed of the random numbers.
    """

    bound: float = policy_changes.BOUND
    acceptable: float | None = None
    resamples: int = 200
    seed: int = 1


def agreement(
    reports: Sequence[tuple[str, Report]],
    ratings: Sequence[Rating],
    policy: GateConfig,
    plan: Plan,
    progress: Progress = no_progress,
) -> Agreement:
    """How the checks and metrics of reports agree with ratings.

    Args:
        reports: Name and report; names are unique.
        ratings: What people said.
        policy: The current policy.
        plan: Settings.
        progress: Called as `progress(what, done, total)`.

    Raises:
        ConfigError: No segment can have the acceptable value, or every segment has it.
        InputError: No rating belongs to a segment of the reports, the reports have different languages, or two reports
            are of the same translations.
    """
    source_lang, target_lang = _languages(reports)
    _refuse_copies(reports)
    rated, matched = rated_segments.match(reports, ratings)
    if not rated:
        raise InputError(
            f"none of {matched.ratings:,} ratings belongs to a segment: of {matched.no_source:,} the source is not in "
            f"the reports, of {matched.no_target:,} it has another translation",
            "give the reports of the translations that were rated",
        )
    known = check_table.described(item for _, report in reports for item in report.run.checks)
    categories = {check.id: check.category for check in known.values()}
    checks, together = check_agreement.checks(reports, rated, categories)
    pairs_of_raters = rater_agreement.pairs(rated)
    kind = metric_agreement.kind_of(rated)
    _refuse_unfit(plan.acceptable, kind)
    clusters = metric_agreement.clusters_of(rated)
    facts: dict[str, MetricFacts] = {}
    for _, report in reports:
        facts |= metric_table.facts(report)
    scores = metric_agreement.of_metrics(reports, facts)
    interval = metric_agreement.Plan(clusters, plan.resamples, plan.seed)
    raters = metric_agreement.by_rater(rated, kind) if kind else {}
    people = metric_agreement.means(raters.values())
    metrics: list[MetricAgreement] = []
    for done, (name, values) in enumerate(scores.items(), 1):
        progress("metrics", done, len(scores))
        one = metric_agreement.agreement(name, values, people, rated, interval)
        metrics += [one] if one else []
    others = metric_agreement.against_others(raters, scores, rated, interval, progress) if len(raters) > 1 else ()
    evidence = policy_changes.Evidence(checks, metrics, pairs_of_raters, rated, scores, facts, kind)
    lengths = {one.place: -float(len(one.segment.source)) for one in rated}
    return Agreement(
        schema=SCHEMA,
        version=VERSION,
        source_lang=source_lang,
        target_lang=target_lang,
        matched=matched,
        value=kind,
        checks=checks,
        together=together,
        metrics=tuple(metrics),
        others=others,
        pairs=pairs_of_raters,
        changes=policy_changes.changes(evidence, policy, plan.bound, plan.acceptable),
        resamples=plan.resamples,
        clusters=clusters,
        baseline=metric_agreement.agreement(LENGTH, lengths, people, rated, interval) if metrics else None,
        notes=tuple(_notes(rated, kind, facts, clusters)),
    )


def _languages(reports: Sequence[tuple[str, Report]]) -> tuple[str | None, str | None]:
    langs = {(report.run.source_lang, report.run.target_lang) for _, report in reports}
    if len(langs) > 1:
        pairs = ", ".join(sorted(f"{source or 'und'}-{target or 'und'}" for source, target in langs))
        raise InputError(f"the reports have several language pairs: {pairs}", "measure each pair separately")
    return next(iter(langs))


def _refuse_copies(reports: Sequence[tuple[str, Report]]) -> None:
    """Refuse two reports of the same translations: each rating belongs to one segment of one report."""
    seen: dict[tuple[tuple[str | None, str, str, str], ...], str] = {}
    for name, report in reports:
        texts = tuple((one.system, one.id, one.source, one.target) for one in report.segments)
        if texts and texts in seen:
            raise InputError(
                f"{seen[texts]} and {name} are reports of the same translations",
                "make one report of them with mtqe evaluate, which has checks and scores",
            )
        seen[texts] = name


def _refuse_unfit(acceptable: float | None, kind: Value | None) -> None:
    """Refuse an acceptable value that is on another scale than the values of segments."""
    if acceptable is None:
        return
    if kind is None:
        raise ConfigError("no rating has a value, which could be acceptable", "omit --acceptable")
    if kind == "errors" and acceptable > 0:
        raise ConfigError(
            f"no segment has {acceptable:g} or more: its value is minus the MQM penalty of the marked errors",
            f"to accept a penalty of {acceptable:g}, write --acceptable=-{acceptable:g}",
        )
    if kind == "score" and not SCORES[0] <= acceptable <= SCORES[1]:
        raise ConfigError(f"{acceptable:g} is not a valid score", "give --acceptable a score from 0 to 100")


def _notes(
    rated: Sequence[RatedSegment], kind: Value | None, facts: Mapping[str, MetricFacts], clusters: Clusters
) -> Iterator[str]:
    if kind is None:
        yield "no rating has a score or marked errors, so metrics and raters are not measured"
        return
    without = sum(metric_agreement.value(rating, kind) is None for one in rated for rating in one.ratings)
    if without:
        yield f"{without:,} ratings have no {KINDS[kind]}; metrics and raters are measured on the others"
    unknown = [name for name, known in facts.items() if known.higher_is_better is None]
    if unknown:
        yield f"not measured, because their direction is unknown: {', '.join(unknown)}"
    documents = len({one.segment.doc for one in rated})
    if clusters == "sources":
        yield (
            f"intervals resample sources, because the ratings are of {documents} document"
            f"{'' if documents == 1 else 's'}; they are too narrow if segments of a document are alike"
        )
