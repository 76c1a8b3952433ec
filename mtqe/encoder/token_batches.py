"""Batches of tokens for the scorer, which reads translation and source together from their embeddings on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches
from mtqe.encoder.rows import MT, SRC, Row
from mtqe.encoder.tokenizer import END, START

_SIDES = np.array([-MT, MT, -MT, -SRC, SRC, -SRC])
"""Parts of a row: `<s>`, translation, `</s>`, `<s>`, source, `</s>`; special tokens are negative."""
SKIPPED = 4
"""Tokens: whose places are left out after the first one, as in training: those of the prefix with which the encoder was
trained. By definition."""
_START, _END = np.array([START], np.int32), np.array([END], np.int32)


@dataclass(frozen=True, eq=False)
class TokenBatch:
    """Rows of equal length that are scored together. Rows without a token on a side are in no batch.

    Args:
        numbers: `(batch,)`, numbers of the rows.
        ids: `(batch, tokens)`, rows of the embedding table.
        places: `(batch, tokens)`, the place of each token in its side: 0, then from 1 + `SKIPPED` on.
        sides: `(batch, tokens)`: `MT` or `SRC` on text, -`MT` or -`SRC` on the special tokens of a side.
    """

    numbers: NDArray[np.intp]
    ids: NDArray[np.int32]
    places: NDArray[np.int64]
    sides: NDArray[np.int64]

    def of_translation(self, values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The values `(batch, tokens, ...)` of the tokens of the translation, row by row."""
        on = self.sides == MT
        return np.split(values[on], np.cumsum(on.sum(1))[:-1])


def token_batches(rows: Sequence[Row]) -> Iterator[TokenBatch]:
    """The rows that have text on both sides, in batches of equal length."""
    lengths = np.array([_counts(row) for row in rows], np.int64).reshape(-1, len(_SIDES))
    full = np.flatnonzero((lengths[:, 1] > 0) & (lengths[:, 4] > 0))
    for chosen in batches(lengths[full].sum(1)):
        numbers = full[chosen]
        shape = (len(numbers), -1)
        ids = np.concatenate([part for number in numbers.tolist() for part in _ids(rows[number])]).reshape(shape)
        sides = np.repeat(np.tile(_SIDES, len(numbers)), lengths[numbers].ravel()).reshape(shape)
        texts = lengths[numbers].reshape(-1, 2, 3).sum(2).ravel()
        places = np.concatenate([np.r_[0, 1 + SKIPPED : length + SKIPPED] for length in texts.tolist()]).reshape(shape)
        yield TokenBatch(numbers, ids, places, sides)


def _counts(row: Row) -> tuple[int, ...]:
    """Lengths of the parts, as in `_SIDES`."""
    (a, b), (c, d), _ = row.ranges
    return (1, b - a, 1, 1, d - c, 1)


def _ids(row: Row) -> list[NDArray[np.int32]]:
    """The tokens, part by part."""
    (a, b), (c, d), _ = row.ranges
    return [_START, row.mt.ids[a:b], _END, _START, row.source.ids[c:d], _END]
