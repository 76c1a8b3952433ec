"""Reads what the `datasets` library loads: Parquet, JSONL and CSV files or folders, saved data sets, hub names.

Local data is read in place, without a copy in the cache. A hub name is loaded through the user's own cache, and code of
the data set is never run; without network only cached data sets are available. `NAME:CONFIG` picks a configuration of a
hub data set.

A Parquet file needs only pyarrow; all else needs the package `datasets`, which mtqe-slim does not bring.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import itertools
import shutil
import socket
import tempfile
import urllib.parse
import urllib.request
import warnings
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from mtqe import version
from mtqe.errors import InputError, MtqeError, Unavailable
from mtqe.formats import files, records
from mtqe.formats.tables import arrow_tables, columns
from mtqe.formats.text_stream import Stream, TextStream
from mtqe.machine import bounded_read
from mtqe.model import Document, Segment

_BUILDERS = {
    ".parquet": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".arrow": "arrow",
}
_CONNECT_SECONDS = 3.0
_AT_A_TIME = 1_000
"""Entries: rows that are read at a time."""
_NAMING = 100
"""Entries: rows whose keys are the columns of a data set that does not name its columns."""

Row = dict[str, Any]


class _Rows(Protocol):
    """The rows of a data set.

    Attributes:
        names: Its columns, with dotted names for the fields of structs.
        total: The number of rows; `None` if it is not known.
    """

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def total(self) -> int | None: ...

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """The rows, with the wanted columns at least."""
        ...


def read(
    name: str,
    requested: Mapping[str, str] | None = None,
    split: str | None = None,
    languages: columns.Languages = columns.UNKNOWN,
) -> Document:
    """Read the segments of a data set.

    Args:
        name: Path of a file or folder, or a name on the hub.
        requested: Columns by role (`source`, `target`, `reference`, `id`, `doc`, `system`); `translation.de` is the
            field `de` of a column of dicts. Other roles are found by the usual names.
        split: The split; required if there are several.
        languages: Tags of source and target, for columns or fields that are named after them, such as
            `translation: {en, de}`.

    Raises:
        InputError: The data set cannot be loaded, a column is missing, or a value is not text.
        ConfigError: `requested` has an unknown role.
    """
    segments = _stream(name, requested, split, languages, streaming=False).segments
    return records.document(segments, Path(name), name=Path(name).name)


def stream(
    name: str,
    requested: Mapping[str, str] | None = None,
    split: str | None = None,
    languages: columns.Languages = columns.UNKNOWN,
) -> Stream:
    """The segments of a data set of any size, without loading it; see `read`. Sets of the hub are not stored."""
    return _stream(name, requested, split, languages, streaming=True)


def _stream(
    name: str, requested: Mapping[str, str] | None, split: str | None, languages: columns.Languages, *, streaming: bool
) -> Stream:
    found = _rows(name, split, streaming=streaming)
    if not found.names or found.total == 0:
        raise InputError(f"{name} has no rows", "give a data set with at least one pair")
    chosen = columns.choose(found.names, name, requested, languages)
    done = 0

    def segments() -> Iterator[Segment]:
        nonlocal done
        with _explained(name):
            for done, row in enumerate(found.rows(chosen.used(found.names)), 1):
                yield from records.segments(row, chosen, done, None, f"{name}, row {done}")

    def position() -> float | None:
        return done / found.total if found.total else None

    return Stream(Path(name).name, segments(), found.total, position)


def _rows(name: str, split: str | None, *, streaming: bool) -> _Rows:
    path = Path(name).expanduser()
    bounded_read.refuse_impossible(path)
    if path.suffix.lower() == ".parquet" and path.is_file():
        with _explained(name):
            return arrow_tables.ParquetRows(_of_split({"train": [path]}, name, split))
    if path.exists():
        _require_library(name)
        with _explained(name), _quiet():
            return _local(path, name, split)
    if path.suffix.lower() in _BUILDERS or name.count("/") > 1 or name.startswith((".", "/", "~")):
        files.read_bytes(path)
    _require_library(f"{name}: no such file or folder; a data set of the hub")
    with _quiet():
        loaded = _of_split(_hub(name, streaming=streaming), name, split)
        with _explained(name):
            return IterableRows(loaded) if streaming else SavedRows(loaded, name)


def _require_library(what: str) -> None:
    """Refuse what needs the package `datasets` if it is not installed.

    Raises:
        Unavailable: It is not.
    """
    if importlib.util.find_spec("datasets") is None:
        raise Unavailable(
            f"{what} needs the package datasets, which is not installed",
            f"add it with: {version.adding('datasets')}",
        )


def _of_split(loaded: Any, name: str, split: str | None) -> Any:
    """The given split, or the only one."""
    if isinstance(loaded, Mapping):
        if split is None and len(loaded) > 1:
            raise InputError(f"{name} has the splits {', '.join(loaded)}", f"choose one: --split {list(loaded)[-1]}")
        if split is not None and split not in loaded:
            raise InputError(f"{name} has no split {split!r}, only {', '.join(loaded)}", "choose one of these")
        return loaded[split or next(iter(loaded))]
    if split is not None:
        raise InputError(f"{name} has no splits", "leave out --split")
    return loaded


class SavedRows:
    """The rows of a data set in Arrow files, which are mapped into memory; its name is for messages."""

    def __init__(self, loaded: Any, name: str) -> None:
        self._loaded, self._name = loaded, name
        self._schema = loaded.features.arrow_schema
        self.names = arrow_tables.flat_names(self._schema)
        self.total = len(loaded)

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """The rows, with the wanted columns only."""

        def batches(top: Sequence[str]) -> Iterator[Any]:
            part = self._loaded.select_columns(list(top)).with_format("arrow")
            yield from part.iter(batch_size=_AT_A_TIME)

        return arrow_tables.table_rows(batches, self._schema, wanted, self._name)


class IterableRows:
    """The rows that `datasets` reads one by one. The folder `cache` is removed at the end."""

    def __init__(self, loaded: Any, cache: str | None = None) -> None:
        splits = loaded.info.splits or {}
        self.total = getattr(splits.get(str(loaded.split)), "num_examples", None) or None
        if cache is not None:
            weakref.finalize(self, shutil.rmtree, cache, ignore_errors=True)
        self._rest = iter(loaded)
        self._first = [records.flat(row) for row in itertools.islice(self._rest, _AT_A_TIME)]
        self.names = list(dict.fromkeys(key for row in self._first[:_NAMING] for key in row))

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """The rows, with all columns."""
        rows = self._first
        while rows:
            yield from rows
            with _quiet():
                rows = [records.flat(row) for row in itertools.islice(self._rest, _AT_A_TIME)]


def _local(path: Path, name: str, split: str | None) -> _Rows:
    import datasets

    if (path / "dataset_dict.json").is_file() or (path / "state.json").is_file():
        return SavedRows(_of_split(datasets.load_from_disk(str(path)), name, split), name)
    if path.is_dir():
        kind, data_files = str(path), {}
    else:
        kind, data_files = _builder(path), {"data_files": str(path)}
    cache = tempfile.mkdtemp(prefix="mtqe-")
    options: dict[str, Any] = {"cache_dir": cache, **data_files}
    builder = datasets.load_dataset_builder(kind, **options)
    by_split = builder.config.data_files
    if builder.name == "parquet":
        parts = {str(key): [Path(file) for file in group] for key, group in by_split.items()}
        return arrow_tables.ParquetRows(_of_split(parts, name, split))
    if builder.name == "csv":
        options |= _as_text([file for group in by_split.values() for file in group])
    return IterableRows(_of_split(datasets.load_dataset(kind, streaming=True, **options), name, split), cache)


def _builder(path: Path) -> str:
    if path.suffix.lower() not in _BUILDERS:
        raise InputError(f"{path}: unknown extension of a data set", f"known: {' '.join(_BUILDERS)}")
    return _BUILDERS[path.suffix.lower()]


def _as_text(paths: Sequence[str]) -> dict[str, Any]:
    """Options that read all cells of CSV files as text: "None" and "007" stay as they are."""
    import datasets

    head = next(TextStream(Path(paths[0])).lines())
    delimiter = "\t" if paths[0].lower().endswith((".tsv", ".tab")) else ","
    names = next(csv.reader([head], delimiter=delimiter))
    features = datasets.Features({name: datasets.Value("string") for name in names})
    return {"sep": delimiter, "features": features, "keep_default_na": False}


def _hub(name: str, *, streaming: bool) -> Any:
    import datasets

    repository, _, configuration = name.partition(":")
    with _offline_if_unreachable() as offline:
        try:
            return datasets.load_dataset(repository, configuration or None, streaming=streaming)
        except MtqeError:
            raise
        except Exception as error:
            if offline:
                raise InputError(
                    f"data set {name!r} is not on this machine, and the hub cannot be reached",
                    "check the path, or load it once with a network connection",
                ) from error
            raise InputError(
                f"data set {name!r} cannot be loaded: {_one_line(error)}",
                "check the name; NAME:CONFIG picks a configuration",
            ) from error


@contextlib.contextmanager
def _offline_if_unreachable() -> Iterator[bool]:
    """Make `datasets` use only its cache if the hub does not answer; otherwise it would retry for half a minute."""
    import datasets
    import huggingface_hub

    constants = huggingface_hub.constants
    if datasets.config.HF_HUB_OFFLINE or _reachable(datasets.config.HF_ENDPOINT):
        yield bool(datasets.config.HF_HUB_OFFLINE)
        return
    before = datasets.config.HF_HUB_OFFLINE, constants.HF_HUB_OFFLINE
    datasets.config.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE = True
    try:
        yield True
    finally:
        datasets.config.HF_HUB_OFFLINE, constants.HF_HUB_OFFLINE = before


def _reachable(endpoint: str) -> bool:
    parts = urllib.parse.urlsplit(endpoint)
    if urllib.request.getproxies().get(parts.scheme):
        return True  # only the proxy knows
    try:
        with socket.create_connection((parts.hostname, parts.port or 443), timeout=_CONNECT_SECONDS):
            return True
    except OSError:
        return False


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Suppress progress bars, log lines and warnings of `datasets` while the block runs."""
    import datasets

    bars = datasets.are_progress_bars_disabled()
    level = datasets.logging.get_verbosity()
    datasets.disable_progress_bars()
    datasets.logging.set_verbosity(datasets.logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        datasets.logging.set_verbosity(level)
        if not bars:
            datasets.enable_progress_bars()


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except MtqeError:
        raise
    except Exception as error:
        cause = error.__cause__ or error
        raise InputError(f"{name} cannot be read as a data set: {_one_line(cause)}", "check the file") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
