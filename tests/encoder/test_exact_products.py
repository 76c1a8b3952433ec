"""No kernel of onnxruntime can saturate with the matrices that ship, so that every processor gets the same sums."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from mtqe.encoder import matrices, weight_files

GREATEST_BYTE = 255
"""Of a row; its least is 0."""
EXACT_IN_FLOAT = 2**24
"""Below it, single precision has every whole number."""


@functools.cache
def packed(graph: str) -> dict[str, np.ndarray]:
    made = matrices.initializers(weight_files.FOLDER, graph)
    return {name: array for name, array in made.items() if name.endswith(".packed")}


def sums_of_pairs(matrix: np.ndarray) -> tuple[int, int]:
    """The least and the greatest sum of two neighbouring products that any row of bytes gives."""
    pairs = matrix.astype(np.int64).reshape(-1, 2, matrix.shape[1])
    greatest = GREATEST_BYTE * np.maximum(pairs, 0).sum(1).max()
    least = GREATEST_BYTE * np.minimum(pairs, 0).sum(1).min()
    return int(least), int(greatest)


@pytest.mark.parametrize("graph", weight_files.PACKED)
def test_no_pair_of_products_leaves_16_bits(graph: str) -> None:
    assert packed(graph)
    for name, matrix in packed(graph).items():
        least, greatest = sums_of_pairs(matrix)
        assert np.iinfo(np.int16).min <= least and greatest <= np.iinfo(np.int16).max, name


@pytest.mark.parametrize("graph", weight_files.PACKED)
def test_no_sum_of_the_float_graph_is_rounded(graph: str) -> None:
    for name, matrix in packed(graph).items():
        assert 128 * np.abs(matrix.astype(np.int64)).sum(0).max() < EXACT_IN_FLOAT, name


@pytest.mark.parametrize("pair", [(65, 64), (127, 2), (-65, -64)])
def test_a_planted_pair_that_saturates_is_seen(pair: tuple[int, int]) -> None:
    matrix = np.zeros((4, 3), np.int8)
    matrix[2:, 1] = pair
    least, greatest = sums_of_pairs(matrix)
    assert least < np.iinfo(np.int16).min or greatest > np.iinfo(np.int16).max


@given(arrays_of.arrays(np.float32, (6, 4), elements=st.floats(-200, 200, width=32)))
def test_rounding_keeps_the_bound_and_stays_close(weights: np.ndarray) -> None:
    plain = np.clip(np.rint(weights), -matrices.HIGHEST, matrices.HIGHEST)
    made = matrices.whole(weights.copy())
    least, greatest = sums_of_pairs(made)
    assert np.iinfo(np.int16).min <= least and greatest <= np.iinfo(np.int16).max
    (one, other), (first, second) = (array.reshape(-1, 2, 4).swapaxes(0, 1) for array in (plain, made))
    excess = np.maximum(np.abs(one + other) - matrices.PAIR, 0)
    np.testing.assert_array_equal(np.abs(one - first) + np.abs(other - second), excess)
    assert (np.abs(np.abs(one - first) - np.abs(other - second)) <= 1).all()
    assert (np.sign(first) * np.sign(one) >= 0).all() and (np.sign(second) * np.sign(other) >= 0).all()


def test_neighbours_that_fit_stay_as_they_are() -> None:
    weights = np.array([[127, -127, 64], [1, 127, 64]], np.float32)
    np.testing.assert_array_equal(matrices.whole(weights.copy()), weights)
    np.testing.assert_array_equal(matrices.whole(np.array([[127.0], [127.0]], np.float32)), [[64], [64]])
    np.testing.assert_array_equal(matrices.whole(np.array([[-120.0], [-9.0]], np.float32)), [[-119], [-9]])
