"""A comparison in a terminal: results of the tests, scores, findings, segments that differ, documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mtqe.model import Finding, MetricFacts, Severity
from mtqe.model.comparison import Comparison, FindingChanges, MetricComparison, PairedTest, SegmentPair
from mtqe.report import comparison_view as words
from mtqe.report import console, view

FINDINGS = 5
"""Findings of each kind (new, fixed) that are shown for each system; the JSON has all of them."""
SEGMENTS = 5
"""Differing segments that are shown for each system."""
NAME = 8
"""Length of a metric's name above which the gaps between columns shrink."""
_GAIN, _LOSS = "bold green", "bold red"


def render(comparison: Comparison, out: TextIO) -> None:
    """Write the view for a terminal, as wide as the terminal (or `COLUMNS`), 80 columns when there is none."""
    console.write(lambda width, paint: _blocks(comparison, width), out)


def _blocks(comparison: Comparison, width: int) -> Iterator[RenderableType]:
    yield from _heading(comparison)
    if len(comparison.systems) == 2:
        yield from _two(comparison)
    else:
        for result in comparison.metrics:
            yield from _several(comparison, result)
    if comparison.metrics:
        yield from _legend(comparison)
    yield from _findings(comparison)
    yield from _segments(comparison, width)
    for part in ("document", "domain"):
        yield from _breakdown(comparison, part)
    yield from _remarks(comparison)


def _heading(comparison: Comparison) -> Iterator[RenderableType]:
    pair = " → ".join(lang for lang in (comparison.source_lang, comparison.target_lang) if lang)
    facts = [view.count(len(comparison.systems), "system"), pair, view.count(comparison.shared, "shared segment")]
    yield Text(" · ".join(fact for fact in facts if fact), "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for name, letter in words.letters(comparison).items():
        grid.add_row(letter, Text(view.visible(name)))
    yield Padding(grid, (0, 0, 0, 2))
    sentences = list(words.outcome(comparison))
    if sentences:
        yield Text()
        yield console.bullets(sentences)


def _two(comparison: Comparison) -> Iterator[RenderableType]:
    """One table for two systems, with a row for each metric."""
    if not comparison.metrics:
        return
    yield console.section("Scores", "on the segments of both systems")
    first, second = (system.name for system in comparison.systems)
    longest = max(cell_len(_title(result)) for result in comparison.metrics)
    grid = _grid("", "A", "B", "B − A", "95 % interval", "p", "people", "detects", gap=2 if longest <= NAME else 1)
    for result in comparison.metrics:
        value = {standing.system: view.figure(result.facts, standing.value) for standing in result.standings}
        title = Text(view.visible(_title(result)), "bold")
        grid.add_row(title, value[first], value[second], *_cells(result, result.tests[0]))
    yield Padding(grid, (0, 0, 0, 2))


def _several(comparison: Comparison, result: MetricComparison) -> Iterator[RenderableType]:
    """For more than two systems a table for each metric: best first, with a line between clusters."""
    yield console.section(view.visible(_title(result)), view.count(result.segments, "segment"))
    short = words.letters(comparison)
    tests = words.first_tests(comparison, result)
    grid = _grid("rank", "", "score", "− A", "95 % interval", "p", "people", "detects")
    cluster = 1
    for standing in result.standings:
        if standing.cluster != cluster:
            grid.add_row("╌╌╌╌", "", "", style="dim")
            cluster = standing.cluster
        cells = _cells(result, tests[standing.system]) if standing.system in tests else []
        grid.add_row(
            words.rank(standing),
            Text(short[standing.system], "bold"),
            view.figure(result.facts, standing.value),
            *cells,
        )
    yield Padding(grid, (0, 0, 0, 2))


def _grid(*header: str, gap: int = 2) -> Table:
    """A table of figures. Where it is too wide the first column is folded: a truncated figure would be useless."""
    grid = Table.grid(padding=(0, gap))
    for number in range(len(header)):
        grid.add_column(justify="right" if number else "left", no_wrap=number > 0, overflow="fold")
    grid.add_row(*(Text(title, "dim") for title in header))
    return grid


def _cells(result: MetricComparison, test: PairedTest) -> list[RenderableType]:
    style = "" if not test.significant else _GAIN if test.better else _LOSS
    return [
        Text(f"{words.signed(result.facts, test.difference)} {words.arrow(test)}", style),
        words.interval(result.facts, test),
        Text(words.chance(test.p_holm), style),
        words.agreement(test),
        words.detectable(result.facts, test),
    ]


def _title(result: MetricComparison) -> str:
    return result.facts.title + ("" if result.higher_is_better else " ↓")


def _legend(comparison: Comparison) -> Iterator[RenderableType]:
    several = len(comparison.systems) > 2
    lines = [
        f"▲ ▼ better, worse (p below {comparison.level:g}); = not significant"
        + ("; ↓ lower is better" if any(not result.higher_is_better for result in comparison.metrics) else ""),
        "p: approximate randomisation" + (", adjusted for the number of pairs (Holm)" if several else ""),
        "detects: the smallest difference this test set detects 80 % of the time",
    ]
    if any(test.agreement for result in comparison.metrics for test in result.tests):
        lines.insert(2, "people: how often people agree with a difference of this size (Kocmi 2024)")
    if several:
        lines.append("rank: the ranks that the tests allow; systems between two lines form a cluster")
    yield Padding(Text("\n".join(lines), "dim"), (0, 0, 0, 2))


def _findings(comparison: Comparison) -> Iterator[RenderableType]:
    if not comparison.changes:
        return
    short = words.letters(comparison)
    yield console.section("Findings", "compared with A")
    grid = _grid("", "fixed", "new", "kept", "MQM per 1,000 words")
    mqms = {system.name: system.mqm for system in comparison.systems}
    first = comparison.systems[0]
    if first.mqm:
        grid.add_row(Text("A", "bold"), "", "", "", f"{first.mqm.per_1000:.1f}")
    for change in comparison.changes:
        total = mqms[change.system]
        fixed = Text(f"{len(change.fixed):,}", _GAIN if change.fixed else "")
        new = Text(f"{len(change.new):,}", _LOSS if change.new else "")
        rate = f"{total.per_1000:.1f}" if total else ""
        grid.add_row(Text(short[change.system], "bold"), fixed, new, f"{len(change.kept):,}", rate)
    yield Padding(grid, (0, 0, 0, 2))
    for change in comparison.changes:
        yield from _listed(change, short[change.system])


def _listed(change: FindingChanges, letter: str) -> Iterator[RenderableType]:
    for kind, findings in (("new", change.new), ("fixed", change.fixed)):
        if findings:
            yield Padding(Text(f"{kind} in {letter}: {view.tally(findings)}", "bold"), (1, 0, 0, 2))
            yield Padding(_table(findings[:FINDINGS]), (0, 0, 0, 2))
            if len(findings) > FINDINGS:
                yield Padding(
                    Text(f"and {len(findings) - FINDINGS:,} more; --json lists all of them", "italic"), (0, 0, 0, 2)
                )


def _table(findings: Sequence[Finding]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for finding in findings:
        style = console.STYLES[finding.severity] if finding.severity.rank >= Severity.MAJOR.rank else ""
        text = Text(view.visible(finding.name), "bold").append(f"  segment {finding.segment}  ", "not bold dim")
        text.append(view.visible(finding.message), "not bold")
        grid.add_row(Text(finding.severity.value, style), text)
    return grid


def _segments(comparison: Comparison, width: int) -> Iterator[RenderableType]:
    short, facts = words.letters(comparison), words.facts_of(comparison)
    shown: dict[str, int] = {}
    for pair in comparison.differing:
        if not shown:
            yield console.section("Segments that differ most", f"by {view.visible(facts[pair.metric].title)}")
        shown[pair.system] = shown.get(pair.system, 0) + 1
        if shown[pair.system] <= SEGMENTS:
            yield _pair(pair, facts[pair.metric], short, width)


def _pair(pair: SegmentPair, facts: MetricFacts, short: dict[str, str], width: int) -> RenderableType:
    first, second = short[pair.baseline], short[pair.system]
    room = 3 * max(20, (width - 12) // 2)
    where = words.place(pair, first, second) + (f", document {pair.doc}" if pair.doc else "")
    head = Text(f"{words.signed(facts, pair.difference)} ", _GAIN if pair.better else _LOSS)
    head.append(f"{second} compared with {first}  ", "not bold").append(view.visible(where), "not bold dim")
    before, after = words.changed_words(pair.baseline_target, pair.target)
    sides = Table.grid(padding=(0, 2, 0, 0), expand=True)
    cells: list[Text] = []
    alike = not all(differs for _, differs in before)  # when all words differ, marks are of no help
    for letter, value, pieces in ((first, pair.baseline_value, before), (second, pair.value, after)):
        sides.add_column(no_wrap=True)
        sides.add_column(ratio=1, overflow="fold")
        text = Text()
        for piece, differs in pieces:
            text.append(view.visible(piece), "underline" if differs and alike else "")
        if not pieces:
            text.append("(nothing)", "dim")
        if len(text) > room:
            text.truncate(room, overflow="ellipsis")
        cells += [Text(f"{letter} {view.figure(facts, value)}", "dim"), text]
    sides.add_row(*cells)
    source = Text(view.visible(pair.source), "dim")
    source.truncate(2 * (width - 4), overflow="ellipsis")
    rows = Table.grid()
    rows.add_row(head)
    rows.add_row(Padding(source, (0, 0, 0, 2)))
    rows.add_row(Padding(sides, (0, 0, 0, 2)))
    return Padding(rows, (1, 0, 0, 2))


def _breakdown(comparison: Comparison, part: str) -> Iterator[RenderableType]:
    rows, number = words.most_different(comparison, part)
    if not rows:
        return
    short, facts = list(words.letters(comparison).values()), words.facts_of(comparison)[rows[0].metric]
    title = "Documents" if part == "document" else "Domains"
    selection = f"the {len(rows)} of {number:,} that differ most, " if len(rows) < number else ""
    yield console.section(title, f"{selection}by {view.visible(facts.title)}; too few segments for a test")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="ellipsis", max_width=40, no_wrap=True)
    two = len(short) == 2
    columns = ["segments", *short, *(["B − A"] if two else [])]
    for _ in columns:
        grid.add_column(justify="right")
    grid.add_row("", *(Text(column, "dim") for column in columns))
    for row in rows:
        cells = [view.figure(facts, value) for value in row.values]
        if two and row.values[0] is not None and row.values[1] is not None:
            cells.append(words.signed(facts, row.values[1] - row.values[0]))
        grid.add_row(Text(view.visible(row.name)), f"{row.segments:,}", *cells)
    yield Padding(grid, (0, 0, 0, 2))


def _remarks(comparison: Comparison) -> Iterator[RenderableType]:
    failures = [problem for problem in comparison.problems if problem.incomplete]
    if failures:
        yield console.section("Could not be compared", "the comparison is incomplete", "bold red")
        yield console.bullets(f"{problem.what}: {problem.why}" for problem in failures)
    notes = words.remarks(comparison)
    if notes:
        yield console.section("Notes")
        yield console.bullets(notes)
