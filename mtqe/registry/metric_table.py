"""The table of metrics: all that mtqe knows of a metric by its name stands here and in the metric's own module."""

from __future__ import annotations

from typing import Any

from mtqe.contracts import ErrorSpans
from mtqe.model import MetricFacts, Report
from mtqe.registry.table_rows import MetricRow, load_from, with_plugins

METRICS = (
    MetricRow(
        "bleu",
        "mtqe.metrics.lexical.sacre:bleu",
        "BLEU by sacreBLEU, 0-100",
        title="BLEU",
        scale="0-100",
        digits=1,
        needs_reference=True,
        default="with reference",
    ),
    MetricRow(
        "chrf",
        "mtqe.metrics.lexical.sacre:chrf",
        "chrF2 by sacreBLEU, 0-100",
        title="chrF",
        scale="0-100",
        digits=1,
        needs_reference=True,
        default="with reference",
        ranks=("mbr",),
        trust=1,
    ),
    MetricRow(
        "chrf++",
        "mtqe.metrics.lexical.sacre:chrf_plus",
        "chrF2++ by sacreBLEU, 0-100",
        title="chrF++",
        scale="0-100",
        digits=1,
        needs_reference=True,
        ranks=("mbr",),
        trust=2,
    ),
    MetricRow(
        "ter",
        "mtqe.metrics.lexical.sacre:ter",
        "TER by sacreBLEU, 0-100 and above, lower is better",
        title="TER",
        scale="0-100",
        digits=1,
        higher_is_better=False,
        needs_reference=True,
        default="with reference",
    ),
    MetricRow(
        "learned",
        "mtqe.metrics.learned:learned",
        "the neural metric inside mtqe, 0-1, with or without reference",
        scale="0-1",
        estimates="quality",
        default="always",
        ranks=("quality", "mbr"),
        trust=3,
    ),
    MetricRow(
        "comet",
        "mtqe.metrics.comet.metric:comet",
        "COMET by unbabel-comet, any hub name or checkpoint",
        title="COMET",
        default="at hand",
        ranks=("quality", "mbr"),
        trust=4,
        marks_errors=True,
    ),
    MetricRow(
        "hallucination",
        "mtqe.metrics.hallucination:hallucination",
        "the risk that the source does not explain the translation, 0-1, lower is better",
        scale="0-1",
        higher_is_better=False,
        estimates="risk",
        default="with checks",
    ),
)
"""In the order in which they run where nobody names any."""
CAN_RANK = tuple(row.name for row in METRICS if row.ranks)
RANKS_BY_DEFAULT = next(row.name for row in METRICS if row.ranks and row.default == "always")


def rows() -> dict[str, MetricRow]:
    """The metrics by name, those of plugins last."""
    return with_plugins("metrics", MetricRow, METRICS)


def facts(report: Report) -> dict[str, MetricFacts]:
    """What each metric that is installed or stands in a report is known by; what the report itself says wins.

    A metric that the report says nothing of and that is not installed has no direction.
    """
    known = {name: row.facts for name, row in rows().items()}
    known |= {item.id: item.facts for item in report.run.metrics if item.facts}
    named = dict.fromkeys([*(item.id for item in report.run.metrics), *(score.metric for score in report.scores)])
    return known | {name: installed(name) for name in named if name not in known}


def installed(name: str) -> MetricFacts:
    """What a metric is known by without a report; of one that is not installed the direction is not known."""
    row = rows().get(name)
    return row.facts if row else MetricFacts(name, higher_is_better=None)


def ranking() -> dict[str, MetricRow]:
    """The metrics by which candidate translations can be ranked."""
    return {name: row for name, row in rows().items() if row.ranks}


def load(name: str) -> Any:
    """The metric of a name.

    Raises:
        ConfigError: There is no such metric; the message has the closest name.
        Unavailable: It cannot be imported.
    """
    return load_from("metric", rows(), name)


def error_spans() -> ErrorSpans:
    """The metric that also marks error spans."""
    metric: ErrorSpans = load(next(row.name for row in rows().values() if row.marks_errors))
    return metric
