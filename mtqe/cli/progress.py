"""Progress on stderr: a bar for work of more than two seconds, or plain lines without a terminal."""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator

from mtqe.api.meters import bars
from mtqe.prose import inert
from mtqe.registry.contracts import Progress, no_progress

PLAIN_EVERY = 10.0


@contextlib.contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """A progress callback for the duration of a command."""
    if quiet:
        yield no_progress
    elif sys.stderr.isatty():
        with bars() as callback:
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


def _plain() -> Progress:
    last: dict[str, float] = {}

    def callback(label: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last.setdefault(label, now) > PLAIN_EVERY:
            last[label] = now
            sys.stderr.write(f"mtqe: {inert(label)} {done} of {total}\n")
            sys.stderr.flush()

    return callback
