"""A scan that was killed, interrupted or that failed goes on: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from scanned import contents, corpus, interruptible, scan
from scanned import settings as chosen

from mtqe import cli
from mtqe.errors import InputError, MtqeError
from mtqe.model import Segment, Shard
from mtqe.scan import assessment, local
from mtqe.scan import folder as folders
from mtqe.scan.folder import Folder

SEGMENTS = corpus(150, docs=4)
SETTINGS = chosen("chrf", chunk=12)
CHUNKS = 13


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a scan that nothing disturbed."""
    path = tmp_path_factory.mktemp("undisturbed") / "scan"
    assert scan(SEGMENTS, path, SETTINGS).chunks == CHUNKS
    return contents(path)


def test_a_scan_that_is_killed_at_any_point_goes_on(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    fork = multiprocessing.get_context("fork")
    chance = random.Random(20)
    deaths = 0
    done: list[str] = []
    for _ in range(40):
        process = fork.Process(target=_dying, args=(tmp_path / "scan", chance.randrange(1, 20), chance.randrange(4)))
        process.start()
        process.join()
        before, done = done, [path.name for path in sorted((tmp_path / "scan").glob("states/*.msgpack"))]
        assert set(before) <= set(done)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        deaths += 1
    assert process.exitcode == 0 and deaths >= 5
    assert contents(tmp_path / "scan") == undisturbed
    judged = (tmp_path / "judged").read_text().split()
    kept = [place for place in judged if judged.count(place) == 1]
    assert len(judged) <= CHUNKS + deaths and len(kept) >= CHUNKS - deaths  # only the chunk at hand is done again


def _dying(path: Path, writes: int, stage: int) -> None:
    """Scan, and die at some write: before it, in its middle, after the file is written, or after it is renamed."""
    assess, bring, fsync = assessment.assess, folders._bring_to_disk, os.fsync
    left = [writes]

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def write(self: Folder, file: Path, content: bytes) -> None:
        left[0] -= 1
        if left[0] == 0 and stage == 0:
            die()
        if left[0] == 0 and stage == 1:
            file.with_name(file.name + ".1-1.part").write_bytes(content[: len(content) // 2])
            die()
        true_write(self, file, content)

    def synced(descriptor: int) -> None:
        fsync(descriptor)
        if left[0] == 0 and stage == 2:
            die()

    def renamed(place: Path) -> None:
        bring(place)
        if left[0] == 0 and stage == 3:
            die()

    def noted(chunk: Any, settings: Any, memo: Any) -> Any:
        with (path.parent / "judged").open("a") as out:
            out.write(f"{chunk.place} ")
        return assess(chunk, settings, memo)

    true_write = Folder._write
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Folder, "_write", write)
        patch.setattr(folders, "_bring_to_disk", renamed)
        patch.setattr(os, "fsync", synced)
        patch.setattr(local, "assess", noted)
        scan(SEGMENTS, path, SETTINGS, resume=True)
    os._exit(0)


def test_a_command_with_workers_that_is_interrupted_and_killed_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        {"source": one.source, "target": one.target, "reference": one.references[0], "doc": one.doc} for one in SEGMENTS
    ]
    (tmp_path / "corpus.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, lines)))
    monkeypatch.chdir(tmp_path)
    options = ["--source-lang", "en", "--target-lang", "de", "--select", "number-mismatch", "--chunk", "2"]
    command = ["scan", "corpus.jsonl", *options]

    def states() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "killed").glob("states/*.msgpack")}

    def stopped(number: int, *more: str) -> tuple[int, str, dict[Path, int]]:
        """Scan in two workers, and send a signal after the first chunks."""
        before = states()
        arguments = [sys.executable, "-m", "mtqe", *command, "--into", "killed", "--workers", "2", *more]
        process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible)
        deadline = time.monotonic() + 120
        while len(states()) < len(before) + 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        _, err = process.communicate()
        assert all(states()[path] == changed for path, changed in before.items())
        return process.returncode, err, states()

    code, err, done = stopped(signal.SIGINT)
    assert code == 130 and "mtqe: interrupted; " in err and "--resume" in err
    code, _, more = stopped(signal.SIGKILL, "--resume")
    assert code == -signal.SIGKILL and 2 <= len(done) < len(more) < 75
    assert cli.run([*command, "--into", "killed", "--resume", "-q"]) == 0
    assert all(states()[path] == changed for path, changed in more.items())
    assert cli.run([*command, "--into", "whole", "-q"]) == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


class Interrupted:
    """Segments, the reading of which is interrupted."""

    def __init__(self, error: BaseException, after: int) -> None:
        self.error, self.after = error, after

    def __iter__(self) -> Iterator[Segment]:
        yield from SEGMENTS[: self.after]
        raise self.error


@pytest.mark.parametrize(
    ("error", "workers"),
    [(KeyboardInterrupt(), 1), (InputError("line 70 is not JSON"), 1), (InputError("line 70 is not JSON"), 2)],
)
def test_a_scan_that_stops_goes_on(
    tmp_path: Path, undisturbed: dict[str, bytes], error: BaseException, workers: int
) -> None:
    with pytest.raises(type(error)):
        scan(Interrupted(error, 70), tmp_path / "scan", SETTINGS, workers)
    done = len(list((tmp_path / "scan").glob("states/*.msgpack")))
    assert done == 5  # all chunks before the error
    scan(SEGMENTS, tmp_path / "scan", SETTINGS, resume=True)
    assert contents(tmp_path / "scan") == undisturbed


@pytest.mark.parametrize("room", ["findings", "states", "scan.json"])
def test_a_full_disk_is_one_line_and_the_scan_goes_on(
    tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if room in str(target) and ("0000003" in target.name or room == "scan.json"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MtqeError) as caught:
        scan(SEGMENTS, tmp_path / "scan", SETTINGS)
    assert caught.value.exit_code == 3
    assert "No space left on device" in caught.value.message and "--resume" in caught.value.hint
    assert not list((tmp_path / "scan").rglob("*.part"))
    monkeypatch.undo()
    scan(SEGMENTS, tmp_path / "scan", SETTINGS, resume=True)
    assert contents(tmp_path / "scan") == undisturbed


def test_an_input_that_has_changed_is_refused(tmp_path: Path) -> None:
    scan(SEGMENTS, tmp_path / "scan", SETTINGS)
    changed = [*SEGMENTS[:30], msgspec.structs.replace(SEGMENTS[30], target="Anders."), *SEGMENTS[31:]]
    with pytest.raises(InputError, match=r"chunk 2 \(segments 25 to 36\) has changed"):
        scan(changed, tmp_path / "scan", SETTINGS, resume=True)


def test_an_input_that_ends_earlier_is_refused(tmp_path: Path) -> None:
    settings = chosen(chunk=10)
    scan(corpus(50), tmp_path / "scan", settings)
    with pytest.raises(InputError, match=r"corpus has changed: it ends after chunk 2, and .* has chunk 4"):
        scan(corpus(50)[:30], tmp_path / "scan", settings, resume=True)


def test_a_shard_with_another_input_is_noticed(tmp_path: Path) -> None:
    settings = chosen("chrf", chunk=10)
    scan(corpus(50, seed=2), tmp_path / "scan", settings, shard=Shard(2, 2))
    with pytest.raises(InputError, match="chunk 1 was judged by a shard whose input had other segments"):
        scan(corpus(50), tmp_path / "scan", settings, shard=Shard(1, 2))
    assert not (tmp_path / "scan" / "scan.json").exists()


@pytest.mark.parametrize("room", ["findings", "scores"])
def test_a_chunk_without_one_of_its_files_is_judged_again(
    tmp_path: Path, undisturbed: dict[str, bytes], room: str
) -> None:
    scan(SEGMENTS, tmp_path / "scan", SETTINGS)
    (tmp_path / "scan" / room / "0000004.parquet").unlink()
    assert scan(SEGMENTS, tmp_path / "scan", SETTINGS, shard=Shard(2, 2), resume=True).missing == 1
    scan(SEGMENTS, tmp_path / "scan", SETTINGS, resume=True)
    assert contents(tmp_path / "scan") == undisturbed


def test_a_chunk_in_which_a_check_failed_is_judged_again(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    from mtqe.checks.numbers import matching, number_mismatch

    calls = 0

    def fail_once(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 50:
            raise ValueError("no such number")
        return matching.compare(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(number_mismatch, "compare", fail_once)
        result = scan(SEGMENTS, tmp_path / "scan", SETTINGS).scan
    assert result is not None
    (why,) = [problem.why for problem in result.failures]
    assert re.fullmatch(r"ValueError: no such number \(in 1 of 13 chunks, first in chunk \d\)", why)
    scan(SEGMENTS, tmp_path / "scan", SETTINGS, resume=True)
    assert contents(tmp_path / "scan") == undisturbed


def test_an_error_in_the_input_says_how_to_go_on(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        scan(Interrupted(InputError("line 70 is not JSON", "mend it"), 70), tmp_path / "scan", SETTINGS)
    assert caught.value.message == "line 70 is not JSON"
    assert caught.value.hint == "mend it; what was done is kept: then continue with the same command and --resume"


def test_a_lost_file_of_a_chunk_that_is_not_done_is_made_again(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    scan(SEGMENTS, tmp_path / "scan", SETTINGS)
    for name in ("scan.json", "states/0000004.msgpack", "findings/0000004.parquet"):
        (tmp_path / "scan" / name).unlink()
    (tmp_path / "scan" / "states" / "0000004.msgpack.1-1.part").write_bytes(b"half")
    outcome = scan(SEGMENTS, tmp_path / "scan", SETTINGS, shard=Shard(2, 2), resume=True)
    assert outcome.missing == 1
    assert scan(SEGMENTS, tmp_path / "scan", SETTINGS, resume=True).scan
    assert contents(tmp_path / "scan") == undisturbed


def test_a_damaged_state_is_named(tmp_path: Path) -> None:
    scan(SEGMENTS, tmp_path / "scan", SETTINGS)
    (tmp_path / "scan" / "states" / "0000004.msgpack").write_bytes(b"half")
    with pytest.raises(InputError, match=r"0000004.msgpack: the state cannot be read"):
        scan(SEGMENTS, tmp_path / "scan", SETTINGS, resume=True)
