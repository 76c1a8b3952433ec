"""The findings as workflow commands of GitHub Actions, which become annotations of a run and of a pull request's files.

GitHub shows 10 errors, 10 warnings and 10 notices of a step, so the worst come first and the rest is counted in a last
line. Critical and major findings are errors, minor ones warnings, neutral ones and those of preview checks notices. A
failed verdict and what could not run are errors too. For the step's summary page there is the Markdown reporter:
`mtqe report report.json -f md >> "$GITHUB_STEP_SUMMARY"`.

Format: GitHub documentation, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TextIO

from mtqe.model import Finding, Report, Severity
from mtqe.report import view
from mtqe.report.locations import Place, places

LIMIT = 10
"""Annotations of a kind that GitHub shows of a step."""
KINDS = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NEUTRAL: "notice",
}


class _Command(NamedTuple):
    kind: str
    properties: Mapping[str, str | int]
    message: str


def render(report: Report, out: TextIO) -> None:
    """Write one command a line, errors first, and a line in plain words about those that GitHub would not show."""
    commands = [*_verdict(report), *_findings(report)]
    seen: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    for kind in ("error", "warning", "notice"):
        for command in commands:
            if command.kind == kind:
                seen[kind] += 1
                if seen[kind] > LIMIT:
                    hidden[kind] += 1
                else:
                    out.write(_line(command))
    if hidden:
        what = ", ".join(view.count(number, kind) for kind, number in hidden.items())
        out.write(f"mtqe: {what} more; GitHub shows {LIMIT} of a kind, the other reports have all\n")


def _verdict(report: Report) -> Iterator[_Command]:
    if report.verdict and not report.verdict.passed:
        reasons = "\n".join(view.visible(reason) for reason in report.verdict.reasons)
        yield _Command("error", {"title": f"FAIL {view.visible(view.subject(report))}".strip()}, reasons or "failed")
    for problem in report.problems:
        kind, title = ("error", "could not run") if problem.incomplete else ("notice", "caution")
        yield _Command(kind, {"title": title}, view.visible(f"{problem.what}: {problem.why}"))


def _findings(report: Report) -> Iterator[_Command]:
    found = places(report)
    segments = view.segments_by_id(report)
    numbers = {id(finding): number for number, finding in enumerate(report.findings)}
    for finding in view.worst_first(finding for finding in report.findings if finding.suppressed is None):
        place = found[numbers[id(finding)]][0]
        segment = segments.get((finding.system, finding.segment))
        title = f"{finding.check} {finding.name} ({finding.severity.value})"
        where = "" if place.path or segment is None else f"{view.place(segment)}: "
        system = f"{view.visible(finding.system)}: " if finding.system else ""
        kind = "notice" if finding.preview else KINDS[finding.severity]
        yield _Command(
            kind, _where(place) | {"title": title}, f"{system}{where}{view.sentence(finding)}{_note(finding)}"
        )


def _note(finding: Finding) -> str:
    return " (preview: does not count)" if finding.preview else ""


def _where(place: Place) -> dict[str, str | int]:
    if place.path is None:
        return {}
    found: dict[str, str | int] = {"file": place.path}
    if region := place.region:
        found["line"] = region.line
        if region.end_line is not None:
            found["endLine"] = region.end_line
        if region.column is not None and region.end_column is not None and region.end_line == region.line:
            found |= {"col": region.column, "endColumn": region.end_column}  # GitHub takes them in one line only
    return found


def _line(command: _Command) -> str:
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in command.properties.items())
    return f"::{command.kind} {properties}".rstrip() + f"::{_data(command.message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
