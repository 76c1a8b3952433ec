"""A comparison as one self-contained HTML page, in the style of the report's page and without any script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from mtqe.comparison import Comparison, FindingChanges, MetricComparison, PairedTest, SegmentPair, Standing
from mtqe.model import MetricFacts, Severity, render_signature
from mtqe.report import comparison_view as words
from mtqe.report import figures, view
from mtqe.report.assets import unscripted, write
from mtqe.report.layout import direction, tag
from mtqe.text.language_tags import name as language_name

if TYPE_CHECKING:
    from markupsafe import Markup

LISTED = 100
"""Findings that are listed of each kind."""


@dataclass(frozen=True)
class Line:
    """A system under one metric; without a test it is the one that the others are measured by."""

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
    one: MetricComparison
    lines: tuple[Line, ...]
    signature: str


@dataclass(frozen=True)
class Row:
    """A segment that two systems translate differently; the words that the other lacks are marked."""

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
    """Everything that the template names."""
    source, target = tag(comparison.source_lang), tag(comparison.target_lang)
    first, *others = (system.name for system in comparison.systems)
    pairs, facts = comparison.differing, words.facts_of(comparison)
    return {
        "comparison": comparison,
        "assets": unscripted(),
        "first": first,
        "title": f"{words.joined(others)} beside {first}" if others else first,
        "outcome": list(words.outcome(comparison)),
        "pair": " → ".join(language_name(lang) for lang in (source, target) if lang),
        "source": (source, direction(source)),
        "target": (target, direction(target)),
        "failures": [problem for problem in comparison.problems if problem.incomplete],
        "cards": [_card(comparison, one) for one in comparison.metrics],
        "changes": [(change, list(_counts(change)), _listed(change)) for change in comparison.changes],
        "rows": [_row(pair, facts[pair.metric]) for pair in pairs],
        "by": facts[pairs[0].metric].title if pairs else "",
        "parts": [(part, *words.most_different(comparison, part)) for part in ("document", "domain")],
        "remarks": words.remarks(comparison),
        "ranks": {severity.value: severity.rank for severity in Severity},
        "figure": lambda metric, value: view.figure(facts[metric], value),
        "metric_title": lambda metric: facts[metric].title,
    }


def _card(comparison: Comparison, one: MetricComparison) -> Card:
    from markupsafe import Markup

    tests = words.first_tests(comparison, one)
    axis = figures.around_zero([bound for test in tests.values() for bound in (test.interval.low, test.interval.high)])
    lines = []
    for standing in one.standings:
        test = tests.get(standing.system)
        lines.append(
            Line(
                standing,
                words.rank(standing),
                view.figure(one.facts, standing.value),
                test,
                words.signed(one.facts, test.difference) if test else "",
                tuple(_notes(comparison, one, test)) if test else (),
                Markup(figures.difference(axis, test.difference, test.interval)) if test else None,
            )
        )
    return Card(one.facts.title, one, tuple(lines), render_signature(one.signature))


def _notes(comparison: Comparison, one: MetricComparison, test: PairedTest) -> Iterator[str]:
    """What the tests say of a difference, in words."""
    yield f"{test.interval.level * 100:g} % interval {words.interval(one.facts, test)}"
    sure = "significant" if test.significant else "not significant"
    yield f"{sure}, p {words.chance(test.p_holm)} (level {comparison.level:g})"
    if test.agreement is not None:
        yield f"people agree on such a difference in {words.agreement(test)} of cases"
    least = f"{test.detectable:.{words.digits(one.facts)}f}"
    yield f"this test set shows a true difference of {least} in four of five cases"


def _counts(change: FindingChanges) -> Iterator[tuple[str, int]]:
    yield from (("fixed", len(change.fixed)), ("new", len(change.new)), ("kept", len(change.kept)))


def _listed(change: FindingChanges) -> list[tuple[str, Sequence[Any], int]]:
    """The new and fixed findings to list, and how many there are."""
    return [
        (what, findings[:LISTED], len(findings))
        for what, findings in (("new", change.new), ("fixed", change.fixed))
        if findings
    ]


def _row(pair: SegmentPair, facts: MetricFacts) -> Row:
    before, after = words.changed_words(pair.baseline_target, pair.target)
    if all(other for _, other in before):  # where nothing is the same, marks say nothing
        before, after = [(pair.baseline_target, False)], [(pair.target, False)]
    return Row(
        pair,
        words.place(pair, pair.baseline, pair.system),
        words.signed(facts, pair.difference),
        (view.figure(facts, pair.baseline_value), view.figure(facts, pair.value)),
        tuple(before),
        tuple(after),
    )
