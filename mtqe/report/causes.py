"""Findings grouped by cause: a repeated error is shown once, with a count, and the most harmful cause comes first.

The JSON report has one finding for each place. Penalties and the gate count findings; only views group them.

- One error in several places is one cause: the same check with the same message and marked text. For terms, spelling,
  punctuation and conventions the message alone identifies the cause, because inflection and place vary
  (`“ closes a quotation`). The same holds where the check names the kind of its error (`a language model announces its
  translation`), and for whole segments left in the source language.
- A finding may mark (almost) all of a segment: omitted, copied, unrelated. Milder findings inside that text belong to
  the same cause. So does another finding of the same category (breaks off, too short).
- A file that is wrong as a whole is one cause, which explains all findings in it; see `wrong_files`. It comes first.
- Causes are sorted by how much they embarrass: by severity, then errors that every reader notices (foreign words,
  chatter of a model), false statements, missing text, and form. Among similar causes, one in the first segment of a
  document or in many places comes first. Findings that do not count (preview checks, accepted findings) come last
  within their severity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from mtqe.model import Finding, Report, Segment, Severity, Side
from mtqe.report import view
from mtqe.report.wrong_files import Wrong, wrong_files

FORM = ("terminology", "linguistic-conventions", "locale-conventions", "style", "design-and-markup/whitespace")
"""Categories in which one message is one cause."""

NOTICED = (
    "accuracy/untranslated",
    "accuracy/addition",
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy",
    "design-and-markup/placeholder",
    "design-and-markup",
    "linguistic-conventions/duplication",
    "terminology",
    "linguistic-conventions/spelling",
    "linguistic-conventions",
    "locale-conventions",
)
"""Categories in order of embarrassment within one severity; all other categories come last."""

WHOLE = 0.8
"""Share of a segment's side that a finding must mark to be about the whole segment."""
_SIDES: tuple[Side, ...] = ("source", "target")


class Cause(NamedTuple):
    """One cause.

    Args:
        findings: Its findings, in the order of the report; all have the same check, severity and system. Those of a
            wrong file may differ in check and severity, and the worst comes first.
        also: Findings of other checks on the same text, or in the same wrong file; this cause explains them.
        wrong: The file that is wrong as a whole; `None` for any other cause.
    """

    findings: tuple[Finding, ...]
    also: tuple[Finding, ...] = ()
    wrong: Wrong | None = None

    @property
    def name(self) -> str:
        """The name of the check, or of what is wrong with a file."""
        return self.wrong.name if self.wrong else self.first.name

    @property
    def message(self) -> str:
        """The error in one sentence."""
        return self.wrong.message if self.wrong else self.first.message

    @property
    def suggestion(self) -> str:
        """A correction, or what to do about a wrong file; empty if none is known."""
        return self.wrong.suggestion if self.wrong else self.first.suggestion or ""

    @property
    def first(self) -> Finding:
        """The finding to show."""
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """The severity of its findings."""
        return self.findings[0].severity


def causes(report: Report, system: str | None = None) -> list[Cause]:
    """The causes behind the findings of one system: wrong files first, then the most embarrassing."""
    wrong = [
        Cause(one.findings, one.following, one)
        for (of_system, _), one in wrong_files(report).items()
        if of_system == system
    ]
    told = {id(finding) for cause in wrong for finding in (*cause.findings, *cause.also)}
    findings = [finding for finding in report.findings if finding.system == system and id(finding) not in told]
    segments = view.segments_by_id(report)
    above = _explained(findings, segments)
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if number not in above:
            segment = segments.get((finding.system, finding.segment))
            groups[_key(finding, segment)].append(finding)
    also: dict[int, list[Finding]] = defaultdict(list)
    for number, outer in above.items():
        also[id(findings[outer])].append(findings[number])
    all_causes = [
        Cause(tuple(group), tuple(inner for finding in group for inner in also.get(id(finding), ())))
        for group in groups.values()
    ]
    firsts = _firsts(report)
    # Sorting is stable: then in the order of the text.
    return [*wrong, *sorted(all_causes, key=lambda cause: _embarrassment(cause, firsts))]


def by_severity(report: Report, system: str | None = None) -> dict[Severity, list[Cause]]:
    """The causes of one system by severity, worst first; severities without causes are left out."""
    ordered = causes(report, system)
    groups = {severity: [cause for cause in ordered if cause.severity == severity] for severity in reversed(Severity)}
    return {severity: group for severity, group in groups.items() if group}


def also_found(cause: Cause) -> str:
    """Other findings in the same text: `also found there: number-mismatch (2), stray-spacing`; empty without any.

    Those in a wrong file are only counted: `17 other findings in the file follow from it`.
    """
    if cause.wrong:
        return cause.wrong.others
    counts: dict[str, int] = {}
    for finding in cause.also:
        counts[finding.name] = counts.get(finding.name, 0) + 1
    words = [name + (f" ({number})" if number > 1 else "") for name, number in counts.items()]
    return f"also found there: {', '.join(words)}" if words else ""


def heading(severity: Severity, group: Sequence[Cause]) -> str:
    """The number of findings of a severity, and of causes where there are fewer causes: `12 major, 5 causes`.

    The milder findings of a wrong file are in its cause, and not in the number.
    """
    number = sum(finding.severity == severity for cause in group for finding in cause.findings)
    fewer = f", {view.count(len(group), 'cause')}" if len(group) < number else ""
    return f"{number:,} {severity.value}{fewer}"


def _key(finding: Finding, segment: Segment | None) -> tuple[object, ...]:
    copied = finding.category.startswith("accuracy/untranslated") and "target" in _whole_sides(finding, segment)
    form = copied or finding.kind is not None or finding.category.startswith(FORM)
    marked = () if form else tuple(text.casefold() for text in finding.marked)
    # Without marked text and without a kind, nothing links two findings: each is its own cause.
    alone = "" if form or marked else finding.segment
    counted = (finding.severity, finding.preview, finding.suppressed)
    return (finding.check, finding.kind, *counted, finding.message, marked, alone)


def _embarrassment(cause: Cause, firsts: frozenset[tuple[str | None, str]]) -> tuple[int, bool, int, bool, int]:
    finding = cause.first
    place = next((n for n, name in enumerate(NOTICED) if finding.category.startswith(name)), len(NOTICED))
    opening = any((member.system, member.segment) in firsts for member in cause.findings)
    return -finding.severity.rank, not finding.counts, place, not opening, -len(cause.findings)


def _firsts(report: Report) -> frozenset[tuple[str | None, str]]:
    """The first segment of each document: its title, as a rule."""
    first_ids: dict[tuple[str | None, str | None], str] = {}
    for segment in report.segments:
        first_ids.setdefault((segment.system, segment.doc), segment.id)
    # Without document names the first line of a file need not be a title.
    return frozenset((system, name) for (system, doc), name in first_ids.items() if doc is not None)


def _explained(findings: Sequence[Finding], segments: dict[tuple[str | None, str], Segment]) -> dict[int, int]:
    """Maps each explained finding to the finding about the whole segment that explains it, both by number."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        places[finding.segment].append(number)
    explained_by: dict[int, int] = {}
    outers: set[int] = set()
    for numbers in places.values():
        if len(numbers) < 2:
            continue
        segment = segments.get((findings[numbers[0]].system, findings[numbers[0]].segment))
        sides = {number: _whole_sides(findings[number], segment) for number in numbers} if segment else {}
        whole = {findings[number].category for number in sides if sides[number]}
        tried: set[tuple[object, ...]] = set()
        outermost = (n for n in numbers if findings[n].category in whole)
        for outer in sorted(outermost, key=lambda n: -findings[n].severity.rank):
            alike = (findings[outer].check, findings[outer].severity, findings[outer].counts, sides[outer])
            if alike in tried or outer in explained_by:
                continue
            tried.add(alike)  # a finding like this one would explain no more
            for inner in numbers:
                # A finding that explains others is itself never explained; otherwise it would not be shown.
                free = inner != outer and inner not in explained_by and inner not in outers
                if free and _inside(findings, inner, outer, sides):
                    explained_by[inner] = outer
                    outers.add(outer)
    return explained_by


def _whole_sides(finding: Finding, segment: Segment | None) -> frozenset[Side]:
    if segment is None:
        return frozenset()
    lengths = {side: sum(span.end - span.start for span in finding.spans if span.side == side) for side in _SIDES}
    return frozenset(
        side for side in _SIDES if lengths[side] and lengths[side] >= WHOLE * len(segment.text(side).strip())
    )


def _inside(findings: Sequence[Finding], inner: int, outer: int, sides: dict[int, frozenset[Side]]) -> bool:
    inner_finding, outer_finding = findings[inner], findings[outer]
    milder = (not inner_finding.counts, -inner_finding.severity.rank) >= (
        not outer_finding.counts,
        -outer_finding.severity.rank,
    )
    alike = (inner_finding.category, inner_finding.counts) == (outer_finding.category, outer_finding.counts) and bool(
        sides[inner] or sides[outer]
    )
    inside = any(span.side in sides[outer] for span in inner_finding.spans)
    return inner_finding.check != outer_finding.check and milder and bool(inner_finding.spans) and (alike or inside)
