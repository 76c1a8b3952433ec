"""The process in which Ray Data runs: chunks come on standard input, results go to standard output.

    input -> desk -> read task -> workers -> this process -> output

The desk is an actor that holds the chunks without a result. The read task takes them one after the other as the data
set of Ray, and the workers judge them: actors that load the models once. A worker that dies is started again, and Ray
gives it its chunks again. The desk counts how often a chunk was begun, so that one that kills its workers ends the
scan.

Desk, read task and this process are on one machine, so that the others need neither the input nor the results.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import re
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from mtqe.encoder import sessions
from mtqe.errors import ExitCode, InputError, MtqeError
from mtqe.machine.memo import Memo
from mtqe.scan.assessment import Settings
from mtqe.scan.worker import ATTEMPTS, Failure, answer, framed, given_up, read, send
from mtqe.version import VERSION

ADDRESS = "RAY_ADDRESS"
LOCAL = "local"
"""The address of a cluster on this machine that is started here."""
CONNECTING = 10.0
"""Seconds: for a cluster to answer."""
IN_WORKER = 2
"""Chunks: that a worker has at a time, one that it judges and the next one."""
STORE = 200 << 20
"""Bytes: memory of the cluster on this machine for chunks and results on their way."""
STORE_OF_WORKER = 64 << 20
"""Bytes: of this memory for each worker, if that is more."""


class Desk:
    """The chunks without a result, by their number; an actor.

    A chunk can be taken again until its result has arrived, whichever process of the cluster died.
    """

    def __init__(self) -> None:
        self._chunks: dict[int, list[Any]] = {}
        self._finished: set[int] = set()
        self._begun: Counter[int] = Counter()
        self._end: int | None = None
        self._news = asyncio.Condition()

    async def give(self, number: int, reference: list[Any]) -> None:
        """Put a chunk on the desk: a list with its reference, because Ray would resolve the reference."""
        async with self._news:
            self._chunks[number] = reference
            self._news.notify_all()

    async def end(self, number: int) -> None:
        """Say how many chunks there are. Messages of one sender may change places on their way."""
        async with self._news:
            self._end = number
            self._news.notify_all()

    async def take(self, number: int) -> list[Any] | None:
        """Wait for a chunk. `None` after the last one; an empty list if it has its result."""

        def is_here() -> bool:
            return number in self._chunks or number in self._finished or number == self._end

        async with self._news:
            await self._news.wait_for(is_here)
            return None if number == self._end else self._chunks.get(number, [])

    async def begin(self, number: int) -> int:
        """Count how often a chunk was begun."""
        self._begun[number] += 1
        return self._begun[number]

    async def finish(self, number: int) -> None:
        """Forget a chunk: its result has arrived."""
        self._finished.add(number)
        self._chunks.pop(number, None)
        self._begun.pop(number, None)


class Worker:
    """Judges chunks; an actor."""

    def __init__(self, desk: Any, settings: bytes, version: str) -> None:
        self._desk = desk
        self._settings: Settings = pickle.loads(settings)
        self._version = version
        self._memo = Memo()

    def __call__(self, rows: Any) -> Any:
        """The result of the chunk of a table with one row."""
        import ray

        number = rows["number"][0].as_py()
        begun = ray.get(self._desk.begin.remote(number))
        return _row(number, framed(self.result(rows["content"][0].as_py(), begun)))

    def result(self, content: bytes, begun: int) -> object:
        """The result of a chunk that was begun for this often."""
        if self._version != VERSION:
            hint = "install the same version on all machines of the cluster"
            return Failure(f"a worker has mtqe {VERSION}, not {self._version}", hint, ExitCode.INCOMPLETE)
        chunk = pickle.loads(content)
        return given_up(chunk) if begun > ATTEMPTS else answer(chunk, self._settings, self._memo)


def main() -> None:
    """Judge chunks from standard input; the results go to standard output, and what Ray prints to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        try:
            _serve(sys.stdin.buffer, out)
        except MtqeError as error:
            send(out, framed(Failure(error.message, error.hint, error.exit_code)))
        except Exception as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            why = f"{type(error).__name__}: {lines[-1] if lines else ''}"
            hint = "every machine of the cluster needs the same mtqe and Ray; go on with --resume"
            send(out, framed(Failure(f"Ray could not go on: {why}", hint, ExitCode.INCOMPLETE)))


def _serve(source: BinaryIO, out: BinaryIO) -> None:
    import ray

    settings, number, address = read(source)
    with _cluster(address, number) as size:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        send(out, framed(size))
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        desk = ray.remote(num_cpus=0, scheduling_strategy=here)(Desk).remote()
        threading.Thread(target=_feed, args=(source, desk), daemon=True).start()
        for place, content in _results(desk, settings, size):
            send(out, content)
            desk.finish.remote(place)


@contextlib.contextmanager
def _cluster(address: str, number: int) -> Iterator[int]:
    """Start or join a cluster; gives the number of workers."""
    import ray

    try:
        if address == LOCAL:
            size = number or sessions.cores()
            store = max(STORE, size * STORE_OF_WORKER)
            ray.init(address, num_cpus=size, object_store_memory=store, include_dashboard=False, log_to_driver=False)
        else:
            _join(address)
            size = number or int(ray.cluster_resources().get("CPU", 0)) or 1
        yield size
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end is not interrupted
        ray.shutdown()


def _join(address: str) -> None:
    """Join a cluster.

    Raises:
        InputError: There is none.
    """
    import ray

    try:
        if named := re.fullmatch(r"(?:\w+://)?\[?(.+?)\]?:(\d+)", address):  # Ray itself tries for minutes
            socket.create_connection((named[1], int(named[2])), CONNECTING).close()
        ray.init(address, log_to_driver=False)
    except OSError as error:
        hint = f"{ADDRESS} names it; without this variable a cluster is started on this machine"
        raise InputError(f"no cluster of Ray answers at {address}", hint) from error


def _feed(source: BinaryIO, desk: Any) -> None:
    """Put the chunks from the input on the desk. If the input ends early, this process ends."""
    import ray

    number = 0
    with contextlib.suppress(EOFError):
        while (content := read(source)) is not None:
            desk.give.remote(number, [ray.put(content)])
            number += 1
        desk.end.remote(number)
        read(source)
    os.kill(os.getpid(), signal.SIGINT)


def _results(desk: Any, settings: Settings, size: int) -> Iterator[tuple[int, bytes]]:
    """The results of the chunks on the desk, in any order."""
    import ray.data

    own, gpus = of_worker(settings)
    context = ray.data.DataContext.get_current()
    context.target_max_block_size = context.target_min_block_size = 1  # each row is a block, so each chunk is a task
    rows = ray.data.read_datasource(_source(desk), num_cpus=0, override_num_blocks=1).map_batches(
        Worker,
        fn_constructor_args=(desk, pickle.dumps(own), VERSION),
        batch_size=1,
        batch_format="pyarrow",
        num_cpus=1,
        num_gpus=gpus,
        compute=ray.data.ActorPoolStrategy(size=size, max_tasks_in_flight_per_actor=IN_WORKER),
    )
    for batch in rows.iter_batches(batch_size=1, batch_format="pyarrow", prefetch_batches=0):
        yield batch["number"][0].as_py(), batch["content"][0].as_py()


def of_worker(settings: Settings) -> tuple[Settings, int]:
    """The settings of a worker, and how many GPUs it gets: one if they name a GPU. It sees no other one."""
    gpus = int(settings.config.device.startswith("cuda"))
    config = msgspec.structs.replace(settings.config, device="cuda" if gpus else "cpu")
    return msgspec.structs.replace(settings, config=config), gpus


def _source(desk: Any) -> Any:
    """The chunks on the desk as a source of Ray Data, with one task that reads them on this machine."""
    from ray.data import Datasource, ReadTask
    from ray.data.block import BlockMetadata

    class Chunks(Datasource):
        """The source."""

        supports_distributed_reads = False

        def estimate_inmemory_data_size(self) -> int | None:
            """Not known."""
            return None

        def get_read_tasks(self, *args: Any, **options: Any) -> list[Any]:
            """The task."""
            return [ReadTask(lambda: _taken(desk), BlockMetadata(None, None, None, None))]

    return Chunks()


def _taken(desk: Any) -> Iterator[Any]:
    """A row for each chunk. If this is done again, chunks that have results are empty: they are not used any more."""
    import ray

    number = 0
    while (found := ray.get(desk.take.remote(number))) is not None:
        yield _row(number, ray.get(found[0]) if found else b"")
        number += 1


def _row(number: int, content: bytes) -> Any:
    import pyarrow as pa

    return pa.table({"number": pa.array([number]), "content": pa.array([content], pa.large_binary())})
