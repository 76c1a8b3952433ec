from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder.batches import batches, cost


@given(st.lists(st.integers(1, 900), max_size=200), st.sampled_from([1, 500, 4096]))
def test_every_row_is_in_one_batch_of_rows_of_its_length_within_the_budget(lengths: list[int], budget: int) -> None:
    made = batches(np.array(lengths, np.int64), budget)
    assert sorted(row for batch in made for row in batch.tolist()) == list(range(len(lengths)))
    for batch in made:
        (length,) = {lengths[row] for row in batch}
        assert len(batch) == 1 or len(batch) * cost(length) <= budget


@given(st.lists(st.integers(1, 30), min_size=2, max_size=100))
def test_a_batch_ends_only_when_it_is_full_or_the_next_row_is_shorter(lengths: list[int]) -> None:
    made = batches(np.array(lengths, np.int64), 100)
    for batch, following in itertools.pairwise(made):
        length, next_length = lengths[batch[0]], lengths[following[0]]
        assert length > next_length or (length == next_length and (len(batch) + 1) * cost(length) > 100)


def test_long_rows_cost_more_than_their_tokens() -> None:
    assert cost(2000) > 10 * cost(200) > 0
    assert [len(batch) for batch in batches(np.full(8, 1000), 8000)] == [2, 2, 2, 2]
    assert [len(batch) for batch in batches(np.full(90, 80), 8000)] == [83, 7]
