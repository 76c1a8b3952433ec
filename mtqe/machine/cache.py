"""The cache: one SQLite file in the user's cache folder, shared by all runs and processes.

The key of an entry is a hash over everything that its value depends on (`Key`). If any of that changes, no entry is
found and the value is recomputed; entries are never updated. The file has hashes and numbers; what quotes a text is
encrypted by a hash over that text (`mtqe.checks.shared.kept_values`).

- Several processes may use it: transactions are short and use SQLite's own locks. The rollback journal, unlike the
  write-ahead log, needs no shared memory, so it also works on network file systems.
- It is never trusted: each entry has a seal, a hash over key and value. An entry with a broken seal is dropped and
  recomputed; a file that is no longer a database is deleted and created again. `Store.notes` reports both.
- If the folder cannot be written, `Store.notes` says so and the run continues without a cache.
- Its size is limited: above `LIMIT` the least recently used entries are deleted.

Beside it is the folder `prepared`: what a run computed once from files of the package, so that later ones start faster.

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
import tempfile
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
"""Version of the table, in SQLite's `user_version`; a table of another version is created again."""
LIMIT = 1 << 30
"""Greatest size of the entries in bytes."""
WAIT = 30.0
"""Seconds to wait while another process writes."""
DAY = 86_400
OVERHEAD = 130
"""Bytes: of an entry beside its value: key, kind, day, seal, and its place in the index."""
_TOGETHER = 500
_TABLE = """CREATE TABLE IF NOT EXISTS entries (
    key BLOB PRIMARY KEY, kind TEXT NOT NULL, day INTEGER NOT NULL, value BLOB NOT NULL, seal BLOB NOT NULL)"""
# SQLite's result codes (https://sqlite.org/rescode.html) that neither another process nor a permission can cause.
_DAMAGED = {1, 11, 17, 20, 26}  # ERROR (another table of that name), CORRUPT, SCHEMA, MISMATCH, NOTADB


class Key:
    """The part of a key that all values of a kind share in a run; `of` adds the texts of one value.

    Args:
        kind: Kind of value, such as `comet`; entries are counted by kind.
        settings: Versions, hashes and settings: everything that can change the value.
    """

    def __init__(self, kind: str, settings: Mapping[str, object]) -> None:
        self.kind = kind
        self._start = hashlib.sha256(msgspec.json.encode([kind, FORMAT, sorted(settings.items())]))

    def of(self, *texts: str | bytes | None) -> bytes:
        """The key of the value for these texts; `None` differs from the empty text."""
        digest = self._start.copy()
        for text in texts:
            data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text or b""
            digest.update(
                b"-" if text is None else b"%d:" % len(data)
            )  # so that different lists of texts give different bytes
            digest.update(data)
        return digest.digest()


class Info(msgspec.Struct, frozen=True):
    """Facts about the cache.

    Args:
        path: The file.
        size: Size of the file in bytes, 0 if there is no file.
        entries: Number of entries by kind.
        oldest: Days since the least recently used entry was used.
        damage: A description of the damage, `None` if the file is intact.
        prepared: Size of the folder `prepared` in bytes.
    """

    path: str
    size: int
    entries: dict[str, int]
    oldest: int = 0
    damage: str | None = None
    prepared: int = 0


class Store:
    """The cache as one run uses it; no file is opened or created before the first use.

    Args:
        place: Its folder; the user's cache folder by default.

    Attributes:
        notes: Notes on the cache for the reader of a report.
    """

    def __init__(self, place: Path | None = None) -> None:
        self.notes: list[str] = []
        self._place = place
        self._off = False

    def get(self, key: Key, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The cached values, by key."""
        return self._run(lambda db: self._get(db, key.kind, keys)) or {}

    def put(self, key: Key, values: Mapping[bytes, bytes]) -> None:
        """Store values. Values of equal keys are equal, so the order of writers does not matter."""
        rows = [(entry_key, key.kind, _today(), value, _seal(entry_key, value)) for entry_key, value in values.items()]
        if rows:
            self._run(lambda db: self._put(db, rows))

    def _get(self, db: sqlite3.Connection, kind: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        values: dict[bytes, bytes] = {}
        bad: list[bytes] = []
        old: list[bytes] = []
        today = _today()
        for start in range(0, len(keys), _TOGETHER):
            batch = keys[start : start + _TOGETHER]
            marks = ",".join("?" * len(batch))
            for key, day, value, seal in db.execute(
                f"SELECT key, day, value, seal FROM entries WHERE key IN ({marks})", batch
            ):
                if seal != _seal(key, value):
                    bad.append(key)
                    continue
                values[key] = value
                old += [key] if day != today else []
        if bad:
            self._note(f"the score cache had {len(bad)} damaged entries of {kind}; they were recomputed")
        if bad or old:
            with contextlib.suppress(_operational()):  # a read-only cache can still be used
                db.execute("BEGIN IMMEDIATE")
                db.executemany("DELETE FROM entries WHERE key = ?", [(key,) for key in bad])
                db.executemany("UPDATE entries SET day = ? WHERE key = ?", [(today, key) for key in old])
                db.execute("COMMIT")
        return values

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
        """Run some work on the file. A failure is noted once, and the cache is off for the rest of the run."""
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
                self._note(f"the score cache {path} was damaged ({error}) and was created again")
                delete_file(path)
                with opened(path) as db:
                    return work(db)
        except (sqlite3.Error, OSError, RuntimeError) as error:  # RuntimeError: the user has no home folder
            self._off = True
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._note(
                f"cannot use the score cache in {_shown(self._place)}: {why}; set MTQE_CACHE_DIR to a writable "
                "folder, or give --no-cache"
            )
            return None

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def folder() -> Path:
    """`MTQE_CACHE_DIR`, else `mtqe` in the user's cache folder, which is `XDG_CACHE_HOME` where that is set.

    Raises:
        RuntimeError: The user has no home folder.
    """
    configured = os.environ.get("MTQE_CACHE_DIR")
    if configured:
        return Path(configured).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():  # the XDG specification ignores relative paths
        return Path(base) / "mtqe"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "mtqe" / "Cache"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "mtqe"


def prepared(place: Path | None = None) -> Path:
    """The folder of tables and marks that runs need to start fast. The name of a file has a hash over its origin.

    Runs with several cache folders share the one of `MTQE_PREPARED_DIR`, if it is set.

    Raises:
        RuntimeError: The user has no home folder.
    """
    shared = os.environ.get("MTQE_PREPARED_DIR")
    return Path(shared) if shared and place is None else (place or folder()) / "prepared"


def checked(*files: Path, content: Sequence[str] = ()) -> Path:
    """The mark that says that files were checked as they are: its name has a hash over their sizes and times.

    Whoever has checked the files touches it. After a change of a file the mark has another name.

    Args:
        files: The files.
        content: The hashes that the files should have.

    Raises:
        OSError: A file is missing or cannot be read.
        RuntimeError: The user has no home folder.
    """
    facts = [file.stat() for file in files]
    listing = [
        [str(file), fact.st_size, fact.st_mtime_ns, fact.st_ctime_ns] for file, fact in zip(files, facts, strict=True)
    ]
    return prepared() / f"checked-{hashlib.sha256(msgspec.json.encode([listing, *content])).hexdigest()[:24]}"


def keep(path: Path, *parts: bytes | memoryview) -> None:
    """Write a prepared file; readers see all of it or the file that was there before.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            for part in parts:
                file.write(part)
        written.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            written.unlink()
        raise


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the file, in which the table exists.

    Raises:
        sqlite3.Error: The file cannot be opened, or is not such a database.
    """
    import sqlite3

    # No isolation level: the code begins transactions explicitly.
    with contextlib.closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = NORMAL")
        if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            db.execute("BEGIN IMMEDIATE")
            if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:  # no other process was faster
                db.execute("DROP TABLE IF EXISTS entries")
                db.execute(_TABLE)
                db.execute(f"PRAGMA user_version = {FORMAT}")
            db.execute("COMMIT")
        yield db


def delete_file(path: Path) -> None:
    """Delete a damaged file and its journal; a process that has it open keeps its own copy until it closes it."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)


def info(place: Path | None = None) -> Info:
    """Facts about the cache; checks every page and every seal.

    Raises:
        OSError: The file cannot be read.
        RuntimeError: The user has no home folder.
    """
    import sqlite3

    path = (place or folder()) / FILE
    tables = sum(file.stat().st_size for file in prepared(place).glob("*"))
    if not path.is_file():
        return Info(str(path), 0, {}, prepared=tables)
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
        return Info(str(path), size, {}, damage=str(error), prepared=tables)
    damage = checked if checked != "ok" else f"{broken} damaged entries" if broken else None
    return Info(str(path), size, entries, max(0, _today() - first) if first is not None else 0, damage, tables)


def prune(days: int, place: Path | None = None, most: int | None = None) -> int:
    """Delete entries that were not used for a time and shrink the file. Returns the number of deleted entries.

    Files of `prepared` that are older go, too; a run that needs one makes it again.

    Args:
        days: The number of days.
        place: The folder of the cache.
        most: Bytes: that all entries may have; above it the least recently used go.

    Raises:
        OSError: A file cannot be deleted.
        sqlite3.Error: The file is damaged or cannot be written.
        RuntimeError: The user has no home folder.
    """
    path = (place or folder()) / FILE
    _delete_prepared(place, days)
    if not path.is_file():
        return 0
    with opened(path) as db:
        gone = db.execute("DELETE FROM entries WHERE day <= ?", (_today() - days,)).rowcount
        if most is not None:
            size = f"sum(length(value) + {OVERHEAD}) OVER (ORDER BY day DESC, rowid DESC)"
            above = f"SELECT number FROM (SELECT rowid AS number, {size} AS size FROM entries) WHERE size > ?"
            gone += db.execute(f"DELETE FROM entries WHERE rowid IN ({above})", (most,)).rowcount
        db.execute("VACUUM")
    return gone


def clear(place: Path | None = None) -> int:
    """Delete all entries, also of a damaged file, and what is prepared. Returns the number of bytes freed.

    Raises:
        OSError: The file cannot be removed.
        sqlite3.Error: The file cannot be written.
        RuntimeError: The user has no home folder.
    """
    import sqlite3

    path = (place or folder()) / FILE
    tables = _delete_prepared(place)
    if not path.is_file():
        return tables
    size = path.stat().st_size
    try:
        with opened(path) as db:  # not unlinked: another process may be writing
            db.execute("DELETE FROM entries")
            db.execute("VACUUM")
        return tables + size - path.stat().st_size
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        delete_file(path)
        return tables + size


def _delete_prepared(place: Path | None, days: int = 0) -> int:
    """Delete prepared files that are at least so many days old. Returns the number of bytes freed."""
    gone = 0
    for file in prepared(place).glob("*"):
        facts = file.stat()
        if int(facts.st_mtime) // DAY <= _today() - days:
            file.unlink()
            gone += facts.st_size
    return gone


@functools.cache
def code(*names: str) -> str:
    """A hash over the source of modules and packages of mtqe, for values that depend on its code."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(VERSION.encode())
    for name in names:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.cache
def package() -> str:
    """A hash over all code and data of mtqe but the encoder's weights, which have hashes of their own."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(VERSION.encode())
    for folder_name, folders, names in os.walk(root):
        left_out = {"__pycache__", "encoder"} if Path(folder_name) == root / "data" else {"__pycache__"}
        folders[:] = sorted({*folders} - left_out)
        for name in sorted(names):
            path = Path(folder_name, name)
            if path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.cache
def processor() -> str:
    """Kind of the processor: the machine and its instruction sets, which change numbers of low precision."""
    return " ".join([platform.machine(), *sorted(instructions())])


def instructions(table: Path = Path("/proc/cpuinfo")) -> set[str]:
    """The processor's instruction sets for neural networks, by their Linux names; empty on other systems."""
    try:
        text = table.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    flags = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.MULTILINE)
    words = set(flags[1].split()) if flags else set()
    return {word for word in words if re.match(r"(avx|amx|bf16|i8mm|asimd|sve)", word)}


def _today() -> int:
    return int(time.time()) // DAY


def _seal(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(key + value, digest_size=8).digest()


def _bytes(db: sqlite3.Connection) -> int:
    """Bytes in use, without free pages."""
    pages, free, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def is_damage(error: Exception) -> bool:
    """Whether an error means that the file is damaged, not that it cannot be read or written at the moment."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _operational() -> type[Exception]:
    import sqlite3

    return sqlite3.OperationalError


def _shown(place: Path | None) -> str:
    try:
        return str(place or folder())
    except RuntimeError:
        return "the user's home folder"
