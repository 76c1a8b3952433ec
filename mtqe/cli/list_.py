"""`mtqe list`: list what is available."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from mtqe.cli import pair_listing
from mtqe.cli.wrap import columns, fold
from mtqe.registry import check_table, format_table, metric_table, reporter_table
from mtqe.registry.table_rows import Row


@click.command("list", short_help="list checks, metrics, formats, reporters or models")
@click.argument("kind", type=click.Choice(["checks", "metrics", "formats", "reporters", "models"]))
@click.option(
    "--pair", metavar="LANG-LANG", help="With checks: what is looked for in this language pair, such as ar-en."
)
@click.option("--json", "as_json", is_flag=True, help="With --pair: print it as JSON.")
def command(kind: str, pair: str | None, as_json: bool) -> None:
    """List checks, metrics, formats, reporters or models, one on each line; a narrow terminal wraps long lines.

    With --pair, the checks are listed by area: which run by default in this language pair, which leave something out,
    which do not run and why, and how many planted errors they found at which false alarms, where that was measured.
    """
    if pair is None:
        if as_json:
            raise click.UsageError("--json needs --pair")
        _table(kind)
    elif kind != "checks":
        raise click.UsageError(f"--pair goes with checks, not with {kind}")
    else:
        of = pair_listing.listing(*pair_listing.languages(pair))
        text = msgspec.json.format(msgspec.json.encode(of), indent=2).decode() if as_json else ""
        click.echo(text or "\n".join(map(fold, pair_listing.lines(of))))


def _table(kind: str) -> None:
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
