"""Matrices that are kept on the disk are those that the encoder's files give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mtqe.encoder import kept_matrices, matrices, weight_files
from mtqe.machine import cache

pytestmark = pytest.mark.usefixtures("own_prepared")

FOLDER = weight_files.FOLDER
SETTINGS = weight_files.declared(FOLDER)


def same(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> bool:
    return list(one) == list(other) and all(
        one[name].dtype == other[name].dtype and np.array_equal(one[name], other[name]) for name in one
    )


@pytest.mark.parametrize("name", ["lower", "critic"])
def test_they_are_made_once(name: str, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept_matrices.initializers(FOLDER, name, SETTINGS)
    assert same(made, matrices.initializers(FOLDER, name))
    monkeypatch.delattr(matrices, "initializers")
    assert same(kept_matrices.initializers(FOLDER, name, SETTINGS), made)


@pytest.mark.parametrize("place", [0, 10, 4_000_000, -40])
def test_a_damaged_file_is_made_again(place: int, own_cache: Path) -> None:
    made = kept_matrices.initializers(FOLDER, "lower", SETTINGS)
    (path,) = cache.prepared().iterdir()
    content = bytearray(path.read_bytes())
    content[place] ^= 255
    path.write_bytes(content)
    assert same(kept_matrices.initializers(FOLDER, "lower", SETTINGS), made)
    path.write_bytes(content[:1000])
    assert same(kept_matrices.initializers(FOLDER, "lower", SETTINGS), made)


def test_other_weights_are_another_file(own_cache: Path) -> None:
    kept_matrices.initializers(FOLDER, "lower", SETTINGS)
    changed = dict(SETTINGS) | {"sha256": dict(SETTINGS["sha256"]) | {"layers.npz": "0"}}
    kept_matrices.initializers(FOLDER, "lower", changed)
    assert len(list(cache.prepared().iterdir())) == 2


def test_without_a_cache_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "file"))
    assert same(kept_matrices.initializers(FOLDER, "lower", SETTINGS), matrices.initializers(FOLDER, "lower"))
