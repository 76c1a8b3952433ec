"""Divides long texts into overlapping windows, because the encoder has 512 positions. No text is ever truncated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.float16, np.float32)

LONGEST = 500
"""Tokens: of a window, at most; it leaves room for the prefix and the two special tokens."""
OVERLAP = 100
"""Tokens: that two neighbours share, at least. Each contributes the half that is nearer to its middle."""


@dataclass(frozen=True)
class Window:
    """A window: tokens `start` to `end` are read together; the states of `first` to `last` are kept."""

    start: int
    end: int
    first: int
    last: int


def windows(length: int, longest: int = LONGEST, overlap: int = OVERLAP) -> list[Window]:
    """Windows over `length` tokens; their kept parts are adjacent. A short text has one window."""
    if length <= longest:
        return [Window(0, length, 0, length)]
    count = -(-(length - overlap) // (longest - overlap))
    starts = np.linspace(0, length - longest, count).round().astype(int).tolist()
    ends = [start + longest for start in starts]
    seams = [(start + end) // 2 for start, end in zip(starts[1:], ends[:-1], strict=True)]
    return [Window(*four) for four in zip(starts, ends, [0, *seams], [*seams, length], strict=True)]


def stitch(parts: Sequence[Window], states: Sequence[NDArray[Number]]) -> NDArray[Number]:
    """The states of a text, combined from those of its windows.

    Args:
        parts: The windows.
        states: The states of each window, `(tokens + 2, width)`, from `<s>` to `</s>`.

    Returns:
        `(k + 2, width)`: `<s>` of the first window, the kept tokens of each, `</s>` of the last.
    """
    if len(parts) == 1:
        return states[0]
    inner: list[NDArray[Number]] = [
        window_states[1 + window.first - window.start : 1 + window.last - window.start]
        for window, window_states in zip(parts, states, strict=True)
    ]
    return np.concatenate([states[0][:1], *inner, states[-1][-1:]])
