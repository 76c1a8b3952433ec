from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

import mtqe.encoder
from mtqe.encoder import Pair
from mtqe.encoder.simultaneous import AHEAD, run_each


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order_and_batches_are_taken_shortly_before(threads: int) -> None:
    taken: list[int] = []

    def batches() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    for number, (batch, result) in enumerate(run_each(lambda batch: batch**2, batches(), threads)):
        assert (batch, result) == (number, number**2)
        assert len(taken) <= number + AHEAD * threads + 1
    assert taken == list(range(20))
    assert list(run_each(str, [], threads)) == []


def test_as_many_batches_run_at_the_same_time_as_there_are_threads() -> None:
    meeting = threading.Barrier(3)
    assert [result for _, result in run_each(lambda batch: meeting.wait(60) >= 0, range(6), 3)] == [True] * 6


def test_a_failure_ends_the_run_and_no_further_batch_begins() -> None:
    begun: list[int] = []

    def run(batch: int) -> int:
        begun.append(batch)
        if batch == 1:
            raise ValueError("no")
        return batch

    with pytest.raises(ValueError, match="no"):
        list(run_each(run, range(100), 2))
    assert len(begun) <= 2 + 2 * AHEAD
    assert threading.active_count() == 1 or all("ThreadPool" not in thread.name for thread in threading.enumerate())


def test_two_threads_give_the_same_bits_as_one() -> None:
    texts = [f"The number {number} is on the door of house {number**2}. " * (1 + number % 4) for number in range(40)]
    pairs = [Pair(text, text.replace("door", "gate"), None, "en", "en") for text in texts]
    one, two = mtqe.encoder.load(threads=1), mtqe.encoder.load(threads=2)
    assert np.array_equal(one.embed(texts), two.embed(texts))
    for first, second in zip(one.criticise(pairs), two.criticise(pairs), strict=True):
        assert first.odds == second.odds
        assert np.array_equal(first.target, second.target)
    assert [item.penalty for item in one.judge(pairs)] == [item.penalty for item in two.judge(pairs)]
