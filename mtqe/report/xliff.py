"""The report as XLIFF 1.2 for translation tools: each segment a unit, each finding a note on it.

- A `file` for each document (and system); a unit for each segment, with its line in the source file as location. An
  omission has no `target`, an addition an empty `source`.
- A note has the check, the severity, the message and the marked text, and says which side it annotates. Its priority
  is 1 for critical, 3 for major and 6 for minor findings, and 9 for neutral findings and those that do not count.
- If a check ran, units with findings that count are `needs-review-translation`, all others `translated`.
- The header has notes for the verdict, its reasons, and each check or metric that could not run.

Inline codes are inline elements, which translation tools protect: `bpt` and `ept` for a pair, `it` for an end without
the other, `ph` for all others, with the text of the code inside. A code has the same id on both sides.

Characters that XML does not allow are written `<U+0000>`; all other text is unchanged. Marks of one segment may overlap
and inline elements of XLIFF 1.2 may not, so the text has no marks.

Format: OASIS, "XLIFF Version 1.2"; the tests validate against its transitional schema.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from mtqe.language.late_patterns import late
from mtqe.model import Code, CodeKind, Document, Finding, Report, Segment, Severity, Side
from mtqe.report import outcome, view
from mtqe.report.locations import document_of, path_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
PRIORITIES = {Severity.CRITICAL: 1, Severity.MAJOR: 3, Severity.MINOR: 6, Severity.NEUTRAL: 9}
CTYPES: Mapping[CodeKind, str] = {
    "link": "x-link",
    "image": "x-image",
    "break": "x-break",
    "variable": "x-variable",
    "literal": "x-code",
}
"""Kinds of codes as translation tools may show them."""
_NOT_XML = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Key = tuple[str | None, str | None]


def render(report: Report, out: TextIO) -> None:
    """Write one `xliff` element; a report without segments has one file without units."""
    findings: dict[_Key, list[Finding]] = {}
    for finding in view.worst_first(report.findings):
        findings.setdefault((finding.system, finding.segment), []).append(finding)
    groups: dict[_Key, list[Segment]] = {}
    for segment in report.segments:
        groups.setdefault((segment.system, segment.doc), []).append(segment)
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">\n')
    for (system, doc), members in (groups or {(None, None): []}).items():
        document = document_of(report, members[0]) if members else None
        out.write(_file_tag(report, document, doc))
        out.writelines(f"  {line}\n" for line in _header(report, system))
        out.write("  <body>\n")
        for number, segment in enumerate(members, 1):
            out.writelines(_unit(report, segment, number, document, findings.get((system, segment.id), [])))
        out.write("  </body>\n</file>\n")
    out.write("</xliff>\n")


def _file_tag(report: Report, document: Document | None, doc: str | None) -> str:
    original = path_of(document, "source") or path_of(document) or doc or "translation"
    attributes = {
        "original": original,
        "source-language": report.run.source_lang or "und",
        "target-language": report.run.target_lang or "und",
        "datatype": "plaintext",
        "tool-id": "mtqe",
    }
    return f"<file {' '.join(f'{name}={_quoted(value)}' for name, value in attributes.items())}>\n"


def _header(report: Report, system: str | None) -> Iterator[str]:
    yield f'<header><tool tool-id="mtqe" tool-name="mtqe" tool-version={_quoted(report.run.version)}/>'
    lines = [f"system: {system}"] if system else []
    if report.verdict:
        lines.append("; ".join([outcome.label(report.verdict), *report.verdict.reasons]))
    lines += [f"could not run: {problem.what}: {problem.why}" for problem in report.failures]
    yield from (f"{_note(line)}" for line in lines)
    yield "</header>"


def _unit(
    report: Report, segment: Segment, number: int, document: Document | None, findings: Sequence[Finding]
) -> Iterator[str]:
    """The lines of one unit. Unit ids are numbers; the segment's id, which may be any text, is the resource name."""
    yield f'<trans-unit id="{number}" resname={_quoted(segment.id)} xml:space="preserve">\n'
    source, target = _inline(segment)
    yield f"<source>{source}</source>\n"
    if segment.target:
        counted = any(finding.counts for finding in findings)
        word = "needs-review-translation" if counted else "translated"
        state = f' state="{word}"' if view.checked(report) else ""
        yield f"<target{state}>{target}</target>\n"
    yield from _location(segment, document)
    for finding in findings:
        yield _finding(finding) + "\n"
    yield "</trans-unit>\n"


def _inline(segment: Segment) -> tuple[str, str]:
    """Source and translation with their codes as inline elements."""
    ids: dict[tuple[str, int], int] = {}
    sides: tuple[Side, Side] = ("source", "target")
    source, target = (_side(segment.text(side), [c for c in segment.codes if c.side == side], ids) for side in sides)
    return source, target


def _side(text: str, codes: Sequence[Code], ids: dict[tuple[str, int], int]) -> str:
    """One side with its codes as inline elements.

    Args:
        text: The text.
        codes: Its codes, in order.
        ids: The id of the n-th code or pair of each key; new ones are added.
    """
    partners = _partners(codes)
    seen: Counter[str] = Counter()
    number_of: dict[int, int] = {}
    parts = []
    done = 0
    for place, code in enumerate(codes):
        first = min(place, partners.get(place, place))
        if first not in number_of:
            key = code.key.removeprefix("/") if code.role == "close" else code.key
            number_of[first] = ids.setdefault((key, seen[key]), len(ids) + 1)
            seen[key] += 1
        start, end = max(done, code.start), max(done, code.end)
        parts += [_text(text[done:start]), _element(code, text[start:end], number_of[first], place in partners)]
        done = end
    return "".join([*parts, _text(text[done:])])


def _partners(codes: Sequence[Code]) -> dict[int, int]:
    """The positions of the two ends of each pair, each by the other. An end may wrongly come before its beginning."""
    opened: dict[str, list[int]] = {}
    early: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, code in enumerate(codes):
        if code.role == "open":
            opened.setdefault(f"/{code.key}", []).append(place)
        elif code.role == "close" and opened.get(code.key):
            pairs.append((opened[code.key].pop(), place))
        elif code.role == "close":
            early.append(place)
    pairs += [(late.pop(0), place) for place in early if (late := opened.get(codes[place].key))]
    return dict(pairs) | {end: start for start, end in pairs}


def _element(code: Code, text: str, number: int, paired: bool) -> str:
    """The inline element of a code."""
    kind = f' ctype="{CTYPES[code.kind]}"' if code.kind in CTYPES else ""
    if code.role == "alone":
        return f'<ph id="{number}"{kind} equiv-text={_quoted(text)}>{_text(text)}</ph>'
    if paired:
        name = "bpt" if code.role == "open" else "ept"
        return f'<{name} id="{number}"{kind if name == "bpt" else ""}>{_text(text)}</{name}>'
    return f'<it id="{number}" pos="{code.role}"{kind}>{_text(text)}</it>'


def _location(segment: Segment, document: Document | None) -> Iterator[str]:
    path, line = path_of(document, "source"), segment.place("source").line
    contexts = [("sourcefile", path), ("linenumber", None if line is None else str(line))]
    inside = "".join(f'<context context-type="{kind}">{_text(text)}</context>' for kind, text in contexts if text)
    if inside:
        yield f'<context-group purpose="location">{inside}</context-group>\n'


def _finding(finding: Finding) -> str:
    sides = {span.side for span in finding.spans}
    side = sides.pop() if len(sides) == 1 else "general"
    marked = f" [{' … '.join(finding.marked)}]" if any(finding.marked) else ""
    status = f", {why}" if (why := view.uncounted(finding)) else ""
    text = f"{finding.check} {finding.name} ({finding.severity.value}{status}): {view.sentence(finding)}{marked}"
    return _note(text, f' priority="{PRIORITIES[finding.severity] if finding.counts else 9}" annotates="{side}"')


def _note(text: str, attributes: str = "") -> str:
    return f'<note from="mtqe"{attributes}>{_text(view.visible(text))}</note>'


def _valid(text: str) -> str:
    return _NOT_XML.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def _text(text: str) -> str:
    return escape(_valid(text), {"\r": "&#13;"})  # a parser would read a raw carriage return as a line feed


def _quoted(text: str) -> str:
    return quoteattr(_valid(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
