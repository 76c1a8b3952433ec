"""The trend section of the HTML page: tables of the history, which the page's script draws."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe.model import MetricFacts, Report, Severity
from mtqe.project.trend import Series, Value
from mtqe.registry import metric_table
from mtqe.report import view

RUNS = 200
"""Greatest number of runs in a figure; the newest are shown."""


@dataclass(frozen=True)
class Column:
    """A line of a figure: its name, and the rank of its severity if it counts findings."""

    name: str
    rank: int | None
    texts: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Figure:
    """A quantity over the runs: one metric, the MQM penalty, or the findings of each severity.

    Args:
        title: What is drawn.
        unit: Unit of the numbers, and which are better.
        label: The figure in a sentence.
        runs: Times of the runs, each in ISO 8601 and as a readable date.
        columns: The lines.
        cuts: Numbers of the runs that are not comparable with the previous run.
        changes: Numbers of the first runs after a change.
        notes: The changes in words.
        left_out: Number of earlier runs that are not shown.
    """

    title: str
    unit: str
    label: str
    runs: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    cuts: frozenset[int]
    changes: frozenset[int]
    notes: tuple[str, ...]
    left_out: int


def figures(report: Report, history: Sequence[Series]) -> list[tuple[str, list[Figure]]]:
    """The figures of a history by subject: whole runs, then systems and domains.

    Args:
        report: The report that the page shows; only series with its language pair are drawn.
        history: The series of the history.
    """
    pair = (report.run.source_lang, report.run.target_lang)
    shown = [line for line in history if pair == (None, None) or (line.source_lang, line.target_lang) == pair]
    shown = [line for line in shown if len(line.points) > 1 and line.name != Severity.NEUTRAL.value]
    facts = metric_table.facts(report)
    result = []
    for (source, target, system, domain), lines in groupby(shown, key=_about):
        languages = " → ".join(lang for lang in (source, target) if lang)
        about = " · ".join(part for part in (languages, system, domain) if part) or "All runs"
        result.append((about, list(_figures(list(lines), facts))))
    return result


def _about(line: Series) -> tuple[str | None, str | None, str | None, str | None]:
    return line.source_lang, line.target_lang, line.system, line.domain


def _figures(lines: Sequence[Series], facts: Mapping[str, MetricFacts]) -> Iterable[Figure]:
    for line in lines:
        if line.kind == "mqm":
            yield _figure([line], "MQM penalty", "per 1,000 words, lower is better")
    counts = [line for line in lines if line.kind == "severity"]
    if counts:
        yield _figure(counts, "Findings", "per 1,000 words, lower is better")
    for line in lines:
        if line.kind == "metric":
            known = facts.get(line.name) or metric_table.installed(line.name)
            yield _figure([line], known.title, known.direction, known)


def _figure(lines: Sequence[Series], title: str, unit: str, facts: MetricFacts | None = None) -> Figure:
    """The figure of some lines; `facts` is what their metric is known by, if they are scores."""
    first = lines[0]
    skip = max(0, len(first.points) - RUNS)
    runs = tuple((value.created, _day(value.created)) for value in first.points[skip:])
    columns = tuple(
        Column(
            line.name if line.kind == "severity" else title,
            Severity(line.name).rank if line.kind == "severity" else None,
            tuple(_text(facts, value) for value in line.points[skip:]),
            line.points[skip:],
        )
        for line in lines
    )
    changes = [(change, line) for line in lines for change in line.changes]
    label = f"{title} over {view.count(len(first.points), 'run')}: " + "; ".join(
        f"{column.name} from {column.texts[0]} on {runs[0][1]} to {column.texts[-1]} on {runs[-1][1]}"
        for column in columns
    )
    return Figure(
        title=title,
        unit=unit,
        label=label,
        runs=runs,
        columns=columns,
        cuts=frozenset(cut - skip for cut in first.cuts if cut > skip),
        changes=frozenset(change.place - skip for change, _ in changes if change.place >= skip),
        notes=tuple(
            f"{f'{line.name}: ' if len(lines) > 1 else ''}changed on {_day(line.points[change.place].created)}, "
            f"from {_number(facts, change.before)} to {_number(facts, change.after)} (p = {change.p_value:.3f})"
            for change, line in changes
        ),
        left_out=skip,
    )


def _text(facts: MetricFacts | None, value: Value) -> str:
    bounds = value.interval
    between = f" ({_number(facts, bounds.low)}–{_number(facts, bounds.high)})" if bounds else ""
    return _number(facts, value.value) + between


def _number(facts: MetricFacts | None, value: float) -> str:
    return view.figure(facts, value) if facts else f"{value:,.1f}"


def _day(created: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{moment.day} {moment:%B %Y}"
