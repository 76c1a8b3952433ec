"""Finds where systems differ: by document, by domain, and the segments that differ most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mtqe.comparing.pairing import Pairing
from mtqe.comparing.score_statistics import Scored, Source
from mtqe.errors import ConfigError
from mtqe.model import Segment
from mtqe.model.comparison import Breakdown, Part, SegmentPair
from mtqe.registry import metric_table


def breakdown(scored: Scored, pairing: Pairing, domains: Mapping[str, str | None]) -> Iterator[Breakdown]:
    """The scores of each document, then of each domain, if there is more than one."""
    parts: tuple[Part, ...] = ("document", "domain")
    for part in parts:
        groups: dict[str, list[int]] = {}
        for row, place in enumerate(scored.places):
            name = _name(part, pairing.shared[place][0], domains)
            if name is not None:
                groups.setdefault(name, []).append(row)
        if len(groups) < 2:
            continue
        for name, rows in groups.items():
            values = tuple(float(scored.aggregate(table[rows].sum(0))) for table in scored.tables)
            yield Breakdown(part, name, scored.metric, len(rows), values)


def _name(part: Part, segment: Segment, domains: Mapping[str, str | None]) -> str | None:
    if part == "document":
        return segment.doc
    domain = segment.meta.get("domain")
    return domains.get(segment.doc or "") if domain is None else str(domain)


def leading(comparable: Sequence[Scored], wanted: str | None) -> Scored | None:
    """The metric that segments are compared by: the requested one, else the most trusted one.

    Raises:
        ConfigError: The requested metric has no segment scores.
    """
    able = {scores.metric: scores for scores in comparable if all(scores.values)}
    if wanted is not None:
        if wanted not in able:
            raise ConfigError(
                f"{wanted} has no segment scores in these reports", f"metrics with segment scores: {', '.join(able)}"
            )
        return able[wanted]
    table = metric_table.rows()
    return max(
        able.values(), key=lambda metric: table[metric.metric].trust if metric.metric in table else 0, default=None
    )


def differing(scored: Scored, sources: Sequence[Source], pairing: Pairing, number: int) -> Iterator[SegmentPair]:
    """For each system the segments whose scores differ most from those of the first system."""
    first = scored.values[0]
    for index in range(1, len(sources)):
        values = scored.values[index]
        gaps = [
            (values[place] - first[place], place)
            for place in scored.places
            if place in first
            and place in values
            and first[place] != values[place]
            and pairing.shared[place][0].target != pairing.shared[place][index].target
        ]
        for difference, place in sorted(gaps, key=lambda item: -abs(item[0]))[:number]:
            before, after = pairing.shared[place][0], pairing.shared[place][index]
            yield SegmentPair(
                metric=scored.metric,
                baseline=sources[0].name,
                system=sources[index].name,
                source=before.source,
                baseline_target=before.target,
                target=after.target,
                baseline_value=first[place],
                value=values[place],
                difference=difference,
                better=(difference > 0) != scored.facts.lower_is_better,
                baseline_segment=before.id,
                segment=after.id,
                references=before.references,
                doc=before.doc,
            )
