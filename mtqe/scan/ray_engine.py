"""The engine on a cluster of Ray: one on this machine by default, or the one that `RAY_ADDRESS` names.

Ray Data runs in a process of its own (`mtqe.scan.ray_driver`), which this one gives chunks and takes results from. So
the input is read and the results are written here, as for every engine, and nothing that Ray prints, or does with
signals, threads and variables of the environment, touches this process.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pickle
import queue
import secrets
import shutil
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import IO, TypeVar

from mtqe import version
from mtqe.errors import ExitCode, MtqeError, Unavailable
from mtqe.machine import workers
from mtqe.scan.assessment import Assessed, Settings
from mtqe.scan.chunks import Chunk
from mtqe.scan.ray_driver import ADDRESS, LOCAL
from mtqe.scan.worker import Failure, framed, read, send

T = TypeVar("T")
MODULE = "mtqe.scan.ray_driver"
AHEAD = 3
"""Chunks: for each worker, that are read before their results are there. One is judged, one waits in the worker, and
one is on its way."""
PATIENCE = 20.0
"""Seconds: for Ray to end by itself, before it is killed."""
LONGEST_PLACE = 20
"""Characters: of the path of the folder for temporary files. Ray makes names of sockets of it, which a system cuts at
107 bytes."""
_DEFAULTS = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_DISABLE_PROGRESS_BARS": "1", "RAY_worker_niceness": "0"}
"""No report of usage goes to the authors of Ray. Its workers have the priority of other processes."""
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""A cluster on this machine listens on the loopback interface alone, as Ray does where it cannot have other machines.
Otherwise it listens on all interfaces, and whoever reaches a port of it may run programs here."""
RESUME = "continue with the same command and --resume: what was done is kept"


def judged(chunks: Iterable[Chunk], settings: Settings, number: int) -> Iterator[Assessed]:
    """Judge chunks on a number of workers of Ray; with 0 on as many as the cluster has cores.

    Raises:
        MtqeError: Ray is not installed or cannot be started or reached, or a chunk cannot be judged.
    """
    if importlib.util.find_spec("ray") is None:
        raise Unavailable("--engine ray needs Ray, which is not installed", version.adding("ray"))
    with _Driver(settings, number) as driver:
        window = AHEAD * driver.workers
        waiting = 0
        for chunk in chunks:
            driver.send(framed(chunk))
            waiting += 1
            while waiting >= window or (waiting and driver.has_result):
                yield driver.result()
                waiting -= 1
        driver.send(None)
        for _ in range(waiting):
            yield driver.result()


class _Driver:
    """The process that Ray Data runs in."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._start = (settings, number, os.environ.get(ADDRESS, LOCAL))
        self._results: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.workers = 0

    def __enter__(self) -> _Driver:
        environment = _DEFAULTS | os.environ
        self._folder: str | None = None
        if self._start[2] == LOCAL:
            # Only processes with this token are let in. Without one Ray would keep a token in the user's home folder.
            environment |= _LOOPBACK | {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
            if "RAY_TMPDIR" not in environment:
                place = tempfile.gettempdir()
                place = place if len(place) <= LONGEST_PLACE else "/tmp"
                self._folder = environment["RAY_TMPDIR"] = tempfile.mkdtemp(prefix="mtqe-", dir=place)
        self._log: IO[bytes] = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            workers.main_of(MODULE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment,
            start_new_session=True,
        )
        self._receiver = threading.Thread(target=self._receive, daemon=True)
        self._receiver.start()
        try:
            self.send(self._start)
            self.workers = self._next(int)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def send(self, message: object) -> None:
        """Send a message. If the process has ended, the next result says so."""
        assert self._process.stdin
        with contextlib.suppress(OSError):
            send(self._process.stdin, framed(message))

    @property
    def has_result(self) -> bool:
        """Whether `result` returns at once."""
        return not self._results.empty()

    def result(self) -> Assessed:
        """Wait for the next result; raises what a chunk raised."""
        return self._next(Assessed)

    def _next(self, kind: type[T]) -> T:
        message = self._results.get()
        if isinstance(message, Failure):
            raise message.error
        if not isinstance(message, kind):
            raise MtqeError(f"Ray ended unexpectedly; it last said: {self._last_line()}", RESUME, ExitCode.INCOMPLETE)
        return message

    def _receive(self) -> None:
        """Read messages until the process ends."""
        assert self._process.stdout
        with (
            self._process.stdout as stream,
            contextlib.suppress(OSError, EOFError, struct.error, pickle.UnpicklingError),
        ):
            while True:
                self._results.put(read(stream))
        self._results.put(None)

    def _last_line(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "nothing")

    def _end(self) -> None:
        """End the process and with it Ray, if it is ours."""
        assert self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # it ends when its input ends
        try:
            self._process.wait(PATIENCE)
        except BaseException as error:
            self._process.kill()
            self._process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
        finally:
            self._receiver.join()
            self._log.close()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
