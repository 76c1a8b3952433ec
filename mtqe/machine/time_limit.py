"""Stops a piece of work that takes too much time, in any thread of any process: command, worker, server or notebook.

A second thread measures the CPU time of the thread that works, and raises `OverTime` in it when the time is over. So a
busy machine does not change what is stopped, and no signal is needed, which only the main thread could get. Python code
is stopped between two instructions, a call of a library when it returns.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

AGAIN = 1.0
"""Seconds: after which a thread that caught `OverTime` and went on gets it once more."""
SHORTEST = 0.01
"""Seconds: between two looks at the clock."""


class OverTime(BaseException):
    """The work took more than its time. It is no `Exception`, because libraries and plugins catch those."""


class Watch:
    """Measures the work of the thread that enters it.

    Within the block, `allow` begins a piece of work. The block ends the last piece. `OverTime` comes out of the piece
    of work whose time is over, never out of a later one.
    """

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._now = _clock(self._thread)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._begun = self._seconds = 0.0
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._settle(None)

    def allow(self, seconds: float) -> None:
        """Begin a piece of work that may take this number of seconds; it ends the piece before."""
        is_first = not self._seconds
        self._settle(seconds)
        if is_first:
            threading.Thread(target=self._look, name="time limit", daemon=True).start()

    def _settle(self, seconds: float | None) -> None:
        """End the piece of work, and begin the next one if there is one."""
        while True:
            try:
                with self._lock:
                    if self._is_over:
                        _meet(self._thread)
                    self._is_over = False
                    if seconds is None:
                        self._ended.set()
                    else:
                        self._begun, self._seconds = self._now(), seconds
                return
            except OverTime:  # it came when the work had just ended
                continue

    def _look(self) -> None:
        """Wait until the time of a piece of work is over, and raise `OverTime` until it has ended."""
        pause = self._left()
        while not self._ended.wait(min(max(pause, SHORTEST), threading.TIMEOUT_MAX)):
            with self._lock:
                pause = AGAIN if self._ended.is_set() else self._left()
                if pause <= 0:
                    self._is_over = True
                    _raise_in(self._thread)
                    pause = AGAIN

    def _left(self) -> float:
        return self._seconds - (self._now() - self._begun)


def _raise_in(thread: int) -> None:
    """Raise `OverTime` in a thread at its next instruction; it takes the place of one that has not arrived yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OverTime))


def _meet(thread: int) -> None:
    """Let an `OverTime` of this thread arrive that may still be on its way.

    To take it back, as `PyThreadState_SetAsyncExc` can, is no way: Python would look for it at each jump and call from
    then on, and never get beyond the first call if there is a tracer.
    """
    try:
        _raise_in(thread)
        while True:
            pass
    except OverTime:
        return


def _clock(thread: int) -> Callable[[], float]:
    """The CPU time of a thread, or the time of the day where the system does not tell it."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)
