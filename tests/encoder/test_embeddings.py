from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtqe.encoder import weight_files
from mtqe.encoder.embeddings import EmbeddingTable
from mtqe.errors import Unavailable


def apart(scales: np.ndarray) -> np.ndarray:
    """The low and the high bytes of half-precision numbers."""
    return np.stack([scales.view(np.uint8)[..., 0::2], scales.view(np.uint8)[..., 1::2]])


def by_hand(nibbles: np.ndarray, scales: np.ndarray, row: int) -> list[float]:
    """A row computed from the format, weight by weight."""
    weights = []
    for block, scale in enumerate(scales[row]):
        for place in range(32):
            byte = int(nibbles[row, block * 16 + place % 16])
            weights.append(((byte >> 4 if place >= 16 else byte % 16) - 8) * float(scale))
    return weights


def test_rows_are_unpacked_as_the_format_says(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    nibbles = rng.integers(0, 256, (9, 64), np.uint8)
    scales = rng.normal(0, 0.1, (9, 4)).astype(np.float16)
    np.save(tmp_path / "nibbles.npy", nibbles)
    np.save(tmp_path / "scales.npy", apart(scales))
    table = EmbeddingTable(tmp_path)
    assert (len(table), table.width) == (9, 128)
    ids = np.array([8, 0, 8, 3, 3], np.int32)
    rows = table.rows(ids)
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, np.array([by_hand(nibbles, scales, row) for row in ids], np.float32))
    assert table.rows(np.array([], np.int32)).shape == (0, 128)


def test_the_table_that_ships() -> None:
    table = EmbeddingTable(weight_files.FOLDER)
    nibbles, stored = np.load(weight_files.FOLDER / "nibbles.npy"), np.load(weight_files.FOLDER / "scales.npy")
    scales = np.stack(list(stored), -1).view("<f2")[..., 0]
    ids = np.array([0, 2, 77, len(table) - 1], np.int32)
    wanted = np.array([by_hand(nibbles, scales, row) for row in ids], np.float32)
    np.testing.assert_array_equal(table.rows(ids), wanted)
    assert table.width == 384


def test_a_table_whose_parts_do_not_fit_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "nibbles.npy", np.zeros((4, 64), np.uint8))
    np.save(tmp_path / "scales.npy", np.zeros((2, 3, 4), np.uint8))
    with pytest.raises(Unavailable, match="do not fit"):
        EmbeddingTable(tmp_path)
    (tmp_path / "scales.npy").write_bytes(b"no array")
    with pytest.raises(Unavailable, match="cannot be read"):
        EmbeddingTable(tmp_path)
