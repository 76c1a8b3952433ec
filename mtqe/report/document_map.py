"""The map of a document: a cell for each segment, with its gravest finding and its risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtqe.model import Finding, Score, Severity
from mtqe.stats.mqm import weight

CELLS = 600
"""Greatest number of cells in the map of one document; beyond it segments share a cell."""
LEVELS = 5
"""Shades of risk."""
RISKS: Mapping[str, Callable[[float], float]] = {
    "hallucination": lambda value: value,
    "learned": lambda value: 1 - value,
}
"""Segment scores that say how likely a segment is wrong, as a risk from 0 to 1: a lane below the map for each."""


@dataclass(frozen=True)
class Place:
    """A segment on the map: where it is, what was found in it, and its risk from 0 to 1 by each metric of `RISKS`."""

    anchor: str
    number: str
    findings: tuple[Finding, ...]
    risks: Mapping[str, float]


@dataclass(frozen=True)
class Tick:
    """A cell of a map.

    Args:
        rank: Rank of the gravest finding or -1.
        levels: Shades of the risk from 0, by the number of the metric in `RISKS`.
        anchor: Where it leads.
        title: What it stands for.
    """

    rank: int
    levels: tuple[tuple[int, int], ...]
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


def risk_metrics(scores: Iterable[Score]) -> list[tuple[int, str]]:
    """The metrics whose segment scores are shown as risk, with their number in `RISKS`."""
    names = {score.metric for score in scores if score.level == "segment" and score.value is not None}
    return [(number, metric) for number, metric in enumerate(RISKS) if metric in names]


def risks(scores: Sequence[Score]) -> dict[tuple[str | None, str], dict[str, float]]:
    """The risk of each segment by metric, by system and id."""
    found: dict[tuple[str | None, str], dict[str, float]] = {}
    for score in scores:
        if score.level == "segment" and score.metric in RISKS and score.value is not None:
            risk = min(1.0, max(0.0, RISKS[score.metric](score.value)))
            found.setdefault((score.system, score.segment or ""), {})[score.metric] = risk
    return found


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
    worst = max(places, key=lambda place: (_rank(place), max(place.risks.values(), default=0.0)))
    named = f"Segment {places[0].number}" if len(places) == 1 else f"Segments {places[0].number} to {places[-1].number}"
    found = ", ".join(f"{counts[severity]} {severity.value}" for severity in reversed(Severity) if counts[severity])
    title = f"{named}: {found or 'nothing found'}"
    levels = []
    for number, metric in enumerate(RISKS):
        own = [place.risks[metric] for place in places if metric in place.risks]
        if own:
            levels.append((number, min(LEVELS - 1, int(max(own) * LEVELS))))
            title += f", risk by {metric} {max(own):.2f}"
    return Tick(_rank(worst), tuple(levels), worst.anchor, title)


def _rank(place: Place) -> int:
    return max((finding.severity.rank for finding in place.findings), default=-1)
