"""Files that have no end, to which nobody writes, or which are none, are refused with one line; nothing hangs."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.machine import bounded_read

pytestmark = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and sockets of Unix")


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_read, "PATIENCE", 0.5)
    monkeypatch.setattr(bounded_read, "LARGEST", 2**21)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/full"])
def test_a_device_without_end(device: str) -> None:
    with pytest.raises(InputError, match=f"^{device} has more than 16,777,216 bytes"):
        bounded_read.read(Path(device))
    assert bounded_read.read(Path(os.devnull)) == b""


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(2**40)  # a file with a hole takes no space
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))
    with pytest.raises(InputError, match=r"has more than 2,097,152 bytes.*split it"):
        bounded_read.read(path)


def test_a_pipe_to_which_nobody_writes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    begin = time.monotonic()
    with pytest.raises(InputError, match="is a pipe that has received no data"):
        bounded_read.read(tmp_path / "pipe")
    assert time.monotonic() - begin < 5


def test_a_pipe_whose_writer_comes_late_and_writes_slowly(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write() -> None:
        time.sleep(0.2)
        with path.open("wb", buffering=0) as out:
            time.sleep(0.8)  # longer than mtqe waits for a writer, but there is one
            out.write(b"one ")
            time.sleep(0.1)
            out.write(b"two")

    thread = threading.Thread(target=write)
    thread.start()
    assert bounded_read.read(path) == b"one two"
    thread.join()


def test_a_pipe_without_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = subprocess.Popen(["sh", "-c", f"yes > {path}"])
    with pytest.raises(InputError, match="has more than 2,097,152 bytes"):
        bounded_read.read(path)
    writer.wait(timeout=10)


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(InputError, match="socket is a socket, not a file"):
            bounded_read.read(Path("socket"))


def test_impossible_paths(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a<U\\+0000>b: a path cannot have a NUL character"):
        bounded_read.read(Path("a\0b"))
    for path, why in (("a\0b", "NUL character"), ("a" * 300, "too long"), ("a/" * 3000, "too long")):
        with pytest.raises(InputError, match=why):
            bounded_read.refuse_impossible(path)
    for possible in ("", "-", "missing/file", "docs/**/*.md", tmp_path):
        bounded_read.refuse_impossible(possible)


def test_other_errors_are_those_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for path, error in (
        (tmp_path, IsADirectoryError),
        (tmp_path / "none", FileNotFoundError),
        (tmp_path / "loop", OSError),
    ):
        with pytest.raises(error):
            bounded_read.read(path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"one\xff")))
    assert bounded_read.read(Path("-")) == b"one\xff"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(2**22))))
    with pytest.raises(InputError, match=r"^standard input has more than 2,097,152 bytes"):
        bounded_read.read(Path("-"))
    with Path("/dev/zero").open(encoding="utf-8") as zero:
        monkeypatch.setattr(sys, "stdin", zero)
        with pytest.raises(InputError, match=r"^standard input has more than 16,777,216 bytes"):
            bounded_read.read(Path("-"))


def test_nothing_stays_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    before = len(list(Path("/dev/fd").iterdir()))
    for path in (tmp_path / "file", tmp_path, Path("/dev/zero")):
        try:
            bounded_read.read(path)
        except (OSError, InputError):
            continue
    assert len(list(Path("/dev/fd").iterdir())) == before
