"""XML is read with the place of each tag and of each character."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mtqe.errors import InputError
from mtqe.formats import xml_places
from mtqe.formats.values import Piece
from mtqe.formats.xml_places import Element

PATH = Path("x.xml")
CONTENT = (
    '<?xml version="1.0" encoding="utf-16"?>\n<!-- Ü <r> -->\n<r a="&lt;ü>" xmlns:p="urn:p"\n xml:space="preserve">'
    "Äh &amp; <p:b p:c='\"/>'/>😀&#xA0;x\r\n<![CDATA[<&amp;> ]]><e></e><?pi > ?><e >é</e></r>\n"
)


def test_tags_and_their_places() -> None:
    root = xml_places.whole(CONTENT, PATH)
    assert (root.name, root.namespace, root.line) == ("r", "", 3)
    assert root.attributes == {"a": "<ü>", xml_places.XML + "space": "preserve"}
    (b,) = root.children("b")
    assert (b.namespace, b.attributes, b.parent, b.line) == ("urn:p", {"{urn:p}c": '"/>'}, root, 4)
    raw = [CONTENT[item.start : item.end] for item in root.children()]
    assert raw == ["<p:b p:c='\"/>'/>", "<e></e>", "<e >é</e>"]
    assert [CONTENT[item.inner : item.inner_end] for item in root.children()] == ["", "", "é"]
    assert CONTENT[root.inner : root.inner_end].startswith("Äh") and CONTENT[root.inner_end : root.end] == "</r>"


def test_pieces_of_text() -> None:
    root = xml_places.whole(CONTENT, PATH)
    found = [(part.text, CONTENT[part.start : part.end]) for part in root.parts if isinstance(part, Piece)]
    assert found == [
        ("Äh ", "Äh "),
        ("&", "&amp;"),
        (" ", " "),
        ("😀", "😀"),
        ("\xa0", "&#xA0;"),
        ("x", "x"),
        ("\n", "\r\n"),
        ("<&amp;> ", "<&amp;> "),
    ]
    assert root.text == "Äh & 😀\xa0x\n<&amp;> é"


def test_a_carriage_return_alone_is_a_line_end() -> None:
    content = "<r>a\rb\r\nc\nd</r>"
    pieces = xml_places.whole(content, PATH).pieces()
    assert [(piece.text, content[piece.start : piece.end]) for piece in pieces] == [
        ("a", "a"),
        ("\n", "\r"),
        ("b", "b"),
        ("\n", "\r\n"),
        ("c\nd", "c\nd"),
    ]


def test_walk_goes_in_the_order_of_the_file() -> None:
    root = xml_places.whole("<r>1<a>2<b/></a>3</r>", PATH)
    walked = [(event, item.name if isinstance(item, Element) else item.text) for event, item in root.walk()]
    assert walked == [
        ("text", "1"), ("open", "a"), ("text", "2"), ("open", "b"), ("close", "b"), ("close", "a"), ("text", "3"),
    ]  # fmt: skip
    assert [item.name for item in root.descendants()] == ["a", "b"]
    assert root.child("b") is None


def test_elements_come_one_by_one_and_know_what_is_around_them() -> None:
    content = '<r lang="en"><g no="1"><u id="1">a<u id="2"/></u>lost</g><u id="3">b</u></r>'
    found = list(xml_places.elements(content, PATH, {"u"}))
    assert [(item.get("id"), item.text, item.inherited("lang"), item.inherited("no")) for item in found] == [
        ("1", "a", "en", "1"),
        ("3", "b", "en", ""),
    ]
    assert found[0].parent is not None and found[0].parent.parts == []
    assert [(item.name, item.line) for item in xml_places.starts(content, PATH)] == [
        ("r", 1), ("g", 1), ("u", 1), ("u", 1), ("u", 1),
    ]  # fmt: skip


def test_long_files_are_read_in_parts() -> None:
    long = "ß" * 900
    content = f"<r>{''.join(f'<u>{number}é&#10;{long}</u>' for number in range(300))}</r>"
    texts = [item.text for item in xml_places.elements(content, PATH, ["u"])]
    assert texts == [f"{number}é\n{long}" for number in range(300)]


TEXT = st.text(st.sampled_from("ab é😀&<>\n\r\t]'\"\u2028"), max_size=12)
ATTRIBUTES = st.dictionaries(st.sampled_from(["a", "b", "xml:lang"]), TEXT, max_size=2)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> str:
    """The source of an element, as different tools would write it."""
    attributes = "".join(
        f" {name}={quote}{html.escape(value)}{quote}"
        for name, value in draw(ATTRIBUTES).items()
        for quote in [draw(st.sampled_from("'\""))]
    )
    name = draw(st.sampled_from(["x", "y", "z"]))
    if not depth or (depth < 3 and draw(st.booleans())):
        return f"<{name}{attributes}{draw(st.sampled_from(['/>', ' />', f'></{name}>', f'></{name} >']))}"
    inner = "".join(
        draw(
            st.one_of(
                TEXT.map(html.escape),
                TEXT.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>"),
                TEXT.map(lambda text: f"<!--{text.replace('-', '')}-->"),
                TEXT.map(lambda text: "".join(f"&#{ord(char)};" for char in text)),
                trees(depth=depth - 1),
            )
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    return f"<{name}{attributes}>{inner}</{name}>"


def decoded(raw: str) -> str:
    """The text of a stretch of a file outside CDATA."""
    return html.unescape(re.sub("\r\n?", "\n", raw))


@given(content=trees())
def test_the_reader_agrees_with_another_one(content: str) -> None:
    root = xml_places.whole(content, PATH)
    other = etree.fromstring(content.encode(), etree.XMLParser(remove_comments=True))
    ours, theirs = [root, *root.descendants()], list(other.iter())
    assert [(item.name, item.text, dict(item.attributes)) for item in ours] == [
        (item.tag, "".join(item.itertext()), dict(item.attrib)) for item in theirs
    ]
    for item in ours:
        again = xml_places.whole(content[item.start : item.end], PATH)
        assert (again.name, again.text) == (item.name, item.text)
        assert [content[item.start], content[item.inner - 1], content[item.end - 1]] == ["<", ">", ">"]
    for piece in root.pieces():
        raw = content[piece.start : piece.end]
        assert piece.text in (decoded(raw), re.sub("\r\n?", "\n", raw))
        assert len(piece.text) == 1 or len(piece.text) == len(raw)


@given(
    text=TEXT, content=st.sampled_from(["<r>x</r>", "<r><!-- <![CDATA[ -->x</r>", "<r><![CDATA[a]]>x<![CDATA[b]]></r>"])
)
def test_what_is_written_is_read_back(text: str, content: str) -> None:
    at = content.index("x")
    written = content[:at] + xml_places.escaped(text, content, at) + content[at + 1 :]
    assert xml_places.whole(written, PATH).text == xml_places.whole(content, PATH).text.replace("x", text)


@given(text=TEXT)
def test_what_is_written_into_cdata_is_read_back(text: str) -> None:
    content = "<r><![CDATA[<b>]]></r>"
    written = content.replace("<b>", xml_places.escaped(text, content, 12))
    assert xml_places.whole(written, PATH).text == text
    assert "&lt;" not in written


@pytest.mark.parametrize("char", ["\0", "\x07", "\ud800", "\uffff"])
def test_a_character_that_xml_cannot_contain(char: str) -> None:
    with pytest.raises(InputError, match=f"cannot contain the character U\\+{ord(char):04X}"):
        xml_places.escaped(f"a{char}", "<r/>", 3)


NESTED = "<a>" * (xml_places.DEPTH + 1) + "</a>" * (xml_places.DEPTH + 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<a>\n<b></a>", "x.xml, line 2: not valid XML: mismatched tag"),
        ("a", "line 1: not valid XML: syntax error"),
        ("", "not valid XML: no element found"),
        ("<a>\n<p:b/></a>", "line 2: not valid XML: unbound prefix"),
        ('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "line 1: the file defines entities"),
        ('<!DOCTYPE a [<!ENTITY % e SYSTEM "http://localhost/x">%e;]><a/>', "the file defines entities"),
        ('<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a>\n&e;</a>', "line 2: the file uses entities .*: &e;"),
        ('<!DOCTYPE a SYSTEM "a.dtd"><a>\n<b c="&amp;&e;"/></a>', "line 2: the file uses entities .*: &e;"),
        ("<a>&e;</a>", "not valid XML: undefined entity"),
        (NESTED, "more than 256 nested elements"),
    ],
)  # fmt: skip
def test_refused(content: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as error:
        xml_places.whole(content, PATH)
    assert error.value.hint and "\n" not in error.value.message


def test_too_many_parts_in_one_element(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_places, "PARTS", 3)
    assert len(list(xml_places.elements("<r><u>a<b/>c</u><u>a<b/>c</u></r>", PATH, {"u"}))) == 2
    with pytest.raises(InputError, match="line 2: more than 3 tags and texts together"):
        list(xml_places.elements("<r><u>a<b/>c</u>\n<u>a<b/>c<d/></u></r>", PATH, {"u"}))


def test_defaults_from_a_doctype_are_no_attributes() -> None:
    content = f'<!DOCTYPE a [<!ATTLIST b c CDATA "{"x" * 99}">]><a><b/></a>'
    assert [dict(item.attributes) for item in xml_places.whole(content, PATH).children()] == [{}]


def test_an_incomplete_comment_is_not_parsed_anew_with_each_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"<r><!--{'x' * 64 * xml_places.CHUNK}--><e>é</e></r>"
    parser = xml_places.Parser(content, PATH, {"e"})
    parsed: list[int] = []
    real = parser._parser

    def parse(data: bytes, final: bool) -> None:
        parsed.append(len(data))
        real.Parse(data, final)

    class Counting:
        Parse = staticmethod(parse)
        CurrentByteIndex = property(lambda self: real.CurrentByteIndex)
        CurrentLineNumber = property(lambda self: real.CurrentLineNumber)

    monkeypatch.setattr(parser, "_parser", Counting())
    (element,) = parser.run()
    assert content[element.start : element.end] == "<e>é</e>"
    assert sum(parsed) == len(content.encode())
    assert len(parsed) < 12, "it gets twice as much each time"
