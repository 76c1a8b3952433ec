"""Findings are written into XLIFF and PO files; removing them leaves every byte as it was."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mtqe.errors import InputError
from mtqe.formats.values import Lines
from mtqe.mending.files import its_issues, po_comments
from mtqe.mending.files.annotated_places import Offsets
from mtqe.model import Finding, Segment, Severity, Span

SCHEMAS = Path(__file__).parent.parent / "report" / "schemas"
ITS = {"its": "http://www.w3.org/2005/11/its", "x": "urn:oasis:names:tc:xliff:document:1.2"}
V1 = """<?xml version="1.0" encoding="UTF-8"?>
<!-- kept -->
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" target-language="de" datatype="plaintext"><body>
  <trans-unit id="1">
    <source>He &amp; she came.</source>
    <target state="final">Er &amp; <g id="1">sie</g> kamen .</target>
    <alt-trans><target>Er kam</target></alt-trans>
  </trans-unit>
  <trans-unit id="2"><source>He left.</source><target/></trans-unit>
  <trans-unit id="3"><source>It rained.</source></trans-unit>
</body></file></xliff>
"""
V2 = """<xlf:xliff version="2.1" srcLang="en" trgLang="de" xmlns:xlf="urn:oasis:names:tc:xliff:document:2.0" >
<xlf:file id="f"><xlf:unit id="1">
    <xlf:notes><xlf:note>n</xlf:note></xlf:notes>
    <xlf:segment><xlf:source>He came.</xlf:source>
      <xlf:target>Er <xlf:mrk id="m" type="term">kam</xlf:mrk></xlf:target></xlf:segment>
    <xlf:segment><xlf:source>He left.</xlf:source><xlf:target></xlf:target></xlf:segment>
</xlf:unit></xlf:file></xlf:xliff>"""
PO = """# A translator
msgid ""
msgstr ""
"Language: de\\n"

# Hand-made
#. note
#, fuzzy
msgctxt "menu"
msgid "He came."
msgstr ""
"Er kam ."
msgid "%d ship"
msgid_plural "%d ships"
msgstr[0] "%d Schiff ."
msgstr[1] "%d Schiffe ."

#~ msgid "old"
#~ msgstr "alt"
"""


class Local(etree.Resolver):
    """Finds the schema that XLIFF's imports beside it, not on the network."""

    def resolve(self, url: str, public_id: str, context: object) -> object:
        name = "xml.xsd" if url.endswith("/xml.xsd") else ""
        return self.resolve_filename(str(SCHEMAS / name), context) if name else None


def validated(text: str) -> etree._Element:
    """The root of XLIFF 1.2 that is valid."""
    parser = etree.XMLParser()
    parser.resolvers.add(Local())
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "xliff-core-1.2-transitional.xsd"), parser))
    root = etree.fromstring(text.encode())
    schema.assertValid(root)
    return root


def finding(message: str = "a “stray” <space> & more\nline", category: str = "locale-conventions/x") -> Finding:
    return Finding(
        "ART103", "stray-spacing", category, Severity.MINOR, "1", message, (Span("target", 0, 1),), ("E",), "f", "E"
    )


def segment(content: str, text: str, name: str = "1", **meta: str) -> Segment:
    line, column = Lines(content).at(content.index(text))
    return Segment(name, "s", "t", meta={"target_line": line, "target_column": column, **meta})


def test_xliff_1_has_quality_issues() -> None:
    issues = [
        (segment(V1, "Er &amp;"), [finding(), finding("b", "accuracy/omission/partial")]),
        (segment(V1, "He left."), [finding()]),
        (segment(V1, "It rained."), [finding()]),
    ]
    text, lost = its_issues.annotated(V1, Path("a.xlf"), issues)
    assert lost == []
    root = validated(text)
    for number, element in (("1", "target"), ("2", "target"), ("3", "source")):
        (reference,) = root.xpath(f"//x:trans-unit[@id={number}]/x:{element}/@its:locQualityIssuesRef", namespaces=ITS)
        (group,) = root.xpath(f"//x:trans-unit[@id={number}]/its:locQualityIssues", namespaces=ITS)
        assert f"#{group.get('{http://www.w3.org/XML/1998/namespace}id')}" == reference
    first, second = root.xpath("//x:trans-unit[@id=1]/its:locQualityIssues/its:locQualityIssue", namespaces=ITS)
    assert dict(first.attrib) == {
        "locQualityIssueType": "locale-violation",
        "locQualityIssueComment": "ART103 stray-spacing: a “stray” <space> & more\nline → E [E]",
        "locQualityIssueSeverity": "33",
        "locQualityIssueProfileRef": "https://themqm.org/",
    }
    assert second.get("locQualityIssueType") == "omission"
    assert root.get("{http://www.w3.org/2005/11/its}version") == "2.0"
    assert its_issues.bare(text) == V1


def test_xliff_2_has_marks_around_the_text() -> None:
    issues = [(segment(V2, "Er "), [finding()]), (segment(V2, "He left."), [finding()])]
    text, lost = its_issues.annotated(V2, Path("a.xlf"), issues)
    assert lost == []
    assert (
        '<xlf:target><xlf:mrk id="mtqe-1" type="its:generic" its:locQualityIssuesRef="#mtqe-1">Er <xlf:mrk id="m" '
        'type="term">kam</xlf:mrk></xlf:mrk></xlf:target>'
    ) in text
    unit = next(etree.fromstring(text.encode()).iter("{*}unit"))
    assert [etree.QName(child).localname for child in unit][:3] == ["locQualityIssues", "locQualityIssues", "notes"]
    assert its_issues.bare(text) == V2


@pytest.mark.parametrize("content", [V1, V2, V1.replace("\n", "\r\n")])
def test_annotating_again_replaces_what_was_written(content: str) -> None:
    issues = [(segment(content, "He left."), [finding()])]
    once, _ = its_issues.annotated(content, Path("a.xlf"), issues)
    again = [(segment(once, "He left."), [finding()])]  # the file was evaluated with its annotations
    assert its_issues.annotated(once, Path("a.xlf"), again) == (once, [])
    assert its_issues.annotated(once, Path("a.xlf"), []) == (content, [])


@pytest.mark.parametrize(
    "names",
    [
        ' xmlns:its="http://www.w3.org/2005/11/its"',
        ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"',
        ' its:version="2.0" xmlns:its="http://www.w3.org/2005/11/its"',
    ],
)
def test_the_names_of_its_that_a_file_has_stay(names: str) -> None:
    content = V1.replace(':1.2">', f':1.2"{names}>', 1)
    assert names in content
    text, _ = its_issues.annotated(content, Path("a.xlf"), [(segment(content, "He left."), [finding()])])
    etree.fromstring(text.encode())
    assert its_issues.bare(text) == content


def test_another_meaning_of_the_prefix_is_refused() -> None:
    content = V1.replace(':1.2">', ':1.2" xmlns:its="urn:other">', 1)
    with pytest.raises(InputError, match="prefix its"):
        its_issues.annotated(content, Path("a.xlf"), [])


def test_a_place_outside_of_the_units_is_told() -> None:
    issue = (segment(V1, "kept"), [finding()])
    assert its_issues.annotated(V1, Path("a.xlf"), [issue]) == (V1, [issue])
    only_line = (Segment("1", "s", "t", meta={"target_line": 7}), [finding()])
    assert its_issues.annotated(V1, Path("a.xlf"), [only_line])[1] == []


def test_po_has_comments() -> None:
    issues = [
        (segment(PO, '"Er kam'), [finding()]),
        (segment(PO, '"%d Schiff '), [finding("a")]),
        (segment(PO, '"%d Schiffe', form="other"), [finding("b")]),
    ]
    text, lost = po_comments.annotated(PO, Path("a.po"), issues)
    assert lost == []
    comment = "# mtqe: minor ART103 stray-spacing: a “stray” <space> & more<U+000A>line → E [E]\n"
    assert f'\\n"\n\n{comment}# Hand-made\n#. note' in text
    assert (
        '"Er kam ."\n# mtqe: minor ART103 stray-spacing: a → E [E]\n'
        '# mtqe: other: minor ART103 stray-spacing: b → E [E]\nmsgid "%d ship"\n'
    ) in text
    assert po_comments.bare(text) == PO
    again = [(segment(text, '"Er kam'), [finding()])]
    assert po_comments.annotated(text, Path("a.po"), again)[0].count("# mtqe: ") == 1


LINES = st.lists(
    st.sampled_from(['msgid "a"', 'msgstr "b"', '"c"', "# x", "#, fuzzy", "#~ msgid", "", 'msgctxt "m"', "#| msgid"])
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data())
def test_po_files_keep_every_byte(lines: list[str], end: str, closed: bool, data: st.DataObject) -> None:
    content = end.join(lines) + (end if closed else "")
    places = [match.start() for match in re.finditer('msgstr "b"', content)]
    issues = [(segment(content[:at] + content[at:], content[at : at + 6]), [finding()]) for at in places[:1]]
    text, lost = po_comments.annotated(content, Path("a.po"), issues)
    assert po_comments.bare(text) == content
    assert len(lost) + text.count("# mtqe: ") == len(issues)


@given(st.lists(st.tuples(st.booleans(), st.text("a<&\U0001f600\n \"'", max_size=5)), min_size=1, max_size=5))
def test_xliff_files_keep_every_byte(units: list[tuple[bool, str]]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    for head, unit in (
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2">', "<trans-unit>\n <source>s</source>{}</trans-unit>"),
        (
            '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0">',
            "<unit>\n <segment><source>s</source>{}</segment></unit>",
        ),
    ):
        parts = [unit.format(f"<target>{escaped(text)}</target>" if filled else "") for filled, text in units]
        content = head + "".join(parts) + "</xliff>"
        issues = []
        at = len(head)
        for part in parts:
            line, column = Lines(content).at(at + part.index("<source>") + len("<source>"))
            issues.append((Segment("1", "s", "", meta={"source_line": line, "source_column": column}), [finding()]))
            at += len(part)
        text, lost = its_issues.annotated(content, Path("a.xlf"), issues)
        assert lost == []
        assert len(list(etree.fromstring(text.encode()).iter("{*}locQualityIssue"))) == len(units)
        assert its_issues.bare(text) == content


@given(st.text("ab\n\r\U0001f600", max_size=12))
def test_offsets_are_those_of_lines(content: str) -> None:
    offsets, lines = Offsets(content), Lines(content)
    for offset in range(len(content) + 1):
        assert offsets.of(*lines.at(offset)) == offset
    assert offsets.of(1, 40) is None
    assert offsets.of(40, 1) is None


def test_a_file_on_one_line_takes_no_time() -> None:
    started = time.process_time()
    offsets = Offsets("\U0001f600" * 200_000)
    assert [offsets.of(1, 1 + 2 * at) for at in range(0, 200_000, 100)] == list(range(0, 200_000, 100))
    assert time.process_time() - started < 2  # a walk to each column takes 20


def test_what_an_encoding_lacks_is_written_plainly() -> None:
    marked = Finding("LOC1", "x", "y", Severity.MINOR, "1", "“a” … œ", (Span("target", 0, 1),), ("E", "語"), "f", "“E”")
    issues = [(segment(PO, '"Er kam'), [marked])]
    text, _ = po_comments.annotated(PO, Path("a.po"), issues, "iso-8859-1")
    assert '# mtqe: minor LOC1 x: "a" ... <U+0153> -> "E" [E ... <U+8A9E>]\n' in text
    assert po_comments.bare(text) == PO
    xliff, _ = its_issues.annotated(V1, Path("a.xlf"), [(segment(V1, "Er &amp;"), [marked])], "iso-8859-1")
    issue = next(etree.fromstring(xliff.encode("iso-8859-1").replace(b"UTF-8", b"latin1")).iter("{*}locQualityIssue"))
    assert issue.get("locQualityIssueComment") == "LOC1 x: “a” … œ → “E” [E … 語]"
    assert its_issues.bare(xliff) == V1
