"""A comparison as Markdown for a pull-request comment: test results, scores, findings, segments that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mtqe.model.comparison import Comparison, FindingChanges, MetricComparison
from mtqe.report import comparison_view as words
from mtqe.report import document, view
from mtqe.report.document import BREAK, Block, Bullets, Column, Fold, Heading, Paragraph, Piece, Row, Table
from mtqe.report.document_markdown import LINES, written
from mtqe.report.markdown import ROOM

_SIGNS = {"▲": "✅ ▲", "▼": "❌ ▼"}


def render(comparison: Comparison, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown of limited length; if lines are left out, the last line says so."""
    out.write(written(_blocks(comparison), "The rest is too long for a comment; `--json` has everything."))


def _blocks(comparison: Comparison) -> Iterator[Block]:
    yield from _heading(comparison)
    facts = "the comparison is incomplete"
    yield from document.problems("Could not be compared", facts, comparison.problems, level=None)
    for result in comparison.metrics:
        yield _metric(comparison, result)
    if comparison.metrics:
        yield _legend(comparison)
    for change in comparison.changes:
        yield from _change(change)
    yield from _segments(comparison)
    for part in ("document", "domain"):
        yield from _breakdown(comparison, part)
    yield from document.listed(Heading("Notes", level=None), words.remarks(comparison))
    yield Paragraph(("mtqe ", Piece(comparison.version, room=40)), small=True)


def _heading(comparison: Comparison) -> Iterator[Block]:
    first, *others = (_name(system.name) for system in comparison.systems[:LINES])
    separated = [part for other in others for part in (", ", other)][1:]
    yield Heading((*separated, " compared with ", first))
    yield Bullets(list(words.outcome(comparison)))
    pair = " → ".join(lang for lang in (comparison.source_lang, comparison.target_lang) if lang)
    yield Paragraph(", ".join(part for part in (pair, view.count(comparison.shared, "shared segment")) if part) + ".")


def _name(system: str) -> Piece:
    return Piece(system, room=60)


def _legend(comparison: Comparison) -> Block:
    p = f"p: approximate randomisation, adjusted for the number of pairs (Holm), level {comparison.level:g}."
    people = "People: how often people agree with a difference of this size (Kocmi et al. 2024)."
    detects = "Detects: the smallest difference this test set detects 80 % of the time."
    return Paragraph((p, BREAK, people, BREAK, detects), small=True)


def _metric(comparison: Comparison, result: MetricComparison) -> Block:
    tests = words.first_tests(comparison, result)
    rows: list[Row] = []
    for standing in result.standings[:LINES]:
        tested = words.figures(result, tests.get(standing.system), _SIGNS)
        value = view.figure(result.facts, standing.value)
        rows.append([words.rank(standing), _name(standing.system), value, *tested])
    title = (Piece(result.facts.title, room=40), "" if result.higher_is_better else " (lower is better)")
    columns = [Column("Rank"), Column(title), *document.figures("Score", "Difference"), Column("95 % interval")]
    hidden = len(result.standings) - LINES
    more = f"and {hidden:,} more systems" if hidden > 0 else ""
    return Table([*columns, *document.figures("p", "People", "Detects")], rows, more)


def _change(change: FindingChanges) -> Iterator[Block]:
    counts = f"{len(change.fixed):,} fixed, {len(change.new):,} new, {len(change.kept):,} kept"
    system, baseline = (Piece(name, "strong", 60) for name in (change.system, change.baseline))
    between, end = Piece(" compared with ", "strong"), Piece(":", "strong")
    yield Paragraph((Piece("Findings of ", "strong"), system, between, baseline, end, f" {counts}"))
    for kind, findings in (("new", change.new), ("fixed", change.fixed)):
        if findings:
            lines = [f"{f.severity.value}: {f.name} in segment {f.segment}: {f.message}" for f in findings]
            yield Fold(f"{kind}: {view.tally(findings)}", [Bullets(lines)])


def _segments(comparison: Comparison) -> Iterator[Block]:
    pairs = comparison.differing
    if not pairs:
        return
    facts = words.facts_of(comparison)[pairs[0].metric]
    rows: list[Row] = []
    for pair in pairs[:LINES]:
        before = (_name(pair.baseline), f" {view.figure(facts, pair.baseline_value)}: ")
        after = (_name(pair.system), f" {view.figure(facts, pair.value)}: ")
        both = (*before, Piece(pair.baseline_target, room=ROOM), BREAK, *after, Piece(pair.target, room=ROOM))
        rows.append([words.signed(facts, pair.difference), Piece(pair.source, room=ROOM), both])
    table = Table([Column("Difference", right=True), Column("Source"), Column("Translations")], rows)
    yield Fold(f"Segments that differ most, by {facts.title}", [table])


def _breakdown(comparison: Comparison, part: str) -> Iterator[Block]:
    found, number = words.most_different(comparison, part)
    if not found:
        return
    facts = words.facts_of(comparison)[found[0].metric]
    names = (_name(system.name) for system in comparison.systems[:LINES])
    shown = f"the {len(found)} of {number:,} that differ most" if len(found) < number else f"all {number:,}"
    rows: list[Row] = [
        [_name(row.name), f"{row.segments:,}", *(view.figure(facts, value) for value in row.values[:LINES])]
        for row in found
    ]
    table = Table([Column(part.title()), *document.figures("Segments", *names)], rows)
    yield Fold(f"{part.title()}s, {shown}, by {facts.title}", [table])
