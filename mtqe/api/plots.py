"""Plots of results with matplotlib, which is optional."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from mtqe import version
from mtqe.errors import ConfigError, Unavailable
from mtqe.model import Finding, Report, Severity
from mtqe.model.comparison import Comparison
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup
from mtqe.report import comparison_view, view

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mtqe.comparing import Source

COLOURS = {
    Severity.CRITICAL: "#c22a3f",
    Severity.MAJOR: "#dd7d1f",
    Severity.MINOR: "#cbb02a",
    Severity.NEUTRAL: "#8b9bb2",
}
"""Those of the HTML page."""
BINS = 24
"""Values: bars of a histogram."""
MARGIN = 0.04
"""Share of the range of the values: room at both ends of an axis."""
LABEL = 0.15
"""Share of the range of the values: room for the name of a system after its bar."""
FindingGroup: TypeAlias = Literal["check", "type"]
"""What findings are counted by: their check, or their error type in MQM."""
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
    drawn = [score.value for score in own if score.value is not None]
    bands = [score.interval for score in own if score.level == "corpus" and score.interval]
    drawn += [bound for band in bands for bound in (band.low, band.high)]
    reach = _reach(drawn)
    axes = _axes(ax)
    systems = dict.fromkeys(score.system for score in own)
    for number, system in enumerate(systems):
        colour = f"C{number}"
        values = [
            score.value
            for score in own
            if (score.level, score.system) == ("segment", system) and score.value is not None
        ]
        axes.hist(values, bins=BINS, range=reach, alpha=0.6, color=colour, label=system)
        for score in own:
            if score.level == "corpus" and score.system == system and score.value is not None:
                axes.axvline(score.value, color=colour)
                if score.interval:
                    axes.axvspan(score.interval.low, score.interval.high, color=colour, alpha=0.15)
    axes.set_xlim(*reach)
    axes.set_xlabel(f"{facts.title} ({facts.direction})" if facts.direction else facts.title)
    axes.set_ylabel("segments")
    axes.locator_params(axis="y", integer=True)
    if len(systems) > 1:
        axes.legend()
    return axes


def findings(report: Report, by: str, ax: Axes | None) -> Axes:
    """Draw the number of findings of each check or type; see `mtqe.api.results.Evaluation.plot_findings`."""
    attribute = {"check": "name", "type": "category"}
    group: Callable[[Finding], str] = operator.attrgetter(attribute[lookup(by, attribute, "way to group findings")])
    axes = _axes(ax)
    counted = [finding for finding in report.findings if finding.counts]
    names = [name for name, _ in Counter(map(group, counted)).most_common(CHECKS)][::-1]
    systems = view.systems(report)
    height = 0.8 / len(systems)
    labelled: set[Severity] = set()
    for place, system in enumerate(systems):
        own = [finding for finding in counted if finding.system == system]
        rows = [row + (len(systems) - 1) * height / 2 - place * height for row in range(len(names))]
        left = [0] * len(names)
        for severity, colour in COLOURS.items():
            numbers = Counter(group(finding) for finding in own if finding.severity == severity)
            widths = [numbers[name] for name in names]
            if any(widths):
                label = None if severity in labelled else severity.value
                axes.barh(rows, widths, height * 0.95, left=left, color=colour, label=label)
                labelled.add(severity)
            left = [before + width for before, width in zip(left, widths, strict=True)]
        if len(systems) > 1:
            for row, end in zip(rows, left, strict=True):
                axes.annotate(f" {system}", (end, row), va="center", fontsize="x-small")
            axes.margins(x=LABEL)
    axes.set_yticks(range(len(names)), names)
    if names:
        axes.set_ylim(-0.5, len(names) - 0.5)
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
        colour = {True: "#17613f", False: "#a3132b", None: "#625c53"}[comparison_view.better(result.facts, test)]
        axes.errorbar([middle], [number], xerr=reach, fmt="o", capsize=4, color=colour)
    axes.set_yticks(range(len(tests)), [test.system for test in tests])
    axes.invert_yaxis()
    axes.axvline(0, color="#8b9bb2", linestyle="dotted")
    axes.set_xlabel(f"{result.facts.title}: difference from {first}")
    return axes


def segment_differences(comparison: Comparison, sources: Sequence[Source], metric: str | None, ax: Axes | None) -> Axes:
    """Draw the paired differences of segments; see `mtqe.api.results.SystemComparison.plot_segments`."""
    from mtqe import comparing

    titles = {result.metric: result.facts for result in comparison.metrics}
    wanted = [lookup(metric, titles, "metric in this comparison")] if metric else list(titles)
    every = ((name, comparing.segment_differences(sources, name)) for name in wanted) if sources else iter(())
    name, found = next(((name, one) for name, one in every if any(one.values())), ("", {}))
    if not found:
        raise ConfigError("the compared reports have no scores of segments", "compare reports, not a stored comparison")
    values = {system: [difference for _, difference in pairs] for system, pairs in found.items()}
    low, high = _reach([0.0, *(value for group in values.values() for value in group)])
    furthest = max(-low, high)
    axes = _axes(ax)
    for number, (system, group) in enumerate(values.items()):
        colour = f"C{number}"
        better = sum((value < 0) == titles[name].lower_is_better for value in group if value)
        worse = sum(value != 0 for value in group) - better
        label = f"{system}: {better:,} better, {worse:,} worse, {len(group) - better - worse:,} equal"
        axes.hist(group, bins=BINS, range=(-furthest, furthest), alpha=0.6, color=colour, label=label)
        axes.axvline(sum(group) / len(group), color=colour)
    axes.axvline(0, color="#8b9bb2", linestyle="dotted")
    axes.set_xlim(-furthest, furthest)
    axes.set_xlabel(f"{titles[name].title}: difference of a segment from {comparison.systems[0].name}")
    axes.set_ylabel("segments")
    axes.locator_params(axis="y", integer=True)
    axes.legend()
    return axes


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis that fits values."""
    low, high = min(values), max(values)
    room = MARGIN * (high - low) or MARGIN * abs(high) or MARGIN
    return low - room, high + room


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise Unavailable("plots need matplotlib, which is not installed", version.adding("notebook")) from error
    axes: Axes = pyplot.subplots()[1]
    return axes
