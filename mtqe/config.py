"""The configuration: one frozen tree, and where each of its values came from.

Precedence: command-line option, `MTQE_*` environment variable, `mtqe.toml`, `[tool.mtqe]` in `pyproject.toml`, default.
A key that mtqe does not know is an error that names the closest one it does.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from mtqe.errors import ConfigError
from mtqe.model import Severity
from mtqe.policy import GateConfig, not_numbers

ENV_PREFIX = "MTQE_"
NOT_NEGATIVE, POSITIVE = msgspec.Meta(ge=0), msgspec.Meta(ge=1)
SUPPRESSIONS = "mtqe-suppressions.toml"
NOT_CONFIG = frozenset({"MTQE_CACHE_DIR", "MTQE_NO_PLUGINS", "MTQE_TRACEBACK"})


class ChecksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[checks]`: which checks run.

    Args:
        select: Ids, names or families; empty means every stable check.
        ignore: Ids, names or families to leave out.
        preview: Also run checks whose status is preview.
        severity: Severity by check id or name, in place of the default.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    severity: dict[str, Severity] = {}


class MetricsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[metrics]`: which metrics run and how.

    Args:
        use: Names; empty means BLEU, chrF and TER where there is a reference, `learned` always, and COMET where its
            model is at hand.
        intervals: Whether corpus scores get bootstrap confidence intervals.
        resamples: Bootstrap resamples.
        seed: Seed of the resampling.
        tokenize: Tokenizer of BLEU; empty lets sacreBLEU choose by target language.
        cache: Whether scores of the neural metrics are taken from the user's cache folder and kept there.
    """

    use: tuple[str, ...] = ()
    intervals: bool = True
    resamples: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1000
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**32)] = 12345
    tokenize: str = ""
    cache: bool = True


class CometConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[comet]`: the COMET model.

    Args:
        model: Hub name, folder or `.ckpt` file.
        batch_size: Greatest number of texts a batch; long texts make smaller ones.
        threads: CPU threads; 0 takes torch's choice, but no more cores than the process may use.
        dtype: Precision of the encoder: `fp32`, `bf16`, `int8` (linear layers only, on the CPU); `auto` is `bf16` on a
            CPU that computes in it (AMX or AVX512-BF16), else `fp32`.
    """

    model: str = "Unbabel/wmt22-comet-da"
    batch_size: Annotated[int, POSITIVE] = 64
    threads: Annotated[int, NOT_NEGATIVE] = 0
    dtype: Literal["auto", "fp32", "bf16", "int8"] = "auto"


class AlignConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[align]`: how two documents become segments.

    Args:
        mode: `auto` takes files whose lines pair off one to one as they are and aligns the others; `lines` and
            `document` decide it.
        aligner: `encoder` compares sentences by meaning and by what can be recognised in them, `lexical` by the latter
            alone, which takes a tenth of the time.
    """

    mode: Literal["auto", "lines", "document"] = "auto"
    aligner: Literal["encoder", "lexical"] = "encoder"


class PairsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[pairs]`: which files `mtqe evaluate` pairs when it is given none.

    Args:
        source: Pattern of the sources, such as `docs/en/**/*.md`; one in a configuration file is relative to it.
        target: Pattern of the translations, with the same wildcards, such as `docs/de/**/*.md`. In both
            `{source_lang}` and `{target_lang}` stand for the languages.
        missing: Whether a file without its counterpart makes the run incomplete, or is told as a remark only.
    """

    source: str = ""
    target: str = ""
    missing: Literal["fail", "note"] = "fail"


class HistoryConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[history]`: what a run leaves behind.

    Args:
        path: File that every run appends a line to; empty keeps no history.
    """

    path: str = ""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole configuration.

    Args:
        source_lang: BCP 47 tag of the source.
        target_lang: BCP 47 tag of the translation.
        glossary: Glossary files; those in a configuration file are relative to it.
        checks: `[checks]`.
        metrics: `[metrics]`.
        comet: `[comet]`.
        align: `[align]`.
        gate: `[gate]`, see `mtqe.policy`.
        history: `[history]`.
        suppressions: File of accepted findings; where none is named, `mtqe-suppressions.toml` beside the configuration
            file, or in the current folder, is read if it is there.
        baseline: Folder, or one `.json` file, of the reports that runs are compared with.
        domains: Patterns of paths by name of a domain; see `mtqe.policy.path_fits`.
        pairs: `[pairs]`.
    """

    source_lang: str = ""
    target_lang: str = ""
    glossary: tuple[str, ...] = ()
    checks: ChecksConfig = ChecksConfig()
    metrics: MetricsConfig = MetricsConfig()
    comet: CometConfig = CometConfig()
    align: AlignConfig = AlignConfig()
    gate: GateConfig = GateConfig()
    history: HistoryConfig = HistoryConfig()
    suppressions: str = ""
    baseline: str = ".mtqe"
    domains: dict[str, tuple[str, ...]] = {}
    pairs: PairsConfig = PairsConfig()


class Loaded(msgspec.Struct, frozen=True):
    """A configuration and the origin of each value, by dotted key: `default`, a file, a variable or an option."""

    config: Config
    origins: dict[str, str]


def load(
    folder: Path | None = None, file: Path | None = None, options: Mapping[str, Any] | None = None, env: bool = True
) -> Loaded:
    """Put the configuration together.

    Args:
        folder: Where to look for `mtqe.toml` and `pyproject.toml`, then in its parents; the current folder by default.
        file: A configuration file to read in place of those.
        options: Values from the command line by dotted key, such as `{"gate.incomplete": "pass"}`.
        env: Whether to read `MTQE_*` variables.

    Raises:
        ConfigError: A file cannot be read, a key is unknown or a value has the wrong type or range.
    """
    tree: dict[str, Any] = {}
    origins: dict[str, str] = {}
    found = _read(file) if file else _search(folder or Path.cwd())
    if found is not None:
        path, table = found
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
    for key, value in _beside(found[0].parent if found else (folder or Path.cwd()), found is not None):
        tree.setdefault(key, value)
    config = _convert(tree, "configuration")
    return Loaded(config, {key: origins.get(key, "default") for key, _ in flatten(config)})


def file_of(folder: Path | None = None) -> Path | None:
    """The configuration file that `load` would read, if there is one.

    Raises:
        ConfigError: It cannot be read.
    """
    found = _search(folder or Path.cwd())
    return found[0] if found else None


def checked(config: Config) -> Config:
    """A configuration that was built by hand, with the types and ranges of one that was read.

    Raises:
        ConfigError: A value has the wrong type or range.
    """
    return _convert(msgspec.to_builtins(config), "configuration")


def flatten(config: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All values of a configuration by dotted key, in order."""
    for name in config.__struct_fields__:
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
    try:
        with path.open("rb") as stream:
            table = tomllib.load(stream)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", "check the path and its permissions") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}", "mend the file at that place") from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("mtqe", {})
    return path, table


def _fields(type_: type[msgspec.Struct]) -> dict[str, Any]:
    return {item.name: item.type for item in msgspec.structs.fields(type_)}


def _check_keys(table: Mapping[str, Any], where: str, type_: type[msgspec.Struct] = Config, prefix: str = "") -> None:
    fields = _fields(type_)
    for key, value in table.items():
        if key not in fields:
            close = difflib.get_close_matches(key, fields, n=1)
            hint = f"did you mean {prefix + close[0]!r}?" if close else f"known keys: {', '.join(sorted(fields))}"
            raise ConfigError(f"{where}: unknown key {prefix + key!r}", hint)
        _check_inner(value, where, fields[key], prefix + key)


def _check_inner(value: Any, where: str, type_: Any, key: str) -> None:
    """Check the keys of a table, of each table in a list, and of each in a table of tables."""
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: {key!r} must be a table", f"write [{key}]")
        _check_keys(value, where, type_, f"{key}.")
    elif get_origin(type_) is tuple and isinstance(value, list):
        for item in value:
            if isinstance(item, Mapping):
                _check_inner(item, where, get_args(type_)[0], key)
    elif get_origin(type_) is dict and isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(item, Mapping):
                _check_inner(item, where, get_args(type_)[1], f"{key}.{name}")


def _convert(tree: dict[str, Any], where: str) -> Config:
    try:
        config = msgspec.convert(tree, Config)
    except msgspec.ValidationError as error:
        # Such as: Invalid enum value 'x' - at `key` in `$.gate.max`
        found = re.fullmatch(r"(.*) - at (?:`key` in )?`\$\.([\w.]+).*`", str(error))
        message, key = (found[1], found[2]) if found else (str(error), "")
        words = _words(key)
        hint = f"write {' or '.join(words)}" if "enum" in message and words else "mend that value"
        raise ConfigError(f"{where}: {key + ': ' if key else ''}{message.replace('enum ', '')}", hint) from error
    if not config.comet.model:
        raise ConfigError(f"{where}: comet.model: is empty", "name a hub model, a folder or a .ckpt file")
    for key in not_numbers(config.gate):
        raise ConfigError(f"{where}: gate.{key}: nan is no limit", "give a number, or leave the key out")
    return config


def _words(key: str) -> list[str]:
    """The words that a value or the key of a table may be, when they are a closed list."""
    type_: Any = Config
    for part in key.split("."):
        type_ = _fields(type_).get(part) if isinstance(type_, type) and issubclass(type_, msgspec.Struct) else None
    choices = get_args(type_)
    if Severity in choices:
        return [severity.value for severity in Severity]
    return [choice for choice in choices if isinstance(choice, str)]


def _resolve_paths(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Paths in a configuration file are relative to it."""
    if folder in (Path.cwd(), Path()):
        return table

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(item) for item in value]
        return str(folder / value) if isinstance(value, str) and value else value

    result = table | {key: resolved(table[key]) for key in ("glossary", "suppressions", "baseline") if key in table}
    for section, keys in (("history", ("path",)), ("pairs", ("source", "target"))):
        if isinstance(inner := table.get(section), Mapping):
            result[section] = {**inner, **{key: resolved(inner[key]) for key in keys if key in inner}}
    return result


def _beside(place: Path, configured: bool) -> Iterator[tuple[str, str]]:
    """The files that a project keeps beside its configuration, where nobody says where they are."""
    shown = Path() if place == Path.cwd() else place
    if (place / SUPPRESSIONS).is_file():
        yield "suppressions", str(shown / SUPPRESSIONS)
    if configured and shown != Path():
        yield "baseline", str(shown / Config().baseline)


def _nest(key: str, value: Any) -> dict[str, Any]:
    head, _, rest = key.partition(".")
    return {head: _nest(rest, value) if rest else value}


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
            pairs = (part.partition("=") for part in text.split(",") if part.strip())
            return {key.strip(): _number(value.strip()) for key, _, value in pairs}
    except (KeyError, ValueError) as error:
        raise ConfigError(
            f"{where}: {text!r} is not a value of that kind", f"the default is {msgspec.json.encode(default).decode()}"
        ) from error
    return text


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
