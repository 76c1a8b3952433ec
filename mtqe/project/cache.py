"""What was computed before: one SQLite file in the user's cache folder, shared by all runs and processes.

An entry is found by a hash over everything that its value depends on (`Key`), so a change in any of it finds nothing
and the value is computed anew; nothing is ever brought up to date. The file holds hashes and numbers, no text.

- Several processes: short transactions under SQLite's own locks, with its rollback journal, which unlike the
  write-ahead log needs no shared memory and so works on network file systems, too.
- Never trusted: each entry carries a seal over key and value. One whose seal is broken is dropped and computed again; a
  file that is no database any more is put away and begun anew. Either is told in `Store.notes`.
- A folder that cannot be written is told in `Store.notes`; the run goes on without.
- It does not grow for ever: above `LIMIT` the entries that were not used for the longest time go.

Importing this module loads no sqlite3.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mtqe.version import VERSION

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
FILE = "scores.db"
FORMAT = 1
"""Version of the table, in SQLite's `user_version`; another one is begun anew."""
LIMIT = 1 << 30
"""Bytes of entries that are kept."""
WAIT = 30.0
"""Seconds to wait while another process writes."""
DAY = 86_400
_TOGETHER = 500
_TABLE = """CREATE TABLE IF NOT EXISTS entries (
    key BLOB PRIMARY KEY, kind TEXT NOT NULL, day INTEGER NOT NULL, value BLOB NOT NULL, seal BLOB NOT NULL)"""
# By SQLite's result codes (https://sqlite.org/rescode.html): what no other process and no permission explains.
_DAMAGED = {1, 11, 17, 20, 26}  # ERROR (another table of that name), CORRUPT, SCHEMA, MISMATCH, NOTADB


class Key:
    """What all values of a kind depend on in a run; `of` adds what each depends on beside it.

    Args:
        kind: Such as `comet`; entries are counted by it.
        settings: Versions, hashes and settings, anything that can move the value.
    """

    def __init__(self, kind: str, settings: Mapping[str, object]) -> None:
        self.kind = kind
        self._start = hashlib.sha256(msgspec.json.encode([kind, FORMAT, sorted(settings.items())]))

    def of(self, *texts: str | None) -> bytes:
        """The key of the value for these texts; `None` is not the empty text."""
        found = self._start.copy()
        for text in texts:
            data = b"" if text is None else text.encode("utf-8", "surrogatepass")
            found.update(b"-" if text is None else b"%d:" % len(data))  # so that no two lists of texts read alike
            found.update(data)
        return found.digest()


class Info(msgspec.Struct, frozen=True):
    """What is in the cache.

    Args:
        path: The file.
        size: Its bytes, 0 when there is none.
        entries: Number of entries by kind.
        oldest: Days since the entry was used that was not used for the longest time.
        damage: What is wrong with it, `None` if nothing is.
    """

    path: str
    size: int
    entries: dict[str, int]
    oldest: int = 0
    damage: str | None = None


class Store:
    """The cache as one run sees it; nothing is opened or made before it is used.

    Args:
        place: Its folder; the user's by default.

    Attributes:
        notes: What the reader of a report should know of it.
    """

    def __init__(self, place: Path | None = None) -> None:
        self.notes: list[str] = []
        self._place = place
        self._off = False

    def get(self, key: Key, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values that are there, by key."""
        return self._run(lambda db: self._get(db, key.kind, keys)) or {}

    def put(self, key: Key, values: Mapping[bytes, bytes]) -> None:
        """Keep values; those of equal keys are equal, so whoever comes last may win."""
        rows = [(one, key.kind, _today(), value, _seal(one, value)) for one, value in values.items()]
        if rows:
            self._run(lambda db: self._put(db, rows))

    def _get(self, db: sqlite3.Connection, kind: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        bad: list[bytes] = []
        old: list[bytes] = []
        today = _today()
        for start in range(0, len(keys), _TOGETHER):
            some = keys[start : start + _TOGETHER]
            marks = ",".join("?" * len(some))
            for one, day, value, seal in db.execute(
                f"SELECT key, day, value, seal FROM entries WHERE key IN ({marks})", some
            ):
                if seal != _seal(one, value):
                    bad.append(one)
                    continue
                found[one] = value
                old += [one] if day != today else []
        if bad:
            self._note(f"the score cache held {len(bad)} damaged entries of {kind}, which were computed again")
        if bad or old:
            with contextlib.suppress(_operational()):  # a cache that may only be read is one all the same
                db.execute("BEGIN IMMEDIATE")
                db.executemany("DELETE FROM entries WHERE key = ?", [(one,) for one in bad])
                db.executemany("UPDATE entries SET day = ? WHERE key = ?", [(today, one) for one in old])
                db.execute("COMMIT")
        return found

    def _put(self, db: sqlite3.Connection, rows: Sequence[tuple[bytes, str, int, bytes, bytes]]) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", rows)
        if _bytes(db) > LIMIT:
            db.execute(
                "DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries ORDER BY day, rowid LIMIT "
                "(SELECT count(*) / 4 FROM entries))"
            )
        db.execute("COMMIT")

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Do something with the file; what fails is told once, and nothing of it is tried again in this run."""
        if self._off:
            return None
        import sqlite3

        try:
            path = (self._place or folder()) / FILE
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with opened(path) as db:
                    return work(db)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self._note(f"the score cache {path} was damaged ({error}) and is begun anew")
                put_away(path)
                with opened(path) as db:
                    return work(db)
        except (sqlite3.Error, OSError, RuntimeError) as error:  # RuntimeError: nobody knows the user's home
            self._off = True
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._note(
                f"no score cache in {_shown(self._place)}: {why}; set MTQE_CACHE_DIR to a folder that can be "
                "written, or give --no-cache"
            )
            return None

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def folder() -> Path:
    """`MTQE_CACHE_DIR`, else `mtqe` in the user's cache folder, which is `XDG_CACHE_HOME` where that is set.

    Raises:
        RuntimeError: The user has no home.
    """
    own = os.environ.get("MTQE_CACHE_DIR")
    if own:
        return Path(own).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():  # the XDG specification ignores others
        return Path(base) / "mtqe"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "mtqe" / "Cache"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "mtqe"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the file, which has its table.

    Raises:
        sqlite3.Error: It cannot be opened, or is no such database.
    """
    import sqlite3

    # No isolation level: transactions begin where the code says so.
    with contextlib.closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = NORMAL")
        if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            db.execute("BEGIN IMMEDIATE")
            if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:  # nobody else was quicker
                db.execute("DROP TABLE IF EXISTS entries")
                db.execute(_TABLE)
                db.execute(f"PRAGMA user_version = {FORMAT}")
            db.execute("COMMIT")
        yield db


def put_away(path: Path) -> None:
    """Take a damaged file and its journal out of the way; a process that has it open goes on with it, unseen."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)


def info(place: Path | None = None) -> Info:
    """What is in the cache; looks at every page and every seal.

    Raises:
        OSError: The file cannot be read.
        RuntimeError: The user has no home.
    """
    import sqlite3

    path = (place or folder()) / FILE
    if not path.is_file():
        return Info(str(path), 0, {})
    size = path.stat().st_size
    try:
        with opened(path) as db:
            checked = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = sum(
                seal != _seal(key, value) for key, value, seal in db.execute("SELECT key, value, seal FROM entries")
            )
            entries = dict(db.execute("SELECT kind, count(*) FROM entries GROUP BY kind ORDER BY kind"))
            first = db.execute("SELECT min(day) FROM entries").fetchone()[0]
    except sqlite3.Error as error:
        return Info(str(path), size, {}, damage=str(error))
    damage = checked if checked != "ok" else f"{broken} damaged entries" if broken else None
    return Info(str(path), size, entries, max(0, _today() - first) if first is not None else 0, damage)


def prune(days: int, place: Path | None = None) -> int:
    """Drop what was not used for so many days; the file shrinks. Returns the number of entries that went.

    Raises:
        sqlite3.Error: The file is damaged or cannot be written.
        RuntimeError: The user has no home.
    """
    path = (place or folder()) / FILE
    if not path.is_file():
        return 0
    with opened(path) as db:
        gone = db.execute("DELETE FROM entries WHERE day <= ?", (_today() - days,)).rowcount
        db.execute("VACUUM")
    return gone


def clear(place: Path | None = None) -> int:
    """Drop everything, damaged or not. Returns the bytes that went.

    Raises:
        OSError: The file cannot be removed.
        sqlite3.Error: The file cannot be written.
        RuntimeError: The user has no home.
    """
    import sqlite3

    path = (place or folder()) / FILE
    if not path.is_file():
        return 0
    size = path.stat().st_size
    try:
        with opened(path) as db:  # not unlinked: another process may be writing
            db.execute("DELETE FROM entries")
            db.execute("VACUUM")
        return size - path.stat().st_size
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        put_away(path)
        return size


@functools.cache
def code(*names: str) -> str:
    """A hash over the source of modules and packages of mtqe, for values that its own code can move.

    Args:
        names: Paths below the package, such as `encoder` or `sentences.py`.
    """
    root = Path(__file__).parent.parent
    found = hashlib.sha256(VERSION.encode())
    for name in names:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


@functools.cache
def processor() -> str:
    """Kind of the processor, as far as it moves numbers of low precision: the machine and its instruction sets."""
    return " ".join([platform.machine(), *sorted(instructions())])


def instructions(table: Path = Path("/proc/cpuinfo")) -> set[str]:
    """The instruction sets for neural networks that the processor has, by the names of Linux; none is known elsewhere.

    Args:
        table: Where Linux says it.
    """
    try:
        text = table.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    found = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.MULTILINE)
    words = set(found[1].split()) if found else set()
    return {word for word in words if re.match(r"(avx|amx|bf16|i8mm|asimd|sve)", word)}


def _today() -> int:
    return int(time.time()) // DAY


def _seal(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(key + value, digest_size=8).digest()


def _bytes(db: sqlite3.Connection) -> int:
    """Bytes in use, without the pages that are free."""
    pages, free, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file is damaged, and not that it cannot be read or written just now."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _operational() -> type[Exception]:
    import sqlite3

    return sqlite3.OperationalError


def _shown(place: Path | None) -> str:
    try:
        return str(place or folder())
    except RuntimeError:
        return "the user's home"
