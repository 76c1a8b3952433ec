"""Whether the words around a negation have their counterparts on the other side.

A translator who avoids a negation uses other words (`the guest did not stay`, `der Gast ging`). Where a negation was
lost, the words beside it are still there (`the guest did not stay`, `der Gast blieb`). The encoder sees the difference:
each token beside the negation is compared with every token of the other text.
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
"""Tokens: compared on each side of a negation."""
WORST = 3
"""Tokens: the least similar ones, whose mean counts."""
WEIGHTS = (9.7, 10.1, 0.5, -9.9)
"""Weights: of the tokens beside the negation, of the least similar ones, of the difference in length, and the constant,
in a logistic regression on planted errors against false alarms. Measured with bench/polarity.py."""


def echo(negated: Tokens, plain: Tokens, places: Sequence[Place]) -> float:
    """How well the words of a text, apart from its negations, have counterparts in the other text, 0 to 1."""
    import numpy as np

    from mtqe.encoder.exact_sums import cosines

    if not (len(negated.offsets) and len(plain.offsets)):
        return 0.0
    similarities = cosines(directions(negated), directions(plain)).max(axis=1)
    negations = [
        [n for n, (start, end) in enumerate(negated.offsets) if start < stop and end > begin] for begin, stop in places
    ]
    beside = []
    for tokens in filter(None, negations):
        first, last = tokens[0], tokens[-1]
        near = [*similarities[max(0, first - BESIDE) : first], *similarities[last + 1 : last + 1 + BESIDE]]
        beside.append(float(np.mean(near)) if near else 0.0)
    ascending = np.sort(np.delete(similarities, [n for tokens in negations for n in tokens]))
    if not beside or not len(ascending):
        return 0.0
    length_difference = abs(math.log(len(negated.offsets) / len(plain.offsets)))
    values = (float(np.mean(beside)), float(np.mean(ascending[:WORST])), -length_difference, 1.0)
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))))


def directions(tokens: Tokens) -> NDArray[np.float32]:
    """The states of the tokens of a text, as vectors of length 1."""
    import numpy as np

    states = tokens.states[1:-1].astype(np.float32)
    unit: NDArray[np.float32] = states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-6)
    return unit
