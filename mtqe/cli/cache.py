"""`mtqe cache`: the score cache that runs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from mtqe.cli.wrap import say
from mtqe.errors import ExitCode, MtqeError
from mtqe.machine import cache

T = TypeVar("T")


@click.group("cache", short_help="inspect, prune or clear the score cache")
def command() -> None:
    """The cache keeps the results of neural metrics and of checks, so that later runs need not compute them again.

    It is one file in MTQE_CACHE_DIR, or else in your cache folder. It contains hashes and numbers; findings, which
    quote texts, are encrypted, and only who has the texts can read them. A different model, version or setting uses
    different entries, so you need not clear it after a change. The folder `prepared` beside it has tables made from
    files of mtqe and its packages; they let a run start faster.
    """


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def info(as_json: bool) -> int:
    """Show its path, its contents and whether it is intact; exits with 3 if it is damaged."""
    import msgspec

    contents = _tried(cache.info)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(contents), indent=2))
    else:
        say(f"{contents.path}  {_size(contents.size)}" if contents.size else f"{contents.path}  empty")
        for kind, count in contents.entries.items():
            say(f"  {kind:<16}{count:>10,} {'entries' if count != 1 else 'entry'}")
        if contents.prepared:
            click.echo(f"  prepared for a quick start: {_size(contents.prepared)}")
        if contents.entries:
            click.echo(f"  oldest entry: last used {_days(contents.oldest)} ago")
        if contents.damage:
            say(f"  damaged: {contents.damage}; reset it with: mtqe cache clear")
    return ExitCode.INCOMPLETE if contents.damage else ExitCode.PASS


@command.command("prune")
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=90,
    show_default=True,
    help="Keep entries used within this number of days.",
)
@click.option(
    "--size", "megabytes", type=click.IntRange(min=1), metavar="MB", help="Keep so many megabytes, those used last."
)
def prune(days: int, megabytes: int | None) -> None:
    """Delete entries that have not been used for a long time, and old prepared tables, and shrink the file."""
    gone = _tried(lambda: cache.prune(days, most=megabytes and 1_000_000 * megabytes))
    why = f"not used for {_days(days)}" + (f", or above {megabytes} MB" if megabytes else "")
    click.echo(f"deleted {gone:,} {'entries' if gone != 1 else 'entry'} {why}")


@command.command("clear")
def clear() -> None:
    """Delete all entries and all prepared tables."""
    click.echo(f"freed {_size(_tried(cache.clear))}")


def _tried(work: Callable[[], T]) -> T:
    """Run some work on the cache; a failure becomes a one-line error.

    Raises:
        MtqeError: The cache cannot be read or written.
    """
    import sqlite3

    try:
        return work()
    except (sqlite3.Error, OSError, RuntimeError) as error:
        hint = (
            "reset it with: mtqe cache clear" if cache.is_damage(error) else "set MTQE_CACHE_DIR to a writable folder"
        )
        raise MtqeError(f"score cache: {error}", hint, ExitCode.INCOMPLETE) from error


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


def _days(count: int) -> str:
    return f"{count} days" if count != 1 else "1 day"
