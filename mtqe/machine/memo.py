"""Values that are computed once and kept as long as their memo lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """Keeps values by key.

    The flow makes each memo and passes it on (`mtqe.registry.contracts.Context`): one for a run, one for the settings
    of a scan. A value lives as long as its memo, and no process keeps one beyond its runs. A memo is not sent to other
    processes: a copy by pickle is empty.
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}

    def once(self, key: Hashable, build: Callable[[], T]) -> T:
        """The value of a key: that of `build()` at the first call with this key.

        Args:
            key: The function that builds the value or owns it, or a tuple that begins with it. So no two modules have
                the same key, and the type of a value follows from its key.
            build: Builds the value.
        """
        if key not in self._values:
            self._values[key] = build()
        value: T = self._values[key]
        return value

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        return Memo, ()
