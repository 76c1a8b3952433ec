"""Changes single characters of texts in a content, and no other."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.formats.values import Piece, Value
from mtqe.mending.files import patch
from mtqe.mending.files.patch import Edit, NoPlace, Placed, Writer, overlap, patched
from mtqe.mending.files.shared_text import SharedText


def value_of(content: str, start: int, end: int) -> Value:
    """The text between two offsets, in which entities are escapes and tags are no text."""
    pieces = []
    for match in re.finditer(r"&[a-z]+;|<[^>]*>|[^&<]+", content[start:end]):
        if not match[0].startswith("<"):
            pieces.append(Piece(html.unescape(match[0]), start + match.start(), start + match.end()))
    return Value(tuple(pieces), start)


def escape(text: str, content: str, start: int) -> str:
    return html.escape(text, quote=False)


def test_a_character_is_replaced_and_the_values_move() -> None:
    content = "a=x &amp; y;b=z"
    values = [value_of(content, 2, 11), value_of(content, 14, 15)]
    edits = [Edit(0, 2, 3, "<"), Edit(1, 0, 0, "!")]
    new, moved = patched(content, values, edits, Writer(escape))
    assert new == "a=x &lt; y;b=!z"
    assert [value and value.text for value in moved] == ["x < y", "!z"]
    assert [new[slice(*value.range(0, 1))] for value in moved if value] == ["x", "!"]


def test_an_edit_grows_to_a_whole_escape() -> None:
    value = Value((Piece("ab", 0, 6), Piece("cd", 6, 8)), 0)
    assert Placed(value).grown(Edit(0, 1, 3, "X")) == Edit(0, 0, 3, "aX")
    assert Placed(value).grown(Edit(0, 0, 1, "X")) == Edit(0, 0, 2, "Xb")
    assert Placed(value).grown(Edit(0, 1, 1, "X")) == Edit(0, 0, 2, "aXb")
    assert Placed(value).grown(Edit(0, 2, 2, "X")) == Edit(0, 2, 2, "X")


def test_what_is_no_text_is_not_touched() -> None:
    value = value_of("a,<b>b</b>", 0, 10)
    assert value.text == "a,b"
    for edit in (Edit(0, 1, 3, "x"), Edit(0, 2, 2, " ")):
        with pytest.raises(NoPlace, match="something that is not text separates"):
            Placed(value).grown(edit)
    assert Placed(value).grown(Edit(0, 1, 2, ";")) == Edit(0, 1, 2, ";")


def test_insertions_at_one_place_overlap() -> None:
    assert overlap(Edit(0, 1, 1, "a"), Edit(0, 1, 1, "b"))
    assert overlap(Edit(0, 1, 3, "a"), Edit(0, 3, 3, "b"))
    assert not overlap(Edit(0, 1, 3, "a"), Edit(0, 3, 4, "b"))
    assert not overlap(Edit(0, 1, 3, "a"), Edit(1, 1, 3, "b"))


TEXTS = st.text("ab &<\n\u00e9\U0001f600", max_size=8)


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_only_the_edits_change(texts: list[str], data: st.DataObject) -> None:
    content, values = "", []
    for text in texts:
        content += "\u241f"
        start = len(content)
        content += escape(text, "", 0)
        values.append(value_of(content, start, len(content)))
    content += "\u241f"
    edits: list[Edit] = []
    for number, text in enumerate(texts):
        ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
        for start, end in zip(ends[::2], ends[1::2], strict=False):
            edit = Placed(values[number]).grown(Edit(number, start, end, data.draw(TEXTS)))
            edits += [] if any(overlap(edit, other) for other in edits) else [edit]
    new, moved = patched(content, values, edits, Writer(escape))
    expected = list(texts)
    for edit in sorted(edits, reverse=True):
        expected[edit.value] = expected[edit.value][: edit.start] + edit.text + expected[edit.value][edit.end :]
    assert [value.text for value in moved if value] == expected
    assert [html.unescape(part) for part in new.split("\u241f")[1:-1]] == expected
    for value in moved:
        assert value is not None
        assert html.unescape("".join(new[piece.start : piece.end] for piece in value.pieces)) == value.text
    assert patch.patched(new, moved, (), Writer(escape)) == (new, moved)


def test_a_character_that_two_values_have_changes_in_both() -> None:
    content = "one&amp;{a}{b} two"
    values = [
        Value((*value_of(content, 0, 8).pieces, Piece("a", 9, 10), Piece(" two", 14, 18)), 0),
        Value((*value_of(content, 0, 8).pieces, Piece("b", 12, 13), Piece(" two", 14, 18)), 0),
        value_of(content, 2, 5),
    ]
    shared = SharedText(values, lambda number: Placed(values[number]))
    assert shared.twins(Edit(0, 3, 4, "+")) == [Edit(1, 3, 4, "+")]
    assert shared.twins(Edit(1, 9, 9, "!")) == [Edit(0, 9, 9, "!")]
    assert shared.twins(Edit(0, 0, 0, "!")) == [Edit(1, 0, 0, "!")]
    assert shared.twins(Edit(0, 4, 5, "x")) == []
    with pytest.raises(NoPlace, match="some of its characters"):
        shared.twins(Edit(0, 1, 3, "x"))
    edits = [Edit(0, 5, 6, ""), Edit(1, 5, 6, "")]
    new, moved = patched(content, values[:2], edits, Writer(escape))
    assert new == "one&amp;{a}{b}two"
    assert [value and value.text for value in moved] == ["one&atwo", "one&btwo"]
