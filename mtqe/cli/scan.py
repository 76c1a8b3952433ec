"""`mtqe scan`: judge a corpus of any length in constant memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from mtqe.cli import brief, deliver, options
from mtqe.cli.progress import status
from mtqe.cli.wrap import say
from mtqe.errors import ExitCode, MtqeError
from mtqe.model import Document, Shard

if TYPE_CHECKING:
    from mtqe.formats.streams import Stream
    from mtqe.scan.driver import Outcome
    from mtqe.scan.folder import Folder
    from mtqe.scan.local import Engine
    from mtqe.scan.pace import Pace
    from mtqe.settings.config import Config

AT_LEAST_ONE = click.IntRange(min=1)


@click.command(
    "scan",
    cls=brief.Command,
    common="-s -t --into --source-lang --target-lang -m --glossary --workers --resume --worst",
    short_help="judge a corpus of any length in constant memory",
)
@click.argument("pairs", metavar="[INPUT]", type=options.FILE, required=False)
@click.option("-s", "--source", type=options.FILE, help="Source file, one segment on each line.")
@click.option("-t", "--translation", type=options.FILE, help="Translation with the same lines.")
@click.option(
    "-r", "--reference", "references", multiple=True, type=options.FILE, help="A human translation. Repeatable."
)
@click.option("-f", "--format", "form", metavar="NAME", help="Input format; dataset is one.  [default: by file ending]")
@click.option(
    "--column", "columns", multiple=True, metavar="ROLE=NAME", help="Column for a role, such as source=en. Repeatable."
)
@click.option("--split", metavar="NAME", help="Split of the data set.")
@click.option("--into", required=True, type=options.FILE, metavar="FOLDER", help="The folder of the results.")
@options.language_options
@options.metric_options
@options.device_option
@click.option("--no-intervals", is_flag=True, help="Do not compute bootstrap confidence intervals.")
@options.check_options
@click.option("--no-encoder", is_flag=True, help="Skip the checks that need the encoder; they take longest.")
@click.option("--no-checks", is_flag=True, help="Only score.")
@click.option(
    "--chunk",
    type=AT_LEAST_ONE,
    default=5000,
    show_default=True,
    help="Maximum number of segments processed at a time.",
)
@click.option(
    "--engine",
    type=click.Choice(("local", "ray")),
    default="local",
    show_default=True,
    help="Where chunks are processed: by processes of this machine, or by a Ray cluster.",
)
@click.option(
    "--workers", type=AT_LEAST_ONE, help="Number of processes.  [default: 1; with Ray one for each core of the cluster]"
)
@click.option("--resume", is_flag=True, help="Resume the scan in the folder.")
@click.option(
    "--shard",
    callback=options.parsed_shard,
    metavar="i/n",
    help="Scan only part i of n, such as 2/8. All parts may go into one folder.",
)
@click.option("--worst", type=click.IntRange(min=0), default=50, show_default=True, help="Worst segments to keep.")
@click.option("--sample", type=click.IntRange(min=0), default=50, show_default=True, help="Random segments to keep.")
@options.config_options
@click.option("-q", "--quiet", is_flag=True, help="Print no summary and show no progress.")
def command(
    pairs: Path | None,
    source: Path | None,
    translation: Path | None,
    references: tuple[Path, ...],
    form: str | None,
    columns: tuple[str, ...],
    split: str | None,
    into: Path,
    shard: Shard | None,
    config_file: Path | None,
    show_config: bool,
    quiet: bool,
    engine: str,
    workers: int | None,
    resume: bool,
    **given: Any,
) -> int:
    """Check a corpus of any length, chunk by chunk, in constant memory.

    INPUT is a file of pairs (Parquet, JSONL, TSV, CSV, TMX, also packed with gzip), a folder of such files, or a data
    set. Findings and segment scores go to Parquet files in the FOLDER as they come; scan.json and scan.md there are
    the summary. Only the metrics given with -m run. A scan has no verdict: the gate does not apply to it.

    \b
    mtqe scan corpus.parquet --into scan --source-lang en --target-lang de
    mtqe scan corpus.parquet --into scan --resume        after it was stopped
    mtqe scan -s en.txt -t de.txt --into rules --no-encoder --workers 4
    mtqe scan -s en.txt -t de.txt -r ref.txt --into scores -m bleu,chrf
    mtqe scan corpus.jsonl --into cluster --engine ray   on a Ray cluster

    Exits with 3 if a check or metric could not run.
    """
    keys = options.check_keys(given) | {"metrics.intervals": False if given["no_intervals"] else None}
    config = options.without_memory(options.load_config(config_file, keys, show_config, rules=True), "mtqe scan")
    if given["no_encoder"]:
        config = _without_encoder(config)
    config = _with_languages(config, pairs, source, translation, references)
    glossary = options.load_glossary(config)
    from mtqe.project import suppressions
    from mtqe.scan import assessment, driver
    from mtqe.scan.folder import WHOLE, Folder

    stream = _opened(config, pairs, source, translation, references, form, options.columns(columns), split)
    settings = assessment.Settings(
        config,
        glossary,
        suppressions.of(config),
        stream.name,
        not given["no_checks"],
        given["chunk"],
        given["worst"],
        given["sample"],
    )
    assessment.refuse_unknown(settings)
    with Folder(into, settings, shard or WHOLE, resume) as folder:
        outcome = _scanned(stream, folder, driver.engine(engine), workers or int(engine == "local"), quiet)
    return _ended(outcome, folder, quiet)


def _without_encoder(config: Config) -> Config:
    """The configuration without the checks that need the encoder."""
    from mtqe.registry import check_table

    heavy = [check.id for check in check_table.checks_of(config).values() if "encoder" in check.needs]
    checks = msgspec.structs.replace(config.checks, ignore=tuple(dict.fromkeys((*config.checks.ignore, *heavy))))
    return msgspec.structs.replace(config, checks=checks)


def _with_languages(
    config: Config, pairs: Path | None, source: Path | None, translation: Path | None, references: tuple[Path, ...]
) -> Config:
    """The configuration with the languages of the input.

    Raises:
        UsageError: Files are missing, or given in two ways.
    """
    if pairs is None:
        if not (source and translation):
            raise click.UsageError("give -s and -t, or one INPUT with both sides")
        return options.with_languages(config, source, translation)
    if source or translation or references:
        raise click.UsageError(f"{pairs} is given together with -s, -t or -r; give only one of the two")
    return options.with_languages_of(config, Document(pairs.name), pairs)


def _opened(
    config: Config,
    pairs: Path | None,
    source: Path | None,
    translation: Path | None,
    references: tuple[Path, ...],
    form: str | None,
    columns: Mapping[str, str],
    split: str | None,
) -> Stream:
    """The stream of segments of the input."""
    from mtqe.intake import inputs, reading

    languages = (config.source_lang, config.target_lang)
    if pairs is not None:
        return reading.open_stream(inputs.PairStream(pairs, form, columns, split), languages)
    if columns or split:
        raise click.UsageError("--column and --split are for one INPUT with both sides")
    assert source and translation
    return reading.open_stream(inputs.LineStream(source, translation, references, form), languages)


def _scanned(stream: Stream, folder: Folder, engine: Engine, workers: int, quiet: bool) -> Outcome:
    """Scan, with progress on stderr; what was done is kept if it is interrupted."""
    from mtqe.scan import driver
    from mtqe.scan.pace import Pace

    pace = Pace(stream.total, stream.position, folder.shard.total)
    again = "continue with the same command and --resume"
    try:
        with status(quiet) as show:

            def tell(pace: Pace) -> None:
                show(pace.line())

            return driver.scan(stream.segments, folder, engine, workers, pace, tell)
    except KeyboardInterrupt as error:
        done = f"{pace.done + pace.kept:,} segments are done"
        raise MtqeError(f"interrupted; {done}", again, ExitCode.INTERRUPTED) from error


def _ended(outcome: Outcome, folder: Folder, quiet: bool) -> int:
    """Show the summary, and choose the exit code."""
    from mtqe.scan import overview
    from mtqe.scan.folder import SUMMARY

    if outcome.scan is None:
        if not quiet:
            lack = f"{outcome.missing:,} of {outcome.chunks:,} chunks are not done yet"
            say(f"{folder.shard} is done; {lack}, and the last shard writes {SUMMARY}", err=True)
        return ExitCode.PASS
    if not quiet:
        with deliver.stdout() as out:
            overview.console(outcome.scan, out)
        say(f"wrote {folder.path / SUMMARY}", err=True)
    return ExitCode.INCOMPLETE if outcome.scan.failures else ExitCode.PASS
