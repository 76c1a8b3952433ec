"""Translations of something else: the two texts have nothing in common.

The scorer learned from translations of the source at hand, so it may like a fluent sentence that translates another
one. Two numbers tell such a sentence, and neither needs to have seen the language pair: how well the tokens of each
side find their like on the other, which is at hand when a pair was judged, and the cosine of the two texts' vectors,
which is asked for only where the first is low.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.nouns import Judgement, Pair

LOW = 0.38
"""Match from which on nothing else is asked: five translations in a hundred have less, and nearly all strangers."""
SHARE, LEAST = 0.3, 0.3
"""What the match counts beside the cosine, and the least it counts as: of a word or two it says nothing."""
APART = 0.9
"""Below this sum two texts are unrelated: one of 3,100 good translations in ten language pairs, nine in ten others.

`tests/bench/unrelated.py` measures it.
"""


def match(one: NDArray[np.float16], other: NDArray[np.float16]) -> float:
    """How well tokens find their like: the mean over both sides of the best cosine of each, -1 to 1; 0 without tokens.

    Args:
        one: `(k, width)`, states of the tokens of a text.
        other: Those of another text.
    """
    if not len(one) or not len(other):
        return 0.0
    table = _directions(one) @ _directions(other).T
    return float(table.max(0).mean() + table.max(1).mean()) / 2


def marked(
    pairs: Sequence[Pair], judgements: Sequence[Judgement], embed: Callable[[Sequence[str]], NDArray[np.float32]]
) -> list[Judgement]:
    """The judgements, with a word on those whose texts are unrelated.

    Args:
        pairs: What was judged.
        judgements: Of each pair, in order.
        embed: Gives the vectors of some texts, of unit length.
    """
    found = list(judgements)
    asked = [
        k for k, one in enumerate(found) if one.match < LOW and pairs[k].source.strip() and pairs[k].target.strip()
    ]
    vectors = embed([text for k in asked for text in (pairs[k].source, pairs[k].target)])
    for k, cosine in zip(asked, (vectors[::2] * vectors[1::2]).sum(1).tolist(), strict=True):
        apart = cosine + SHARE * max(found[k].match, LEAST) < APART
        found[k] = dataclasses.replace(found[k], unrelated=apart)
    return found


def _directions(states: NDArray[np.float16]) -> NDArray[np.float32]:
    """The states around their mean, of unit length."""
    centred = states.astype(np.float32)
    centred -= centred.mean(0)
    return np.asarray(centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-9))
