from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest

from mtqe.cli.atomic_write import atomic_write, write_folder
from mtqe.errors import ExitCode, InputError, MtqeError


def listed(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def put(text: str):
    def write(out: TextIO) -> None:
        out.write(text)

    return write


def fail_with(error: BaseException):
    def write(out: TextIO) -> None:
        out.write("half")
        out.flush()
        raise error

    return write


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    atomic_write(path, put("erster\u2028\n"))
    atomic_write(path, put("zweiter ß\n"))
    assert path.read_bytes() == "zweiter ß\n".encode()
    assert listed(tmp_path) == ["report.json"]


@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")]
)
def test_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "report.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises((RuntimeError, KeyboardInterrupt, MtqeError)):
        atomic_write(path, fail_with(error))
    assert path.read_text(encoding="utf-8") == "old"
    assert listed(tmp_path) == ["report.json"]


def test_full_disk_is_one_line_and_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    path = tmp_path / "new" / "report.json"
    with pytest.raises(MtqeError) as caught:
        atomic_write(path, put("text"))
    assert caught.value.message == f"cannot write {path}: {os.strerror(errno.ENOSPC)}"
    assert caught.value.exit_code == ExitCode.INCOMPLETE
    assert listed(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_devices_are_written_directly() -> None:
    with pytest.raises(MtqeError, match="cannot write /dev/full"):
        atomic_write(Path("/dev/full"), put("text"))
    atomic_write(Path(os.devnull), put("text"))
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
@pytest.mark.parametrize("piped", [True, False])
def test_standard_output_by_its_path(tmp_path: Path, piped: bool) -> None:
    code = """
from pathlib import Path
from mtqe.cli.atomic_write import atomic_write, write_folder
print("before", flush=True)
atomic_write(Path("/dev/stdout"), lambda out: out.write("text\\n"))
"""
    with (tmp_path / "out").open("a+", encoding="utf-8") as out:
        done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE if piped else out, check=True)
        out.seek(0)
        assert (done.stdout.decode() if piped else out.read()) == "before\ntext\n"


def test_parent_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "report.html"
    atomic_write(path, put("text"))
    assert path.read_text(encoding="utf-8") == "text"


def test_parent_folders_go_again_when_it_fails(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(RuntimeError):
        atomic_write(tmp_path / "a" / "b" / "c" / "report.html", fail_with(RuntimeError()))
    assert listed(tmp_path / "a") == []


def test_bad_places(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file" / "below.json", tmp_path / ("n" * 300)):
        with pytest.raises(InputError, match="cannot write"):
            atomic_write(path, put("text"))
    assert listed(tmp_path) == ["file"]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there is no /dev/fd")
def test_a_reader_that_leaves_is_no_error_of_the_path() -> None:
    reading, writing = os.pipe()
    path = Path(f"/dev/fd/{writing}")
    with path.open("w", encoding="utf-8"):
        os.close(reading)
        atomic_write(path, fail_with(BrokenPipeError()))
    os.close(writing)


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_rights_and_links_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(real)
    atomic_write(link, put("new"))
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    atomic_write(path, lambda out: out.write(b"\xff\r\n"), binary=True)
    assert path.read_bytes() == b"\xff\r\n"
    atomic_write(Path(os.devnull), lambda out: out.write(b"x"), binary=True)


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    content = {"a/b.txt": "ä\n", "c.txt": ""}
    write_folder(tmp_path / "new" / "set", content)
    assert (tmp_path / "new" / "set" / "a" / "b.txt").read_bytes() == "ä\n".encode()
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", content)
    assert sorted(listed(tmp_path / "empty")) == ["a", "c.txt"]
    with pytest.raises(InputError, match="is not empty"):
        write_folder(tmp_path / "empty", content)
    with pytest.raises(InputError, match="it is a file"):
        write_folder(tmp_path / "empty" / "c.txt", content)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(MtqeError) as caught:
        write_folder(tmp_path / "other" / "set", content)
    assert caught.value.exit_code == ExitCode.INCOMPLETE
    assert sorted(listed(tmp_path)) == ["empty", "new"]
