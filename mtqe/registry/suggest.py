"""Looks a name up among known names and suggests the closest one if it is unknown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from mtqe.errors import ConfigError

MAX_LISTED = 12
"""Greatest number of known names that a hint lists; otherwise it refers to `mtqe list`."""


def lookup(name: str, known: Iterable[str], kind: str) -> str:
    """Return `name` if it is known.

    Raises:
        ConfigError: The name is unknown; the hint has the closest name or all names.
    """
    names = list(known)
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, n=1) or [
        candidate for candidate in names if name and name in candidate
    ]
    every = f"known: {', '.join(sorted(names))}" if len(names) <= MAX_LISTED else f"see mtqe list {kind.split()[0]}s"
    hint = f"did you mean {close[0]!r}?" if close else every
    raise ConfigError(f"unknown {kind} {name!r}", hint)
