"""Whether what stands round a negation has its counterpart on the other side.

A translator who avoids a negation says the thing in other words (`the guest did not stay`, `der Gast ging`); where a
negation was lost, the words beside it are still there (`the guest did not stay`, `der Gast blieb`). The encoder sees
the difference: each token beside the negation is compared with every token of the other text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtqe.checks.negation.negation_words import Place
    from mtqe.encoder import Tokens

BESIDE = 4
"""Tokens: on each side of a negation. By hand."""
WORST = 3
"""Tokens: that have the least of a counterpart. By hand."""
WEIGHTS = (9.7, 10.1, 0.5, -9.9)
"""Weights: of the tokens beside the negation, of the worst, of the difference in length, and the constant of a logistic
regression on planted errors against false alarms. Fitted by a script that was not kept, measured with
tests/bench/polarity.py."""


def echo(there: Tokens, other: Tokens, places: Sequence[Place]) -> float:
    """How well a text without its negations is reflected by the other text, 0 to 1.

    Args:
        there: The text with negations.
        other: The text without any.
        places: Where the negations stand.
    """
    import numpy as np

    if not (len(there.offsets) and len(other.offsets)):
        return 0.0
    best = (_directions(there) @ _directions(other).T).max(axis=1)
    negations = [
        [n for n, (start, end) in enumerate(there.offsets) if start < stop and end > begin] for begin, stop in places
    ]
    beside = []
    for tokens in filter(None, negations):
        first, last = tokens[0], tokens[-1]
        near = [*best[max(0, first - BESIDE) : first], *best[last + 1 : last + 1 + BESIDE]]
        beside.append(float(np.mean(near)) if near else 0.0)
    rest = np.sort(np.delete(best, [n for tokens in negations for n in tokens]))
    if not beside or not len(rest):
        return 0.0
    length = abs(math.log(len(there.offsets) / len(other.offsets)))
    values = (float(np.mean(beside)), float(np.mean(rest[:WORST])), -length, 1.0)
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))))


def _directions(tokens: Tokens) -> NDArray[np.float32]:
    import numpy as np

    states = tokens.states[1:-1].astype(np.float32)
    directions: NDArray[np.float32] = states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-6)
    return directions
