"""The summary of a scan as Markdown, `scan.md`: all rows of findings, the worst segments and the random sample.

Texts are escaped as in the Markdown of a report, so nothing in them can become markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.report import view
from mtqe.report.markdown import escape, listed, marked, short
from mtqe.scan import overview
from mtqe.scan.states import Shown
from mtqe.scan.summary import Scan
from mtqe.stats import mqm

FINDINGS = 5
"""Findings: of a segment that are listed at most. By hand."""


def render(scan: Scan) -> str:
    """The text of the file."""
    return "\n".join(_lines(scan)).rstrip("\n") + "\n"


def _lines(scan: Scan) -> Iterator[str]:
    yield f"# {escape(' · '.join(overview.facts(scan)))}"
    yield ""
    for title, areas in overview.areas(scan):
        yield f"- {title} {escape(areas)}"
    yield ""
    if scan.failures:
        yield from ("## Could not run: the scan is incomplete", "")
        yield from listed([f"{problem.what}: {problem.why}" for problem in scan.failures])
        yield ""
    if lines := [*overview.cautions(scan), *scan.notes]:
        yield from ("## Notes", "", *listed(lines), "")
    yield from _scores(scan)
    if scan.checks:
        yield from _findings(scan)
    yield from _segments("Worst segments", f"Chosen {overview.worst_by(scan)}.", scan.worst)
    yield from _segments("Random sample", "Drawn from all segments, in their order.", scan.sample)


def _scores(scan: Scan) -> Iterator[str]:
    if not scan.scores and not scan.mqm:
        return
    interval = f"{view.level(scan.scores)} interval".strip()
    yield from ("## Scores", "", f"| Metric | Score | {interval} | |", "|:--|--:|:--|:--|")
    for score in scan.scores:
        known = overview.metric_facts(scan)[score.metric]
        remarks = "; ".join(overview.remarks(scan, known, score))
        cells = (short(known.title, 40), view.figure(known, score.value), view.interval(known, score), escape(remarks))
        yield f"| {' | '.join(cells)} |"
    if scan.mqm:
        yield f"| MQM | {overview.mqm_score(scan.mqm)} | | {escape(overview.penalty(scan.mqm))} |"
        yield f"\n<sub>{escape(mqm.formula())}</sub>"
    yield ""


def _findings(scan: Scan) -> Iterator[str]:
    yield from ("## Findings", "", overview.tally(scan).capitalize() + ".", "")
    if not scan.findings:
        return
    yield from ("| Check | Name | Severity | Number | Per 1,000 words |", "|:--|:--|:--|--:|--:|")
    for count in scan.findings:
        name = escape(f"{count.name}{overview.status(count)}")
        rate = overview.rate(scan, count)
        yield f"| {escape(count.check)} | {name} | {count.severity.value} | {count.number:,} | {rate} |"
    yield ""


def _segments(title: str, about: str, shown: Sequence[Shown]) -> Iterator[str]:
    if not shown:
        return
    yield from (f"## {title}", "", escape(about), "")
    yield from ("| Segment | Source | Translation | Findings |", "|:--|:--|:--|:--|")
    for one in shown:
        place = [short(one.segment.doc or "", 60), short(one.segment.id, 60)]
        place += [escape(f"{name} {value:.4f}") for name, value in one.scores.items()]
        findings = [
            f"{finding.severity.value}: {short(finding.message)} ({escape(finding.check)})"
            for finding in one.findings[:FINDINGS]
        ]
        if (hidden := len(one.findings) - FINDINGS) > 0:
            findings.append(f"and {hidden:,} more")
        sides = (marked(one.findings, one.segment, side) for side in ("source", "target"))
        yield f"| {'<br>'.join(place)} | {' | '.join(sides)} | {'<br>'.join(findings)} |"
    yield ""
