"""The journal of a rater: each change of an entry is a line, and is on the disk before the page says that it is saved.

    {"schema": "mtqe.review-journal/1", "report": "9f86…", "name": "report.json", "rater": "ana"}
    {"key": "15", "revision": 1, "at": "2026-11-30T10:15:00+00:00", "entry": {"score": 80.0}}
    {"key": "15", "revision": 2, "at": "2026-11-30T10:15:09+00:00", "entry": null}

Lines are only added. `null` takes an entry back. What a killed process left of a line is no line: nobody was told that
it was saved.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from mtqe.errors import ExitCode, InputError, MtqeError
from mtqe.formats import files
from mtqe.review import entries
from mtqe.review.entries import Entry
from mtqe.review.sheet import Matter

SCHEMA = "mtqe.review-journal/1"
ENDING = ".jsonl"
Tell = Callable[[str], None]
"""Tells the rater something, in one line."""


class _Head(msgspec.Struct, frozen=True, tag_field="schema", tag=SCHEMA):
    report: str
    name: str
    rater: str


class _Change(msgspec.Struct, frozen=True):
    key: str
    revision: int
    at: str
    entry: msgspec.Raw


class Conflict(Exception):
    """Someone else has changed the entry."""


@dataclass
class Kept:
    """What a journal has.

    Args:
        rater: The rater.
        entries: The entries, by key.
        revisions: How often each of them has changed.
        times: When each of them has changed, in ISO 8601.
        size: Bytes of its whole lines.
        damage: What is not a whole line, in a sentence; empty if there is nothing.
    """

    rater: str
    entries: dict[str, Entry] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    size: int = 0
    damage: str = ""


def path_of(folder: Path, rater: str) -> Path:
    """The journal of a rater."""
    return folder / f"{rater}{ENDING}"


def is_journal(path: Path) -> bool:
    """Whether a file begins as a journal does.

    Raises:
        InputError: It cannot be read.
    """
    with files.explained(path), path.open("rb") as lines:
        return lines.readline(1_000).startswith(f'{{"schema":"{SCHEMA}"'.encode())


def read(path: Path, matter: Matter) -> Kept:
    """Read a journal.

    Raises:
        InputError: It cannot be read, is of another report, or a whole line is not a change of an entry.
    """
    data = files.read_bytes(path)
    whole, _, rest = data.rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    kept = Kept("", size=len(data) - len(rest))
    if rest:
        kept.damage = f"{path}: the last line is only a part of a change, which was never saved; it is left out"
    if not lines:
        return kept
    try:
        head = msgspec.json.decode(lines[0], type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a journal of mtqe review: {error}", "give another --folder") from error
    if head.report != matter.id:
        raise InputError(
            f"{path} is a review of another report than {matter.name}",
            "give another --folder for the new review, or move the folder of the old one away",
        )
    kept.rater = head.rater
    for number, line in enumerate(lines[1:], 2):
        _add(kept, line, matter, f"{path}, line {number}")
    return kept


def _add(kept: Kept, line: bytes, matter: Matter, where: str) -> None:
    try:
        change = msgspec.json.decode(line, type=_Change)
        value = msgspec.json.decode(change.entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{where}: not a change of an entry: {error}", "the file is damaged; remove the line"
        ) from error
    kept.revisions[change.key] = change.revision
    kept.times[change.key] = change.at
    kept.entries.pop(change.key, None)
    if value is not None:
        try:
            kept.entries |= entries.known({change.key: value}, matter.members)
        except InputError as error:
            raise InputError(f"{where}: {error.message}", error.hint) from error


class Journal:
    """An open journal, which nobody else writes.

    Args:
        path: The file.
        matter: What is reviewed.
        kept: What the file has.
    """

    def __init__(self, path: Path, matter: Matter, kept: Kept) -> None:
        self.path = path
        self.kept = kept
        self._matter = matter
        self._is_new = kept.size == 0
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        os.ftruncate(self._file, kept.size)

    def put(self, key: str, revision: int, entry: Entry | None, at: str = "") -> int:
        """Change an entry, and return how often it has changed.

        The same change sent twice is one: the answer to the first may have been lost.

        Args:
            key: The segment.
            revision: How often the entry had changed when the rater saw it.
            entry: The new entry; `None` takes it back.
            at: When it was made, in ISO 8601; now if it is empty.

        Raises:
            Conflict: It has changed since then.
            MtqeError: It cannot be saved. The journal is as it was.
        """
        kept = self.kept
        now = kept.revisions.get(key, 0)
        if revision != now:
            if revision == now - 1 and entry == kept.entries.get(key):
                return now
            raise Conflict
        at = at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        change = {"key": key, "revision": now + 1, "at": at, "entry": entry}
        self._append(msgspec.json.encode(change) + b"\n")
        kept.revisions[key], kept.times[key] = now + 1, at
        kept.entries.pop(key, None)
        if entry is not None:
            kept.entries[key] = entry
        return now + 1

    def _append(self, line: bytes) -> None:
        if self._is_new:
            head = _Head(self._matter.id, self._matter.name, self.kept.rater)
            line = msgspec.json.encode(head) + b"\n" + line
        try:
            done = 0
            while done < len(line):
                done += os.write(self._file, line[done:])
            os.fsync(self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self.kept.size)
            message = f"{self.path}: cannot be saved: {error.strerror}"
            raise MtqeError(message, "free some space; the page tries again", ExitCode.INCOMPLETE) from error
        self.kept.size += len(line)
        self._is_new = False

    def close(self) -> None:
        """Close the file, and remove it if it has nothing."""
        os.close(self._file)
        if self._is_new:
            self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(folder: Path, matter: Matter, rater: str, tell: Tell) -> Iterator[Journal]:
    """Open the journal of a rater for the length of the block; folders are made.

    Raises:
        InputError: The journal cannot be read or written, is of another report, or is open already.
    """
    import filelock

    path = path_of(folder, rater)
    lock_path = folder / f".{rater}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(lock_path, timeout=0)
        lock.acquire()
    except filelock.Timeout as error:
        message = f"{rater} is reviewing {matter.name} already, in another run of mtqe review"
        raise InputError(message, "go on there, or give another --rater") from error
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}", "give another --folder") from error
    try:
        kept = read(path, matter) if path.exists() else Kept(rater)
        if kept.damage:
            tell(kept.damage)
        if (kept.rater or rater) != rater:
            raise InputError(f"{path} is the journal of {kept.rater!r}, not of {rater!r}", "give another --rater")
        kept.rater = rater
        try:
            journal = Journal(path, matter, kept)
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror}", "give another --folder") from error
        try:
            yield journal
        finally:
            journal.close()
    finally:
        with contextlib.suppress(OSError):
            lock_path.unlink(missing_ok=True)
        lock.release()
        with contextlib.suppress(OSError):
            folder.rmdir()  # a folder in which nothing was saved
