"""The summary of a scan in a terminal, 80 columns wide without one, and as Markdown, `scan.md`.

The Markdown has all rows of findings, all of the worst segments, and the random sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import RenderableType
from rich.padding import Padding

from mtqe.metrics.guards import joined
from mtqe.model import MetricFacts, Score
from mtqe.report import document, document_console, document_markdown, view
from mtqe.report.document import BREAK, Block, Bullets, Column, Heading, Line, Paragraph, Piece, Row, Table
from mtqe.report.document_console import entry, text
from mtqe.report.markdown import ROOM
from mtqe.scan.assessment import PENALTY
from mtqe.scan.states import Count, Shown
from mtqe.scan.summary import Scan
from mtqe.stats import mqm

CHECKS = 20
"""Rows: of findings that a terminal shows at most; the file has all of them."""
WORST = 5
"""Segments: of the worst ones that a terminal shows at most."""
LONGEST = 240
"""Characters: of a text in a terminal; the file has all of it."""
FINDINGS = 5
"""Findings: of a segment that the file lists at most."""


def console(scan: Scan, out: TextIO) -> None:
    """Write the view for a terminal."""
    document_console.write(lambda width, paint: _brief(scan), out)


def markdown(scan: Scan) -> str:
    """The text of the file."""
    return document_markdown.written(_full(scan))


def _brief(scan: Scan) -> Iterator[Block | RenderableType]:
    yield Heading(_facts(scan), level=1)
    for title, names in _areas(scan):
        yield Padding(text((Piece(f"{title} ", "bold"), names)), (0, 0, 0, 1))
    level = view.level(scan.scores)
    yield from _scores(scan, f"with {level} confidence interval" if level else "")
    if scan.checks:
        hidden = len(scan.findings) - CHECKS
        more = f"and {hidden:,} more rows in scan.md" if hidden > 0 else ""
        yield Heading("Findings", _tally(scan))
        heads = ("check", "", "severity", "number", "per 1,000 words")
        yield from _findings(scan, scan.findings[:CHECKS], heads, more)
    yield from _worst(scan)
    yield from _remarks(scan)


def _full(scan: Scan) -> Iterator[Block]:
    yield Heading(_facts(scan), level=1)
    yield Bullets([" ".join(area) for area in _areas(scan)])
    yield from _remarks(scan)
    yield from _scores(scan)
    if scan.checks:
        yield Heading("Findings")
        yield Paragraph(f"{_tally(scan).capitalize()}.")
        heads = ("Check", "Name", "Severity", "Number", "Per 1,000 words")
        yield from _findings(scan, scan.findings, heads)
    yield from _segments("Worst segments", f"Chosen {_worst_by(scan)}.", scan.worst)
    yield from _segments("Random sample", "Drawn from all segments, in their order.", scan.sample)


def _facts(scan: Scan) -> Piece:
    """What was scanned."""
    size = view.count(scan.segments, "segment"), view.count(scan.source_words, "source word")
    return Piece(" · ".join((scan.input, f"{scan.source_lang} → {scan.target_lang}", *size)), "bold")


def _areas(scan: Scan) -> Iterator[tuple[str, str]]:
    """The areas of errors that were looked for, and those that were not, each list with its title."""
    if scan.coverage:
        full = ", ".join(cover.area for cover in scan.coverage if cover.state == "full")
        yield "Looked for:", full or "nothing in full"
    if rest := ", ".join(f"{cover.area} ({cover.state})" for cover in scan.coverage if cover.state != "full"):
        yield "Not, or only in part:", rest


def _scores(scan: Scan, about: str = "") -> Iterator[Block]:
    if not scan.scores and not scan.mqm:
        return
    known = {item.id: item.facts for item in scan.metrics if item.facts}
    rows = [
        _score(
            known[score.metric].title,
            view.figure(known[score.metric], score.value),
            view.interval(known[score.metric], score),
            "; ".join(_behind(scan, known[score.metric], score)),
        )
        for score in scan.scores
    ]
    if total := scan.mqm:
        value = "–" if total.score is None or total.too_short else f"{total.score:.1f}"
        rows.append(_score("MQM", value, "", f"penalty {total.penalty:,.10g}, {total.per_1000:.1f} per 1,000 words"))
    interval = f"{view.level(scan.scores)} interval".strip()
    yield Heading("Scores", about)
    yield Table([Column("Metric"), Column("Score", right=True), Column(interval), Column()], rows, has_head=False)
    if scan.mqm:
        yield Paragraph(mqm.formula(), small=True)


def _score(title: str, value: str, interval: str, remarks: str) -> Row:
    return Piece(title, "bold", 40), Piece(value, "bold"), interval, Piece(remarks, "dim")


def _behind(scan: Scan, known: MetricFacts, score: Score) -> Iterator[str]:
    """What a reader of a score must know: its direction, the segments behind it, the numbers behind it."""
    if not known.higher_is_better:
        yield known.direction
    if score.n_unscored:
        yield f"{score.n:,} of {view.count(score.n + score.n_unscored, 'segment')} scored"
    if score.guarded is not None:
        numbers = scan.guarded[score.metric]
        kinds = joined([guard if number == 1 else f"{number:,} {guard}" for guard, number in numbers.items()])
        plural = "" if list(numbers.values())[-1] == 1 else "s"
        yield f"{view.figure(known, score.guarded.value)} without the {kinds} segment{plural}"
    yield from view.details(score)


def _tally(scan: Scan) -> str:
    """How many findings there are, and in how many segments."""
    number = sum(count.number for count in scan.findings)
    flagged = f"{scan.flagged:,} of {view.count(scan.segments, 'segment')}"
    return f"{number:,}; {flagged} have one that counts" if number else "none: the checks that ran found no errors"


def _findings(scan: Scan, counts: Sequence[Count], heads: Sequence[str], more: str = "") -> Iterator[Block]:
    rows = [
        (
            count.check,
            Piece(f"{count.name}{_status(count)}"),
            count.severity.value,
            f"{count.number:,}",
            f"{count.number * 1000 / max(1, scan.source_words):.2f}",
        )
        for count in counts
    ]
    if rows:
        yield Table([*map(Column, heads[:3]), *document.figures(*heads[3:])], rows, more)


def _status(count: Count) -> str:
    """Why findings do not count, if they do not."""
    words = [word for word, holds in (("preview", count.preview), ("accepted", count.accepted)) if holds]
    return f" ({', '.join(words)}, not counted)" if words else ""


def _worst_by(scan: Scan) -> str:
    return "by the penalty of their findings" if scan.worst_by == PENALTY else f"by {scan.worst_by}"


def _worst(scan: Scan) -> Iterator[Block | RenderableType]:
    if scan.worst:
        more = f"; scan.md has {len(scan.worst):,}" if len(scan.worst) > WORST else ""
        yield Heading("Worst segments", _worst_by(scan) + more)
    for one in scan.worst[:WORST]:
        scores = ", ".join(f"{name} {value:.4f}" for name, value in one.scores.items())
        place = ", ".join(filter(None, (one.segment.doc, f"segment {one.segment.id}")))
        lines: list[Line] = [(Piece(place, "bold"), Piece(f"  {scores}", "dim"))]
        for side in (one.segment.source, one.segment.target):
            lines.append((side if len(side) <= LONGEST else side[:LONGEST] + "…") or "(empty)")
        for finding in one.findings[:3]:
            lines.append(Piece(f"- {finding.severity.value}: {finding.message} ({finding.check})", "dim"))
        yield entry(map(text, lines))


def _segments(title: str, about: str, shown: Sequence[Shown]) -> Iterator[Block]:
    rows: list[Row] = []
    for one in shown:
        scores = (part for name, value in one.scores.items() for part in (BREAK, f"{name} {value:.4f}"))
        place = (Piece(one.segment.doc or "", room=60), BREAK, Piece(one.segment.id, room=60), *scores)
        findings = [
            part
            for finding in one.findings[:FINDINGS]
            for part in (BREAK, f"{finding.severity.value}: ", Piece(finding.message, room=200), f" ({finding.check})")
        ]
        if (hidden := len(one.findings) - FINDINGS) > 0:
            findings += [BREAK, f"and {hidden:,} more"]
        sides = (document.marked(one.findings, one.segment, side, ROOM) for side in ("source", "target"))
        rows.append((place, *sides, tuple(findings[1:])))
    if rows:
        yield Heading(title)
        yield Paragraph(about)
        yield Table([Column(head) for head in ("Segment", "Source", "Translation", "Findings")], rows)


def _remarks(scan: Scan) -> Iterator[Block]:
    yield from document.problems("Could not run", "the scan is incomplete", scan.problems)
    cautions = [f"{problem.what}: {problem.why}" for problem in scan.problems if not problem.incomplete]
    yield from document.listed(Heading("Notes"), [*cautions, *scan.notes])
