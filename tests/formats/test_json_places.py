"""JSON with places: the same values as the standard library, each character at its place, and nothing else accepted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import json_places
from mtqe.formats.json_places import Json, Member
from mtqe.formats.values import Value

PATH = Path("de.json")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def plain(node: Json) -> Any:
    """The value without places."""
    match node:
        case dict():
            return {name: plain(member.value) for name, member in node.items()}
        case list():
            return [plain(item) for item in node]
        case Value():
            return node.text
    return node


def strings(node: Json) -> list[Value]:
    """All strings, keys too."""
    match node:
        case dict():
            return [text for member in node.values() for text in (member.key, *strings(member.value))]
        case list():
            return [text for item in node for text in strings(item)]
        case Value():
            return [node]
    return []


@hypothesis.given(DOCUMENTS, st.booleans(), st.sampled_from([None, 0, "\t"]))
def test_reads_what_the_standard_library_writes(document: Any, ascii_only: bool, indent: int | str | None) -> None:
    content = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    node = json_places.parse(content, PATH)
    assert plain(node) == json.loads(content, parse_int=float)
    for value in strings(node):
        for at, char in enumerate(value.text):
            start, end = value.range(at, at + 1)
            assert json.loads(f'"{content[start:end]}"') == char
        assert json.loads(f'"{content[slice(*value.range(0, len(value.text)))]}"') == value.text


@hypothesis.given(st.text('{}[]":,\\u0dD8abfn1-+.eE \n\x00é', max_size=12))
@hypothesis.example("[1e5, -0.5]")
@hypothesis.example("01")
@hypothesis.example('"\\ud83d\\ude00"')
def test_accepts_what_the_standard_library_accepts(content: str) -> None:
    def refuse(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        expected = json.loads(content, parse_int=float, object_pairs_hook=refuse)
    except ValueError:
        with pytest.raises(InputError):
            json_places.parse(content, PATH)
    else:
        if re.search("[\ud800-\udfff]", json.dumps(expected, ensure_ascii=False)):
            with pytest.raises(InputError, match="surrogate"):
                json_places.parse(content, PATH)
        else:
            assert plain(json_places.parse(content, PATH)) == expected


@hypothesis.given(DOCUMENTS, TEXTS, st.booleans(), st.data())
def test_a_changed_string_leaves_every_other_byte(document: Any, text: str, ascii_only: bool, data: Any) -> None:
    content = json.dumps({"first": document, "last": "an end"}, ensure_ascii=ascii_only)
    value = strings(json_places.parse(content, PATH))[-1]
    start = data.draw(st.integers(0, len(value.text)))
    end = data.draw(st.integers(start, len(value.text)))
    first, last = value.range(start, end)
    changed = content[:first] + json_places.escape(text, content) + content[last:]
    root = json_places.parse(changed, PATH)
    assert plain(root) == plain(json_places.parse(content, PATH)) | {
        "last": value.text[:start] + text + value.text[end:]
    }
    assert changed.isascii() or not ascii_only or "\\u" not in content


def test_places_of_escapes_keys_and_empty_strings() -> None:
    content = '{"k\\u00e9y": "a\\ud83d\\ude00b", "": ""}'
    root = json_places.parse(content, PATH)
    assert isinstance(root, dict)
    member = root["kéy"]
    assert isinstance(member, Member)
    assert isinstance(member.value, Value)
    assert content[slice(*member.key.range(1, 2))] == "\\u00e9"
    assert content[slice(*member.value.range(1, 2))] == "\\ud83d\\ude00"
    empty = root[""].value
    assert isinstance(empty, Value)
    assert (empty.text, empty.at) == ("", len(content) - 2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1, column 1: a value is missing"),
        ("{\n 'a': 1}", "line 2, column 2: a key in double quotes"),
        ('{"a" 1}', "column 6: a colon"),
        ('{"a": 1\n "b": 2}', "line 2, column 2: a comma or }"),
        ('{"a": [1 2]}', "a comma or ]"),
        ('{"a": 1,}', "a key in double quotes"),
        ("[1,]", "a value is missing"),
        ("[] x", "column 4: the text goes on after its end"),
        ('["\U0001f600", nan]', "column 8: this is not a JSON value"),
        ('["a\tb"]', "control character, U+0009"),
        ('["a', "column 2: the string that begins here does not end"),
        ('["\\x"]', "escape sequence"),
        ('["\\ud83d"]', "half of a surrogate pair"),
        ('["\\ud83d\\u0041"]', "half of a surrogate pair"),
        ('["\\ude00\\ud83d"]', "half of a surrogate pair"),
        ('{"a": 1,\n "b": 2,\n "\\u0061": 3}', 'line 3, column 2: the key "a" is in line 1 already'),
        ("// a comment\n{}", "this is not a JSON value"),
    ],
)
def test_refusals_name_the_place(content: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        json_places.parse(content, PATH)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_deep_files_are_refused(opening: str) -> None:
    with pytest.raises(InputError, match="more than 100 nested objects or arrays"):
        json_places.parse(opening * 1_000_000, PATH)
    assert json_places.parse("[" * 100 + "]" * 100, PATH)
