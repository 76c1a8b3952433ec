"""Metrics against the values that raters gave segments, and each rater against the mean of the others.

The value of a rating is its score from 0 to 100; where no rating has one its points on another scale; where no rating
has these either, minus the MQM penalty of the errors that the rater marked. The value of a segment is the mean over its
raters. Values of different kinds are never mixed.

Intervals resample documents if there are at least `DOCUMENTS`, else sources. With fewer than `DRAWN` of them there is
no interval.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

import numpy as np

from mtqe.model import Interval, MetricFacts, Report
from mtqe.model.agreement_report import AgainstOthers, Figure, MetricAgreement, Value
from mtqe.model.ratings import Rating
from mtqe.people.raters.rated_segments import Place, RatedSegment
from mtqe.registry.contracts import Progress, no_progress
from mtqe.stats import meta_evaluation, mqm
from mtqe.stats.meta_evaluation import Group

FIGURES: Mapping[str, meta_evaluation.Figure] = {
    "source": meta_evaluation.within_source,
    "tau": meta_evaluation.tau,
    "r": meta_evaluation.pearson,
    "systems": meta_evaluation.systems,
    "SPA": meta_evaluation.soft_systems,
}
FEWEST = 10
"""Segments: below which there are no figures of agreement."""
DOCUMENTS = 10
"""Documents: from which on intervals resample documents and not sources."""
DRAWN = 5
"""Documents or sources: below which there is no interval; resamples of so few are too much alike."""

Clusters = Literal["documents", "sources"]
Values = Mapping[Place, float]


@dataclass(frozen=True)
class Plan:
    """How intervals are made.

    Args:
        clusters: What is drawn.
        resamples: How many times; 0 for no intervals.
        seed: Seed of the random numbers.
    """

    clusters: Clusters
    resamples: int
    seed: int


def kind_of(rated: Iterable[RatedSegment]) -> Value | None:
    """The kind of values that these ratings have; `None` if they have none."""
    ratings = [rating for one in rated for rating in one.ratings]
    if any(rating.score is not None for rating in ratings):
        return "score"
    if any(rating.points is not None for rating in ratings):
        return "points"
    return "errors" if any(rating.errors is not None for rating in ratings) else None


def value(rating: Rating, kind: Value) -> float | None:
    """The value of a rating; `None` if it has none of this kind."""
    if kind == "score":
        return rating.score
    if kind == "points":
        return rating.points
    if rating.errors is None:
        return None
    # Equal sums must be equal in any order.
    return -round(sum(mqm.weight(error.category, error.severity) for error in rating.errors), 6)


def by_rater(rated: Iterable[RatedSegment], kind: Value) -> dict[str, dict[Place, float]]:
    """The values of each rater by place."""
    values: dict[str, dict[Place, float]] = defaultdict(dict)
    for one in rated:
        for rating in one.ratings:
            if (of_rater := value(rating, kind)) is not None:
                values[rating.rater][one.place] = of_rater
    return dict(sorted(values.items()))


def of_metrics(
    reports: Sequence[tuple[str, Report]], facts: Mapping[str, MetricFacts]
) -> dict[str, dict[Place, float]]:
    """The scores of segments by metric and place; the sign of scores where lower is better is changed.

    A metric whose direction is unknown is left out.
    """
    values: dict[str, dict[Place, float]] = {}
    for number, (_, report) in enumerate(reports):
        for score in report.scores:
            if score.level != "segment" or score.value is None or score.segment is None:
                continue
            known = facts[score.metric]
            if known.higher_is_better is not None:
                sign = -1.0 if known.lower_is_better else 1.0
                values.setdefault(score.metric, {})[number, score.system, score.segment] = sign * score.value
    return values


def means(values: Iterable[Mapping[Place, float]]) -> dict[Place, float]:
    """The mean of all values of each place."""
    lists: dict[Place, list[float]] = defaultdict(list)
    for of_one in values:
        for place, one in of_one.items():
            lists[place].append(one)
    return {place: round(fmean(of_place), 6) for place, of_place in lists.items()}


def clusters_of(rated: Iterable[RatedSegment]) -> Clusters:
    """What intervals draw. The documents of a source are one, whatever the reports of its systems call it."""
    documents: dict[str, str | None] = {}
    for one in rated:
        documents.setdefault(" ".join(one.segment.source.split()), one.segment.doc)
    return "documents" if len(set(documents.values())) >= DOCUMENTS else "sources"


def agreement(
    name: str, judge: Values, people: Values, rated: Sequence[RatedSegment], plan: Plan
) -> MetricAgreement | None:
    """The figures of a metric or rater against values of people; `None` with fewer than `FEWEST` segments.

    Args:
        name: The metric or rater.
        judge: Its values; higher is better.
        people: The values that they are compared with.
        rated: The rated segments.
        plan: How intervals are made.
    """
    groups, documents = _groups(judge, people, rated)
    if sum(len(group.human) for group in groups) < FEWEST:
        return None
    several = [(group, doc) for group, doc in zip(groups, documents, strict=True) if len(group.human) > 1]
    figures = {}
    for title, figure in FIGURES.items():
        # A source with one translation says nothing within a source, and its resamples would only cost time.
        used = several if title == "source" else list(zip(groups, documents, strict=True))
        figures[title] = _figure(figure, [group for group, _ in used], [doc for _, doc in used], plan)
    systems = {name for group in groups for name in group.systems}
    return MetricAgreement(name, sum(len(group.human) for group in groups), len(several), len(systems), figures)


def against_others(
    raters: Mapping[str, Values],
    metrics: Mapping[str, Values],
    rated: Sequence[RatedSegment],
    plan: Plan,
    progress: Progress = no_progress,
) -> tuple[AgainstOthers, ...]:
    """Each rater, and each metric on the same segments, against the mean of the other raters.

    The metrics have no intervals here: their figures are to be set beside those of the rater.
    """
    plain = Plan(plan.clusters, 0, plan.seed)
    result = []
    for done, (rater, own) in enumerate(raters.items(), 1):
        progress("raters", done, len(raters))
        others = means(values for name, values in raters.items() if name != rater)
        shared = {place: others[place] for place in own if place in others}
        figures = agreement(rater, own, shared, rated, plan)
        if figures is None:
            continue
        of_metrics = [agreement(name, values, shared, rated, plain) for name, values in metrics.items()]
        result.append(AgainstOthers(rater, figures, tuple(one for one in of_metrics if one)))
    return tuple(result)


def _groups(judge: Values, people: Values, rated: Sequence[RatedSegment]) -> tuple[list[Group], list[str | None]]:
    """The translations of each source that both have, and the document of each source."""
    members: dict[tuple[str, int], list[RatedSegment]] = defaultdict(list)
    seen: dict[tuple[str, int, str], int] = defaultdict(int)
    for one in rated:
        if one.place in judge and one.place in people:
            source = " ".join(one.segment.source.split())
            key = (source, one.place[0], one.system)
            members[source, seen[key]].append(one)  # a source that comes again in a system is another one
            seen[key] += 1
    groups = [
        Group(
            np.array([judge[one.place] for one in group], np.float64),
            np.array([people[one.place] for one in group], np.float64),
            tuple(one.system for one in group),
        )
        for group in members.values()
    ]
    return groups, [group[0].segment.doc for group in members.values()]


def _figure(
    figure: Callable[[Sequence[Group]], float], groups: Sequence[Group], documents: Sequence[str | None], plan: Plan
) -> Figure:
    found = figure(groups) if groups else math.nan
    if math.isnan(found):
        return Figure(None)
    clusters = documents if plan.clusters == "documents" else None
    if not plan.resamples or len(groups if clusters is None else set(clusters)) < DRAWN:
        return Figure(found)
    low, high = meta_evaluation.interval(groups, figure, plan.resamples, plan.seed, clusters)
    return Figure(found, None if math.isnan(low) else Interval(low, high))
