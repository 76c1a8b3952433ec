"""Groups rows of equal length into batches, each within a budget of work and memory.

No row is padded. So onnxruntime computes the attention of a row in the same shape in every batch: it adds up the parts
of a softmax in an order that depends on their number, padding included. All other operations of the layers treat each
token alone, whatever else is in the batch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

TOKENS = 256
"""Tokens: of a batch. Such a batch fits a core's cache; larger ones take longer per token. Measured with
bench/encoder_speed.py."""
ATTENTION_LENGTH = 400
"""Tokens: of a row whose attention costs as much as everything else; attention grows with the square. Measured with
bench/encoder_speed.py."""


def cost(length: int) -> float:
    """The cost of a row, in tokens of a short row."""
    return length * (1 + length / ATTENTION_LENGTH)


def batches(lengths: NDArray[np.integer[Any]], budget: float = TOKENS) -> list[NDArray[np.intp]]:
    """The numbers of the rows, in batches of rows of equal length.

    A batch ends before the row that would exceed the budget. A row that exceeds the budget alone is a batch of its own.
    The longest rows come first, so that a lack of memory shows at once.
    """
    lengths = np.asarray(lengths)
    order = np.argsort(-lengths, kind="stable")
    grouped = []
    for same in np.split(order, np.flatnonzero(np.diff(lengths[order])) + 1):
        fit = max(1, int(budget // max(cost(int(lengths[same[:1]].sum())), 1)))
        grouped += [same[start : start + fit] for start in range(0, len(same), fit)]
    return grouped
