"""The findings as workflow commands of GitHub Actions, which become annotations of a run and of a pull request's files.

GitHub shows 10 errors, 10 warnings and 10 notices for each step, so the worst come first and a last line counts the
others. Critical and major findings are errors, minor ones are warnings; neutral ones and those of preview checks are
notices. If the gate passed, no finding is an error. A failed verdict is an error, and so is a check or metric that
could not run. The Markdown reporter writes the step's summary page:
`mtqe report report.json -f md >> "$GITHUB_STEP_SUMMARY"`.

Format: GitHub documentation, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TextIO

from mtqe.model import Finding, Report, Segment, Severity
from mtqe.report import outcome, view
from mtqe.report.locations import Place, places

LIMIT = 10
"""Annotations of each kind that GitHub shows for a step."""
KINDS = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NEUTRAL: "notice",
}


class Command(NamedTuple):
    """A workflow command: `error`, `warning` or `notice`, with the place and the title as properties."""

    kind: str
    properties: Mapping[str, str | int]
    message: str


def render(report: Report, out: TextIO) -> None:
    """Write one command on each line, errors first, and a plain line that counts what GitHub would not show."""
    write(commands(report), out)


def commands(report: Report, counts: bool = True) -> list[Command]:
    """The commands of a report: the verdict, what could not run, the findings.

    Args:
        report: The report.
        counts: Whether anybody needs it to pass. Otherwise nothing is an error, as if the gate had passed.
    """
    found = [*_verdict(report), *_findings(report)]
    return found if counts else [one._replace(kind="warning") if one.kind == "error" else one for one in found]


def write(commands: Sequence[Command], out: TextIO) -> None:
    """Write commands as `render` does."""
    seen: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    for kind in ("error", "warning", "notice"):
        for command in commands:
            if command.kind == kind:
                seen[kind] += 1
                if seen[kind] > LIMIT:
                    hidden[kind] += 1
                else:
                    out.write(line(command))
    if hidden:
        overflow = ", ".join(view.count(number, kind) for kind, number in hidden.items())
        out.write(
            f"mtqe: not shown: {overflow}; GitHub shows {LIMIT} of each kind, the other reports list all of them\n"
        )


def _verdict(report: Report) -> Iterator[Command]:
    if report.verdict and not report.verdict.passed:
        reasons = "\n".join(view.visible(reason) for reason in report.verdict.reasons)
        title = f"{outcome.label(report.verdict)} {view.visible(view.subject(report))}".strip()
        yield Command("error", {"title": title}, reasons or "failed")
    for heading, lines in outcome.lists(report):
        if heading:
            yield Command("notice", {"title": heading.rstrip(":")}, "\n".join(map(view.visible, lines)))
    for problem in report.problems:
        kind, title = ("error", "could not run") if problem.incomplete else ("notice", "caution")
        yield Command(kind, {"title": title}, view.visible(f"{problem.what}: {problem.why}"))


def _findings(report: Report) -> Iterator[Command]:
    located = places(report)
    segments = view.segments_by_id(report)
    numbers = {id(finding): number for number, finding in enumerate(report.findings)}
    for finding in view.worst_first(finding for finding in report.findings if finding.suppressed is None):
        place = located[numbers[id(finding)]][0]
        segment = segments.get((finding.system, finding.segment))
        title = f"{finding.check} {finding.name} ({finding.severity.value})"
        where = f"{_segment(segment, place)}: " if segment and _segment(segment, place) else ""
        system = f"{view.visible(finding.system)}: " if finding.system else ""
        kind = "notice" if finding.preview else KINDS[finding.severity]
        if kind == "error" and report.verdict is not None and report.verdict.passed:
            kind = "warning"
        yield Command(
            kind, _where(place) | {"title": title}, f"{system}{where}{view.sentence(finding)}{_note(finding)}"
        )


def _segment(segment: Segment, place: Place) -> str:
    """What the message says about the place, because the properties of the annotation cannot."""
    if place.path is None:
        return view.place(segment)
    return view.visible(", ".join(part for part in (view.unit(segment), place.within) if part))


def _note(finding: Finding) -> str:
    return " (preview: does not count)" if finding.preview else ""


def _where(place: Place) -> dict[str, str | int]:
    if place.path is None:
        return {}
    properties: dict[str, str | int] = {"file": place.path}
    if region := place.region:
        properties["line"] = region.line
        if region.end_line is not None:
            properties["endLine"] = region.end_line
        if region.column is not None and region.end_line in (None, region.line):  # GitHub accepts no others
            properties["col"] = region.column
            properties |= {} if region.end_column is None else {"endColumn": region.end_column}
    return properties


def line(command: Command) -> str:
    """The command as a line of the log."""
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in command.properties.items())
    return f"::{command.kind} {properties}".rstrip() + f"::{_data(command.message)}\n"


def _data(text: str) -> str:
    return view.visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
