"""`mtqe check`: run only the checks, on line-aligned files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress


@click.command("check", short_help="check a line-aligned translation for errors")
@options.line_options
@options.language_options
@options.check_options
@options.config_options
@options.output_options
def command(
    source: Path,
    translations: tuple[Path, ...],
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    **given: Any,
) -> int:
    """Check a translation for errors. Findings do not fail this command: `mtqe gate` and `mtqe evaluate` judge.

    \b
    mtqe check -s source.en.txt -t mt.de.txt --glossary terms.csv
    mtqe check -s source.en.txt -t mt.de.txt --select ACC --json acc.json
    mtqe gate acc.json

    Exits with 3 if a check could not run.
    """
    config = options.load_config(config_file, options.check_keys(given), show_config)
    config = options.with_languages(config, source, translations[0])
    glossary = options.load_glossary(config)
    deliver.refuse(outputs, json_path)
    from mtqe import corpus, pipeline

    with progress(quiet) as callback:
        read = corpus.from_lines(source, translations)
        report = pipeline.assess(
            read, config, glossary, stages=pipeline.Stages(metrics=False, gate=False), progress=callback
        )
    deliver.deliver(report, outputs, json_path, quiet)
    return deliver.exit_code(report)
