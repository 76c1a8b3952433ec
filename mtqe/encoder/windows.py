"""Long texts: the encoder has 512 positions, so they are read in overlapping windows. Nothing is ever cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.float16, np.float32)

LONGEST = 500
"""Tokens of a window; the prefix and the two special tokens have room beside them."""
OVERLAP = 100
"""Tokens that two neighbours share at least; each gives the half that it sees in the middle of its context."""


@dataclass(frozen=True)
class Window:
    """Tokens `start` to `end` are read together, the states of `first` to `last` are kept."""

    start: int
    end: int
    first: int
    last: int


def windows(length: int, longest: int = LONGEST, overlap: int = OVERLAP) -> list[Window]:
    """Windows over `length` tokens whose kept parts follow each other without a gap; one for a short text."""
    if length <= longest:
        return [Window(0, length, 0, length)]
    count = -(-(length - overlap) // (longest - overlap))
    starts = np.linspace(0, length - longest, count).round().astype(int).tolist()
    ends = [start + longest for start in starts]
    seams = [(start + end) // 2 for start, end in zip(starts[1:], ends[:-1], strict=True)]
    return [Window(*four) for four in zip(starts, ends, [0, *seams], [*seams, length], strict=True)]


def stitch(parts: Sequence[Window], states: Sequence[NDArray[Number]]) -> NDArray[Number]:
    """The states of a text, from those of its windows.

    Args:
        parts: The windows.
        states: For each its states `(tokens + 2, width)`, with those of `<s>` first and of `</s>` last.

    Returns:
        `(k + 2, width)`: `<s>` of the first window, the kept tokens of each, `</s>` of the last.
    """
    if len(parts) == 1:
        return states[0]
    kept: list[NDArray[Number]] = [
        own[1 + one.first - one.start : 1 + one.last - one.start] for one, own in zip(parts, states, strict=True)
    ]
    return np.concatenate([states[0][:1], *kept, states[-1][-1:]])
