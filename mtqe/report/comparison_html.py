"""A comparison as one self-contained HTML page, in the style of the report's page but without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from mtqe.language.language_tags import name as language_name
from mtqe.model import MetricFacts, Severity, render_signature
from mtqe.model.comparison import Comparison, FindingChanges, MetricComparison, PairedTest, SegmentPair, Standing
from mtqe.report import comparison_view as words
from mtqe.report import figures, view
from mtqe.report.assets import unscripted, write
from mtqe.report.layout import direction, tag

if TYPE_CHECKING:
    from markupsafe import Markup

LISTED = 100
"""Findings of each kind (new, fixed) that are listed."""


@dataclass(frozen=True)
class Line:
    """A system under one metric; the baseline has no test."""

    standing: Standing
    rank: str
    text: str
    test: PairedTest | None
    difference: str
    notes: tuple[str, ...]
    plot: Markup | None


@dataclass(frozen=True)
class Card:
    """A metric with its systems, best first."""

    label: str
    result: MetricComparison
    lines: tuple[Line, ...]
    signature: str


@dataclass(frozen=True)
class Row:
    """A segment that two systems translate differently; words that only one translation has are marked."""

    pair: SegmentPair
    place: str
    difference: str
    values: tuple[str, str]
    before: tuple[tuple[str, bool], ...]
    after: tuple[tuple[str, bool], ...]


def render(comparison: Comparison, out: TextIO) -> None:
    """Write the page."""
    write("comparison.html.j2", out, _page(comparison))


def _page(comparison: Comparison) -> dict[str, Any]:
    """A value for each variable of the template."""
    source, target = tag(comparison.source_lang), tag(comparison.target_lang)
    first, *other_names = (system.name for system in comparison.systems)
    pairs, facts = comparison.differing, words.facts_of(comparison)
    return {
        "comparison": comparison,
        "assets": unscripted(),
        "first": first,
        "title": f"{words.joined(other_names)} compared with {first}" if other_names else first,
        "outcome": list(words.outcome(comparison)),
        "pair": " → ".join(language_name(lang) for lang in (source, target) if lang),
        "source": (source, direction(source)),
        "target": (target, direction(target)),
        "failures": [problem for problem in comparison.problems if problem.incomplete],
        "cards": [metric_card(comparison, result) for result in comparison.metrics],
        "changes": [(change, list(_counts(change)), _listed(change)) for change in comparison.changes],
        "rows": [_row(pair, facts[pair.metric]) for pair in pairs],
        "by": facts[pairs[0].metric].title if pairs else "",
        "parts": [(part, *words.most_different(comparison, part)) for part in ("document", "domain")],
        "remarks": words.remarks(comparison),
        "ranks": {severity.value: severity.rank for severity in Severity},
        "figure": lambda metric, value: view.figure(facts[metric], value),
        "metric_title": lambda metric: facts[metric].title,
    }


def metric_card(comparison: Comparison, result: MetricComparison) -> Card:
    """The card of a metric."""
    from markupsafe import Markup

    tests = words.first_tests(comparison, result)
    axis = figures.around_zero([bound for test in tests.values() for bound in (test.interval.low, test.interval.high)])
    lines = []
    for standing in result.standings:
        test = tests.get(standing.system)
        lines.append(
            Line(
                standing,
                words.rank(standing),
                view.figure(result.facts, standing.value),
                test,
                words.signed(result.facts, test.difference) if test else "",
                tuple(_notes(comparison, result, test)) if test else (),
                Markup(figures.difference(axis, test.difference, test.interval)) if test else None,
            )
        )
    return Card(result.facts.title, result, tuple(lines), render_signature(result.signature))


def _notes(comparison: Comparison, result: MetricComparison, test: PairedTest) -> Iterator[str]:
    """The test results for a difference, as phrases."""
    yield f"{test.interval.level * 100:g} % interval {words.interval(result.facts, test)}"
    sure = "significant" if test.significant else "not significant"
    yield f"{sure}, p {words.chance(test.p_holm)} (level {comparison.level:g})"
    if test.agreement is not None:
        yield f"people agree with a difference of this size {words.agreement(test)} of the time"
    if test.sureness is not None:
        yield words.agreeing(test.sureness)
    smallest = f"{test.detectable:.{words.digits(result.facts)}f}"
    yield f"the smallest difference this test set detects 80 % of the time is {smallest}"


def _counts(change: FindingChanges) -> Iterator[tuple[str, int]]:
    yield from (("fixed", len(change.fixed)), ("new", len(change.new)), ("kept", len(change.kept)))


def _listed(change: FindingChanges) -> list[tuple[str, Sequence[Any], int]]:
    """The new and the fixed findings to list, with the number of all findings of that kind."""
    return [
        (kind, findings[:LISTED], len(findings))
        for kind, findings in (("new", change.new), ("fixed", change.fixed))
        if findings
    ]


def _row(pair: SegmentPair, facts: MetricFacts) -> Row:
    before, after = words.changed_words(pair.baseline_target, pair.target)
    if all(differs for _, differs in before):  # when all words differ, marks are of no help
        before, after = [(pair.baseline_target, False)], [(pair.target, False)]
    return Row(
        pair,
        words.place(pair, pair.baseline, pair.system),
        words.signed(facts, pair.difference),
        (view.figure(facts, pair.baseline_value), view.figure(facts, pair.value)),
        tuple(before),
        tuple(after),
    )
