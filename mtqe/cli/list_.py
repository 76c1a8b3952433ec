"""`mtqe list`: list what is available."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

from mtqe.cli import metric_listing, options, pair_listing
from mtqe.cli.wrap import columns, say
from mtqe.registry import check_table, format_table, metric_table, reporter_table
from mtqe.registry.table_rows import Row


@click.command("list", short_help="list checks, metrics, formats, reporters or models")
@click.argument("kind", type=click.Choice(["checks", "metrics", "formats", "reporters", "models"]))
@click.option("--pair", metavar="LANG-LANG", help="With checks or metrics: what is known of this pair, such as ar-en.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.option("--config", "config_file", type=options.FILE, help="Read the rules of this file instead of mtqe.toml.")
def command(kind: str, pair: str | None, as_json: bool, config_file: Path | None) -> None:
    """List checks, metrics, formats, reporters or models, one on each line; a narrow terminal wraps long lines.

    With --pair, the checks are listed by area: which run by default in this language pair, which leave something out,
    which do not run and why, and, where it was measured, how many planted errors they found and how many false alarms
    they gave. The metrics are listed with the number of pairs of systems on which they agreed with COMET-22 in this
    language pair, with and without a reference.

    \b
    mtqe list checks --pair en-de
    mtqe list formats

    Checks include the rules of your team, if the configuration has any.
    """
    if pair is None:
        if as_json:
            click.echo(_json(list(_records(kind, config_file))))
        else:
            _table(kind, config_file)
    elif kind == "checks":
        checks = pair_listing.listing(*pair_listing.languages(pair))
        _show(checks, pair_listing.lines(checks), as_json)
    elif kind == "metrics":
        metrics = metric_listing.listing(*pair_listing.languages(pair))
        _show(metrics, metric_listing.lines(metrics), as_json)
    else:
        raise click.UsageError(f"--pair works with checks and metrics only, not with {kind}")


def _show(listed: Any, lines: Iterable[str], as_json: bool) -> None:
    """Print what is known of a language pair."""
    if as_json:
        click.echo(_json(listed))
        return
    for line in lines:
        say(line)


def _json(listed: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(listed), indent=2).decode()


def _records(kind: str, config_file: Path | None) -> Iterator[dict[str, Any]]:
    """What is listed, an object each."""
    if kind == "checks":
        for item in check_table.checks_of(options.load_config(config_file, {}, rules=True)).values():
            yield {"id": item.id, "name": item.name, "severity": item.severity.value, "status": item.status} | {
                "area": item.area,
                "category": item.category,
                "summary": item.summary,
            }
    elif kind == "models":
        from mtqe.metrics.comet import metric

        for name, licence, place in metric.models():
            yield {"name": name, "licence": licence, "place": place or None}
    else:
        tables: dict[str, Mapping[str, Row]] = {
            "metrics": metric_table.rows(),
            "formats": format_table.rows(),
            "reporters": reporter_table.rows(),
        }
        for row in tables[kind].values():
            fields = dataclasses.asdict(row)
            named = {"name": row.name, "summary": row.summary, "origin": row.origin}
            yield named | {
                name: fields[name] for name in ("kind", "extensions", "writable", "streamed") if name in fields
            }


def _table(kind: str, config_file: Path | None) -> None:
    lines: list[tuple[str, ...]]
    records = list(_records(kind, config_file))
    if kind == "checks":
        lines = [tuple(record[name] for name in ("id", "name", "severity", "status", "summary")) for record in records]
    elif kind == "models":
        lines = [(record["name"], record["licence"], record["place"] or "not on this machine") for record in records]
    else:
        lines = [
            (
                record["name"],
                " ".join(record.get("extensions", ())),
                record["summary"] + (f" ({record['origin']})" if record["origin"] else ""),
            )
            for record in records
        ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        *cells, last = line
        start = "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=False))
        room = columns()
        if room is None or len(start) + 2 + len(last) <= room:
            say(f"{start}  {last}".rstrip())
        else:
            say(start.rstrip())
            say(f"    {last}")
