from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder.batches import STEP, batches, cost, padded, padded_lengths


@given(st.lists(st.integers(1, 900), max_size=200), st.sampled_from([1, 500, 4096]))
def test_every_row_is_in_one_batch_within_the_budget(lengths: list[int], budget: int) -> None:
    made = batches(np.array(lengths, np.int64), budget)
    assert sorted(row for batch in made for row in batch.tolist()) == list(range(len(lengths)))
    for batch in made:
        (size,) = {-(-lengths[row] // STEP) * STEP for row in batch}
        assert len(batch) == 1 or len(batch) * cost(size) <= budget


@given(st.lists(st.integers(1, 300), min_size=2, max_size=100))
def test_a_batch_ends_only_when_it_is_full_or_the_next_row_is_shorter(lengths: list[int]) -> None:
    made = batches(np.array(lengths, np.int64), 1000)
    sizes = padded_lengths(np.array(lengths))
    for batch, following in itertools.pairwise(made):
        size, next_size = sizes[batch[0]], sizes[following[0]]
        assert size > next_size or (size == next_size and (len(batch) + 1) * cost(size) > 1000)


@given(st.lists(st.integers(0, 600), min_size=1, max_size=30))
def test_the_padding_of_a_row_depends_on_the_row_alone(lengths: list[int]) -> None:
    for batch in batches(np.array(lengths)):
        for row in batch.tolist():
            alone = padded(np.array(lengths)[[row]])
            assert padded(np.array(lengths)[batch]).shape[1] == alone.shape[1] == padded_lengths(np.array(lengths))[row]


def test_long_rows_cost_more_than_their_tokens() -> None:
    assert cost(2000) > 10 * cost(200) > 0
    assert [len(batch) for batch in batches(np.full(8, 1000), 8000)] == [2, 2, 2, 2]
    assert [len(batch) for batch in batches(np.full(90, 80), 8000)] == [83, 7]


def test_padding_stands_behind_the_tokens() -> None:
    rows = [[True] * length + [False] * (STEP - length) for length in (2, 0, 3)]
    assert padded(np.array([2, 0, 3])).tolist() == rows
    assert padded(np.array([], np.int64)).shape == (0, 0)
