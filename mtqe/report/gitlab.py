"""The findings as a GitLab Code Quality report: a JSON array that a merge request shows beside its changes.

GitLab requires description, check_name, fingerprint, severity, location.path and location.lines.begin in every entry,
keeps one entry for each fingerprint, and expects paths relative to the repository. Severities keep their names, except
that neutral findings and those of preview checks are `info`; `blocker` means an incomplete run. A finding without a
known line is reported in line 1.

Format: GitLab documentation, "Code Quality report format".
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import msgspec

from mtqe.model import Finding, Report, Segment, Severity
from mtqe.report import view
from mtqe.report.locations import Place, path_of, places

SEVERITIES = {
    Severity.CRITICAL: "critical",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NEUTRAL: "info",
}


def render(report: Report, out: TextIO) -> None:
    """Write the array; it is empty if there are no findings and everything ran."""
    write(entries(report), out)


def entries(report: Report) -> list[dict[str, Any]]:
    """The entries; a fingerprint is not yet a hash."""
    return [*_incomplete(report), *_findings(report)]


def write(entries: Iterable[dict[str, Any]], out: TextIO) -> None:
    """Write entries as an array, each with a fingerprint of its own."""
    entries = list(entries)
    seen: Counter[str] = Counter()
    for entry in entries:
        seed = entry["fingerprint"]
        entry["fingerprint"] = hashlib.sha256(f"{seed}\x1f{seen[seed]}".encode()).hexdigest()[:32]
        seen[seed] += 1
    out.write(msgspec.json.format(msgspec.json.encode(entries), indent=2).decode() + "\n")


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    located = places(report)
    segments = view.segments_by_id(report)
    for number, finding in enumerate(report.findings):
        if finding.suppressed is not None:
            continue
        place = located[number][0]
        segment = segments.get((finding.system, finding.segment))
        lines = {"begin": place.region.line if place.region else 1}
        if place.region and place.region.end_line:
            lines["end"] = place.region.end_line
        yield {
            "description": _description(finding, segment, place),
            "check_name": f"{finding.check} {finding.name}",
            "fingerprint": "\x1f".join((finding.system or "", finding.fingerprint)),
            "severity": "info" if finding.preview else SEVERITIES[finding.severity],
            "location": {"path": place.path or (segment and segment.doc) or "translation", "lines": lines},
        }


def _description(finding: Finding, segment: Segment | None, place: Place) -> str:
    named = (finding.system, segment and view.unit(segment), place.within)
    about = "".join(f"{view.visible(name)}: " for name in named if name)
    return f"{about}{view.sentence(finding)}" + (" (preview: does not count)" if finding.preview else "")


def _incomplete(report: Report) -> Iterator[dict[str, Any]]:
    """Entries for what could not run; without them an empty report would suggest that there are no errors."""
    document = report.documents[0] if report.documents else None
    path = path_of(document) or (document and document.id) or "translation"
    for problem in report.failures:
        yield {
            "description": view.visible(f"could not run: {problem.what}: {problem.why}"),
            "check_name": "incomplete",
            "fingerprint": "\x1f".join(("incomplete", problem.what)),
            "severity": "blocker",
            "location": {"path": path, "lines": {"begin": 1}},
        }
