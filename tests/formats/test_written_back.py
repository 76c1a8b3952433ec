"""What is written in place of a text is read back as it was given, or the writer refuses it: in every writable format.

The texts are those that files write in another way: white space at an edge or alone, line breaks, quotes, backslashes,
and signs that have a meaning somewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats.values import Unit, Value
from mtqe.mending.files import steps
from mtqe.mending.files.patch import Edit, NoPlace, Placed, patched
from mtqe.mending.files.places import Format
from mtqe.model import Code, Segment
from mtqe.registry import format_table

WHITE = [" ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", " x", "x ", " x ", "\tx", "x\t", "\nx", "x\n", "x\ny", "x\n\ny"]
WHITE += ["x\r\ny", "x \ny", "x\n y", " \n x", "    x", "x  y", "\u00a0", "\u00a0x", "x\u00a0", "\u2003x", "\u2028x"]
WHITE += ["x\u0085y", "\x0b", "\x0cx", "\x1c", "\u200b", "\ufeffx", " \\", "\\ ", "x\\\n", "]]>\n", "x: "]
QUOTES = ["\\", "\\\\", "\\n", "\\u", "\\u0020", "x\\", "\\x", '"', '"x', '"x"', "'", "''", "'x'", "`", "`x`"]
SIGNS = ["#", "# x", "x #y", "!x", "=", "= x", ":", ":x", "x: y", "-", "- x", "---", "===", "x\n===", "+ x", "1. x"]
SIGNS += [
    "1) x",
    "> x",
    "*",
    "*x",
    "**x**",
    "_x_",
    "~~~",
    "|",
    "@",
    "@x",
    "@string/x",
    "?attr/x",
    "&",
    "&amp;",
    "&#32;",
]
SIGNS += ["<", "<b>", "<!--", "<![CDATA[", "<?x", "]]>", "-->", "x --> y", "//", "/*", ",", "x,y", ";", "x;y", "[x](y)"]
SIGNS += ["%", "$x", ".x", "[x]", "{", "}", "{x", "NOTE x", "WEBVTT", "msgid", "null", "true", "1", "2020-01-01"]
SIGNS += ["é", "😀", "\x1f", "\x7f", "\ufffe"]
TEXTS = [*WHITE, *QUOTES, *SIGNS]

XML = ["", "ab", " ab ", "a b", "<![CDATA[ab]]>", "<![CDATA[]]>", "\n  ab\n", "a\n  b", "a&amp;b", "a<![CDATA[ b ]]>c"]
XML += ["&#32;a", "a<!-- c -->b", "a > b", "<![CDATA[<b/>]]>", "<![CDATA[a]]]]>"]
XLIFF_1 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="de" datatype="plaintext"><body><trans-unit id="1"><source>He.</source>{}</trans-unit></body>'
    "</file></xliff>"
)
XLIFF_2 = (
    '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="de"><file id="f">'
    '<unit id="1"><segment><source>He.</source>{}</segment></unit></file></xliff>'
)
TMX = (
    '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="en" datatype="plaintext"/><body><tu><tuv xml:lang="en"><seg>He.</seg></tuv><tuv xml:lang="de">{}</tuv>'
    "</tu></body></tmx>"
)
PLIST = '<plist version="1.0"><dict><key>a</key>{}<key>z</key><string>q</string></dict></plist>'
PLURALS = (
    '<plist version="1.0"><dict><key>a</key><dict><key>NSStringLocalizedFormatKey</key><string>%#@n@</string>'
    "<key>n</key><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>"
    "<key>NSStringFormatValueTypeKey</key><string>d</string><key>other</key>{}</dict></dict></dict></plist>"
)
CATALOG = (
    '{"sourceLanguage": "en", "version": "1.0", "strings": {"He.": {"localizations": {"de": {"stringUnit": '
    '{"state": "translated", "value": "@@"}}}}}}'
)
RESOURCES = '<resources>\n<string name="a">@@</string><string name="z">q</string></resources>'
EMPTY_ITEMS = '<resources><string-array name="b"><item@@</string-array><string name="a"@@</resources>'
PO = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "He"\nmsgstr @@\n\nmsgid "z"\nmsgstr "q"\n'
SGM = '<tstset setid="x"><doc docid="d"><seg id="1">@@</seg><seg id="2">q</seg></doc></tstset>'
SRT = "1\n00:00:01,000 --> 00:00:04,000\n@@\n\n2\n00:00:05,000 --> 00:00:06,000\nq\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n@@\n\n00:05.000 --> 00:06.000\nq\n"
PAGE = (
    "<html><head><title>T</title></head><body><article><h1>The old boats</h1><p>A boat left the old mill at seven.</p>"
    "<p>{}</p></article></body></html>"
)
FLAT = ["", "ab", "a b", "\\n", "\\u00e4"]
SCALARS = ["''", '""', "ab", "'ab'", '"ab"', "a b", "' a '", '" a "', "a\n  b", "'a\n  b'", '"a\n  b"', '"a\n\n  b"']
SCALARS += ["'it''s'", '"a\\tb"', '"a\\\n  b"', "!!str ab", "&x ab", "!!str", "!!str 12", "'\n  ab\n  '"]
BLOCKS = ["|\n  ab\n  c", "|\n  a b\n\n  c\n", "|\n  ab\n    c", "|2\n   ab\n  c", "|-\n  ab", "|+\n  ab\n\n"]
BLOCKS += [">\n  ab\n  c", ">-\n  ab\n\n  c d", "|\n\n", ">\n\n", "!!str |\n  ab"]
KEYS = ["=", ":", " ", " x", "=x", " = x", "\t=\tx", "\\\n", "\\\n =x", "\\ ", "\\\\", "\\=", "", "=\\ x", "=x\\\n  y"]
CSV = ["", "ab", "a b", '"ab"', '""', '"a,b"', '"a""b"', '"a\nb"', " ab "]

FILES: dict[str, list[tuple[str, str, Sequence[str]]]] = {
    "properties": [
        ("a.properties", "# c\na@@\nz=q\n", KEYS),
        ("a.properties", "z=q\na@@", ["", "=", "=x", "=x\\"]),
    ],
    "android": [
        ("strings.xml", RESOURCES, [*XML, '""', '"ab"', '" ab "', 'a "b" c', "a <b>c</b>d", "\\u0020a", "\\@a"]),
        ("strings.xml", EMPTY_ITEMS, ["/>", " />"]),
    ],
    "strings": [
        ("a.strings", '"a" = "@@";\n"z" = "q";\n', ["", "ab", "a b", 'a\\"b', "\\n", " a ", "a\\U00e4"]),
        ("a.strings", PLIST.format("<string>@@</string>"), XML),
        ("a.strings", PLIST.format("@@"), ["<string/>", "<string />"]),
    ],
    "stringsdict": [
        ("a.stringsdict", PLURALS.format("<string>@@</string>"), XML),
        ("a.stringsdict", PLURALS.format("@@"), ["<string/>"]),
    ],
    "xcstrings": [("a.xcstrings", CATALOG, FLAT)],
    "resx": [
        ("a.resx", '<root><data name="a"><value>@@</value></data></root>', XML),
        ("a.resx", '<root><data name="a"><value@@</data></root>', ["/>", " />"]),
    ],
    "json": [("a.json", '{"a": "@@", "z": "q"}', FLAT)],
    "arb": [("a.arb", '{"a": "@@", "z": "q"}', FLAT)],
    "yaml": [
        ("a.yml", "a: @@\nz: q\n", [*SCALARS, *BLOCKS]),
        ("a.yml", "z: q\na:\n- @@", [*SCALARS, *BLOCKS]),
        ("a.yml", "a: [@@, q]\n", SCALARS),
    ],
    "fluent": [
        ("a.ftl", "a = @@\nz = q\n", ["ab", "a b", "a\n  b", "\n  ab\n  c", "\n  a\n\n  b\n"]),
        ("a.ftl", "a = x\n  .b = @@\nz = q\n", ["ab", "\n  ab\n  c"]),
    ],
    "po": [("a.po", PO, ['""', '"ab"', '"a b"', '""\n"ab\\n"\n"c"', '"a\\7"', '"\\7b"', '"a" "b"'])],
    "po-keys": [("a.po", PO, ['""', '"ab"', '"a b"', '""\n"ab\\n"\n"c"'])],
    "xliff": [
        ("a.xlf", XLIFF_1.format("<target>@@</target>"), [*XML, 'a <x id="1"/> b', '\n <x id="1"/>\n a']),
        ("a.xlf", XLIFF_1.format("<target xml:space='preserve'>@@</target>"), XML),
        ("a.xlf", XLIFF_1.format("<target@@"), ["/>", " />", " xml:space='preserve'/>", " note='a>b/>'/>"]),
        ("a.xlf", XLIFF_2.format("<target>@@</target>"), [*XML, 'a <ph id="1"/> b']),
        ("a.xlf", XLIFF_2.format("@@"), ["<target/>"]),
    ],
    "tmx": [
        ("a.tmx", TMX.format("<seg>@@</seg>"), [*XML, "a <ph>x</ph> b"]),
        ("a.tmx", TMX.format("@@"), ["<seg/>", "<seg />"]),
    ],
    "sgm": [("a.sgm", SGM, ["", "ab", " ab ", "a b", "a&amp;b", "\nab\n", "a\nb", " "])],
    "srt": [("a.srt", SRT, ["", "ab", "a b", "ab\nc", "<i>ab</i>", " ab "])],
    "vtt": [("a.vtt", VTT, ["", "ab", "a b", "ab\nc", "<i>ab</i>", " ab ", "a&amp;b"])],
    "csv": [
        ("a.csv", "source,target\nHe,@@\nz,q\n", CSV),
        ("a.csv", "target;source;x\n@@;He;\nq;z;\n", ["", "ab", '"ab"', '""']),
        ("a.csv", "source\ttarget\nHe\t@@", ["", "ab", '"ab"', '""']),
        ("a.csv", "source,target\r\nHe,@@\r\nz,q\r\n", ["", "ab", '"ab"']),
    ],
    "tsv": [
        ("a.tsv", "source\ttarget\nHe\t@@\nz\tq\n", ["", "ab", "a b", '"ab"', " ab "]),
        ("a.tsv", "target\tsource\r\n@@\tHe\r\nq\tz\r\n", ["", "ab"]),
    ],
    "jsonl": [("a.jsonl", '{"source": "He", "target": "@@"}\n{"source": "z", "target": "q"}\n', FLAT)],
    "lines": [("a.txt", "q\n@@\nq\n", ["", "ab", " ab "]), ("a.txt", "q\r\n@@\r\n", ["", "ab"])],
    "text": [("a.txt", "q\n\n@@\n\nq\n", ["ab", "a b", " ab ", "- ab", "# ab"])],
    "markdown": [
        ("a.md", "# q\n\n@@\n\nr\n", ["ab", "a b", "- ab", "1. ab", "> ab", "**a** b", "a\nb", "| a | b |\n|-|-|"]),
        ("a.md", "# @@\n\nr\n", ["ab", "a b"]),
    ],
    "html": [("a.html", PAGE, ["Yes, we came today", "He <b>came</b> by the old mill"])],
}
"""Names and contents of files by format, and what may stand in the place of `@@`, or of braces in a page."""
NOT_XML = ("\x0b", "\x0c", "\x1c", "\x1f", "\ufffe")
IN_PARTS = [
    " ",
    " x",
    "x ",
    "\n",
    "\t",
    "x\ny",
    "\\",
    '"x',
    "'",
    "@x",
    "- x",
    "# x",
    "= x",
    "]]>",
    "&amp;",
    "\u00a0",
    "\r",
    "",
]
"""What is written in place of parts of texts."""


def contents(form: str) -> Iterator[tuple[str, str]]:
    for name, content, texts in FILES[form]:
        for text in texts:
            yield name, content.replace("@@", text).replace("<p>{}</p>", f"<p>{text}</p>")


def texts_of(units: Sequence[Unit]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(u.doc, u.id, u.form, u.source and u.source.text, u.target and u.target.text) for u in units]


def edit_of(value: Value, number: int, start: int, end: int, new: str) -> Edit:
    """The edit that replaces a range of a text, as it is made for a segment."""
    if (start, end) != (0, len(value.text)) or not new:
        codes = tuple(Code("target", code.start, code.end, code.key) for code in value.codes)
        segment = Segment("1", "", value.text, codes=codes)
        start, end, new = steps.supported(segment, *steps.trimmed(value.text, start, end, new))
    return Placed(value).grown(Edit(number, start, end, new))


def spans(value: Value) -> list[tuple[int, int]]:
    """All places between two characters and all characters of a text, without those of codes."""
    length = len(value.text)
    found = {*((at, at) for at in range(length + 1)), *((at, at + 1) for at in range(length))}
    return sorted(
        span
        for span in found
        if not any(code.start < span[1] and span[0] < code.end for code in value.codes)
        and not any(code.start < span[0] < code.end for code in value.codes)
    )


class File:
    """A file whose texts can be replaced."""

    def __init__(self, form: str, name: str, content: str) -> None:
        self.format = Format(format_table.load(form), format_table.rows()[form].kind == "pairs", ("", ""))
        self.path, self.content = Path(name), content
        self.units = self.format.units(content, self.path)
        self.values = [self.format.translation(unit) for unit in self.units]

    def texts(self) -> Iterator[tuple[int, Value]]:
        """The numbers of the texts to replace, and the texts."""
        yield from ((number, value) for number, value in enumerate(self.values) if value and value.text not in "qr")

    def check(self, number: int, start: int, end: int, new: str) -> bool:
        """Whether a text can be written in place of a range; then it is read back, and nothing else has changed."""
        value = self.values[number]
        assert value is not None
        try:
            edit = edit_of(value, number, start, end, new)
            written, _ = patched(self.content, self.values, [edit], self.format.writer)
        except (InputError, NoPlace):
            return False
        expected = texts_of(self.units)
        doc, id, form, source, target = expected[number]
        text = value.text[:start] + new + value.text[end:]
        expected[number] = (doc, id, form, *((source, text) if self.format.is_pairs else (text, target)))
        found = texts_of(self.format.units(written, self.path))
        assert found == expected, f"{self.content!r} became {written!r}"
        return True


FORMS = [form for form in FILES if form not in ("markdown", "html")]
"""Those whose texts do not depend on the file as a whole; test_rewriting.py has the others."""


@pytest.mark.parametrize("form", FORMS)
def test_whole_texts_are_read_back_or_refused(form: str) -> None:
    for name, content in contents(form):
        file = File(form, name, content)
        for (number, value), new in itertools.product(file.texts(), TEXTS):
            file.check(number, 0, len(value.text), new)


@pytest.mark.parametrize("form", FORMS)
def test_parts_of_texts_are_read_back_or_refused(form: str) -> None:
    for name, content in contents(form):
        file = File(form, name, content)
        for number, value in file.texts():
            for (start, end), new in itertools.product(spans(value), IN_PARTS):
                file.check(number, start, end, new)


@pytest.mark.parametrize(
    ("form", "name", "content"),
    [
        ("properties", "a.properties", "a"),
        ("properties", "a.properties", "a="),
        ("properties", "a.properties", "a\\\n"),
        ("properties", "a.properties", "z = q\na = ab"),
        ("android", "strings.xml", EMPTY_ITEMS.replace("@@", "/>")),
        ("android", "strings.xml", RESOURCES.replace("@@", "")),
        ("android", "strings.xml", RESOURCES.replace("@@", ' "ab" ')),
        ("strings", "a.strings", '"a" = "";'),
        ("strings", "a.strings", PLIST.format("<string/>")),
        ("stringsdict", "a.stringsdict", PLURALS.format("<string/>")),
        ("xcstrings", "a.xcstrings", CATALOG.replace("@@", "")),
        ("resx", "a.resx", '<root><data name="a"><value/></data></root>'),
        ("resx", "a.resx", '<root><data name="a"><value>ab</value></data></root>'),
        ("json", "a.json", '{"a": ""}'),
        ("arb", "a.arb", '{"a": "ab"}'),
        ("yaml", "a.yml", 'a: ""'),
        ("yaml", "a.yml", "a: ab"),
        ("po", "a.po", PO.replace("@@", '""')),
        ("xliff", "a.xlf", XLIFF_1.format("<target/>")),
        ("xliff", "a.xlf", XLIFF_1.format("<target>\n  ab\n</target>")),
        ("xliff", "a.xlf", XLIFF_2.format("<target/>")),
        ("tmx", "a.tmx", TMX.format("<seg/>")),
        ("tmx", "a.tmx", TMX.format("<seg>\n  ab\n</seg>")),
        ("csv", "a.csv", "source,target\nHe,\n"),
        ("csv", "a.csv", "source,target\nHe,ab\n"),
        ("jsonl", "a.jsonl", '{"source": "He", "target": ""}'),
    ],
)
def test_a_format_that_can_write_every_text_refuses_none(form: str, name: str, content: str) -> None:
    file = File(form, name, content)
    for (number, value), new in itertools.product(file.texts(), TEXTS):
        fits = file.check(number, 0, len(value.text), new)
        assert fits or ("<" in content and any(char in new for char in NOT_XML)), repr(new)


def test_every_writable_format_has_files() -> None:
    assert set(FILES) == {name for name, row in format_table.rows().items() if row.writable}
