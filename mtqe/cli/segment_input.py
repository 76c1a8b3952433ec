"""The input of a command: what its options describe, and the languages of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from mtqe.cli import options
from mtqe.language import language_tags

if TYPE_CHECKING:
    from mtqe.intake.inputs import Input, Lines, PairsFile
    from mtqe.settings.config import Config


def described(
    config: Config,
    pairs: Path | None,
    source: Path | None,
    translations: Sequence[Path],
    references: Sequence[Path] = (),
    form: str | None = None,
    needs_source: bool = True,
) -> PairsFile | Lines:
    """The input of `mtqe check` and `mtqe score`: pairs, or a source and translations with the same segments.

    Args:
        config: The configuration, which may have the languages.
        pairs: A file of pairs, or a translation whose source is beside it.
        source: The source.
        translations: Its translations; several are several systems.
        references: Human translations.
        form: Name of the input format; `None` means by file ending.
        needs_source: Whether there must be a source.

    Raises:
        UsageError: Files are missing, or given in both ways.
        InputError: The file has one side only, or two translations have the same name.
    """
    from mtqe.intake import inputs
    from mtqe.intake.pairing import arguments

    if pairs is None:
        if not translations or (needs_source and source is None):
            missing = "-s and -t" if needs_source else "-t"
            raise click.UsageError(f"give {missing}, or one file with both sides, such as .xlf, .po or .csv")
        return inputs.of_line_files(source, translations, references, form)
    if source or translations:
        raise click.UsageError(f"{pairs} is given together with -s or -t; give only one of the two")
    source, translation, form = arguments.completed(pairs, None, form, (config.source_lang, config.target_lang))
    way = "give the source with -s and the translation with -t"
    arguments.refuse_paths(source, translation, references, form, way)
    if translation is None:
        return inputs.PairsFile(pairs, form)
    return inputs.of_line_files(source, [translation], references, form)


def of_columns(pairs: Path | None, form: str | None, columns: Sequence[str], config: Config) -> tuple[Input, Config]:
    """The pairs of a table whose columns `--column` names, and the configuration with their languages.

    Raises:
        UsageError: There is no file of pairs.
        InputError: The file cannot be read, or has no such column.
        ConfigError: A role is unknown, or a language is not known.
    """
    from mtqe.intake import inputs, reading

    if pairs is None:
        raise click.UsageError("--column is for one file with both sides, such as .csv, .tsv, .jsonl or .parquet")
    chosen = options.columns(columns)
    config = structs.replace(
        config,
        source_lang=config.source_lang or _language_of_columns(chosen.get("source", "")),
        target_lang=config.target_lang or _language_of_columns(chosen.get("target", "")),
    )
    table = inputs.PairStream(pairs, form, chosen)
    document = reading.read_table(table, (config.source_lang, config.target_lang))
    return inputs.Records(document), options.with_languages_of(config, document, pairs)


def _language_of_columns(names: str) -> str:
    """The language that columns name, separated by commas, such as `en`; empty if they name none or several."""
    tags = {language_tags.from_name(f"column.{name}.txt") or "" for name in names.split(",")}
    return tags.pop() if len(tags) == 1 else ""


def opened(given: Input, config: Config) -> tuple[Input, Config]:
    """The input and the configuration with its languages. A file of pairs is read, because it may say which they are.

    Raises:
        InputError: The file cannot be read.
        ConfigError: A language is not known, or both are the same.
    """
    from mtqe.intake import inputs, reading

    match given:
        case inputs.PairsFile():
            document = reading.read_pairs(given, (config.source_lang, config.target_lang))
            return inputs.Records(document), options.with_languages_of(config, document, given.path)
        case inputs.Patterns():
            sides = config.pairs.source, config.pairs.target
        case inputs.Documents() | inputs.Folders():
            sides = str(given.source), str(given.translation)
        case inputs.FilePairs():
            sides = str(given.pairs[0][0]), str(given.pairs[0][1])
        case inputs.Lines():
            sides = str(given.source or ""), str(next(iter(given.systems.values())))
        case _:
            sides = "", ""
    return given, options.with_languages(config, *sides)
