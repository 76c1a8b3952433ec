"""The engine on this machine: this process, or several worker processes.

A worker judges one chunk at a time. It is a process of its own, so that one that fails takes nothing else with it: it
is replaced, and its chunk is judged again. No more chunks are read than the workers can take, however fast the reader
is.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import queue
import struct
import subprocess
import threading
from collections.abc import Callable, Generator, Iterable
from typing import Any

from mtqe.encoder import sessions
from mtqe.machine import workers
from mtqe.machine.memo import Memo
from mtqe.scan.assessment import Assessed, Settings, assess
from mtqe.scan.chunks import Chunk
from mtqe.scan.worker import ATTEMPTS, Failure, framed, given_up, read, send

Engine = Callable[[Iterable[Chunk], Settings, int], Generator[Assessed, None, None]]
"""Judges chunks with settings on a number of workers. Gives the results in any order, and reads chunks as it needs
them."""

MODULE = "mtqe.scan.worker"
AHEAD = 2
"""Chunks: for each worker, that are read before their results are there."""


def judged(chunks: Iterable[Chunk], settings: Settings, number: int) -> Generator[Assessed, None, None]:
    """Judge chunks in some processes, but no more than there are chunks; with one in this one.

    A process has its share of the cores, so one without a chunk would leave its cores idle.

    Raises:
        MtqeError: A chunk cannot be judged.
    """
    first = list(itertools.islice(chunks := iter(chunks), number))
    number, chunks = len(first), itertools.chain(first, chunks)
    if number <= 1:
        memo = Memo()
        yield from (assess(chunk, settings, memo) for chunk in chunks)
        return
    with _Pool(settings, number) as pool:
        waiting = 0
        for chunk in chunks:
            pool.give(chunk)
            waiting += 1
            while waiting >= AHEAD * number or (waiting and pool.has_result):
                yield pool.result()
                waiting -= 1
        for _ in range(waiting):
            yield pool.result()


class _Pool:
    """Worker processes, each with a thread that gives it chunks."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._start = framed(settings)
        self._environment = dict(os.environ)
        self._environment.setdefault("OMP_NUM_THREADS", str(max(1, sessions.cores() // number)))
        self._jobs: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Assessed | BaseException] = queue.SimpleQueue()
        self._workers = [_Worker(self._start, self._environment) for _ in range(number)]
        self._stopping = False

    def __enter__(self) -> _Pool:
        for worker in self._workers:
            threading.Thread(target=self._serve, args=(worker,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping = True
        for worker in self._workers:
            self._jobs.put(None)
            worker.kill()

    def give(self, chunk: Chunk) -> None:
        """Let a chunk wait for a worker."""
        self._jobs.put(chunk)

    @property
    def has_result(self) -> bool:
        """Whether `result` returns at once."""
        return not self._results.empty()

    def result(self) -> Assessed:
        """Wait for the next result; raises what a chunk raised."""
        result = self._results.get()
        if isinstance(result, BaseException):
            raise result
        return result

    def _serve(self, worker: _Worker) -> None:
        while (chunk := self._jobs.get()) is not None and not self._stopping:
            try:
                self._results.put(self._judged(worker, chunk))
            except BaseException as error:
                self._results.put(error)

    def _judged(self, worker: _Worker, chunk: Chunk) -> Assessed:
        """The results of a chunk. If the worker dies, another one takes its place."""
        message = framed(chunk)
        for _ in range(ATTEMPTS):
            with contextlib.suppress(OSError, EOFError, struct.error, pickle.UnpicklingError):
                answer = worker.answer(message)
                if isinstance(answer, Failure):
                    raise answer.error
                assert isinstance(answer, Assessed)
                return answer
            worker.kill()
            if self._stopping:
                break
        raise given_up(chunk).error


class _Worker:
    """A process that judges chunks; it is started when it is needed."""

    def __init__(self, start: bytes, environment: dict[str, str]) -> None:
        self._start = start
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def answer(self, message: bytes) -> Any:
        """Send a chunk and wait for its results; raises OSError or EOFError if the process ends."""
        if self._process is None:
            # In a session of its own it does not get the Ctrl-C of a terminal.
            self._process = subprocess.Popen(
                workers.main_of(MODULE),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
            send(self._process.stdin, self._start)
        send(self._process.stdin, message)
        return read(self._process.stdout)

    def kill(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    stream and stream.close()
