"""A comparison as Markdown for a pull-request comment: test results, scores, findings, segments that differ.

Texts are escaped and the length is limited as in `mtqe.report.markdown`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mtqe.model.comparison import Comparison, FindingChanges, MetricComparison, PairedTest
from mtqe.report import comparison_view as words
from mtqe.report import view
from mtqe.report.markdown import LIMIT, LINES, ROOM, listed, short

SYMBOLS = {"▲": "✅ ▲", "▼": "❌ ▼", "=": "="}


def render(comparison: Comparison, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown of at most `LIMIT` characters; if lines are left out, the last line says so."""
    room = LIMIT - 100
    lines = []
    for line in _lines(comparison):
        room -= len(line) + 1
        if room < 0:
            lines.append("\nThe rest is too long for a comment; `--json` has everything.")
            break
        lines.append(line)
    out.write("\n".join(lines).rstrip("\n") + "\n")


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from _heading(comparison)
    yield from _failures(comparison)
    for result in comparison.metrics:
        yield from _metric(comparison, result)
    if comparison.metrics:
        yield f"<sub>p: approximate randomisation, adjusted for the number of pairs (Holm), level {comparison.level:g}."
        yield "People: how often people agree with a difference of this size (Kocmi et al. 2024)."
        yield "Detects: the smallest difference this test set detects 80 % of the time.</sub>\n"
    for change in comparison.changes:
        yield from _change(change)
    yield from _segments(comparison)
    for part in ("document", "domain"):
        yield from _breakdown(comparison, part)
    notes = words.remarks(comparison)
    if notes:
        yield "**Notes**\n"
        yield from listed(notes)
        yield ""
    yield f"<sub>mtqe {short(comparison.version, 40)}</sub>"


def _heading(comparison: Comparison) -> Iterator[str]:
    first, *other_names = (short(system.name, 60) for system in comparison.systems[:LINES])
    yield f"## {', '.join(other_names)} compared with {first}"
    yield ""
    yield from listed(list(words.outcome(comparison)))
    yield ""
    pair = " → ".join(lang for lang in (comparison.source_lang, comparison.target_lang) if lang)
    yield ", ".join(part for part in (pair, view.count(comparison.shared, "shared segment")) if part) + "."
    yield ""


def _failures(comparison: Comparison) -> Iterator[str]:
    failures = [f"{problem.what}: {problem.why}" for problem in comparison.problems if problem.incomplete]
    if failures:
        yield "**Could not be compared: the comparison is incomplete**\n"
        yield from listed(failures)
        yield ""


def _metric(comparison: Comparison, result: MetricComparison) -> Iterator[str]:
    tests = words.first_tests(comparison, result)
    title = short(result.facts.title, 40) + ("" if result.higher_is_better else " (lower is better)")
    yield f"| Rank | {title} | Score | Difference | 95 % interval | p | People | Detects |"
    yield "|:--|:--|--:|--:|:--|--:|--:|--:|"
    for standing in result.standings[:LINES]:
        test = tests.get(standing.system)
        cells = _cells(result, test) if test else [""] * 5
        score = view.figure(result.facts, standing.value)
        yield "| " + " | ".join([words.rank(standing), short(standing.system, 60), score, *cells]) + " |"
    if len(result.standings) > LINES:
        yield f"\nand {len(result.standings) - LINES:,} more systems"
    yield ""


def _cells(result: MetricComparison, test: PairedTest) -> list[str]:
    return [
        f"{words.signed(result.facts, test.difference)} {SYMBOLS[words.arrow(test)]}",
        words.interval(result.facts, test),
        words.chance(test.p_holm).replace("<", "&lt;"),
        words.agreement(test),
        words.detectable(result.facts, test),
    ]


def _change(change: FindingChanges) -> Iterator[str]:
    counts = f"{len(change.fixed):,} fixed, {len(change.new):,} new, {len(change.kept):,} kept"
    yield f"**Findings of {short(change.system, 60)} compared with {short(change.baseline, 60)}:** {counts}\n"
    for kind, findings in (("new", change.new), ("fixed", change.fixed)):
        if findings:
            yield f"<details><summary>{kind}: {view.tally(findings)}</summary>\n"
            lines = (f"{f.severity.value}: {f.name} in segment {f.segment}: {f.message}" for f in findings)
            yield from listed(list(lines))
            yield "\n</details>\n"


def _segments(comparison: Comparison) -> Iterator[str]:
    pairs = comparison.differing
    if not pairs:
        return
    facts = words.facts_of(comparison)[pairs[0].metric]
    yield f"<details><summary>Segments that differ most, by {short(facts.title, 40)}</summary>\n"
    yield "| Difference | Source | Translations |"
    yield "|--:|:--|:--|"
    for pair in pairs[:LINES]:
        before = f"{short(pair.baseline, 60)} {view.figure(facts, pair.baseline_value)}: "
        after = f"{short(pair.system, 60)} {view.figure(facts, pair.value)}: "
        both = f"{before}{short(pair.baseline_target, ROOM)}<br>{after}{short(pair.target, ROOM)}"
        yield f"| {words.signed(facts, pair.difference)} | {short(pair.source, ROOM)} | {both} |"
    yield "\n</details>\n"


def _breakdown(comparison: Comparison, part: str) -> Iterator[str]:
    rows, number = words.most_different(comparison, part)
    if not rows:
        return
    facts = words.facts_of(comparison)[rows[0].metric]
    names = [short(system.name, 60) for system in comparison.systems[:LINES]]
    shown = f"the {len(rows)} of {number:,} that differ most" if len(rows) < number else f"all {number:,}"
    yield f"<details><summary>{part.title()}s, {shown}, by {short(facts.title, 40)}</summary>\n"
    yield f"| {part.title()} | Segments | {' | '.join(names)} |"
    yield "|:--|--:|" + "--:|" * len(names)
    for row in rows:
        values = " | ".join(view.figure(facts, value) for value in row.values[:LINES])
        yield f"| {short(row.name, 60)} | {row.segments:,} | {values} |"
    yield "\n</details>\n"
