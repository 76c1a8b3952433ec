"""`mtqe evaluate`: the main job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from mtqe.cli import brief, deliver, lock_update, options, segment_input
from mtqe.cli.estimate import announce
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say

if TYPE_CHECKING:
    from mtqe.intake.inputs import DataSet, Documents, Folders, PairsFile, Patterns
    from mtqe.model import Shard
    from mtqe.settings.config import Config


@click.command(
    "evaluate",
    cls=brief.Command,
    common="-r --source-lang --target-lang --glossary --ignore --config -o --json -v --exit-zero",
    short_help="align if needed, score, check, report and gate",
)
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
@options.memory_option
@options.shard_option
@options.device_option
@options.config_options
@options.output_options
@options.project_options
@options.estimate_option
@click.option("--lock", is_flag=True, help="If the run passes, record its files in mtqe.lock; see mtqe status.")
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
    shard: Shard | None,
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    verbose: bool,
    baseline: Path | None,
    history: Path | None,
    estimate: bool,
    lock: bool,
    exit_zero: bool,
    **given: Any,
) -> int:
    """Evaluate a translation and say whether it can ship.

    SOURCE and TRANSLATION are two documents, two line-aligned files, two files of texts with keys, or two folders. Give
    a file with both sides, such as .xlf, .po or .csv, alone, and likewise a translation whose source is beside it:
    de.json finds en.json. Without arguments [pairs] in mtqe.toml selects the files.

    \b
    mtqe evaluate article.en.txt article.de.txt --glossary terms.csv
    mtqe evaluate en/ de/ --source-lang en --target-lang de -o report.html
    mtqe evaluate pairs.tsv --source-lang en --target-lang de --json report.json
    mtqe evaluate --changed-since origin/main
    mtqe evaluate en/ de/ --shard 2/8 --json shard-2.json --exit-zero

    The report of a shard is not judged: it is incomplete, and mtqe merge judges all shards together.
    """
    if shard and (baseline or history):
        raise click.UsageError("a shard is not judged; give --baseline and --history to mtqe merge")
    if lock and (shard or dataset):
        raise click.UsageError("--lock works with files only, not with a shard or a data set")
    chosen = Input(source, translation, references, dataset, columns, split, form, changed_since)
    keys = options.check_keys(given) | {"align.mode": given["mode"], "align.aligner": given["aligner"]}
    config = options.load_config(config_file, keys, show_config, rules=True)
    chosen.refuse(config, bool(given["mode"]))
    chosen = chosen.completed(config)
    history = history or (Path(config.history.path) if config.history.path and not shard else None)
    deliver.refuse(outputs, json_path, history, shard=shard)
    opened, config = segment_input.opened(chosen.described(), config)
    glossary = options.load_glossary(config)
    from mtqe.cli import past_runs
    from mtqe.flow import pipeline
    from mtqe.intake import reading

    policy, before = past_runs.baseline_for(config, baseline, config.source_lang, config.target_lang)
    config = msgspec.structs.replace(config, gate=policy)
    kept = past_runs.earlier(history)
    if kept.damage and not quiet:
        say(kept.damage, err=True)
    with progress(quiet) as callback:
        read = reading.read(opened, config, callback, shard)
        announce(read, config, "evaluate", estimate, quiet)
        report = pipeline.assess(read, config, glossary, progress=callback, baseline=before)
    deliver.deliver(report, outputs, json_path, quiet, past_runs.past(report, before, kept.entries), verbose=verbose)
    if history and report.segments:
        past_runs.remember(report, history)
    if lock:
        lock_update.record_passed(config, report, quiet)
    return deliver.exit_code(report, exit_zero)


@dataclass(frozen=True)
class Input:
    """What is read, as the command line names it; without a source and a data set [pairs] selects the files."""

    source: Path | None
    translation: Path | None
    references: tuple[Path, ...]
    dataset: str | None
    columns: tuple[str, ...]
    split: str | None
    form: str | None
    changed_since: str | None

    def _is_by_pattern(self, config: Config) -> bool:
        return self.source is None and self.dataset is None and bool(config.pairs.source or config.pairs.target)

    def refuse(self, config: Config, mode: bool) -> None:
        """Reject an input that is missing or ambiguous, and options that do not match it."""
        by_pattern = self._is_by_pattern(config)
        if (self.source is None) == (self.dataset is None) and not by_pattern:
            raise click.UsageError("give SOURCE and TRANSLATION, --dataset NAME, or [pairs] in mtqe.toml")
        if self.changed_since is not None and not by_pattern:
            raise click.UsageError("--changed-since needs [pairs] in mtqe.toml and no files on the command line")
        if self.dataset is None and (self.columns or self.split):
            raise click.UsageError("--column and --split need --dataset")
        with_files = bool(self.references or self.form)
        if (self.source is None and with_files) or (self.dataset is not None and mode):
            raise click.UsageError(
                "-r, -f, --lines and --document are for files; with --dataset use --column and --split"
            )

    def completed(self, config: Config) -> Input:
        """The input; a translation that was given alone gets the source that stands beside it."""
        from mtqe.intake.pairing import arguments

        if self.source is None:
            return self
        languages = (config.source_lang, config.target_lang)
        source, translation, form = arguments.completed(self.source, self.translation, self.form, languages)
        return replace(self, source=source, translation=translation, form=form)

    def described(self) -> DataSet | Patterns | PairsFile | Folders | Documents:
        """The input that `completed` has completed.

        Raises:
            InputError: The paths do not match.
            ConfigError: A column has no name.
        """
        from mtqe.intake import inputs

        if self.dataset is not None:
            return inputs.DataSet(self.dataset, options.columns(self.columns), self.split)
        if self.source is None:
            return inputs.Patterns(self.changed_since)
        return inputs.of_completed(self.source, self.translation, self.references, self.form)
