"""The areas of errors that a pass needs, and the sentences about those that were not looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.areas import NEEDED, TITLES, Coverage
from mtqe.model import Report
from mtqe.policy import GateConfig

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
    """One sentence for each area that was not looked for, or only in part; those come first that were not."""
    if _is_silent(report):
        return (SILENT,)
    if not report.run.coverage:
        return ("no check ran: no errors were looked for",) if report.segments else ()
    return tuple(_sentences(report.run.coverage))


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
