"""Findings grouped by cause: what repeats is told once, with a count, and the worst for the reader comes first.

In the JSON report there is one finding a place, and penalties and gate count these; `causes` is how a view tells them.

- One error in several places is one cause: the same check with the same message and marked text. For terms, spelling,
  punctuation and conventions the message alone decides, whatever the inflection or the place (`“ closes a quotation`);
  so it does where the check names the kind of its error (`a language model announces its translation`), and for
  segments left in the source's language as a whole.
- Where a finding marks (almost) all of a segment (left out, copied, unrelated), what milder findings say inside it is
  the same cause; so is another one of its own category (breaks off, too short).
- Causes stand in the order of what embarrasses most: severity, then what every reader notices (foreign words, chatter
  of a model), what is false, what is missing, then form; a cause in the first segment of a document or in many places
  goes before its like. What does not count (preview checks, accepted findings) comes last in its severity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from mtqe.model import Finding, Report, Segment, Severity, Side
from mtqe.report import view

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
"""Categories by what embarrasses most, within one severity; others come last."""

WHOLE = 0.8
"""The share of a segment's side that a finding marks when it is about the segment."""
_SIDES: tuple[Side, ...] = ("source", "target")
NAMED = 6
"""So many other places of a cause are named; the rest is counted."""


class Cause(NamedTuple):
    """One cause.

    Args:
        findings: Its findings, in the order of the report; all have one check, severity and system.
        also: Findings of other checks on the same text, which it explains.
    """

    findings: tuple[Finding, ...]
    also: tuple[Finding, ...] = ()

    @property
    def first(self) -> Finding:
        """The finding to show."""
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """The severity of its findings."""
        return self.findings[0].severity


def causes(report: Report, system: str | None = None) -> list[Cause]:
    """The causes behind the findings of one system, what embarrasses most first."""
    own = [finding for finding in report.findings if finding.system == system]
    segments = view.segments_by_id(report)
    above = _explained(own, segments)
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for number, finding in enumerate(own):
        if number not in above:
            segment = segments.get((finding.system, finding.segment))
            groups[_key(finding, segment)].append(finding)
    also: dict[int, list[Finding]] = defaultdict(list)
    for number, outer in above.items():
        also[id(own[outer])].append(own[number])
    found = [
        Cause(tuple(group), tuple(inner for finding in group for inner in also.get(id(finding), ())))
        for group in groups.values()
    ]
    firsts = _firsts(report)
    return sorted(found, key=lambda cause: _embarrassment(cause, firsts))  # stable: then in the order of the text


def by_severity(report: Report, system: str | None = None) -> dict[Severity, list[Cause]]:
    """The causes of one system, worst severity first; no empty groups."""
    found = causes(report, system)
    groups = {severity: [cause for cause in found if cause.severity == severity] for severity in reversed(Severity)}
    return {severity: group for severity, group in groups.items() if group}


def elsewhere(cause: Cause) -> str:
    """Where else it is, for a person: `and in 3 more places: 7, 9, 12`; empty for a cause in one place."""
    others = [finding.segment for finding in cause.findings[1:]]
    names = [name for name in dict.fromkeys(others) if name != cause.first.segment]
    if not names:
        return f"and {view.count(len(others), 'more time')} in this segment" if others else ""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"and in {view.count(len(others), 'more place')}: {', '.join(names[:NAMED])}{more}"


def beside(cause: Cause) -> str:
    """What else was found in the same text: `also found there: number-mismatch (2), stray-spacing`; or nothing."""
    counts: dict[str, int] = {}
    for finding in cause.also:
        counts[finding.name] = counts.get(finding.name, 0) + 1
    words = [name + (f" ({number})" if number > 1 else "") for name, number in counts.items()]
    return f"also found there: {', '.join(words)}" if words else ""


def heading(severity: Severity, group: Sequence[Cause]) -> str:
    """The number of findings, and of their causes where these are fewer: `12 major, 5 causes`."""
    number = sum(len(cause.findings) for cause in group)
    fewer = f", {view.count(len(group), 'cause')}" if len(group) < number else ""
    return f"{number:,} {severity.value}{fewer}"


def _key(finding: Finding, segment: Segment | None) -> tuple[object, ...]:
    copied = finding.category.startswith("accuracy/untranslated") and "target" in _whole_sides(finding, segment)
    form = copied or finding.kind is not None or finding.category.startswith(FORM)
    marked = () if form else tuple(text.casefold() for text in finding.marked)
    # Nothing marked and nothing said of it: two such findings are two causes.
    alone = "" if form or marked else finding.segment
    counted = (finding.severity, finding.preview, finding.suppressed)
    return (finding.check, finding.kind, *counted, finding.message, marked, alone)


def _embarrassment(cause: Cause, firsts: frozenset[tuple[str | None, str]]) -> tuple[int, bool, int, bool, int]:
    finding = cause.first
    place = next((n for n, name in enumerate(NOTICED) if finding.category.startswith(name)), len(NOTICED))
    opening = any((one.system, one.segment) in firsts for one in cause.findings)
    return -finding.severity.rank, not finding.counts, place, not opening, -len(cause.findings)


def _firsts(report: Report) -> frozenset[tuple[str | None, str]]:
    """The first segment of each document: its title, as a rule."""
    found: dict[tuple[str | None, str | None], str] = {}
    for segment in report.segments:
        found.setdefault((segment.system, segment.doc), segment.id)
    # Where no documents are named, the first line of a file says nothing of a title.
    return frozenset((system, name) for (system, doc), name in found.items() if doc is not None)


def _explained(own: Sequence[Finding], segments: dict[tuple[str | None, str], Segment]) -> dict[int, int]:
    """By number of a finding the number of the one about the whole segment that explains it."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(own):
        places[finding.segment].append(number)
    found: dict[int, int] = {}
    outers: set[int] = set()
    for numbers in places.values():
        if len(numbers) < 2:
            continue
        segment = segments.get((own[numbers[0]].system, own[numbers[0]].segment))
        sides = {number: _whole_sides(own[number], segment) for number in numbers} if segment else {}
        whole = {own[number].category for number in sides if sides[number]}
        tried: set[tuple[object, ...]] = set()
        outermost = (n for n in numbers if own[n].category in whole)
        for outer in sorted(outermost, key=lambda n: -own[n].severity.rank):
            alike = (own[outer].check, own[outer].severity, own[outer].counts, sides[outer])
            if alike in tried or outer in found:
                continue
            tried.add(alike)  # what this one does not explain, another like it does not either
            for inner in numbers:
                # What explains others is explained by none: nothing may fall out of sight.
                free = inner != outer and inner not in found and inner not in outers
                if free and _inside(own, inner, outer, sides):
                    found[inner] = outer
                    outers.add(outer)
    return found


def _whole_sides(finding: Finding, segment: Segment | None) -> frozenset[Side]:
    if segment is None:
        return frozenset()
    lengths = {side: sum(span.end - span.start for span in finding.spans if span.side == side) for side in _SIDES}
    return frozenset(
        side for side in _SIDES if lengths[side] and lengths[side] >= WHOLE * len(segment.text(side).strip())
    )


def _inside(own: Sequence[Finding], inner: int, outer: int, sides: dict[int, frozenset[Side]]) -> bool:
    one, other = own[inner], own[outer]
    milder = (not one.counts, -one.severity.rank) >= (not other.counts, -other.severity.rank)
    alike = (one.category, one.counts) == (other.category, other.counts) and bool(sides[inner] or sides[outer])
    inside = any(span.side in sides[outer] for span in one.spans)
    return one.check != other.check and milder and bool(one.spans) and (alike or inside)
