"""The report as Markdown for a pull-request comment: verdict, reasons, scores, and findings folded by severity.

Texts from translations, file names and messages are escaped, so nothing in them can become markup, a link, an image,
a mention or an issue reference. The comment stays below GitHub's length limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from mtqe.model import MetricFacts, Report, Score, Segment, Side
from mtqe.registry import metric_table
from mtqe.report import causes, document, files, outcome, view
from mtqe.report.causes import Cause
from mtqe.report.document import BREAK, Block, Bullets, Column, Fold, Heading, Line, Paragraph, Piece, Row, Table
from mtqe.report.document_markdown import LIMIT, LINES, html, lines, marked_up, short
from mtqe.report.files import File
from mtqe.report.spots import remarks, spots
from mtqe.stats.mqm import formula, mqm

ROOM = 220
"""Length in characters to which each side of a segment is shortened around its marks."""
BADGES = {"PASS": "✅", "INCOMPLETE": "⚠️", "CHECK": "⚠️", "FAIL": "❌"}
FILES = 60
"""Files shown in the table."""
NO_SCORE = "–"
PLACED = 300
"""Causes of each severity whose places are looked for; so many never fit into a comment."""


def render(report: Report, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown of at most `LIMIT` characters; findings that do not fit are counted."""
    head, tail = ("\n".join(lines(blocks)) for blocks in ((*_heading(report), *_scores(report)), _remarks(report)))
    room = LIMIT - len(head) - len(tail) - 2
    out.write("\n".join([head, *_findings(report, room), tail]).rstrip("\n") + "\n")


def _heading(report: Report) -> Iterator[Block]:
    word = outcome.word(report.verdict)
    subject = Piece(view.subject(report) or "mtqe report", room=200)
    label = outcome.label(report.verdict)
    yield Heading((f"{BADGES[word]} {label}: ", subject) if word else subject)
    rows = files.files(report)
    if rows:
        yield Paragraph(f"Files: {files.tally(rows)}.")
        yield _files(report, rows)
    for title, reasons in outcome.lists(report, rows[:FILES]):
        if title:
            yield Paragraph(title)
        yield Bullets(reasons)
    if areas := outcome.looked_for(report):
        yield Paragraph(f"Looked for: {areas}.")
    facts = [view.count(len({segment.id for segment in report.segments}), "segment")]
    if report.run.source_words:
        facts.append(view.count(report.run.source_words, "source word"))
    if view.checked(report):
        facts.append(view.tally(report.findings))
    yield Paragraph(", ".join(facts) + ".")


def _files(report: Report, rows: Sequence[File]) -> Table:
    """The files, as many as `FILES`; those that pass are the first to be left out."""
    systems = len(view.systems(report)) > 1
    columns = [Column("File"), *([Column("System")] if systems else []), Column("Language"), Column("Verdict")]
    columns += [Column("Main reason"), *document.figures(*(severity.value for severity in files.SEVERITIES), "words")]
    lines: list[Row] = []
    for row in rows[:FILES]:
        cells: list[Line] = [Piece(row.name, room=120), *([Piece(row.system or "", room=60)] if systems else [])]
        cells += [row.lang, f"{BADGES.get(row.word, '')} {row.word}".strip() or NO_SCORE, Piece(row.reason, room=160)]
        cells += [f"{row.counts[severity]:,}" if row.counts[severity] else "" for severity in files.SEVERITIES]
        lines.append([*cells, "" if row.words is None else f"{row.words:,}"])
    hidden = rows[FILES:]
    return Table(columns, lines, f"and {len(hidden):,} more: {files.tally(hidden)}" if hidden else "")


def _scores(report: Report) -> Iterator[Block]:
    table = dict(list(view.corpus_scores(report).items())[:LINES])
    names = view.systems(report)
    mqms = view.has_mqm(report)
    if not table and not mqms:
        return
    facts = metric_table.facts(report)
    titles = {metric: Piece(facts[metric].title, room=40) for metric in table}
    rows: list[Row] = []
    if len(names) == 1:
        level = view.level(score for row in table.values() for score in row.values())
        for metric, row in table.items():
            if score := row.get(names[0]):
                known = facts[metric]
                title = (titles[metric], "" if known.higher_is_better else f" ({known.direction})")
                rows.append((title, view.figure(known, score.value), view.interval(known, score)))
        rows += [("MQM", _mqm(report, names[0]))] if mqms else []
        yield Table([Column("Metric"), Column("Score", True), Column(level + " interval" if level else "")], rows)
    else:
        heads = [(titles[metric], " ↓" if facts[metric].lower_is_better else "") for metric in table]
        for name in names[:LINES]:
            cells = [_cell(facts[metric], row[name]) if name in row else "" for metric, row in table.items()]
            rows.append([Piece(name or "", room=60), *cells, *([_mqm(report, name)] if mqms else [])])
        more = f"and {len(names) - LINES:,} more systems" if len(names) > LINES else ""
        yield Table([Column("System"), *document.figures(*heads, *(["MQM"] if mqms else []))], rows, more)
        if any(facts[metric].lower_is_better for metric in table):
            yield Paragraph("↓ lower is better")
    if mqms:
        yield Paragraph(outcome.TOO_SHORT if _mqm(report, names[0]) == NO_SCORE else formula(), small=True)


def _cell(facts: MetricFacts, score: Score) -> Line:
    interval = view.interval(facts, score)
    value = view.figure(facts, score.value)
    return (value, BREAK, interval) if interval else value


def _mqm(report: Report, system: str | None) -> str:
    total = mqm((f for f in report.findings if f.system == system), report.run.source_words)
    return outcome.mqm_score(total) or NO_SCORE


def _findings(report: Report, room: int) -> Iterator[str]:
    """As many findings as fit, worst first; only the worst group is unfolded."""
    segments = view.segments_by_id(report)
    names = view.systems(report)
    state = " open"
    for system in names:
        groups = causes.by_severity(report, system)
        members = (finding for group in groups.values() for cause in group[:PLACED] for finding in cause.findings)
        where = spots(report, members)
        for severity, group in groups.items():
            title = causes.heading(severity, group) + (f" in {html((system or '')[:60])}" if len(names) > 1 else "")
            rows = (_row(cause, where, segments[system, cause.first.segment]) for cause in group[:PLACED])
            block = _group(title, state, rows, len(group), report, room)
            if len(block) <= room:
                yield block
                room -= len(block) + 1
                state = ""


def _group(title: str, state: str, rows: Iterable[str], number: int, report: Report, room: int) -> str:
    """A foldable table with as many rows as fit into `room` characters."""
    tags = [short(lang or side, 40) for side, lang in view.tags(report).items()]
    before = [
        f"<details{state}><summary><b>{title}</b></summary>",
        "",
        f"| Finding | {tags[0]} | {tags[1]} |",
        "|:--|:--|:--|",
    ]
    room -= sum(map(len, before)) + 120
    fitting = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        fitting.append(row)
    hidden = number - len(fitting)
    if not fitting:
        return f"{title} not shown here; the HTML and JSON reports list all of them\n"
    more = [f"\nand {hidden:,} more; the HTML and JSON reports list all of them"] if hidden else []
    return "\n".join([*before, *fitting, *more, "", "</details>", ""])


def _row(cause: Cause, where: Mapping[int, str], segment: Segment) -> str:
    finding = cause.first
    about = [f"**{short(cause.name)}** {short(finding.check, 60)}", f"<sub>{short(where[id(finding)])}</sub>"]
    about.append(short(cause.message))
    if cause.suggestion:
        about.append(f"→ {short(cause.suggestion)}")
    about += [f"<i>{short(line)}</i>" for line in remarks(cause, where)]
    if why := view.uncounted(finding):
        about.append(f"({short(why)})")
    return f"| {'<br>'.join(about)} | {_marked(cause, segment, 'source')} | {_marked(cause, segment, 'target')} |"


def _marked(cause: Cause, segment: Segment, side: Side) -> str:
    return marked_up(document.marked([cause.first], segment, side, ROOM))


def _remarks(report: Report) -> Iterator[Block]:
    yield from document.problems("Could not run", "the report is incomplete", report.problems, level=None)
    undirected = view.undirected(metric_table.facts(report), view.corpus_scores(report))
    left_out = view.not_run(report, checks=not outcome.names_areas(report))
    small = [*report.remarks, *undirected, *(f"Not run: {line}" for line in left_out)]
    if small:
        yield Fold("Notes", [Bullets(small)])
    yield Paragraph(("mtqe ", Piece(report.run.version, room=40)), small=True)
