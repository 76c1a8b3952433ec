"""Holds the values of a format against its files: a part of a text is written in place, and nothing else changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from mtqe.formats.values import Unit, Value
from mtqe.model import Side

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
"""Texts of any characters."""


def texts(units: list[Unit]) -> list[tuple[str, str, str | None, str | None]]:
    """The units without their places."""
    return [(unit.id, unit.form, unit.source and unit.source.text, unit.target and unit.target.text) for unit in units]


def value(unit: Unit, side: Side) -> Value:
    found = unit.source if side == "source" else unit.target
    assert found is not None
    return found


def assert_places(reader: Any, content: str, name: str, side: Side = "source") -> None:
    """Each piece that is no escape sequence is in the content at its place."""
    for unit in reader.units(content, Path(name)):
        for piece in value(unit, side).pieces:
            if len(piece.text) == piece.end - piece.start > 1:
                assert content[piece.start : piece.end] == piece.text


def assert_replaces(
    reader: Any, content: str, name: str, number: int, span: tuple[int, int], new: str, side: Side = "source"
) -> str:
    """Write a text in place of a part of the text of a unit, and read again: that part alone has changed.

    Args:
        reader: The format.
        content: The content of the file.
        name: The name of the file.
        number: Which unit, from 0.
        span: Start and end of the part.
        new: The text to write.
        side: The side of the unit.

    Returns:
        The new content.
    """
    before = list(reader.units(content, Path(name)))
    old = value(before[number], side)
    start, end = old.range(*span)
    after = content[:start] + reader.escape(new, content, start) + content[end:]
    expected = texts(before)
    row = list(expected[number])
    row[2 if side == "source" else 3] = old.text[: span[0]] + new + old.text[span[1] :]
    expected[number] = (str(row[0]), str(row[1]), row[2], row[3])
    assert texts(list(reader.units(after, Path(name)))) == expected
    return after


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[int, int]:
    """A part of a text."""
    start = draw(st.integers(0, length))
    return start, draw(st.integers(start, length))
