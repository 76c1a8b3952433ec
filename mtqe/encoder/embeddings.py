"""The word embeddings in 4 bits per weight, memory-mapped, so only the rows in use are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtqe.errors import Unavailable

BLOCK = 32
"""Weights: that share a scale."""


def half_precision(planes: NDArray[np.uint8]) -> NDArray[np.float16]:
    """Numbers from their bytes, which are stored apart because only the high ones can be compressed.

    Args:
        planes: `(2, ...)`, the low byte and the high byte of each number.
    """
    return np.asarray(((planes[1].astype(np.uint16) << 8) | planes[0]).view(np.float16))


class EmbeddingTable:
    """The embeddings in the format Q4_0.

    Of the 16 bytes of a block, byte i has weight i in its low half and weight i + 16 in its high half. A weight is
    (half byte - 8) * the scale of the block.

    Args:
        folder: Folder of `nibbles.npy` `(rows, width / 2)` and `scales.npy` `(2, rows, width / 32)`, see
            `half_precision`.

    Raises:
        Unavailable: A file is missing or has another shape.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._nibbles: NDArray[np.uint8] = np.load(folder / "nibbles.npy", mmap_mode="r", allow_pickle=False)
            self._scales: NDArray[np.uint8] = np.load(folder / "scales.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise Unavailable(f"{folder}: the embedding table cannot be read: {error}", "install mtqe again") from error
        rows, half = self._nibbles.shape
        self.width = half * 2
        if self._scales.shape != (2, rows, self.width // BLOCK):
            raise Unavailable(f"{folder}: nibbles.npy and scales.npy do not fit together", "install mtqe again")

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._nibbles)

    def rows(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """The embeddings `(len(ids), width)` of tokens."""
        distinct, places = np.unique(ids, return_inverse=True)  # most tokens of a batch occur many times
        packed = self._nibbles[distinct].reshape(len(distinct), self.width // BLOCK, BLOCK // 2)
        weights = np.empty((len(distinct), packed.shape[1], BLOCK), np.float32)
        weights[..., : BLOCK // 2] = packed & 15
        weights[..., BLOCK // 2 :] = packed >> 4
        weights -= 8
        weights *= half_precision(self._scales[:, distinct]).astype(np.float32)[..., None]
        return np.asarray(weights.reshape(len(distinct), self.width)[places.ravel()])
