"""The report as JUnit XML, which Jenkins, GitLab and most other CI services show as test results.

- The suite `mtqe` has the verdict with its reasons, an error for each thing that could not run, and the corpus scores
  as properties. Checks and metrics that nobody asked for are skipped cases.
- Then a suite for each document (and system), with a case for each check that ran: it fails when the check found
  something, and says what and where. Its name is the same in every run, so that services tell new failures from old.
- A CI service fails a job when a case fails. So that it agrees with the gate, a case of a report that passed holds its
  findings as output and does not fail; findings that do not count alone make a skipped case.

`file` and `line` of a case are what GitLab and the readers for GitHub look for; the rest follows Jenkins' junit-10.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO
from xml.etree import ElementTree

from mtqe.model import Finding, Report, RunItem, Segment
from mtqe.registry import metric_table
from mtqe.report import view
from mtqe.report.locations import Place, document_of, path_of, places

# What XML 1.0 cannot hold, not even escaped, and `view.visible` leaves alone.
_INVALID = re.compile("[\ufffe\uffff]")


class _Found(NamedTuple):
    finding: Finding
    segment: Segment | None
    place: Place


class _Suite(NamedTuple):
    """A document of one system, with what each check found in it."""

    name: str
    path: str | None
    found: dict[str, list[_Found]]


def render(report: Report, out: TextIO) -> None:
    """Write one `testsuites` element."""
    root = ElementTree.Element("testsuites", name="mtqe")
    _run(ElementTree.SubElement(root, "testsuite", name="mtqe", time=f"{report.run.seconds:.3f}"), report)
    ran = {item.id: item.name for item in report.run.checks if item.state == "ran"}
    ran |= {finding.check: finding.name for finding in report.findings}
    passed = report.verdict is not None and report.verdict.passed
    for suite in _suites(report) if ran else ():
        element = ElementTree.SubElement(root, "testsuite", name=_text(suite.name))
        for check, name in sorted(ran.items()):
            _case(element, suite, f"{check} {name}", suite.found.get(check, []), passed)
    for element in root:
        _count(element)
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(element.get(key, "0")) for element in root)))
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(ElementTree.tostring(root, encoding="unicode") + "\n")


def _text(text: str) -> str:
    """Text on one line, of characters that XML can hold."""
    return _INVALID.sub(lambda match: f"<U+{ord(match[0]):04X}>", view.visible(text))


def _run(element: ElementTree.Element, report: Report) -> None:
    facts = metric_table.facts(report)
    properties = [
        (f"{metric} {system}" if system else metric, view.figure(facts[metric], score.value))
        for metric, row in view.corpus_scores(report).items()
        for system, score in row.items()
    ]
    if properties:
        holder = ElementTree.SubElement(element, "properties")
        for name, value in properties:
            ElementTree.SubElement(holder, "property", name=_text(name), value=value)
    names: set[str] = set()
    passed = report.verdict is not None and report.verdict.passed
    if report.verdict is not None:
        case = _new(element, "mtqe", "verdict", names)
        if not passed:
            reasons = [_text(reason) for reason in report.verdict.reasons] or ["failed"]
            _add(case, "failure", _headline(reasons), reasons, "gate")
    for problem in report.failures:
        case = _new(element, "mtqe", problem.what, names)
        _add(case, "skipped" if passed else "error", _text(problem.why), [_text(problem.why)], "incomplete")
    for item in _not_run(report):
        case = _new(element, "mtqe", f"{item.id} {item.name}" if item.id != item.name else item.name, names)
        _add(case, "skipped", _text(item.why or "not run"), [])


def _not_run(report: Report) -> Iterator[RunItem]:
    yield from (item for item in (*report.run.metrics, *report.run.checks) if item.state == "not run")


def _new(suite: ElementTree.Element, classname: str, name: str, names: set[str]) -> ElementTree.Element:
    """A case whose name no other case of its suite has: services keep one result per name."""
    name = _text(name)
    number = 2
    unique = name
    while unique in names:
        unique = f"{name} ({number})"
        number += 1
    names.add(unique)
    return ElementTree.SubElement(suite, "testcase", classname=classname, name=unique)


def _suites(report: Report) -> Iterator[_Suite]:
    """In the order of the text; also documents in which nothing was found."""
    found = places(report)
    segments = view.segments_by_id(report)
    suites: dict[tuple[str | None, str | None], _Suite] = {}
    taken: set[str] = set()
    for segment in report.segments:
        if (segment.system, segment.doc) in suites:
            continue
        path = path_of(document_of(report, segment))
        name = " ".join(part for part in (segment.doc or path or "translation", segment.system) if part)
        name = name if name not in taken else f"{name} ({len(suites) + 1})"
        taken.add(name)
        suites[segment.system, segment.doc] = _Suite(name, path, {})
    for number, finding in enumerate(report.findings):
        own = segments.get((finding.system, finding.segment))
        key = (finding.system, own.doc if own else None)
        suite = suites.setdefault(key, _Suite(finding.system or "translation", None, {}))
        suite.found.setdefault(finding.check, []).append(_Found(finding, own, found[number][0]))
    yield from suites.values()


def _case(element: ElementTree.Element, suite: _Suite, name: str, found: list[_Found], passed: bool) -> None:
    case = ElementTree.SubElement(element, "testcase", classname=_text(suite.name), name=_text(name))
    found = sorted(found, key=lambda item: (not item.finding.counts, -item.finding.severity.rank))
    place = found[0].place if found else None
    if path := (place and place.path) or suite.path:
        case.set("file", _text(path))
        if place and place.region:
            case.set("line", str(place.region.line))
    if not found:
        return
    lines = [_line(item) for item in found]
    if all(not item.finding.counts for item in found):
        _add(case, "skipped", _headline(lines), lines)
    elif passed:
        ElementTree.SubElement(case, "system-out").text = "\n".join(lines)
    else:
        _add(case, "failure", _headline(lines), lines, found[0].finding.severity.value)


def _headline(lines: Sequence[str]) -> str:
    return lines[0] + (f" (and {len(lines) - 1:,} more)" if len(lines) > 1 else "")


def _line(item: _Found) -> str:
    """One finding: `mt.de.txt:8:92: major: the number ... (segment 6)`."""
    region = item.place.region
    parts = [item.place.path, region and str(region.line), region and region.column and str(region.column)]
    where = ":".join(str(part) for part in parts if part) if item.place.path else ""
    segment = f" ({view.place(item.segment)})" if item.segment else ""
    apart = ", accepted" if item.finding.suppressed is not None else ", preview" if item.finding.preview else ""
    said = f"{item.finding.severity.value}{apart}: {view.sentence(item.finding)}{segment}"
    return _text(f"{where}: {said}" if where else said)


def _add(case: ElementTree.Element, tag: str, message: str, lines: Sequence[str], kind: str = "") -> None:
    element = ElementTree.SubElement(case, tag, message=message)
    if kind:
        element.set("type", kind)
    if lines:
        element.text = "\n".join(lines)


def _count(suite: ElementTree.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
