"""`mtqe history`: draw the trend over runs."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import deliver, options
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError
from mtqe.prose import count

if TYPE_CHECKING:
    from mtqe.project.trend import Change, Series

BLOCKS, DIGITS = "▁▂▃▄▅▆▇█", "01234567"
WIDTH = 32
"""Greatest number of runs that a line draws; the newest are drawn."""


@click.command("history", short_help="draw the trend over runs")
@click.argument("path", metavar="[FILE]", type=options.FILE, required=False)
@click.option(
    "--target-lang",
    "lang",
    metavar="TAG",
    multiple=True,
    callback=options.single,
    help="Show only this target language.",
)
@click.option("--domain", metavar="NAME", help="Show only this domain.")
@click.option("--only", multiple=True, metavar="NAME", help="Show only this metric, severity or mqm. Repeatable.")
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
    """Draw the trend of FILE, or of the configured history, and report where it changed.

    Each line shows a metric, the findings of a severity, or the MQM penalty, the last two per 1,000 source words. The
    newest runs are drawn as bars between their lowest and highest value, followed by the first and last value of all
    runs. A | marks a change of the metric's signature or of the checks: values before and after it are not comparable.

    \b
    mtqe evaluate article.en.txt article.de.txt --history .mtqe/history.jsonl
    mtqe history .mtqe/history.jsonl --only chrf --only major

    Changes are found by Pettitt's rank test among comparable runs: ten runs or more, p at most .01 by shuffling.
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe.project import history, trend

    if path is None and not config.history.path:
        raise ConfigError("there is no history to show", "give its file, or set path under [history]")
    kept = history.read(path or Path(config.history.path))
    if kept.damage:
        say(kept.damage, err=True)
    chosen = [
        series
        for series in trend.series(kept.entries)
        if (lang is None or (series.target_lang or "").lower() == lang.lower())
        and (domain is None or series.domain == domain)
        and (not only or series.name in only)
    ]
    with deliver.stdout(data=as_json) as out:
        if as_json:
            import msgspec

            click.echo(msgspec.json.format(msgspec.json.encode(chosen), indent=2).decode())
        elif not chosen:
            say("no run matches")
        else:
            for line in _lines(chosen, _bars(getattr(out, "encoding", None))):
                say(line)


def _bars(encoding: str | None) -> str:
    try:
        BLOCKS.encode(encoding or sys.getdefaultencoding())
    except (UnicodeEncodeError, LookupError):
        return DIGITS
    return BLOCKS


def _lines(chosen: Sequence[Series], bars: str) -> Iterator[str]:
    """The lines of the output, at most 80 columns wide unless names are long."""
    arrow = "→" if bars is BLOCKS else "->"
    name_width = min(18, max(len(series.name) for series in chosen))
    for title, group in itertools.groupby(chosen, key=lambda series: _title(series, arrow)):
        group_series = list(group)
        days = sorted(point.created[:10] for series in group_series for point in series.points)
        runs = max(len(series.points) for series in group_series)
        yield f"{title}: {count(runs, 'run')}, {days[0]} to {days[-1]}"
        for series in group_series:
            first, last = (_figure(series, point.value) for point in (series.points[0], series.points[-1]))
            drawn = _drawn(series, bars)
            yield f"  {series.name:<{name_width}}  {drawn:<{WIDTH}}  {first} {arrow} {last}".rstrip()
            for change in series.changes:
                yield f"  {'':<{name_width}}  {_change(series, change, arrow)}"


def _title(series: Series, arrow: str) -> str:
    pair = f"{series.source_lang or '?'} {arrow} {series.target_lang or '?'}"
    return ", ".join(part for part in (pair, series.system, series.domain and f"domain {series.domain}") if part)


def _drawn(series: Series, bars: str) -> str:
    """The newest runs as bars, with eight heights between the lowest and the highest value."""
    values = [point.value for point in series.points]
    start = len(values)
    room = WIDTH
    while start and room >= 1 + (start in series.cuts):
        room -= 1 + (start in series.cuts)
        start -= 1
    shown = values[start:]
    low, spread = min(shown), max(shown) - min(shown)
    text = ""
    for place, value in enumerate(shown, start):
        text += "|" if place in series.cuts and place > start else ""
        text += bars[round((value - low) / spread * 7)] if spread else bars[3]
    return text


def _change(series: Series, change: Change, arrow: str) -> str:
    word = "up" if change.after > change.before else "down"
    since = series.points[change.place].created[:10]
    heights = f"{_figure(series, change.before)} {arrow} {_figure(series, change.after)}"
    return f"{word} since {since}: median {heights} (p = {change.p_value:.3f})"


def _figure(series: Series, value: float) -> str:
    from mtqe.registry import metric_table
    from mtqe.report import view

    return view.figure(metric_table.installed(series.name), value) if series.kind == "metric" else f"{value:.1f}"
