"""Keeps the worker processes: starts them, gives each one request at a time, and replaces those that fail.

A spare process, which has loaded the models too, takes the place of one that fails at once.

A worker that has not answered in time is killed with all that it started, because nothing else stops a computation for
sure.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import msgspec

from mtqe.encoder import sessions
from mtqe.machine import workers
from mtqe.serve import refusal
from mtqe.serve.bounds import Bounds
from mtqe.serve.messages import LENGTH, TEMPORARY, Answer, Order, Ready, Start, framed
from mtqe.serve.refusal import Refusal
from mtqe.settings.sources import SERVE_TOKEN

M = TypeVar("M", Answer, Ready)
MODULE = "mtqe.serve.worker_process"
SLOWEST_START = 600.0
"""Seconds: a worker may take to load the models."""
LONGEST_PAUSE = 30.0
"""Seconds: between two attempts to start a worker."""
TYPICAL = 20
"""Requests: the last ones, whose mean duration says how long the next ones take."""


class Job:
    """A request that waits for its answer or is computed."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.expiry: asyncio.TimerHandle | None = None

    def fail(self, error: Refusal) -> None:
        """Answer with an error, unless nobody waits any more."""
        if not self.answer.done():
            self.answer.set_exception(error)
            self.answer.exception()  # or asyncio writes to the log if the server ends before anybody has read it


class Pool:
    """The worker processes and the requests that wait for them.

    Args:
        start: The first message to each worker.
        bounds: The limits.
        note: Called with a line for the log.
        stop: Called with a message and a hint if the configuration cannot be used at all.

    Attributes:
        lacks: What the workers could not load, a line each.
        lost: Number of workers that were replaced, by reason.
    """

    def __init__(
        self, start: Start, bounds: Bounds, note: Callable[[str], None], stop: Callable[[str, str], None]
    ) -> None:
        self.lacks: tuple[str, ...] = ()
        self._loaded = 0
        self._busy = 0
        self._complete = asyncio.Event()
        self.lost: Counter[str] = Counter({"timeout": 0, "crash": 0})
        self._bounds = bounds
        self._start = framed(start)
        self._environment = _environment(bounds.workers)
        self._note = note
        self._stop = stop
        self._waiting: deque[Job] = deque()
        self._news = asyncio.Event()
        self._draining = False
        self._durations: deque[float] = deque([1.0], maxlen=TYPICAL)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        """Number of requests that wait for a worker."""
        return len(self._waiting)

    @property
    def ready(self) -> int:
        """Number of workers that have loaded the models, without spare ones."""
        return min(self._loaded, self._bounds.workers)

    def open(self) -> None:
        """Start the workers, and when they are ready the spare ones."""
        self._tasks = [asyncio.create_task(self._keep_worker()) for _ in range(self._bounds.workers)]
        self._tasks += [asyncio.create_task(self._keep_spare()) for _ in range(self._bounds.spare)]

    async def close(self) -> None:
        """End the workers, whatever they do."""
        for task in self._tasks:
            if not task.cancelling():  # a task that is told twice does not finish what it does at the end
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def drain(self) -> None:
        """Refuse the requests that wait and all later ones; those that are computed are not disturbed."""
        self._draining = True
        while self._waiting:
            self._next().fail(self._stopping())

    def refuse_if_full(self) -> None:
        """Refuse a request before its body is read.

        Raises:
            Refusal: The server stops, or too many requests wait.
        """
        if self._draining:
            raise self._stopping()
        if len(self._waiting) >= self._bounds.queue:
            raise refusal.busy(f"{len(self._waiting)} requests are waiting already", self._expected())

    def put(self, order: Order) -> Job:
        """Let a request wait for a worker.

        Raises:
            Refusal: As `refuse_if_full`.
        """
        self.refuse_if_full()
        job = Job(order)
        self._waiting.append(job)
        job.expiry = asyncio.get_running_loop().call_later(self._bounds.seconds, self._expire, job)
        self._news.set()
        return job

    def withdraw(self, job: Job) -> None:
        """Take back a request whose client has left. One that is computed already is computed to its end."""
        if job in self._waiting:
            self._waiting.remove(job)
            _forget_expiry(job)
        job.answer.cancel()

    def _next(self) -> Job:
        job = self._waiting.popleft()
        _forget_expiry(job)
        return job

    def _expire(self, job: Job) -> None:
        """Refuse a request that has waited too long for a worker."""
        if job in self._waiting:
            self._waiting.remove(job)
            job.fail(refusal.busy(f"no worker was free for {self._bounds.seconds:g} seconds", self._expected()))

    def _expected(self) -> float:
        """Seconds until the requests that wait now are likely to be done."""
        mean = sum(self._durations) / len(self._durations)
        return min(self._bounds.seconds, mean * (len(self._waiting) + 1) / self._bounds.workers)

    def _stopping(self) -> Refusal:
        return refusal.busy("the server is stopping", self._bounds.patience)

    async def _keep_spare(self) -> None:
        """Start another worker, which loads when nobody waits for the first ones any more."""
        await self._complete.wait()
        await self._keep_worker()

    async def _keep_worker(self) -> None:
        """Start a worker, and a new one whenever it ends; longer pauses if it never gets ready."""
        pause = 0.0
        while True:
            worker = _Worker()
            try:
                async with asyncio.timeout(SLOWEST_START):
                    await worker.begin(self._start, self._environment)
                    ready = await worker.receive(Ready)
                if ready.fatal:
                    self._stop(*ready.fatal)
                    return
                pause = 0.0
                self._got_ready(ready)
                worker.tell_of_end(self._news.set)
                try:
                    await self._use(worker)
                finally:
                    self._loaded -= 1
            except (OSError, EOFError, TimeoutError) as error:
                if not isinstance(error, _Replaced):
                    pause = min(LONGEST_PAUSE, 2 * pause or 1.0)
                    self.lost["crash"] += 1
                    self._note(f"a worker did not start; the next attempt is in {pause:g} seconds")
            finally:
                await worker.kill()
            await asyncio.sleep(pause)

    def _got_ready(self, ready: Ready) -> None:
        self._loaded += 1
        if ready.lacks != self.lacks:
            for line in ready.lacks:
                self._note(line)
        self.lacks = ready.lacks
        if self._loaded == self._bounds.workers:
            self._complete.set()
            self._note("ready")

    async def _use(self, worker: _Worker) -> None:
        """Give the worker one request after the other.

        Raises:
            _Replaced: The worker cannot be used any more.
        """
        while True:
            while not worker.has_ended and not (self._waiting and self._busy < self._bounds.workers):
                self._news.clear()
                await self._news.wait()
            if worker.has_ended:
                self._note_crash()
                raise _Replaced
            job = self._next()
            self._busy += 1
            started = time.monotonic()
            try:
                async with asyncio.timeout(self._bounds.seconds):
                    await worker.send(framed(job.order))
                    answer = await worker.receive(Answer)
            except TimeoutError as error:
                self.lost["timeout"] += 1
                message = f"the report was not ready after {self._bounds.seconds:g} seconds"
                job.fail(Refusal(HTTPStatus.GATEWAY_TIMEOUT, message, "send fewer or shorter segments"))
                self._note("a worker was stopped because a request took too long")
                raise _Replaced from error
            except (OSError, EOFError) as error:
                self._note_crash()
                why = "the process that computed the report ended unexpectedly"
                job.fail(Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, why, "if this is repeated, send fewer segments"))
                raise _Replaced from error
            except BaseException:  # the server ends
                job.fail(self._stopping())
                raise
            finally:
                self._busy -= 1
                self._news.set()
            self._durations.append(time.monotonic() - started)
            if not job.answer.done():
                job.answer.set_result(answer)

    def _note_crash(self) -> None:
        self.lost["crash"] += 1
        self._note("a worker ended unexpectedly; the system may have no memory left")


def _forget_expiry(job: Job) -> None:
    if job.expiry is not None:
        job.expiry.cancel()


def _environment(number: int) -> dict[str, str]:
    """The environment of a worker: without the token, and with its share of the cores if there are several workers."""
    environment = {name: value for name, value in os.environ.items() if name != SERVE_TOKEN}
    if number > 1:
        environment.setdefault("OMP_NUM_THREADS", str(max(1, sessions.cores() // number)))
    return environment


class _Replaced(EOFError):
    """A worker failed after it was ready, so the next one may start at once."""


class _Worker:
    """A process that computes, with a folder for its temporary files, which may hold texts."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._end: asyncio.Task[int] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended by itself."""
        return self._process is not None and self._process.returncode is not None

    def tell_of_end(self, tell: Callable[[], None]) -> None:
        """Call a function when the process has ended."""
        assert self._process
        self._end = asyncio.create_task(self._process.wait())
        self._end.add_done_callback(lambda _: tell())

    async def begin(self, start: bytes, environment: dict[str, str]) -> None:
        """Start the process."""
        self._folder = tempfile.TemporaryDirectory(prefix=TEMPORARY, ignore_cleanup_errors=True)
        # In a session of its own it does not get the Ctrl-C of a terminal, and can be killed with what it started.
        self._process = await asyncio.create_subprocess_exec(
            *workers.main_of(MODULE),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**environment, "TMPDIR": self._folder.name},
            start_new_session=True,
        )
        await self.send(start)

    async def send(self, message: bytes) -> None:
        """Send a message."""
        assert self._process and self._process.stdin
        self._process.stdin.write(message)
        await self._process.stdin.drain()

    async def receive(self, type_: type[M]) -> M:
        """Wait for a message.

        Raises:
            EOFError: The process has ended.
        """
        assert self._process and self._process.stdout
        head = await self._process.stdout.readexactly(LENGTH.size)
        data = await self._process.stdout.readexactly(LENGTH.unpack(head)[0])
        return msgspec.msgpack.decode(data, type=type_)

    async def kill(self) -> None:
        """End the process and all that it started, and remove its temporary files."""
        process = self._process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        if self._folder is not None:
            self._folder.cleanup()
