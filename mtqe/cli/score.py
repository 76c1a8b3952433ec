"""`mtqe score`: metrics alone, on line-aligned files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress


@click.command("score", short_help="score line-aligned translations")
@options.line_options
@click.option(
    "-r", "--reference", "references", multiple=True, type=options.FILE, help="A human translation. Repeatable."
)
@click.option("--no-intervals", is_flag=True, help="Leave out the bootstrap confidence intervals.")
@options.language_options
@options.metric_options
@options.config_options
@options.output_options
def command(
    source: Path,
    translations: tuple[Path, ...],
    references: tuple[Path, ...],
    no_intervals: bool,
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    **given: Any,
) -> int:
    """Score one or several translations of the same source.

    \b
    mtqe score -s source.en.txt -t mt.de.txt -r reference.de.txt -m bleu -m chrf
    mtqe score -s source.en.txt -t mt-a.de.txt -t mt-b.de.txt -r reference.de.txt --json scores.json

    Exits with 3 when a metric that was asked for could not run.
    """
    keys = options.check_keys(given) | {"metrics.intervals": False if no_intervals else None}
    config = options.load_config(config_file, keys, show_config)
    config = options.with_languages(config, source, translations[0])
    deliver.refuse(outputs, json_path)
    from mtqe import corpus, pipeline

    with progress(quiet) as callback:
        read = corpus.from_lines(source, translations, references)
        report = pipeline.assess(read, config, stages=pipeline.Stages(checks=False, gate=False), progress=callback)
    deliver.deliver(report, outputs, json_path, quiet)
    return deliver.exit_code(report, config.gate)
