"""`mtqe baseline`: the reports that later runs are compared with."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.cli import deliver, options
from mtqe.cli.wrap import say


@click.group("baseline", short_help="keep a report as the baseline for later runs")
def command() -> None:
    """Keep one report for each language pair as the baseline.

    evaluate and gate compare with it if the policy sets new_only, max_new or max_drop. Baselines are kept in the
    folder .mtqe next to the configuration file, or in the place that `baseline` in the configuration names.

    \b
    mtqe baseline set report.json       keep this report
    mtqe baseline show                  list the kept reports
    """


@command.command("set", short_help="keep a report")
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing on success.")
@options.config_options
def keep(report_path: Path, quiet: bool, config_file: Path | None, show_config: bool) -> None:
    """Keep REPORT, a JSON file that evaluate, score or check wrote, as the baseline of its language pair."""
    config = options.load_config(config_file, {}, show_config)
    from mtqe.cli import past_runs

    report = past_runs.whole(report_path)
    path = past_runs.baseline_path(config, report.run.source_lang, report.run.target_lang)
    deliver.write(report, "json", path)
    if not quiet:
        say(f"wrote {path}", err=True)


@command.command("show", short_help="list the kept reports")
@options.config_options
def show(config_file: Path | None, show_config: bool) -> None:
    """List the kept reports, one on each line."""
    config = options.load_config(config_file, {}, show_config)
    from mtqe.report import json, view

    place = Path(config.baseline)
    paths = [place] if place.suffix == ".json" else sorted(place.glob("baseline*.json"))
    kept = [path for path in paths if path.is_file()]
    if not kept:
        say(f"no baseline in {place}; keep a report with: mtqe baseline set REPORT")
    for path in kept:
        report = json.read(path)
        facts = (view.subject(report), report.run.created, view.tally(report.findings))
        say("  ".join([str(path), *facts]), 2)
