"""`mtqe gate`: judge a stored report."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from mtqe.cli import deliver, options
from mtqe.cli.wrap import say
from mtqe.project import seals, suppressions


@click.command("gate", short_help="judge a stored report")
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.option(
    "--baseline",
    type=options.FILE,
    help="An earlier report; its findings do not count.  [default: the report kept by mtqe baseline set]",
)
@click.option(
    "--json", "json_path", type=options.FILE, help="Write the report with its verdict to this file; - is stdout."
)
@click.option("--explain", is_flag=True, help="Show the MQM arithmetic, and every rule with its value.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code gives the verdict.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 for any verdict.")
@options.config_options
def command(
    report_path: Path,
    baseline: Path | None,
    json_path: Path | None,
    explain: bool,
    quiet: bool,
    exit_zero: bool,
    config_file: Path | None,
    show_config: bool,
) -> int:
    """Judge REPORT, a JSON file that evaluate, score or check wrote, by the policy under [gate].

    \b
    mtqe gate report.json
    mtqe gate report.json --config release.toml
    mtqe gate report.json --baseline last-release.json
    mtqe gate report.json --explain

    docs/gate.md describes the policy, and how texts too short to judge are handled.
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe.cli import past_runs
    from mtqe.gate import idle, verdicts
    from mtqe.gate.explain import explain as explained
    from mtqe.report import json, outcome

    stored = json.read(report_path)
    seals.refuse_edited(stored, report_path, config.gate)
    if stored.seal is None and not quiet:
        say(f"{report_path}: the report has no seal, so it may have been edited", err=True)
    report = suppressions.settled(stored, config, suppressions.of(config))
    policy, before = past_runs.baseline_for(config, baseline, report.run.source_lang, report.run.target_lang)
    verdict = verdicts.judge(report, policy, before)
    report = idle.noted(report, policy)
    report = msgspec.structs.replace(report, verdict=verdict)
    if json_path:
        deliver.write(seals.sealed(report, policy), "json", json_path)
    if not quiet and str(json_path) != "-":
        with deliver.stdout():
            click.secho(outcome.word(verdict), fg="green" if verdict.passed else "red", bold=True)
            for title, lines in outcome.lists(report):
                if title:
                    say(title)
                for text in lines:
                    say(f"- {text}", 2)
            if areas := outcome.looked_for(report):
                say(f"Looked for: {areas}", 2)
            for remark in report.run.notes:
                if remark.startswith((suppressions.REMARK, idle.REMARK)):
                    say(f"note: {remark}", 2)
            if explain:
                for line in explained(report, policy, before, verdict):
                    say(line, 2)
    return deliver.exit_code(report, exit_zero)
