"""The penalty for dissimilarity to a reference. It is added to the scorer's output; nothing was trained for it.

A scorer trained on a few thousand sources gains little from reading a reference, and the reference misleads it where
errors differ from those in its training data. So the scorer reads no reference, and two simple measures are added to
log(1 + penalty): chrF, and the F1 of greedy token matches (Zhang et al. 2020, "BERTScore") in the encoder's last layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.exact_sums import cosines, unit
from mtqe.encoder.reader import rebatched
from mtqe.encoder.rows import Row
from mtqe.encoder.sessions import Session
from mtqe.encoder.windows import stitch, windows

Key = tuple[int, int, int]
"""Identity of a text, and the range of its tokens."""


@dataclass(frozen=True)
class Blend:
    """Weights of chrF and token match in log(1 + penalty), and the values of both at which they add nothing.

    The values were chosen on held-out documents (`training/blend.py`) and are stored in `encoder.json`.
    """

    chrf: float
    match: float
    usual_chrf: float
    usual_match: float


@dataclass(frozen=True)
class ReferenceSimilarity:
    """Computes the penalty of rows for dissimilarity to their reference.

    Args:
        upper: Returns the encoder's own upper half, output `tokens`; called only if there is a reference.
        blend: The weights.
    """

    upper: Callable[[], Session]
    blend: Blend

    def penalties(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        """The amounts to add to log(1 + penalty), `(n,)`; 0 if the reference or the translation is missing."""
        added = np.zeros(len(rows), np.float32)
        states_of: dict[Key, NDArray[np.float16]] = {}
        compared: list[tuple[int, Key, Key]] = []
        for number, row in enumerate(rows):
            (first, last), _, (start, end) = row.ranges
            if row.ref is not None and first < last and start < end:
                mt, ref = (id(row.mt), first, last), (id(row.ref), start, end)
                states_of[mt], states_of[ref] = _cut(row.mt.states, first, last), _cut(row.ref.states, start, end)
                compared.append((number, mt, ref))
        states = self._unit_vectors(states_of)
        for number, mt, ref in compared:
            by_match = self.blend.match * (self.blend.usual_match - match(states[mt], states[ref]))
            added[number] = by_match + self.blend.chrf * (self.blend.usual_chrf - rows[number].chrf)
        return added

    def _unit_vectors(self, texts: Mapping[Key, NDArray[np.float16]]) -> dict[Key, NDArray[np.float32]]:
        """Unit vectors of the tokens in the last layer, without the special tokens.

        Texts are read in windows: a reference may be far longer than its row, and attention takes memory quadratically.
        """
        parts = {key: windows(len(states) - 2) for key, states in texts.items()}
        pieces = [
            _cut(texts[key], window.start, window.end) for key, text_windows in parts.items() for window in text_windows
        ]
        read = [np.empty((0, 0), np.float32)] * len(pieces)
        for batch in rebatched(pieces):
            (tokens,) = self.upper().run(["tokens"], batch.feeds())
            for number, row in zip(batch.rows.tolist(), tokens, strict=True):
                read[number] = unit(row).astype(np.float32)
        unstitched = iter(read)
        return {
            key: stitch(text_windows, [next(unstitched) for _ in text_windows])[1:-1]
            for key, text_windows in parts.items()
        }


def match(translation: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """F1 of greedy matches, 0 to 1. Precision and recall are each side's mean of the best cosine per token.

    Args:
        translation: `(k, width)`, unit vectors of the tokens of the translation.
        reference: `(m, width)`, those of the reference.
    """
    likeness = cosines(translation, reference)
    precision, recall = (max(0.0, float(likeness.max(axis).mean())) for axis in (1, 0))
    return 2 * precision * recall / max(precision + recall, 1e-6)


def _cut(states: NDArray[np.float16], start: int, end: int) -> NDArray[np.float16]:
    """The states of a range of tokens, between the states of the special tokens."""
    if (start, end) == (0, len(states) - 2):
        return states
    return np.concatenate([states[:1], states[1 + start : 1 + end], states[-1:]])
