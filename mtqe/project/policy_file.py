"""Changes keys in the text of a configuration file; everything else, comments included, stays as it is."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


class PolicyFile:
    """The text of `mtqe.toml`, or of `pyproject.toml` with the settings under `[tool.mtqe]`.

    Args:
        text: The text.
        pyproject: Whether it is that of `pyproject.toml`.
    """

    def __init__(self, text: str, pyproject: bool = False) -> None:
        import tomlkit

        self._document: MutableMapping[str, Any] = tomlkit.parse(text)
        self._root = ("tool", "mtqe") if pyproject else ()

    def table(self, *keys: str) -> MutableMapping[str, Any]:
        """The table of these keys; tables that are missing are added at the end."""
        place = self._document
        for key in (*self._root, *keys):
            place = _inner(place, key)
        return place

    def find(self, *keys: str) -> Any:
        """The value of these keys; `None` if there is none."""
        place: Any = self._document
        for key in (*self._root, *keys):
            if not isinstance(place, MutableMapping) or key not in place:
                return None
            place = place[key]
        return place

    def text(self) -> str:
        """The text with all changes."""
        import tomlkit

        return tomlkit.dumps(self._document)


def _inner(place: MutableMapping[str, Any], key: str) -> MutableMapping[str, Any]:
    import tomlkit

    if key not in place:
        place[key] = tomlkit.table()
    inner: MutableMapping[str, Any] = place[key]
    if isinstance(inner, tomlkit.items.Table) and inner.is_super_table():
        inner.trivia.comment = inner.trivia.comment_ws = ""  # the comment belongs to the first table below it
    return inner
