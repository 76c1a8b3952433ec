"""Writes a sample as a list for people, and the estimates from it as text or JSON.

The JSON of estimates is `{"schema": "mtqe.estimate/1", "estimates": [...], "notes": [...]}`; fields may be added, but
never removed or given another meaning.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from mtqe.model import Segment
from mtqe.people.sampling.estimation import Estimate
from mtqe.people.sampling.rating_values import Outcome, Quantity, Result
from mtqe.people.sampling.sample_files import Sample
from mtqe.prose import inert
from mtqe.report.csv import guard

SCHEMA = "mtqe.estimate/1"
COLUMNS = ("system", "segment", "stratum", "probability", "source", "translation", "score", "note")
"""The last two are empty, for the rater."""
Fold = Callable[[str, int], str]


def table(
    sample: Sample, segments: Mapping[tuple[str | None, str], Segment], out: TextIO, *, tabs: bool = False
) -> None:
    """Write the segments of a sample as CSV, or with tabs as TSV, a row for each.

    Args:
        sample: The sample.
        segments: The segments of the report, by system and id.
        out: Where to write.
        tabs: Whether to write TSV; tabs and line breaks in texts become spaces.
    """
    rows: list[list[str]] = [list(COLUMNS)]
    for item in sample.segments:
        segment = segments[item.system, item.id]
        cells = [item.system or "", item.id, item.stratum, f"{item.probability:.6g}", segment.source, segment.target]
        rows.append([*cells, "", ""])
    if tabs:
        out.writelines("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)
    else:
        csv.writer(out, lineterminator="\r\n").writerows([guard(cell) for cell in row] for row in rows)


def text(result: Result, out: TextIO, fold: Fold) -> None:
    """Write the estimates for a terminal."""
    for outcome in result.outcomes:
        for line in _lines(outcome):
            out.write(fold(inert(line), 2) + "\n")
    for system, quantity in result.unrated:
        out.write(
            fold(inert(f"{_title(system, quantity)}: fewer than two segments are rated, so there is no estimate"), 2)
        )
        out.write("\n")
    for note in result.notes:
        out.write(fold(inert(f"Note: {note}"), 2) + "\n")


def as_json(result: Result, out: TextIO) -> None:
    """Write the estimates as one JSON object."""
    estimates = [_row(outcome) for outcome in result.outcomes]
    unrated = [{"system": system, "quantity": quantity.name} for system, quantity in result.unrated]
    whole = {"schema": SCHEMA, "estimates": estimates, "unrated": unrated, "notes": list(result.notes)}
    json.dump(whole, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _title(system: str | None, quantity: Quantity) -> str:
    return f"{system}: {quantity.title}" if system else quantity.title


def _lines(outcome: Outcome) -> list[str]:
    digits = outcome.quantity.digits
    of_sample = f"{outcome.rated} of {outcome.rated + len(outcome.missing)} segments rated"
    lines = [f"{_title(outcome.system, outcome.quantity)} ({of_sample})"]
    named = [("stratified", outcome.stratified), ("model-assisted", outcome.assisted)]
    for name, estimate in named:
        if estimate is not None:
            tighter = ", the tighter one" if estimate is outcome.tighter and outcome.assisted else ""
            lines.append(f"  {name}: {_shown(estimate, digits)}{tighter}")
    if outcome.assisted is None:
        lines.append("  model-assisted: too few segments are rated")
    random = outcome.stratified.random
    lines.append(f"  a simple random sample of as many segments would give about ± {random:.{digits}f}")
    if outcome.missing:
        shown = ", ".join(outcome.missing[:5]) + (" …" if len(outcome.missing) > 5 else "")
        line = f"  not rated: {shown}; taken to be like the rated segments of the same stratum"
        if outcome.bounds:
            low, high = outcome.bounds
            line += f"; if all were worst or all best, the mean would be {low:.{digits}f} or {high:.{digits}f}"
        lines.append(line)
    if outcome.joined:
        lines.append(f"  strata joined, as too few of their segments are rated: {', '.join(outcome.joined)}")
    return lines


def _shown(estimate: Estimate, digits: int) -> str:
    low, high = estimate.interval.low, estimate.interval.high
    return f"{estimate.value:.{digits}f}, 95 % interval {low:.{digits}f} to {high:.{digits}f}"


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "system": outcome.system,
        "quantity": outcome.quantity.name,
        "title": outcome.quantity.title,
        "rated": outcome.rated,
        "missing": list(outcome.missing),
        "joined": list(outcome.joined),
        "stratified": _numbers(outcome.stratified),
        "model_assisted": _numbers(outcome.assisted),
        "tighter": "stratified" if outcome.tighter is outcome.stratified else "model_assisted",
        "simple_random_half_width": outcome.stratified.random,
        "bounds": list(outcome.bounds) if outcome.bounds else None,
    }


def _numbers(estimate: Estimate | None) -> dict[str, float | None] | None:
    if estimate is None:
        return None
    degrees = estimate.degrees if estimate.degrees < 1e9 else None
    return {
        "value": estimate.value,
        "low": estimate.interval.low,
        "high": estimate.interval.high,
        "level": estimate.interval.level,
        "standard_error": estimate.error,
        "degrees_of_freedom": degrees,
    }
