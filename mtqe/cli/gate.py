"""`mtqe gate`: judge a stored report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from mtqe.cli import deliver, options
from mtqe.cli.wrap import say
from mtqe.model import Report, Verdict
from mtqe.model.release import Release
from mtqe.project import seals, suppressions

if TYPE_CHECKING:
    from mtqe.settings.config import Config
    from mtqe.settings.policy import GateConfig


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

    A release of several languages passes if all of them pass, except those that [gate.languages] allows to fail.

    \b
    mtqe gate report.json
    mtqe gate report.json --config release.toml
    mtqe gate report.json --baseline last-release.json
    mtqe gate report.json --explain

    docs/gate.md describes the policy, and how texts too short to judge are handled.
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe.cli import releasing
    from mtqe.gate import releases

    named = releasing.chosen([report_path])
    if len(named) > 1 and baseline:
        raise click.UsageError("--baseline is for one language; mtqe baseline set keeps one for each")
    judged = [_judged(report, report_path, config, baseline, quiet) for _, report in named]
    reports = [seals.sealed(one.report, one.policy) if json_path else one.report for one in judged]
    result: Report | Release = reports[0]
    if len(named) > 1:
        named = [(name, report) for (name, _), report in zip(named, reports, strict=True)]
        result = releases.joined(named, config.gate.languages)
    if json_path:
        deliver.write(result, "json", json_path)
    if not quiet and str(json_path) != "-":
        with deliver.stdout():
            if isinstance(result, Release):
                _show_release(result)
            for (name, _), one in zip(named, judged, strict=True):
                if len(named) > 1:
                    click.echo()
                    say(name)
                _show(one, explain)
    return deliver.exit_code(result, exit_zero)


class _Judged(NamedTuple):
    """A report with its new verdict, the policy and the report that it was compared with."""

    report: Report
    verdict: Verdict
    policy: GateConfig
    baseline: Report | None


def _judged(stored: Report, path: Path, config: Config, given: Path | None, quiet: bool) -> _Judged:
    from mtqe.cli import past_runs
    from mtqe.gate import idle, verdicts

    seals.refuse_edited(stored, path, config.gate)
    if stored.seal is None and not quiet:
        say(f"{path}: the report has no seal, so it may have been edited", err=True)
    report = suppressions.settled(stored, config, suppressions.of(config))
    policy, before = past_runs.baseline_for(config, given, report.run.source_lang, report.run.target_lang)
    verdict = verdicts.judge(report, policy, before)
    report = idle.noted(report, policy)
    return _Judged(msgspec.structs.replace(report, verdict=verdict), verdict, policy, before)


def _show(judged: _Judged, explain: bool) -> None:
    from mtqe.gate import idle
    from mtqe.gate.explain import explain as explained
    from mtqe.report import outcome

    report, verdict = judged.report, judged.verdict
    click.secho(outcome.label(verdict), fg="green" if verdict.passed else "red", bold=True)
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
        for line in explained(report, judged.policy, judged.baseline, verdict):
            say(line, 2)


def _show_release(release: Release) -> None:
    verdict = release.verdict
    if verdict is None:
        return
    click.secho(f"{verdict.label}  release of {len(release.languages)} languages", bold=True)
    for title, lines in (("", verdict.reasons), ("Tolerated:", verdict.tolerated)):
        if title and lines:
            say(title)
        for text in lines:
            say(f"- {text}", 2)
