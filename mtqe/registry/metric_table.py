"""The table of metrics."""

from __future__ import annotations

from typing import Any

from mtqe.contracts import ErrorSpans
from mtqe.registry.table_rows import Row, load_from, with_plugins

METRICS = (
    Row("bleu", "mtqe.metrics.lexical.sacre:bleu", "BLEU by sacreBLEU, 0-100", needs_reference=True),
    Row("chrf", "mtqe.metrics.lexical.sacre:chrf", "chrF2 by sacreBLEU, 0-100", needs_reference=True),
    Row("chrf++", "mtqe.metrics.lexical.sacre:chrf_plus", "chrF2++ by sacreBLEU, 0-100", needs_reference=True),
    Row(
        "ter",
        "mtqe.metrics.lexical.sacre:ter",
        "TER by sacreBLEU, 0-100 and above, lower is better",
        needs_reference=True,
        higher_is_better=False,
    ),
    Row(
        "comet",
        "mtqe.metrics.comet.metric:comet",
        "COMET by unbabel-comet, any hub name or checkpoint",
        marks_errors=True,
    ),
    Row("learned", "mtqe.metrics.learned:learned", "the neural metric inside mtqe, 0-1, with or without reference"),
    Row(
        "hallucination",
        "mtqe.metrics.hallucination:hallucination",
        "the risk that the source does not explain the translation, 0-1, lower is better",
        higher_is_better=False,
    ),
)


def rows() -> dict[str, Row]:
    """The metrics by name, those of plugins last."""
    return with_plugins("metrics", METRICS)


def lower_is_better() -> frozenset[str]:
    """Names of the metrics of which the lower score is the better one."""
    return frozenset(name for name, row in rows().items() if not row.higher_is_better)


def load(name: str) -> Any:
    """The metric of a name.

    Raises:
        ConfigError: There is no such metric; the message has the closest name.
        Unavailable: It cannot be imported.
    """
    return load_from("metric", rows(), name)


def error_spans() -> ErrorSpans:
    """The metric that also marks error spans."""
    metric: ErrorSpans = load(next(row.name for row in METRICS if row.marks_errors))
    return metric
