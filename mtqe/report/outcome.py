"""The verdict in words, for all views: its word, its reasons, what it let pass, what was not looked for, what ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.language.late_patterns import late
from mtqe.model import CheckItem, Coverage, Mqm, Report, Verdict
from mtqe.model.areas import TITLES, AreaState
from mtqe.report import files
from mtqe.report.files import File
from mtqe.report.wrong_files import wrong_files
from mtqe.stats.mqm import SHORTEST

SHORT_TEXT = "Limits per 1,000 words not applied (short text):"
UNCERTAIN = "Uncertain:"
RELAXED = "Switched off or lowered by mtqe.toml or an option:"
UNCOVERED = "Not looked for, or only in part:"
STATES: dict[AreaState, str] = {
    "full": "looked for",
    "part": "looked for in part",
    "short": "not looked for, as no text is long enough",
    "none": "not looked for",
    "off": "not looked for",
}
_COUNTED = late(r"[\d,]+ (new )?(critical|major|minor|neutral) ")
"""The beginning of a reason that counts errors."""
MANY_RULES = 100
"""Greatest number of rules of a team that a view describes although they have no finding."""
TOO_SHORT = f"too short for a score; MQM needs {SHORTEST} words"


def word(verdict: Verdict | None) -> str:
    """`PASS`, `FAIL` or `INCOMPLETE`; empty without a verdict."""
    return verdict.word if verdict else ""


def label(verdict: Verdict | None) -> str:
    """The word, and for a short text that no limit per 1,000 words was applied; empty without a verdict."""
    return verdict.label or verdict.word if verdict else ""


def remark(verdict: Verdict | None) -> str:
    """What the label says after the word: `short text: limits per 1,000 words not applied`; else empty."""
    return label(verdict).removeprefix(word(verdict)).strip(" ()")


def lists(report: Report, rows: Sequence[File] = ()) -> Iterator[tuple[str, Sequence[str]]]:
    """The lists below the verdict, each with its heading: reasons first (without heading); no list is empty.

    An area that a reason names is not listed again, nor an undecided rule that let an error pass. Undecided rules are
    listed if the text passes; if it fails, the reasons have those that matter.

    Args:
        report: The report.
        rows: The files that the view names in a table; the reasons that stand there are not listed again.
    """
    verdict = report.verdict
    if verdict is None:
        return
    uncovered = [
        line
        for line in verdict.uncovered
        if not any(text.startswith(f"incomplete: {line}") for text in verdict.reasons)
    ]
    short = {ruling.labelled for ruling in verdict.rulings if ruling.is_short}
    undecided = [
        line
        for line in (verdict.undecided if verdict.passed else ())
        if not any(text.startswith(line) for text in verdict.tolerated)
    ]
    named = (
        ("", files.others(report, rows) if rows else _reasons(report, verdict)),
        (SHORT_TEXT, [line for line in undecided if line in short]),
        (UNCERTAIN, [line for line in undecided if line not in short]),
        ("Tolerated:", verdict.tolerated),
        (RELAXED, verdict.relaxed),
        (UNCOVERED, uncovered),
    )
    yield from ((heading, lines) for heading, lines in named if lines)


def _reasons(report: Report, verdict: Verdict) -> Sequence[str]:
    """The reasons, what is wrong with a file as a whole first; if it is the only file, errors are not counted, too."""
    wrong = tuple(_wrong(report, verdict))
    is_only = wrong and len(report.documents) < 2
    return (*wrong, *(reason for reason in verdict.reasons if not (is_only and _COUNTED.match(reason))))


def _wrong(report: Report, verdict: Verdict) -> Iterator[str]:
    """What is wrong with a file as a whole, which comes before the reasons that follow from it."""
    if verdict.passed:
        return
    for (_, doc), one in wrong_files(report).items():
        yield one.message if len(report.documents) < 2 else f"{doc}: {one.message}"


def gaps(report: Report) -> tuple[str, list[str]]:
    """What was not looked for: the areas by name, without causes, and one sentence for everything else.

    An area that a reason names is left out, as in `lists`.
    """
    lines = [line for heading, listed in lists(report) if heading == UNCOVERED for line in listed]
    beginnings = {cover.area: f"{TITLES[cover.area]}: " for cover in report.run.coverage}
    named = [
        cover
        for cover in open_areas(report)
        if report.verdict is None or any(line.startswith(beginnings[cover.area]) for line in lines)
    ]
    missed = ", ".join(cover.area for cover in named if cover.state != "part")
    partly = ", ".join(cover.area for cover in named if cover.state == "part")
    parts = [f"not looked for: {missed}" if missed else "", f"looked for in part: {partly}" if partly else ""]
    others = [line for line in lines if not line.startswith(tuple(beginnings.values()))]
    return "; ".join(part for part in parts if part), others


def names_areas(report: Report) -> bool:
    """Whether the verdict names the areas that were not looked for, with the causes."""
    return report.verdict is not None and bool(report.run.coverage)


def looked_for(report: Report) -> str:
    """The areas of errors that were looked for without gaps, such as `numbers, markup, locale`; empty if none was."""
    return ", ".join(cover.area for cover in report.run.coverage if cover.state == "full")


def open_areas(report: Report) -> Iterator[Coverage]:
    """The areas that were not looked for, or only in part; `STATES` has the words."""
    return (cover for cover in report.run.coverage if cover.state != "full")


def mqm_score(total: Mqm) -> str:
    """The MQM raw quality score with one decimal; empty for a text too short for a score."""
    return f"{total.score:.1f}" if total.score is not None and not total.too_short else ""


def described(report: Report) -> list[CheckItem]:
    """The checks of a run to describe besides those with findings: without the rules of a team if these are many."""
    rules = sum(item.rule is not None for item in report.run.checks)
    return [item for item in report.run.checks if item.rule is None or rules <= MANY_RULES]
