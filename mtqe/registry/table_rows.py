"""The rows of the tables of formats, metrics and reporters, and how an object is loaded from its row."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mtqe.errors import Unavailable
from mtqe.registry.plugins import entry_points
from mtqe.registry.suggest import lookup


@dataclass(frozen=True)
class Row:
    """An entry of a table: where to find the object, and what `mtqe list` says of it."""

    name: str
    target: str
    summary: str
    kind: str = ""
    extensions: tuple[str, ...] = ()
    needs_reference: bool = False
    higher_is_better: bool = True
    marks_errors: bool = False


def with_plugins(kind: str, own: Iterable[Row]) -> dict[str, Row]:
    """The rows of a table by name; plugins come last and never hide a built-in.

    Args:
        kind: `formats`, `metrics` or `reporters`.
        own: The rows of mtqe itself.
    """
    table = {row.name: row for row in own}
    for entry in entry_points(kind):
        origin = f"plugin of {entry.dist.name} {entry.dist.version}" if entry.dist else "plugin"
        table.setdefault(entry.name, Row(entry.name, entry.value, origin, kind="pairs" if kind == "formats" else ""))
    return table


def load_from(kind: str, table: Mapping[str, Row], name: str) -> Any:
    """The object behind a row.

    Args:
        kind: What the table holds, in the singular: `format`, `metric` or `reporter`.
        table: The rows by name.
        name: Name of the row.

    Raises:
        ConfigError: There is no such name; the message has the closest one.
        Unavailable: The object cannot be imported.
    """
    target = table[lookup(name, table, kind)].target
    module, _, attribute = target.partition(":")
    try:
        loaded = importlib.import_module(module)
        return getattr(loaded, attribute) if attribute else loaded
    except (ImportError, AttributeError) as error:
        raise Unavailable(f"{kind} {name!r} ({target}) cannot be loaded: {error}") from error
