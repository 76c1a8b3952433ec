"""Finds unrelated pairs: translations of a different text.

The scorer learned from translations of the given source, so it may give a good score to a fluent sentence that
translates another one. Two numbers reveal such a sentence in any language pair: the match of the tokens of both sides,
which is known once a pair is judged, and the cosine of the vectors of the two texts, which is computed only if the
match is low.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.exact_sums import cosine, cosines
from mtqe.encoder.nouns import Judgement, Pair

LOW_MATCH = 0.38
"""Score: the cosine is computed only below this match, for 5 % of translations and nearly all unrelated pairs. Measured
with bench/unrelated.py."""
MATCH_WEIGHT, LEAST_MATCH = 0.3, 0.3
"""Weights: of the match beside the cosine, and the least value it counts as, because very short texts have a low match.
Measured with bench/unrelated.py."""
UNRELATED_BELOW = 0.9
"""Score: two texts are unrelated below this sum. Measured with bench/unrelated.py."""


def match(first: NDArray[np.float16], second: NDArray[np.float16]) -> float:
    """The mean over both sides of the best cosine of each token, -1 to 1; 0 without tokens.

    Args:
        first: `(k, width)`, states of the tokens of a text.
        second: `(m, width)`, those of the other text.
    """
    if not len(first) or not len(second):
        return 0.0
    likeness = cosines(_unit_vectors(first), _unit_vectors(second))
    return float(likeness.max(0).mean() + likeness.max(1).mean()) / 2


def with_unrelated(
    pairs: Sequence[Pair], judgements: Sequence[Judgement], embed: Callable[[Sequence[str]], NDArray[np.float32]]
) -> list[Judgement]:
    """The judgements, with the flag `unrelated` set where it applies.

    Args:
        pairs: The judged pairs.
        judgements: The judgement of each pair, in order.
        embed: Returns the vectors of texts, of unit length.
    """
    flagged = list(judgements)
    candidates = [
        k
        for k, judgement in enumerate(flagged)
        if judgement.match < LOW_MATCH and pairs[k].source.strip() and pairs[k].target.strip()
    ]
    vectors = embed([text for k in candidates for text in (pairs[k].source, pairs[k].target)])
    for k, source, target in zip(candidates, vectors[::2], vectors[1::2], strict=True):
        unrelated = cosine(source, target) + MATCH_WEIGHT * max(flagged[k].match, LEAST_MATCH) < UNRELATED_BELOW
        flagged[k] = dataclasses.replace(flagged[k], unrelated=unrelated)
    return flagged


def _unit_vectors(states: NDArray[np.float16]) -> NDArray[np.float32]:
    """Unit vectors of the states minus their mean."""
    centred = states.astype(np.float32)
    centred -= centred.mean(0)
    return np.asarray(centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-9))
