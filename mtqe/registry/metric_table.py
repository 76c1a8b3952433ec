"""The table of metrics. Only this table and the modules of the metrics refer to a metric by its name."""

from __future__ import annotations

from mtqe.model import MetricFacts, Report
from mtqe.registry.contracts import ErrorSpans, Metric
from mtqe.registry.table_rows import MetricRow, lacking, load_from, with_plugins

METRICS = (
    MetricRow(
        "bleu",
        "mtqe.metrics.lexical.sacre:bleu",
        "BLEU by sacreBLEU, 0-100",
        title="BLEU",
        scale="0-100",
        digits=1,
        needs_reference=True,
        needs_source=False,
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
        needs_source=False,
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
        needs_source=False,
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
        needs_source=False,
        default="with reference",
    ),
    MetricRow(
        "learned",
        "mtqe.metrics.learned:learned",
        "the neural metric inside mtqe, 0-1, with or without reference",
        scale="0-1",
        estimates="quality",
        interval_of="scores by annotators",
        rated=("en-de", "en-zh", "es-en", "fr-en", "ru-en", "zh-en"),
        default="always",
        ranks=("quality", "mbr"),
        trust=3,
        consensus=True,
    ),
    MetricRow(
        "learned-systems",
        "mtqe.metrics.learned_systems:learned_systems",
        "which of several systems is better, by the model inside mtqe, with or without reference",
        default="several systems",
    ),
    MetricRow(
        "comet",
        "mtqe.metrics.comet.metric:comet",
        "COMET by unbabel-comet, any hub name or checkpoint",
        title="COMET",
        default="at hand",
        ranks=("quality", "mbr"),
        trust=4,
        marks_errors="comet-error-span",
    ),
    MetricRow(
        "judge",
        "mtqe.metrics.judge.judge_metric:judge",
        "a language model of your own behind an OpenAI-compatible endpoint, 0-100",
        title="Judge",
        scale="0-100",
        digits=1,
        marks_errors="judge-error-span",
    ),
    MetricRow(
        "hallucination",
        "mtqe.metrics.hallucination:hallucination",
        "the risk that the source does not explain the translation, 0-1, lower is better",
        scale="0-1",
        higher_is_better=False,
        estimates="risk",
        default="with checks",
        area="hallucination",
    ),
)
"""In the order in which they run by default."""
CAN_RANK = tuple(row.name for row in METRICS if row.ranks)
RANKS_BY_DEFAULT = next(row.name for row in METRICS if row.ranks and row.default == "always")


def rows() -> dict[str, MetricRow]:
    """The metrics by name, with those of plugins last."""
    return with_plugins("metrics", MetricRow, METRICS)


def facts(report: Report) -> dict[str, MetricFacts]:
    """The facts of each metric that is installed or is in a report. The facts in the report take precedence.

    A metric without facts in the report that is not installed has no direction.
    """
    facts_of = {name: row.facts for name, row in rows().items()}
    facts_of |= {item.id: item.facts for item in report.run.metrics if item.facts}
    names = dict.fromkeys([*(item.id for item in report.run.metrics), *(score.metric for score in report.scores)])
    return facts_of | {name: installed(name) for name in names if name not in facts_of}


def installed(name: str) -> MetricFacts:
    """The facts of an installed metric; the facts of any other metric have no direction."""
    row = rows().get(name)
    return row.facts if row else MetricFacts(name, higher_is_better=None)


def ranking() -> dict[str, MetricRow]:
    """The metrics that can rank candidate translations."""
    return {name: row for name, row in rows().items() if row.ranks}


def load(name: str) -> Metric:
    """Load a metric by its name.

    Raises:
        ConfigError: The metric does not exist; the message has the closest name.
        Unavailable: It cannot be imported, or is no metric.
    """
    if isinstance(metric := load_from("metric", rows(), name), Metric):
        return metric
    raise lacking("metric", name, "Metric")


def error_spans(check: str) -> ErrorSpans:
    """The metric that marks the error spans that a check reports, by the name of the check."""
    name = next(row.name for row in rows().values() if row.marks_errors == check)
    if isinstance(metric := load(name), ErrorSpans):
        return metric
    raise lacking("metric", name, "ErrorSpans")
