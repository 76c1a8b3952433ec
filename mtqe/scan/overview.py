"""The summary of a scan in a terminal, 80 columns wide without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mtqe.metrics.guards import joined
from mtqe.model import MetricFacts, Mqm, Score
from mtqe.report import console, view
from mtqe.scan.assessment import PENALTY
from mtqe.scan.states import Count, Shown
from mtqe.scan.summary import Scan
from mtqe.stats import mqm

CHECKS = 20
"""Rows: of findings that are shown at most; the file has all of them. By hand."""
WORST = 5
"""Segments: of the worst ones that are shown at most. By hand."""
LONGEST = 240
"""Characters: of a text that is shown; the file has all of it. By hand."""


def render(scan: Scan, out: TextIO) -> None:
    """Write the view."""
    console.write(lambda width, paint: _blocks(scan), out)


def facts(scan: Scan) -> list[str]:
    """What was scanned."""
    return [
        scan.input,
        f"{scan.source_lang} → {scan.target_lang}",
        view.count(scan.segments, "segment"),
        view.count(scan.source_words, "source word"),
    ]


def areas(scan: Scan) -> Iterator[tuple[str, str]]:
    """The areas of errors that were looked for, and those that were not, each list with its title."""
    if scan.coverage:
        full = ", ".join(cover.area for cover in scan.coverage if cover.state == "full")
        yield "Looked for:", full or "nothing in full"
    if rest := ", ".join(f"{cover.area} ({cover.state})" for cover in scan.coverage if cover.state != "full"):
        yield "Not, or only in part:", rest


def cautions(scan: Scan) -> list[str]:
    """What to keep in mind of results that are there."""
    return [f"{problem.what}: {problem.why}" for problem in scan.problems if not problem.incomplete]


def metric_facts(scan: Scan) -> dict[str, MetricFacts]:
    """The facts of each metric."""
    return {item.id: item.facts for item in scan.metrics if item.facts}


def remarks(scan: Scan, known: MetricFacts, score: Score) -> Iterator[str]:
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


def mqm_score(total: Mqm) -> str:
    """The MQM score, or a dash."""
    return "–" if total.score is None or total.too_short else f"{total.score:.1f}"


def penalty(total: Mqm) -> str:
    """The penalty behind an MQM score."""
    return f"penalty {total.penalty:,.10g}, {total.per_1000:.1f} per 1,000 words"


def tally(scan: Scan) -> str:
    """How many findings there are, and in how many segments."""
    number = sum(count.number for count in scan.findings)
    flagged = f"{scan.flagged:,} of {view.count(scan.segments, 'segment')}"
    return f"{number:,}; {flagged} have one that counts" if number else "none: the checks that ran found no errors"


def rate(scan: Scan, count: Count) -> str:
    """Findings per 1,000 words."""
    return f"{count.number * 1000 / max(1, scan.source_words):.2f}"


def status(count: Count) -> str:
    """Why findings do not count, if they do not."""
    words = [word for word, holds in (("preview", count.preview), ("accepted", count.accepted)) if holds]
    return f" ({', '.join(words)}, not counted)" if words else ""


def worst_by(scan: Scan) -> str:
    """What the worst segments were chosen by."""
    return "by the penalty of their findings" if scan.worst_by == PENALTY else f"by {scan.worst_by}"


def _blocks(scan: Scan) -> Iterator[RenderableType]:
    yield Text(view.visible(" · ".join(facts(scan))), "bold")
    for title, names in areas(scan):
        yield Padding(Text.assemble((f"{title} ", "bold"), names), (0, 0, 0, 1))
    yield from _scores(scan)
    if scan.checks:
        yield from _findings(scan)
    yield from _worst(scan)
    yield from _remarks(scan)


def _scores(scan: Scan) -> Iterator[RenderableType]:
    if not scan.scores and not scan.mqm:
        return
    level = view.level(scan.scores)
    yield console.section("Scores", f"with {level} confidence interval" if level else "")
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right")
    for score in scan.scores:
        known = metric_facts(scan)[score.metric]
        about = Text("; ".join(remarks(scan, known, score)), "dim")
        value = Text(view.figure(known, score.value), "bold")
        grid.add_row(Text(view.visible(known.title), "bold"), value, view.interval(known, score), about)
    if scan.mqm:
        grid.add_row(Text("MQM", "bold"), Text(mqm_score(scan.mqm), "bold"), "", Text(penalty(scan.mqm), "dim"))
    yield Padding(grid, (0, 0, 0, 2))
    if scan.mqm:
        yield Padding(Text(mqm.formula(), "dim"), (0, 0, 0, 2))


def _findings(scan: Scan) -> Iterator[RenderableType]:
    yield console.section("Findings", tally(scan))
    if not scan.findings:
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for _ in range(3):
        grid.add_column(justify="right", no_wrap=True)
    heads = ("check", "", "severity", "number", "per 1,000 words")
    grid.add_row(*(Text(head, "dim") for head in heads))
    for count in scan.findings[:CHECKS]:
        name = view.visible(f"{count.name}{status(count)}")
        grid.add_row(count.check, name, count.severity.value, f"{count.number:,}", rate(scan, count))
    yield Padding(grid, (0, 0, 0, 2))
    if (hidden := len(scan.findings) - CHECKS) > 0:
        yield Padding(Text(f"and {hidden:,} more rows in scan.md", "italic"), (0, 0, 0, 2))


def _worst(scan: Scan) -> Iterator[RenderableType]:
    shown = scan.worst[:WORST]
    if not shown:
        return
    more = f"; scan.md has {len(scan.worst):,}" if len(scan.worst) > WORST else ""
    yield console.section("Worst segments", worst_by(scan) + more)
    for one in shown:
        yield Padding(_segment(one), (1, 0, 0, 2))


def _segment(one: Shown) -> RenderableType:
    rows = Table.grid()
    scores = ", ".join(f"{name} {value:.4f}" for name, value in one.scores.items())
    place = ", ".join(filter(None, (one.segment.doc, f"segment {one.segment.id}")))
    rows.add_row(Text.assemble((view.visible(place), "bold"), (f"  {scores}", "dim")))
    for text in (one.segment.source, one.segment.target):
        shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        rows.add_row(Text(view.visible(shown) or "(empty)"))
    for finding in one.findings[:3]:
        rows.add_row(Text(view.visible(f"- {finding.severity.value}: {finding.message} ({finding.check})"), "dim"))
    return rows


def _remarks(scan: Scan) -> Iterator[RenderableType]:
    if scan.failures:
        yield console.section("Could not run", "the scan is incomplete", "bold red")
        yield console.bullets(f"{problem.what}: {problem.why}" for problem in scan.failures)
    if lines := [*cautions(scan), *scan.notes]:
        yield console.section("Notes")
        yield console.bullets(lines)
