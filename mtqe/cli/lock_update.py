"""Reads and writes `mtqe.lock`, for `mtqe status` and `mtqe evaluate --lock`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe import bounded_read
from mtqe.cli.atomic_write import write_content
from mtqe.cli.file_lock import locked
from mtqe.cli.wrap import say

if TYPE_CHECKING:
    from mtqe.config import Config
    from mtqe.freshness import Locked, Pair, Reading
    from mtqe.model import Report


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
    from mtqe import freshness

    languages = (config.source_lang, config.target_lang)
    return list(freshness.compare(pairs, recorded(config), Path(config.status.lock).parent, languages))


def record(config: Config, readings: Sequence[Reading], named: bool, quiet: bool) -> None:
    """Record pairs in the lock file.

    Args:
        config: The configuration.
        readings: The pairs.
        named: Whether the user named them, so that stale ones are recorded, too.
        quiet: Whether to say nothing.

    Raises:
        MtqeError: The file cannot be read or written.
    """
    from mtqe import freshness
    from mtqe.project import lock

    place = Path(config.status.lock)
    with locked(place):
        entries = freshness.kept(recorded(config), readings, place.parent, named)
        text = lock.render(entries)
        write_content(place, text)
    if quiet:
        return
    unread = sum(reading.status.state in ("missing", "unreadable") for reading in readings)
    number = len(readings) - unread
    say(f"recorded {number:,} translation{'' if number == 1 else 's'} in {place}", err=True)
    held = 0 if named else sum(reading.entries != reading.safe for reading in readings)
    if held:
        them = "it" if held == 1 else "them"
        say(
            f"the stale text of {held:,} stays as it was; name {them} once reviewed: mtqe status --update FILE",
            err=True,
        )


def record_passed(config: Config, report: Report, quiet: bool) -> None:
    """Record the pairs of files of a report that passed; of any other report, nothing.

    Raises:
        MtqeError: The lock file cannot be read or written.
    """
    from mtqe.freshness import Pair

    if report.verdict is None or not report.verdict.passed:
        if not quiet:
            say(f"nothing was recorded in {config.status.lock}, because the run did not pass", err=True)
        return
    files = [(document.source_path or document.path, document.path) for document in report.documents]
    pairs = [Pair(Path(source), Path(path)) for source, path in files if source and path and Path(path).is_file()]
    record(config, compared(config, dict.fromkeys(pairs)), named=True, quiet=quiet)
