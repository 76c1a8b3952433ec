"""Reads the configuration: from files, environment variables and options, with the origin of each value.

Precedence: command-line option, `MTQE_*` environment variable, `mtqe.toml`, `[tool.mtqe]` in `pyproject.toml`, default.
An unknown key is an error that names the closest known key.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

from mtqe.errors import ConfigError
from mtqe.machine import bounded_read
from mtqe.model import Severity
from mtqe.settings import rule_tables, team_rules
from mtqe.settings.config import Config
from mtqe.settings.policy import GateConfig, Rule, fractions, not_numbers

ENV_PREFIX = "MTQE_"
DEVICES = "write auto, cpu, cuda, or cuda:N with the number of a GPU"
SUPPRESSIONS = "mtqe-suppressions.toml"
SERVE_TOKEN = "MTQE_SERVE_TOKEN"
"""The variable with the token that clients of `mtqe serve` must send."""
JUDGE_KEY = "MTQE_JUDGE_KEY"
"""The variable with the key of `[judge]`, unless `judge.key_env` names another."""
REPORT_KEY = "MTQE_REPORT_KEY"
"""A variable for the key that signs reports, if `gate.key_env` names it."""
_FOLDERS = ("MTQE_CACHE_DIR", "MTQE_PREPARED_DIR")
NOT_CONFIG = frozenset({*_FOLDERS, "MTQE_NO_PLUGINS", "MTQE_TRACEBACK", SERVE_TOKEN, JUDGE_KEY, REPORT_KEY})


class Loaded(msgspec.Struct, frozen=True):
    """A configuration and the origin of each value, by dotted key: `default`, a file, a variable or an option."""

    config: Config
    origins: dict[str, str]


def load(
    folder: Path | None = None, file: Path | None = None, options: Mapping[str, Any] | None = None, env: bool = True
) -> Loaded:
    """Build the configuration from its sources.

    Args:
        folder: Where to look for `mtqe.toml` and `pyproject.toml`, then in its parents; the current folder by default.
        file: A configuration file to read instead of those.
        options: Values from the command line by dotted key, such as `{"gate.incomplete": "pass"}`.
        env: Whether to read `MTQE_*` variables.

    Raises:
        ConfigError: A file cannot be read, a key is unknown or a value has the wrong type or range.
        InputError: No file can have a path that the configuration names.
    """
    tree: dict[str, Any] = {}
    origins: dict[str, str] = {}
    located = _read(file) if file else _search(folder or Path.cwd())
    if located is not None:
        path, table = located
        _check_keys(table, str(path))
        table = _resolve_paths(table, path.parent)
        _convert(table, str(path))
        _merge(tree, origins, table, str(path))
    if env:
        for key, variable, value in _environment():
            _convert(_nest(key, value), variable)
            _merge(tree, origins, _nest(key, value), f"${variable}")
    for key, value in (options or {}).items():
        _merge(tree, origins, _nest(key, value), "option")
    for key, value in _beside(located[0].parent if located else (folder or Path.cwd()), located is not None):
        _set_default(tree, key, value)
    config = _convert(tree, "configuration")
    places = (config.suppressions, config.baseline, config.history.path, config.pairs.source, config.pairs.target)
    of_targets = (place for one in config.targets for place in (one.source, one.target, *one.glossary))
    for place in (*config.glossary, *config.memory, *config.rule_files, *places, config.status.lock, *of_targets):
        bounded_read.refuse_impossible(place)
    return Loaded(config, {key: origins.get(key, "default") for key, _ in flatten(config)})


def file_of(folder: Path | None = None) -> Path | None:
    """The configuration file that `load` would read, if there is one.

    Raises:
        ConfigError: It cannot be read.
    """
    located = _search(folder or Path.cwd())
    return located[0] if located else None


def checked(config: Config) -> Config:
    """A configuration that was built by hand, with the types and ranges of one that was read.

    Raises:
        ConfigError: A value has the wrong type or range.
    """
    return _convert(msgspec.to_builtins(config), "configuration")


def flatten(config: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All values of a configuration by dotted key, in order."""
    for name in _fields(type(config)):
        value = getattr(config, name)
        if isinstance(value, msgspec.Struct):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _search(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    for place in (folder, *folder.parents):
        if (place / "mtqe.toml").is_file():
            return _read(place / "mtqe.toml")
        project = place / "pyproject.toml"
        if project.is_file():
            path, table = _read(project)
            if table:
                return path, table
    return None


def _read(path: Path) -> tuple[Path, dict[str, Any]]:
    table = toml(text_of(path), str(path))
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("mtqe", {})
    return path, table


def toml(text: str, where: str) -> dict[str, Any]:
    """The table in a text in TOML.

    Raises:
        ConfigError: It is not valid; `where` is the name of the file in the message.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}", "correct the file at that place") from error
    except RecursionError as error:
        raise ConfigError(f"{where}: its tables or lists are nested too deeply", "nest them less deeply") from error


def text_of(path: Path) -> str:
    """The text of a file of settings, with unchanged line endings.

    Raises:
        MtqeError: The file cannot be read, or is not UTF-8.
    """
    try:
        return bounded_read.read(path).decode()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", "check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8: {error}", "save the file as UTF-8") from error


READ_ONLY = "rule_sets"
"""The field of `Config` that no source may set."""


def _fields(type_: type[msgspec.Struct]) -> dict[str, Any]:
    return {item.name: item.type for item in msgspec.structs.fields(type_) if item.name != READ_ONLY}


def _check_keys(table: Mapping[str, Any], where: str, type_: type[msgspec.Struct] = Config, prefix: str = "") -> None:
    fields = _fields(type_)
    for key, value in table.items():
        if key not in fields:
            close = difflib.get_close_matches(key, fields, n=1)
            hint = f"did you mean {prefix + close[0]!r}?" if close else f"known keys: {', '.join(sorted(fields))}"
            if type_ is Rule and key in _fields(GateConfig):
                hint = f"write it under [gate], where it holds for all documents; a rule has no {key}"
            raise ConfigError(f"{where}: unknown key {prefix + key!r}", hint)
        if type_ is Config and key == "rules":
            rule_tables.read_rules(value, where)
            continue
        _check_inner(value, where, fields[key], prefix + key)


def _check_inner(value: Any, where: str, type_: Any, key: str) -> None:
    """Check the keys of a table, of each table in a list, and of each in a table of tables.

    A value in place of a table by name is refused with an example of such a table.
    """
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: {key!r} must be a table", f"write [{key}]")
        _check_keys(value, where, type_, f"{key}.")
    elif get_origin(type_) is tuple and isinstance(value, list):
        for item in value:
            if isinstance(item, Mapping):
                _check_inner(item, where, get_args(type_)[0], key)
    elif get_origin(type_) is dict:
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: {key!r} must be a table, not {value!r:.40}", _as_table(key, type_, value))
        for name, item in value.items():
            if isinstance(item, Mapping):
                _check_inner(item, where, get_args(type_)[1], f"{key}.{name}")


def _as_table(key: str, type_: Any, value: Any) -> str:
    """How to write a value as the table by severity or metric that a key needs: `min = { METRIC = 0.3 }`."""
    of_keys, of_values = get_args(type_)
    if float not in (of_values, *get_args(of_values)) and of_keys is not Severity:
        return f"write [{key}] and the entries below it"
    number = f"{value:g}" if isinstance(value, (int, float)) else "NUMBER"
    name = key.rpartition(".")[2]
    if of_keys is Severity:
        return f"write {name} = {{ {Severity.MAJOR} = {number} }}, or another severity"
    return f"write {name} = {{ METRIC = {number} }}, with the name of a metric for METRIC"


def _convert(tree: dict[str, Any], where: str) -> Config:
    try:
        config = msgspec.convert(tree, Config)
    except msgspec.ValidationError as error:
        # Example: Invalid enum value 'x' - at `key` in `$.gate.max`
        match = re.fullmatch(r"(.*) - at (?:`key` in )?`\$\.([\w.]+).*`", str(error))
        message, key = (match[1], match[2]) if match else (str(error), "")
        words = _words(key)
        hint = (
            f"write {' or '.join(words)}"
            if words and ("enum" in message or "value '" in message)
            else DEVICES
            if key == "device"
            else "name MTQE_JUDGE_KEY, or another variable whose name ends with _API_KEY"
            if key == "judge.key_env"
            else "name MTQE_REPORT_KEY, or another variable whose name ends with _REPORT_KEY"
            if key == "gate.key_env"
            else "correct that value"
        )
        raise ConfigError(f"{where}: {key + ': ' if key else ''}{message.replace('enum ', '')}", hint) from error
    if not config.comet.model:
        raise ConfigError(f"{where}: comet.model is empty", "name a hub model, a folder or a .ckpt file")
    for key in not_numbers(config.gate):
        raise ConfigError(f"{where}: gate.{key}: nan is not a limit", "give a number, or leave the key out")
    for key in fractions(config.gate):
        raise ConfigError(f"{where}: gate.{key} counts findings", "give a whole number, or inf for no limit")
    return config


def _words(key: str) -> list[str]:
    """The allowed words for a value or for the key of a table, if they are a closed list."""
    type_: Any = Config
    for part in key.split("."):
        type_ = _fields(type_).get(part) if isinstance(type_, type) and issubclass(type_, msgspec.Struct) else None
    choices = get_args(type_)
    while choices and not isinstance(choices[0], str):  # a list of words, or none
        if Severity in choices:
            break
        choices = get_args(choices[0])
    if Severity in choices:
        return [severity.value for severity in Severity]
    return [choice for choice in choices if isinstance(choice, str)]


def _resolve_paths(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The table with paths made relative to the configuration file."""
    if folder in (Path.cwd(), Path()):
        return table

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(item) for item in value]
        kept = not isinstance(value, str) or not value or value.startswith(team_rules.PACKAGE)
        return value if kept else str(folder / value)

    paths = ("glossary", "memory", "suppressions", "baseline", "rule_files")
    result = table | {key: resolved(table[key]) for key in paths if key in table}
    if isinstance(targets := table.get("targets"), list):
        places = ("source", "target", "glossary")
        result["targets"] = [
            {**one, **{key: resolved(one[key]) for key in places if key in one}} if isinstance(one, Mapping) else one
            for one in targets
        ]
    for section, keys in (("history", ("path",)), ("pairs", ("source", "target")), ("status", ("lock",))):
        if isinstance(inner := table.get(section), Mapping):
            result[section] = {**inner, **{key: resolved(inner[key]) for key in keys if key in inner}}
    return result


def _beside(place: Path, configured: bool) -> Iterator[tuple[str, str]]:
    """The default places of a project's files, next to its configuration."""
    shown = Path() if place == Path.cwd() else place
    if (place / SUPPRESSIONS).is_file():
        yield "suppressions", str(shown / SUPPRESSIONS)
    if configured and shown != Path():
        yield "baseline", str(shown / Config().baseline)
        yield "status.lock", str(shown / Config().status.lock)


def _set_default(tree: dict[str, Any], key: str, value: str) -> None:
    section, _, name = key.rpartition(".")
    (tree.setdefault(section, {}) if section else tree).setdefault(name, value)


def _nest(key: str, value: Any) -> dict[str, Any]:
    head, _, tail = key.partition(".")
    return {head: _nest(tail, value) if tail else value}


def _merge(
    tree: dict[str, Any], origins: dict[str, str], new: Mapping[str, Any], origin: str, prefix: str = ""
) -> None:
    sections = {key for key, type_ in _fields(Config).items() if isinstance(type_, type)}
    for key, value in new.items():
        if not prefix and key in sections and isinstance(value, Mapping):
            _merge(tree.setdefault(key, {}), origins, value, origin, f"{key}.")
        else:
            tree[key] = value
            origins[prefix + key] = origin


def _environment() -> Iterator[tuple[str, str, Any]]:
    """`MTQE_GATE_INCOMPLETE=pass` is `gate.incomplete`; lists are comma-separated, tables are JSON or `a=1,b=2`."""
    known = {ENV_PREFIX + key.upper().replace(".", "_"): key for key, _ in flatten(Config())}
    defaults = dict(flatten(Config()))
    for variable, text in sorted(os.environ.items()):
        if not variable.startswith(ENV_PREFIX) or variable in NOT_CONFIG:
            continue
        if variable not in known:
            close = difflib.get_close_matches(variable, known, n=1)
            hint = f"did you mean {close[0]}?" if close else "unset it, or see mtqe evaluate --show-config"
            raise ConfigError(f"unknown environment variable {variable}", hint)
        key = known[variable]
        yield key, variable, _parse(text, defaults[key], variable)


def _parse(text: str, default: Any, where: str) -> Any:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
        if isinstance(default, int):
            return int(text)
        if isinstance(default, float) or default is None:
            return float(text)
        if isinstance(default, tuple):
            return [part.strip() for part in text.split(",") if part.strip()]
        if isinstance(default, dict):
            if text.lstrip().startswith("{"):
                return json.loads(text)
            parts = [part.partition("=") for part in text.split(",") if part.strip()]
            if not all(equals for _, equals, _ in parts):
                raise ConfigError(f"{where}: {text[:40]!r} must be a table", "write NAME=VALUE,NAME=VALUE")
            return {key.strip(): _number(value.strip()) for key, _, value in parts}
    except (KeyError, ValueError, RecursionError) as error:
        raise ConfigError(
            f"{where}: {text[:40]!r} is not a value of that kind",
            f"the default is {msgspec.json.encode(default).decode()}",
        ) from error
    return text


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
