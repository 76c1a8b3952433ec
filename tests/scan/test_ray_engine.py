"""mtqe scan --engine ray, on clusters that the tests start on this machine.

Whatever happens to workers, clusters and the scan itself, the files are those that one process writes.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import groups
import msgspec
import pytest
from ray_cluster import LOOPBACK, PATIENCE, STORE, Ray, slowed, until
from scanned import contents, corpus, settings

from mtqe.cli import run
from mtqe.model import Segment
from mtqe.scan import local, ray_driver, ray_engine
from mtqe.scan.assessment import Assessed
from mtqe.scan.chunks import Chunk, cut
from mtqe.scan.worker import ATTEMPTS, Failure
from mtqe.version import VERSION

pytestmark = pytest.mark.slow
LANGUAGES = ("--source-lang", "en", "--target-lang", "de")
OPTIONS = (*LANGUAGES, "--select", "sleepy,number-mismatch", "-m", "chrf", "--chunk", "5")
CHUNKS = 30


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with a chunk in each document; each takes some time."""
    pairs = []
    for place, one in enumerate(corpus(5 * CHUNKS, docs=5)):
        source = "sleep 0.2" if place % 5 == 0 else one.source
        pairs.append({"doc": one.doc, "source": source, "target": one.target, "reference": one.references[0]})
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    return path


@pytest.fixture
def ray() -> Iterator[Ray]:
    """A place for clusters."""
    place = Ray()
    yield place
    place.close()


@pytest.fixture(scope="module")
def alone(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process writes."""
    place, into = Ray(), tmp_path_factory.mktemp("alone") / "scan"
    scan = place.scan(rows, into, *OPTIONS)
    out, err = scan.communicate(timeout=PATIENCE)
    place.close()
    assert scan.returncode == 0, (out, err)
    return contents(into)


def done(into: Path) -> int:
    """The number of chunks that are done."""
    return len(list((into / "states").glob("*.msgpack"))) if into.exists() else 0


def end_of(scan: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a scan, and what it said."""
    out, err = scan.communicate(timeout=PATIENCE)
    return scan.returncode, out, err


@pytest.fixture(scope="module")
def cluster() -> Iterator[Ray]:
    """A cluster of two cores that runs already; `RAY_ADDRESS=auto` finds it."""
    place = Ray()
    head = place.start(cores=2)
    yield place
    assert head.poll() is None
    head.kill()  # to end it otherwise takes half a minute
    head.wait()
    place.close()


@groups.needed("ray")
def test_whatever_ends_before_the_scan_changes_nothing(
    rows: Path, ray: Ray, cluster: Ray, alone: dict[str, bytes], tmp_path: Path
) -> None:
    """One scan that is killed, goes on elsewhere, is stopped, and goes on while a worker is killed and one is slow.

    Each cluster and each start takes much time, so that the scan is not done anew for each of these.
    """
    into = tmp_path / "scan"
    killed = after_the_scan_is_killed(rows, ray, into)
    stopped = after_it_is_stopped(rows, cluster, into)
    assert killed >= 3 and killed + 3 <= stopped < CHUNKS - 8

    scan = ray.scan(rows, into, *OPTIONS, "--resume", "--engine", "ray", "--workers", "2")
    until(lambda: len(ray.workers) == 2, "two workers")
    with slowed(ray.workers[0]):
        until(lambda: done(into) >= stopped + 3, "chunks")
        os.kill(ray.workers[1], signal.SIGKILL)
        at_death = done(into)
        code, out, err = end_of(scan)
    assert at_death < CHUNKS - 4
    assert code == 0, err
    assert "raylet" not in out + err and "WARNING" not in err
    assert contents(into) == alone
    until(lambda: not ray.processes(), "the end of the cluster")
    assert not list(ray.folder.glob("mtqe-*")) and not (ray.folder / ".ray").exists()  # its home folder, too


def after_the_scan_is_killed(rows: Path, ray: Ray, into: Path) -> int:
    """How many chunks are done when a scan with two workers and its cluster have ended."""
    scan = ray.scan(rows, into, *OPTIONS, "--engine", "ray", "--workers", "2")
    until(lambda: done(into) >= 3, "chunks")
    assert ray.interfaces and ray.interfaces <= LOOPBACK
    scan.kill()
    assert end_of(scan)[0] == -signal.SIGKILL
    until(lambda: not ray.processes(), "the end of the cluster")
    shutil.rmtree(next(ray.folder.glob("mtqe-*")))
    return done(into)


def after_it_is_stopped(rows: Path, cluster: Ray, into: Path) -> int:
    """How many chunks are done when it went on with one worker of another cluster until Ctrl-C."""
    last = ("--resume", "--engine", "ray", "--workers", "1")
    before = done(into)
    scan = cluster.scan(rows, into, *OPTIONS, *last, RAY_ADDRESS="auto")
    until(lambda: done(into) >= before + 3, "chunks")
    assert len(cluster.workers) == 1
    scan.send_signal(signal.SIGINT)
    code, _, err = end_of(scan)
    assert code == 130 and "segments are done" in err
    until(lambda: not cluster.workers, "the end of the workers")
    return done(into)


@groups.needed("ray")
def test_a_chunk_that_kills_its_workers_stops_the_scan(rows: Path, cluster: Ray, tmp_path: Path) -> None:
    lines = rows.read_text("utf-8").splitlines()[:40]
    lines[17] = json.dumps({"doc": "doc 3", "source": "crash", "target": "Absturz", "reference": ""})
    poison = tmp_path / "poison.jsonl"
    poison.write_text("\n".join(lines), encoding="utf-8")
    into = tmp_path / "scan"
    code, out, err = end_of(cluster.scan(poison, into, *OPTIONS, "--engine", "ray", "-q", RAY_ADDRESS="auto"))
    assert (code, out) == (3, "")
    first, hint = err.splitlines()
    assert first == "mtqe: chunk 3 (segments 16 to 20) cannot be judged: its process ended unexpectedly 3 times"
    assert "--workers" in hint
    assert 0 < done(into) < 8


@pytest.fixture
def joined(cluster: Ray, monkeypatch: pytest.MonkeyPatch) -> Ray:
    """The cluster that runs already; the engine in this process uses it."""
    for name, value in cluster.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RAY_ADDRESS", "auto")
    return cluster


def by_place(judged: Iterable[Assessed]) -> list[Assessed]:
    return sorted(judged, key=lambda one: one.place)


@groups.needed("ray")
@pytest.mark.usefixtures("joined")
def test_each_worker_has_a_model_that_gives_the_same_bits() -> None:
    chosen = settings("learned", chunk=3)
    segments = corpus(12)
    judged = by_place(ray_engine.judged(cut(segments, 3, "corpus"), chosen, 2))
    assert judged == list(local.judged(cut(segments, 3, "corpus"), chosen, 1))
    assert all(b"learned" in (one.scores or b"") for one in judged)


@groups.needed("ray")
def test_a_fast_input_waits_and_what_does_not_fit_into_memory_goes_to_the_disk(joined: Ray) -> None:
    chosen = settings("chrf", chunk=1, worst=0, sample=0)
    ballast = {"ballast": "x" * (STORE * 2 // 5)}  # two chunks fit
    segments = [msgspec.structs.replace(one, meta=ballast) for one in corpus(6)]
    read = given = 0

    def reading() -> Iterator[Chunk]:
        nonlocal read
        for chunk in cut(segments, 1, "corpus"):
            read += 1
            yield chunk

    judged = []
    with joined.spilled() as spilled:
        for one in ray_engine.judged(reading(), chosen, 1):
            assert read <= given + ray_engine.AHEAD
            given += 1
            judged.append(one)
    assert spilled
    assert by_place(judged) == list(local.judged(cut(segments, 1, "corpus"), chosen, 1))


@groups.needed("ray")
def test_no_cluster_at_the_address(ray: Ray, rows: Path, tmp_path: Path) -> None:
    scan = ray.scan(rows, tmp_path / "scan", *OPTIONS, "--engine", "ray", RAY_ADDRESS="127.0.0.1:9")
    code, out, err = end_of(scan)
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "mtqe: no cluster of Ray answers at 127.0.0.1:9"
    assert "RAY_ADDRESS" in err


def test_ray_that_is_not_installed(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert run(["scan", str(rows), "--into", str(tmp_path / "scan"), *LANGUAGES, "-m", "chrf", "--engine", "ray"]) == 3
    first, hint = capsys.readouterr().err.splitlines()
    assert first == "mtqe: --engine ray needs Ray, which is not installed" and "mtqe[ray]" in hint


def test_a_worker_with_another_version_judges_nothing() -> None:
    worker = ray_driver.Worker(None, pickle.dumps(settings()), "0.0.1")
    failure = worker.result(b"", 1)
    assert isinstance(failure, Failure)
    assert VERSION in failure.message and "0.0.1" in failure.message


def test_a_chunk_that_was_begun_too_often_is_given_up() -> None:
    (chunk,) = cut([Segment("1", "Stop.", "Halt.")], 5, "corpus")
    worker = ray_driver.Worker(None, pickle.dumps(settings()), VERSION)
    assert isinstance(worker.result(pickle.dumps(chunk), ATTEMPTS + 1), Failure)
    assert not isinstance(worker.result(pickle.dumps(chunk), ATTEMPTS), Failure)


def test_the_desk_gives_each_chunk_until_it_has_its_result() -> None:
    async def use() -> None:
        desk = ray_driver.Desk()
        last = asyncio.create_task(desk.take(2))
        await desk.end(2)  # before the chunks, as messages may come
        assert await last is None
        second = asyncio.create_task(desk.take(1))
        await asyncio.sleep(0)
        assert not second.done()
        await desk.give(1, ["b"])
        await desk.give(0, ["a"])
        assert (await second, await desk.take(0)) == (["b"], ["a"])
        assert [await desk.begin(0), await desk.begin(0), await desk.begin(1)] == [1, 2, 1]
        await desk.finish(0)
        assert (await desk.take(0), await desk.take(1)) == ([], ["b"])

    asyncio.run(use())


@pytest.mark.parametrize(("device", "own", "gpus"), [("auto", "cpu", 0), ("cuda:1", "cuda", 1)])
def test_a_worker_sees_the_gpu_that_ray_gives_it(device: str, own: str, gpus: int) -> None:
    chosen = settings()
    named = msgspec.structs.replace(chosen, config=msgspec.structs.replace(chosen.config, device=device))
    assert ray_driver.of_worker(named) == (
        msgspec.structs.replace(chosen, config=msgspec.structs.replace(chosen.config, device=own)),
        gpus,
    )
