"""Reads what the `datasets` library loads: Parquet, JSONL and CSV files or folders, saved data sets, hub names.

Local data is read in place, without a copy in the cache. A hub name is loaded through the user's own cache, and code of
the data set is never run; without network only cached data sets are available. `NAME:CONFIG` picks a configuration of a
hub data set.
"""

from __future__ import annotations

import contextlib
import csv
import socket
import tempfile
import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mtqe import bounded_read
from mtqe.errors import InputError, MtqeError
from mtqe.formats import files, records
from mtqe.formats.tables import columns
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

Row = dict[str, Any]


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
    with _quiet():
        rows = [records.flat(row) for row in _rows(name, split)]
    if not rows:
        raise InputError(f"{name} has no rows", "give a data set with at least one pair")
    names = list(dict.fromkeys(key for row in rows[:100] for key in row))
    chosen = columns.choose(names, name, requested, languages)
    return records.document(_segments(rows, chosen, name), Path(name), name=Path(name).name)


def _segments(rows: Iterable[Row], chosen: columns.Columns, name: str) -> Iterator[Segment]:
    for number, row in enumerate(rows, 1):
        yield records.segment(row, chosen, number, None, f"{name}, row {number}")


def _rows(name: str, split: str | None) -> list[Row]:
    path = Path(name).expanduser()
    bounded_read.refuse_impossible(path)
    if path.exists():
        with tempfile.TemporaryDirectory(prefix="mtqe-") as cache:
            return _iterate(_local(path, cache), name, split)
    if path.suffix.lower() in _BUILDERS or name.count("/") > 1 or name.startswith((".", "/", "~")):
        files.read_bytes(path)
    return _iterate(_hub(name), name, split)


def _iterate(loaded: Any, name: str, split: str | None) -> list[Row]:
    """All rows of the given split, or of the only one."""
    if isinstance(loaded, Mapping):
        if split is None and len(loaded) > 1:
            raise InputError(f"{name} has the splits {', '.join(loaded)}", f"choose one: --split {list(loaded)[-1]}")
        if split is not None and split not in loaded:
            raise InputError(f"{name} has no split {split!r}, only {', '.join(loaded)}", "choose one of these")
        loaded = loaded[split or next(iter(loaded))]
    elif split is not None:
        raise InputError(f"{name} has no splits", "leave out --split")
    with _explained(name):
        return list(loaded)


def _local(path: Path, cache: str) -> Any:
    import datasets

    with _explained(str(path)):
        if (path / "dataset_dict.json").is_file() or (path / "state.json").is_file():
            return datasets.load_from_disk(str(path))
        if path.is_dir():
            kind, data_files = str(path), {}
        else:
            kind, data_files = _builder(path), {"data_files": str(path)}
        options: dict[str, Any] = {"cache_dir": cache, **data_files}
        builder = datasets.load_dataset_builder(kind, **options)
        if builder.name == "csv":
            options |= _as_text([file for group in builder.config.data_files.values() for file in group])
        return datasets.load_dataset(kind, streaming=True, **options)


def _builder(path: Path) -> str:
    if path.suffix.lower() not in _BUILDERS:
        raise InputError(f"{path}: unknown extension of a data set", f"known: {' '.join(_BUILDERS)}")
    return _BUILDERS[path.suffix.lower()]


def _as_text(paths: Sequence[str]) -> dict[str, Any]:
    """Options that read all cells of CSV files as text: "None" and "007" stay as they are."""
    import datasets

    content, _ = files.decode(Path(paths[0]))
    delimiter = "\t" if paths[0].lower().endswith((".tsv", ".tab")) else ","
    names = next(csv.reader(content.split("\n"), delimiter=delimiter))
    features = datasets.Features({name: datasets.Value("string") for name in names})
    return {"sep": delimiter, "features": features, "keep_default_na": False}


def _hub(name: str) -> Any:
    import datasets

    repository, _, configuration = name.partition(":")
    with _offline_if_unreachable() as offline:
        try:
            return datasets.load_dataset(repository, configuration or None)
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
