"""Temporary files and folders of runs: their names, and the removal of those that killed runs left behind.

A running process holds a lock on what it writes; the system frees the lock when the process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import Any

from mtqe.language.late_patterns import late

_LOCKS: Any = importlib.import_module("fcntl") if os.name == "posix" else None
"""The locks of Unix; on other systems nothing is locked, and nothing removed."""

OLD = 3600.0
"""Seconds: since the last change of a temporary file, before it can be one that a killed run left."""
_NAME = late(r"\.mtqe-[0-9a-f]{12}\.tmp")


def beside(target: Path) -> Path:
    """A new name for a temporary file or folder next to a target."""
    return target.with_name(f".mtqe-{secrets.token_hex(6)}.tmp")


def claim(descriptor: int) -> None:
    """Show other runs that this process writes an open temporary file or folder, until it is closed."""
    if _LOCKS:
        with contextlib.suppress(OSError):  # some file systems have no locks
            _LOCKS.flock(descriptor, _LOCKS.LOCK_SH | _LOCKS.LOCK_NB)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in a folder: old temporary files and folders that no process writes."""
    if not _LOCKS:
        return
    with contextlib.suppress(OSError):
        for path in [Path(entry.path) for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]:
            with contextlib.suppress(OSError):  # another run removes it at the same time, or it may not be removed
                _remove(path)


def _remove(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _LOCKS.flock(descriptor, _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)  # fails if a process writes it
        if time.time() - os.fstat(descriptor).st_mtime > OLD:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    finally:
        os.close(descriptor)
