"""`mtqe list`: list what is available."""

from __future__ import annotations

from collections.abc import Iterator

import click

from mtqe.cli.wrap import columns, fold
from mtqe.registry import check_table, format_table, metric_table, reporter_table
from mtqe.registry.table_rows import Row


@click.command("list", short_help="list checks, metrics, formats, reporters or models")
@click.argument("kind", type=click.Choice(["checks", "metrics", "formats", "reporters", "models"]))
def command(kind: str) -> None:
    """List checks, metrics, formats, reporters or models, one on each line; a narrow terminal wraps long lines."""
    lines: list[tuple[str, ...]]
    if kind == "checks":
        lines = [
            (item.id, item.name, item.severity.value, item.status, item.summary)
            for item in check_table.checks().values()
        ]
    elif kind == "models":
        from mtqe.metrics.comet import metric

        lines = [(name, licence, place or "not on this machine") for name, licence, place in metric.models()]
    else:
        lines = [
            (row.name, endings, row.summary + (f" ({row.origin})" if row.origin else ""))
            for row, endings in _rows(kind)
        ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        *cells, last = line
        start = "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=False))
        room = columns()
        if room is None or len(start) + 2 + len(last) <= room:
            click.echo(f"{start}  {last}".rstrip())
        else:
            click.echo(f"{start.rstrip()}\n{fold(f'    {last}')}")


def _rows(kind: str) -> Iterator[tuple[Row, str]]:
    """The rows of a table, each with the endings of its files."""
    if kind == "metrics":
        yield from ((row, "") for row in metric_table.rows().values())
    elif kind == "formats":
        yield from ((row, " ".join(row.extensions)) for row in format_table.rows().values())
    else:
        yield from ((row, " ".join(row.extensions)) for row in reporter_table.rows().values())
