"""Writing a file, or a folder of files, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from mtqe.cli import leftovers
from mtqe.errors import ExitCode, InputError, MtqeError

# Errors that the user did not cause: the disk is full or failing.
_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def atomic_write(path: Path, write: Callable[[Any], None], *, binary: bool = False) -> None:
    """Write a file so that readers see either the old content or all of the new content.

    The content is written to a temporary file next to `path`, which is then renamed. If anything fails, Ctrl-C
    included, the temporary file and new folders are removed and an existing file stays unchanged; what a killed process
    left, a later run removes. A device or pipe such as `/dev/stdout` cannot be replaced and is written directly.

    Args:
        path: The file; missing parent folders are created.
        write: Writes the whole content to the given stream.
        binary: Whether the stream takes bytes; otherwise it takes text, which is written as UTF-8.

    Raises:
        InputError: The path cannot be written.
        MtqeError: The disk is full or failing.
    """
    try:
        if is_device(path):
            with contextlib.suppress(BrokenPipeError), _opened(path, "a", binary) as stream:  # its reader may leave
                write(stream)
            return
        target = path.resolve()
        with new_folder(target.parent):
            _replace(target, write, binary)
    except OSError as error:
        raise explained(path, error) from error


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all or none: each is complete on the disk before the first one takes its place.

    Args:
        contents: The bytes of each file. A device or pipe is written last.

    Raises:
        InputError: A path cannot be written, or two paths are one file.
        MtqeError: The disk is full or failing.
    """
    files = {path: path.resolve() for path in contents if not is_device(path)}
    if len(set(files.values())) < len(files):
        twice = next(path for path in files if list(files.values()).count(files[path]) > 1)
        raise InputError(f"{twice} would be written twice", "give each output its own file")
    with contextlib.ExitStack() as folders, contextlib.ExitStack() as staged:
        ready = []
        for path, target in files.items():
            try:
                folders.enter_context(new_folder(target.parent))
                ready.append((staged.enter_context(_staged(target, _writing(contents[path]), True)), target))
            except OSError as error:
                raise explained(path, error) from error
        for temporary, target in ready:
            try:
                temporary.replace(target)
            except OSError as error:
                raise explained(target, error) from error
    for path in contents:
        if path not in files:
            write_content(path, contents[path])


def write_content(path: Path, content: str | bytes) -> None:
    """Write a text or bytes as `atomic_write` does.

    Raises:
        InputError: The path cannot be written.
        MtqeError: The disk is full or failing.
    """
    atomic_write(path, _writing(content), binary=isinstance(content, bytes))


def _writing(content: str | bytes) -> Callable[[Any], None]:
    def write(out: IO[Any]) -> None:
        out.write(content)

    return write


def write_folder(path: Path, content: Mapping[str, str]) -> None:
    """Write a folder of UTF-8 files, whole or not at all; a folder that is not empty is left unchanged.

    Args:
        path: The folder, new or empty; missing parent folders are created.
        content: The text of each file by its path below the folder.

    Raises:
        InputError: The path cannot be written, or is a folder that is not empty.
        MtqeError: The disk is full or failing.
    """
    refuse_full_folder(path)
    target = path.resolve()
    temporary = leftovers.beside(target)
    try:
        with new_folder(target.parent), contextlib.ExitStack() as stack:
            leftovers.sweep(target.parent)
            try:
                temporary.mkdir()
                stack.callback(os.close, descriptor := os.open(temporary, os.O_RDONLY))
                leftovers.claim(descriptor)
                for name, text in content.items():
                    (temporary / name).parent.mkdir(parents=True, exist_ok=True)
                    (temporary / name).write_text(text, encoding="utf-8", newline="\n")
                temporary.replace(target)  # replaces only an empty folder
            except BaseException:
                shutil.rmtree(temporary, ignore_errors=True)
                raise
    except OSError as error:
        raise explained(path, error) from error


def refuse_full_folder(path: Path) -> None:
    """Fail now if `write_folder` would fail.

    Raises:
        InputError: The path is a file or a folder that is not empty, or must not be written.
    """
    if path.is_dir():
        if any(path.iterdir()):
            raise InputError(
                f"cannot write {path}: the folder is not empty", "remove it, or give the name of a new folder"
            )
        return
    if path.exists():
        raise InputError(
            f"cannot write {path}: it is a file, but this output is a folder", "give the name of a new folder"
        )
    refuse_unwritable(path)


def refuse_unwritable(path: Path) -> None:
    """Fail now if it is clear that `atomic_write` will fail, so that no long work is lost.

    Raises:
        InputError: The path is a folder, is below a file, or must not be written.
    """
    try:
        if is_device(path):
            return
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        place = next(place for place in target.parents if place.exists())
        if not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{place} is a file, not a folder")
        if not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise explained(path, error) from error


def refuse_read_only(path: Path) -> None:
    """Fail now if a file that is changed in place cannot be written, or must not be: `atomic_write` would replace it.

    Raises:
        InputError: The file has no permission to write, or its folder cannot be written.
    """
    refuse_unwritable(path)
    try:
        if not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222:
            raise PermissionError(errno.EACCES, "the file is read-only")
    except OSError as error:
        raise explained(path, error) from error


def is_device(path: Path) -> bool:
    """Whether a path is a device, a pipe or a standard stream, which can only be written directly."""
    # /dev/stdout may be a regular file that the shell has open; it must be written through that stream.
    stream = str(path).startswith(("/dev/stdout", "/dev/stderr", "/dev/fd/"))
    return stream or (path.exists() and not path.is_file() and not path.is_dir())


def _opened(path: Path, mode: str, binary: bool) -> IO[Any]:
    return path.open(f"{mode}b") if binary else path.open(mode, encoding="utf-8", newline="\n")


def _replace(target: Path, write: Callable[[Any], None], binary: bool) -> None:
    with _staged(target, write, binary) as temporary:
        temporary.replace(target)


@contextlib.contextmanager
def _staged(target: Path, write: Callable[[Any], None], binary: bool) -> Iterator[Path]:
    """The complete content in a temporary file beside the target, which is gone after the block."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # Not tempfile: its files are private, and the new file needs the permissions that a plain open gives.
    temporary = leftovers.beside(target)
    leftovers.sweep(target.parent)
    try:
        with _opened(temporary, "x", binary) as stream:
            leftovers.claim(stream.fileno())
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):  # there is no old file, or another run has just removed it
            temporary.chmod(target.stat().st_mode & 0o7777)
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """Create the folder if it is missing, and remove it again if the block fails."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for place in missing:
            with contextlib.suppress(OSError):
                place.rmdir()
        raise


def explained(path: Path, error: OSError) -> MtqeError:
    """The error for a path that could not be written, with what to do about it."""
    if error.errno == errno.EEXIST:  # mkdir raises this if a file has the name of the folder
        error = NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    message = f"cannot write {path}: {error.strerror or error}"
    if error.errno in _MACHINE:
        return MtqeError(message, "nothing was written; free some space or choose another place", ExitCode.INCOMPLETE)
    hint = "give the name of a file in it" if error.errno == errno.EISDIR else "choose a writable path"
    return InputError(message, hint)
