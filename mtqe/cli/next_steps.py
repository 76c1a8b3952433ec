"""What a person can do after a run: the commands that the view for a terminal ends with.

Each works when it is pasted. For a report that was not kept, the first is the command of the run with a file for it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from mtqe.language import language_tags
from mtqe.model import Report
from mtqe.model.release import Release
from mtqe.report.document import Step

EXAMPLE, EXAMPLE_RELEASE = "report.json", "release.json"


def steps(report: Report, stored: Path | None) -> tuple[Step, ...]:
    """The commands to go on with; empty for a report without findings.

    Args:
        report: The report.
        stored: The JSON file that has it, if one was written.
    """
    return tuple(_steps(report, stored))


def of_release(release: Release, stored: Path | None) -> tuple[Step, ...]:
    """The commands to go on with after a run of several languages; empty if none of them has findings.

    Args:
        release: The release.
        stored: The JSON file that has it, if one was written.
    """
    return tuple(_of_release(release, stored))


def _of_release(release: Release, stored: Path | None) -> Iterator[Step]:
    found = [one for one in release.languages if one.report.findings]
    if not found:
        return
    name = stored or Path(EXAMPLE_RELEASE)
    if not stored:
        yield _kept(name, "Keep the reports of all languages")
    failing = [one for one in found if one.report.verdict and not one.report.verdict.passed]
    tag = (failing or found)[0].report.run.target_lang or ""
    single = f"report.{tag}.json"
    yield Step(
        f"Look at the findings in {language_tags.name(tag)} one by one",
        (_line("report", name, "--target-lang", tag, "-o", single), _line("review", single)),
    )


def _steps(report: Report, stored: Path | None) -> Iterator[Step]:
    from mtqe.report.wrong_files import wrong_files

    useless = {id(one) for file in wrong_files(report).values() for one in (*file.findings, *file.following)}
    findings = [finding for finding in report.findings if id(finding) not in useless]
    if not findings:  # a wrong file needs no review
        return
    name = stored or Path(EXAMPLE)
    if not stored:
        yield _kept(name, "Keep the report")
    yield Step("Look at the findings one by one", (_line("review", name),))
    if report.verdict is None and report.run.shard is None:
        yield Step("Apply the policy, which this command does not", (_line("gate", name),))
    mendable = sum(bool(finding.changes) and finding.counts for finding in findings)
    if mendable:
        yield Step(f"See automatic corrections of {mendable:,} of them (--apply writes them)", (_line("fix", name),))


def _kept(name: Path, what: str) -> Step:
    """The command of this run again, which then writes the report."""
    context = click.get_current_context(silent=True)
    given = context.find_object(tuple) if context else None
    if context is None or not given:  # as where a program renders the view
        return Step(f"{what} with --json {name}")
    options = [option for param in context.command.params for option in param.opts]
    return Step(what, (_line(*given, "--json" if "--json" in options else "-o", name),))


def _line(*words: str | Path) -> str:
    return shlex.join(["mtqe", *map(str, words)])
