"""JSON and ARB files of texts: keys, plural forms, notes, ICU branches, and the way back into the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import round_trip
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import dispatch, values
from mtqe.formats.programs import arb, choices, json_i18n, keyed
from mtqe.formats.values import Piece, Unit, Value
from mtqe.model import Segment

PATH = Path("en.json")
Read = list[tuple[str, str, str]]


def read(document: Any, reader: Any = json_i18n) -> Read:
    return round_trip.texts(list(reader.units(json.dumps(document), PATH)))


def test_nested_keys_lists_and_values_that_are_no_texts() -> None:
    document = {"$schema": "https://x", "a": {"b": "B", "n": 1, "c": {"d": ["x", None, "y"]}}, "e.f": "E", "": "-"}
    assert read(document) == [
        ("a.b", "", "B"),
        ("a.c.d.0", "", "x"),
        ("a.c.d.2", "", "y"),
        ("e.f", "", "E"),
        ("", "", "-"),
    ]


def test_the_language_at_the_top_is_no_part_of_the_ids() -> None:
    assert read({"pt-BR": {"a": "x"}}) == read({"en": {"a": "x"}}) == [("a", "", "x")]
    assert read({"de": "x"}) == [("de", "", "x")]


def test_plural_forms_of_i18next_and_cldr() -> None:
    document = {
        "item_one": "a",
        "item_other": "b",
        "friend_male_one": "c",
        "friend_male_other": "d",
        "place_ordinal_two": "e",
        "place_ordinal_other": "f",
        "old": "g",
        "old_plural": "h",
        "step_one": "i",
        "only_plural": "j",
        "n": {"one": "k", "many": "l", "other": "m"},
        "digits": {"one": "1", "two": "2"},
    }
    assert read(document) == [
        ("item", "one", "a"),
        ("item", "other", "b"),
        ("friend_male", "one", "c"),
        ("friend_male", "other", "d"),
        ("place", "ordinal.two", "e"),
        ("place", "ordinal.other", "f"),
        ("old", "one", "g"),
        ("old", "other", "h"),
        ("step_one", "", "i"),
        ("only_plural", "", "j"),
        ("n", "one", "k"),
        ("n", "many", "l"),
        ("n", "other", "m"),
        ("digits.one", "", "1"),
        ("digits.two", "", "2"),
    ]


def test_browser_extensions_have_notes_and_placeholders() -> None:
    document = {
        "hi": {"message": "Hi $USER$, $$5", "description": "a greeting", "placeholders": {"user": {"content": "$1"}}},
        "by": {"message": "Bye"},
    }
    first, second = json_i18n.units(json.dumps(document), PATH)
    assert (first.id, first.meta, second.id, second.meta) == ("hi", {"note": "a greeting"}, "by", {})
    assert first.source is not None
    (code,) = first.source.codes
    assert (first.source.text[code.start : code.end], code.key, code.kind) == ("$USER$", "$user$", "variable")
    assert read({"hi": {"message": "Hi"}, "by": "Bye"}) == [("hi.message", "", "Hi"), ("by", "", "Bye")]


def test_entries_of_other_tools() -> None:
    entries = {"k": {"defaultMessage": "{n, plural, other {#}}", "description": "d"}}
    assert read(entries) == [("k", "other", "{n, plural, other {#}}")]
    structured = {"k": {"string": "S", "context": "menu", "developer_comment": "d", "character_limit": 12}}
    (unit,) = json_i18n.units(json.dumps(structured), PATH)
    assert (unit.id, unit.meta) == ("k", {"note": "d", "context": "menu", "max_length": 12})


def test_arb_has_facts_beside_its_texts() -> None:
    document = {
        "@@locale": "en",
        "ships": "{n, plural, =0 {none} other {# ships}}",
        "@ships": {"description": "a number", "context": "Harbour", "placeholders": {"n": {"type": "int"}}},
        "@lost": {"description": "x"},
        "item_one": "It's one",
    }
    units = list(arb.units(json.dumps(document), Path("app_en.arb")))
    assert round_trip.texts(units) == [
        ("ships", "=0", "{n, plural, =0 {none}}"),
        ("ships", "other", "{n, plural, other {# ships}}"),
        ("item_one", "", "It's one"),
    ]
    assert units[0].meta == {"note": "a number", "context": "Harbour"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('["a"]', "no keys at its top"),
        ('"a"', "no keys at its top"),
        ('{"schema": "mtqe.report/1", "run": {}}', "a file of mtqe itself"),
        ('{"a": }', "line 1, column 7"),
    ],
)
def test_other_json_is_refused(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(json_i18n.units(content, PATH))


# --- ICU --------------------------------------------------------------------------------------------------------------


def icu(text: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    found = choices.icu_texts(Value((Piece(text, 0, len(text)),), 0))
    return [(form, v.text, [(v.text[c.start : c.end], c.key) for c in v.codes]) for form, v in found]


def test_each_branch_is_a_text_with_codes() -> None:
    assert icu("In all {count, plural, offset:1 one {# ship} other {# ships}} at sea") == [
        (
            "one",
            "In all {count, plural, offset:1 one {# ship}} at sea",
            [("{count, plural, offset:1 one {", "count, plural"), ("}}", "/count, plural")],
        ),
        (
            "other",
            "In all {count, plural, offset:1 other {# ships}} at sea",
            [("{count, plural, offset:1 other {", "count, plural"), ("}}", "/count, plural")],
        ),
    ]


def test_nested_branches_join_their_forms() -> None:
    text = "{g, select, f {She has {n, plural, one {a} other {#}}} other {They}} and {m, selectordinal, other {#th}}"
    assert [(form, text) for form, text, _ in icu(text)] == [
        ("f.one.other", "{g, select, f {She has {n, plural, one {a}}}} and {m, selectordinal, other {#th}}"),
        ("f.other.other", "{g, select, f {She has {n, plural, other {#}}}} and {m, selectordinal, other {#th}}"),
        ("other.other", "{g, select, other {They}} and {m, selectordinal, other {#th}}"),
    ]


def test_too_many_combinations_are_read_branch_by_branch() -> None:
    text = "x {a, select, k {1} l {2} m {3} other {4}} y {a, select, k {5} l {6} m {7} other {8}}"
    assert len(icu(text)) == 16
    many = icu(text + " {b, plural, =0 {9} one {10} other {0}} z")
    assert [(form, text) for form, text, _ in many] == [
        *(
            (f"a.{form}", f"{{a, select, {form} {{{n}}}}}")
            for form, n in zip(("k", "l", "m", "other"), "1234", strict=True)
        ),
        *(
            (f"a#2.{form}", f"{{a, select, {form} {{{n}}}}}")
            for form, n in zip(("k", "l", "m", "other"), "5678", strict=True)
        ),
        ("b.=0", "{b, plural, =0 {9}}"),
        ("b.one", "{b, plural, one {10}}"),
        ("b.other", "{b, plural, other {0}}"),
        ("", "x {a, select, } y {a, select, } {b, plural, } z"),
    ]


def plurals(*names: str, forms: str) -> str:
    """A text with choices by number."""
    return " ".join(
        f"{{{name}, plural, {' '.join(f'{form} {{# {name}}}' for form in forms.split())}}}" for name in names
    )


@pytest.mark.parametrize(("names", "texts"), [("ab", 36), ("abc", 19)])
def test_a_language_of_more_forms_is_cut_in_the_same_way(names: str, texts: int, tmp_path: Path) -> None:
    source = {"s": plurals(*names, forms="one other")}
    segments = pairs(tmp_path, source, {"s": plurals(*names, forms="zero one two few many other")})
    assert len(segments) == texts
    for segment in segments:
        left, right = (
            [(code.key, code.role) for code in segment.codes if code.side == side] for side in ("source", "target")
        )
        assert left == right


@pytest.mark.parametrize(
    "text",
    [
        "it's {name}'s {ship}",
        "{n, plural, one {#} other {#}",
        "{n, plural, one {#} other {#}}}",
        "{n, plural, one {#} other #}",
        "{d, date, long}",
        "plural, select",
    ],
)
def test_texts_without_branches_and_broken_ones_stay_whole(text: str) -> None:
    assert icu(text) == [("", text, [])]


def test_deep_messages_end() -> None:
    deep = "{a,plural,other{" * 3000 + "}}" * 3000
    assert len(icu(deep)) < choices.DEEPEST


# --- pairs ------------------------------------------------------------------------------------------------------------


def pairs(tmp_path: Path, source: Any, translation: Any) -> list[Segment]:
    paths = [tmp_path / "en.json", tmp_path / "de.json"]
    for path, document in zip(paths, (source, translation), strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    reader = dispatch.keyed_reader(paths)
    assert reader is json_i18n
    return list(keyed.pair(*paths, (), reader).segments)


def test_branches_pair_and_keep_their_argument(tmp_path: Path) -> None:
    source = {"s": "{n, plural, one {# ship} other {# ships}}"}
    few = {"s": "{liczba, plural, one {# statek} few {# statki} many {# statków} other {# statku}}"}
    segments = pairs(tmp_path, source, few)
    assert [(segment.id, segment.source) for segment in segments] == [
        ("s[one]", "{n, plural, one {# ship}}"),
        ("s[few]", "{n, plural, other {# ships}}"),
        ("s[many]", "{n, plural, other {# ships}}"),
        ("s[other]", "{n, plural, other {# ships}}"),
    ]
    assert [(code.side, code.key) for code in segments[0].codes] == [
        ("source", "n, plural"),
        ("source", "/n, plural"),
        ("target", "liczba, plural"),
        ("target", "/liczba, plural"),
    ]


def test_a_lost_branch_of_a_select_is_a_segment_without_translation(tmp_path: Path) -> None:
    source = {"s": "{g, select, f {She has {n, plural, one {a} other {#}}} other {They}}"}
    segments = pairs(tmp_path, source, {"s": "{g, select, f {Sie hat {n, plural, other {#}}}}"})
    assert [(segment.id, segment.target) for segment in segments] == [
        ("s[f.other]", "{g, select, f {Sie hat {n, plural, other {#}}}}"),
        ("s[other]", ""),
    ]


def test_ordinal_forms_pair_with_ordinal_forms() -> None:
    def unit(text: str, form: str) -> Unit:
        return Unit("n", Value((Piece(text, 0, len(text)),), 0), form=form)

    source = [unit("a", "one"), unit("b", "other"), unit("c", "ordinal.one"), unit("d", "ordinal.other")]
    joined = values.paired(source, [unit("x", "many"), unit("y", "ordinal.few")])
    assert [(u.form, u.source and u.source.text, u.target and u.target.text) for u in joined] == [
        ("many", "b", "x"),
        ("ordinal.few", "d", "y"),
    ]


# --- the way back -----------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
PLAIN = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="{}$"), min_size=1)


@given(
    st.dictionaries(st.sampled_from("abc"), TEXTS | st.lists(TEXTS) | st.dictionaries(st.sampled_from("xyz"), TEXTS)),
    TEXTS.filter(lambda text: "{" not in text),
    st.booleans(),
    st.data(),
)
def test_changed_texts_read_back(document: Any, new: str, ascii_only: bool, data: st.DataObject) -> None:
    content = json.dumps(document | {"last": "an end"}, ensure_ascii=ascii_only, indent=1)
    assert round_trip.check(json_i18n, content, PATH, new, data)


@given(PLAIN.filter(lambda text: "'" not in text and "#" not in text), st.data())
def test_changed_branches_read_back(new: str, data: st.DataObject) -> None:
    message = "Sea: {n, plural, one {a \U0001f6a2 and {g, select, f {her} other {their}} crew} other {# \u00fc}} end"
    content = json.dumps({"k": message, "z": "an end"})
    units = list(json_i18n.units(content, PATH))
    number = data.draw(st.integers(0, len(units) - 1))
    value = units[number].source
    assert value is not None
    inside = [at for at in range(len(value.text)) if not any(c.start <= at < c.end for c in value.codes)]
    start = data.draw(st.sampled_from(inside))
    first, last = value.range(start, start + 1)
    changed = content[:first] + json_i18n.escape(new, content, first) + content[last:]
    again = list(json_i18n.units(changed, PATH))[number].source
    assert again is not None
    assert again.text == value.text[:start] + new + value.text[start + 1 :]
