from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import coded
import coded_sample
import hostile
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mtqe.model import SCHEMA, CheckItem, Report, Run
from mtqe.report import xliff

SCHEMAS = Path(__file__).parent / "schemas"
X = f"{{{xliff.NAMESPACE}}}"


class Local(etree.Resolver):
    """Finds the schema that XLIFF's imports beside it, not on the network."""

    def resolve(self, url: str, public: str, context: object) -> object:
        if url.endswith("/xml.xsd"):
            return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context)
        return None


PARSER = etree.XMLParser(no_network=True)
PARSER.resolvers.add(Local())
XSD = etree.XMLSchema(etree.parse(str(SCHEMAS / "xliff-core-1.2-transitional.xsd"), PARSER))


def read(report: Report) -> etree._Element:
    tree = etree.fromstring(hostile.render(xliff, report).encode())
    XSD.assertValid(tree)
    return tree


def clean(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", lambda match: f"<U+{ord(match[0]):04X}>", text)


@given(hostile.reports())
def test_every_report_is_valid_and_whole(report: Report) -> None:
    units = list(read(report).iter(f"{X}trans-unit"))
    groups = dict.fromkeys((segment.system, segment.doc) for segment in report.segments)
    wanted = [s for group in groups for s in report.segments if (s.system, s.doc) == group]
    assert [(unit.findtext(f"{X}source"), unit.findtext(f"{X}target") or "") for unit in units] == [
        (clean(segment.source), clean(segment.target)) for segment in wanted
    ]
    assert [unit.get("resname") for unit in units] == [clean(segment.id) for segment in wanted]
    assert sum(len(unit.findall(f"{X}note")) for unit in units) >= len(report.findings) - len(report.segments)


PARTS = ("⟦<b>⟧", "⟦</b>⟧", "⟦<i>⟧", "⟦</i>⟧", "⟦{n}⟧", "⟦%s⟧", "⟦<br>⟧", " ", "a", "<")
CODED = st.lists(st.sampled_from(PARTS), max_size=8)


@given(CODED.map("".join), CODED.map("".join))
def test_codes_are_inline_elements(source: str, target: str) -> None:
    segment = coded.segment("1", source, target)
    (unit,) = read(Report(SCHEMA, Run("1", ""), segments=(segment,))).iter(f"{X}trans-unit")
    ids = []
    for side, element in (("source", unit.find(f"{X}source")), ("target", unit.find(f"{X}target"))):
        codes = [code for code in segment.codes if code.side == side]
        if element is None:
            assert not segment.text(side)
            continue
        assert "".join(element.itertext()) == segment.text(side)
        assert [child.text for child in element] == [segment.text(side)[code.start : code.end] for code in codes]
        names = [(child.tag, child.get("id"), child.get("pos")) for child in element]
        ids.append(dict(zip(names, codes, strict=True)))
        assert len(ids[-1]) == len(codes), "each id is there once"
    for key in ids[0].keys() & ids[-1].keys():
        assert ids[0][key].key == ids[-1][key].key


def test_codes_of_the_sample(golden: Callable[[str, str], None], render: Callable[..., str]) -> None:
    report = coded_sample.sample()
    read(report)
    golden("coded.xlf", render(xliff, report))


def test_sample(sample: Report) -> None:
    tree = read(sample)
    (file,) = tree.findall(f"{X}file")
    assert (file.get("original"), file.get("source-language"), file.get("target-language")) == (
        "texts/lift.en.txt",
        "en",
        "de",
    )
    header = [note.text for note in file.iter(f"{X}note") if note.getparent().tag == f"{X}header"]
    assert header[0].startswith("FAIL; ") and header[1].startswith("could not run: check HAL101")
    units = {unit.get("resname"): unit for unit in file.iter(f"{X}trans-unit")}
    number = units["2"].find(f"{X}note")
    assert number.attrib == {"from": "mtqe", "priority": "1", "annotates": "general"}
    assert "ACC103 number-mismatch (critical): 1.2 million became 12 million → 1,2 Millionen" in number.text
    assert "[1.2 million … 12 Millionen]" in number.text
    assert units["3"].find(f"{X}target") is None, "an omission has no target"
    assert units["4"].findtext(f"{X}source") == ""
    assert [note.get("priority") for note in units["5"].findall(f"{X}note")] == ["3", "6", "9"]
    assert units["2"].find(f".//{X}context[@context-type='linenumber']").text == "2"


def test_states_say_what_to_review(sample: Report) -> None:
    states = {unit.get("resname"): unit.find(f"{X}target") for unit in read(sample).iter(f"{X}trans-unit")}
    assert states["1"].get("state") == "translated"
    assert states["2"].get("state") == "needs-review-translation"
    unchecked = msgspec.structs.replace(
        sample, findings=(), run=msgspec.structs.replace(sample.run, checks=(CheckItem("ACC101", "x", "not run"),))
    )
    assert {target.get("state") for target in read(unchecked).iter(f"{X}target")} == {None}


def test_systems_have_files_of_their_own(two_systems: Report) -> None:
    notes = [file.findtext(f"{X}header/{X}note") for file in read(two_systems).findall(f"{X}file")]
    assert notes == ["system: weak-engine", "system: strong-engine"]


@pytest.mark.parametrize("report", [hostile.EMPTY, hostile.BROKEN])
def test_odd_reports(report: Report) -> None:
    assert len(read(report).findall(f"{X}file")) == 1


def test_accepted_findings_are_told_and_do_not_count(sample: Report) -> None:
    accepted = tuple(msgspec.structs.replace(item, suppressed="the house writes it so") for item in sample.findings)
    tree = read(msgspec.structs.replace(sample, findings=accepted))
    assert {target.get("state") for target in tree.iter(f"{X}target")} == {"translated"}
    notes = [note for unit in tree.iter(f"{X}trans-unit") for note in unit.findall(f"{X}note")]
    assert len(notes) == len(accepted) and {note.get("priority") for note in notes} == {"9"}
    assert all("accepted: the house writes it so" in note.text for note in notes)
