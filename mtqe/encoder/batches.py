"""Batches of rows of like length, each within a budget of work and memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

TOKENS = 512
"""Budget of a batch in tokens, padding included: what stays in a core's cache; larger batches take longer a token."""
SQUARE = 400
"""A row of about this length costs as much for its attention, which grows with the square, as for all the rest."""


def cost(length: int) -> float:
    """What a row costs, in tokens of a short row."""
    return length * (1 + length / SQUARE)


def batches(lengths: NDArray[np.integer[Any]], budget: float = TOKENS) -> list[NDArray[np.intp]]:
    """Numbers of the rows, in batches.

    Rows are sorted by length, and a batch ends where the next row would take it over the budget, counting each row as
    long as the longest. A row that is over the budget alone is a batch of its own. Longest rows come first, so that
    memory that does not suffice shows at once.

    Args:
        lengths: Tokens of each row.
        budget: See `cost`.
    """
    order = np.argsort(-np.asarray(lengths), kind="stable")
    made, start = [], 0
    while start < len(order):
        fit = max(1, int(budget // max(cost(int(lengths[order[start]])), 1)))
        made.append(order[start : start + fit])
        start += fit
    return made


def padded(lengths: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Where the tokens of a batch stand: `(rows, longest)`, true on tokens."""
    return np.arange(int(lengths.max(initial=0))) < np.asarray(lengths)[:, None]
