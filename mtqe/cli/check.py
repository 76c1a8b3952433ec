"""`mtqe check`: run only the checks, on files that are already paired."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options, segment_input
from mtqe.cli.estimate import announce
from mtqe.cli.progress import progress
from mtqe.model import Shard


@click.command("check", short_help="check a translation for errors, without scores")
@options.segment_options
@options.language_options
@options.check_options
@options.memory_option
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
    """Check a translation for errors. Findings do not fail this command: `mtqe gate` and `mtqe evaluate` judge.

    PAIRS is a file with both sides, or a translation whose source stands beside it: de.json finds en.json.

    \b
    mtqe check -s source.en.txt -t mt.de.txt --glossary terms.csv
    mtqe check locale/de/LC_MESSAGES/app.po --source-lang en
    mtqe check -s source.en.txt -t mt.de.txt --select ACC --json acc.json
    mtqe gate acc.json

    Exits with 3 if a check could not run.
    """
    config = options.load_config(config_file, options.check_keys(given), show_config, rules=True)
    files = segment_input.described(config, pairs, source, translations, form=form)
    opened, config = segment_input.opened(files, config)
    glossary = options.load_glossary(config)
    deliver.refuse(outputs, json_path, shard=shard)
    from mtqe.flow import pipeline
    from mtqe.intake import reading

    texts = reading.read(opened, config, shard=shard)
    announce(texts, config, "check", estimate, quiet)
    with progress(quiet) as callback:
        report = pipeline.assess(texts, config, glossary, stages=pipeline.STAGES["check"], progress=callback)
    deliver.deliver(report, outputs, json_path, quiet, verbose=verbose)
    return deliver.exit_code(report)
