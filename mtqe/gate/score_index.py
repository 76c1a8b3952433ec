"""An index of a report's scores, so that rules for thousands of documents need not search for them."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import NamedTuple

from mtqe.errors import ConfigError
from mtqe.language import codes
from mtqe.model import Interval, MetricFacts, Report, Score, Segment, comparable
from mtqe.registry import metric_table


def unknown_direction(metric: str) -> ConfigError:
    """The error for a limit on a metric whose direction neither the report nor an installed plugin knows."""
    return ConfigError(
        f"no limit on {metric} can be judged, as it is not known whether a higher score is better",
        "install the plugin that brings it, or evaluate again with this version of mtqe",
    )


class Scored(NamedTuple):
    """A segment's score with what it is compared by: source text (empty if it has none) and signature."""

    source: str
    signature: str
    value: float
    segment: str
    interval: Interval | None = None
    consensus: int = 0


def consensus(score: Score) -> int:
    """The number of other translations that a score depends on; see `mtqe.registry.table_rows.MetricRow.consensus`."""
    return int(score.signature.get("consensus") or 0)


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
        """The segments that a metric scored, by document, in the order of the report."""
        return self._segments.get((metric, system), {})

    def unscored(self, metric: str, system: str | None) -> dict[str | None, list[str]]:
        """The ids of the segments that have a source and an entry of the metric without a value, by document."""
        return self._unscored.get((metric, system), {})

    def unrated(self, metric: str) -> str:
        """Says that the intervals of segments are those of another language pair; empty if that is not so."""
        return self._facts[metric].unrated(self.report.run.source_lang, self.report.run.target_lang)

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
    def _entries(self) -> list[tuple[Score, Segment]]:
        """The scores at segment level with their segments."""
        segments = {(segment.system, segment.id): segment for segment in self.report.segments}
        found = [
            (score, segments.get((score.system, score.segment or "")))
            for score in self.report.scores
            if score.level == "segment"
        ]
        return [(score, segment) for score, segment in found if segment is not None]

    @functools.cached_property
    def _segments(self) -> dict[tuple[str, str | None], dict[str | None, list[Scored]]]:
        table: dict[tuple[str, str | None], dict[str | None, list[Scored]]] = {}
        for score, segment in self._entries:
            if score.value is not None:
                group = table.setdefault((score.metric, score.system), defaultdict(list))
                source = codes.comparable_source(segment)
                signature, others = comparable(score.signature), consensus(score)
                group[segment.doc].append(Scored(source, signature, score.value, segment.id, score.interval, others))
        return table

    @functools.cached_property
    def _unscored(self) -> dict[tuple[str, str | None], dict[str | None, list[str]]]:
        table: dict[tuple[str, str | None], dict[str | None, list[str]]] = {}
        for score, segment in self._entries:
            if score.value is None and segment.source.strip():
                group = table.setdefault((score.metric, score.system), defaultdict(list))
                group[segment.doc].append(segment.id)
        return table
