"""The report in a terminal: the verdict, then scores, then findings with the marked text of both sides.

Output is plain, with marks as `>>...<<`, when the stream is not a terminal or `NO_COLOR` is set.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment as Stretch
from rich.table import Table
from rich.text import Text

from mtqe.model import Finding, MetricFacts, Report, Score, Segment, Severity, Side, render_signature
from mtqe.prose import without_commands
from mtqe.registry import metric_table
from mtqe.report import causes, outcome, view
from mtqe.report.causes import Cause
from mtqe.stats.mqm import formula, mqm

STYLES = {
    Severity.CRITICAL: "bold white on red",
    Severity.MAJOR: "bold black on yellow",
    Severity.MINOR: "bold black on cyan",
    Severity.NEUTRAL: "bold black on white",
}
BADGES = {"PASS": "bold black on green", "INCOMPLETE": "bold black on yellow", "FAIL": "bold white on red"}
SHOWN = 10
"""Causes shown for each severity; three if there are several systems."""
WIDEST = 140
"""Greatest width in columns; longer lines are hard to read."""
REASONS = 20
"""Reasons shown; a policy that judges every document can give thousands."""
LONG = 45
"""Number of lines above which the verdict is repeated at the end."""
_EDGE = re.compile(r"^\s|\s$")


def render(report: Report, out: TextIO) -> None:
    """Write the view for a terminal, as wide as the terminal (or `COLUMNS`), 80 columns when there is none."""
    write(lambda width, paint: _blocks(report, width, paint), out, lambda paint: _ending(report, paint))


def write(
    blocks: Callable[[int, bool], Iterable[RenderableType]],
    out: TextIO,
    ending: Callable[[bool], RenderableType | None] = lambda paint: None,
) -> None:
    """Print blocks to a stream.

    Args:
        blocks: Gives what to print, from the width in columns and whether colours are used.
        out: The stream.
        ending: Gives what to repeat at the end of a long view.
    """
    color: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(file=out, color_system=color, highlight=False, legacy_windows=False)
    console.width = min(console.width, WIDEST)
    paint = console.color_system is not None
    with console.capture() as capture:
        for block in blocks(console.width, paint):
            console.print(_Harmless(block))
    text = capture.get()
    lines = text.split("\n") if paint else [line.rstrip() for line in text.split("\n")]
    last = ending(paint)
    if last is not None and len(lines) > LONG:
        with console.capture() as capture:
            console.print(_Harmless(last))
        lines.insert(-1, "\n" + capture.get().rstrip("\n"))
    text = without_commands("\n".join(lines))
    # A character that the terminal cannot show becomes "?"; it must not cause a traceback.
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "replace").decode(encoding))


class _Harmless:
    """Something to print, with the control characters of its texts made visible: rich lets escape sequences through."""

    def __init__(self, content: RenderableType) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for stretch in console.render(self._content, options):
            ends = stretch.text.split("\n")
            yield Stretch("\n".join(map(view.visible, ends)), stretch.style, stretch.control)


def _ending(report: Report, paint: bool) -> RenderableType | None:
    return Text.assemble(_badge(report, paint), " ", view.tally(report.findings)) if report.verdict else None


def _blocks(report: Report, width: int, paint: bool) -> Iterator[RenderableType]:
    yield from _heading(report, paint)
    names = view.systems(report)
    if len(names) > 1:
        yield from _compared(report, names, width)
    else:
        yield from _scores(report, names[0])
    for system in names:
        yield from _findings(report, system, width, paint)
    yield from _remarks(report)


def _badge(report: Report, paint: bool) -> Text:
    if report.verdict is None:
        return Text("")
    word = outcome.word(report.verdict)
    return Text(f" {word} " if paint else word, BADGES[word])


def _heading(report: Report, paint: bool) -> Iterator[RenderableType]:
    facts = [view.subject(report), view.count(len({segment.id for segment in report.segments}), "segment")]
    if report.run.source_words:
        facts.append(view.count(report.run.source_words, "source word"))
    line = Text.assemble(_badge(report, paint), "  " if report.verdict else "")
    yield line.append(view.visible(" · ".join(fact for fact in facts if fact)), "bold")
    for title, lines in outcome.lists(report):
        if title:
            yield Text(f" {title}", "bold")
        yield bullets(_first(lines))
    if areas := outcome.looked_for(report):
        yield Padding(Text.assemble(("Looked for: ", "bold"), areas), (0, 0, 0, 1))


def bullets(lines: Iterable[str]) -> RenderableType:
    """A list in which each line begins with a dash."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row("-", Text(view.visible(line)))
    return Padding(grid, (0, 0, 0, 1))


def _first(lines: Sequence[str]) -> list[str]:
    hidden = len(lines) - REASONS
    return [*lines[:REASONS], *([f"and {hidden:,} more; the JSON report lists all of them"] if hidden > 0 else [])]


def section(title: str, facts: str = "", style: str = "") -> Text:
    """A heading after an empty line."""
    return Text.assemble("\n", (title, style or "bold"), (f"  {facts}" if facts else "", "dim"))


def _scores(report: Report, system: str | None) -> Iterator[RenderableType]:
    scores = [by_system[system] for by_system in view.corpus_scores(report).values() if system in by_system]
    mqms = view.has_mqm(report)
    if not scores and not mqms:
        return
    facts = metric_table.facts(report)
    level = view.level(scores)
    yield section("Scores", f"with {level} confidence interval" if level else "")
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right")
    for score in scores:
        known = facts[score.metric]
        remarks = [] if known.higher_is_better else [known.direction]
        remarks += [*view.coverage(known, score), *view.details(score)]
        name = Text(view.visible(known.title), "bold")
        value = Text(view.figure(known, score.value), "bold")
        grid.add_row(name, value, view.interval(known, score), Text("; ".join(remarks), "dim"))
    if mqms:
        total = mqm(report.findings, report.run.source_words)
        penalty = f"penalty {total.penalty:g}, {total.per_1000:.1f} per 1,000 words"
        score_text = outcome.mqm_score(total)
        remark = penalty if score_text else f"penalty {total.penalty:g}; {outcome.TOO_SHORT}"
        grid.add_row(Text("MQM", "bold"), Text(score_text or "–", "bold"), "", Text(remark, "dim"))
    yield Padding(grid, (0, 0, 0, 2))
    if mqms:
        yield Padding(Text(formula(), "dim"), (0, 0, 0, 2))
    yield from _signatures(scores, every=not mqms)


def _signatures(scores: Sequence[Score], every: bool) -> Iterator[RenderableType]:
    """The signatures: of every metric if there are only scores, else of those of sacreBLEU."""
    shown = [score.signature for score in scores if score.signature and (every or "version" in score.signature)]
    signatures = dict.fromkeys(map(render_signature, shown))
    if signatures:
        yield section("Signatures")
        yield bullets(signatures)


def _compared(report: Report, names: Sequence[str | None], width: int) -> Iterator[RenderableType]:
    table = view.corpus_scores(report)
    facts = metric_table.facts(report)
    if table:
        level = view.level(score for row in table.values() for score in row.values())
        yield section("Scores", f"with {level} confidence interval" if level else "")
        metrics = list(table)
        per_row = max(1, (width - 20) // 15)
        for start in range(0, len(metrics), per_row):
            yield Padding(_systems_table(table, metrics[start : start + per_row], names, facts), (0, 0, 0, 2))
        if any(facts[metric].lower_is_better for metric in table):
            yield Padding(Text("↓ lower is better", "dim"), (0, 0, 0, 2))
    if view.has_mqm(report):
        yield from _counted(report, names)
    yield from _signatures([score for row in table.values() for score in row.values()], not view.has_mqm(report))


def _systems_table(
    table: Mapping[str, Mapping[str | None, Score]],
    metrics: Sequence[str],
    names: Sequence[str | None],
    facts: Mapping[str, MetricFacts],
) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    header = [Text("system", "dim")]
    for metric in metrics:
        grid.add_column(justify="right", no_wrap=True)
        header.append(Text(view.visible(facts[metric].title) + (" ↓" if facts[metric].lower_is_better else ""), "bold"))
    grid.add_row(*header)
    for name in names:
        cells = [Text(view.visible(name or ""), "bold")]
        for metric in metrics:
            score = table[metric].get(name)
            cell = Text(view.figure(facts[metric], score.value)) if score else Text()
            if score and score.interval:
                cell.append(f"\n{view.interval(facts[metric], score)}", "dim")
            cells.append(cell)
        grid.add_row(*cells)
    return grid


def _counted(report: Report, names: Sequence[str | None]) -> Iterator[RenderableType]:
    yield section("Findings by system")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    worst_first = list(reversed(Severity))
    for _ in range(len(worst_first) + 1):
        grid.add_column(justify="right")
    grid.add_row(
        Text("system", "dim"), *(Text(severity.value, "bold") for severity in worst_first), Text("MQM", "bold")
    )
    for name in names:
        total = mqm((f for f in report.findings if f.system == name), report.run.source_words)
        counts = [f"{total.counts[severity.value]:,}" for severity in worst_first]
        grid.add_row(Text(view.visible(name or ""), "bold"), *counts, outcome.mqm_score(total) or "–")
    yield Padding(grid, (0, 0, 0, 2))
    note = formula() if outcome.mqm_score(total) else outcome.TOO_SHORT
    yield Padding(Text(note, "dim"), (0, 0, 0, 2))


def _findings(report: Report, system: str | None, width: int, paint: bool) -> Iterator[RenderableType]:
    groups = causes.by_severity(report, system)
    several = len(view.systems(report)) > 1
    shown = 3 if several else SHOWN
    if not groups:
        if not several and view.checked(report):
            yield section("No findings", "the checks that ran found no errors")
        return
    segments = view.segments_by_id(report)
    findings = [finding for finding in report.findings if finding.system == system]
    yield section(view.visible(system) if system and several else "Findings", view.tally(findings))
    for severity, group in groups.items():
        label = _label(severity, group)
        yield Text.assemble("\n", (f" {label} " if paint else label, STYLES[severity]))
        for cause in group[:shown]:
            yield _cause(cause, segments[system, cause.first.segment], report, width, paint)
        if len(group) > shown:
            more = f"and {len(group) - shown:,} more {severity.value}; the HTML and JSON reports list all of them"
            yield Padding(Text(more, "italic"), (1, 0, 0, 2))


def _label(severity: Severity, group: Sequence[Cause]) -> str:
    number, _, suffix = causes.heading(severity, group).partition(f" {severity.value}")
    return f"{severity.value.upper()} {number}{suffix}"


def _cause(cause: Cause, segment: Segment, report: Report, width: int, paint: bool) -> RenderableType:
    finding = cause.first
    head = Text.assemble((finding.name, "bold"), (f"  {finding.check}  {view.place(segment)}", "dim"))
    body = Text(view.visible(finding.message))
    if finding.suggestion:
        body.append(f"  → {view.visible(finding.suggestion)}", "green")
    if finding.confidence is not None:
        body.append(f"  (confidence\N{NO-BREAK SPACE}{finding.confidence:.2f})", "dim")
    if why := view.uncounted(finding):
        body.append(f"  ({why})", "dim")
    rows = Table.grid()
    rows.add_row(head)
    rows.add_row(body)
    for line in filter(None, (causes.elsewhere(cause), causes.also_found(cause))):
        rows.add_row(Text(view.visible(line), "italic"))
    if segment.source or segment.target:
        rows.add_row(Padding(_sides(finding, segment, report, width, paint), (0, 0, 0, 2)))
    return Padding(rows, (1, 0, 0, 2))


def _sides(finding: Finding, segment: Segment, report: Report, width: int, paint: bool) -> RenderableType:
    """Both texts side by side; an omission or addition has only one side, which takes the whole width."""
    filled = [(side, tag) for side, tag in view.tags(report).items() if segment.text(side)]
    lines = 5 if len(filled) == 2 else 3
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    cells: list[Text] = []
    for side, tag in filled:
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        room = max(20, (width - 6) // len(filled) - cell_len(tag) - 3)
        cells += [Text(tag, "dim"), _marked(finding, segment, side, room * lines, paint)]
    grid.add_row(*cells)
    return grid


def _marked(finding: Finding, segment: Segment, side: Side, cells: int, paint: bool) -> Text:
    text = segment.text(side)
    limit = int(cells * len(text) / max(1, cell_len(text)))
    result = Text()
    inside = False
    for piece, is_code in view.apart(view.cropped(segment, side, [finding], limit), segment, side):
        if not paint and inside != bool(piece.severity):
            result.append("<<" if inside else ">>")
        inside = bool(piece.severity)
        shown = view.visible(piece.text)
        if inside:  # a line break would swallow a marked space at the edge
            shown = _EDGE.sub("␣", shown)
        style = STYLES[piece.severity] if piece.severity else "dim" if is_code else ""
        result.append(shown, style if paint else "")
    return result.append("<<") if inside and not paint else result


def _remarks(report: Report) -> Iterator[RenderableType]:
    if report.failures:
        yield section("Could not run", "the report is incomplete", "bold red")
        yield bullets(f"{problem.what}: {problem.why}" for problem in report.failures)
    remarks = [*report.remarks, *view.undirected(metric_table.facts(report), view.corpus_scores(report))]
    if remarks:
        yield section("Notes")
        yield bullets(remarks)
    left_out = view.not_run(report, checks=not outcome.names_areas(report))
    if left_out:
        yield Text.assemble("\n", ("Not run  ", "bold"), (view.visible("; ".join(left_out)), "dim"))
