"""Regular expressions that are compiled when they are first used.

A class with the characters of Chinese, Japanese or Korean takes Python some milliseconds to compile, because it goes
through them one by one. Most runs have no text in these scripts.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for a compiled pattern."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._text), name)
        setattr(self, name, value)  # so that the next look does not come here
        return value


def late(text: str) -> re.Pattern[str]:
    """A pattern to be compiled at its first use, such as the first call of its `search`."""
    return cast("re.Pattern[str]", _Late(text))
