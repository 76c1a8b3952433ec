"""The wording of reasons: findings by number and place, and figures with enough digits to compare with a limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtqe.model import Document, Finding, Interval, Report, Segment, Severity, Side

Key = tuple[str | None, str]
"""A system and the id of one of its segments."""

NAMED = 3
"""Number of findings or problems that a reason names; any more are only counted."""


def errors(findings: Sequence[Finding], severity: Severity | None, new: str = "") -> str:
    """The count in words: `1 new critical error`, `5 major or critical errors`, `0 major or worse errors`."""
    severities = sorted({finding.severity for finding in findings}, key=lambda severity: severity.rank)
    words = " or ".join(word.value for word in severities)
    if not words and severity:
        words = severity.value + ("" if severity is Severity.CRITICAL else " or worse")
    return f"{len(findings):,} {new}{words} error{'' if len(findings) == 1 else 's'}"


def names(findings: Sequence[Finding], places: Mapping[Key, str]) -> str:
    """The worst findings by check and place, ` (number-mismatch in line 3, ... and 2 more)`; else empty."""
    if not findings:
        return ""
    words = ", ".join(
        f"{finding.name} in {places.get((finding.system, finding.segment), f'segment {finding.segment}')}"
        for finding in findings[:NAMED]
    )
    return f" ({words}" + (f" and {len(findings) - NAMED} more" if len(findings) > NAMED else "") + ")"


def places(report: Report, *, with_files: bool) -> dict[Key, str]:
    """The place of each segment with findings, by system and id.

    It is the line of its file, as an editor shows it: `line 19`, `source line 9` for a lost text, `de/court.txt:19`
    with the file. A segment of a file with keys or without lines has its id: `segment shop.title`.
    """
    wanted = {(finding.system, finding.segment) for finding in report.findings}
    documents = {document.id: document for document in report.documents}
    return {
        (segment.system, segment.id): _place(segment, documents.get(segment.doc or ""), with_files)
        for segment in report.segments
        if (segment.system, segment.id) in wanted
    }


def _place(segment: Segment, document: Document | None, with_file: bool) -> str:
    side: Side = "target" if segment.place("target").line else "source"
    line = segment.place(side).line
    if not line or segment.unit.id:
        return f"segment {segment.id}"
    path = document and (document.path if side == "target" else document.source_path)
    if with_file and path:
        return f"{path}:{line}"
    return f"line {line}" if side == "target" else f"source line {line}"


def interval(bounds: Interval | None) -> str:
    """The interval in words, such as ` (95 % interval 2.4 to 22.7)`; empty if there is none."""
    if bounds is None:
        return ""
    digits = 1 if max(abs(bounds.low), abs(bounds.high)) >= 2 else 4
    return f" ({bounds.level * 100:g} % interval {bounds.low:.{digits}f} to {bounds.high:.{digits}f})"


def figure(value: float, limit: float) -> str:
    """A value with enough digits that the text is on the same side of the limit as the value."""
    start = 1 if abs(limit) >= 2 or abs(value) >= 2 else 4
    for digits in range(start, 12):
        text = f"{value:.{digits}f}"
        if (float(text) > limit) == (value > limit) and (float(text) < limit) == (value < limit):
            return text
    return repr(value)
