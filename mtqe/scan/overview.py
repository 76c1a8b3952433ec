"""The summary of a scan in a terminal, 80 columns wide without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mtqe.metrics.guards import joined
from mtqe.model import MetricFacts, Score
from mtqe.report import console, view
from mtqe.scan.judging import PENALTY
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


def _blocks(scan: Scan) -> Iterator[RenderableType]:
    facts = [
        scan.input,
        f"{scan.source_lang} → {scan.target_lang}",
        view.count(scan.segments, "segment"),
        view.count(scan.source_words, "source word"),
    ]
    yield Text(view.visible(" · ".join(facts)), "bold")
    full = ", ".join(cover.area for cover in scan.coverage if cover.state == "full")
    if scan.coverage:
        yield Padding(Text.assemble(("Looked for: ", "bold"), full or "nothing in full"), (0, 0, 0, 1))
        rest = ", ".join(f"{cover.area} ({cover.state})" for cover in scan.coverage if cover.state != "full")
        if rest:
            yield Padding(Text.assemble(("Not, or only in part: ", "bold"), rest), (0, 0, 0, 1))
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
    known: Mapping[str, MetricFacts] = {item.id: item.facts for item in scan.metrics if item.facts}
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right")
    for score in scan.scores:
        facts = known[score.metric]
        remarks = [] if facts.higher_is_better else [facts.direction]
        remarks += [*_behind(scan, facts, score), *view.details(score)]
        value = Text(view.figure(facts, score.value), "bold")
        interval = view.interval(facts, score)
        grid.add_row(Text(view.visible(facts.title), "bold"), value, interval, Text("; ".join(remarks), "dim"))
    if scan.mqm:
        total = scan.mqm
        figure = "–" if total.score is None or total.too_short else f"{total.score:.1f}"
        remark = f"penalty {total.penalty:,.10g}, {total.per_1000:.1f} per 1,000 words"
        grid.add_row(Text("MQM", "bold"), Text(figure, "bold"), "", Text(remark, "dim"))
    yield Padding(grid, (0, 0, 0, 2))
    if scan.mqm:
        yield Padding(Text(mqm.formula(), "dim"), (0, 0, 0, 2))


def _behind(scan: Scan, facts: MetricFacts, score: Score) -> Iterator[str]:
    """The segments behind a score, and the score without those that a neural metric cannot judge."""
    if score.n_unscored:
        yield f"{score.n:,} of {view.count(score.n + score.n_unscored, 'segment')} scored"
    if score.guarded is not None:
        kinds = [f"{number:,} {guard}" for guard, number in scan.guarded[score.metric].items()]
        yield f"{view.figure(facts, score.guarded.value)} without the {joined(kinds)} segments"


def _findings(scan: Scan) -> Iterator[RenderableType]:
    number = sum(count.number for count in scan.findings)
    if not number:
        yield console.section("No findings", "the checks that ran found no errors")
        return
    flagged = f"in {scan.flagged:,} of {view.count(scan.segments, 'segment')}"
    yield console.section("Findings", f"{number:,}, those that count {flagged}")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for _ in range(3):
        grid.add_column(justify="right", no_wrap=True)
    heads = ("check", "", "severity", "number", "per 1,000 words")
    grid.add_row(*(Text(head, "dim") for head in heads))
    for count in scan.findings[:CHECKS]:
        rate = f"{count.number * 1000 / max(1, scan.source_words):.2f}"
        name = f"{count.name}{_status(count)}"
        grid.add_row(count.check, view.visible(name), count.severity.value, f"{count.number:,}", rate)
    yield Padding(grid, (0, 0, 0, 2))
    if (hidden := len(scan.findings) - CHECKS) > 0:
        yield Padding(Text(f"and {hidden:,} more rows in scan.json", "italic"), (0, 0, 0, 2))


def _status(count: Count) -> str:
    words = [word for word, holds in (("preview", count.preview), ("accepted", count.accepted)) if holds]
    return f" ({', '.join(words)}, not counted)" if words else ""


def _worst(scan: Scan) -> Iterator[RenderableType]:
    shown = scan.worst[:WORST]
    if not shown:
        return
    by = "by the penalty of their findings" if scan.worst_by == PENALTY else f"by {scan.worst_by}"
    more = f"; scan.json has {len(scan.worst):,}" if len(scan.worst) > WORST else ""
    yield console.section("Worst segments", by + more)
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
    cautions = [f"{problem.what}: {problem.why}" for problem in scan.problems if not problem.incomplete]
    if remarks := [*cautions, *scan.notes]:
        yield console.section("Notes")
        yield console.bullets(remarks)
