"""The table of checks: those in the family rooms of `mtqe.checks`, and those of plugins."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from mtqe.errors import FAULTS, ConfigError
from mtqe.model import CheckItem, Severity
from mtqe.registry.contracts import Check
from mtqe.registry.plugins import entry_points
from mtqe.registry.suggest import lookup
from mtqe.settings.config import ChecksConfig, Config

FAMILIES = {
    "ACC": "accuracy",
    "HAL": "hallucination",
    "TRM": "terminology",
    "ART": "artifact",
    "LOC": "locale",
    "MRK": "markup",
}
RULES = "rules"
"""The word for all rules of a team in `--select` and `--ignore`."""
NAMED = 8
"""Number of checks that a sentence names; any more are only counted."""


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


def checks_of(config: Config) -> dict[str, Check]:
    """All checks by id: those of `checks`, and the rules of the team that the configuration has.

    Raises:
        ConfigError: A rule or a set of rules has the name of a check.
    """
    return checks() | {item.id: item for item in rules_of(config)}


def rules_of(config: Config) -> list[Check]:
    """The rules of the team that the configuration has. Raises ConfigError as `checks_of`."""
    if not config.rule_sets:
        return []
    rules = _rules().of_config(config)
    taken = {word.lower() for item in checks().values() for word in (item.id, item.name, item.family)} | {RULES}
    for item in rules:  # who ignores one of the two would ignore both
        if word := next((word for word in (item.family, item.name) if word.lower() in taken), ""):
            message = f"rule {item.id}: {word!r} is the name of a check or a family of checks of mtqe"
            raise ConfigError(message, "give the rule another id, or its file another name")
    return rules


def described(items: Iterable[CheckItem]) -> Mapping[str, Check]:
    """The checks that a report may show, by id: those of `checks`, and the rules of a team as the report has them."""
    found = {
        item.id: Check(
            item.id,
            item.name,
            item.rule.category,
            Severity(item.rule.severity),
            _no_hits,
            item.rule.manual,
            examples=(),
            area=None,
        )
        for item in items
        if item.rule is not None
    }
    return checks() | found


def _no_hits(*_: object) -> Iterator[Any]:
    """Find nothing: a check that is only described does not run."""
    return iter(())


@runtime_checkable
class RuleChecks(Protocol):
    """Makes checks of the rules of a team (`mtqe.checks.team.rule_checks`), which are read only if there are any."""

    def of_config(self, config: Config) -> list[Check]:
        """A check for each rule of a configuration."""

    def compile_all(self, checks: Iterable[Check]) -> None:
        """Compile the patterns of rules. Raises ConfigError if one is wrong."""


def _rules() -> RuleChecks:
    module = importlib.import_module("mtqe.checks.team.rule_checks")
    assert isinstance(module, RuleChecks)
    return module


def modules() -> Iterator[str]:
    """The modules of `mtqe.checks` that define a check. The other modules are not imported: some of them load numpy."""
    root = Path(__file__).parent.parent
    for path in sorted((root / "checks").rglob("*.py")):
        if "@check(" in path.read_text(encoding="utf-8"):
            yield ".".join(("mtqe", *path.relative_to(root).with_suffix("").parts))


def select(
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    preview: bool = False,
    table: Mapping[str, Check] | None = None,
) -> list[Check]:
    """The checks of a run.

    Args:
        select: Ids, names or families; empty means all stable checks.
        ignore: Ids, names or families to leave out; overrides `select`.
        preview: Whether to use preview checks that `select` does not name.
        table: The checks to choose from, by id; by default those of `checks`. `rules` is the family of all rules of a
            team.

    Raises:
        ConfigError: A word is neither an id nor a name of a check nor a family, or a pattern of a rule is wrong.
    """
    selected = _chosen(select, ignore, preview, checks() if table is None else table)
    if any(item.rule is not None for item in selected):
        _rules().compile_all(selected)
    return selected


def _chosen(select: Sequence[str], ignore: Sequence[str], preview: bool, table: Mapping[str, Check]) -> list[Check]:
    by_word: dict[str, set[str]] = {}
    for item in table.values():
        for word in (item.id, item.name, item.family, *((RULES,) if item.rule is not None else ())):
            by_word.setdefault(word.lower(), set()).add(item.id)

    def ids(words: Sequence[str]) -> set[str]:
        return set().union(*(by_word[lookup(word.lower(), by_word, "check", word)] for word in words))

    named = {word.lower() for word in select}
    chosen = ids(select) if select else set(table)
    chosen -= ids(ignore)
    return [
        item
        for item in table.values()
        if item.id in chosen
        and (item.status == "stable" or preview or item.id.lower() in named or item.name.lower() in named)
    ]


def relaxed(config: ChecksConfig, table: Mapping[str, Check]) -> Iterator[str]:
    """What `[checks]` switches off or lowers, a sentence for each key and severity.

    Args:
        config: The configuration, whose words are known; see `select`.
        table: The checks by id.
    """
    usual = _chosen((), (), False, table)
    for key, words in (("select", config.select), ("ignore", config.ignore)):
        selected = _chosen(words, (), False, table) if key == "select" else _chosen((), words, False, table)
        kept = {item.id for item in selected}
        if off := [item for item in usual if item.id not in kept]:
            names = ", ".join(f"{item.id} {item.name}" for item in off[:NAMED])
            more = f" and {len(off) - NAMED} more" if len(off) > NAMED else ""
            yield f"checks.{key} switches off {len(off)} of {len(usual)} checks: {names}{more}"
    for word, severity in config.severity.items():
        item = next(item for item in table.values() if word in (item.id, item.name))
        if severity.rank < item.severity.rank:
            yield f"checks.severity: {item.id} {item.name} is {severity} ({item.severity} by default)"
        elif severity is item.severity is not Severity.CRITICAL:
            yield f"checks.severity: {item.id} {item.name} is never worse than {severity}"


def _plugin_checks() -> Iterator[Check]:
    for entry in entry_points("checks"):
        try:
            item = entry.load()
        except FAULTS as error:
            why = f"plugin {entry.name!r} ({entry.value}) cannot be loaded: {error}"
            raise ConfigError(why, "uninstall it, or set MTQE_NO_PLUGINS=1") from error
        if not isinstance(item, Check):
            raise ConfigError(f"plugin {entry.name!r} ({entry.value}) is not an mtqe check", "decorate it with @check")
        yield item
