"""`mtqe merge`: make the report of one run of the reports of its shards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say

if TYPE_CHECKING:
    from mtqe.settings.config import Config


@click.command("merge", short_help="combine the reports of all shards into one")
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True, type=options.FILE)
@options.config_options
@options.output_options
@options.project_options
@click.option("--exit-zero", is_flag=True, help="Exit with 0 for any verdict.")
def command(
    reports: tuple[Path, ...],
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    verbose: bool,
    baseline: Path | None,
    history: Path | None,
    exit_zero: bool,
) -> int:
    """Combine the REPORTs of all shards of a run, JSON files that --shard wrote, into one report.

    The settings of the shards apply. The file given with --config supplies only the policy, the suppressions, the
    domains, the baseline and the history. Shards of mtqe evaluate are judged; those of check and score are not, as
    without --shard.

    \b
    mtqe evaluate en/ de/ --shard 1/2 --json shard-1.json --exit-zero
    mtqe evaluate en/ de/ --shard 2/2 --json shard-2.json --exit-zero
    mtqe merge shard-1.json shard-2.json --json report.json -o report.html
    """
    given = options.load_config(config_file, {}, show_config) if config_file or show_config else None
    deliver.refuse(outputs, json_path, history)
    from mtqe.cli import past_runs
    from mtqe.flow import merging

    shards = merging.read(reports, given.gate if given else None)
    config = _with_project(shards.config, given)
    history = history or (Path(config.history.path) if config.history.path and shards.stages.gate else None)
    policy, before = past_runs.baseline_for(config, baseline, config.source_lang, config.target_lang)
    config = msgspec.structs.replace(config, gate=policy)
    kept = past_runs.earlier(history)
    if kept.damage and not quiet:
        say(kept.damage, err=True)
    with progress(quiet) as callback:
        report = merging.merged(shards, config, callback, before, accepted_then=given is None)
    deliver.deliver(report, outputs, json_path, quiet, past_runs.past(report, before, kept.entries), verbose=verbose)
    if history and report.segments:
        past_runs.remember(report, history)
    return deliver.exit_code(report, exit_zero)


def _with_project(config: Config, given: Config | None) -> Config:
    """The settings of the shards, with what a project decides about any report as it was given."""
    if given is None:
        return config
    names = ("gate", "suppressions", "domains", "baseline", "history")
    return msgspec.structs.replace(config, **{name: getattr(given, name) for name in names})
