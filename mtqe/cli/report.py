"""`mtqe report`: a stored report in another form."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.cli import deliver, options


@click.command("report", short_help="show a stored report in another form")
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.option(
    "-f", "--format", "form", metavar="NAME", help="Reporter; see mtqe list reporters. Default: by the ending of -o."
)
@click.option("-o", "--output", type=options.FILE, default=Path("-"), help="Write here; default stdout.")
def command(report_path: Path, form: str | None, output: Path) -> None:
    """Show REPORT, a JSON file that evaluate, score or check wrote. No model runs again.

    \b
    mtqe report report.json
    mtqe report report.json -f html -o report.html
    """
    from mtqe import registry
    from mtqe.report import json

    if form is None:
        form = "console" if str(output) == "-" else deliver.reporter_of(output)
    registry.lookup(form, registry.rows("reporters"), "reporter")
    deliver.write(json.read(report_path), form, output)
