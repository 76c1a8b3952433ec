"""Finds a name among those that are known, and says the closest when it is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from mtqe.errors import ConfigError

SHOWN = 12
"""So many names fit in a hint; more are for `mtqe list`."""


def lookup(name: str, known: Iterable[str], what: str) -> str:
    """`name` if it is known.

    Raises:
        ConfigError: It is not; the message has the closest name or all of them.
    """
    names = list(known)
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, n=1) or [known for known in names if name and name in known]
    every = f"known: {', '.join(sorted(names))}" if len(names) <= SHOWN else f"see mtqe list {what.split()[0]}s"
    hint = f"did you mean {close[0]!r}?" if close else every
    raise ConfigError(f"unknown {what} {name!r}", hint)
