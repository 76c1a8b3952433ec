"""`mtqe calibrate`: limits from translations that were shipped."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from mtqe.cli import deliver, options

if TYPE_CHECKING:
    from mtqe.calibrate import Proposal
    from mtqe.model import Report
    from mtqe.policy import GateConfig


@click.command("calibrate", short_help="propose limits from translations that were shipped")
@click.argument("report_paths", metavar="REPORT...", nargs=-1, required=True, type=options.FILE)
@click.option(
    "--false-fail",
    "share",
    type=click.FloatRange(0, 0.5),
    default=0.05,
    show_default=True,
    metavar="SHARE",
    help="Greatest share of the accepted documents that a limit may fail.",
)
@click.option("--write", is_flag=True, help="Write the limits into the policy file.")
@options.config_options
def command(
    report_paths: tuple[Path, ...], share: float, write: bool, config_file: Path | None, show_config: bool
) -> None:
    """Propose limits that translations which you were glad to ship would have passed.

    REPORT is a JSON file that evaluate wrote. Each document in the reports is judged on its own. Prints the change of
    the policy as a diff, and on stderr how often each limit would have failed one of them, and how often it will fail
    further ones (95 % interval).

    \b
    mtqe calibrate shipped/*.json
    mtqe calibrate shipped/*.json --false-fail 0.02 --write
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe import calibrate, suppressions
    from mtqe import config as settings
    from mtqe.formats.output import atomic_write
    from mtqe.report import json

    accepted = suppressions.of(config)
    reports = [(str(path), suppressions.settled(json.read(path), config, accepted)) for path in report_paths]
    shipped = calibrate.documents(reports)
    if not shipped:
        raise click.UsageError("the reports hold no document with words in it")
    proposals = calibrate.propose(shipped, config.gate, share)
    for line in _table(proposals, shipped, config.gate, share):
        click.echo(line, err=True)
    path = config_file or settings.file_of() or Path("mtqe.toml")
    before = path.read_bytes().decode() if path.exists() else ""
    after = calibrate.edited(before, proposals, path.name == "pyproject.toml")
    if write:
        atomic_write(path, functools.partial(_write, text=after))
        click.echo(f"wrote {path}", err=True)
        return
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path.name}", f"b/{path.name}"
    )
    with deliver.stdout(data=True):
        for line in lines:
            click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)


def _write(out: TextIO, text: str) -> None:
    out.write(text)


def _table(proposals: Sequence[Proposal], shipped: Sequence[Report], policy: GateConfig, share: float) -> Iterator[str]:
    from mtqe import calibrate

    rows = [("rule", "now", "proposed", "fails now", "would fail", "of further ones")]
    for one in proposals:
        rows.append(
            (
                one.rule,
                "-" if one.now is None else f"{one.now:g}",
                f"{one.limit:g}",
                "-" if one.now is None else f"{one.failed_now} of {one.documents}",
                f"{one.failed} of {one.documents}",
                f"{one.rate.low:.1%} to {one.rate.high:.1%}",
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
    together = calibrate.failing(shipped, calibrate.changed(policy, proposals))
    yield (
        f"The policy as it is fails {calibrate.failing(shipped, policy)} of {len(shipped)} documents, with these "
        f"limits it fails {together}; as they were made from these documents, expect more of others"
    )
    if any(one.rule.startswith("max.") and one.failed for one in proposals):
        yield "Accept false alarms with mtqe accept; limits on numbers of findings are never made more lenient here"
    if len(shipped) < (enough := calibrate.needed(share)):
        yield f"{len(shipped)} cannot show a false-fail rate of {share:.1%}: that takes {enough} documents or more"
    if len(langs := {report.run.target_lang for report in shipped}) > 1:
        yield f"These are limits for {len(langs)} languages together; calibrate each by itself for [[gate.rules]]"
