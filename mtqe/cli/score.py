"""`mtqe score`: run only the metrics, on line-aligned files."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.errors import ConfigError


@click.command("score", short_help="score line-aligned translations")
@functools.partial(options.line_options, source=False)
@click.option(
    "-r", "--reference", "references", multiple=True, type=options.FILE, help="A human translation. Repeatable."
)
@click.option("--test-set", metavar="NAME", help="Test set of sacreBLEU, such as wmt21, instead of -s and -r.")
@click.option("--no-intervals", is_flag=True, help="Compute no bootstrap confidence intervals.")
@options.language_options
@options.metric_options
@options.config_options
@options.output_options
def command(
    source: Path | None,
    translations: tuple[Path, ...],
    references: tuple[Path, ...],
    test_set: str | None,
    no_intervals: bool,
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    **given: Any,
) -> int:
    """Score one or more translations of the same source.

    \b
    mtqe score -s source.en.txt -t mt.de.txt -r reference.de.txt -m bleu -m chrf
    mtqe score -s src.en.txt -t mt-a.de.txt -t mt-b.de.txt -r ref.de.txt
    mtqe score --test-set wmt21 --source-lang en --target-lang de -t mt.de.txt
    mtqe score -t mt.de.txt -r reference.de.txt   BLEU, chrF, TER need no source

    Exits with 3 if a requested metric could not run.
    """
    keys = options.check_keys(given) | {"metrics.intervals": False if no_intervals else None}
    config = options.load_config(config_file, keys, show_config)
    if test_set and (source or references):
        raise ConfigError("--test-set takes the place of -s and -r", "give one of the two")
    if not (source or references or test_set):
        raise ConfigError("there is nothing to score the translation against", "give -s, -r or --test-set")
    if source or test_set:
        config = options.with_languages(config, source or "", translations[0])
    else:
        config = options.with_target_language(config, translations[0])
    deliver.refuse(outputs, json_path)
    from mtqe import corpus, pipeline

    if test_set:
        from mtqe.formats import testsets

        source, references = testsets.paths(test_set, config.source_lang, config.target_lang)
    with progress(quiet) as callback:
        read = corpus.from_lines(source, translations, references)
        report = pipeline.assess(read, config, stages=pipeline.Stages(checks=False, gate=False), progress=callback)
    deliver.deliver(report, outputs, json_path, quiet)
    return deliver.exit_code(report)
