"""How far a scan is, and how long it takes."""

from __future__ import annotations

import pytest

from mtqe.scan.pace import Pace


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_speed_of_the_last_minute_says_how_long_the_rest_takes() -> None:
    clock = Clock()
    pace = Pace(100_000, lambda: None, clock=clock)
    assert pace.line() == "0 of 100,000 segments"
    for _ in range(10):
        pace.see(5000, mine=True)
    for seconds in (100.0, 100.0, 25.0, 25.0, 25.0):  # it gets faster
        clock.now += seconds
        pace.add(5000)
    assert pace.speed == pytest.approx(200)
    assert pace.line() == "25,000 of 100,000 segments, 200 a second, about 6 min left"


def test_segments_that_were_done_before_do_not_make_it_faster() -> None:
    clock = Clock()
    pace = Pace(1000, lambda: None, clock=clock)
    pace.see(900, mine=True)
    pace.keep(800)
    clock.now += 20
    pace.add(100)
    assert pace.line() == "900 of 1,000 segments, 5.0 a second, about 20 s left"


def test_without_a_number_of_segments_the_share_that_was_read_gives_it() -> None:
    clock = Clock()
    pace = Pace(None, lambda: 0.25, clock=clock)
    pace.see(5000, mine=True)
    clock.now += 1
    pace.add(2000)
    assert pace.line() == "2,000 of about 20,000 segments, 2,000 a second, about 9 s left"
    unknown = Pace(None, lambda: None, clock=clock)
    unknown.see(5000, mine=True)
    clock.now += 2
    unknown.add(5000)
    assert unknown.line() == "5,000 segments, 2,500 a second"


def test_a_shard_expects_its_part() -> None:
    clock = Clock()
    pace = Pace(10_000, lambda: None, shards=2, clock=clock)
    pace.see(1000, mine=True)
    pace.see(1000, mine=False)
    clock.now += 1
    pace.add(1000)
    assert pace.line() == "1,000 of about 5,000 segments, 1,000 a second, about 4 s left"
    clock.now += 8
    pace.see(8000, mine=True)
    pace.add(1)
    assert pace.line().endswith("left") and " h " not in pace.line()


def test_hours() -> None:
    clock = Clock()
    pace = Pace(10_000_000, lambda: None, clock=clock)
    pace.see(1000, mine=True)
    clock.now += 1
    pace.add(1000)
    assert pace.line().endswith("about 2 h 47 min left")
