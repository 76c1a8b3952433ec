"""Places of findings in files of translation tools and programs: unit, form, line and column of the value."""

from __future__ import annotations

import csv as table
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.formats.values import Piece, Unit, Value, segments
from mtqe.model import SCHEMA, Document, Finding, Report, Run, Segment, Severity, Side, Span
from mtqe.report import console, csv, github, gitlab, html, junit, markdown, sarif, view
from mtqe.report.locations import Region, places

Render = Callable[[ModuleType, Report], str]
ESCAPES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "\\n": "\n", "&#9;": "\t"}
TWO_FILES = """<xliff>
 <file original="a">
  <trans-unit id="one"><source>Wind &amp; wave wave</source><target>Wind &amp; Welle</target></trans-unit>
 </file>
 <file original="b">
  <trans-unit id="one"><source>Welle &lt;low&gt;</source>
   <target>\U0001f600 Ebbe, Ebbe</target></trans-unit>
  <trans-unit id="two"><source>Ebbe</source><target></target></trans-unit>
 </file>
</xliff>
"""


def value(content: str, text: str, start: int = 0) -> Value:
    """The value of a text as it is written in the content."""
    at = content.index(text, start)
    pieces, rest = [], at
    while rest < at + len(text):
        escape = next((e for e in ESCAPES if content.startswith(e, rest)), content[rest])
        pieces.append(Piece(ESCAPES.get(escape, escape), rest, rest + len(escape)))
        rest += len(escape)
    return Value(tuple(pieces), at)


def report(path: Path, read: list[Segment], marks: list[tuple[int, Side, str]]) -> Report:
    """A report with a finding for each mark: number of the segment, side, text where it stands last."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    findings = []
    for number, side, text in marks:
        start = read[number].text(side).rindex(text)
        spans = (Span(side, start, start + len(text)),)
        findings.append(
            Finding("MRK103", "tag-mismatch", "c", Severity.MAJOR, read[number].id, "m", spans, (text,), "f")
        )
    docs = dict.fromkeys(segment.doc or "d" for segment in read)
    documents = [Document(d, "en", "de", (), str(path), digest, str(path), digest) for d in docs]
    return Report(SCHEMA, Run("1", "", 0.0, "en", "de"), tuple(documents), tuple(read), (), tuple(findings))


def regions(made: Report, side: Side) -> list[Region | None]:
    return [next(p.region for p in found if p.side == side) for found in places(made).values()]


@pytest.fixture
def two_files(tmp_path: Path) -> tuple[Path, list[Segment]]:
    path = tmp_path / "a.xlf"
    path.write_text(TWO_FILES, encoding="utf-8")
    second = TWO_FILES.index("Welle &lt;")
    units = [
        Unit("one", value(TWO_FILES, "Wind &amp; wave wave"), value(TWO_FILES, "Wind &amp; Welle"), doc="a"),
        Unit("one", value(TWO_FILES, "Welle &lt;low&gt;"), value(TWO_FILES, "\U0001f600 Ebbe, Ebbe"), doc="b"),
        Unit("two", value(TWO_FILES, "Ebbe</s".removesuffix("</s"), second), doc="b"),
    ]
    read = list(segments(units, TWO_FILES, TWO_FILES))
    return path, [msgspec.structs.replace(item, id=f"{item.doc}:{item.id}") for item in read]


def test_both_sides_and_several_documents_in_one_file(two_files: tuple[Path, list[Segment]]) -> None:
    path, read = two_files
    marks: list[tuple[int, Side, str]] = [
        (0, "target", "Wind"),
        (0, "target", "Welle"),
        (1, "target", "\U0001f600 Ebbe, Ebbe"),
        (1, "target", "Ebbe"),
    ]
    found = regions(report(path, read, marks), "target")
    line = TWO_FILES.split("\n")[2]
    at = line.index("<target>") + 9
    assert found[0] == Region(3, at, 3, at + 4)
    assert found[1] == Region(3, at + 11, 3, at + 16)
    assert found[2] == Region(7, 12, 7, 25)
    assert found[3] == Region(7, 21, 7, 25)
    marks = [(0, "source", "wave"), (0, "source", "Wind & wave wave"), (1, "source", "<"), (1, "source", "low>")]
    found = regions(report(path, read, marks), "source")
    at = line.index("<source>") + 9
    place = TWO_FILES.split("\n")[5].index("Welle") + 1
    assert found[0] == Region(3, at), "it is there twice"
    assert found[1] == Region(3, at, 3, at + 20), "its & is &amp; there"
    assert found[2] == Region(6, place), "the file has tags beside it"
    assert found[3] == Region(6, place + 10, 6, place + 17), "low&gt;"


def test_a_file_that_has_changed_gives_the_beginning_of_the_value(two_files: tuple[Path, list[Segment]]) -> None:
    path, read = two_files
    made = report(path, read, [(1, "target", "Ebbe")])
    path.write_text("another", encoding="utf-8")
    assert regions(made, "target") == [Region(7, 12)]


@given(st.lists(st.text(st.sampled_from('ab \U0001f600é"'), min_size=1, max_size=6), min_size=1, max_size=6))
def test_values_in_one_long_line(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("p") / "de.json"
    content = "\U0001f600 {" + ", ".join(f"k{n}: <{text}>" for n, text in enumerate(texts)) + "}\n"
    path.write_text(content, encoding="utf-8")
    units = [Unit(f"k{n}", None, value(content, text, content.index(f"k{n}: <"))) for n, text in enumerate(texts)]
    read = list(segments(units, "", content))
    marks: list[tuple[int, Side, str]] = [(n, "target", item.target) for n, item in enumerate(read)]
    for number, region in enumerate(regions(report(path, read, marks), "target")):
        assert region is not None and region.column
        units16 = content.encode("utf-16-le")
        assert units16[2 * (region.column - 1) :].decode("utf-16-le").startswith(read[number].target)


def test_a_table_of_cells(tmp_path: Path, render: Render) -> None:
    path = tmp_path / "strings.xlsx"
    path.write_bytes(b"PK")
    cells = Segment("7", "Port", "Haven", doc="d", meta={"source_place": "Texts!A7", "target_place": "Texts!B7"})
    made = report(path, [cells], [(0, "target", "Haven")])
    assert places(made)[0][0][2:] == (None, "Haven", "Texts!B7")
    assert view.place(cells) == "segment 7 (source Texts!A7, target Texts!B7)"
    (row,) = table.DictReader(render(csv, made).splitlines())
    assert row["place"] == "Texts!B7"
    assert "Texts!B7: m" in render(github, made)
    assert json.loads(render(gitlab, made))[0]["description"] == "Texts!B7: m"
    names = json.loads(render(sarif, made))["runs"][0]["results"][0]["locations"][0]["logicalLocations"]
    assert [name["name"] for name in names] == ["7", "Texts!B7"]
    assert f"{path.name}:Texts!B7: major" in render(junit, made)
    assert "target Texts!B7" in render(html, made)


@pytest.fixture
def plural(tmp_path: Path) -> Report:
    path = tmp_path / "de.po"
    path.write_text('x\nmsgstr[0] "Hafen"\n', encoding="utf-8")
    meta = {"unit": "port", "form": "one", "target_line": 2, "target_column": 12}
    return report(path, [Segment("12", "Port", "Hafen", doc="d", meta=meta)], [(0, "target", "Hafen")])


@pytest.mark.parametrize("reporter", [html, junit])
def test_unit_and_form_are_shown(reporter: ModuleType, plural: Report, render: Render) -> None:
    assert "segment 12 (unit port, form one, target line 2:12)" in " ".join(render(reporter, plural).split())


def test_the_console_shows_the_line_before_the_key(plural: Report, render: Render) -> None:
    assert "de.po:2 (port, form one)" in render(console, plural, 200)


def test_unit_and_form_in_markdown_and_in_annotations(plural: Report, render: Render) -> None:
    assert "de.po:2 (port, form one)</sub>" in render(markdown, plural)
    assert render(github, plural).endswith("line=2,endLine=2,col=12,endColumn=17,title=MRK103 tag-mismatch (major)::"
                                           "12, unit port, form one: m\n")  # fmt: skip
    assert json.loads(render(gitlab, plural))[0]["description"] == "12, unit port, form one: m"
    (row,) = table.DictReader(render(csv, plural).splitlines())
    assert (row["unit"], row["form"], row["line"], row["column"]) == ("port", "one", "2", "12")
    result = json.loads(render(sarif, plural))["runs"][0]["results"][0]
    kinds = {name["kind"]: name["name"] for name in result["locations"][0]["logicalLocations"]}
    assert kinds == {"segment": "12", "unit": "port", "form": "one"}
    assert ElementTree.fromstring(render(junit, plural)).find(".//testcase[@line='2']") is not None


def test_only_the_beginning_is_known(plural: Report, render: Render) -> None:
    path = Path(plural.documents[0].path or "")
    path.unlink()
    assert "line=2,col=12,title" in render(github, plural)
    region = json.loads(render(sarif, plural))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 12}


@pytest.mark.parametrize(
    ("name", "meta", "words"),
    [
        ("shop.items[one]", {"unit": "shop.items", "form": "one"}, "segment shop.items[one]"),
        ("a:12#2", {"unit": "12"}, "segment a:12#2"),
        ("12", {"unit": "1"}, "segment 12 (unit 1)"),
        ("x", {"unit": "x", "target_line": 3, "target_column": 5}, "segment x (target line 3:5)"),
        ("3", {"source_line": 3, "target_line": 3, "target_column": 9}, "segment 3 (source line 3, target line 3:9)"),
    ],
)  # fmt: skip
def test_the_id_is_not_repeated(name: str, meta: dict[str, object], words: str) -> None:
    assert view.place(Segment(name, "a", "b", meta=meta)) == words
