"""The options that several commands share, and how they become a configuration."""

from __future__ import annotations

import functools
import getpass
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec import structs

from mtqe import version
from mtqe.cli.ending import Done
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError, Unavailable
from mtqe.language import language_tags
from mtqe.machine import bounded_read
from mtqe.model import Document, Glossary, Shard
from mtqe.prose import storable
from mtqe.registry import rule_files
from mtqe.settings import sources as settings
from mtqe.settings.config import DEVICE, Config

F = TypeVar("F", bound=Callable[..., Any])
UNDETERMINED = "und"
"""BCP 47 tag of a language that is not known."""


class _File(click.Path):
    """A path that a file can have; the code that reads or writes the file reports all other errors."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path.

        Raises:
            InputError: No file can have this path.
        """
        bounded_read.refuse_impossible(value)
        return super().convert(value, param, ctx)


FILE = _File(path_type=Path, readable=False)
FILE_OR_FOLDER = _File(path_type=str, readable=False)
"""A path as it was typed: with a slash at its end it is a folder."""


def _compose(*options: Callable[[F], F]) -> Callable[[F], F]:
    return lambda function: functools.reduce(lambda inner, option: option(inner), reversed(options), function)


def segment_options(function: F) -> F:
    """`PAIRS`, `-s/--source`, `-t/--translation`, `-f/--format`: a file of pairs, or files with the same segments."""
    return _compose(
        click.argument("pairs", type=FILE, required=False),
        click.option("-s", "--source", type=FILE, help="Source file: one segment on each line, or texts with keys."),
        click.option(
            "-t",
            "--translation",
            "translations",
            type=FILE,
            multiple=True,
            help="Translation with the same lines or keys. Repeatable: each file is a system.",
        ),
        click.option(
            "-f", "--format", "form", metavar="NAME", help="Input format; see mtqe list formats.  [default: by ending]"
        ),
    )(function)


def single(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> str | None:
    """The value of an option that may be given once. Raises UsageError if it has several."""
    if len(values) > 1 or any("," in value for value in values):
        raise click.UsageError(f"{param.opts[0]} takes one language here; --target-lang of evaluate takes several", ctx)
    return values[0] if values else None


def source_option(function: F) -> F:
    """`--source-lang`."""
    words = "Language of the source, such as en."
    return _compose(
        click.option("--source-lang", metavar="TAG", multiple=True, callback=single, help=words),
    )(function)


def language_options(function: F) -> F:
    """`--source-lang` and `--target-lang`."""
    words = "Language of the translation, such as de or pt-BR."
    return _compose(
        source_option,
        click.option("--target-lang", metavar="TAG", multiple=True, callback=single, help=words),
    )(function)


def targets_option(function: F) -> F:
    """`--target-lang` with several languages."""
    words = "Language of the translation, such as de or pt-BR; several as de,fr. Repeatable."
    return _compose(click.option("--target-lang", metavar="TAG", multiple=True, help=words))(function)


def config_options(function: F) -> F:
    """`--config` and `--show-config`."""
    return _compose(
        click.option("--config", "config_file", type=FILE, help="Read this file instead of mtqe.toml."),
        click.option("--show-config", is_flag=True, help="Print every setting with its origin, and exit."),
    )(function)


def device_option(function: F) -> F:
    """`--device`."""
    return _compose(
        click.option(
            "--device",
            callback=_device,
            metavar="NAME",
            help="Where models compute: auto (a GPU if it can be used), cpu, cuda, or cuda:1 for the second GPU.",
        ),
    )(function)


def _device(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The value of `--device`. Raises ConfigError if it names no device."""
    if value is not None and not re.fullmatch(DEVICE, value):
        raise ConfigError(f"--device: {value!r} is not a device", settings.DEVICES)
    return value


def aligner_option(function: F) -> F:
    """`--aligner`."""
    return _compose(
        click.option(
            "--aligner",
            type=click.Choice(["encoder", "lexical"]),
            help="Align by meaning (encoder), or by tokens only (lexical).",
        ),
    )(function)


def check_options(function: F) -> F:
    """`--glossary`, `--select`, `--ignore`, `--preview`."""
    return _compose(
        click.option(
            "--glossary",
            multiple=True,
            metavar="FILE",
            help="CSV with source,target,status,note; TBX; or .txt with terms to keep unchanged. Repeatable.",
        ),
        click.option(
            "--select", multiple=True, metavar="ID", help="Run only these checks: id, name or family. Repeatable."
        ),
        click.option("--ignore", multiple=True, metavar="ID", help="Leave these checks out. Repeatable."),
        click.option(
            "--preview", is_flag=True, default=None, help="Also run preview checks; they never affect the verdict."
        ),
    )(function)


def memory_option(function: F) -> F:
    """`--memory`."""
    return _compose(
        click.option(
            "--memory",
            multiple=True,
            metavar="FILE",
            help="Approved translations: TMX, or any file with both sides. Repeatable.",
        ),
    )(function)


def without_memory(config: Config, command: str) -> Config:
    """The configuration for a command that reads no translation memory; it says so if there is one."""
    if config.memory:
        say(f"{command} does not read translation memories; mtqe evaluate and mtqe check do", err=True)
    return structs.replace(config, memory=())


def metric_options(function: F) -> F:
    """`-m/--metric` and the options of `model_options`."""
    return _compose(
        click.option(
            "-m",
            "--metric",
            "metrics",
            multiple=True,
            metavar="NAME",
            help="Compute this metric instead of the default ones. Repeatable.",
        ),
        model_options,
    )(function)


def model_options(function: F) -> F:
    """`--model`, `--dtype` and `--no-cache`."""
    return _compose(
        click.option("--model", metavar="NAME", help="COMET model: hub name, folder or .ckpt file."),
        click.option(
            "--dtype", type=click.Choice(["auto", "fp32", "bf16", "int8"]), help="Precision of COMET's encoder."
        ),
        cache_option,
    )(function)


def cache_option(function: F) -> F:
    """`--no-cache`."""
    return _compose(
        click.option(
            "--no-cache", "cache", flag_value=False, default=None, help="Neither read nor write the score cache."
        ),
    )(function)


def output_options(function: F) -> F:
    """`-o/--output`, `--json`, `--quiet`, `--verbose`."""
    return _compose(
        click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            type=FILE,
            help="Also write the report to this file; the ending (.html, .pdf, .json, .md, .sarif, .xml, .csv) "
            "sets the format. Repeatable.",
        ),
        click.option("--json", "json_path", type=FILE, help="Write the report as JSON to this file; - is stdout."),
        click.option("-q", "--quiet", is_flag=True, help="Print no report and show no progress."),
        verbose_option,
    )(function)


def verbose_option(function: F) -> F:
    """`-v/--verbose`."""
    return _compose(
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            help="Print every reason in full, what was checked, segment ids, how scores are computed and what did "
            "not run.",
        ),
    )(function)


def parsed_shard(ctx: click.Context, param: click.Parameter, value: str | None) -> Shard | None:
    """The value of `--shard`. Raises ConfigError if it names no shard."""
    from mtqe.flow import shards

    return None if value is None else shards.parse(value)


def shard_option(function: F) -> F:
    """`--shard`."""
    return _compose(
        click.option(
            "--shard",
            callback=parsed_shard,
            metavar="i/n",
            help="Read only part i of n of the documents, such as 2/8; mtqe merge combines all n into one report.",
        ),
    )(function)


def estimate_option(function: F) -> F:
    """`--estimate`."""
    return _compose(
        click.option(
            "--estimate", is_flag=True, help="Print what a judge of your own would cost, and exit; nothing is sent."
        ),
    )(function)


def project_options(function: F) -> F:
    """`--baseline` and `--history`."""
    return _compose(
        click.option(
            "--baseline",
            type=FILE,
            help="An earlier report; its findings do not count.  [default: the report kept by mtqe baseline set]",
        ),
        click.option("--history", type=FILE, help="Append a line for this run to this file; see mtqe history."),
    )(function)


def load_config(file: Path | None, given: Mapping[str, Any], show: bool = False, rules: bool = False) -> Config:
    """The configuration, with command-line options overriding it.

    Args:
        file: Value of `--config`.
        given: Options by dotted key; `None` and empty tuples mean "not given".
        show: Value of `--show-config`: print and stop.
        rules: Whether the command needs the rules of the team.
    """
    options = {key: list(value) if isinstance(value, tuple) else value for key, value in given.items()}
    loaded = settings.load(file=file, options={key: value for key, value in options.items() if value not in (None, [])})
    if show:
        _show(loaded)
        raise Done
    return rule_files.with_rule_sets(loaded.config) if rules else loaded.config


def with_languages(config: Config, source: Path | str, target: Path | str) -> Config:
    """The configuration with both languages set: as configured, else from the file names.

    Raises:
        ConfigError: A language is unknown, or both are the same.
    """
    tags = []
    for side, tag, path in (("source", config.source_lang, source), ("target", config.target_lang, target)):
        lang = tag or language_tags.from_name(str(path))
        if not lang:
            _refuse_unreadable(Path(path))
            raise ConfigError(f"the {side} language is not known", _way_to_name(side, Path(path)))
        tags.append(language_tags.canonical(lang))
    if tags[0] == tags[1]:
        raise ConfigError(
            f"the source and the translation are both in {tags[0]!r}",
            "set the languages with --source-lang and --target-lang",
        )
    return structs.replace(config, source_lang=tags[0], target_lang=tags[1])


def _refuse_unreadable(path: Path) -> None:
    """Refuse a file that is missing or is no text, which matters more than its language.

    Raises:
        InputError: It is missing, empty, or of a known binary format that its ending does not name; or the ending is
            that of a text, and it is none.
    """
    from mtqe.formats import endings, files
    from mtqe.formats.files import ZIP

    if str(path) in ("", ".", files.STDIN) or set("*{") & set(str(path)):
        return
    if not path.exists():
        files.read_bytes(path)  # raises: no such file, with the name of a similar one
    row = endings.row_of(path)
    if row is None or not _begins_with(path, ZIP):
        files.refuse_other_kinds(path)
    if row is not None and row.name in endings.PLAIN and path.is_file():
        files.decode(path)  # raises: binary or not UTF-8


def _begins_with(path: Path, start: bytes) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(start)) == start


def _way_to_name(side: str, path: Path) -> str:
    """How to name the language of a file. The name of a text may hold it; programs want other files as they are."""
    from mtqe.formats import endings

    tag = "en" if side == "source" else "de"
    way = f"set it with --{side}-lang, such as --{side}-lang {tag}"
    row = endings.row_of(path)
    if row is None or row.kind != "text" or "*" in path.name:
        return way
    return f"{way}, or name the file {path.stem}.{tag}{path.suffix}"


def with_target_language(config: Config, target: Path) -> Config:
    """The configuration for translations that are compared with references only.

    A language that is neither configured nor in the file name is `und`, undetermined.
    """
    tag = config.target_lang or language_tags.from_name(str(target))
    return structs.replace(
        config,
        source_lang=language_tags.canonical(config.source_lang or UNDETERMINED),
        target_lang=language_tags.canonical(tag or UNDETERMINED),
    )


def with_languages_of(config: Config, document: Document, path: Path) -> Config:
    """The configuration for a file of pairs: languages as configured, else as in the file, else from its name.

    Raises:
        ConfigError: A language is unknown, or both are the same.
    """
    source = config.source_lang or document.source_lang or ""
    target = config.target_lang or document.target_lang or ""
    # In `de.po` the name is the language of the translation, in `news.en.tsv` that of the source.
    named = "" if target and language_tags.from_name(str(path)) == language_tags.canonical(target) else path
    return with_languages(structs.replace(config, source_lang=source, target_lang=target), named, "")


def load_glossary(config: Config) -> Glossary | None:
    """The terms of all configured glossary files."""
    if not config.glossary:
        return None
    from mtqe.formats.termbases import glossary

    return glossary.read(config.glossary, source_lang=config.source_lang, target_lang=config.target_lang)


def refuse_without(packages: Sequence[str], command: str) -> None:
    """Reject a command that needs the packages of the extra of its name, if one of them is missing.

    Raises:
        Unavailable: A package cannot be imported.
    """
    for package in packages:
        try:
            importlib.import_module(package)
        except ImportError as error:
            raise Unavailable(
                f"mtqe {command} needs {package}, which cannot be imported: {error}", version.adding(command)
            ) from error


def user_name() -> str:
    """The name of the user; empty if there is none, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def check_keys(values: Mapping[str, Any]) -> dict[str, Any]:
    """The dotted keys that the options of `check_options` and `metric_options` set."""
    keys = {
        "glossary": "glossary",
        "memory": "memory",
        "select": "checks.select",
        "ignore": "checks.ignore",
        "preview": "checks.preview",
        "metrics": "metrics.use",
        "model": "comet.model",
        "dtype": "comet.dtype",
        "cache": "metrics.cache",
        "device": "device",
        "source_lang": "source_lang",
        "target_lang": "target_lang",
    }
    lists = ("select", "ignore", "metrics")
    return {key: split(values[name]) if name in lists else values[name] for name, key in keys.items() if name in values}


def split(words: Sequence[str]) -> tuple[str, ...]:
    """The names in the values of a repeatable option; one value may have several, separated by commas."""
    return tuple(part.strip() for word in words for part in word.split(",") if part.strip())


def _show(loaded: settings.Loaded) -> None:
    import msgspec

    rows = [
        (key, msgspec.json.encode(storable(value)).decode(), loaded.origins[key])
        for key, value in settings.flatten(loaded.config)
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for key, value, origin in rows:
        say(f"{key:<{widths[0]}}  {value:<{widths[1]}}  {origin}")


def columns(pairs: Sequence[str]) -> dict[str, str]:
    """The values of `--column ROLE=NAME`. Several columns of one role are joined by commas.

    Raises:
        ConfigError: One has no `=`, or a role that has one column is given twice.
    """
    from mtqe.formats.tables.columns import SEVERAL, role

    named: dict[str, str] = {}
    for pair in pairs:
        if "=" not in pair:
            raise ConfigError(f"--column {pair!r} has no '='", "write ROLE=NAME, such as source=en")
        key, name = (part.strip() for part in pair.split("=", 1))
        if key in named and role(key) not in SEVERAL:
            raise ConfigError(f"--column {key} is given twice: {named[key]} and {name}", "give one of them")
        named[key] = f"{named[key]},{name}" if key in named else name
    return named
