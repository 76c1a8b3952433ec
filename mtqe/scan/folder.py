"""The folder of a scan. It holds the results chunk by chunk, so that a scan that was stopped in any way can go on.

    settings.json           what is scanned, and how
    findings/0000012.parquet    the findings of chunk 12
    scores/0000012.parquet      the scores of its segments, if metrics were named
    states/0000012.msgpack      its state, written last: a chunk with a state is done
    scan.json, scan.md      the summary, once all chunks are done

Each file is written under another name, brought to the disk and then renamed, so that no file is ever half-written.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import math
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import filelock
import msgspec

from mtqe.errors import ExitCode, InputError, MtqeError
from mtqe.flow.shards import OF_MACHINE
from mtqe.model import Shard
from mtqe.scan import states
from mtqe.scan.assessment import Assessed, Settings
from mtqe.scan.chunks import Chunk
from mtqe.scan.states import State
from mtqe.settings.sources import flatten
from mtqe.version import VERSION

KIND = "mtqe.scan/1"
"""The schema of `settings.json` and of the summary."""
SETTINGS = "settings.json"
SUMMARY = "scan.json"
VIEW = "scan.md"
WHOLE = Shard(1, 1)
_ROOMS = ("findings", "scores", "states")
_TEMPORARY = ".part"
_NEW_FOLDER = "scan the input as it is now into a new folder"
_NEITHER = ("gate.", "pairs.", "domains", "align.", "status.")
"""Settings that no result of a scan depends on, by the beginning of their keys."""


class Folder:
    """The folder of a scan, for one shard of it at a time; a context manager that locks the shard.

    Args:
        path: The folder; it may be new.
        settings: What the scan is.
        shard: The shard of the input.
        resume: Whether the scan goes on with what the folder has.

    Raises:
        InputError: The folder has another scan or other files, or a scan that is to go on only with `resume`.
        MtqeError: The folder cannot be written, or another process scans the same shard into it.
    """

    def __init__(self, path: Path, settings: Settings, shard: Shard = WHOLE, resume: bool = False) -> None:
        self.path = path
        self.settings = settings
        self.shard = shard
        self._resume = resume
        self._done: set[int] = set()
        self._lock = filelock.FileLock(path / f".lock-{shard.number}-{shard.total}")

    def __enter__(self) -> Folder:
        described = _described(self.settings)
        try:
            self._refuse_others(described)
            for room in _ROOMS:
                (self.path / room).mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except filelock.Timeout as error:
                raise self._busy(self.shard) from error
            try:
                self._refuse_overlaps()
                with filelock.FileLock(self.path / f".lock-{SETTINGS}"):
                    self._refuse_others(described)  # another shard may have begun meanwhile
                    self._begin(described)
            except BaseException:
                self._lock.release()
                raise
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def _busy(self, shard: Shard) -> MtqeError:
        return MtqeError(
            f"{self.path}: another mtqe scans {'' if shard.total == 1 else f'{shard} '}into it",
            "wait until it ends, or give a new folder with --into",
            ExitCode.INCOMPLETE,
        )

    def _refuse_overlaps(self) -> None:
        """Refuse a folder into which another process scans chunks of this shard, as a part of other shards."""
        for path in self.path.glob(".lock-*-*"):
            number, _, total = path.name.removeprefix(".lock-").partition("-")
            if not (number + total).isdecimal() or int(total) == self.shard.total:
                continue
            other = Shard(int(number), int(total))
            if (other.number - self.shard.number) % math.gcd(other.total, self.shard.total):
                continue  # they have no chunk in common
            try:
                with filelock.FileLock(path, timeout=0):
                    pass
            except filelock.Timeout as error:
                raise self._busy(other) from error

    def has(self, chunk: Chunk) -> bool:
        """Whether a chunk is done. One in which a check or metric failed is judged again.

        Raises:
            InputError: It is done, but had other segments.
        """
        if chunk.place not in self._done:
            return False
        state = self.state(chunk.place)
        if state.digest != chunk.digest:
            raise InputError(f"{chunk} has changed since it was judged", _NEW_FOLDER)
        return not state.failed

    def keep(self, judged: Assessed) -> None:
        """Write the results of a chunk.

        Raises:
            MtqeError: They cannot be written; what was written before stays, and the scan can go on.
        """
        name = f"{judged.place:07d}"
        try:
            self._write(self.path / "findings" / f"{name}.parquet", judged.findings)
            if judged.scores is not None:
                self._write(self.path / "scores" / f"{name}.parquet", judged.scores)
            self._write(self.path / "states" / f"{name}.msgpack", judged.state)
        except OSError as error:
            raise self._unwritable(error) from error
        self._done.add(judged.place)

    def missing(self, chunks: int) -> list[int]:
        """The places of the chunks that are not done, of any shard.

        Raises:
            InputError: The folder has more chunks than the input.
        """
        done = set(self._places())
        if done and max(done) >= chunks:
            raise InputError(
                f"{self.settings.name} has changed: it ends after chunk {chunks - 1:,}, and {self.path} has chunk "
                f"{max(done):,}",
                _NEW_FOLDER,
            )
        return [place for place in range(chunks) if place not in done]

    def state(self, place: int) -> State:
        """The state of a chunk.

        Raises:
            InputError: It cannot be read.
        """
        path = self.path / "states" / f"{place:07d}.msgpack"
        try:
            return states.decode(path.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            hint = "delete it and go on with --resume: its chunk is judged again"
            raise InputError(f"{path}: the state cannot be read: {why}", hint) from error

    def states(self, digests: Sequence[str]) -> Iterator[State]:
        """The states of all chunks in the order of the input, read one after the other.

        Raises:
            InputError: A state cannot be read, or is that of other segments: two shards had different inputs.
        """
        for place, digest in enumerate(digests):
            state = self.state(place)
            if state.digest != digest:
                raise InputError(f"chunk {place:,} was judged by a shard whose input had other segments", _NEW_FOLDER)
            yield state

    def write_summary(self, content: bytes, view: str) -> None:
        """Write the summary.

        Raises:
            MtqeError: It cannot be written.
        """
        try:
            self._write(self.path / VIEW, view.encode("utf-8", "backslashreplace"))
            self._write(self.path / SUMMARY, content)
        except OSError as error:
            raise self._unwritable(error) from error

    def _refuse_others(self, described: dict[str, Any]) -> None:
        """Refuse a folder that cannot take this scan."""
        if self.path.exists() and not self.path.is_dir():
            raise InputError(f"{self.path} is a file", "give the name of a new folder with --into")
        stored = self.path / SETTINGS
        if stored.is_file():
            for fault in _faults(_read(stored), described):
                raise InputError(f"{self.path}: {fault}", "scan into a new folder, or give the settings of that scan")
            begun = any(self.shard.has(place) for place in self._places())
            if begun and not self._resume:
                what = "a scan" if self.shard.total == 1 else f"a scan of {self.shard}"
                raise InputError(f"{self.path} has {what} already", "give --resume to continue it")
        elif self.path.exists() and any(not _is_ours(entry) for entry in list(self.path.iterdir())):
            raise InputError(
                f"{self.path} is not the folder of a scan: it has other files and no {SETTINGS}",
                "give the name of a new folder with --into",
            )

    def _begin(self, described: dict[str, Any]) -> None:
        """Write the settings, remove what a killed scan left, and see what is done."""
        if not (self.path / SETTINGS).is_file():
            content = msgspec.json.format(msgspec.json.encode(described), indent=2)
            self._write(self.path / SETTINGS, content + b"\n")
        for room in _ROOMS:
            for path in (self.path / room).glob(f"*{_TEMPORARY}"):
                if (place := _place(path)) is not None and self.shard.has(place):
                    path.unlink(missing_ok=True)
        self._done = {place for place in self._places() if self.shard.has(place)}

    def _places(self) -> Iterator[int]:
        """The places of the chunks that have a state and the other files."""
        rooms = {"findings": ".parquet", "states": ".msgpack"}
        if self.settings.config.metrics.use:
            rooms["scores"] = ".parquet"
        having = (self._names(room, ending) for room, ending in rooms.items())
        return map(int, set.intersection(*having))

    def _names(self, room: str, ending: str) -> set[str]:
        """The names of the files of chunks, without their ending."""
        with contextlib.suppress(FileNotFoundError):
            paths = list((self.path / room).iterdir())
            return {path.stem for path in paths if path.suffix == ending and re.fullmatch(r"\d{7,}", path.stem)}
        return set()

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all."""
        temporary = path.with_name(path.name + f".{self.shard.number}-{self.shard.total}{_TEMPORARY}")
        try:
            with temporary.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
            _bring_to_disk(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    def _unwritable(self, error: OSError) -> MtqeError:
        message = f"cannot write {error.filename or self.path}: {error.strerror or error}"
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
            hint = "free some space, then continue with the same command and --resume: what was done is kept"
            return MtqeError(message, hint, ExitCode.INCOMPLETE)
        return InputError(message, "give a folder that can be written with --into")


def _described(settings: Settings) -> dict[str, Any]:
    """The settings as the folder keeps them: paths and texts of the project as hashes of their contents."""
    config = {
        key: value for key, value in flatten(settings.config) if key not in OF_MACHINE and not key.startswith(_NEITHER)
    }
    terms = settings.glossary.terms if settings.glossary else None
    described = {
        "schema": KIND,
        "version": VERSION,
        "input": settings.name,
        "chunk": settings.chunk,
        "checks": settings.checks,
        "worst": settings.worst,
        "sample": settings.sample,
        "glossary": _hash(terms),
        "suppressions": _hash(settings.accepted or None),
        **config,
    }
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(described))
    return decoded


def _hash(value: Any) -> str | None:
    return None if value is None else hashlib.sha256(msgspec.json.encode(value)).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "scan into a new folder") from error
    if stored.get("schema") != KIND:
        raise InputError(f"{path} is not that of a scan", "give the name of a new folder with --into")
    return stored


def _faults(stored: dict[str, Any], described: dict[str, Any]) -> Iterator[str]:
    """Why the scan in a folder is another one."""
    for key in {**stored, **described}:
        was, given = stored.get(key), described.get(key)
        if was != given:
            if key in ("glossary", "suppressions"):
                yield f"the {key} of the scan in it {'are' if key.endswith('s') else 'is'} another"
            yield f"the scan in it has {key} {_shown(was)}, not {_shown(given)}"


def _shown(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _is_ours(path: Path) -> bool:
    """Whether a scan that was killed at its very beginning can have made this."""
    return path.name.startswith((".lock-", SETTINGS)) or (path.name in _ROOMS and not list(path.iterdir()))


def _place(path: Path) -> int | None:
    match = re.match(r"\d{7,}", path.name)
    return int(match[0]) if match else None


def _bring_to_disk(folder: Path) -> None:
    """Make sure that a rename in a folder outlasts a power failure."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
