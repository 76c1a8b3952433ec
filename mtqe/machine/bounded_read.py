"""Reads any file of a user once: completely, but never without end, or piece by piece.

A device or pipe may have no end, nobody may write to a pipe, and no file can have some paths. Each is refused with one
line. A file that is read piece by piece may have any size; its reader limits what it keeps.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtqe.errors import InputError

LARGEST = 2**30
"""Bytes: size of an input, above which it is refused."""
LARGEST_DEVICE = 2**24
"""Bytes: what a device such as /dev/zero may give, above which it is refused."""
PATIENCE = 10.0
"""Seconds: how long a pipe may have no writer."""
_PIECE = 2**20
"""Bytes: what is read at a time."""
_UNREADABLE = ((stat.S_ISSOCK, "a socket"), (stat.S_ISBLK, "a disk"))
_NO_BLOCK: int = getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class Opened:
    """An open file.

    Args:
        pieces: Its bytes, a piece at a time.
        size: The number of its bytes; `None` if only the end shows it.
        is_device: Whether it is a device, which may have no end.
        shown: Its name for messages.
    """

    pieces: Iterator[bytes]
    size: int | None
    is_device: bool
    shown: str


def read(path: Path) -> bytes:
    """The bytes of a file or, for `-`, of standard input.

    Raises:
        InputError: It is a socket or a disk, has no end, or nobody writes to it, or the path has a NUL character.
        OSError: It cannot be read for another reason.
    """
    with opened(path) as file:
        if file.size is not None and file.size > LARGEST:
            raise _too_large(file.shown, LARGEST)
        return b"".join(limited(file, LARGEST))


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a file of any size or, for `-`, standard input.

    Raises:
        InputError: It is a socket or a disk, nobody writes to it, or the path has a NUL character.
        OSError: It cannot be read for another reason.
    """
    if str(path) == "-":
        yield _stdin()
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_BLOCK | getattr(os, "O_BINARY", 0))
    except ValueError as error:
        raise _with_nul(path) from error
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket cannot be opened
            _refuse_unreadable(path.stat(), str(path))
        raise
    try:
        status = os.fstat(descriptor)
        _refuse_unreadable(status, str(path))
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        start = _from_writer(descriptor, str(path)) if stat.S_ISFIFO(status.st_mode) else b""
        if _NO_BLOCK and not stat.S_ISREG(status.st_mode):  # some files of the kernel would wait for ever
            os.set_blocking(descriptor, True)
        yield _opened(lambda: os.read(descriptor, _PIECE), status, str(path), start)
    finally:
        os.close(descriptor)


def limited(file: Opened, limit: int | None) -> Iterator[bytes]:
    """The pieces of a file, up to a number of bytes if one is given. A device has a limit of its own.

    Raises:
        InputError: It has more.
    """
    limit = LARGEST_DEVICE if file.is_device else limit
    size = 0
    for piece in file.pieces:
        size += len(piece)
        if limit is not None and size > limit:
            raise _too_large(file.shown, limit)
        yield piece


def refuse_impossible(path: Path | str) -> None:
    """Refuse a path that no file can have, before something is done with it.

    Raises:
        InputError: It is too long, or has a NUL character.
    """
    try:
        os.lstat(path)
    except ValueError as error:
        raise _with_nul(path) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise InputError(f"{path}: the path has a name that is too long", "give a shorter path") from error


def _with_nul(path: Path | str) -> InputError:
    return InputError(f"{path}: a path cannot have a NUL character", "correct the path")


def _stdin() -> Opened:
    shown = "standard input"
    status: os.stat_result | None = None
    with contextlib.suppress(OSError, ValueError):  # it is no file of the system, or closed
        status = os.fstat(sys.stdin.fileno())
    if status is not None:
        _refuse_unreadable(status, shown)
    return _opened(lambda: sys.stdin.buffer.read(_PIECE), status, shown, b"")


def _opened(read_piece: Callable[[], bytes], status: os.stat_result | None, shown: str, start: bytes) -> Opened:
    def pieces() -> Iterator[bytes]:
        if start:
            yield start
        while piece := read_piece():
            yield piece

    size = status.st_size if status and stat.S_ISREG(status.st_mode) else None
    return Opened(pieces(), size, bool(status and stat.S_ISCHR(status.st_mode)), shown)


def _refuse_unreadable(status: os.stat_result, shown: str) -> None:
    for is_kind, kind in _UNREADABLE:
        if is_kind(status.st_mode):
            raise InputError(f"{shown} is {kind}, not a file", "give a file")


def _too_large(shown: str, limit: int) -> InputError:
    hint = "give a file" if limit == LARGEST_DEVICE else "split it into smaller files"
    return InputError(f"{shown} has more than {limit:,} bytes, which mtqe does not read", hint)


def _from_writer(descriptor: int, shown: str) -> bytes:
    """What a pipe gives first. Without a writer it seems to be at its end, so this waits for one for some seconds."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:  # there is a writer, which has not written yet
            return b""
        if piece:
            return piece
        if time.monotonic() > end:
            raise InputError(
                f"{shown} is a pipe that has received no data for {PATIENCE:g} seconds",
                "start the program that writes to it, or give a file",
            )
        time.sleep(0.02)
