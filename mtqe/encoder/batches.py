"""Groups rows of one padded length into batches, each within a budget of work and memory.

The padded length of a row depends on the row alone. So the attention of a row always has the same shape: onnxruntime
adds up the parts of a softmax in an order that depends on its length, padding included. The other operations treat each
token alone, whatever else is in the batch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

TOKENS = 256
"""Tokens: of a batch, padding included. Such a batch fits a core's cache; larger ones take longer per token. By hand,
measured with tests/bench/encoder_speed.py."""
STEP = 8
"""Tokens: rows are padded to a multiple of it, so that enough rows have the same length. By hand, measured with
tests/bench/encoder_speed.py."""
ATTENTION_LENGTH = 400
"""Tokens: of a row whose attention costs as much as everything else; attention grows with the square. By hand, measured
with tests/bench/encoder_speed.py."""


def cost(length: int) -> float:
    """The cost of a row, in tokens of a short row."""
    return length * (1 + length / ATTENTION_LENGTH)


def padded_lengths(lengths: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """The tokens of each row with its padding, which depends on its length alone."""
    return -(-np.asarray(lengths, np.int64) // STEP) * STEP


def batches(lengths: NDArray[np.integer[Any]], budget: float = TOKENS) -> list[NDArray[np.intp]]:
    """The numbers of the rows, in batches of rows with the same padded length.

    A batch ends before the row that would exceed the budget. A row that exceeds the budget alone is a batch of its own.
    The longest rows come first, so that a lack of memory shows at once.

    Args:
        lengths: Tokens of each row.
        budget: See `cost`.
    """
    sizes = padded_lengths(lengths)
    order = np.argsort(-sizes, kind="stable")
    grouped = []
    for same in np.split(order, np.flatnonzero(np.diff(sizes[order])) + 1):
        fit = max(1, int(budget // max(cost(int(sizes[same[:1]].sum())), 1)))
        grouped += [same[start : start + fit] for start in range(0, len(same), fit)]
    return grouped


def padded(lengths: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """The mask of a batch, `(rows, padded length)`: true on tokens, false on padding."""
    return np.arange(int(padded_lengths(lengths).max(initial=0))) < np.asarray(lengths)[:, None]
