"""The map of a document: a cell for each segment, with its gravest finding and its risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtqe.model import Finding, Score, Severity
from mtqe.mqm import weight

CELLS = 600
"""Greatest number of cells in the map of one document; beyond it segments share a cell."""
LEVELS = 5
"""Shades of risk."""
RISKS: Mapping[str, Callable[[float], float]] = {
    "hallucination": lambda value: value,
    "learned": lambda value: 1 - value,
}
"""Segment scores that say how likely a segment is wrong, as a risk from 0 to 1; the first in a report is shown."""


@dataclass(frozen=True)
class Place:
    """A segment on the map: where it is, what was found in it, and its risk from 0 to 1 if it has a score."""

    anchor: str
    number: str
    findings: tuple[Finding, ...]
    risk: float | None


@dataclass(frozen=True)
class Tick:
    """A cell of a map.

    Args:
        rank: Rank of the gravest finding or -1.
        level: Shade of the risk from 0, or -1 without a score.
        anchor: Where it leads.
        title: What it stands for.
    """

    rank: int
    level: int
    anchor: str
    title: str


@dataclass(frozen=True)
class Strip:
    """The map of one translation of a document."""

    lane: int
    system: str | None
    ticks: tuple[Tick, ...]
    counts: tuple[tuple[str, int], ...]
    scores: str
    weight: float


def risk_metric(scores: Iterable[Score]) -> str | None:
    """The metric whose segment scores are shown as risk."""
    names = {score.metric for score in scores if score.level == "segment" and score.value is not None}
    return next((metric for metric in RISKS if metric in names), None)


def risks(scores: Sequence[Score]) -> dict[tuple[str | None, str], float]:
    """The risk of each segment, by system and id."""
    metric = risk_metric(scores)
    if metric is None:
        return {}
    return {
        (score.system, score.segment or ""): min(1.0, max(0.0, RISKS[metric](score.value)))
        for score in scores
        if score.metric == metric and score.level == "segment" and score.value is not None
    }


def strip(places: Sequence[Place], lane: int, system: str | None, scores: str) -> Strip:
    """The map of one translation of a document.

    Args:
        places: Its segments, in order.
        lane: Number of the system.
        system: Name of the system.
        scores: Scores of the document in words.
    """
    findings = [finding for place in places for finding in place.findings]
    counts = Counter(finding.severity for finding in findings)
    size = -(-len(places) // CELLS)
    return Strip(
        lane=lane,
        system=system,
        ticks=tuple(_tick(places[start : start + size]) for start in range(0, len(places), size)),
        counts=tuple((severity.value, counts[severity]) for severity in reversed(Severity) if counts[severity]),
        scores=scores,
        weight=sum(weight(finding.category, finding.severity) for finding in findings),
    )


def _tick(places: Sequence[Place]) -> Tick:
    """One cell for one segment or a run of them: it leads to the one with the gravest finding, else the riskiest."""
    counts = Counter(finding.severity for place in places for finding in place.findings)
    worst = max(places, key=lambda place: (_rank(place), place.risk or 0.0))
    risk = max((place.risk for place in places if place.risk is not None), default=None)
    named = f"Segment {places[0].number}" if len(places) == 1 else f"Segments {places[0].number} to {places[-1].number}"
    found = ", ".join(f"{counts[severity]} {severity.value}" for severity in reversed(Severity) if counts[severity])
    title = f"{named}: {found or 'nothing found'}" + ("" if risk is None else f", risk {risk:.2f}")
    return Tick(_rank(worst), -1 if risk is None else min(LEVELS - 1, int(risk * LEVELS)), worst.anchor, title)


def _rank(place: Place) -> int:
    return max((finding.severity.rank for finding in place.findings), default=-1)
