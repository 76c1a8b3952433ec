"""`mtqe check`: run only the checks, on files that are already paired."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mtqe.cli import brief, deliver, options, segment_input
from mtqe.cli.estimate import announce
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import ExitCode
from mtqe.model import Report, Severity, Shard


@click.command(
    "check",
    cls=brief.Command,
    common="-s -t --source-lang --target-lang --glossary --select --ignore -o --json --fail-on",
    short_help="check a translation for errors, without scores",
)
@options.segment_options
@options.language_options
@options.check_options
@options.memory_option
@options.shard_option
@options.device_option
@options.cache_option
@options.config_options
@options.output_options
@options.estimate_option
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in reversed(Severity)]),
    help="Exit with 1 if a finding that counts is of this severity or worse.",
)
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
    fail_on: str | None,
    **given: Any,
) -> int:
    """Check a translation for errors. Findings fail this command only with --fail-on.

    `mtqe gate` and `mtqe evaluate` apply a complete policy, with limits, and give reasons.

    PAIRS is a file with both sides, or a translation whose source is beside it: de.json finds en.json.

    \b
    mtqe check -s source.en.txt -t mt.de.txt --glossary terms.csv
    mtqe check locale/de/LC_MESSAGES/app.po --source-lang en
    mtqe check -s source.en.txt -t mt.de.txt --select ACC --json acc.json
    mtqe gate acc.json
    mtqe check app.xliff --fail-on major

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
    if fail_on and (found := _failing(report, Severity(fail_on))):
        if not quiet:
            say(f"--fail-on {fail_on}: {found}", err=True)
        return ExitCode.GATE_FAILED
    return deliver.exit_code(report)


def _failing(report: Report, least: Severity) -> str:
    """The findings that count of a severity or worse, in words; empty if there is none."""
    from mtqe.report import view

    found = [finding for finding in report.findings if finding.counts and finding.severity.rank >= least.rank]
    return view.tally(found) if found else ""
