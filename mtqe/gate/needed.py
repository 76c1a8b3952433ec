"""The areas of errors that a pass needs, and the sentences about those that were not looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.gate.wording import NAMED
from mtqe.model import FILE, Report
from mtqe.model.areas import NEEDED, TITLES, Coverage
from mtqe.prose import count
from mtqe.settings.policy import GateConfig

INCOMPLETE = "incomplete: "
"""Beginning of a reason that something could not run or was not looked for."""
HINT = 'To let this pass: uncovered = "pass" in [gate]'
SILENT = "the report does not say what was looked for; evaluate again with this version of mtqe"
LONGEST = 240
"""Characters: longest list of causes in a sentence. By hand: three lines of a terminal."""


def missing(report: Report, policy: GateConfig) -> list[str]:
    """One sentence for each needed area that was not looked for; empty if the policy lets such a report pass.

    Only an area that the policy names is missed if the configuration switched it off, if every segment is too short for
    it, or if the report, of an earlier version, does not say what was looked for.
    """
    if policy.uncovered == "pass":
        return []
    if _is_silent(report) and policy.coverage:
        return [f"{INCOMPLETE}{SILENT}. {HINT}"]
    needed = NEEDED if policy.coverage is None else policy.coverage
    missed = ("none",) if policy.coverage is None else ("none", "short", "off")
    reasons = [
        f"{INCOMPLETE}{_sentence(cover)}"
        for cover in report.run.coverage
        if cover.area in needed and cover.state in missed
    ]
    return [*reasons[:-1], *(f"{reason}. {HINT}" for reason in reasons[-1:])]


def uncovered(report: Report) -> tuple[str, ...]:
    """What was not looked at: files, then areas that were not looked for, or only in part, then rules of the team."""
    return (*_unjudged(report), *_of_areas(report), *_of_rules(report))


def _unjudged(report: Report) -> Iterator[str]:
    """A sentence on a run without text, and one on the files that were left out."""
    if not report.segments:
        yield "the run had no text: no errors were looked for"
    if files := [problem.what.removeprefix(FILE) for problem in report.unjudged]:
        more = f" and {len(files) - NAMED:,} more" if len(files) > NAMED else ""
        yield f"{count(len(files), 'file')}: not judged ({', '.join(files[:NAMED])}{more})"


def _of_areas(report: Report) -> Iterator[str]:
    if _is_silent(report):
        yield SILENT
    elif report.run.coverage:
        yield from _sentences(report.run.coverage)
    elif report.segments:
        yield "no check ran: no errors were looked for"


def _of_rules(report: Report) -> Iterator[str]:
    """A sentence on the rules of the team that were not selected."""
    number = sum(rule_file.rules for rule_file in report.run.rules)
    off = number - sum(item.rule is not None for item in report.run.checks)
    if off > 0:
        yield f"rules of the team: {off:,} of {number:,} switched off in the configuration"


def _is_silent(report: Report) -> bool:
    """Whether checks ran and the report does not say what they looked for, as reports of earlier versions."""
    return not report.run.coverage and any(item.state == "ran" for item in report.run.checks)


def _sentences(coverage: Sequence[Coverage]) -> Iterator[str]:
    for cover in coverage:
        if cover.state in ("none", "short", "off"):
            yield _sentence(cover)
    for cover in coverage:
        if cover.state == "part":
            yield _sentence(cover)


def _sentence(cover: Coverage) -> str:
    causes = "; ".join(cover.gaps)
    if len(causes) > LONGEST:
        causes = causes[:LONGEST].rsplit(" ", 1)[0] + " ..."
    return f"{TITLES[cover.area]}: {'in part' if cover.state == 'part' else 'not looked for'} ({causes})"
