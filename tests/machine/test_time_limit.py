"""Work that takes more than its time is stopped, in any thread, and later work is not."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest

from mtqe.machine.time_limit import OverTime, Watch


def work(seconds: float = 60.0) -> None:
    """Use CPU time."""
    ends = time.thread_time() + seconds
    while time.thread_time() < ends:
        pass


def stubborn() -> None:
    """Catch all that can be caught, twice."""
    for _ in range(2):
        try:
            work()
        except OverTime:
            continue
    work()


@pytest.mark.parametrize("task", [work, stubborn])
def test_work_is_stopped(task: Callable[[], None]) -> None:
    with pytest.raises(OverTime), Watch() as watch:
        watch.allow(0.05)
        task()


def test_work_in_another_thread_is_stopped() -> None:
    stopped: list[bool] = []

    def run() -> None:
        try:
            with Watch() as watch:
                watch.allow(0.05)
                work()
        except OverTime:
            stopped.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert stopped == [True]


def test_work_under_a_tracer_is_stopped_and_later_work_goes_on() -> None:
    ended: list[bool] = []

    def trace(*_: object) -> object:
        return trace

    def run() -> None:
        sys.settrace(trace)
        try:
            with Watch() as watch:
                watch.allow(0.05)
                work()
        except OverTime:
            work(0.05)
            ended.append(True)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert ended == [True]


def test_waiting_is_no_work() -> None:
    with Watch() as watch:
        watch.allow(0.2)
        time.sleep(0.5)


def test_each_piece_has_its_own_time() -> None:
    over = 0
    with Watch() as watch:
        for number in range(12):  # each that is stopped takes `AGAIN`
            watch.allow(0.05)
            try:
                work(0.01 if number % 2 else 60)
            except OverTime:
                over += 1
    work(0.1)
    assert over == 6


def test_nothing_comes_after_the_end() -> None:
    for _ in range(200):
        try:
            with Watch() as watch:
                watch.allow(0.001)
                work(0.001)
        except OverTime:
            continue
    work(0.05)
