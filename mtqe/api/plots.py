"""Plots of results with matplotlib, which is optional."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mtqe import version
from mtqe.errors import ConfigError, Unavailable
from mtqe.model import Report, Severity
from mtqe.model.comparison import Comparison
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup
from mtqe.report.layout import scales

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {
    Severity.CRITICAL: "#c22a3f",
    Severity.MAJOR: "#dd7d1f",
    Severity.MINOR: "#cbb02a",
    Severity.NEUTRAL: "#8b9bb2",
}
"""Those of the HTML page."""
BINS = 24
"""Values: bars of a histogram."""
CHECKS = 20
"""Entries: checks with most findings that are drawn."""


def scores(report: Report, metric: str | None, ax: Axes | None) -> Axes:
    """Draw the segment scores of a metric; see `mtqe.api.results.Evaluation.plot`."""
    known = dict.fromkeys(
        score.metric for score in report.scores if score.level == "segment" and score.value is not None
    )
    if not known:
        raise ConfigError("the report has no scores of segments", "mtqe.score and mtqe.evaluate compute them")
    name = lookup(metric, known, "metric in this report") if metric else next(iter(known))
    facts = metric_table.facts(report)[name]
    own = [score for score in report.scores if score.metric == name]
    axis = scales(own, {name: facts})[name]
    axes = _axes(ax)
    systems = dict.fromkeys(score.system for score in own)
    for number, system in enumerate(systems):
        colour = f"C{number}"
        values = [
            score.value
            for score in own
            if (score.level, score.system) == ("segment", system) and score.value is not None
        ]
        axes.hist(values, bins=BINS, range=(axis.low, axis.high), alpha=0.6, color=colour, label=system)
        for score in own:
            if score.level == "corpus" and score.system == system and score.value is not None:
                axes.axvline(score.value, color=colour)
                if score.interval:
                    axes.axvspan(score.interval.low, score.interval.high, color=colour, alpha=0.15)
    axes.set_xlabel(f"{facts.title} ({facts.direction})" if facts.direction else facts.title)
    axes.set_ylabel("segments")
    if len(systems) > 1:
        axes.legend()
    return axes


def findings(report: Report, ax: Axes | None) -> Axes:
    """Draw the number of findings of each check; see `mtqe.api.results.Evaluation.plot_findings`."""
    axes = _axes(ax)
    counted = [finding for finding in report.findings if finding.counts]
    names = [name for name, _ in Counter(finding.name for finding in counted).most_common(CHECKS)][::-1]
    left = [0] * len(names)
    for severity, colour in COLOURS.items():
        numbers = Counter(finding.name for finding in counted if finding.severity == severity)
        widths = [numbers[name] for name in names]
        if any(widths):
            axes.barh(names, widths, left=left, color=colour, label=severity.value)
        left = [before + width for before, width in zip(left, widths, strict=True)]
    axes.set_xlabel("findings")
    axes.locator_params(axis="x", integer=True)
    if counted:
        axes.legend()
    return axes


def differences(comparison: Comparison, metric: str | None, ax: Axes | None) -> Axes:
    """Draw the differences from the first system; see `mtqe.api.results.SystemComparison.plot`."""
    known = {result.metric: result for result in comparison.metrics}
    if not known:
        raise ConfigError("no metric was compared", "evaluate the systems with the same metrics")
    result = known[lookup(metric, known, "metric in this comparison")] if metric else next(iter(known.values()))
    first = comparison.systems[0].name
    tests = [test for test in result.tests if test.baseline == first]
    axes = _axes(ax)
    for number, test in enumerate(tests):
        middle = test.difference
        reach = [[middle - test.interval.low], [test.interval.high - middle]]
        colour = "#17613f" if test.significant and test.better else "#a3132b" if test.significant else "#625c53"
        axes.errorbar([middle], [number], xerr=reach, fmt="o", capsize=4, color=colour)
    axes.set_yticks(range(len(tests)), [test.system for test in tests])
    axes.invert_yaxis()
    axes.axvline(0, color="#8b9bb2", linestyle="dotted")
    axes.set_xlabel(f"{result.facts.title}: difference from {first}")
    return axes


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise Unavailable("plots need matplotlib, which is not installed", version.adding("notebook")) from error
    axes: Axes = pyplot.subplots()[1]
    return axes
