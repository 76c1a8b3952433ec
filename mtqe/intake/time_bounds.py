"""The time that reading a file may take, so that no file can stop a run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.intake.inputs import InMemory, Side
from mtqe.machine.time_limit import OverTime, Watch

if TYPE_CHECKING:
    from mtqe.settings.config import Config

UNKNOWN = 10_000_000
"""Bytes: the size that a pipe or a folder counts as."""


@contextlib.contextmanager
def bounded(sides: Sequence[Side], config: Config) -> Iterator[None]:
    """Read files within the block, the translation last.

    Raises:
        InputError: It takes more time than the configuration allows for files of their size.
    """
    seconds = config.limits.allowed(sum(map(_size, sides)))
    with Watch() as watch:
        watch.allow(seconds)
        try:
            yield
        except OverTime as error:
            name = sides[-1].name if isinstance(sides[-1], InMemory) else files.shown(sides[-1])
            raise InputError(
                f"{name}: reading and aligning it took more than {seconds:,.3g} seconds of CPU time",
                "divide the file, or raise seconds or seconds_per_kilobyte of [limits] in mtqe.toml",
            ) from error


def _size(side: Side) -> int:
    if isinstance(side, InMemory):
        return sum(map(len, side.lines))
    try:
        return side.stat().st_size if side.is_file() else UNKNOWN
    except OSError:  # the reader says what is wrong with the path
        return UNKNOWN
