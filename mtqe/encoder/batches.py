"""Groups rows of similar length into batches, each within a budget of work and memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

TOKENS = 256
"""Tokens: of a batch, padding included. Such a batch fits a core's cache; larger ones take longer per token. By hand,
measured with tests/bench/encoder_speed.py."""
ATTENTION_LENGTH = 400
"""Tokens: of a row whose attention costs as much as everything else; attention grows with the square. By hand, measured
with tests/bench/encoder_speed.py."""


def cost(length: int) -> float:
    """The cost of a row, in tokens of a short row."""
    return length * (1 + length / ATTENTION_LENGTH)


def batches(lengths: NDArray[np.integer[Any]], budget: float = TOKENS) -> list[NDArray[np.intp]]:
    """The numbers of the rows, in batches.

    Rows are sorted by length. A batch ends before the row that would exceed the budget; each row counts as long as the
    longest. A row that exceeds the budget alone is a batch of its own. The longest rows come first, so that a lack of
    memory shows at once.

    Args:
        lengths: Tokens of each row.
        budget: See `cost`.
    """
    order = np.argsort(-np.asarray(lengths), kind="stable")
    grouped, start = [], 0
    while start < len(order):
        fit = max(1, int(budget // max(cost(int(lengths[order[start]])), 1)))
        grouped.append(order[start : start + fit])
        start += fit
    return grouped


def padded(lengths: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """The mask of a batch, `(rows, longest)`: true on tokens, false on padding."""
    return np.arange(int(lengths.max(initial=0))) < np.asarray(lengths)[:, None]
