"""Inline codes, states and limits of XLIFF as translation tools write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import dispatch, files, values
from mtqe.formats.exchange import tmx, xliff
from mtqe.language.codes import SIDES
from mtqe.model import Segment

TOOLS = Path(__file__).parents[1] / "data" / "tools"
FILES = sorted(path for path in TOOLS.iterdir() if path.suffix in (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".tmx"))


def segments(name: str) -> dict[str, Segment]:
    return {segment.id: segment for segment in dispatch.read_pairs(TOOLS / name, None, ("en", "de")).segments}


def of(segment: Segment, side: str) -> list[tuple[str, str, str, str, str]]:
    """The codes of a side: text, key, role, kind, value."""
    return [
        (segment.text(code.side)[code.start : code.end], code.key, code.role, code.kind, code.value)
        for code in segment.codes
        if code.side == side
    ]


def test_files_of_all_tools_are_there() -> None:
    assert [path.name for path in FILES] == [
        "angular.xlf", "app.xliff", "memoq.mqxliff", "memory.tmx", "okapi.xlf", "trados.sdlxliff",
    ]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_codes_have_a_text_and_a_place(path: Path) -> None:
    content = files.content(path).text
    reader = tmx if path.suffix == ".tmx" else xliff
    found = list(reader.units(content, path, ("en", "de")))
    for unit in found:
        for value in filter(None, (unit.source, unit.target)):
            end = 0
            for code in value.codes:
                assert end <= code.start < code.end <= len(value.text)
                assert value.text[code.start : code.end].strip() and code.key
                assert (code.role == "close") == code.key.startswith("/")
                first, last = value.range(code.start, code.end)
                assert content[first] == "<" and content[last - 1] == ">"
                end = code.end
            for start in range(len(value.text)):
                first, last = value.range(start, start + 1)
                assert first < last
    assert [name for name, _ in values.named(found)] == [
        segment.id for segment in values.segments(found, content, content)
    ] or path.suffix == ".tmx"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_columns_lead_to_the_text(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").split("\n")
    for segment in dispatch.read_pairs(path, None, ("en", "de")).segments:
        for side in SIDES:
            if segment.text(side):
                row = rows[segment.meta[f"{side}_line"] - 1][segment.meta[f"{side}_column"] - 1 :]
                assert row[0] == "<" or row[:2] == segment.text(side)[:2]


def test_sdlxliff() -> None:
    read = segments("trados.sdlxliff")
    assert list(read) == ["t1/1", "t1/2", "t2/3"], "structure and locked texts are no segments"
    assert of(read["t1/1"], "target") == [
        ('<cf bold="True">', "g 3", "open", "format", ""),
        ("</cf>", "/g 3", "close", "format", ""),
    ]
    assert of(read["t1/2"], "source") == [
        ('<field code="PAGE"/>', "x 9", "alone", "variable", ""),
        ("<br/>", "x 7", "alone", "break", ""),
        ('<hyperlink href="https://pump.example/en">', "g 4", "open", "link", "https://pump.example/en"),
        ("</hyperlink>", "/g 4", "close", "link", ""),
        ("XR-7 Pro", "literal XR-7 Pro", "alone", "literal", "XR-7 Pro"),
    ]
    facts = [{key: s.meta.get(key) for key in ("state", "unfinished", "locked", "origin")} for s in read.values()]
    assert facts == [
        {"state": "Translated", "unfinished": None, "locked": None, "origin": "tm"},
        {"state": "Draft", "unfinished": True, "locked": True, "origin": "mt"},
        {"state": None, "unfinished": None, "locked": None, "origin": None},
    ]


def test_mqxliff() -> None:
    read = segments("memoq.mqxliff")
    assert list(read) == ["1", "2", "2/sub1", "2/sub2", "3"]
    assert of(read["1"], "source") == [
        ("{}", "bpt 1", "open", "format", ""),
        ("{}", "/bpt 1", "close", "format", ""),
        ("<br/>", "ph 2", "alone", "break", ""),
    ]
    assert read["1"].target == "{}Datei{}  öffnen"
    assert [(read[f"2/sub{n}"].source, read[f"2/sub{n}"].target) for n in (1, 2)] == [
        ("A pump", "Eine Pumpe"),
        ("Pump 7", "Pumpe 7"),
    ]
    assert of(read["2"], "source")[1] == ("{count}", "ph 2", "alone", "variable", "count")
    assert of(read["3"], "source") == [("<i>", "it 1", "open", "format", "")]
    facts = [(s.meta.get("state"), s.meta.get("unfinished"), s.meta.get("max_length")) for s in read.values()]
    assert facts[:2] == [("ManuallyConfirmed", None, 40), ("PartiallyEdited", True, None)]
    assert facts[4] == ("NotStarted", None, None), "there is no translation that could be unfinished"
    assert read["2"].meta["locked"] is True


def test_okapi() -> None:
    read = segments("okapi.xlf")
    first = read["tu1"]
    assert first.source == 'Read <a href="https://pump.example/en/">the manual</a>, %s!'
    assert of(first, "target") == [
        ('<a href="https://pump.example/fr/">', "bpt 1", "open", "link", "https://pump.example/fr/"),
        ("</a>", "/bpt 1", "close", "link", ""),
        ("%s", "ph 2", "alone", "variable", ""),
    ]
    assert {key: first.meta[key] for key in ("state", "unfinished", "note", "context", "max_length")} == {
        "state": "needs-translation",
        "unfinished": True,
        "note": "Top of the page\nShort",
        "context": "intro",
        "max_length": 30,
    }
    assert of(read["tu2"], "target") == [("XR-7", "literal XR-7", "alone", "literal", "XR-7")]
    assert "max_length" not in read["tu2"].meta, "without a unit the width is in pixels"
    assert [code[1:3] for code in of(read["tu3"], "source")] == [("bx 9", "open"), ("/bx 9", "close")]
    assert (read["tu3"].meta["state"], "unfinished" in read["tu3"].meta) == ("approved", False)


def test_angular() -> None:
    (segment,) = segments("angular.xlf").values()
    assert of(segment, "source") == [
        ("<b>", "x START_BOLD_TEXT", "open", "format", ""),
        ("{{ count }}", "x INTERPOLATION", "alone", "variable", "count"),
        ("{count, plural, =1 {...}}", "x ICU", "alone", "variable", "count"),
        ("</b>", "/x START_BOLD_TEXT", "close", "format", ""),
        ("<br/>", "x LINE_BREAK", "alone", "break", ""),
    ]
    assert segment.target == "Sie haben <b></b> Mehr"


def angular(source: str, target: str) -> str:
    tags = {
        "[1]": '<x id="START_LINK" ctype="x-a" equiv-text="&lt;a href=&quot;/one&quot;&gt;"/>',
        "[2]": '<x id="START_LINK_1" ctype="x-a" equiv-text="&lt;a href=&quot;/two&quot;&gt;"/>',
        "[/]": '<x id="CLOSE_LINK" ctype="x-a" equiv-text="&lt;/a&gt;"/>',
        "[d]": '<x id="START_DATE" equiv-text="{{ start }}"/>',
    }
    for short, tag in tags.items():
        source, target = source.replace(short, tag), target.replace(short, tag)
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file source-language="en" target-language="de" datatype="plaintext" original="ng2.template"><body>'
        f'<trans-unit id="1" datatype="html"><source>{source}</source><target>{target}</target></trans-unit>'
        "</body></file></xliff>"
    )


@pytest.mark.parametrize(
    ("target", "codes"),
    [
        (
            "Ab [d]: [2]zwei[/], [1]eins[/]",
            [
                *("x START_DATE alone", "x START_LINK_1 open", "/x START_LINK_1 close"),
                *("x START_LINK open", "/x START_LINK close"),
            ],
        ),
        (
            "[1][2]zwei[/][/]",
            ["x START_LINK open", "x START_LINK_1 open", "/x START_LINK_1 close", "/x START_LINK close"],
        ),
        ("[/]eins[1]", ["/x START_LINK close", "x START_LINK open"]),
        ("eins[/]", ["x CLOSE_LINK alone"]),
    ],
)
def test_pairs_of_angular(target: str, codes: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(angular("From [d]: [1]one[/], [2]two[/]", target), encoding="utf-8")
    (segment,) = dispatch.read_pairs(path, None, ("en", "de")).segments
    assert [f"{key} {role}" for _, key, role, _, _ in of(segment, "target")] == codes


def test_version_2() -> None:
    read = segments("app.xliff")
    assert list(read) == ["u1", "u3/s1", "u3/s2", "u4"]
    first = read["u1"]
    assert of(first, "source") == [
        ("<b>", "code 1", "open", "format", ""),
        ("{name}", "ph 2", "alone", "variable", "name"),
        ("</b>", "/code 1", "close", "format", ""),
        ('<ph id="3" type="fmt" subType="xlf:lb" equiv=""/>', "ph 3", "alone", "break", ""),
        ("Line\x1f", "ph 4", "alone", "other", ""),
    ]
    assert [code[:3] for code in of(first, "target")] == [
        ("{name}", "ph 2", "alone"),
        ("<b>", "code 1", "open"),
        ("</b>", "/code 1", "close"),
        ("{name}", "ph 2", "alone"),
    ]
    assert [code.fixed for code in first.codes] == [False, True, False, False, False, True, False, False, False]
    assert {key: first.meta[key] for key in ("state", "note", "context", "max_length")} == {
        "state": "translated/my:checked",
        "note": "Greeting\nBe short",
        "context": "home.title",
        "max_length": 24,
    }
    second = read["u3/s1"]
    assert of(second, "source") == [
        ("XR-7", "literal XR-7", "alone", "literal", "XR-7"),
        ("a b", "literal a b", "alone", "literal", "a b"),
    ]
    assert second.source == "The XR-7 pump is a b & c." and second.target == "Die XR-7-Pumpe ist a b."
    assert second.meta["unfinished"] is True and "max_length" not in second.meta, "it holds for both segments"
    assert of(read["u3/s2"], "source") == [("logo", "ph 7", "alone", "image", "")]


def read(text: str, folder: Path) -> list[Segment]:
    path = folder / "x.xlf"
    path.write_text(text, encoding="utf-8")
    return list(dispatch.read_pairs(path).segments)


def version_1(units: str) -> str:
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
        f'target-language="de"><body>{units}</body></file></xliff>'
    )


def version_2(units: str, before: str = "") -> str:
    return (
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="de" '
        f'xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0"><file id="a">{before}{units}</file></xliff>'
    )


def test_a_target_that_is_not_split_is_a_whole_translation(tmp_path: Path) -> None:
    unit = (
        '<trans-unit id="1"><source>One. Two.</source><seg-source><mrk mtype="seg" mid="0">One.</mrk> '
        '<mrk mtype="seg" mid="1">Two.</mrk></seg-source><target>{}</target></trans-unit>'
    )
    (segment,) = read(version_1(unit.format("Eins. Zwei.")), tmp_path)
    assert (segment.id, segment.source, segment.target) == ("1", "One. Two.", "Eins. Zwei.")
    more = '<mrk mtype="seg" mid="1">Zwei.</mrk><mrk mtype="seg" mid="7">Drei.</mrk>'
    assert [(s.id, s.source, s.target) for s in read(version_1(unit.format(more)), tmp_path)] == [
        ("1/0", "One.", ""),
        ("1/1", "Two.", "Zwei."),
        ("1/7", "", "Drei."),
    ]


def test_the_innermost_mark_decides_what_is_translated(tmp_path: Path) -> None:
    units = (
        '<group translate="no"><trans-unit id="1"><source>a</source></trans-unit>'
        '<trans-unit id="2" translate="yes"><source>b</source></trans-unit></group>'
        '<trans-unit id="3" translate="no"><source>c</source></trans-unit>'
    )
    assert [segment.id for segment in read(version_1(units), tmp_path)] == ["2"]


def test_codes_in_codes_and_texts_in_them(tmp_path: Path) -> None:
    ph = '<ph id="{}">&lt;a title="<sub>{} <ph id="8">&lt;b t="<sub>{}</sub>"&gt;</ph></sub>"&gt;</ph>'
    source = ph.format(1, "One", "in") + ph.format(2, "Two", "x")
    target = ph.format(2, "Zwei", "y") + ph.format(1, "Eins", "drin")
    unit = (
        f'<trans-unit id="1" maxwidth="9" size-unit="char"><source>{source}</source><target>{target}</target>'
        "</trans-unit>"
    )
    found = read(version_1(unit), tmp_path)
    assert [(s.id, s.source, s.target) for s in found[1:]] == [
        ("1/sub1", 'One <b t="in">', 'Eins <b t="drin">'),
        ("1/sub2", 'Two <b t="x">', 'Zwei <b t="y">'),
        ("1/sub1/sub1", "in", "drin"),
        ("1/sub2/sub1", "x", "y"),
    ]
    assert found[0].source == '<a title="One <b t="in">"><a title="Two <b t="x">">'
    assert ["max_length" in s.meta for s in found] == [True, False, False, False, False]


def test_codes_without_an_id_are_known_by_their_content(tmp_path: Path) -> None:
    unit = '<trans-unit id="1"><source><ph>%s</ph><x/><new:e xmlns:new="urn:n">t</new:e></source></trans-unit>'
    (segment,) = read(version_1(unit), tmp_path)
    assert [code[:3] for code in of(segment, "source")] == [
        ("%s", "ph %s", "alone"),
        ("<x/>", "x", "alone"),
        ('<new:e xmlns:new="urn:n">', "e", "open"),
        ("</new:e>", "/e", "close"),
    ]


@pytest.mark.parametrize(
    ("attributes", "profile", "length"),
    [
        ('slr:sizeRestriction="7"', "xliff:codepoints", 7),
        ('slr:sizeRestriction="1,7"', "xliff:codepoints", 7),
        ('slr:sizeRestriction="3,*"', "xliff:codepoints", None),
        ('slr:storageRestriction="7"', "xliff:codepoints", None),
        ('slr:sizeRestriction="7"', "my:pixels", None),
        ('slr:sizeRestriction="' + "9" * 5000 + '"', "xliff:codepoints", None),
    ],
)
def test_limits_of_version_2(tmp_path: Path, attributes: str, profile: str, length: int | None) -> None:
    unit = f'<unit id="1" {attributes}><segment><source>a</source></segment></unit>'
    (segment,) = read(version_2(unit, f'<slr:profiles generalProfile="{profile}"/>'), tmp_path)
    assert segment.meta.get("max_length") == length


@pytest.mark.parametrize(
    ("target", "unfinished"),
    [
        ('<target state="new">a</target>', True),
        ('<target state="needs-review-l10n">a</target>', True),
        ('<target state="needs-translation"> </target>', False),
        ('<target state="x-needs-love">a</target>', False),
        ('<target state="signed-off">a</target>', False),
        ("<target>a</target>", False),
    ],
)
def test_states_of_version_1(tmp_path: Path, target: str, unfinished: bool) -> None:
    (segment,) = read(version_1(f'<trans-unit id="1"><source>a</source>{target}</trans-unit>'), tmp_path)
    assert segment.meta.get("unfinished", False) is unfinished


def test_protected_text_without_an_end_and_wrong_characters(tmp_path: Path) -> None:
    source = 'a <sm id="1" translate="no"/>b <ph id="2"/>c<cp hex="41"/><em startRef="9"/>'
    target = '<cp hex="D800"/>d<cp hex="x"/>'
    unit = f'<unit id="1"><segment><source>{source}</source><target>{target}</target></segment></unit>'
    (segment,) = read(version_2(unit), tmp_path)
    assert (segment.source, segment.target) == ("a b cA", target)
    assert of(segment, "source") == [("b cA", "literal b cA", "alone", "literal", "b cA")]


def test_codes_that_are_nested_too_deep(tmp_path: Path) -> None:
    codes = "<g>" * 300 + "</g>" * 300
    deep = version_1(f'<trans-unit id="1"><source>{codes}</source></trans-unit>')
    with pytest.raises(InputError, match="line 1: more than 256 nested elements"):
        read(deep, tmp_path)


def test_a_small_file_cannot_become_a_large_report(tmp_path: Path) -> None:
    long = "x" * 100_000
    codes = '<ph id="1" dataRef="d"/>' * 50
    unit = (
        f'<unit id="{long}" name="{long}"><notes><note>{long}</note></notes><originalData><data id="d">{long}</data>'
        f"</originalData>{f'<segment><source>{codes}</source></segment>' * 20}</unit>"
    )
    found = read(version_2(unit).replace('<file id="a">', f'<file id="{long}">'), tmp_path)
    assert len(found) == 20 and sum(len(repr(segment)) for segment in found) < 400_000
    tags = f'<tag id="1"><ph name="{long}">{long}</ph></tag>'
    header = f'<header><tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0">{tags}</tag-defs></header>'
    locked = f'<trans-unit id="L" translate="no"><source>{long}</source></trans-unit>'
    codes = '<x id="1"/><x id="2" xid="L"/>' * 50
    unit = f'<trans-unit id="1"><source>{codes}</source></trans-unit>'
    (segment,) = read(version_1(locked + unit).replace("<body>", f"{header}<body>"), tmp_path)
    assert len(repr(segment)) < 50_000


def test_texts_in_codes_in_texts_end_at_some_depth(tmp_path: Path) -> None:
    source = "a"
    for _ in range(20):
        source = f"b<ph>c<sub>{source}</sub></ph>"
    found = read(version_1(f'<trans-unit id="1"><source>{source}</source></trans-unit>'), tmp_path)
    assert [segment.source.count("b") for segment in found] == [20, 19, 18, 17, 16, 15, 14, 13, 12]


def test_a_piece_inside_a_piece_is_a_part_of_it(tmp_path: Path) -> None:
    split = '<mrk mtype="seg" mid="1">a<mrk mtype="seg" mid="2">b</mrk></mrk>'
    unit = f'<trans-unit id="1"><source>ab</source><seg-source>{split}</seg-source></trans-unit>'
    assert [(s.id, s.source) for s in read(version_1(unit), tmp_path)] == [("1/1", "ab")]


def test_pieces_with_one_id_pair_in_order(tmp_path: Path) -> None:
    split = '<mrk mtype="seg" mid="1">{}</mrk> <mrk mtype="seg" mid="1">{}</mrk>'
    unit = (
        f'<trans-unit id="u"><source>One. Two.</source><seg-source>{split.format("One.", "Two.")}</seg-source>'
        f"<target>{split.format('Eins.', 'Zwei.')}</target></trans-unit>"
    )
    assert [(s.id, s.source, s.target) for s in read(version_1(unit), tmp_path)] == [
        ("u/1", "One.", "Eins."),
        ("u/1#2", "Two.", "Zwei."),
    ]


def test_a_tag_of_memoq_is_shown_as_memoq_displays_it(tmp_path: Path) -> None:
    tag = '&lt;mq:rxt displaytext="NAME" val="{count}" /&gt;'
    names = "{count}", "&amp;lt;b&amp;gt;"
    texts = [f"You have <ph id='1'>{tag.replace('NAME', name)}</ph> ships" for name in names]
    units = "".join(f"<trans-unit id='{n}'><source>{text}</source></trans-unit>" for n, text in enumerate(texts))
    path = tmp_path / "a.mqxliff"
    path.write_text(
        "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'><file original='a' source-language='en' "
        f"target-language='de' datatype='x'><body>{units}</body></file></xliff>",
        encoding="utf-8",
    )
    found = dispatch.read_pairs(path, None, ("en", "de")).segments
    assert [segment.source for segment in found] == ["You have {count} ships", "You have <b> ships"]
    assert [of(segment, "source") for segment in found] == [
        [("{count}", "ph 1", "alone", "variable", "count")],
        [("<b>", "ph 1", "alone", "format", "")],
    ]
