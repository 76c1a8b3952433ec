"""Resources of Android and of .NET: texts as the build tool reads them, elements as codes, written in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from places_fixture import assert_places, assert_replaces, spans

from mtqe.errors import InputError
from mtqe.formats.programs import android, resx
from mtqe.formats.values import Unit

PATH = Path("values/strings.xml")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">\n'
CONTENT = f"""{HEAD}
  <!-- Texts of the shop -->

  <!-- The door -->
  <!-- of the
       shop -->
  <string name="open">  It\\'s  <b>very </b>
     open&#160;&amp; \\@ "  wide " \\u00e9\\uD83D\\uDE00\\n </string>
  <string name="no" translatable="false">no</string>
  <string name="ref">@string/app_name</string>
  <string name="html" formatted="false"><![CDATA[  <a href="u">It's</a>  y]]></string>
  <string name="guest">Hi <xliff:g id="n" example="Bob">%1$s</xliff:g>, <a href="https://x.example">see</a><br/></string>
  <string name="brand">Get <xliff:g id="b">Harbour Pro</xliff:g></string>
  <string name="hint" product="tablet">Tablet</string>
  <string name="hint" product="default">Phone</string>
  <string name="empty"></string>
  <string-array name="days"><item>Mon</item><!-- not Monday --><item>Tue</item></string-array>
  <!-- of files -->
  <plurals name="files">
    <item quantity="one">%d file</item>
    <item quantity="other">%d files</item>
  </plurals>
  <item type="string" name="typed">Typed</item>
  <color name="red">#f00</color>
</resources>
"""


def android_text(inner: str) -> str:
    (unit,) = android.units(f'{HEAD}<string name="a">{inner}</string></resources>', PATH)
    assert unit.source is not None
    return unit.source.text


def codes(unit: Unit) -> list[tuple[str, str, str, str, str]]:
    assert unit.source is not None
    text = unit.source.text
    return [(text[c.start : c.end], c.key, c.role, c.kind, c.value) for c in unit.source.codes]


def by_key() -> dict[str, Unit]:
    return {unit.id + unit.form: unit for unit in android.units(CONTENT, PATH)}


def test_keys_and_texts() -> None:
    assert {name: unit.source and unit.source.text for name, unit in by_key().items()} == {
        "open": "It's <b>very </b>open\u00a0& @   wide  é😀\n",
        "html": '  <a href="u">It\'s</a>  y',
        "guest": 'Hi %1$s, <a href="https://x.example">see</a><br/>',
        "brand": "Get Harbour Pro",
        "hint.tablet": "Tablet",
        "hint": "Phone",
        "empty": "",
        "days.0": "Mon",
        "days.1": "Tue",
        "filesone": "%d file",
        "filesother": "%d files",
        "typed": "Typed",
        "no": "no",
    }
    assert [name for name, unit in by_key().items() if unit.fixed] == ["no"], "it is not to be translated"


def test_elements_are_codes() -> None:
    units = by_key()
    assert codes(units["open"]) == [("<b>", "b", "open", "format", ""), ("</b>", "/b", "close", "format", "")]
    assert codes(units["guest"]) == [
        ("%1$s", "%1$s", "alone", "variable", "%1$s"),
        ('<a href="https://x.example">', "a", "open", "link", "https://x.example"),
        ("</a>", "/a", "close", "link", ""),
        ("<br/>", "br", "alone", "break", ""),
    ]
    assert codes(units["brand"]) == [("Harbour Pro", "Harbour Pro", "alone", "literal", "Harbour Pro")]
    assert codes(units["html"]) == []


def test_comments_directly_above_are_notes() -> None:
    notes = {name: unit.meta["note"] for name, unit in by_key().items() if "note" in unit.meta}
    assert notes == {
        "open": "The door\nof the shop",
        "days.1": "not Monday",
        "filesone": "of files",
        "filesother": "of files",
    }


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("a\n   b", "a b"),
        (' "a  b" ', "a  b"),
        ('"a\n"b', "a\nb"),
        ("a\\n b\\tc", "a\n b\tc"),
        ("\\u0020a\\u0020", " a "),
        ("a <b> b</b> ", "a <b>b</b>"),
        ("a <b>b </b>", "a <b>b</b>"),
        ("\\?a \\q &quot;  &quot; \\&quot;", '?a q    "'),
        ("a<!-- no --> b", "a b"),
        ("a\\", "a"),
        ('<font color="#f00">x</font>', '<font color="#f00">x</font>'),
        ("<xliff:g id='x'/>a", "<xliff:g id='x'/>a"),
        ("?attr/title", None),
        ("@null", None),
    ],
)
def test_white_space_and_escape_sequences(inner: str, text: str | None) -> None:
    units = list(android.units(f'{HEAD}<string name="a">{inner}</string></resources>', PATH))
    assert [unit.source.text for unit in units if unit.source] == ([] if text is None else [text])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<root/>", "is not a file of Android resources: its root element is 'root'"),
        ("<resources>\n<string>a</string></resources>", "line 2: string has no name"),
        ('<resources><string name="a">\n\\u00g0</string></resources>', "line 2: \\u needs four hexadecimal digits"),
        ('<resources><string name="a">\\uD83D</string></resources>', "line 1: \\uD83D is half of a character"),
        ("<resources>", "not valid XML"),
    ],
)
def test_what_is_not_a_resource_is_refused(content: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        list(android.units(content, PATH))
    assert why in str(caught.value)


SOME = st.text(st.sampled_from("ab'\"\\@?&<>ä漢😀 \n\t\u00a0]"), max_size=6)


@given(st.data(), st.sampled_from(["guest", "html", "hint", "days1", "filesother", "quoted"]), SOME)
def test_texts_are_written_in_place(data: st.DataObject, name: str, new: str) -> None:
    content = CONTENT.replace("Phone", "Phone it\\'s 1 2 \\u00e4")
    content = content.replace("</resources>", '<string name="quoted">"It\'s  a &amp; b"</string></resources>')
    units = list(android.units(content, PATH))
    number = next(at for at, unit in enumerate(units) if f"{unit.id}{unit.form}".replace(".", "") == name)
    value = units[number].source
    assert value is not None
    start, end = data.draw(spans(len(value.text)))
    assume(not any(code.start < end and start < code.end for code in value.codes))
    assume(not any(start <= code.start < end or start < code.end <= end for code in value.codes))
    # Android makes one space of two, and none at an edge, so a text must not end beside white space.
    beside = (value.text[start - 1 : start], value.text[end : end + 1])
    assume(name in ("html", "quoted") or (new and " " not in beside and not set(new) & set(" \n\t")) or start == end)
    assume(name in ("html", "quoted") or new or start == end == 0)
    assert_places(android, content, "strings.xml")
    assert_replaces(android, content, "strings.xml", number, (start, end), new)


@pytest.mark.parametrize(
    ("inner", "span", "new", "written"),
    [
        ("Its", (2, 2), "'", "It\\'s"),
        ('"Its"', (2, 2), "'", '"It\'s"'),
        ("ab", (1, 1), "  ", "a\\u0020\\u0020b"),
        ("ab", (1, 1), " ", "a\\u0020b"),
        ("ab:", (2, 3), " : c", "ab : c"),
        ("ab", (0, 1), "@", "\\@b"),
        ("<![CDATA[ab]]>", (0, 1), "?<", "<![CDATA[\\?<b]]>"),
        ("<![CDATA[ab]]>", (1, 1), "  ]]>", "<![CDATA[a  ]]]]><![CDATA[>b]]>"),
        ("a&amp;b", (1, 2), "<\n", "a&lt;\\nb"),
    ],
)
def test_a_text_is_written_as_the_place_wants_it(inner: str, span: tuple[int, int], new: str, written: str) -> None:
    content = f'{HEAD}<string name="a">{inner}</string></resources>'
    after = assert_replaces(android, content, "strings.xml", 0, span, new)
    assert after == content.replace(inner, written)


# --- .resx ------------------------------------------------------------------------------------------------------------

RESX = """<?xml version="1.0" encoding="utf-8"?>
<root>
  <resheader name="version"><value>2.0</value></resheader>
  <data name="Open" xml:space="preserve"><value>Open
 &lt;b&gt; it</value><comment> The door </comment></data>
  <data name="typed" type="System.String, mscorlib"><value>Typed</value></data>
  <data name="Icon" type="System.Drawing.Bitmap, System.Drawing"><value>AAAA</value></data>
  <data name="Blob" mimetype="application/x-microsoft.net.object.binary.base64"><value>AAAA</value></data>
  <data name="&gt;&gt;button.Name" xml:space="preserve"><value>button</value></data>
  <data name="$this.Text"><value/></data>
  <data name="none"/>
</root>
"""


def resx_texts(content: str) -> list[tuple[str, Any, Any]]:
    return [(u.id, u.source and u.source.text, u.meta.get("note")) for u in resx.units(content, Path("a.resx"))]


def test_resx_has_texts_only() -> None:
    assert resx_texts(RESX) == [
        ("Open", "Open\n <b> it", "The door"),
        ("typed", "Typed", None),
        ("$this.Text", "", None),
    ]


def test_what_is_not_resx_is_refused() -> None:
    for content, why in (
        ("<a/>", "its root element is 'a'"),
        ("<root><data><value>a</value></data></root>", "no name"),
    ):
        with pytest.raises(InputError, match=why):
            resx_texts(content)


@given(st.data(), SOME)
def test_resx_is_written_in_place(data: st.DataObject, new: str) -> None:
    assert_places(resx, RESX, "a.resx")
    assert_replaces(resx, RESX, "a.resx", 0, data.draw(spans(12)), new)


def test_icu_messages_have_a_unit_for_each_branch() -> None:
    inner = "{n, plural, =1 {# file} other {# files}} left"
    units = android.units(f'{HEAD}<string name="a">{inner}</string></resources>', PATH)
    assert [(unit.id, unit.form, unit.source and unit.source.text) for unit in units] == [
        ("a", "=1", "{n, plural, =1 {# file}} left"),
        ("a", "other", "{n, plural, other {# files}} left"),
    ]
