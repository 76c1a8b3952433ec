"""The report as JUnit XML, which Jenkins, GitLab and most other CI services show as test results.

- The suite `mtqe` has the verdict with its reasons, or with what it let pass as output, an error for each check or
  metric that could not run, and the outcome and the corpus scores as properties. Checks and metrics that were not run
  are skipped cases, and so are areas of errors that were not looked for, or only in part.
- Each document (and system) has a suite with a case for each check that ran. The case fails if the check has findings,
  and lists them with their places. Its name is the same in every run, so services can tell new failures from old ones.
- A CI service fails a job when a case fails. To agree with the gate, a case in a report that passed keeps its findings
  as output and does not fail. A case whose findings do not count is skipped.

GitLab and the readers for GitHub use `file` and `line` of a case; everything else follows Jenkins' junit-10.xsd.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO
from xml.etree import ElementTree

from mtqe.language.late_patterns import late
from mtqe.model import Finding, Report, RunItem, Segment
from mtqe.registry import metric_table
from mtqe.report import outcome, view
from mtqe.report.locations import Place, document_of, path_of, places

# Characters that XML 1.0 does not allow, even escaped, and that `view.visible` keeps.
_INVALID = late("[\ufffe\uffff]")


class _Hit(NamedTuple):
    finding: Finding
    segment: Segment | None
    place: Place


class _Suite(NamedTuple):
    """A document of one system, with its findings by check."""

    name: str
    path: str | None
    hits: dict[str, list[_Hit]]


def render(report: Report, out: TextIO) -> None:
    """Write one `testsuites` element."""
    root = ElementTree.Element("testsuites", name="mtqe")
    add(root, report)
    write(root, out)


def add(root: ElementTree.Element, report: Report, prefix: str = "", counts: bool = True) -> None:
    """Add the suites of a report.

    Args:
        root: The `testsuites`.
        report: The report.
        prefix: What the names of its suites begin with.
        counts: Whether anybody needs it to pass. Otherwise no case fails, as if the gate had passed.
    """
    passed = not counts or (report.verdict is not None and report.verdict.passed)
    head = ElementTree.SubElement(root, "testsuite", name=f"{prefix}mtqe", time=f"{report.run.seconds:.3f}")
    _run(head, report, passed)
    ran = {item.id: item.name for item in report.run.checks if item.state == "ran"}
    ran |= {finding.check: finding.name for finding in report.findings}
    for suite in _suites(report) if ran else ():
        element = ElementTree.SubElement(root, "testsuite", name=prefix + _text(suite.name))
        for check, name in sorted(ran.items()):
            _case(element, suite, f"{check} {name}", suite.hits.get(check, []), passed)


def write(root: ElementTree.Element, out: TextIO) -> None:
    """Write the document, with the numbers of cases."""
    for element in root:
        _count(element)
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(element.get(key, "0")) for element in root)))
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(ElementTree.tostring(root, encoding="unicode") + "\n")


def _text(text: str) -> str:
    """Text on one line, with only characters that XML allows."""
    return _INVALID.sub(lambda match: f"<U+{ord(match[0]):04X}>", view.visible(text))


def _run(element: ElementTree.Element, report: Report, passed: bool) -> None:
    facts = metric_table.facts(report)
    properties = [
        (f"{metric} {system}" if system else metric, view.figure(facts[metric], score.value))
        for metric, row in view.corpus_scores(report).items()
        for system, score in row.items()
    ]
    if report.verdict:
        properties.insert(0, ("verdict", outcome.label(report.verdict)))
    if properties:
        holder = ElementTree.SubElement(element, "properties")
        for name, value in properties:
            ElementTree.SubElement(holder, "property", name=_text(name), value=value)
    names: set[str] = set()
    if report.verdict is not None:
        case = _new(element, "mtqe", "verdict", names)
        verdict(case, passed, report.verdict.reasons, report.verdict.tolerated)
    for problem in report.failures:
        case = _new(element, "mtqe", problem.what, names)
        _add(case, "skipped" if passed else "error", _text(problem.why), [_text(problem.why)], "incomplete")
    for item in _not_run(report):
        case = _new(element, "mtqe", f"{item.id} {item.name}" if item.id != item.name else item.name, names)
        _add(case, "skipped", _text(item.why or "not run"), [])
    for problem in report.unjudged:
        _add(_new(element, "mtqe", problem.what, names), "skipped", _text(problem.why), [])
    for cover in outcome.open_areas(report):
        case = _new(element, "mtqe", f"coverage {cover.area}", names)
        _add(case, "skipped", _text(f"{outcome.STATES[cover.state]} ({'; '.join(cover.gaps)})"), [])


def verdict(case: ElementTree.Element, passed: bool, reasons: Sequence[str], tolerated: Sequence[str]) -> None:
    """Fill the case of a verdict: with its reasons, or with what it let pass as output."""
    if not passed:
        shown = [_text(reason) for reason in reasons] or ["failed"]
        _add(case, "failure", _headline(shown), shown, "gate")
    elif let_pass := [*reasons, *tolerated]:
        ElementTree.SubElement(case, "system-out").text = "\n".join(map(_text, let_pass))


def _not_run(report: Report) -> Iterator[RunItem]:
    yield from (item for item in (*report.run.metrics, *report.run.checks) if item.state == "not run")


def _new(suite: ElementTree.Element, classname: str, name: str, names: set[str]) -> ElementTree.Element:
    """A case with a name that is unique in its suite, because services keep one result for each name."""
    name = _text(name)
    number = 2
    unique = name
    while unique in names:
        unique = f"{name} ({number})"
        number += 1
    names.add(unique)
    return ElementTree.SubElement(suite, "testcase", classname=classname, name=unique)


def _suites(report: Report) -> Iterator[_Suite]:
    """The suites in the order of the text, including documents without findings."""
    located = places(report)
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
        marked_segment = segments.get((finding.system, finding.segment))
        key = (finding.system, marked_segment.doc if marked_segment else None)
        suite = suites.setdefault(key, _Suite(finding.system or "translation", None, {}))
        suite.hits.setdefault(finding.check, []).append(_Hit(finding, marked_segment, located[number][0]))
    yield from suites.values()


def _case(element: ElementTree.Element, suite: _Suite, name: str, hits: list[_Hit], passed: bool) -> None:
    case = ElementTree.SubElement(element, "testcase", classname=_text(suite.name), name=_text(name))
    hits = sorted(hits, key=lambda item: (not item.finding.counts, -item.finding.severity.rank))
    place = hits[0].place if hits else None
    if path := (place and place.path) or suite.path:
        case.set("file", _text(path))
        if place and place.region:
            case.set("line", str(place.region.line))
    if not hits:
        return
    lines = [_line(item) for item in hits]
    if all(not item.finding.counts for item in hits):
        _add(case, "skipped", _headline(lines), lines)
    elif passed:
        ElementTree.SubElement(case, "system-out").text = "\n".join(lines)
    else:
        _add(case, "failure", _headline(lines), lines, hits[0].finding.severity.value)


def _headline(lines: Sequence[str]) -> str:
    return lines[0] + (f" (and {len(lines) - 1:,} more)" if len(lines) > 1 else "")


def _line(item: _Hit) -> str:
    """One finding: `mt.de.txt:8:92: major: the number ... (segment 6)`."""
    region = item.place.region
    parts = [item.place.path, region and str(region.line), region and region.column and str(region.column)]
    where = ":".join(str(part) for part in (*parts, item.place.within) if part) if item.place.path else ""
    segment = f" ({view.place(item.segment)})" if item.segment else ""
    status = ", accepted" if item.finding.suppressed is not None else ", preview" if item.finding.preview else ""
    description = f"{item.finding.severity.value}{status}: {view.sentence(item.finding)}{segment}"
    return _text(f"{where}: {description}" if where else description)


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
