"""`mtqe report`: show a stored report in another format."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import deliver, options
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError

if TYPE_CHECKING:
    from mtqe.model import Report


@click.command("report", short_help="show a stored report in another format")
@click.argument("report_paths", metavar="REPORT...", nargs=-1, required=True, type=options.FILE)
@click.option(
    "-f", "--format", "form", metavar="NAME", help="Reporter; see mtqe list reporters.  [default: by the ending of -o]"
)
@click.option(
    "-o", "--output", "typed", type=options.FILE_OR_FOLDER, default="-", help="Write to this file.  [default: stdout]"
)
@click.option(
    "--baseline", type=options.FILE, help="An earlier report; the HTML page separates new findings from those in it."
)
@click.option(
    "--history", type=options.FILE, help="A file that evaluate --history wrote; the HTML page draws the trend."
)
@click.option(
    "--target-lang",
    "lang",
    metavar="TAG",
    multiple=True,
    callback=options.single,
    help="Show only this language of the reports.",
)
@options.verbose_option
@click.option("--annotate", is_flag=True, help="Write the findings into a copy of the translation; see above.")
@click.option("--in-place", is_flag=True, help="With --annotate: write into the translation itself.")
@click.option("--remove", is_flag=True, help="With --annotate: remove the findings that were written.")
def command(
    report_paths: tuple[Path, ...],
    form: str | None,
    typed: str,
    baseline: Path | None,
    history: Path | None,
    lang: str | None,
    verbose: bool,
    annotate: bool,
    in_place: bool,
    remove: bool,
) -> None:
    """Show REPORT, a JSON file that evaluate, score or check wrote. No model runs again. Several reports are joined.

    \b
    mtqe report report.json
    mtqe report report.json -f html -o report.html
    mtqe report report.de.json report.fr.json -o release.html
    mtqe report release.json --target-lang de -o report.de.json
    mtqe report report.json -o report.html --baseline last-release.json
    mtqe report report.json -o report.html --history .mtqe/history.jsonl
    mtqe report report.json --annotate -o reviewed.xlf

    Joined reports are a release: [gate.languages] in mtqe.toml says which languages must pass, and the page of each
    language is written beside the HTML page.

    --annotate writes ITS 2.0 quality issues into XLIFF and comments into PO files; all other bytes stay the same, and
    annotating again replaces what was written. For all other files, the findings are written to a workbook (.xlsx). -o
    is a folder if the report has several files, if it ends in a slash, or if there is such a folder.
    """
    from mtqe.cli import past_runs, releasing
    from mtqe.project.history import History, read
    from mtqe.registry import reporter_table
    from mtqe.registry.suggest import lookup
    from mtqe.report import json

    output = Path(typed)
    if annotate:
        _annotate(json.read(_only(report_paths)), typed, in_place, remove, form)
        return
    if in_place or remove:
        raise click.UsageError("--in-place and --remove need --annotate")
    named = releasing.chosen(report_paths, lang)
    several = len(named) > 1
    if form is None:
        kind = deliver.RELEASE if several else deliver.REPORT
        form = "console" if str(output) == "-" else deliver.reporter_of(output, kind)
    lookup(form, reporter_table.rows(), "reporter")
    if form != "html" and (baseline or history):
        raise ConfigError("--baseline and --history are for the HTML page", "add -f html, or omit them")
    if several:
        if baseline or history:
            raise ConfigError("--baseline and --history are for one language", "add --target-lang TAG, or omit them")
        release = releasing.joined(named, options.load_config(None, {}).gate)
        stored = report_paths[0] if len(report_paths) == 1 else None
        deliver.write(release, form, output, terminal=deliver.Terminal(verbose, stored))
        return
    (_, report) = named[0]
    kept = read(history) if history else History(())
    if kept.damage:
        say(kept.damage, err=True)
    past = past_runs.past(report, past_runs.whole(baseline) if baseline else None, kept.entries)
    deliver.write(report, form, output, past, deliver.Terminal(verbose, report_paths[0] if lang is None else None))


def _only(paths: Sequence[Path]) -> Path:
    """The only report.

    Raises:
        UsageError: There are several.
    """
    if len(paths) > 1:
        raise click.UsageError("--annotate takes one report")
    return paths[0]


def _annotate(report: Report, output: str, in_place: bool, remove: bool, form: str | None) -> None:
    from mtqe.cli import annotating

    if form is not None:
        raise click.UsageError("--annotate writes the format of the translation; omit -f")
    if in_place == (output != "-"):
        raise click.UsageError("--annotate needs either -o PATH or --in-place")
    in_folder = output.endswith(("/", os.sep))
    annotating.annotate(report, None if in_place else Path(output), in_folder=in_folder, remove=remove)
