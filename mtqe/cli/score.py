"""`mtqe score`: run only the metrics, on files that are already paired."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqe.cli import brief, deliver, options, segment_input
from mtqe.cli.estimate import announce
from mtqe.cli.progress import progress
from mtqe.errors import ConfigError
from mtqe.model import Shard

if TYPE_CHECKING:
    from mtqe.intake.inputs import Input


@click.command(
    "score",
    cls=brief.Command,
    common="-s -t -r --source-lang --target-lang -m --model -o --json -q",
    short_help="score translations, without checks",
)
@options.segment_options
@click.option(
    "-r", "--reference", "references", multiple=True, type=options.FILE, help="A human translation. Repeatable."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=NAME",
    help="Column of PAIRS for a role, such as source=en; repeat target=NAME for several systems.",
)
@click.option("--test-set", metavar="NAME", help="Test set of sacreBLEU, such as wmt21, instead of -s and -r.")
@click.option("--no-intervals", is_flag=True, help="Do not compute bootstrap confidence intervals.")
@click.option("--no-consensus", is_flag=True, help="Score each translation by itself, not by consensus.")
@options.language_options
@options.metric_options
@options.shard_option
@options.device_option
@options.config_options
@options.output_options
@options.estimate_option
def command(
    pairs: Path | None,
    source: Path | None,
    translations: tuple[Path, ...],
    form: str | None,
    references: tuple[Path, ...],
    columns: tuple[str, ...],
    test_set: str | None,
    no_intervals: bool,
    no_consensus: bool,
    shard: Shard | None,
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    verbose: bool,
    estimate: bool,
    **given: Any,
) -> int:
    """Score one or more translations of the same source.

    PAIRS is a file with both sides, or a translation whose source is beside it: de.json finds en.json.

    \b
    mtqe score -s source.en.txt -t mt.de.txt -r reference.de.txt -m bleu -m chrf
    mtqe score -s src.en.txt -t mt-a.de.txt -t mt-b.de.txt -r ref.de.txt
    mtqe score --test-set wmt21 --source-lang en --target-lang de -t mt.wmt.txt
    mtqe score mt.tsv --column source=en --column target=sysA --column target=sysB
    mtqe score -t mt.de.txt -r reference.de.txt   BLEU, chrF, TER need no source

    If the same source has three or more different translations and no reference, learned also compares them with each
    other (consensus), which helps a little.

    Exits with 3 if a requested metric could not run.
    """
    keys = options.check_keys(given) | {
        "metrics.intervals": False if no_intervals else None,
        "metrics.consensus": False if no_consensus else None,
    }
    config = options.load_config(config_file, keys, show_config)
    if test_set and (source or references or pairs):
        raise ConfigError("--test-set takes the place of -s and -r", "give one of the two, and no file of pairs")
    opened: Input
    if columns:
        if source or translations or references or test_set:
            raise click.UsageError("--column is for a file of pairs alone, without -s, -t, -r and --test-set")
        opened, config = segment_input.of_columns(pairs, form, columns, config)
    else:
        opened = segment_input.described(config, pairs, source, translations, references, form, needs_source=False)
        if not (pairs or source or references or test_set):
            raise ConfigError("there is nothing to score the translation against", "give -s, -r or --test-set")
        if pairs or source or test_set:
            opened, config = segment_input.opened(opened, config)
        else:
            config = options.with_target_language(config, translations[0])
    deliver.refuse(outputs, json_path, shard=shard)
    from mtqe.flow import pipeline
    from mtqe.intake import inputs, reading

    if test_set:
        from mtqe.formats.test_sets import testsets

        source, of_people = testsets.paths(test_set, config.source_lang, config.target_lang)
        opened = inputs.of_line_files(source, translations, of_people, "lines")
    texts = reading.read(opened, config, shard=shard)
    announce(texts, config, "score", estimate, quiet)
    with progress(quiet) as callback:
        report = pipeline.assess(texts, config, stages=pipeline.STAGES["score"], progress=callback)
    deliver.deliver(report, outputs, json_path, quiet, verbose=verbose)
    return deliver.exit_code(report)
