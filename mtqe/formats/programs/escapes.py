"""Escape sequences of four hexadecimal digits, which stand for code units of UTF-16, in files of programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.formats.values import Piece


def characters(run: re.Match[str], digits: re.Pattern[str]) -> Iterator[Piece]:
    """The characters of escape sequences that follow each other; a surrogate pair is one character.

    Args:
        run: The sequences in the content.
        digits: Matches one sequence; its first group has the digits.

    Raises:
        ValueError: A sequence is half of a surrogate pair.
    """
    high: re.Match[str] | None = None
    for sequence in digits.finditer(run.string, *run.span()):
        unit = int(sequence[1], 16)
        if high is not None:
            if not 0xDC00 <= unit < 0xE000:
                raise ValueError(high[0])
            number = 0x10000 + ((int(high[1], 16) - 0xD800) << 10) + unit - 0xDC00
            yield Piece(chr(number), high.start(), sequence.end())
            high = None
        elif 0xD800 <= unit < 0xDC00:
            high = sequence
        elif 0xDC00 <= unit < 0xE000:
            raise ValueError(sequence[0])
        else:
            yield Piece(chr(unit), sequence.start(), sequence.end())
    if high is not None:
        raise ValueError(high[0])


def code_units(char: str) -> list[int]:
    """The code units of UTF-16 of a character."""
    data = char.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
