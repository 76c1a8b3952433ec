"""A lock for files that several runs of mtqe read and write again, such as the accepted findings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from mtqe.cli.atomic_write import explained, is_device, new_folder
from mtqe.errors import ExitCode, MtqeError

WAIT = 30.0
"""Seconds to wait for a run that holds the lock; it holds it for a fraction of a second."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other runs from changing a file for the length of the block.

    The lock is a file beside `path` that is removed at the end. If a process was killed while it held the lock, the
    next one on the same machine removes it. A device or pipe is not locked.

    Args:
        path: The file; it may be new. Missing parent folders are created, and removed again if the block fails.

    Raises:
        MtqeError: Another run held the lock for the whole time of waiting, or the folder cannot be written.
    """
    import filelock

    if is_device(path):
        yield
        return
    target = path.resolve()
    lock_path = target.with_name(f".{target.name}.lock")
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(new_folder(target.parent))
            stack.enter_context(filelock.SoftFileLock(lock_path, timeout=WAIT))
        except filelock.Timeout as error:
            message = f"{path} is in use by another run of mtqe"
            hint = f"wait for its end; if none is running, delete {lock_path}"
            raise MtqeError(message, hint, ExitCode.INCOMPLETE) from error
        except OSError as error:
            raise explained(path, error) from error
        yield
