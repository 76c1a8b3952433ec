"""Values keep the place of each character; units of two files are joined."""

from __future__ import annotations

import time

import pytest

from mtqe.formats import values
from mtqe.formats.values import Piece, Unit, Value

CONTENT = 'key = "a \\u00e9 b"'
VALUE = Value((Piece("a ", 7, 9), Piece("é", 9, 15), Piece(" b", 15, 17)), 7)


def unit(name: str, text: str, form: str = "") -> Unit:
    return Unit(name, Value((Piece(text, 0, len(text)),), 0), form=form)


@pytest.mark.parametrize(
    ("start", "end", "raw"), [(0, 1, "a"), (1, 3, " \\u00e9"), (2, 3, "\\u00e9"), (3, 5, " b"), (2, 2, ""), (5, 5, "")]
)
def test_range_of_characters(start: int, end: int, raw: str) -> None:
    first, last = VALUE.range(start, end)
    assert CONTENT[first:last] == raw
    assert VALUE.text == "a é b"


def test_range_of_an_empty_value_and_outside() -> None:
    assert Value((), 4).range(0, 0) == (4, 4)
    with pytest.raises(IndexError):
        VALUE.range(0, 6)


def test_lines_and_columns() -> None:
    lines = values.Lines("ab\n\U0001f600c\n\nd")
    assert [lines.at(place) for place in (0, 2, 3, 4, 7, 0)] == [(1, 1), (1, 3), (2, 1), (2, 3), (4, 1), (1, 1)]


def test_columns_of_one_long_line_take_no_time() -> None:
    content = "x\U0001f600" * 500_000
    start = time.perf_counter()
    lines = values.Lines(content)
    assert [lines.at(place)[1] for place in range(0, 1_000_000, 10)] == list(range(1, 1_500_001, 15))
    assert time.perf_counter() - start < 10


def test_names_are_unique() -> None:
    units = [unit("a", "1"), unit("a", "2", "one"), unit("a", "3"), unit("", "4")]
    assert [name for name, _ in values.named(units)] == ["a", "a[one]", "a#2", "4"]


def joined(sources: list[Unit], translations: list[Unit]) -> list[tuple[str, str | None, str | None]]:
    return [
        (f"{u.id}.{u.form}", u.source and u.source.text, u.target and u.target.text)
        for u in values.paired(sources, translations)
    ]


def test_units_join_by_key_in_the_order_of_the_source() -> None:
    assert joined([unit("a", "A"), unit("b", "B")], [unit("c", "Ç"), unit("a", "Ä")]) == [
        ("a.", "A", "Ä"),
        ("b.", "B", None),
        ("c.", None, "Ç"),
    ]


def test_plural_forms_join_with_their_form_or_other() -> None:
    source = [unit("n", "one file", "one"), unit("n", "files", "other")]
    few = [unit("n", "plik", "one"), unit("n", "pliki", "few"), unit("n", "plików", "other")]
    assert joined(source, few) == [
        ("n.one", "one file", "plik"),
        ("n.few", "files", "pliki"),
        ("n.other", "files", "plików"),
    ]
    assert joined(source, [unit("n", "ファイル", "other")]) == [("n.other", "files", "ファイル")]
    assert joined(source, []) == [("n.one", "one file", None), ("n.other", "files", None)]
    assert joined([unit("n", "files")], few[:1]) == [("n.one", "files", "plik")]


def test_segments_have_places_and_facts() -> None:
    source, target = Value((Piece("Open", 3, 7),), 3), Value((Piece("Auf", 10, 13),), 10)
    (segment,) = values.segments(
        [Unit("k", source, target, "one", meta={"note": "a door"})], "aa\nOpen", "b\n" * 5 + "Auf"
    )
    assert segment.id == "k[one]"
    assert segment.meta == {
        "source_line": 2,
        "source_column": 1,
        "target_line": 6,
        "target_column": 1,
        "unit": "k",
        "form": "one",
        "note": "a door",
    }
