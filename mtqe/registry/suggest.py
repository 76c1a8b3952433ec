"""Looks a name up among known names and suggests the closest one if it is unknown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from mtqe.errors import ConfigError

MAX_LISTED = 12
"""Greatest number of known names that a hint lists; otherwise it refers to `mtqe list`."""


_ID = re.compile(r"[a-z]{3}\d{3}", re.IGNORECASE)
"""An id of a check. Another id that looks like it is about something else, so it is not suggested."""


def lookup(name: str, known: Iterable[str], kind: str, typed: str = "") -> str:
    """Return `name` if it is known.

    Args:
        name: The name.
        known: All names.
        kind: What they name, for the message.
        typed: The name as the user typed it, if `name` is not that.

    Raises:
        ConfigError: The name is unknown; the hint has the closest name or all names.
    """
    names = list(known)
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, n=1) or [
        candidate for candidate in names if name and name in candidate
    ]
    close = [] if _ID.fullmatch(name) else close
    every = f"known: {', '.join(sorted(names))}" if len(names) <= MAX_LISTED else f"see mtqe list {kind.split()[0]}s"
    hint = f"did you mean {close[0]!r}?" if close else every
    raise ConfigError(f"unknown {kind} {(typed or name)!r}", hint)
