"""What was measured of the metrics in a language pair, for `mtqe list metrics --pair`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mtqe.language import language_tags
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context, Metric
from mtqe.registry.metric_capabilities import HasSureness
from mtqe.registry.system_agreement import Agreement, Reading


class Measured(msgspec.Struct, frozen=True):
    """On how many pairs of systems a metric and COMET-22 prefer the same system."""

    pairs: int
    agreed: int


class ListedMetric(msgspec.Struct, frozen=True):
    """A metric in a language pair.

    Args:
        name: Its name.
        summary: Its description.
        needs_reference: Whether it scores only with a reference.
        rated: Whether the intervals of its segments were measured on this pair.
        measurable: Whether pairs of systems were measured in any direction.
        with_reference: What was measured on pairs of systems with a reference.
        without: The same without.
    """

    name: str
    summary: str
    needs_reference: bool
    rated: bool
    measurable: bool = False
    with_reference: Measured | None = None
    without: Measured | None = None


class MetricListing(msgspec.Struct, frozen=True):
    """All metrics in a language pair."""

    source_lang: str
    target_lang: str
    metrics: tuple[ListedMetric, ...]


def listing(source: str, target: str) -> MetricListing:
    """What was measured of each metric in a language pair."""
    context = Context(source, target)
    pair = f"{context.source_base}-{context.target_base}"
    metrics = []
    for name, row in metric_table.rows().items():
        loaded = metric_table.load(name)
        metrics.append(
            ListedMetric(
                name,
                row.summary,
                row.needs_reference,
                pair in row.rated,
                isinstance(loaded, HasSureness),
                _measured(loaded, "with reference", context),
                _measured(loaded, "without", context),
            )
        )
    return MetricListing(source, target, tuple(metrics))


def _measured(metric: Metric, reading: Reading, context: Context) -> Measured | None:
    found: Agreement | None = metric.agreement(reading, context) if isinstance(metric, HasSureness) else None
    return Measured(*found) if found else None


def lines(of: MetricListing) -> Iterator[str]:
    """The listing as text."""
    yield f"{language_tags.name(of.source_lang)} to {language_tags.name(of.target_lang)}"
    for metric in of.metrics:
        yield ""
        yield f"{metric.name}: {metric.summary}"
        if metric.needs_reference:
            yield "  needs a reference"
        if metric.with_reference or (metric.measurable and not metric.without):
            yield f"  which system is better, with a reference: {_figure(metric.with_reference)}"
        if metric.measurable:
            yield f"  which system is better, without a reference: {_figure(metric.without)}"
        if metric.rated:
            yield "  intervals of segments: measured in this pair"


def _figure(measured: Measured | None) -> str:
    if measured is None:
        return "not measured in this pair"
    share = measured.agreed / measured.pairs
    return f"agrees with COMET-22 on {measured.agreed:,} of {measured.pairs:,} pairs of systems ({share:.0%})"
