"""Values of XML texts: white space, and what is written is read back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtqe.formats import xml_places
from mtqe.formats.exchange import tmx, xliff, xml_values
from mtqe.formats.exchange.xml_values import Mark, Meaning
from mtqe.formats.values import Value
from mtqe.formats.xml_places import Element


def meaning(element: Element) -> Meaning:
    """`g` is a pair, `x` a code, `c` the character BEL; other elements mean nothing."""
    if element.name == "c":
        return "\a"
    return Mark(element.name, pair=element.name == "g") if element.name in "gx" else None


def read(inner: str, attributes: str = "") -> tuple[Value, str]:
    content = f"<r{attributes}>{inner}</r>"
    return xml_values.value(xml_places.whole(content, Path("x")), content, meaning), content


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (" a  b ", " a  b "),
        ("a \t\r\n  b", "a b"),
        ("a \n\n  b\r\n", "a b"),
        ("\n  a\xa0\n b \n", "a\xa0 b"),
        ("\n \n", ""),
        ("a\n  <x/>\n  b", "a <x/> b"),
        ("a \n<m> b</m>", "a b"),
        ("a<!-- \n -->b\n", "ab"),
        ("a&#10; b", "a\n b"),
        (" &#10;a\n", "\na"),
        ("&#32; \n a&#32;\n", "  a "),
        ("<x>\n</x>\na", "<x>\n</x> a"),
        ("a<g>\n b\n</g>c", "a<g> b </g>c"),
        ("<![CDATA[ a\n ]]>b", "a b"),
        ("a<c/>\n b", "a\a b"),
    ],
)
def test_white_space(inner: str, text: str) -> None:
    value, content = read(inner)
    assert value.text == text
    for code in value.codes:
        start, end = value.range(code.start, code.end)
        assert content[start:end] == text[code.start : code.end]
    preserved, _ = read(inner, ' xml:space="preserve"')
    assert preserved.text.split() == value.text.split()
    assert ("\n" in preserved.text) == ("\n" in re.sub("<!--.*?-->", "", inner, flags=re.DOTALL) or "&#10;" in inner)


def test_a_space_does_not_cover_a_tag_without_text() -> None:
    value, content = read("a \n<m> b</m>")
    assert content[slice(*value.range(1, 2))] == " \n"


def test_a_blank_code_is_shown_as_a_tag_and_breaks_the_line() -> None:
    content = "<r>a<x> </x>b<g/></r>"
    root = xml_places.whole(content, Path("x"))
    value = xml_values.value(root, content, lambda item: Mark(item.name, item.text, pair=item.name == "g"))
    assert [(value.text[code.start : code.end], code.key, code.kind) for code in value.codes] == [
        ("<x> </x>", "x", "break"),
        ("<g", "g", "other"),
        ("/>", "/g", "other"),
    ]
    assert value.text == "a<x> </x>b<g/>"


def test_a_code_as_long_as_its_tag_is_no_text_of_the_file() -> None:
    content = "<r>a\n<x/>\nb</r>"
    root = xml_places.whole(content, Path("x"))
    value = xml_values.value(root, content, lambda item: Mark("x", "{\na}"))
    assert value.text == "a {\na} b"
    assert content[slice(*value.range(2, 6))] == "<x/>"
    assert all(len(piece.text) != piece.end - piece.start for piece in value.pieces if set(piece.text) & set("{}"))


TEXT = st.text(st.sampled_from("ab é😀&<>\n\r\t\xa0]'\"\u2028"), max_size=9)
RAW = st.lists(
    st.sampled_from(["a", " ", "\n", "\r\n", "\n   ", "&amp;", "&#10;", "ß ", "<!-- \n -->", "<![CDATA[<]]>", "\xa0"]),
    min_size=1,
    max_size=6,
).map("".join)
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="de"><body><trans-unit id="1"{}><source>a</source><target>{}</target></trans-unit></body></file>'
    "</xliff>"
)
V2 = (
    '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="de"><file id="a">'
    '<unit id="1"{}><segment><source>a</source><target>{}</target></segment></unit></file></xliff>'
)
TMX = (
    '<tmx version="1.4"><header srclang="en"/><body><tu{}><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="de">'
    "<seg>{}</seg></tuv></tu></body></tmx>"
)
CODES = [
    (xliff, XLIFF, '<g id="1">', "</g>"),
    (xliff, XLIFF, "<mrk mtype='term'>", "</mrk>"),
    (xliff, XLIFF, '<ph id="1">&lt;b></ph>', ""),
    (xliff, V2, '<pc id="1">', "</pc>"),
    (xliff, V2, '<cp hex="0007"/>', '<ph id="1" equiv="x"/>'),
    (tmx, TMX, "<hi>", "</hi>"),
    (tmx, TMX, '<bpt i="1">&lt;b></bpt>', '<ept i="1">&lt;/b></ept>'),
]


def target(module: Any, content: str) -> Value:
    (unit,) = module.units(content, Path("x"))
    assert isinstance(unit.target, Value)
    return unit.target


def stretch(value: Value, start: int, end: int, content: str) -> bool:
    """Whether a range of the text is nothing else in the file: no code, no tag, no comment."""
    if any(code.start < end and start < code.end for code in value.codes):
        return False
    text = value.text[start:end]
    if text != text.strip() and ("<!--" in content or "<mrk" in content):
        return False  # white space with a comment or tag in it is one space, and only its first part is replaced
    at, last = 0, None
    for piece in value.pieces:
        if at < end and start < at + len(piece.text):
            if last is not None and last != piece.start:
                return False
            last = piece.end
        at += len(piece.text)
    return True


@given(
    kind=st.sampled_from(CODES),
    parts=st.tuples(RAW, RAW, RAW),
    space=st.sampled_from(["", ' xml:space="preserve"']),
    new=TEXT,
    data=st.data(),
)
@example(CODES[0], ("a ", "\n", "b"), "", " ", None)
def test_what_is_written_in_place_of_a_text_is_read_back(
    kind: tuple[object, str, str, str], parts: tuple[str, str, str], space: str, new: str, data: st.DataObject | None
) -> None:
    module, template, opening, closing = kind
    content = template.format(space, f"{parts[0]}{opening}{parts[1]}{closing}{parts[2]}")
    value = target(module, content)
    ranges = [
        (start, end)
        for start in range(len(value.text))
        for end in range(start + 1, len(value.text) + 1)
        if stretch(value, start, end, content)
    ]
    if not ranges:
        return
    start, end = data.draw(st.sampled_from(ranges)) if data else ranges[0]
    first, last = value.range(start, end)
    written = content[:first] + module.escape(new, content, first) + content[last:]
    again = target(module, written)
    wanted = value.text[:start] + new + value.text[end:]
    if space or (new and "\n" not in content[first:last]) or "\n" not in content:
        assert again.text == wanted
    else:  # the white space beside a deleted word may come to an edge; without its line break, a text keeps its edges
        assert again.text.split() == wanted.split()
    assert [code.key for code in again.codes] == [code.key for code in value.codes]
