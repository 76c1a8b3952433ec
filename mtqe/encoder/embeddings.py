"""The word embeddings: 4 bits a weight, mapped into memory, so that only the rows in use are ever read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtqe.errors import Unavailable

BLOCK = 32
"""So many weights share a scale."""


class Table:
    """Embeddings in Q4_0: of a block's 16 bytes, byte i has weight i in its low half and weight i + 16 in its high one.

    A weight is (half byte - 8) * the block's scale.

    Args:
        folder: Where `nibbles.npy` `(rows, width / 2)` and `scales.npy` `(rows, width / 32)` are.

    Raises:
        Unavailable: They are no such arrays.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._nibbles: NDArray[np.uint8] = np.load(folder / "nibbles.npy", mmap_mode="r", allow_pickle=False)
            self._scales: NDArray[np.float16] = np.load(folder / "scales.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise Unavailable(f"{folder}: the embedding table cannot be read: {error}", "install mtqe again") from error
        rows, half = self._nibbles.shape
        self.width = half * 2
        if self._scales.shape != (rows, self.width // BLOCK):
            raise Unavailable(f"{folder}: nibbles.npy and scales.npy do not fit together", "install mtqe again")

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._nibbles)

    def rows(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """The embeddings `(len(ids), width)` of tokens."""
        different, places = np.unique(ids, return_inverse=True)  # most tokens of a batch are in it many times
        packed = self._nibbles[different].reshape(len(different), self.width // BLOCK, BLOCK // 2)
        weights = np.empty((len(different), packed.shape[1], BLOCK), np.float32)
        weights[..., : BLOCK // 2] = packed & 15
        weights[..., BLOCK // 2 :] = packed >> 4
        weights -= 8
        weights *= self._scales[different].astype(np.float32)[..., None]
        return np.asarray(weights.reshape(len(different), self.width)[places.ravel()])
