"""Views of an agreement with raters: tables between sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import TextIO

from mtqe.model.agreement_report import (
    Agreement,
    CheckAgreement,
    Figure,
    Matched,
    MetricAgreement,
    PolicyChange,
    Share,
    Value,
)
from mtqe.prose import count
from mtqe.report import document_console, document_markdown
from mtqe.report.document import Block, Bullets, Column, Heading, Paragraph, Piece, Row, Table

SHOWN = 5
"""Number of checks without enough evidence that the view names."""
COLUMNS = ("source", "tau", "r", "systems", "SPA")
_VALUES: Mapping[Value, str] = {
    "score": "scores from 0 to 100",
    "points": "points on a scale of their own",
    "errors": "minus the MQM penalty of the marked errors",
}
_NAMES = ("check", "name", "metric", "who", "raters")
"""Heads of columns that are aligned to the left."""


def console(found: Agreement, out: TextIO) -> None:
    """Write the view for a terminal."""
    pair = " → ".join(lang for lang in (found.source_lang, found.target_lang) if lang)
    title = Heading(f"Agreement with raters{' · ' + pair if pair else ''}", level=1)
    document_console.write(lambda width, paint: [title, *_blocks(found)], out)


def markdown(found: Agreement, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown."""
    version = Paragraph(("mtqe ", Piece(found.version, room=40)), small=True)
    out.write(document_markdown.written([Heading("Agreement with raters"), *_blocks(found), version]))


def _blocks(found: Agreement) -> Iterator[Block]:
    yield from _section("Ratings", tuple(_matched(found.matched)))
    if found.together:
        yield from _checks(found)
    if found.metrics and found.value:
        yield from _metrics(found, _VALUES[found.value])
    if found.others:
        yield from _others(found)
    if found.pairs:
        yield from _pairs(found)
    yield from _changes(found)
    if found.notes:
        yield from _section("Notes", found.notes)


def _section(
    title: str,
    lines: Sequence[str] = (),
    head: Sequence[str] = (),
    rows: Sequence[Row] = (),
    notes: Sequence[str] = (),
) -> Iterator[Block]:
    """A table between sentences. A row whose first cell is empty belongs to the row before it."""
    yield Heading(title, level=3)
    if lines:
        yield Bullets(lines, dashes=False)
    if head:
        yield Table([Column(column, right=column not in _NAMES) for column in head], rows)
    if notes:
        yield Bullets(notes, dashes=False)


def _matched(matched: Matched) -> Iterator[str]:
    yield f"{matched.matched:,} of {matched.ratings:,} ratings belong to a segment of the reports."
    if matched.no_source:
        yield f"{matched.no_source:,} do not: their source is in none of the reports."
    if matched.no_target:
        yield f"{matched.no_target:,} do not: the reports have another translation of their source."
    if matched.replaced:
        yield f"{matched.replaced:,} were replaced: the same rater rated the segment again."
    raters = ", ".join(f"{rater} {number:,}" for rater, number in matched.raters.items())
    yield f"{matched.rated:,} of {matched.segments:,} segments are rated, by {raters}."
    yield f"Raters were asked to mark errors in {matched.marked:,} of them. Segments without a rating do not count."


def percent(share: Share, with_interval: bool = False) -> str:
    """A share in percent, with its interval."""
    if share.value is None:
        return "-"
    if not with_interval or share.interval is None:
        return f"{share.value:.0%}"
    return f"{share.value:.0%} ({100 * share.interval.low:.0f}-{100 * share.interval.high:.0f})"


def of(share: Share) -> str:
    """The numbers of a share."""
    return f"{share.number:,}/{share.size:,}" if share.size else "-"


def _checks(found: Agreement) -> Iterator[Block]:
    rows = [_check_row(check) for check in found.checks if check.findings]
    rows += [_check_row(found.together)] if found.together else []
    notes = [
        "right: findings that raters call an error, or that meet an error which a rater marked, of those judged.",
        "strict: the marked error must also have the category of the check.",
        "recall: errors that raters marked and a finding meets; of a check those of its category or below.",
        "Intervals in brackets are at 95 %.",
    ]
    if found.together and found.together.chance is not None:
        notes.append(
            f"Marks of the same length at any place would meet an error in {found.together.chance:.0%} of cases."
        )
    if found.together and found.together.firm.size < found.together.precision.size:
        notes.append("Marks of one rater alone judge some findings. Raters overlook errors, so precision is too low.")
    silent = sum(not check.findings for check in found.checks)
    if silent:
        notes.append(
            f"{silent:,} more checks marked nothing in these segments, but raters marked errors of their category."
        )
    undecided = found.together.undecided if found.together else 0
    if undecided:
        notes.append(f"Raters are split evenly on {count(undecided, 'finding')}. Such a finding is not counted.")
    head = ("check", "name", "right", "precision", "strict", "recall", "errors")
    return _section("Checks against raters", (), head, tuple(rows), tuple(notes))


def _check_row(check: CheckAgreement) -> tuple[str, ...]:
    return (
        check.check or "all",
        check.name if check.check else "",
        of(check.precision),
        percent(check.precision, True),
        percent(check.precision_strict),
        percent(check.recall),
        of(check.recall),
    )


def _metrics(found: Agreement, values: str) -> Iterator[Block]:
    shown = [*found.metrics, *([found.baseline] if found.baseline else [])]
    rows = [row for metric in shown for row in _figure_rows(metric.name, metric)]
    draws = f"{found.clusters}, {found.resamples:,} times" if found.resamples else ""
    return _section(
        "Metrics against raters",
        (f"The value of a segment is the mean of its raters: {values}.",),
        ("metric", "segments", *COLUMNS),
        tuple(rows),
        (
            "source: how often the metric orders two translations of a source as raters do (ties calibrated).",
            "tau, r: Kendall and Pearson over segments, where length counts much: compare -length.",
            "systems, SPA: how often it orders two systems as raters do, plain and weighed by certainty.",
            *([f"Below each figure its 95 % interval, drawing {draws}."] if draws else []),
        ),
    )


def _figure_rows(name: str, metric: MetricAgreement) -> Iterator[tuple[str, ...]]:
    figures = [metric.figures[column] for column in COLUMNS]
    yield (name, f"{metric.segments:,}", *map(_number, figures))
    if any(figure.interval for figure in figures):
        yield ("", "", *map(_interval, figures))


def _number(figure: Figure) -> str:
    return "-" if figure.value is None else f"{figure.value:.3f}"


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return ""
    low, high = (f"{round(end, 2) + 0.0:.2f}".replace("0.", ".") for end in (figure.interval.low, figure.interval.high))
    return f"{low} {high}"


def _others(found: Agreement) -> Iterator[Block]:
    rows = [row for one in found.others for row in _figure_rows(one.rater, one.own)]
    rows.append(_mean("raters, mean", [one.own for one in found.others]))
    for metric in found.metrics:
        same = [figures for one in found.others for figures in one.metrics if figures.name == metric.name]
        if len(same) == len(found.others):
            rows.append(_mean(f"{metric.name}, mean", same))
    return _section(
        "Raters against the mean of the others",
        ("No metric can be expected to agree with raters better than they agree with each other.",),
        ("who", "segments", *COLUMNS),
        tuple(rows),
        ("The means of metrics are against the same others on the same segments.",),
    )


def _mean(name: str, measured: Sequence[MetricAgreement]) -> tuple[str, ...]:
    means = []
    for column in COLUMNS:
        values = [value for one in measured if (value := one.figures[column].value) is not None]
        means.append(Figure(fmean(values) if len(values) == len(measured) else None))
    return (name, f"{sum(one.segments for one in measured):,}", *map(_number, means))


def _pairs(found: Agreement) -> Iterator[Block]:
    rows = [
        (
            " ".join(pair.raters),
            f"{pair.segments:,}",
            f"{pair.errors[0]:,}+{pair.errors[1]:,}",
            percent(pair.met, True),
            "-" if pair.chance is None else f"{pair.chance:.0%}",
            percent(pair.met_strict),
            "-" if pair.characters is None else f"{pair.characters:.0%}",
            percent(pair.severity),
        )
        for pair in found.pairs
    ]
    return _section(
        "Errors of two raters",
        (),
        ("raters", "shared", "errors", "met", "chance", "strict", "chars", "severity"),
        tuple(rows),
        (
            "shared: segments in which both were asked to mark errors.",
            "met: errors of one that meet an error of the other; strict: of the same category.",
            "chance: how often marks of the same length at any place of a segment would.",
            "chars: F1 of the marked characters. severity: pairs that meet and have the same one.",
        ),
    )


def _changes(found: Agreement) -> Iterator[Block]:
    proposed = [change for change in found.changes if change.action != "nothing"]
    waiting = sorted((change for change in found.changes if change.action == "nothing"), key=lambda one: one.needed)
    lines = [sentence(change) for change in (*proposed, *waiting[:SHOWN])]
    if len(waiting) > SHOWN:
        lines.append(f"{len(waiting) - SHOWN:,} more checks wait for more judged findings")
    return _section("Policy", tuple(lines) or ("Nothing speaks for a change of the policy.",))


def sentence(change: PolicyChange) -> str:
    """A proposed change, or why there is none, in one line."""
    doing = {
        "ignore": "switch it off",
        "lower": f"lower it to {change.value}",
        "raise": f"raise it to {change.value}",
        "floor": f"set it to {change.value}",
        "no floor": "remove it",
        "nothing": "no change yet",
    }[change.action]
    wait = f"; about {change.needed:,} more judged findings would decide" if change.needed else ""
    return f"{change.key}: {doing}: {change.why}{wait}"
