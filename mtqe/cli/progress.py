"""Progress on stderr: a bar once something takes over two seconds, plain lines where there is no terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

from mtqe.contracts import Progress, no_progress

SHOW_AFTER = 2.0
PLAIN_EVERY = 10.0


@contextlib.contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """A progress callback for the duration of a command."""
    if quiet:
        yield no_progress
    elif sys.stderr.isatty():
        with _bars() as callback:
            yield callback
    else:
        yield _plain()


@contextlib.contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Bars(*columns, console=Console(stderr=True), transient=True)
    started: dict[str, float] = {}
    tasks: dict[str, TaskID] = {}

    def callback(what: str, done: int, total: int) -> None:
        since = started.setdefault(what, time.monotonic())
        if done >= total:
            if what in tasks:
                bars.remove_task(tasks.pop(what))
            started.pop(what)
        elif what in tasks:
            bars.update(tasks[what], completed=done, total=total)
        elif time.monotonic() - since > SHOW_AFTER:
            bars.start()
            tasks[what] = bars.add_task(what, completed=done, total=total)

    try:
        yield callback
    finally:
        bars.stop()


def _plain() -> Progress:
    last: dict[str, float] = {}

    def callback(what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last.setdefault(what, now) > PLAIN_EVERY:
            last[what] = now
            sys.stderr.write(f"mtqe: {what} {done} of {total}\n")
            sys.stderr.flush()

    return callback
