"""A comparison as one self-contained HTML page, in the style of the report's page but without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from mtqe.language.language_tags import name as language_name
from mtqe.model import Finding, MetricFacts, Segment, Severity, Side, render_signature
from mtqe.model.comparison import Comparison, FindingChanges, MetricComparison, PairedTest, SegmentPair, Standing
from mtqe.report import comparison_view as words
from mtqe.report import figures, view
from mtqe.report.assets import unscripted, write
from mtqe.report.layout import direction, tag

if TYPE_CHECKING:
    from markupsafe import Markup

LISTED = 100
"""Findings of each kind (new, fixed) that are listed."""
LONGEST = 240
"""Characters: of one side of a sentence around its marks."""
SIDES: tuple[Side, Side] = ("source", "target")
Parts = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is marked."""


@dataclass(frozen=True)
class Line:
    """A system under one metric; the baseline has no test."""

    standing: Standing
    rank: str
    text: str
    test: PairedTest | None
    better: bool | None
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
class Version:
    """A translation other than the baseline's, of one system or of several; words that only it has are marked."""

    systems: tuple[str, ...]
    value: str
    difference: str
    better: bool
    before: Parts
    after: Parts


@dataclass(frozen=True)
class Row:
    """A segment that systems translate differently from the baseline: each translation once."""

    pair: SegmentPair
    place: str
    value: str
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Listed:
    """Findings that say the same: the first with its sentence, and the places of the others."""

    finding: Finding
    where: str
    source: Parts
    target: Parts
    others: tuple[str, ...]


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
        "changes": [(change, list(_counts(change)), _listed(comparison, change)) for change in comparison.changes],
        "rows": [_row(group, facts[group[0].metric]) for group in _grouped(pairs)],
        "by": facts[pairs[0].metric].title if pairs else "",
        "parts": [(part, *words.most_different(comparison, part)) for part in ("document", "domain")],
        "remarks": words.remarks(comparison),
        "count": view.count,
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
                words.better(result.facts, test) if test else None,
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
    sure += "" if not test.significant or words.is_resolved(result.facts, test) else ", but too small to matter"
    yield f"{sure}, p {words.chance(test.p_holm)} (level {comparison.level:g})"
    if test.agreement is not None:
        yield f"people agree with a difference of this size {words.agreement(test)} of the time"
    if test.sureness is not None:
        yield words.agreeing(test.sureness)
    smallest = f"{test.detectable:.{words.digits(result.facts)}f}"
    yield f"the smallest difference this test set detects 80 % of the time is {smallest}"


def _counts(change: FindingChanges) -> Iterator[tuple[str, int]]:
    yield from (("fixed", len(change.fixed)), ("new", len(change.new)), ("kept", len(change.kept)))


def _listed(comparison: Comparison, change: FindingChanges) -> list[tuple[str, list[Listed], int, int]]:
    """The new and the fixed findings by kind: what is listed, the number of findings in it, and that of all."""
    kinds = (("new", change.system, change.new), ("fixed", change.baseline, change.fixed))
    return [
        (kind, _entries(comparison, system, findings[:LISTED]), len(findings[:LISTED]), len(findings))
        for kind, system, findings in kinds
        if findings
    ]


def _entries(comparison: Comparison, system: str, findings: Sequence[Finding]) -> list[Listed]:
    """Findings that say the same in one entry each, in their order."""
    segments = {(segment.system, segment.id): segment for segment in comparison.texts}
    groups: dict[tuple[str, str, Severity], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.check, finding.message, finding.severity), []).append(finding)
    return [_entry(group, segments.get((system, group[0].segment))) for group in groups.values()]


def _entry(group: Sequence[Finding], segment: Segment | None) -> Listed:
    first = group[0]
    source, target = (_pieces(segment, side, first) if segment else () for side in SIDES)
    others = tuple(dict.fromkeys(finding.segment for finding in group if finding.segment != first.segment))
    return Listed(first, f"segment {first.segment}", source, target, others)


def _pieces(segment: Segment, side: Side, finding: Finding) -> Parts:
    cut = view.cropped(segment, side, [finding], LONGEST)
    return tuple((piece.text, piece.severity is not None) for piece in cut)


def _grouped(pairs: Sequence[SegmentPair]) -> list[list[SegmentPair]]:
    """The pairs of each segment of the baseline, in their order."""
    groups: dict[tuple[str | None, str, str], list[SegmentPair]] = {}
    for pair in pairs:
        groups.setdefault((pair.doc, pair.baseline_segment, pair.source), []).append(pair)
    return list(groups.values())


def _row(group: Sequence[SegmentPair], facts: MetricFacts) -> Row:
    same: dict[str, list[SegmentPair]] = {}
    for pair in group:
        same.setdefault(pair.target, []).append(pair)
    first = group[0]
    place = words.place(first, first.baseline, first.system) if len(group) == 1 else f"segment {first.baseline_segment}"
    versions = tuple(_version(pairs, facts) for pairs in same.values())
    return Row(first, place, view.figure(facts, first.baseline_value), versions)


def _version(pairs: Sequence[SegmentPair], facts: MetricFacts) -> Version:
    """Pairs with the same translation."""
    first = pairs[0]
    before, after = words.changed_words(first.baseline_target, first.target)
    if all(differs for _, differs in before):  # when all words differ, marks are of no help
        before, after = [(first.baseline_target, False)], [(first.target, False)]
    return Version(
        tuple(pair.system for pair in pairs),
        view.figure(facts, first.value),
        words.signed(facts, first.difference),
        first.better,
        tuple(_tight(before)),
        tuple(_tight(after)),
    )


def _tight(parts: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The parts of a text, where a mark of words does not cover the spaces around them."""
    for text, differs in parts:
        words_only = text.strip() if differs else ""
        start = text.index(words_only) if words_only else 0
        end = start + len(words_only) if words_only else len(text)
        pieces = ((text[:start], False), (text[start:end], differs), (text[end:], False))
        yield from (piece for piece in pieces if piece[0])
