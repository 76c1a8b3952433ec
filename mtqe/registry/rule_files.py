"""Reads a team's own rules: those of the configuration, of rule files, and of packages that bring rule files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from mtqe.errors import FAULTS, ConfigError
from mtqe.machine import bounded_read
from mtqe.registry.plugins import entry_points
from mtqe.registry.suggest import lookup
from mtqe.settings import rule_tables
from mtqe.settings.config import Config
from mtqe.settings.sources import toml
from mtqe.settings.team_rules import PACKAGE, SUFFIX, TEAM, RuleSet

KIND = "rules"
"""The kind of the entry points of packages that bring rules."""


def with_rule_sets(config: Config) -> Config:
    """The configuration with all its rules; unchanged if they were read before, as in a worker.

    Raises:
        ConfigError: A file or package cannot be read, or a rule is wrong.
    """
    if config.rule_sets is not None:
        return config
    sets = [RuleSet(TEAM, config.rules)] if config.rules else []
    for name in config.rule_files:
        sets += of_package(name.removeprefix(PACKAGE)) if name.startswith(PACKAGE) else [of_file(Path(name))]
    _refuse_twins(sets)
    return msgspec.structs.replace(config, rule_sets=tuple(sets))


def of_file(path: Path) -> RuleSet:
    """The rules of a file.

    Raises:
        ConfigError: It cannot be read, or a rule is wrong.
    """
    try:
        content = bounded_read.read(path)
    except OSError as error:
        hint = "check rule_files; a path is relative to the configuration file"
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", hint) from error
    return _parsed(content, str(path), path.name)


def of_package(name: str) -> list[RuleSet]:
    """The rules that an installed package brings under a name.

    An entry point of the group `mtqe.rules` leads to a module; the files `*.rules.toml` beside it are read, or the one
    file that its attribute names without `.toml`: `acme_style`, `acme_style:legal.rules`.

    Raises:
        ConfigError: No package brings rules of this name, or they are wrong.
    """
    every = entry_points(KIND)
    found = {entry.name: entry for entry in every}
    where = f"{PACKAGE}{name}"
    if not found:
        hint = "install the package that has it; MTQE_NO_PLUGINS must not be set"
        raise ConfigError(f"{where}: no installed package provides rules", hint)
    entry = found[lookup(name, found, "package of rules")]
    twins = {one.value for one in every if one.name == entry.name}
    if len(twins) > 1:
        raise ConfigError(
            f"{where}: two packages provide rules of this name: {', '.join(sorted(twins))}", "uninstall one"
        )
    try:
        folder = resources.files(entry.module)
        files = (
            [folder / f"{entry.attr}.toml"] if entry.attr else sorted(_rule_files(folder), key=lambda file: file.name)
        )
        contents = [(file.name, file.read_bytes()) for file in files]
    except FAULTS as error:
        why = f"{where} ({entry.value}) cannot be read: {error}"
        raise ConfigError(why, "reinstall the package, or leave it out of rule_files") from error
    if not contents:
        raise ConfigError(f"{where} ({entry.value}) has no file {SUFFIX}.toml", "ask the authors of the package")
    label = where if len(contents) == 1 else ""
    return [_parsed(content, label or f"{where}/{file}", file) for file, content in contents]


def _rule_files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(f"{SUFFIX}.toml"))


def _parsed(content: bytes, where: str, file: str) -> RuleSet:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{where}: not UTF-8: {error}", "save the file as UTF-8") from error
    name = file.removesuffix(".toml").removesuffix(SUFFIX)
    return rule_tables.rule_set(toml(text, where), where, name, hashlib.sha256(content).hexdigest())


def _refuse_twins(sets: list[RuleSet]) -> None:
    seen: dict[str, str] = {}
    for one in sets:
        for rule in one.rules:
            key, where = f"{one.name}/{rule.id}".lower(), one.path or "the configuration"
            if key in seen:
                hint = "give one of them another id, or one of the files another name"
                raise ConfigError(f"two rules have the id {one.name}/{rule.id}: in {seen[key]} and in {where}", hint)
            seen[key] = where
