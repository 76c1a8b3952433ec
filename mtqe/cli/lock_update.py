"""Reads and writes `mtqe.lock`, for `mtqe status` and `mtqe evaluate --lock`."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.cli.atomic_write import write_content
from mtqe.cli.file_lock import locked
from mtqe.cli.wrap import say
from mtqe.machine import bounded_read
from mtqe.prose import count

if TYPE_CHECKING:
    from mtqe.model import Report
    from mtqe.project.status import Locked, Pair, Reading
    from mtqe.settings.config import Config


def recorded(config: Config) -> Locked:
    """The entries of the lock file; none if it does not exist.

    Raises:
        InputError: It cannot be read.
    """
    from mtqe.formats import files
    from mtqe.project import lock

    place = Path(config.status.lock)
    with files.explained(place):
        try:
            data = bounded_read.read(place)
        except FileNotFoundError:
            return {}
    return lock.parse(data, str(place))


def compared(config: Config, pairs: Iterable[Pair]) -> list[Reading]:
    """The pairs, compared with the lock file."""
    from mtqe.project import status

    languages = (config.source_lang, config.target_lang)
    return list(status.compare(pairs, recorded(config), Path(config.status.lock).parent, languages))


def record(config: Config, readings: Sequence[Reading], named: bool, quiet: bool) -> None:
    """Record pairs in the lock file.

    Raises:
        MtqeError: The file cannot be read or written.
    """
    from mtqe.project import lock, status

    place = Path(config.status.lock)
    with locked(place):
        entries = status.kept(recorded(config), readings, place.parent, named)
        text = lock.render(entries)
        write_content(place, text)
    if quiet:
        return
    unread = sum(reading.status.state in ("missing", "unreadable") for reading in readings)
    number = len(readings) - unread
    say(f"recorded {count(number, 'translation')} in {place}", err=True)
    if not named:
        _say_held(sum(reading.entries != reading.safe for reading in readings))


def _say_held(number: int) -> None:
    if number:
        them = "it" if number == 1 else "them"
        say(
            f"the stale text of {number:,} stays as it was; name {them} once reviewed: mtqe status --update FILE",
            err=True,
        )


def record_passed(config: Config, report: Report, quiet: bool) -> None:
    """Record the pairs of files of a report that passed; of any other report, nothing.

    A pass does not clear staleness if only the source changed: the stale text stays as it was
    recorded. A file that was changed since the run read it is left out.

    Raises:
        MtqeError: The lock file cannot be read or written.
    """
    from mtqe.project.status import Pair

    if report.verdict is None or not report.verdict.passed:
        if not quiet:
            say(f"nothing was recorded in {config.status.lock}, because the run did not pass", err=True)
        return
    pairs: dict[Pair, None] = {}
    for document in report.documents:
        source, path = document.source_path or document.path, document.path
        if not (source and path and Path(path).is_file()):
            continue
        if _as_read(path, document.sha256) and _as_read(source, document.source_sha256):
            pairs[Pair(Path(source), Path(path))] = None
        elif not quiet:
            say(f"{path} is not recorded, because it or its source was changed during the run", err=True)
    readings = compared(config, pairs)
    held = [reading for reading in readings if reading.status.state == "stale" and reading.entries != reading.safe]
    kept = [dataclasses.replace(reading, entries=reading.safe) if reading in held else reading for reading in readings]
    record(config, kept, named=True, quiet=quiet)
    if not quiet:
        _say_held(len(held))


def _as_read(path: str, sha256: str | None) -> bool:
    """Whether a file still has the bytes that the run read, as far as that is known."""
    return (
        sha256 is None
        or not Path(path).is_file()
        or hashlib.sha256(bounded_read.read(Path(path))).hexdigest() == sha256
    )
