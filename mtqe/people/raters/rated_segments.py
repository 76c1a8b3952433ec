"""Finds the segment of each rating: by its texts, and where several segments have them, by system, document and id.

White space does not count, because some formats change it; spans are moved accordingly. Of segments with the same texts
that nothing else tells apart, the first rating of a rater belongs to the first one, the second to the second. If a
rater rated a segment again, the later rating counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from mtqe.model import Report, Segment, Span
from mtqe.model.agreement_report import Matched
from mtqe.model.ratings import Rating, replaces

Place = tuple[int, str | None, str]
"""Number of the report, system and id of a segment."""


@dataclass(frozen=True)
class RatedSegment:
    """A segment that somebody rated.

    Args:
        place: Where it is.
        segment: The segment.
        system: Name of its system, unique among the reports: as the report names it, else the name of the report.
        ratings: One for each rater; their texts and spans are those of the segment.
    """

    place: Place
    segment: Segment
    system: str
    ratings: tuple[Rating, ...]


def match(reports: Sequence[tuple[str, Report]], ratings: Iterable[Rating]) -> tuple[list[RatedSegment], Matched]:
    """The rated segments in the order of the reports, and which ratings belong to none and why.

    Args:
        reports: Name and report.
        ratings: The ratings; later ones replace earlier ones.
    """
    segments: dict[Place, Segment] = {}
    names: dict[Place, str] = {}
    by_texts: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for number, (label, report) in enumerate(reports):
        for segment in report.segments:
            place = (number, segment.system, segment.id)
            segments[place], names[place] = segment, segment.system or label
            by_texts[_key(segment.source), _key(segment.target)].append(place)
    sources = {source for source, _ in by_texts}
    said: dict[Place, dict[str, Rating]] = defaultdict(dict)
    total = replaced = no_source = no_target = 0
    for rating in ratings:
        total += 1
        places = by_texts.get((_key(rating.source), _key(rating.target)))
        if places is None:
            known = _key(rating.source) in sources
            no_target, no_source = no_target + known, no_source + (not known)
            continue
        place = _choose(rating, places, segments, names, said)
        earlier = said[place].get(rating.rater)
        replaced += earlier is not None
        if replaces(rating, earlier):
            said[place][rating.rater] = _moved(rating, segments[place])
    unique = _unique(reports)
    rated = [
        RatedSegment(place, segments[place], unique[place[:2]], tuple(said[place].values()))
        for place in segments
        if place in said
    ]
    raters: dict[str, int] = defaultdict(int)
    for one in rated:
        for rating in one.ratings:
            raters[rating.rater] += 1
    marked = sum(any(rating.errors is not None for rating in one.ratings) for one in rated)
    counts = (total, total - no_source - no_target, replaced, no_source, no_target)
    return rated, Matched(*counts, len(segments), len(rated), marked, dict(sorted(raters.items())))


def _unique(reports: Sequence[tuple[str, Report]]) -> dict[tuple[int, str | None], str]:
    """A name for each system of each report; the name of its report is in front if several have the same."""
    systems = {
        (number, segment.system): segment.system or label
        for number, (label, report) in enumerate(reports)
        for segment in report.segments
    }
    names = list(systems.values())
    return {key: name if names.count(name) == 1 else f"{reports[key[0]][0]}/{name}" for key, name in systems.items()}


def _choose(
    rating: Rating,
    places: Sequence[Place],
    segments: dict[Place, Segment],
    names: dict[Place, str],
    said: dict[Place, dict[str, Rating]],
) -> Place:
    tests: tuple[Callable[[Place], bool], ...] = (
        lambda place: names[place] == rating.system,
        lambda place: segments[place].doc == rating.doc,
        lambda place: segments[place].id == rating.segment,
    )
    left = list(places)
    for test in tests:
        left = [place for place in left if test(place)] or left
    return next((place for place in left if rating.rater not in said[place]), left[0])


def _key(text: str) -> str:
    return " ".join(text.split())


def _moved(rating: Rating, segment: Segment) -> Rating:
    """The rating with the texts of the segment; its spans mark the same characters, but for white space."""
    if (rating.source, rating.target) == (segment.source, segment.target):
        return rating
    errors = tuple(
        msgspec.structs.replace(
            error,
            spans=tuple(_span(span, rating.text(span.side), segment.text(span.side)) for span in error.spans),
        )
        for error in rating.errors or ()
    )
    return msgspec.structs.replace(
        rating, source=segment.source, target=segment.target, errors=errors if rating.errors is not None else None
    )


def _span(span: Span, before: str, after: str) -> Span:
    if before == after:
        return span
    places = [index for index, char in enumerate(after) if not char.isspace()]
    first, last = (sum(not char.isspace() for char in before[:end]) for end in (span.start, span.end))
    if first < last:
        return Span(span.side, places[first], places[last - 1] + 1)
    at = places[first] if first < len(places) else len(after)
    return Span(span.side, at, at)
