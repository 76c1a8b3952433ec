"""Writes findings into XLIFF 1.2 and 2.x as localization quality issues of ITS 2.0, and removes them again.

The issues of a translation are an element `its:locQualityIssues` in its unit. In XLIFF 1.2 the `target` refers to it
with an attribute. The `target` of XLIFF 2.x has no attributes of ITS, so an `mrk` of the type `its:generic` around its
content refers to it. Without a translation the source does. The root element says that mtqe wrote the issues.

Only whole tags and attributes are added, so that removing them leaves every byte as it was.

Format: W3C, "Internationalization Tag Set (ITS) Version 2.0", section 8.17; OASIS, "XLIFF Version 2.1", section 5.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files, xml_places
from mtqe.formats.xml_places import Element
from mtqe.language.late_patterns import late
from mtqe.mending.files.annotated_places import Issue, Offsets
from mtqe.model import Finding, Severity

NAMESPACE = "http://www.w3.org/2005/11/its"
PROFILE = "https://themqm.org/"
SEVERITIES = {Severity.NEUTRAL: 0, Severity.MINOR: 33, Severity.MAJOR: 67, Severity.CRITICAL: 100}
TYPES = {
    "terminology": "terminology",
    "terminology/inconsistent-use-of-terminology": "inconsistency",
    "accuracy/mistranslation": "mistranslation",
    "accuracy/omission": "omission",
    "accuracy/addition": "addition",
    "accuracy/untranslated": "untranslated",
    "linguistic-conventions/grammar": "grammar",
    "linguistic-conventions/spelling": "misspelling",
    "linguistic-conventions/punctuation": "typographical",
    "linguistic-conventions/character-encoding": "characters",
    "locale-conventions": "locale-violation",
    "locale-conventions/length": "length",
    "design-and-markup": "markup",
    "design-and-markup/length": "length",
}
"""Types of issues in ITS 2.0 by MQM category; a longer category wins."""

_TOOL = ' its:annotatorsRef="localization-quality-issue|mtqe"'
_NAMES = f' xmlns:its="{NAMESPACE}"'
_VERSION = ' its:version="2.0"'
_ID = r"mtqe-\d+"
_REFERENCE = late(rf' its:locQualityIssuesRef="#{_ID}"')
_ISSUES = late(rf'\s*<its:locQualityIssues xml:id="{_ID}">.*?</its:locQualityIssues>', re.DOTALL)
_ROOT = late(rf"{re.escape(_TOOL)}(?:{re.escape(_NAMES)})?(?:{re.escape(_VERSION)})?(?=\s*/?>)")
_MRK = late(rf'<((?:[\w.-]+:)?)mrk id="{_ID}" type="its:generic" its:locQualityIssuesRef="#{_ID}">')
_TAG = late(r"""<(?:[^"'>]+|"[^"]*"|'[^']*')*+>""")
_OTHER_PREFIX = late(rf"""xmlns:its\s*=\s*["'](?!{re.escape(NAMESPACE)}["'])""")
_NOT_XML = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def bare(content: str) -> str:
    """The content without the issues that `annotated` wrote."""
    if _TOOL not in content:
        return content
    content = _ISSUES.sub("", content)
    done, parts = 0, []
    for match in _MRK.finditer(content):
        end = re.compile(rf"</{match[1]}mrk>(?=</{match[1]}(?:target|source)\s*>)").search(content, match.end())
        if end:
            parts += [content[done : match.start()], content[match.end() : end.start()]]
            done = end.end()
    content = "".join(parts) + content[done:]
    return _ROOT.sub("", _REFERENCE.sub("", content))


def annotated(content: str, path: Path, issues: Sequence[Issue], encoding: str = "utf-8") -> tuple[str, list[Issue]]:
    """The content with issues in place of those that it has, and the issues whose unit was not found.

    Args:
        content: The content of the file, as it was evaluated.
        path: The file, for messages.
        issues: Segments with their findings.
        encoding: The encoding of the file; what it lacks is written as a character reference.

    Raises:
        InputError: The content is not XML, or the prefix `its` means something else in it.
    """
    offsets, evaluated = Offsets(content), [(text.start, text.end) for text in _texts(content, path)]
    content = bare(content)
    if _OTHER_PREFIX.search(content):
        raise InputError(f"{files.shown(path)}: the prefix its is not that of ITS 2.0", "use -f xlsx for the findings")
    texts = list(_texts(content, path))
    found: dict[int, list[Finding]] = {}
    lost: list[Issue] = []
    for segment, findings in issues:
        number = offsets.find(segment, evaluated)
        if number is None:
            lost.append((segment, findings))
        else:
            found.setdefault(number, []).extend(findings)
    added = [
        addition
        for place, number in enumerate(sorted(found), 1)
        for addition in _additions(content, texts[number], f"mtqe-{place}", found[number], encoding)
    ]
    if added:
        added.append(_at_root(content, path))
    done, parts = 0, []
    for at, text in sorted(added, key=lambda addition: addition[0]):
        parts += [content[done:at], text]
        done = at
    return "".join(parts) + content[done:], lost


class _Text:
    """A translation, or the source of a unit without one, and the unit that it is in."""

    def __init__(self, unit: Element, element: Element, part: Element) -> None:
        self.unit, self.element = unit, element
        self.start, self.end = part.start, part.end


def _texts(content: str, path: Path) -> Iterator[_Text]:
    for unit in xml_places.elements(content, path, {"trans-unit", "unit"}):
        for part in [unit] if unit.name == "trans-unit" else unit.children("segment"):
            target, source = part.child("target"), part.child("source")
            is_filled = target is not None and (unit.name == "trans-unit" or target.inner_end > target.inner)
            element = target if is_filled else source
            if element is not None:
                yield _Text(unit, element, part)


def _additions(
    content: str, text: _Text, name: str, findings: Sequence[Finding], encoding: str
) -> Iterator[tuple[int, str]]:
    """What is added for a text, with its offsets."""
    unit, element = text.unit, text.element
    children = list(unit.children())
    space = content[unit.inner : children[0].start] if children else ""
    issues = "".join(map(_issue, findings)).encode(encoding, "xmlcharrefreplace").decode(encoding)
    stand_off = (
        f'{space if not space.strip() else ""}<its:locQualityIssues xml:id="{name}">{issues}</its:locQualityIssues>'
    )
    reference = f' its:locQualityIssuesRef="#{name}"'
    if unit.name == "trans-unit":
        yield children[-1].end, stand_off
        tag = content[element.start : element.inner]
        yield element.inner - (2 if tag.endswith("/>") else 1), reference
    else:
        yield unit.inner, stand_off
        prefix = content[element.start + 1 : element.inner].partition(element.name)[0]
        yield element.inner, f'<{prefix}mrk id="{name}" type="its:generic"{reference}>'
        yield element.inner_end, f"</{prefix}mrk>"


def _at_root(content: str, path: Path) -> tuple[int, str]:
    """What the root element must say, and the offset of the end of its start tag."""
    root = next(xml_places.starts(content, path))
    tag = _TAG.match(content, root.start)
    if tag is None:
        raise InputError(f"{files.shown(path)}: the root element has no start tag", "give a file of XLIFF")
    names = "" if NAMESPACE in tag[0] and "xmlns:its" in tag[0] else _NAMES
    version = "" if f"{{{NAMESPACE}}}version" in root.attributes else _VERSION
    return tag.end() - 1, _TOOL + names + version


def _issue(finding: Finding) -> str:
    marked = f" [{' … '.join(finding.marked)}]" if any(finding.marked) else ""
    suggestion = f" → {finding.suggestion}" if finding.suggestion else ""
    attributes: Mapping[str, str] = {
        "Type": issue_type(finding.category),
        "Comment": f"{finding.check} {finding.name}: {finding.message}{suggestion}{marked}",
        "Severity": str(SEVERITIES[finding.severity]),
        "ProfileRef": PROFILE,
    }
    inside = "".join(f' locQualityIssue{name}="{_quoted(value)}"' for name, value in attributes.items())
    return f"<its:locQualityIssue{inside}/>"


def issue_type(category: str) -> str:
    """The type of an issue in ITS 2.0 for an MQM category."""
    while category and category not in TYPES:
        category = category.rpartition("/")[0]
    return TYPES.get(category, "other")


def _quoted(text: str) -> str:
    valid = _NOT_XML.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    return "".join(_ESCAPES.get(char, char) for char in valid)
