"""Writes other texts into a file through the places of its values and `escape`, and reads the file again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats.values import Unit


def texts(units: list[Unit]) -> list[tuple[str, str, str]]:
    return [(unit.id, unit.form, unit.source.text if unit.source else "") for unit in units]


def check(reader: Any, content: str, path: Path, new: str, data: st.DataObject) -> bool:
    """Change a range of one text. Its unit then has the new text, and nothing else of the file has changed.

    Returns:
        Whether the file can hold the text; otherwise the reader said so.
    """
    units = list(reader.units(content, path))
    number = data.draw(st.integers(0, len(units) - 1), label="unit")
    value = units[number].source
    assert value is not None
    for at, char in enumerate(value.text):
        first, last = value.range(at, at + 1)
        assert 0 <= first < last <= len(content)
        assert last - first > 1 or content[first] == char or char.isspace()
    start = data.draw(st.integers(0, len(value.text)), label="start")
    end = data.draw(st.integers(start, len(value.text)), label="end")
    first, last = value.range(start, end)
    try:
        written = reader.escape(new, content, first)
    except InputError:
        return False
    before, after = grown(value, first, last)
    changed = content[:first] + written + content[last:]
    expected = texts(units)
    id, form, old = expected[number]
    expected[number] = (id, form, old[:before] + new + old[after:])
    again = list(reader.units(changed, path))
    assert texts(again) == expected
    shift = len(written) - (last - first)
    for old_unit, new_unit in zip(units[number + 1 :], again[number + 1 :], strict=True):
        assert old_unit.source is not None
        assert new_unit.source is not None
        assert new_unit.source.at == old_unit.source.at + shift
    return True


def grown(value: Any, first: int, last: int) -> tuple[int, int]:
    """The range of the text that a range of the content holds; it is larger if the content has escape sequences."""
    if first == last:
        done = 0
        for piece in value.pieces:
            if piece.start >= first:
                break
            done += len(piece.text) if piece.end <= first else first - piece.start
        return done, done
    places = [value.range(at, at + 1) for at in range(len(value.text))]
    inside = [at for at, place in enumerate(places) if first <= place[0] < last]
    return inside[0], inside[-1] + 1
