"""An index of a report's scores, so that rules for thousands of documents need not search for them."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import NamedTuple

from mtqe.errors import ConfigError
from mtqe.model import Interval, MetricFacts, Report, Score, comparable
from mtqe.registry import metric_table
from mtqe.text import codes


def unknown_direction(metric: str) -> ConfigError:
    """The error for a limit on a metric whose direction neither the report nor an installed plugin knows."""
    return ConfigError(
        f"no limit on {metric} can be judged, as it is not known whether a higher score is better",
        "install the plugin that brings it, or evaluate again with this version of mtqe",
    )


class Scored(NamedTuple):
    """A segment's score with what it is compared by: source text and signature."""

    source: str
    signature: str
    value: float
    segment: str
    interval: Interval | None = None


class Scores:
    """The scores of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def lower_is_better(self, metric: str) -> bool:
        """Whether a lower score of the metric is better, according to the report or else the installed metric.

        Raises:
            ConfigError: Neither knows its direction, so that no limit on it can be judged.
        """
        known = self._facts[metric]
        if known.higher_is_better is None:
            raise unknown_direction(metric)
        return known.lower_is_better

    def of(self, metric: str, system: str | None, doc: str | None = None) -> Score | None:
        """The score of a document, or of the corpus."""
        return self._whole.get((metric, "corpus" if doc is None else "document", system, doc))

    def segments(self, metric: str, system: str | None) -> dict[str | None, list[Scored]]:
        """The segments with a source that a metric scored, by document, in the order of the report."""
        return self._segments.get((metric, system), {})

    @functools.cached_property
    def _facts(self) -> dict[str, MetricFacts]:
        return metric_table.facts(self.report)

    @functools.cached_property
    def _whole(self) -> dict[tuple[str, str, str | None, str | None], Score]:
        table: dict[tuple[str, str, str | None, str | None], Score] = {}
        for score in self.report.scores:
            if score.level != "segment":
                doc = score.doc if score.level == "document" else None
                table.setdefault((score.metric, score.level, score.system, doc), score)
        return table

    @functools.cached_property
    def _segments(self) -> dict[tuple[str, str | None], dict[str | None, list[Scored]]]:
        segments = {(segment.system, segment.id): segment for segment in self.report.segments}
        table: dict[tuple[str, str | None], dict[str | None, list[Scored]]] = {}
        for score in self.report.scores:
            segment = segments.get((score.system, score.segment or ""))
            if score.level == "segment" and score.value is not None and segment is not None and segment.source:
                group = table.setdefault((score.metric, score.system), defaultdict(list))
                source = codes.comparable_source(segment)
                signature = comparable(score.signature)
                group[segment.doc].append(Scored(source, signature, score.value, segment.id, score.interval))
        return table
