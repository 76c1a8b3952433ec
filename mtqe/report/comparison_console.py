"""A comparison in a terminal: results of the tests, scores, findings, segments that differ, documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from mtqe.model import Finding, MetricFacts, Severity
from mtqe.model.comparison import Comparison, FindingChanges, MetricComparison, SegmentPair
from mtqe.report import comparison_view as words
from mtqe.report import document, document_console, view
from mtqe.report.document import Block, Bullets, Column, Heading, Line, Piece, Row, Style, Table
from mtqe.report.document_console import entry, indented, text

FINDINGS = 5
"""Findings of each kind (new, fixed) that are shown for each system; the JSON has all of them."""
SEGMENTS = 5
"""Differing segments that are shown for each system."""
_TESTED = ("95 % interval", "p", "people", "detects")
Parts = Iterator[Block | RenderableType]


def render(comparison: Comparison, out: TextIO) -> None:
    """Write the view for a terminal, as wide as the terminal (or `COLUMNS`), 80 columns when there is none."""
    document_console.write(lambda width, paint: _parts(comparison, width), out)


def _parts(comparison: Comparison, width: int) -> Parts:
    yield from _heading(comparison)
    if len(comparison.systems) == 2:
        yield from _two(comparison)
    else:
        for result in comparison.metrics:
            yield from _several(comparison, result)
    if comparison.metrics:
        yield _legend(comparison)
    yield from _findings(comparison)
    yield from _segments(comparison, width)
    for part in ("document", "domain"):
        yield from _breakdown(comparison, part)
    yield from document.problems("Could not be compared", "the comparison is incomplete", comparison.problems)
    yield from document.listed(Heading("Notes"), words.remarks(comparison))


def _heading(comparison: Comparison) -> Parts:
    pair = " → ".join(lang for lang in (comparison.source_lang, comparison.target_lang) if lang)
    facts = [view.count(len(comparison.systems), "system"), pair, view.count(comparison.shared, "shared segment")]
    yield Heading(" · ".join(fact for fact in facts if fact), level=1)
    names = [(Piece(letter, "bold"), name) for name, letter in words.letters(comparison).items()]
    yield Table([Column(), Column()], names, has_head=False)
    if sentences := list(words.outcome(comparison)):
        yield Text()
        yield Bullets(sentences)


def _two(comparison: Comparison) -> Parts:
    """One table for two systems, with a row for each metric."""
    if not comparison.metrics:
        return
    yield Heading("Scores", "on the segments of both systems")
    first, second = (system.name for system in comparison.systems)
    rows: list[Row] = []
    for result in comparison.metrics:
        value = {standing.system: view.figure(result.facts, standing.value) for standing in result.standings}
        tested = words.figures(result, result.tests[0])
        rows.append([Piece(_title(result), "bold"), value[first], value[second], *tested])
    yield Table([Column(), *document.figures("A", "B", "B − A", *_TESTED)], rows)


def _several(comparison: Comparison, result: MetricComparison) -> Parts:
    """For more than two systems a table for each metric: best first, with a line between clusters."""
    short, tests = words.letters(comparison), words.first_tests(comparison, result)
    rows: list[Row] = []
    cluster = 1
    for standing in result.standings:
        if standing.cluster != cluster:
            rows.append([Piece("╌╌╌╌", "dim")])
            cluster = standing.cluster
        tested = words.figures(result, tests.get(standing.system))
        value = view.figure(result.facts, standing.value)
        rows.append([words.rank(standing), Piece(short[standing.system], "bold"), value, *tested])
    yield Heading(_title(result), view.count(result.segments, "segment"))
    yield Table([Column("rank"), *document.figures("", "score", "− A", *_TESTED)], rows)


def _title(result: MetricComparison) -> str:
    return result.facts.title + ("" if result.higher_is_better else " ↓")


def _legend(comparison: Comparison) -> RenderableType:
    several = len(comparison.systems) > 2
    lines = [
        f"▲ ▼ better, worse (p below {comparison.level:g}); = not significant, too small to matter, or uncertain"
        + ("; ↓ lower is better" if any(not result.higher_is_better for result in comparison.metrics) else ""),
        "p: approximate randomisation" + (", adjusted for the number of pairs (Holm)" if several else ""),
        "detects: the smallest difference this test set detects 80 % of the time",
    ]
    if any(test.agreement for result in comparison.metrics for test in result.tests):
        lines.insert(2, "people: how often people agree with a difference of this size (Kocmi 2024)")
    if several:
        lines.append("rank: the ranks that the tests allow; systems between two lines form a cluster")
    return indented(Text("\n".join(lines), "dim"))


def _findings(comparison: Comparison) -> Parts:
    if not comparison.changes:
        return
    short = words.letters(comparison)
    mqms = {system.name: f"{system.mqm.per_1000:.1f}" for system in comparison.systems if system.mqm}
    first = comparison.systems[0].name
    rows: list[Row] = [[Piece("A", "bold"), "", "", "", mqms[first]]] if first in mqms else []
    for change in comparison.changes:
        fixed = Piece(f"{len(change.fixed):,}", "better" if change.fixed else "")
        new = Piece(f"{len(change.new):,}", "worse" if change.new else "")
        letter = Piece(short[change.system], "bold")
        rows.append([letter, fixed, new, f"{len(change.kept):,}", mqms.get(change.system, "")])
    yield Heading("Findings", "compared with A")
    yield Table([Column(), *document.figures("fixed", "new", "kept", "MQM per 1,000 words")], rows)
    for change in comparison.changes:
        yield from _listed(change, short[change.system])


def _listed(change: FindingChanges, letter: str) -> Parts:
    for kind, findings in (("new", change.new), ("fixed", change.fixed)):
        if findings:
            more = len(findings) - FINDINGS
            yield indented(Text(f"{kind} in {letter}: {view.tally(findings)}", "bold"), above=1)
            yield Table(
                [Column(), Column()],
                [_finding(finding) for finding in findings[:FINDINGS]],
                f"and {more:,} more; --json lists all of them" if more > 0 else "",
                has_head=False,
            )


def _finding(finding: Finding) -> Row:
    style: Style = finding.severity if finding.severity.rank >= Severity.MAJOR.rank else ""
    where = Piece(f"  segment {finding.segment}  ", "dim")
    return Piece(finding.severity.value, style), (Piece(finding.name, "bold"), where, finding.message)


def _segments(comparison: Comparison, width: int) -> Parts:
    facts = words.facts_of(comparison)
    shown: dict[str, int] = {}
    for pair in comparison.differing:
        if not shown:
            yield Heading("Segments that differ most", f"by {facts[pair.metric].title}")
        shown[pair.system] = shown.get(pair.system, 0) + 1
        if shown[pair.system] <= SEGMENTS:
            yield _pair(pair, facts[pair.metric], words.letters(comparison), width)


def _pair(pair: SegmentPair, facts: MetricFacts, short: dict[str, str], width: int) -> RenderableType:
    first, second = short[pair.baseline], short[pair.system]
    room = 3 * max(20, (width - 12) // 2)
    where = words.place(pair, first, second) + (f", document {pair.doc}" if pair.doc else "")
    change = Piece(f"{words.signed(facts, pair.difference)} ", "better" if pair.better else "worse")
    before, after = words.changed_words(pair.baseline_target, pair.target)
    sides = Grid.grid(padding=(0, 2, 0, 0), expand=True)
    cells: list[Text] = []
    alike = not all(differs for _, differs in before)  # when all words differ, marks are of no help
    for letter, value, pieces in ((first, pair.baseline_value, before), (second, pair.value, after)):
        sides.add_column(no_wrap=True)
        sides.add_column(ratio=1, overflow="fold")
        parts = [Piece(piece, "underline" if differs and alike else "") for piece, differs in pieces]
        side = text(tuple(parts) or Piece("(nothing)", "dim"))
        if len(side) > room:
            side.truncate(room, overflow="ellipsis")
        cells += [Text(f"{letter} {view.figure(facts, value)}", "dim"), side]
    sides.add_row(*cells)
    source = text(pair.source, "dim")
    source.truncate(2 * (width - 4), overflow="ellipsis")
    head = text((change, f"{second} compared with {first}  ", Piece(where, "dim")))
    return entry((head, indented(source), indented(sides)))


def _breakdown(comparison: Comparison, part: str) -> Parts:
    found, number = words.most_different(comparison, part)
    if not found:
        return
    letters, facts = list(words.letters(comparison).values()), words.facts_of(comparison)[found[0].metric]
    two = len(letters) == 2
    rows: list[Row] = []
    for row in found:
        cells: list[Line] = [row.name, f"{row.segments:,}", *(view.figure(facts, value) for value in row.values)]
        if two and row.values[0] is not None and row.values[1] is not None:
            cells.append(words.signed(facts, row.values[1] - row.values[0]))
        rows.append(cells)
    selection = f"the {len(found)} of {number:,} that differ most, " if len(found) < number else ""
    yield Heading(f"{part.title()}s", f"{selection}by {facts.title}; too few segments for a test")
    yield Table([Column(widest=40), *document.figures("segments", *letters, *(["B − A"] if two else []))], rows)
