"""Regular expressions that are compiled when they are first used.

Python takes a third of a second to compile all patterns of the checks, and most runs use one in ten of them. A pattern
of a module is therefore made by `late`. A class with the characters of Chinese, Japanese or Korean alone takes some
milliseconds, because Python goes through them one by one.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a compiled pattern."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._arguments: tuple[Any, int] = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # pickle and copy look for methods before there are arguments
            raise AttributeError(name)
        value = getattr(re.compile(*self._arguments), name)
        setattr(self, name, value)  # so that the next look does not come here
        return value


def late(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern to be compiled at its first use, such as the first call of its `search`.

    Functions of `re` such as `re.sub` do not take it in place of a text; call its own methods.
    """
    return cast("re.Pattern[AnyStr]", _Late(text, flags))
