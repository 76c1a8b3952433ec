"""The report in a terminal: the verdict, then scores, then findings with the marked text of both sides.

Output is plain, with marks as `>>...<<`, when the stream is not a terminal or `NO_COLOR` is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from mtqe.language.late_patterns import late
from mtqe.model import FILE, Finding, MetricFacts, Report, Score, Segment, Severity, Side, render_signature
from mtqe.registry import metric_table
from mtqe.report import causes, document, files, outcome, view
from mtqe.report.causes import Cause
from mtqe.report.document import BREAK, Block, Bullets, Column, Heading, Line, Paragraph, Piece, Row, Step, Style, Table
from mtqe.report.document_console import STYLES, entry, indented, next_steps, write
from mtqe.report.files import File
from mtqe.report.spots import remarks, spots
from mtqe.stats.mqm import formula, mqm

BADGES = {"PASS": "bold black on green", "INCOMPLETE": "bold black on yellow", "FAIL": "bold white on red"}
OUTCOMES: dict[str, Style] = {"PASS": "better", "FAIL": "worse", "INCOMPLETE": "worse", "CHECK": "bold"}
HEADS = {Severity.CRITICAL: "crit"}
FILES = 20
"""Files shown in the table."""
SHOWN = 10
"""Causes shown for each severity; three if there are several systems."""
REASONS = 20
"""Reasons shown; a policy that judges every document can give thousands."""
_FIRST, _LAST = late(r"^\s"), late(r"\s$")


def render(report: Report, out: TextIO, *, verbose: bool = False, steps: Sequence[Step] = ()) -> None:
    """Write the view for a terminal, as wide as the terminal (or `COLUMNS`), 80 columns when there is none.

    Args:
        report: The report.
        out: The terminal.
        verbose: Whether to tell, too, every reason in full, what was looked for, the segments of findings, how scores
            are computed and what did not run.
        steps: The commands to go on with.
    """
    write(lambda width, paint: _blocks(report, width, paint, verbose, steps), out, lambda paint: _ending(report, paint))


def _ending(report: Report, paint: bool) -> RenderableType | None:
    return Text.assemble(_badge(report, paint), " ", view.tally(report.findings)) if report.verdict else None


def _blocks(
    report: Report, width: int, paint: bool, verbose: bool, steps: Sequence[Step]
) -> Iterator[Block | RenderableType]:
    yield from _heading(report, paint, verbose)
    names = view.systems(report)
    if len(names) > 1:
        yield from _compared(report, names, width, verbose)
    for system in names:
        yield from _findings(report, system, width, paint, verbose)
    if len(names) == 1:
        yield from _scores(report, names[0], verbose)
    yield from _remarks(report, verbose)
    yield from next_steps(steps)


def _badge(report: Report, paint: bool) -> Text:
    if report.verdict is None:
        return Text("")
    word = outcome.word(report.verdict)
    return Text(f" {word} " if paint else word, BADGES[word])


def _heading(report: Report, paint: bool, verbose: bool) -> Iterator[Block | RenderableType]:
    facts = [view.subject(report), view.count(len({segment.id for segment in report.segments}), "segment")]
    if report.run.source_words:
        facts.append(view.count(report.run.source_words, "source word"))
    remark = outcome.remark(report.verdict)
    line = Text.assemble(_badge(report, paint), f" ({remark})" if remark else "", "  " if report.verdict else "")
    yield line.append(view.visible(" · ".join(fact for fact in facts if fact)), "bold")
    rows = files.files(report)
    if rows:
        yield Heading("Files", files.tally(rows))
        yield _files(report, rows)
        yield Text("")
    below = ""
    for title, lines in outcome.lists(report, () if verbose else rows):
        if title in (outcome.UNCOVERED, *([outcome.SHORT_TEXT] if remark else [])) and not verbose:
            continue
        if title:
            yield Text(f" {title}", "bold")
        yield Bullets(_first(lines))
        below = title
    areas, others = outcome.gaps(report)
    if not verbose and (areas or others):
        if below:  # they are not in that list
            yield Text(" Areas of errors:", "bold")
        yield Bullets([*others, *([f"{areas} (-v shows why)"] if areas else [])])
    if verbose and (looked_for := outcome.looked_for(report)):
        yield Padding(Text.assemble(("Looked for: ", "bold"), looked_for), (0, 0, 0, 1))


def _files(report: Report, rows: Sequence[File]) -> Table:
    """The files, as many as `FILES`; those that pass are the first to be left out."""
    counted = [severity for severity in files.SEVERITIES if any(row.counts[severity] for row in rows)]
    systems, judged = len(view.systems(report)) > 1, any(row.word for row in rows)
    titles = ["file", *(["system"] if systems else []), "lang", *(["verdict"] if judged else [])]
    columns = [
        *map(Column, titles),
        *document.figures(*(HEADS.get(severity, severity.value) for severity in counted), "words"),
    ]
    columns += [Column("main reason")] if judged else []
    lines: list[Row] = []
    for row in rows[:FILES]:
        cells: list[Line] = [row.name, *([row.system or ""] if systems else []), row.lang]
        cells += [Piece(row.word, OUTCOMES.get(row.word, ""))] if judged else []
        cells += ["" if row.words is None else f"{row.counts[severity]:,}" for severity in counted]
        cells += ["" if row.words is None else f"{row.words:,}", *([row.reason] if judged else [])]
        lines.append(cells)
    hidden = rows[FILES:]
    return Table(columns, lines, f"and {len(hidden):,} more: {files.tally(hidden)}" if hidden else "")


def _first(lines: Sequence[str]) -> list[str]:
    hidden = len(lines) - REASONS
    return [*lines[:REASONS], *([f"and {hidden:,} more; the JSON report lists all of them"] if hidden > 0 else [])]


def _scores(report: Report, system: str | None, verbose: bool) -> Iterator[Block]:
    scores = [by_system[system] for by_system in view.corpus_scores(report).values() if system in by_system]
    mqms = view.has_mqm(report)
    if not scores and not mqms:
        return
    facts = metric_table.facts(report)
    rows: list[Row] = []
    for score in scores:
        known = facts[score.metric]
        remarks = [] if known.higher_is_better else [known.direction]
        remarks += [*view.coverage(known, score), *view.details(score)]
        rows.append(_score(known.title, view.figure(known, score.value), view.interval(known, score), remarks))
    if mqms:
        total = mqm(report.findings, report.run.source_words)
        penalty, score_text = f"penalty {total.penalty:g}", outcome.mqm_score(total)
        remark = f"{penalty}, {total.per_1000:.1f} per 1,000 words" if score_text else f"{penalty}; {outcome.TOO_SHORT}"
        rows.append(_score("MQM", score_text or "–", "", [remark]))
    yield _scores_heading(scores)
    yield Table([Column(), Column(right=True), Column(), Column()], rows, has_head=False)
    if mqms and verbose:
        yield Paragraph(formula(), small=True)
    if verbose or not mqms:
        yield from _signatures(scores, every=not mqms)


def _score(title: str, value: str, interval: str, remarks: Sequence[str]) -> Row:
    return Piece(title, "bold"), Piece(value, "bold"), interval, Piece("; ".join(remarks), "dim")


def _scores_heading(scores: Iterable[Score]) -> Heading:
    level = view.level(scores)
    return Heading("Scores", f"with {level} confidence interval" if level else "")


def _signatures(scores: Sequence[Score], every: bool) -> list[Block]:
    """The signatures: of every metric if there are only scores, else of those of sacreBLEU."""
    shown = [score.signature for score in scores if score.signature and (every or "version" in score.signature)]
    return document.listed(Heading("Signatures"), list(dict.fromkeys(map(render_signature, shown))))


def _compared(report: Report, names: Sequence[str | None], width: int, verbose: bool) -> Iterator[Block]:
    table = view.corpus_scores(report)
    facts = metric_table.facts(report)
    if table:
        yield _scores_heading(score for row in table.values() for score in row.values())
        metrics = list(table)
        per_row = max(1, (width - 20) // 15)
        for start in range(0, len(metrics), per_row):
            yield _systems_table(table, metrics[start : start + per_row], names, facts)
        if any(facts[metric].lower_is_better for metric in table):
            yield Paragraph("↓ lower is better", small=True)
    if view.has_mqm(report):
        yield from _counted(report, names, verbose)
    if verbose or not view.has_mqm(report):
        yield from _signatures([score for row in table.values() for score in row.values()], not view.has_mqm(report))


def _systems_table(
    table: Mapping[str, Mapping[str | None, Score]],
    metrics: Sequence[str],
    names: Sequence[str | None],
    facts: Mapping[str, MetricFacts],
) -> Table:
    titles = (facts[metric].title + (" ↓" if facts[metric].lower_is_better else "") for metric in metrics)
    columns = [Column("system"), *document.figures(*(Piece(title, "bold") for title in titles))]
    rows: list[Row] = []
    for name in names:
        cells: list[Line] = [Piece(name or "", "bold")]
        for metric in metrics:
            score = table[metric].get(name)
            interval = view.interval(facts[metric], score) if score else ""
            value = view.figure(facts[metric], score.value) if score else ""
            cells.append((value, BREAK, Piece(interval, "dim")) if interval else value)
        rows.append(cells)
    return Table(columns, rows)


def _counted(report: Report, names: Sequence[str | None], verbose: bool) -> Iterator[Block]:
    worst_first = [severity.value for severity in reversed(Severity)]
    rows: list[Row] = []
    for name in names:
        total = mqm((f for f in report.findings if f.system == name), report.run.source_words)
        counts = [f"{total.counts[severity]:,}" for severity in worst_first]
        rows.append([Piece(name or "", "bold"), *counts, outcome.mqm_score(total) or "–"])
    yield Heading("Findings by system")
    heads = (Piece(title, "bold") for title in (*worst_first, "MQM"))
    yield Table([Column("system"), *document.figures(*heads)], rows)
    if verbose or not outcome.mqm_score(total):
        yield Paragraph(formula() if outcome.mqm_score(total) else outcome.TOO_SHORT, small=True)


def _findings(
    report: Report, system: str | None, width: int, paint: bool, verbose: bool
) -> Iterator[Block | RenderableType]:
    groups = causes.by_severity(report, system)
    several = len(view.systems(report)) > 1
    shown = 3 if several else SHOWN
    if not groups:
        if not several and view.checked(report):
            yield Heading("No findings", "the checks that ran found no errors")
        return
    segments = view.segments_by_id(report)
    findings = [finding for finding in report.findings if finding.system == system]
    where = spots(
        report, (finding for group in groups.values() for cause in group[:shown] for finding in cause.findings)
    )
    yield Heading(system if system and several else "Findings", view.tally(findings))
    for severity, group in groups.items():
        label = _label(severity, group)
        yield Text.assemble("\n", (f" {label} " if paint else label, STYLES[severity]))
        for cause in group[:shown]:
            named = f"  segment {view.visible(cause.first.segment)}" if verbose else ""
            yield _cause(cause, where, named, segments[system, cause.first.segment], report, width, paint)
        if len(group) > shown:
            more = f"and {len(group) - shown:,} more {severity.value}; the HTML and JSON reports list all of them"
            yield indented(Text(more, "italic"), above=1)


def _label(severity: Severity, group: Sequence[Cause]) -> str:
    number, _, suffix = causes.heading(severity, group).partition(f" {severity.value}")
    return f"{severity.value.upper()} {number}{suffix}"


def _cause(
    cause: Cause, where: Mapping[int, str], named: str, segment: Segment, report: Report, width: int, paint: bool
) -> RenderableType:
    finding = cause.first
    head = Text.assemble((cause.name, "bold"), (f"  {finding.check}  {where[id(finding)]}{named}", "dim"))
    body = Text(view.visible(cause.message))
    if cause.suggestion:
        body.append(f"  → {view.visible(cause.suggestion)}", "green")
    if finding.confidence is not None and not cause.wrong:
        body.append(f"  (confidence\N{NO-BREAK SPACE}{finding.confidence:.2f})", "dim")
    if why := view.uncounted(finding):
        body.append(f"  ({why})", "dim")
    rows: list[RenderableType] = [head, body]
    for line in remarks(cause, where):
        rows.append(Text(view.visible(line), "italic"))
    if segment.source or segment.target:
        rows.append(indented(_sides(finding, segment, report, width, paint)))
    return entry(rows)


def _sides(finding: Finding, segment: Segment, report: Report, width: int, paint: bool) -> RenderableType:
    """Both texts side by side; an omission or addition has only one side, which takes the whole width."""
    filled = [(side, tag) for side, tag in view.tags(report).items() if segment.text(side)]
    lines = 5 if len(filled) == 2 else 3
    grid = Grid.grid(padding=(0, 2, 0, 0), expand=True)
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
    pieces = list(view.apart(view.cropped(segment, side, [finding], limit), segment, side))
    for place, (piece, is_code) in enumerate(pieces):
        goes_on = place + 1 < len(pieces) and bool(pieces[place + 1][0].severity)
        shown = view.visible(piece.text)
        if piece.severity:  # a line break would swallow a marked space at the edge
            shown = shown if inside else _FIRST.sub("␣", shown)
            shown = shown if goes_on else _LAST.sub("␣", shown)
        if not paint and inside != bool(piece.severity):
            result.append("<<" if inside else ">>")
        inside = bool(piece.severity)
        style = STYLES[piece.severity] if piece.severity else "dim" if is_code else ""
        result.append(shown, style if paint else "")
    return result.append("<<") if inside and not paint else result


def _remarks(report: Report, verbose: bool) -> Iterator[Block | RenderableType]:
    rows = () if verbose else files.files(report)
    told = {f"{FILE}{row.name}" for row in rows[:FILES] if row.document is None}
    reasons = report.verdict.reasons if report.verdict and not verbose else ()
    failures = [
        problem
        for problem in report.problems
        if problem.what not in told and f"incomplete: {problem.what}: {problem.why}" not in reasons
    ]
    yield from document.problems("Could not run", "the report is incomplete", failures)
    undirected = view.undirected(metric_table.facts(report), view.corpus_scores(report))
    remarks = [line for line in report.remarks if not any(line.startswith(f"{name}: ") for name in told)]
    if not verbose and len(view.systems(report)) == 1:  # the line of the score has the score without these segments
        guarded = [f" {score.metric} scor" for score in report.scores if score.guarded]
        remarks = [line for line in remarks if " little; " not in line or not any(name in line for name in guarded)]
    yield from document.listed(Heading("Notes"), [*remarks, *undirected])
    left_out = view.not_run(report, checks=not outcome.names_areas(report)) if verbose else ()
    if left_out:
        yield Text.assemble("\n", ("Not run  ", "bold"), (view.visible("; ".join(left_out)), "dim"))
