"""The findings as comma-separated values (RFC 4180) for spreadsheets: a header line, then a row for each finding.

Each check or metric that could not run has a row named `could-not-run`, without check and severity. Without it an empty
table would suggest that the translation has no errors.

A spreadsheet reads a cell as a formula if it begins with `=`, `+`, `-`, `@` (or their wide forms), a tab or a line
break. Translations are untrusted text, so such cells get an apostrophe in front, which makes them text. A cell that
already has an apostrophe before such a character gets another one: removing one (`unguard`) always restores the text.
Spreadsheets cannot read a NUL, so it is written `<U+0000>`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from mtqe.language.late_patterns import late
from mtqe.model import Finding, Report, Segment
from mtqe.report import view
from mtqe.report.locations import Place, places

COLUMNS = (
    "system",
    "document",
    "path",
    "line",
    "column",
    "segment",
    "severity",
    "category",
    "check",
    "name",
    "message",
    "marked_source",
    "marked_target",
    "suggestion",
    "confidence",
    "preview",
    "fingerprint",
    "source",
    "target",
    "suppressed",
    "unit",
    "form",
    "place",
)
BETWEEN = " | "
"""Separates the marked texts of one side."""

_FORMULA = late(r"'*\s*[=+\-@＝＋－＠\t\r\n]")
_GUARDED = late(r"''*\s*[=+\-@＝＋－＠\t\r\n]")


def render(report: Report, out: TextIO) -> None:
    """Write the table; lines end with CRLF."""
    write([COLUMNS, *lines(report)], out)


def write(lines: Iterable[Sequence[str]], out: TextIO) -> None:
    """Write lines of cells that `guard` has made safe."""
    csv.writer(out, lineterminator="\r\n").writerows(lines)


def lines(report: Report) -> Iterator[list[str]]:
    """The lines below the head."""
    located = places(report)
    segments = view.segments_by_id(report)
    for problem in report.failures:
        row = {"name": "could-not-run", "message": f"{problem.what}: {problem.why}"}
        yield [guard(row.get(column, "")) for column in COLUMNS]
    for number, finding in enumerate(report.findings):
        segment = segments.get((finding.system, finding.segment))
        yield [guard(cell) for cell in _cells(finding, segment, located[number][0])]


def guard(text: str) -> str:
    """A cell that no spreadsheet reads as a formula."""
    text = text.replace("\0", "<U+0000>")
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _cells(finding: Finding, segment: Segment | None, place: Place) -> Sequence[str]:
    region = place.region
    return (
        finding.system or "",
        (segment and segment.doc) or "",
        place.path or "",
        str(region.line) if region else "",
        str(region.column) if region and region.column else "",
        finding.segment,
        finding.severity.value,
        finding.category,
        finding.check,
        finding.name,
        finding.message,
        BETWEEN.join(_marked(finding, "source")),
        BETWEEN.join(_marked(finding, "target")),
        finding.suggestion or "",
        "" if finding.confidence is None else f"{finding.confidence:g}",
        "yes" if finding.preview else "",
        finding.fingerprint,
        segment.source if segment else "",
        segment.target if segment else "",
        finding.suppressed or "",
        (segment and segment.unit.id) or "",
        (segment and segment.unit.form) or "",
        place.within,
    )


def _marked(finding: Finding, side: str) -> Iterator[str]:
    return (text for span, text in zip(finding.spans, finding.marked, strict=False) if span.side == side)
