"""`mtqe triage`: describe each finding in one English sentence."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import fold, say

FORMATS = {".txt": "text", ".md": "md", ".json": "json", ".csv": "csv"}


@click.command("triage", short_help="describe each finding in one English sentence")
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(list(FORMATS.values())),
    help="Format of the list.  [default: by the ending of -o, otherwise text]",
)
@click.option("-o", "--output", type=options.FILE, help="Write to this file.  [default: stdout]")
@click.option("--no-glosses", is_flag=True, help="Leave out what foreign words mean; the encoder is not loaded.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@options.device_option
@options.config_options
def command(
    report_path: Path,
    form: str | None,
    output: Path | None,
    no_glosses: bool,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
    **given: Any,
) -> None:
    """Describe each finding of REPORT in one English sentence, worst first.

    REPORT is a JSON file that evaluate, score or check wrote. The sentences are for someone who reads only one of the
    two languages: what the source says, what the translation says, and roughly what the marked foreign words mean.
    A meaning is shown only if it is certain; docs/triage.md says how often it is right. Accepted findings are left out.

    \b
    mtqe triage report.json
    mtqe triage report.json -o triage.md
    mtqe triage report.json -f csv > triage.csv
    """
    config = options.load_config(config_file, options.check_keys(given), show_config)
    from mtqe.cli.atomic_write import refuse_unwritable
    from mtqe.people.triage import triage, triage_views
    from mtqe.project import suppressions
    from mtqe.report import json

    to_stdout = output is None or str(output) == "-"
    if output is not None and not to_stdout:
        refuse_unwritable(output)
    form = form or (FORMATS.get(output.suffix.lower(), "text") if output else "text")
    report = suppressions.settled(json.read(report_path), config, suppressions.of(config))
    with progress(quiet) as callback:
        found = triage(report, device=config.device, progress=callback, glossed=not no_glosses)

    def render(out: Any) -> None:
        if form == "text":
            triage_views.text(found, out, fold if to_stdout else lambda line, hang: line)
        else:
            {"md": triage_views.markdown, "json": triage_views.as_json, "csv": triage_views.table}[form](found, out)

    deliver.put(render, output, data=form != "text")
    if output is not None and str(output) != "-" and not quiet:
        say(f"wrote {output}", err=True)
        say(f"next: {shlex.join(['mtqe', 'review', str(report_path)])}", err=True)
