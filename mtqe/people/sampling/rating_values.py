"""Matches ratings with a sample, and estimates from them: score, MQM penalty and share of major errors."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.model import Severity
from mtqe.model.ratings import SCORES, Rating, replaces
from mtqe.people.sampling import estimation
from mtqe.people.sampling.estimation import Estimate, Rated
from mtqe.people.sampling.sample_files import Chosen, Sample, texts
from mtqe.stats import mqm

Key = tuple[str | None, str]
Value = Callable[[Rating], float | None]


class Quantity(NamedTuple):
    """Something that ratings tell of a segment.

    Args:
        name: Name in JSON.
        title: What it is, with its unit.
        value: Its value by a rating; `None` if the rater was not asked for it.
        limits: The least and the greatest value.
        digits: Digits behind the point that are shown.
    """

    name: str
    title: str
    value: Value
    limits: tuple[float, float]
    digits: int


def _penalty(rating: Rating) -> float | None:
    if rating.errors is None:
        return None
    return math.fsum(mqm.weight(error.category, error.severity) for error in rating.errors)


def _has_major(rating: Rating) -> float | None:
    if rating.errors is None:
        return None
    return float(any(error.severity.rank >= Severity.MAJOR.rank for error in rating.errors))


SCORE = Quantity("score", "mean score, 0 to 100", lambda rating: rating.score, SCORES, 1)
PENALTY = Quantity("penalty_per_1000_words", "MQM penalty per 1,000 source words", _penalty, (0.0, math.inf), 1)
MAJOR = Quantity("share_with_major_error", "share of segments with a major error", _has_major, (0.0, 1.0), 3)
QUANTITIES = (SCORE, PENALTY, MAJOR)


class Outcome(NamedTuple):
    """What the ratings say of one quantity of one system.

    Args:
        system: Name of the translation system, if there are several.
        quantity: The quantity.
        rated: Number of segments of the sample with a rating of it.
        missing: Ids of those without one.
        joined: The strata that were joined because too few of their segments were rated.
        stratified: The estimate from the ratings alone.
        assisted: The estimate from ratings and predictions; `None` if too few segments were rated.
        bounds: The stratified estimate if all missing segments had the least or the greatest value; `None` if nothing
            is missing or there is no greatest value.
    """

    system: str | None
    quantity: Quantity
    rated: int
    missing: tuple[str, ...]
    joined: tuple[str, ...]
    stratified: Estimate
    assisted: Estimate | None
    bounds: tuple[float, float] | None

    @property
    def tighter(self) -> Estimate:
        """The estimate with the narrower interval."""
        both = [self.stratified, *([self.assisted] if self.assisted else [])]
        return min(both, key=lambda estimate: estimate.width)


class Result(NamedTuple):
    """All estimates from a sample.

    Args:
        outcomes: One for each system and quantity that was rated.
        unrated: System and quantity of those with fewer than two rated segments, for which nothing can be said.
        notes: What became of ratings that could not be used.
    """

    outcomes: tuple[Outcome, ...]
    unrated: tuple[tuple[str | None, Quantity], ...]
    notes: tuple[str, ...]


def estimate(sample: Sample, ratings: Sequence[Rating]) -> Result:
    """Estimate from ratings of a sample. Several raters of a segment are averaged.

    Raises:
        InputError: No rating is of a segment of the sample.
    """
    by_segment, notes = _matched(sample, ratings)
    outcomes: list[Outcome] = []
    unrated: list[tuple[str | None, Quantity]] = []
    for system in dict.fromkeys(stratum.system for stratum in sample.strata):
        own = [item for item in sample.segments if item.system == system]
        for quantity in QUANTITIES:
            rated = list(_rated(own, by_segment, quantity))
            if len(rated) < min(2, len(own)):
                unrated.append((system, quantity))
            else:
                outcomes.append(_outcome(sample, system, own, rated, quantity))
    return Result(tuple(outcomes), tuple(unrated), tuple(notes))


def _matched(sample: Sample, ratings: Sequence[Rating]) -> tuple[Mapping[Key, Sequence[Rating]], list[str]]:
    """The ratings of each segment of the sample, one for each rater, and notes on the others."""
    chosen = {(item.system, item.id): item for item in sample.segments}
    by_texts = _unique(sample)
    systems = {item.system for item in sample.segments}
    latest: dict[Key, dict[str, Rating]] = defaultdict(dict)
    outside: list[str] = []
    changed: list[str] = []
    repeated = 0
    for rating in ratings:
        # With one system its name does not matter: a report of one system has none.
        system = rating.system if len(systems) > 1 else next(iter(systems))
        item = chosen.get((system, rating.segment))
        rated = texts(rating.source, rating.target)
        if item is None or item.texts not in ("", rated):
            # Other tools number segments in their own way; then the texts tell which segment it is.
            changed += [rating.segment] if item is not None and (system, rated) not in by_texts else []
            outside += [rating.segment] if item is None and (system, rated) not in by_texts else []
            item = by_texts.get((system, rated))
        if item is not None:
            earlier = latest[system, item.id].get(rating.rater)
            repeated += earlier is not None
            if replaces(rating, earlier):
                latest[system, item.id][rating.rater] = rating
    if not any(latest.values()):
        raise InputError(
            f"none of the {len(ratings)} ratings is of a segment of the sample",
            "give ratings of the segments that the sample names, with the same texts",
        )
    notes = []
    if outside:
        notes.append(
            f"{_some(outside)} not in the sample: ratings not used, because their chance of being drawn is unknown"
        )
    if changed:
        notes.append(f"{_some(changed)} rated with other texts than those of the sample: ratings not used")
    if repeated:
        notes.append(f"{repeated} ratings replaced by a later one of the same rater and segment")
    return {key: list(found.values()) for key, found in latest.items()}, notes


def _unique(sample: Sample) -> dict[Key, Chosen]:
    """The segments of a sample by system and hash of their texts, without those that share both with another."""
    numbers = Counter((item.system, item.texts) for item in sample.segments)
    return {(item.system, item.texts): item for item in sample.segments if numbers[item.system, item.texts] == 1}


def _some(ids: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(ids))
    shown = ", ".join(distinct[:5]) + (" …" if len(distinct) > 5 else "")
    return f"segment {shown} is" if len(distinct) == 1 else f"{len(distinct)} segments ({shown}) are"


def _rated(own: Sequence[Chosen], by_segment: Mapping[Key, Sequence[Rating]], quantity: Quantity) -> Iterable[Rated]:
    """The segments with a rating of a quantity, each with the mean over its raters."""
    for item in own:
        values = [quantity.value(rating) for rating in by_segment.get((item.system, item.id), ())]
        known = [value for value in values if value is not None]
        if known:
            yield Rated(item, fmean(known))


def _outcome(
    sample: Sample, system: str | None, own: Sequence[Chosen], rated: Sequence[Rated], quantity: Quantity
) -> Outcome:
    strata = [stratum for stratum in sample.strata if stratum.system == system]
    groups = estimation.groups(strata, rated)
    have = {item.chosen.id for item in rated}
    missing = tuple(item.id for item in own if item.id not in have)
    if quantity is PENALTY:
        plain, assisted = estimation.per_1000_words(groups), estimation.assisted_per_1000_words(groups)
    elif quantity is MAJOR:
        plain, assisted = estimation.share(groups), estimation.assisted_mean(groups, quantity.limits)
    else:
        plain = estimation.mean(groups, quantity.limits)
        assisted = estimation.assisted_mean(groups, quantity.limits)
    return Outcome(
        system=system,
        quantity=quantity,
        rated=len(rated),
        missing=missing,
        joined=tuple(group.name for group in groups if "+" in group.name),
        stratified=plain,
        assisted=assisted,
        bounds=_bounds(own, rated, quantity) if missing and math.isfinite(quantity.limits[1]) else None,
    )


def _bounds(own: Sequence[Chosen], rated: Sequence[Rated], quantity: Quantity) -> tuple[float, float]:
    """The estimates of the mean if all missing segments had the least, or the greatest value."""
    known = {item.chosen.id: item.value for item in rated}
    total = math.fsum(1 / item.probability for item in own)
    low, high = (
        math.fsum(known.get(item.id, end) / item.probability for item in own) / total for end in quantity.limits
    )
    return low, high
