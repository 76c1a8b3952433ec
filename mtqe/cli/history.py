"""`mtqe history`: the trend over runs."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import deliver, options
from mtqe.errors import ConfigError

if TYPE_CHECKING:
    from mtqe.project.trend import Change, Series

BLOCKS, DIGITS = "▁▂▃▄▅▆▇█", "01234567"
WIDTH = 32
"""Runs that a line draws: the newest ones."""


@click.command("history", short_help="draw the trend over runs")
@click.argument("path", metavar="[FILE]", type=options.FILE, required=False)
@click.option("--target-lang", "lang", metavar="TAG", help="Only this target language.")
@click.option("--domain", metavar="NAME", help="Only this domain.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this metric, severity or mqm. Repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Write the series as JSON.")
@options.config_options
def command(
    path: Path | None,
    lang: str | None,
    domain: str | None,
    only: tuple[str, ...],
    as_json: bool,
    config_file: Path | None,
    show_config: bool,
) -> None:
    """Draw the trend of FILE, or of the history that the configuration names, and say where it changed.

    Each line is a metric, the findings of a severity or the MQM penalty, both per 1,000 source words: the newest runs
    as bars between their least and greatest value, then the first and last value of all runs. A | stands where the
    metric or the checks became others, so that both sides do not compare.

    \b
    mtqe evaluate article.en.txt article.de.txt --history .mtqe/history.jsonl
    mtqe history .mtqe/history.jsonl --only chrf --only major

    A change is one by Pettitt's rank test within what compares, from ten runs on, p at most .01 by shuffling.
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe.project import history, trend

    if path is None and not config.history.path:
        raise ConfigError("there is no history to show", "name its file, or set path under [history]")
    found = [
        one
        for one in trend.series(history.read(path or Path(config.history.path)))
        if (lang is None or (one.target_lang or "").lower() == lang.lower())
        and (domain is None or one.domain == domain)
        and (not only or one.name in only)
    ]
    with deliver.stdout(data=as_json) as out:
        if as_json:
            import msgspec

            click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        elif not found:
            click.echo("no run fits")
        else:
            for line in _lines(found, _bars(getattr(out, "encoding", None))):
                click.echo(line)


def _bars(encoding: str | None) -> str:
    try:
        BLOCKS.encode(encoding or sys.getdefaultencoding())
    except (UnicodeEncodeError, LookupError):
        return DIGITS
    return BLOCKS


def _lines(found: Sequence[Series], bars: str) -> Iterator[str]:
    """The text, at most 80 columns wide as long as names are short."""
    arrow = "→" if bars is BLOCKS else "->"
    name_width = min(18, max(len(one.name) for one in found))
    for title, group in itertools.groupby(found, key=lambda one: _title(one, arrow)):
        own = list(group)
        days = sorted(point.created[:10] for one in own for point in one.points)
        runs = max(len(one.points) for one in own)
        yield f"{title}: {runs} run{'' if runs == 1 else 's'}, {days[0]} to {days[-1]}"
        for one in own:
            first, last = (_figure(one, point.value) for point in (one.points[0], one.points[-1]))
            drawn = _drawn(one, bars)
            yield f"  {one.name:<{name_width}}  {drawn:<{WIDTH}}  {first} {arrow} {last}".rstrip()
            for change in one.changes:
                yield f"  {'':<{name_width}}  {_change(one, change, arrow)}"


def _title(one: Series, arrow: str) -> str:
    pair = f"{one.source_lang or '?'} {arrow} {one.target_lang or '?'}"
    return ", ".join(part for part in (pair, one.system, one.domain and f"domain {one.domain}") if part)


def _drawn(one: Series, bars: str) -> str:
    """The newest runs as bars: eight heights between the least and the greatest value."""
    values = [point.value for point in one.points]
    start = len(values)
    room = WIDTH
    while start and room >= 1 + (start in one.cuts):
        room -= 1 + (start in one.cuts)
        start -= 1
    shown = values[start:]
    low, spread = min(shown), max(shown) - min(shown)
    text = ""
    for place, value in enumerate(shown, start):
        text += "|" if place in one.cuts and place > start else ""
        text += bars[round((value - low) / spread * 7)] if spread else bars[3]
    return text


def _change(one: Series, change: Change, arrow: str) -> str:
    word = "up" if change.after > change.before else "down"
    since = one.points[change.place].created[:10]
    heights = f"{_figure(one, change.before)} {arrow} {_figure(one, change.after)}"
    return f"{word} since {since}: median {heights} (p = {change.p_value:.3f})"


def _figure(one: Series, value: float) -> str:
    from mtqe.registry import metric_table
    from mtqe.report import view

    return view.figure(metric_table.installed(one.name), value) if one.kind == "metric" else f"{value:.1f}"
