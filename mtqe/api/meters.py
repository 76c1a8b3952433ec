"""How far slow work is: a bar in a terminal or a notebook after two seconds, nothing elsewhere."""

from __future__ import annotations

import contextlib
import html
import importlib
import importlib.util
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

from mtqe.prose import inert
from mtqe.registry.contracts import Progress, no_progress

SHOW_AFTER = 2.0
"""Seconds: of work before its bar is shown."""
APART = 0.2
"""Seconds: between two changes of a bar in a notebook."""


@contextlib.contextmanager
def meter(wanted: Progress | bool | None) -> Iterator[Progress]:
    """A progress callback for the duration of a call.

    Args:
        wanted: The callback of the caller; `False` for none; `None` or `True` for a bar.
    """
    display = _display()
    if display is not None:
        _load_bars_of_others()
    if callable(wanted):
        yield wanted
    elif wanted is False:
        yield no_progress
    elif display is not None:
        with _notebook(display) as callback:
            yield callback
    elif sys.stderr is not None and sys.stderr.isatty():
        with bars() as callback:
            yield callback
    else:
        yield no_progress


@contextlib.contextmanager
def bars() -> Iterator[Progress]:
    """Bars in a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = Bars(*columns, console=Console(stderr=True), transient=True)
    started: dict[str, float] = {}
    tasks: dict[str, TaskID] = {}

    def callback(label: str, done: int, total: int) -> None:
        since = started.setdefault(label, time.monotonic())
        if done >= total:
            if label in tasks:
                shown.remove_task(tasks.pop(label))
            started.pop(label)
        elif label in tasks:
            shown.update(tasks[label], completed=done, total=total)
        elif time.monotonic() - since > SHOW_AFTER:
            shown.start()
            tasks[label] = shown.add_task(inert(label), completed=done, total=total)

    try:
        yield callback
    finally:
        shown.stop()


def _display() -> Any:
    """The function that shows something below a cell; `None` outside a notebook."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    if getattr(running, "kernel", None) is None:
        return None
    from IPython.display import display

    return display


def _load_bars_of_others() -> None:
    """Load the bars of the libraries that mtqe uses: in a notebook, tqdm warns that it would like another package."""
    if "tqdm.auto" not in sys.modules and importlib.util.find_spec("tqdm") is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module("tqdm.auto")


@contextlib.contextmanager
def _notebook(display: Any) -> Iterator[Progress]:
    """One bar below the cell, which is gone at the end."""
    handle: Any = None
    started: dict[str, float] = {}
    last = 0.0

    def callback(label: str, done: int, total: int) -> None:
        nonlocal handle, last
        now = time.monotonic()
        since = started.setdefault(label, now)
        if done >= total:
            started.pop(label)
        elif now - since > SHOW_AFTER and now - last > APART:
            last = now
            view = _bar(label, done, total)
            handle = display(view, raw=True, display_id=True) if handle is None else handle
            handle.update(view, raw=True)

    try:
        yield callback
    finally:
        if handle is not None:
            handle.update({"text/plain": "", "text/html": ""}, raw=True)


def _bar(label: str, done: int, total: int) -> dict[str, str]:
    words = f"{inert(label)} {done:,} of {total:,}"
    bar = f'<progress value="{done}" max="{total}"></progress> {html.escape(words)}'
    return {"text/plain": words, "text/html": bar}
