"""Fluent files: messages, attributes, terms, variants as texts with exact places, and the way back."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
import round_trip
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import dispatch, values
from mtqe.formats.programs import fluent

PATH = Path("de.ftl")
FILE = """\
### A file
## A group

# The product
# in all menus
-brand = Seemöwe
   .gender = f
hello = Hallo, { $name }!
# Not a note

long =
    Erste Zeile
      tiefer

    { $last } Zeile
    .title = Titel
    .label =
        Ein
        Etikett
ships = In { -brand } { $count ->
    [0] sind keine Schiffe
    [one] ist { $count } Schiff
   *[other]
        sind
        { NUMBER($count, type: "a}") } Schiffe
    } auf See
only =
    .accesskey = O
brace = { "{" } [x] .y
"""


def read(content: str) -> list[tuple[str, str, str]]:
    return round_trip.texts(list(fluent.units(content, PATH)))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file(newline: str) -> None:
    content = FILE.replace("\n", newline)
    assert read(content) == [
        ("-brand", "", "Seemöwe"),
        ("-brand.gender", "", "f"),
        ("hello", "", "Hallo, { $name }!"),
        ("long", "", "Erste Zeile\n  tiefer\n\n{ $last } Zeile"),
        ("long.title", "", "Titel"),
        ("long.label", "", "Ein\nEtikett"),
        ("ships", "0", "In { -brand } { $count ->[0] sind keine Schiffe} auf See"),
        ("ships", "one", "In { -brand } { $count ->[one] ist { $count } Schiff} auf See"),
        (
            "ships",
            "other",
            'In { -brand } { $count ->*[other]sind\n{ NUMBER($count, type: "a}") } Schiffe} auf See',
        ),
        ("only.accesskey", "", "O"),
        ("brace", "", '{ "{" } [x] .y'),
    ]
    notes = {unit.id: unit.meta.get("note") for unit in fluent.units(content, PATH)}
    assert notes["-brand"] == "The product\nin all menus"
    assert notes["hello"] is None
    assert notes["long"] is None


def test_the_selector_is_a_code() -> None:
    unit = next(unit for unit in fluent.units(FILE, PATH) if unit.form == "one")
    assert unit.source is not None
    text, codes = unit.source.text, unit.source.codes
    assert [(text[c.start : c.end], c.key, c.role, c.value) for c in codes] == [
        ("{ $count ->[one] ", "$count ->", "open", "$count"),
        ("}", "/$count ->", "close", ""),
    ]
    assert FILE[slice(*unit.source.range(text.index("ist"), text.index("ist") + 3))] == "ist"


def test_nested_selections_join_their_forms() -> None:
    content = """k = { $a ->
    [x] { $b ->
        [one] 1
       *[other] 2
    }
   *[y] 3
}
"""
    assert [(form, text) for _, form, text in read(content)] == [
        ("x.one", "{ $a ->[x] { $b ->[one] 1}}"),
        ("x.other", "{ $a ->[x] { $b ->*[other] 2}}"),
        ("y", "{ $a ->*[y] 3}"),
    ]


ONE_OF_TWO = """k = { $a ->
    [x] { $b ->
        [one] x 1
       *[other] x 2
    }
   *[y] { $b ->
        [one] y 1
       *[other] y 2
    }
}
"""


@pytest.mark.parametrize(
    ("translation", "pairs"),
    [
        (
            "k = { $b ->\n [one] { $a ->\n [x] a\n *[y] b\n }\n *[other] { $a ->\n [x] c\n *[y] d\n }\n }\n",
            {"one.x": "x 1", "one.y": "y 1", "other.x": "x 2", "other.y": "y 2"},
        ),
        ("k = { $b ->\n [one] a\n [few] b\n *[other] c\n }\n", {"one": "x 1", "few": "x 2", "other": "x 2"}),
        ("k = { $c ->\n [z] { $a ->\n [x] a\n *[y] b\n }\n *[w] c\n }\n", {"z.x": "x 2", "z.y": "y 2", "w": "x 2"}),
    ],
)
def test_other_choices_are_paired_by_the_branches_that_agree(translation: str, pairs: dict[str, str]) -> None:
    sides = [list(fluent.units(text, PATH)) for text in (ONE_OF_TWO, translation)]
    joined = [unit for unit in values.paired(*sides) if unit.target is not None]
    assert {unit.form: pairs[unit.form] in unit.source.text for unit in joined if unit.source} == dict.fromkeys(
        pairs, True
    )


def test_a_placeable_at_the_edge_continues_a_text() -> None:
    assert read("k = a\n{ $b }\n    c\nl = d")[:2] == [("k", "", "a\n{ $b }\n    c"), ("l", "", "d")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("hello", "line 1, column 1: this is not a message"),
        ("a = b\n\n  indented", None),
        ("a = b\n\n[x]", "line 3, column 1: this is not a message"),
        ("a = b }", "line 1, column 7: a brace } has no partner"),
        ("a = { $b", "line 1, column 5: a brace { is not closed"),
        ('a = { "b }', "a quote is not closed"),
        ("a =\n", "line 1, column 1: a has no text"),
        ("a = b\n    .c =\n", "the attribute c has no text"),
        ("a = { $b ->\n  [one] x\n}", "needs one default variant"),
        ("a = { $b ->\n  [one] x\n *[other] y", "a variant \\[key\\] or the brace } is missing"),
        ("a = { $b ->\n  [one]\n *[other] y\n}", "the variant one has no text"),
        ("#comment", "this is not a message"),
        ("a = " + "{ $b ->\n *[x] " * 5000, "more than 20 nested selections"),
    ],
)
def test_refusals_name_the_place(content: str, message: str | None) -> None:
    if message is None:
        assert read(content) == [("a", "", "b\n\nindented")]
        return
    with pytest.raises(InputError, match=message) as caught:
        list(fluent.units(content, PATH))
    assert "\n" not in str(caught.value)


def test_files_end_in_ftl() -> None:
    assert dispatch.keyed_reader([Path("en.ftl"), Path("de.ftl")]) is fluent


NEW = st.text(st.sampled_from('ab .[*}{=#-"\\ü\U0001f600\u00a0\n\t\r'), max_size=6) | st.text(
    st.characters(exclude_categories=("Cs",)), max_size=6
)


@settings(max_examples=400)
@given(NEW.filter(lambda text: "->" not in text), st.sampled_from(["\n", "\r\n"]), st.data())
def test_changed_texts_read_back(new: str, newline: str, data: st.DataObject) -> None:
    lines = ["a = x y", "   .b =", "      one line", "        deeper", "", "      last", "# n"]
    lines += ["c =", "    d zé", '    w "q"', "z = the end", ""]
    round_trip.check(fluent, newline.join(lines), PATH, new.replace("{", "").replace("}", ""), data)


@pytest.mark.parametrize(
    ("new", "written"), [("{ $new }", "{ $new }"), ("a\nb", "a\n    b"), ("[x", "[x"), ("it's", "it's")]
)
def test_texts_in_patterns(new: str, written: str) -> None:
    assert fluent.escape(new, "k = hello", 4) == written


@pytest.mark.parametrize("new", ["a }", "{ a", "b ", " b", "", "a\n.b = c", "a\n", "} {"])
def test_texts_that_a_pattern_cannot_hold_are_refused(new: str) -> None:
    with pytest.raises(InputError, match="cannot hold the new text"):
        fluent.escape(new, "k = hello", 4)


def test_a_changed_variant_keeps_the_others() -> None:
    (unit,) = [unit for unit in fluent.units(FILE, PATH) if unit.form == "one"]
    assert unit.source is not None
    at = unit.source.text.index("Schiff")
    first, last = unit.source.range(at, at + 6)
    changed = FILE[:first] + fluent.escape("Boot", FILE, first) + FILE[last:]
    assert changed == FILE.replace("{ $count } Schiff\n", "{ $count } Boot\n")


@pytest.mark.parametrize(
    "fill", ["a = b\n", "{", '{ "', "{ $a } ", "{ { ", " ", "\n", " \n", "#\n", "# a\n", "\n  a", "\n .a = b", "a = "]
)
@pytest.mark.parametrize("head", ["", "a = b"])
def test_long_files_take_linear_time(fill: str, head: str) -> None:
    start = time.process_time()
    with contextlib.suppress(InputError):
        list(fluent.units(head + fill * (100_000 // len(fill)), PATH))
    assert time.process_time() - start < 2
