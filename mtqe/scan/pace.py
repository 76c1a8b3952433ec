"""How far a scan is, how fast, and how long it will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW = 60.0
"""Seconds: the last ones, whose speed says how long the rest takes."""


class Pace:
    """Counts segments.

    Args:
        total: The number of segments of the input, if the reader knows it.
        position: Gives the share of the input that was read, from 0 to 1, if the reader knows it.
        shards: The number of shards of the input.
        clock: Gives the time in seconds.
    """

    def __init__(
        self,
        total: int | None,
        position: Callable[[], float | None],
        shards: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total = total
        self.read = 0
        self.mine = 0
        self.done = 0
        self.kept = 0
        self._position = position
        self._shards = shards
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])

    def see(self, segments: int, mine: bool) -> None:
        """Count segments that were read, and whether they are of this shard."""
        self.read += segments
        self.mine += segments if mine else 0

    def keep(self, segments: int) -> None:
        """Count segments that an earlier run has judged."""
        self.kept += segments

    def add(self, segments: int) -> None:
        """Count segments that were judged."""
        self.done += segments
        now = self._clock()
        self._marks.append((now, self.done))
        while len(self._marks) > 2 and self._marks[1][0] < now - WINDOW:
            self._marks.popleft()

    @property
    def speed(self) -> float:
        """Segments per second that were judged lately; 0 if that is not known."""
        (start, before), (end, after) = self._marks[0], self._marks[-1]
        return (after - before) / (end - start) if end > start else 0.0

    @property
    def expected(self) -> float | None:
        """The number of segments of this shard; `None` if it is not known."""
        whole: float | None = self.total
        share = self._position()
        if whole is None and share:
            whole = self.read / min(share, 1.0)
        return None if whole is None else self.mine + max(0.0, whole - self.read) / self._shards

    def line(self) -> str:
        """One line for people, such as `120,000 of 1,000,000 segments, 3,512 a second, about 4 min left`."""
        done = self.done + self.kept
        expected = self.expected
        known = self.total is not None and self._shards == 1
        of = "" if expected is None else f" of {'' if known else 'about '}{max(done, round(expected)):,}"
        parts = [f"{done:,}{of} segments"]
        if speed := self.speed:
            parts.append(f"{speed:,.0f} a second" if speed >= 10 else f"{speed:.1f} a second")
            if expected is not None:
                parts.append(f"about {_duration(max(0.0, expected - done) / speed)} left")
        return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
