"""`mtqe cache`: the scores that earlier runs left for later ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from mtqe.errors import ExitCode, MtqeError
from mtqe.project import cache

T = TypeVar("T")


@click.group("cache", short_help="look at, prune or clear the score cache")
def command() -> None:
    """The score cache: what the neural metrics computed, so that no later run computes it again.

    It is one file in MTQE_CACHE_DIR, else in the user's cache folder. It holds hashes and numbers, no text. Scores of
    another model, version or setting are other entries, so nothing has to be cleared after a change.
    """


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def info(as_json: bool) -> int:
    """Say where it is, what it holds and whether it is sound; exits with 3 when it is damaged."""
    import msgspec

    found = _tried(cache.info)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        click.echo(f"{found.path}  {_size(found.size)}" if found.size else f"{found.path}  nothing yet")
        for kind, count in found.entries.items():
            click.echo(f"  {kind:<16}{count:>10,} {'entries' if count != 1 else 'entry'}")
        if found.entries:
            click.echo(f"  not used for the longest time: {_days(found.oldest)}")
        if found.damage:
            click.echo(f"  damaged: {found.damage}; mtqe cache clear begins anew")
    return ExitCode.INCOMPLETE if found.damage else ExitCode.PASS


@command.command("prune")
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=90,
    show_default=True,
    help="Keep what was used within so many days.",
)
def prune(days: int) -> None:
    """Drop what was not used for a long time, and make the file smaller."""
    gone = _tried(lambda: cache.prune(days))
    click.echo(f"dropped {gone:,} {'entries' if gone != 1 else 'entry'} not used for {_days(days)}")


@command.command("clear")
def clear() -> None:
    """Drop everything."""
    click.echo(f"dropped {_size(_tried(cache.clear))}")


def _tried(work: Callable[[], T]) -> T:
    """Do something with the cache; what stands in its way is one line.

    Raises:
        MtqeError: The cache cannot be read or written.
    """
    import sqlite3

    try:
        return work()
    except (sqlite3.Error, OSError, RuntimeError) as error:
        hint = "mtqe cache clear begins anew" if cache.is_damage(error) else "see MTQE_CACHE_DIR"
        raise MtqeError(f"score cache: {error}", hint, ExitCode.INCOMPLETE) from error


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


def _days(count: int) -> str:
    return f"{count} days" if count != 1 else "1 day"
