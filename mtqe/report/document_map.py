"""The map of a document: a cell for each segment, with its most severe finding and its risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mtqe.model import Finding, MetricFacts, Score, Severity
from mtqe.model.metric_facts import Estimate
from mtqe.stats.mqm import weight

CELLS = 600
"""Greatest number of cells in the map of one document; in longer documents segments share a cell."""
BADGE = 4
"""Characters: of the longest number above a bar."""
LEVELS = 5
"""Shades of risk."""
LANES: tuple[Estimate, ...] = ("risk", "quality")
"""The estimates of segment scores, in the order of the lanes below the map. A lane shows the risk from 0 to 1 that a
segment is wrong, by the first metric of the report with this estimate; the risk is 1 minus the quality."""


@dataclass(frozen=True)
class Place:
    """A segment on the map: its anchor, its findings, and its risk from 0 to 1 by the number of the lane."""

    anchor: str
    number: str
    findings: tuple[Finding, ...]
    risks: Mapping[int, float]


@dataclass(frozen=True)
class Tick:
    """A cell of a map.

    Args:
        rank: Rank of the most severe finding, or -1.
        levels: Shade of the risk, from 0, by the number of the lane.
        anchor: Anchor of the segment that it links to.
        badge: The number of that segment; empty if it is too long to stand above a bar.
        title: Segments and findings in words.
    """

    rank: int
    levels: tuple[tuple[int, int], ...]
    anchor: str
    badge: str
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


def lanes(scores: Sequence[Score], facts: Mapping[str, MetricFacts]) -> dict[int, str]:
    """The metrics whose segment scores are shown as risk, by the number of their lane."""
    named = dict.fromkeys(score.metric for score in scores if score.level == "segment" and score.value is not None)
    metric_of: dict[int, str] = {}
    for lane, estimate in enumerate(LANES):
        fitting = [metric for metric in named if facts[metric].estimates == estimate]
        if fitting:
            metric_of[lane] = fitting[0]
    return metric_of


def risks(scores: Sequence[Score], lanes: Mapping[int, str]) -> dict[tuple[str | None, str], dict[int, float]]:
    """The risk of each segment by lane, by system and id."""
    lane_of = {metric: lane for lane, metric in lanes.items()}
    metric_of: dict[tuple[str | None, str], dict[int, float]] = {}
    for score in scores:
        lane = lane_of.get(score.metric)
        if score.level == "segment" and lane is not None and score.value is not None:
            risk = 1 - score.value if LANES[lane] == "quality" else score.value
            metric_of.setdefault((score.system, score.segment or ""), {})[lane] = min(1.0, max(0.0, risk))
    return metric_of


def strip(places: Sequence[Place], lane: int, system: str | None, scores: str, risk_names: Mapping[int, str]) -> Strip:
    """The map of one translation of a document."""
    findings = [finding for place in places for finding in place.findings]
    counts = Counter(finding.severity for finding in findings)
    size = -(-len(places) // CELLS)
    return Strip(
        lane=lane,
        system=system,
        ticks=tuple(_tick(places[start : start + size], risk_names) for start in range(0, len(places), size)),
        counts=tuple((severity.value, counts[severity]) for severity in reversed(Severity) if counts[severity]),
        scores=scores,
        weight=sum(weight(finding.category, finding.severity) for finding in findings),
    )


def _tick(places: Sequence[Place], risk_names: Mapping[int, str]) -> Tick:
    """One cell for one or more segments; it links to the one with the most severe finding, else the highest risk."""
    counts = Counter(finding.severity for place in places for finding in place.findings)
    worst = max(places, key=lambda place: (_rank(place), max(place.risks.values(), default=0.0)))
    named = f"Segment {places[0].number}" if len(places) == 1 else f"Segments {places[0].number} to {places[-1].number}"
    tally = ", ".join(f"{counts[severity]} {severity.value}" for severity in reversed(Severity) if counts[severity])
    title = f"{named}: {tally or 'no findings'}"
    levels = []
    for number, name in risk_names.items():
        values = [place.risks[number] for place in places if number in place.risks]
        if values:
            levels.append((number, min(LEVELS - 1, int(max(values) * LEVELS))))
            title += f", estimated risk {max(values):.2f} ({name})"
    badge = worst.number if len(worst.number) <= BADGE else ""
    return Tick(_rank(worst), tuple(levels), worst.anchor, badge, title)


def _rank(place: Place) -> int:
    return max((finding.severity.rank for finding in place.findings), default=-1)
