"""`mtqe evaluate`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress


@click.command("evaluate", short_help="align if needed, score, check, report and gate")
@click.argument("source", type=options.FILE, required=False)
@click.argument("translation", type=options.FILE, required=False)
@click.option(
    "-r", "--reference", "references", multiple=True, type=options.FILE, help="A human translation. Repeatable."
)
@click.option(
    "--dataset", metavar="NAME", help="Evaluate a data set: a Parquet, JSONL or CSV file or folder, or a hub name."
)
@click.option(
    "--column", "columns", multiple=True, metavar="ROLE=NAME", help="Column for a role, such as source=en. Repeatable."
)
@click.option("--split", metavar="NAME", help="Split of the data set.")
@click.option(
    "-f", "--format", "form", metavar="NAME", help="Input format; see mtqe list formats.  [default: by file ending]"
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="With [pairs]: evaluate only pairs in which a file has changed since this git commit.",
)
@click.option("--lines", "mode", flag_value="lines", help="Compare line N with line N: one segment on each line.")
@click.option(
    "--document", "mode", flag_value="document", help="Align the files by sentence, even if they look line-aligned."
)
@options.aligner_option
@options.language_options
@options.metric_options
@options.check_options
@options.config_options
@options.output_options
@options.project_options
@click.option("--exit-zero", is_flag=True, help="Exit with 0 for any verdict.")
def command(
    source: Path | None,
    translation: Path | None,
    references: tuple[Path, ...],
    dataset: str | None,
    columns: tuple[str, ...],
    split: str | None,
    form: str | None,
    changed_since: str | None,
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    baseline: Path | None,
    history: Path | None,
    exit_zero: bool,
    **given: Any,
) -> int:
    """Evaluate a translation and say whether it can ship.

    SOURCE and TRANSLATION are two documents, two line-aligned files or two folders. SOURCE alone may be a file with
    both sides, such as .tsv, .csv or .jsonl. Without arguments [pairs] in mtqe.toml selects the files.

    \b
    mtqe evaluate article.en.txt article.de.txt --glossary terms.csv
    mtqe evaluate en/ de/ --source-lang en --target-lang de -o report.html
    mtqe evaluate pairs.tsv --source-lang en --target-lang de --json report.json
    mtqe evaluate --changed-since origin/main
    """
    from mtqe import corpus
    from mtqe.formats import dispatch

    keys = options.check_keys(given) | {"align.mode": given["mode"], "align.aligner": given["aligner"]}
    config = options.load_config(config_file, keys, show_config)
    by_pattern = source is None and dataset is None and bool(config.pairs.source or config.pairs.target)
    if (source is None) == (dataset is None) and not by_pattern:
        raise click.UsageError("give SOURCE and TRANSLATION, --dataset NAME, or [pairs] in mtqe.toml")
    if changed_since is not None and not by_pattern:
        raise click.UsageError("--changed-since needs [pairs] in mtqe.toml and no files on the command line")
    _refuse_mixture(source, dataset, bool(references or form), bool(columns or split), bool(given["mode"]))
    history = history or (Path(config.history.path) if config.history.path else None)
    deliver.refuse(outputs, json_path, history)
    pairs = None
    if source is not None:
        corpus.refuse_paths(source, translation, references, form)
        if translation is None:
            pairs = dispatch.read_pairs(source, form, (config.source_lang, config.target_lang))
            config = options.with_languages_of(config, pairs)
    sides = (config.pairs.source, config.pairs.target) if by_pattern else (source or "", translation or "")
    config = options.with_languages(config, *sides)
    glossary = options.load_glossary(config)
    from mtqe import pipeline
    from mtqe.cli import past_runs

    policy, before = past_runs.baseline_for(config, baseline, config.source_lang, config.target_lang)
    config = msgspec.structs.replace(config, gate=policy)
    kept = past_runs.earlier(history)
    if kept.damage and not quiet:
        click.echo(kept.damage, err=True)
    with progress(quiet) as callback:
        if dataset is not None:
            languages = (config.source_lang, config.target_lang)
            read = corpus.from_dataset(dataset, options.columns(columns), split, languages)
        elif pairs is not None:
            read = corpus.of_pairs(pairs)
        elif source is None:
            read = corpus.from_pairs(config, changed_since, callback)
        else:
            read = corpus.from_paths(source, translation, references, config, callback, form)
        report = pipeline.assess(read, config, glossary, progress=callback, baseline=before)
    deliver.deliver(report, outputs, json_path, quiet, past_runs.past(report, before, kept.entries))
    if history and report.segments:
        past_runs.remember(report, history)
    return deliver.exit_code(report, exit_zero)


def _refuse_mixture(source: Path | None, dataset: str | None, with_files: bool, with_dataset: bool, mode: bool) -> None:
    """Reject options that do not match the kind of input.

    Args:
        source: The source file or folder.
        dataset: The data set.
        with_files: Whether an option for files was given.
        with_dataset: Whether an option for data sets was given.
        mode: Whether `--lines` or `--document` was given.
    """
    if dataset is None and with_dataset:
        raise click.UsageError("--column and --split need --dataset")
    if (source is None and with_files) or (dataset is not None and mode):
        raise click.UsageError("-r, -f, --lines and --document are for files; with --dataset use --column and --split")
