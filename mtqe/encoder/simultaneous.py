"""Runs several batches at the same time, each on one thread.

A batch on two threads takes more than half the time, because most operators are so short that the threads wait for each
other. Two batches on a thread each keep both cores busy, and a batch gives the same bits on any number of threads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

B = TypeVar("B")
T = TypeVar("T")
AHEAD = 2
"""Factor: of the threads, the batches that run or wait, so that no thread waits for the next one."""


def run_each(run: Callable[[B], T], batches: Iterable[B], threads: int) -> Iterator[tuple[B, T]]:
    """Each batch with its result, in order. The batches are taken only shortly before they run.

    Args:
        run: Computes the result of a batch; it is called from several threads.
        batches: The batches.
        threads: Number of threads.
    """
    remaining = iter(batches)
    waiting = deque(islice(remaining, AHEAD * threads))
    if threads == 1 or len(waiting) < 2:
        while waiting:
            batch = waiting.popleft()
            yield batch, run(batch)
            waiting.extend(islice(remaining, 1))
        return
    with ThreadPoolExecutor(min(threads, len(waiting))) as pool:
        running: deque[tuple[B, Future[T]]] = deque((batch, pool.submit(run, batch)) for batch in waiting)
        try:
            while running:
                batch, future = running.popleft()
                yield batch, future.result()
                running.extend((batch, pool.submit(run, batch)) for batch in islice(remaining, 1))
        finally:
            pool.shutdown(cancel_futures=True)
