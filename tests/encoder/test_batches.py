from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder.batches import batches, cost, padded


@given(st.lists(st.integers(1, 900), max_size=200), st.sampled_from([1, 500, 4096]))
def test_every_row_is_in_one_batch_within_the_budget(lengths: list[int], budget: int) -> None:
    made = batches(np.array(lengths, np.int64), budget)
    assert sorted(row for batch in made for row in batch.tolist()) == list(range(len(lengths)))
    for batch in made:
        longest = max(lengths[row] for row in batch)
        assert len(batch) == 1 or len(batch) * cost(longest) <= budget


@given(st.lists(st.integers(1, 300), min_size=2, max_size=100))
def test_no_batch_ends_before_it_must(lengths: list[int]) -> None:
    made = batches(np.array(lengths, np.int64), 1000)
    for batch, following in itertools.pairwise(made):
        longest = max(lengths[row] for row in batch)
        assert (len(batch) + 1) * cost(longest) > 1000
        assert longest >= max(lengths[row] for row in following)


def test_long_rows_cost_more_than_their_tokens() -> None:
    assert cost(2000) > 10 * cost(200) > 0
    assert [len(batch) for batch in batches(np.full(8, 1000), 8000)] == [2, 2, 2, 2]
    assert [len(batch) for batch in batches(np.full(80, 100), 8000)] == [64, 16]


def test_padding_stands_behind_the_tokens() -> None:
    assert padded(np.array([2, 0, 3])).tolist() == [[True, True, False], [False] * 3, [True] * 3]
    assert padded(np.array([], np.int64)).shape == (0, 0)
