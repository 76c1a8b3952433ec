"""YAML files of texts: all styles of scalars with exact places, no objects, no explosion, and the way back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import round_trip
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import dispatch, json_places
from mtqe.formats.programs import yaml_i18n, yaml_places
from mtqe.formats.values import Value

PATH = Path("de.yml")
RAILS = """\
# a comment
de:
  hello: Hallo %{name}   # a note
  "quoted": "Sch\\u00f6n \\"gut\\"\\n
    weiter"
  single: 'geht''s
    gut'
  files:
    one: Eine Datei
    other: '%{count} Dateien'
  list: [eins, 'zwei', 3, null, ~, yes]
  text: |
    Erste Zeile

      zweite: Zeile
  folded: >-
    gefaltet
    weiter

    neu
  base: &base
    a: A
    b: !!str 12
  copy:
    <<: *base
    c: C
  ref: *base
  number: 12
  date: 2024-01-01
  order:
    - :year
  off: false
  empty:
  hello: "Hallo"
"""


def read(content: str) -> list[tuple[str, str, str]]:
    return round_trip.texts(list(yaml_i18n.units(content, PATH)))


def test_a_file_of_rails() -> None:
    assert read(RAILS) == [
        ("quoted", "", 'Schön "gut"\n weiter'),
        ("single", "", "geht's gut"),
        ("files", "one", "Eine Datei"),
        ("files", "other", "%{count} Dateien"),
        ("list.0", "", "eins"),
        ("list.1", "", "zwei"),
        ("list.5", "", "yes"),
        ("text", "", "Erste Zeile\n\n  zweite: Zeile"),
        ("folded", "", "gefaltet weiter\nneu"),
        ("base.a", "", "A"),
        ("base.b", "", "12"),
        ("copy.c", "", "C"),
        ("hello", "", "Hallo"),
    ]


@pytest.mark.parametrize(
    ("content", "text", "raws"),
    [
        ("a: ! 'x''y'", "x'y", ["x", "''", "y"]),
        ("a: &q  plain text", "plain text", list("plain text")),
        ('a: "\\ud83d\\x41\\n"'.replace("\\ud83d", ""), "A\n", ["\\x41", "\\n"]),
        ('a: "x\\\n   y"', "xy", ["x", "y"]),
        ("a: x\n  y\n\n  z", "x y\nz", ["x", "\n  ", "y", "\n\n  ", "z"]),
        ("a: |2\n    x\n   y\n", "  x\n y", [" ", " ", "x", "\n  ", " ", "y"]),
        ("a: |\r\n  x\r\n  y\r\n", "x\ny", ["x", "\r\n  ", "y"]),
        ("a: >\n  x\n  y\n\n  z\n", "x y\nz", ["x", "\n  ", "y", "\n\n  ", "z"]),
        ("a: !x &y |\n  x\n", "x", ["x"]),
        ("a: &b:c d", ":c d", [":", "c", " ", "d"]),
        ("a: |+\n  x\n\n", "x", ["x"]),
        ("? a\n: x", "x", ["x"]),
    ],
)
def test_places_of_scalars(content: str, text: str, raws: list[str]) -> None:
    tree = yaml_places.parse(content.replace("!x ", ""), PATH)
    assert isinstance(tree, dict)
    value = tree["a"].value
    assert isinstance(value, Value)
    assert value.text == text
    found = [content.replace("!x ", "")[slice(*value.range(at, at + 1))] for at in range(len(text))]
    assert found == raws


@pytest.mark.parametrize(
    "content",
    ["a: !!python/object/apply:os.system ['x']", "a: !ruby/object:X {b: c}", "a: !!binary aGk=", "a: !secret x"],
)
def test_tags_make_no_objects(content: str) -> None:
    assert all(isinstance(text, str) for _, _, text in read(content))
    assert not [text for id, _, text in read(content) if id == "a"]


def test_aliases_cannot_explode() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60))]
    assert read("\n".join(lines)) == [("a0.0", "", "x"), ("a0.1", "", "x")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a\n- b", "no keys at its top"),
        ("just text", "no keys at its top"),
        ("# nothing", "no keys at its top"),
        ("a: b\n---\nc: d", "line 2: a second document"),
        ("a: 'b", "line 1: found unexpected end"),
        ("a:\n\tb: c", "line 2: found character that cannot start"),
        ("a: b\n[x, y]: z", "line 2: a key must be a word"),
        ("a: b\n*x : z", "line 2: a key must be a word"),
        ("a: b: c", "line 1: mapping values"),
        ("a: \x07", "line 1: control characters"),
        ("a: " + "[" * 200, "more than 100 nested mappings"),
        ("[" * 500_000, "nest|more than 100"),
        ("- " * 500_000, "nest|more than 100"),
    ],
)
def test_refusals_name_the_line(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(yaml_i18n.units(content, PATH))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ("pt-BR:\n  a: x", ["a"]),
        ("zh_CN:\n  a: x", ["a"]),
        ("app:\n  a: x", ["app.a"]),
        ("de: x", ["de"]),
        ("de:\n  a: x\nen:\n  a: y", ["de.a", "en.a"]),
    ],
)
def test_the_language_at_the_top_is_no_part_of_the_ids(content: str, ids: list[str]) -> None:
    assert [id for id, _, _ in read(content)] == ids


def test_files_end_in_yml_or_yaml() -> None:
    assert dispatch.keyed_reader([Path("en.yml"), Path("de.YAML")]) is yaml_i18n


LINES = st.text(st.sampled_from("ab :#-'\"\\ü\U0001f600\u00a0,[]{}&*!|>%@`?1\n\t\r\x85\u2028"), max_size=40)


@settings(max_examples=300)
@given(LINES, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans(), st.sampled_from([8, 80]), st.booleans())
def test_every_scalar_that_a_library_writes_has_its_places(
    text: str, style: str | None, allow_unicode: bool, width: int, crlf: bool
) -> None:
    content = yaml.dump({"k": {"a": text}}, default_style=style, allow_unicode=allow_unicode, width=width, indent=4)
    if crlf and "\r" not in text:
        content = content.replace("\n", "\r\n")
    tree = yaml_places.parse(content, PATH)
    assert isinstance(tree, dict)
    inner = tree["k"].value
    assert isinstance(inner, dict)
    value = inner["a"].value
    expected = yaml.load(content, Loader=yaml.CSafeLoader)["k"]["a"]
    if isinstance(value, Value):
        assert value.text in (expected, expected.rstrip("\n\u2028\u2029 "), expected.strip())
    else:
        assert not isinstance(expected, str) or expected[:1] in (":", "")


@given(st.lists(st.text(" \nab", max_size=8), max_size=6), st.sampled_from(["|", ">", "|+", ">-", "|2", ">2-"]))
def test_block_scalars_written_by_hand(lines: list[str], header: str) -> None:
    content = f"k: {header}\n" + "".join(f"  {line}\n" for part in lines for line in part.split("\n")) + "z: end\n"
    try:
        expected = yaml.load(content, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    tree = yaml_places.parse(content, PATH)
    assert isinstance(tree, dict)
    texts = {key: m.value.text for key, m in tree.items() if isinstance(m.value, Value)}
    assert texts == {key: text.rstrip("\n") if text.strip() else "" for key, text in expected.items()}


NEW = st.text(st.sampled_from("ab :#-'\"\\ü\U0001f600\u00a0,[]{}&*!%@`1\n\t\ufeff\x07"), max_size=6) | st.text(
    st.characters(exclude_categories=("Cs",)), max_size=6
)


@settings(max_examples=400)
@given(
    st.lists(st.text("ab :'\"\\ü\n", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=3),
    st.sampled_from([None, "'", '"', "|", ">"]),
    NEW.filter(lambda text: "{" not in text),
    st.sampled_from([10, 80]),
    st.data(),
)
def test_changed_texts_read_back(
    texts: list[str], style: str | None, new: str, width: int, data: st.DataObject
) -> None:
    tree = {"de": {"part": {f"k{n}": text for n, text in enumerate(texts)}, "z": "the end"}}
    content = yaml.dump(tree, default_style=style, allow_unicode=True, width=width, sort_keys=False)
    round_trip.check(yaml_i18n, content, PATH, new, data)


@pytest.mark.parametrize(
    ("content", "new", "written"),
    [
        ('a: "x"', 'é"\\\n', 'é\\"\\\\\\n'),
        ('a: "x"', " y ", "\\x20y\\x20"),
        ("a: 'x'", "it's", "it''s"),
        ("a: x", "it's, so", "it's, so"),
        ("a: |\n  x\n", "y\nz", "y\n  z"),
    ],
)
def test_escapes_by_style(content: str, new: str, written: str) -> None:
    assert yaml_i18n.escape(new, content, content.index("x")) == written


@pytest.mark.parametrize(
    ("content", "new"),
    [
        ("a: x", "b: c"),
        ("a: x", "- c"),
        ("a: x", "12"),
        ("a: x", "b\nc"),
        ("a: [x]", "b, c"),
        ("a: 'x'", "b\n"),
        ("a: '\n\n  x '", ""),
        ('a: "\n\n  x "', ""),
        ("a: 'x'", "\x07"),
        ("a: >\n  x", "b\nc"),
        ("a: |\n  x", " b"),
    ],
)
def test_texts_that_a_scalar_cannot_hold_are_refused(content: str, new: str) -> None:
    with pytest.raises(InputError, match="cannot hold the new text"):
        yaml_i18n.escape(new, content, content.index("x"))


@pytest.mark.parametrize("fill", ["a", " ", "\n\n ", "'' ", "ab cd\n ", "\\n", "\\\n "])
@pytest.mark.parametrize("sign", ["'", '"', "|", ">", ""])
def test_long_texts_take_linear_time(fill: str, sign: str) -> None:
    body = fill * (150_000 // len(fill))
    content = f"a: {sign}\n  x{body}\n" if sign in ("|", ">", "") else f"a: {sign}x{body}{sign}\n"
    start = time.process_time()
    try:
        yaml_places.parse(content, PATH)
    except InputError as error:
        assert "cannot be placed" not in str(error)
    assert time.process_time() - start < 1.5


def test_strings_of_json_are_the_same_in_yaml() -> None:
    content = '{"a": "x \\u00e9 \\/ \\t", "b": ["c"]}'
    places = []
    for tree in (json_places.parse(content, PATH), yaml_places.parse(content, PATH)):
        assert isinstance(tree, dict)
        value = tree["a"].value
        assert isinstance(value, Value)
        places.append((value.text, [value.range(at, at + 1) for at in range(len(value.text))]))
    assert places[0] == places[1]
