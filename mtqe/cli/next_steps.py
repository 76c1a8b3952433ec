"""What a person can do after a run: the commands that the view for a terminal ends with."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from mtqe.model import Report

EXAMPLE = "report.json"


def steps(report: Report, stored: Path | None) -> tuple[str, ...]:
    """The commands to go on with; empty for a report without findings.

    Args:
        report: The report.
        stored: The JSON file that has it, if one was written.
    """
    return tuple(_steps(report, stored))


def _steps(report: Report, stored: Path | None) -> Iterator[str]:
    from mtqe.report.wrong_files import wrong_files

    useless = {id(one) for file in wrong_files(report).values() for one in (*file.findings, *file.following)}
    findings = [finding for finding in report.findings if id(finding) not in useless]
    if not findings:  # a wrong file needs no review
        return
    kept = stored is not None and str(stored) != "-"
    name = str(stored) if kept else EXAMPLE
    review = shlex.join(["mtqe", "review", name])
    yield f"{review}   look at the findings one by one" if kept else f"add --json {EXAMPLE}, then: {review}"
    if report.verdict is None and report.run.shard is None:
        yield f"{shlex.join(['mtqe', 'gate', name])}   apply the policy; this command does not"
    mendable = sum(bool(finding.changes) and finding.counts for finding in findings)
    if mendable:
        yield f"{shlex.join(['mtqe', 'fix', name])}   correct {mendable:,} of them automatically"
