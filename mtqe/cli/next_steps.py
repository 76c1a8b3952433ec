"""What a person can do after a run: the commands that the view for a terminal ends with."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from mtqe.model import Report
from mtqe.model.release import Release

EXAMPLE, EXAMPLE_RELEASE = "report.json", "release.json"


def steps(report: Report, stored: Path | None) -> tuple[str, ...]:
    """The commands to go on with; empty for a report without findings.

    Args:
        report: The report.
        stored: The JSON file that has it, if one was written.
    """
    return tuple(_steps(report, stored))


def of_release(release: Release, stored: Path | None) -> tuple[str, ...]:
    """The commands to go on with after a run of several languages.

    Args:
        release: The release.
        stored: The JSON file that has it, if one was written.
    """
    kept = stored is not None and str(stored) != "-"
    name = str(stored) if kept else EXAMPLE_RELEASE
    open_ = [one for one in release.languages if one.report.verdict and not one.report.verdict.passed]
    tag = (open_ or release.languages)[0].report.run.target_lang or ""
    show = shlex.join(["mtqe", "report", name, "--target-lang", tag])
    single = shlex.join(["mtqe", "report", name, "--target-lang", tag, "-o", f"report.{tag}.json"])
    return (
        f"{show}   show one language in full" if kept else f"add --json {name}, then: {show}",
        f"{single}   for mtqe review and mtqe fix",
    )


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
