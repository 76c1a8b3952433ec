"""Likeness of translation and reference, which nothing was trained for, beside what the trained scorer says.

A scorer that learned from some thousand sources gains little from a reference that it reads, and is misled by it where
errors are of another kind than those in its training. So it reads none, and two plain measures are added to
log(1 + penalty): chrF, and the F1 of greedy token matches (Zhang et al. 2020, "BERTScore") in the encoder's last layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.reader import again
from mtqe.encoder.rows import Row
from mtqe.encoder.sessions import Session
from mtqe.encoder.windows import stitch, windows

Key = tuple[int, int, int]
"""Which text, and the range of its tokens."""


@dataclass(frozen=True)
class Blend:
    """Weights of unlikeness to the reference in log(1 + penalty), and the likenesses at which they add nothing.

    What they are was chosen on held-out documents (`training/blend.py`) and stands in `encoder.json`.
    """

    chrf: float
    match: float
    usual_chrf: float
    usual_match: float


@dataclass(frozen=True)
class Likeness:
    """What unlikeness to the reference adds to the penalty of a row.

    Args:
        upper: Gives the encoder's own upper half, output `tokens`; called only where there is a reference.
        blend: The weights.
    """

    upper: Callable[[], Session]
    blend: Blend

    def penalties(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        """What is added to log(1 + penalty), `(n,)`; 0 where a reference or the translation is missing."""
        added = np.zeros(len(rows), np.float32)
        wanted: dict[Key, NDArray[np.float16]] = {}
        asked: list[tuple[int, Key, Key]] = []
        for number, row in enumerate(rows):
            (first, last), _, (start, end) = row.at
            if row.ref is not None and first < last and start < end:
                mt, ref = (id(row.mt), first, last), (id(row.ref), start, end)
                wanted[mt], wanted[ref] = _cut(row.mt.states, first, last), _cut(row.ref.states, start, end)
                asked.append((number, mt, ref))
        states = self._directions(wanted)
        for number, mt, ref in asked:
            by_match = self.blend.match * (self.blend.usual_match - match(states[mt], states[ref]))
            added[number] = by_match + self.blend.chrf * (self.blend.usual_chrf - rows[number].chrf)
        return added

    def _directions(self, texts: Mapping[Key, NDArray[np.float16]]) -> dict[Key, NDArray[np.float32]]:
        """The directions of the tokens in the last layer, without the special ones.

        A reference may be far longer than the row that it stands beside, and attention takes memory with the square.
        """
        parts = {key: windows(len(states) - 2) for key, states in texts.items()}
        pieces = [_cut(texts[key], one.start, one.end) for key, own in parts.items() for one in own]
        read = [np.empty((0, 0), np.float32)] * len(pieces)
        for batch in again(pieces):
            feeds = {"states": batch.states, "mask": batch.mask.astype(np.int64)}
            (tokens,) = self.upper().run(["tokens"], feeds)
            tokens /= np.linalg.norm(tokens, axis=2, keepdims=True).clip(min=1e-9)
            for number, row, length in zip(batch.rows.tolist(), tokens, batch.mask.sum(1).tolist(), strict=True):
                read[number] = row[:length]
        left = iter(read)
        return {key: stitch(own, [next(left) for _ in own])[1:-1] for key, own in parts.items()}


def match(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """F1 of greedy matches, 0 to 1: the best cosine of each token on the other side, mean over each side.

    Args:
        one: `(k, width)`, directions of the tokens of a text, of unit length.
        other: Those of another text.
    """
    table = one @ other.T
    precision, recall = (max(0.0, float(table.max(axis).mean())) for axis in (1, 0))
    return 2 * precision * recall / max(precision + recall, 1e-6)


def _cut(states: NDArray[np.float16], start: int, end: int) -> NDArray[np.float16]:
    """The states of a range of tokens between those of the special ones."""
    if (start, end) == (0, len(states) - 2):
        return states
    return np.concatenate([states[:1], states[1 + start : 1 + end], states[-1:]])
