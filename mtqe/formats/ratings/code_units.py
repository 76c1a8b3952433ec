"""Offsets that browsers count, in UTF-16 code units, as code points: a character such as an emoji has two units."""

from __future__ import annotations

from collections.abc import Sequence


def offsets(text: str, uncounted: str = "") -> list[int]:
    """For each code unit of a text the index of its character, and at the end the number of characters."""
    places: list[int] = []
    for index, char in enumerate(text):
        if char not in uncounted:
            places += [index] * (2 if ord(char) > 0xFFFF else 1)
    return [*places, len(text)]


def code_points(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The code points of a half-open range of code units; a character of which only a part is in it belongs to it.

    Args:
        places: From `offsets`.
        start: First unit.
        end: The unit after the last one, greater than `start`.

    Raises:
        ValueError: The range is not inside the text.
    """
    if not 0 <= start < end < len(places):
        raise ValueError(f"the span {start}:{end} is outside the text of {len(places) - 1} UTF-16 code units")
    return places[start], places[end - 1] + 1
