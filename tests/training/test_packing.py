"""What is stored of a map gives every bit of it back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import packing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder import matrices


def blocks(seed: int, outputs: int = 6, inputs: int = 64) -> packing.Blocks:
    """A matrix as Q4_0 has it: the largest weight of each block has the number 0."""
    rng = np.random.default_rng(seed)
    numbers = rng.integers(1, 16, (outputs, inputs // 32, 32)).astype(np.uint8)
    numbers[..., 5] = 0
    return packing.Blocks(numbers, rng.normal(0, 0.1, numbers.shape[:2]).astype(np.float16))


@given(st.integers(0, 2**32 - 1))
def test_a_matrix_in_blocks_is_known_again(seed: int) -> None:
    made = blocks(seed)
    found = packing.four_bits(made.weights())
    assert found is not None
    np.testing.assert_array_equal(found.weights(), made.weights())
    np.testing.assert_array_equal(found.scales, made.scales)


def test_any_other_matrix_is_not_taken_for_one_in_blocks() -> None:
    assert packing.four_bits(np.random.default_rng(1).normal(size=(4, 64))) is None


@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_every_bit_of_a_map_comes_back(
    tmp_path_factory: pytest.TempPathFactory, seed: int, even: bool, as_was: bool
) -> None:
    rng = np.random.default_rng(seed)
    encoder = blocks(seed)
    layers = {f"3.wide.{name}": array for name, array in packing.by_columns(encoder).items()}
    factors = rng.uniform(0.2, 4, 64).astype(np.float32) if even else np.ones(64, np.float32)
    if even:
        factors[rng.choice(64, 2, replace=False)] = 0
    weights = (encoder.weights() if as_was else rng.normal(size=(6, 64)).astype(np.float32)).T
    packed, scales = packing.fitted(weights * factors[:, None])
    own = {"packed": packed, "scales": scales}
    if even:
        own |= {"even": matrices.evening(factors), "exact": weights[factors == 0]}
    stored = packing.stored("top.layers.0.wide", own, packing.Rounding("3.wide", factors), layers)
    trained = {"top.layers.0.wide.difference", "top.layers.0.wide.exact"} & stored.keys()
    assert bool(trained) != as_was
    folder = tmp_path_factory.mktemp("packed")
    packing.write_arrays(layers, folder / matrices.LAYERS)
    packing.write_arrays({"maps": np.array([["top.layers.0.wide", "3.wide"]]), **stored}, folder / "top.npz")
    made = matrices.initializers(folder, "top")
    assert {name: array.tobytes() for name, array in made.items()} == {
        f"top.layers.0.wide.{end}": array.tobytes() for end, array in own.items()
    }


def test_the_same_arrays_give_the_same_bytes(tmp_path: Path) -> None:
    arrays = packing.by_columns(blocks(1))
    for name in ("one.npz", "two.npz"):
        packing.write_arrays(arrays, tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "two.npz"]


def squared(weights: np.ndarray, packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    return np.square(packed * scales - weights, dtype=np.float64).sum(0)


@given(st.integers(0, 2**32 - 1))
def test_a_matrix_is_rounded_within_the_bound_and_better_than_by_either_simple_way(seed: int) -> None:
    weights = np.random.default_rng(seed).normal(size=(96, 7)).astype(np.float32)
    packed, scales = packing.fitted(weights)
    assert np.abs(packed.astype(int).reshape(-1, 2, 7).sum(1)).max() <= matrices.PAIR
    least = np.abs(weights).max(0) / matrices.HIGHEST
    for tried in (least, 2 * least):
        assert (squared(weights, packed, scales) <= squared(weights, matrices.whole(weights / tried), tried)).all()
