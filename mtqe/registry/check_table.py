"""The table of checks: those in the family rooms of `mtqe.checks`, and those of plugins."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mtqe.contracts import Check
from mtqe.errors import ConfigError
from mtqe.registry.plugins import entry_points
from mtqe.registry.suggest import lookup

FAMILIES = {
    "ACC": "accuracy",
    "HAL": "hallucination",
    "TRM": "terminology",
    "ART": "artifact",
    "LOC": "locale",
    "MRK": "markup",
}


@functools.cache
def checks() -> dict[str, Check]:
    """All checks by id, sorted: built-in checks and checks of plugins."""
    items = [item for name in modules() for item in vars(importlib.import_module(name)).values()]
    items = [item for item in items if isinstance(item, Check)] + list(_plugin_checks())
    table: dict[str, Check] = {}
    for item in items:
        existing = table.get(item.id)
        if existing is not None and existing is not item:
            raise ConfigError(f"two checks have the id {item.id}: {existing.name} and {item.name}")
        table[item.id] = item
    return dict(sorted(table.items()))


def modules() -> Iterator[str]:
    """The modules of `mtqe.checks` that define a check. The other modules are not imported: some of them load numpy."""
    root = Path(__file__).parent.parent
    for path in sorted((root / "checks").rglob("*.py")):
        if "@check(" in path.read_text(encoding="utf-8"):
            yield ".".join(("mtqe", *path.relative_to(root).with_suffix("").parts))


def select(select: Sequence[str] = (), ignore: Sequence[str] = (), preview: bool = False) -> list[Check]:
    """The checks of a run.

    Args:
        select: Ids, names or families; empty means all stable checks.
        ignore: Ids, names or families to leave out; overrides `select`.
        preview: Whether to use preview checks that `select` does not name.

    Raises:
        ConfigError: A word is neither an id nor a name of a check nor a family.
    """
    table = checks()
    by_word: dict[str, set[str]] = {}
    for item in table.values():
        for word in (item.id, item.name, item.family):
            by_word.setdefault(word.lower(), set()).add(item.id)

    def ids(words: Sequence[str]) -> set[str]:
        return set().union(*(by_word[lookup(word.lower(), by_word, "check")] for word in words))

    named = {word.lower() for word in select}
    chosen = ids(select) if select else set(table)
    chosen -= ids(ignore)
    return [
        item
        for item in table.values()
        if item.id in chosen
        and (item.status == "stable" or preview or item.id.lower() in named or item.name.lower() in named)
    ]


def _plugin_checks() -> Iterator[Check]:
    for entry in entry_points("checks"):
        try:
            item = entry.load()
        except Exception as error:
            why = f"plugin {entry.name!r} ({entry.value}) cannot be loaded: {error}"
            raise ConfigError(why, "uninstall it, or set MTQE_NO_PLUGINS=1") from error
        if not isinstance(item, Check):
            raise ConfigError(f"plugin {entry.name!r} ({entry.value}) is not an mtqe check", "decorate it with @check")
        yield item
