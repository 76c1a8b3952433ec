"""Progress on stderr: a bar for work of more than two seconds, or plain lines without a terminal."""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator

from mtqe.contracts import Progress, no_progress
from mtqe.prose import inert

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
def status(quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Shows how far a command is, in its own words: a line that changes, or without a terminal one now and then."""
    if quiet:
        yield lambda line: None
        return
    on_terminal = sys.stderr.isatty()
    shown = time.monotonic()

    def show(line: str) -> None:
        nonlocal shown
        if on_terminal:
            sys.stderr.write(f"\r\x1b[K{inert(line)[: shutil.get_terminal_size().columns - 1]}")
        elif time.monotonic() - shown > PLAIN_EVERY:
            shown = time.monotonic()
            sys.stderr.write(f"mtqe: {inert(line)}\n")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if on_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextlib.contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Bars(*columns, console=Console(stderr=True), transient=True)
    started: dict[str, float] = {}
    tasks: dict[str, TaskID] = {}

    def callback(label: str, done: int, total: int) -> None:
        since = started.setdefault(label, time.monotonic())
        if done >= total:
            if label in tasks:
                bars.remove_task(tasks.pop(label))
            started.pop(label)
        elif label in tasks:
            bars.update(tasks[label], completed=done, total=total)
        elif time.monotonic() - since > SHOW_AFTER:
            bars.start()
            tasks[label] = bars.add_task(inert(label), completed=done, total=total)

    try:
        yield callback
    finally:
        bars.stop()


def _plain() -> Progress:
    last: dict[str, float] = {}

    def callback(label: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last.setdefault(label, now) > PLAIN_EVERY:
            last[label] = now
            sys.stderr.write(f"mtqe: {inert(label)} {done} of {total}\n")
            sys.stderr.flush()

    return callback
