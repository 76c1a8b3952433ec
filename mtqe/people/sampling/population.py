"""The segments that a sample is drawn from, each with what is known of it before anyone rates it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from mtqe.errors import InputError
from mtqe.language.language_tags import count_words
from mtqe.model import MetricFacts, Report, Score, Segment
from mtqe.people.sampling.sample_files import texts
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup
from mtqe.stats import mqm

FINDINGS = "findings"
"""The name of the prediction from findings, for a report without segment scores."""
UNSCORED = 0.5
"""Score: that a segment without a prediction is taken to have, from 0 (worst) to 1."""


class Unit(msgspec.Struct, frozen=True):
    """A segment of a system.

    Args:
        system: Name of the translation system, if the report has several.
        id: Id of the segment.
        words: Number of words of its source, at least 1.
        prediction: What is predicted of its quality, 0 (worst) to 1 (best), to sort by; not in the unit of the metric.
        texts: Hash of its texts.
    """

    system: str | None
    id: str
    words: int
    prediction: float
    texts: str = ""


def units(report: Report, by: str | None = None) -> tuple[list[Unit], str]:
    """The segments of a report, and the name of the metric that predicts their quality.

    Args:
        report: The report.
        by: The metric; by default the one that ranks translations, if the report has it, else another with segment
            scores and a known direction, else the weights of the findings.

    Raises:
        ConfigError: The report has no segment scores of the metric.
        InputError: The report has no segments.
    """
    if not report.segments:
        raise InputError("the report has no segments to choose from", "evaluate a translation first")
    scores: dict[str, list[Score]] = defaultdict(list)
    for score in report.scores:
        if score.level == "segment" and score.value is not None:
            scores[score.metric].append(score)
    facts = {item.id: item.facts for item in report.run.metrics if item.facts}
    usable = {
        name: found for name, found in scores.items() if name in facts and facts[name].higher_is_better is not None
    }
    if by is not None:
        chosen = lookup(by, [*usable, FINDINGS], "metric with segment scores in this report")
    else:
        first = metric_table.RANKS_BY_DEFAULT
        chosen = first if first in usable else next(iter(usable), FINDINGS)
    if chosen == FINDINGS:
        return _units(report, _by_findings(report)), chosen
    return _units(report, _by_scores(usable[chosen], facts[chosen])), chosen


Key = tuple[str | None, str]


def _units(report: Report, predictions: Mapping[Key, float]) -> list[Unit]:
    tags = {document.id: document.source_lang for document in report.documents}
    found = []
    for segment in report.segments:
        key = segment.system, segment.id
        lang = tags.get(segment.doc or "") or report.run.source_lang or ""
        words = max(1, count_words(_counted(segment), lang))
        prediction = predictions.get(key, UNSCORED)
        found.append(Unit(*key, words, prediction, texts(segment.source, segment.target)))
    return found


def _counted(segment: Segment) -> str:
    """The text whose words are counted: the source, or the translation of an addition."""
    return segment.source if segment.source.strip() else segment.target


def _by_scores(scores: Sequence[Score], facts: MetricFacts) -> dict[Key, float]:
    """Predictions from the scores of a metric; those of other scales go from the lowest to the highest score."""
    values = {(score.system, score.segment or ""): float(score.value or 0.0) for score in scores}
    if facts.lower_is_better:
        values = {key: -value for key, value in values.items()}
    low, high = (0.0, 1.0) if facts.estimates == "quality" else (min(values.values()), max(values.values()))
    span = (high - low) or 1.0
    return {key: min(1.0, max(0.0, (value - low) / span)) for key, value in values.items()}


def _by_findings(report: Report) -> dict[Key, float]:
    """Predictions from the weights of the findings that count: 1 without a finding."""
    weights: dict[Key, float] = {(segment.system, segment.id): 0.0 for segment in report.segments}
    for finding in report.findings:
        if finding.counts:
            weights[finding.system, finding.segment] += mqm.weight(finding.category, finding.severity)
    return {key: 1 / (1 + weight) for key, weight in weights.items()}
