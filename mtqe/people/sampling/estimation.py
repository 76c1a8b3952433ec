"""Estimates the quality of all segments from the ratings of a stratified sample, each with a 95 % interval.

Three quantities: the mean score, the MQM penalty per 1,000 source words, and the share of segments with a major error.
Two estimators for each:

- *stratified*: the mean of each stratum, weighted with its size (Horvitz and Thompson 1952; Cochran 1977, sections 5.3
  and 6.11 for the ratio to words). The variance has the finite population correction, and Student's t has the degrees
  of freedom of Satterthwaite (1946). The interval of a share is that of Clopper and Pearson with the effective sample
  size (Korn and Graubard 1998), as a share near 0 or 1 is not normally distributed.
- *model-assisted*: the predicted quality of all segments, plus the mean difference of ratings and predictions in the
  sample (the difference estimator; Sarndal, Swensson and Wretman 1992, chapter 6; prediction-powered inference,
  Angelopoulos et al. 2023). The line from predictions to ratings is fitted on other segments than those whose
  differences are taken (cross-fitting), so a useless prediction costs nothing but a little width.

If the rated segments show no spread at all, such as ratings without any error, that is no proof that there is none. The
share of all segments that differ from them is then at most the upper end of Clopper and Pearson for none of them, and
the interval reaches as far as if these had the least or the greatest value.

Segments that nobody rated are left out within their stratum: the estimate takes them to be like the rated segments of
the same stratum. A stratum with fewer than two rated segments is joined with its neighbour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe.model import Interval
from mtqe.people.sampling.sample_files import Chosen, Stratum
from mtqe.stats import intervals, mqm, quantiles

Floats = NDArray[np.float64]
LEVEL = 0.95
"""Level of the intervals."""
FOLDS = 5
"""Numbers: of parts of the sample for cross-fitting."""
FEWEST = 10
"""Segments: that must be rated for the model-assisted estimate; a line through fewer is not worth having."""
PER = 1000.0
ROUNDING = 1e-9
"""Ratio: of the standard error and the estimate, below which the ratings show no spread."""


class Rated(NamedTuple):
    """A segment of the sample with a rating.

    Args:
        chosen: The segment.
        value: The rating.
    """

    chosen: Chosen
    value: float


class Estimate(NamedTuple):
    """An estimate for all segments of a system.

    Args:
        value: The estimate.
        interval: Its 95 % interval.
        error: Its standard error.
        degrees: Degrees of freedom of the standard error.
        random: Half width of the interval that a simple random sample of as many segments would be expected to give.
    """

    value: float
    interval: Interval
    error: float
    degrees: float
    random: float

    @property
    def width(self) -> float:
        """From one end of the interval to the other."""
        return self.interval.high - self.interval.low


class Group(NamedTuple):
    """A stratum with its rated segments.

    Args:
        name: Its name; several if strata were joined.
        size: Number of its segments.
        words: Number of their source words.
        prediction: Their mean prediction.
        weighted: Sum of words times prediction.
        rated: Those that were rated.
    """

    name: str
    size: int
    words: int
    prediction: float
    weighted: float
    rated: tuple[Rated, ...]


def groups(strata: Sequence[Stratum], rated: Sequence[Rated]) -> list[Group]:
    """The strata of a system with their rated segments; those with too few are joined with a neighbour."""
    found: list[Group] = []
    for stratum in strata:
        own = tuple(item for item in rated if item.chosen.stratum == stratum.name)
        found.append(Group(stratum.name, stratum.segments, stratum.words, stratum.prediction, stratum.weighted, own))
    while len(found) > 1 and (poor := next((k for k, group in enumerate(found) if _is_poor(group)), None)) is not None:
        first = min(poor, len(found) - 2)
        found[first : first + 2] = [_joined(found[first], found[first + 1])]
    return found


def _is_poor(group: Group) -> bool:
    return len(group.rated) < 2 and len(group.rated) < group.size


def _joined(first: Group, second: Group) -> Group:
    size = first.size + second.size
    prediction = (first.size * first.prediction + second.size * second.prediction) / size
    return Group(
        f"{first.name}+{second.name}",
        size,
        first.words + second.words,
        prediction,
        first.weighted + second.weighted,
        first.rated + second.rated,
    )


def mean(strata: Sequence[Group], limits: tuple[float, float] = (-math.inf, math.inf)) -> Estimate:
    """The stratified estimate of the mean rating."""
    values = [_values(group) for group in strata]
    return _estimate(_weighted(strata, values), strata, values, limits)


def share(strata: Sequence[Group]) -> Estimate:
    """The stratified estimate of a share, from values between 0 and 1."""
    plain = mean(strata, (0.0, 1.0))
    if all(len(group.rated) == group.size for group in strata):
        return plain
    return plain._replace(interval=_exact(plain, sum(len(group.rated) for group in strata)))


def per_1000_words(strata: Sequence[Group]) -> Estimate:
    """The stratified estimate of the sum of the ratings per 1,000 source words, as a ratio."""
    values = [_values(group) for group in strata]
    words = [np.array([item.chosen.words for item in group.rated], float) for group in strata]
    mean_words = _weighted(strata, words)
    ratio = _weighted(strata, values) / mean_words
    residuals = [(value - ratio * count) * PER / mean_words for value, count in zip(values, words, strict=True)]
    return _estimate(ratio * PER, strata, residuals, (0.0, math.inf), mqm.heaviest() * PER / mean_words)


Features = Callable[[Floats, Floats], Floats]


def assisted_mean(strata: Sequence[Group], limits: tuple[float, float] = (-math.inf, math.inf)) -> Estimate | None:
    """The model-assisted estimate of the mean rating; `None` if too few segments were rated."""

    def of_sample(group: Group) -> Floats:
        return np.array([[1.0, item.chosen.prediction] for item in group.rated], float).reshape(-1, 2)

    def of_all(group: Group) -> Floats:
        return np.array([1.0, group.prediction])

    found = _assisted(strata, of_sample, of_all)
    if found is None:
        return None
    value, residuals = found
    return _estimate(value, strata, residuals, limits)


def assisted_per_1000_words(strata: Sequence[Group]) -> Estimate | None:
    """The model-assisted estimate of the sum of ratings per 1,000 source words; `None` if too few were rated.

    The number of words of all segments is known, so the sum is estimated and divided by it.
    """

    def of_sample(group: Group) -> Floats:
        words = np.array([item.chosen.words for item in group.rated], float)
        return np.stack([words, words * np.array([item.chosen.prediction for item in group.rated])], 1)

    def of_all(group: Group) -> Floats:
        return np.array([group.words, group.weighted]) / group.size

    found = _assisted(strata, of_sample, of_all)
    if found is None:
        return None
    value, residuals = found
    factor = PER * sum(group.size for group in strata) / sum(group.words for group in strata)
    scaled = [part * factor for part in residuals]
    return _estimate(value * factor, strata, scaled, (0.0, math.inf), mqm.heaviest() * factor)


def _assisted(
    strata: Sequence[Group], of_sample: Callable[[Group], Floats], of_all: Callable[[Group], Floats]
) -> tuple[float, list[Floats]] | None:
    """The estimate of the mean, and the differences of ratings and cross-fitted predictions, by stratum."""
    if sum(len(group.rated) for group in strata) < FEWEST:
        return None
    rows, values = [of_sample(group) for group in strata], [_values(group) for group in strata]
    # Folds go round in turn over all strata, so that each has segments of all of them.
    number = iter(range(sum(map(len, values))))
    folds = [np.array([next(number) % FOLDS for _ in part], int) for part in values]
    weights = [np.full(len(part), group.size / max(len(part), 1)) for group, part in zip(strata, values, strict=True)]
    lines = [
        _fitted(rows, values, [weight * (fold != k) for weight, fold in zip(weights, folds, strict=True)])
        for k in range(FOLDS)
    ]
    total, residuals = 0.0, []
    size = sum(group.size for group in strata)
    for group, row, value, fold in zip(strata, rows, values, folds, strict=True):
        slopes = np.array([lines[k] for k in fold]).reshape(len(value), row.shape[1])
        differences = value - (row * slopes).sum(1)
        residuals.append(differences)
        total += group.size / size * float((slopes @ of_all(group) + differences).mean())
    return total, residuals


def _fitted(rows: Sequence[Floats], values: Sequence[Floats], weights: Sequence[Floats]) -> Floats:
    """The weighted least-squares line."""
    root = np.sqrt(np.concatenate(weights))
    line: Floats = np.linalg.lstsq(np.concatenate(rows) * root[:, None], np.concatenate(values) * root, rcond=None)[0]
    return line


def _values(group: Group) -> Floats:
    return np.array([item.value for item in group.rated], float)


def _weighted(strata: Sequence[Group], values: Sequence[Floats]) -> float:
    size = sum(group.size for group in strata)
    return sum(group.size / size * float(part.mean()) for group, part in zip(strata, values, strict=True))


def _estimate(
    value: float,
    strata: Sequence[Group],
    values: Sequence[Floats],
    limits: tuple[float, float],
    worst: float | None = None,
) -> Estimate:
    """The estimate with its interval, from the values whose spread within the strata makes its error.

    Args:
        value: The estimate.
        strata: The strata.
        values: The values, by stratum.
        limits: The least and the greatest possible value.
        worst: The value of segments that differ, if there is no greatest one and the values show no spread.
    """
    size = sum(group.size for group in strata)
    parts, degrees_parts, spread, overall = [], [], 0.0, _weighted(strata, values)
    for group, part in zip(strata, values, strict=True):
        share, sampled = group.size / size, len(part)
        variance = float(part.var(ddof=1)) if sampled > 1 else 0.0
        parts.append(share**2 * (1 - sampled / group.size) * variance / sampled)
        degrees_parts.append(max(sampled - 1, 1))
        spread += share * (variance + (float(part.mean()) - overall) ** 2)
    total = math.fsum(parts)
    degrees = (
        total**2 / math.fsum(part**2 / free for part, free in zip(parts, degrees_parts, strict=True))
        if total
        else math.inf
    )
    error = math.sqrt(total)
    number = sum(map(len, values))
    if error <= ROUNDING * max(1.0, abs(value)):
        ends = _without_spread(value, (limits[0], limits[1] if worst is None else worst), number, size)
    else:
        reach = quantiles.student((1 + LEVEL) / 2, degrees) * error
        ends = Interval(value - reach, value + reach, LEVEL)
    simple = math.sqrt(max(0.0, spread * (1 - number / size) / number))
    random = quantiles.student((1 + LEVEL) / 2, max(number - 1, 1)) * simple
    if simple <= ROUNDING * max(1.0, abs(value)):  # a simple random sample would show no spread, either
        random = (ends.high - ends.low) / 2
    return Estimate(value, _clipped(ends, *limits), error, degrees, random)


def _without_spread(value: float, ends: tuple[float, float], number: int, size: int) -> Interval:
    """The interval if no rated segment differs from what is known: some of the others may."""
    if number == size:
        return Interval(value, value, LEVEL)
    share = intervals.beyond(0, number, chosen=False, level=LEVEL).high
    low, high = (value + share * (end - value) if math.isfinite(end) else value for end in ends)
    return Interval(min(low, value), max(high, value), LEVEL)


def _clipped(interval: Interval, low: float, high: float) -> Interval:
    return Interval(min(high, max(low, interval.low)), max(low, min(high, interval.high)), LEVEL)


def _exact(estimate: Estimate, number: int) -> Interval:
    """The interval of a share by Clopper and Pearson with the effective sample size; without spread it is `number`."""
    value, variance = estimate.value, estimate.error**2
    effective = value * (1 - value) / variance if variance else float(number)
    if 0 < value < 1 and math.isfinite(estimate.degrees):
        ratio = quantiles.student((1 + LEVEL) / 2, max(number - 1, 1)) / quantiles.student(
            (1 + LEVEL) / 2, max(estimate.degrees, 1.0)
        )
        effective *= ratio**2
    hits, tail = value * effective, (1 - LEVEL) / 2
    low = quantiles.beta(tail, hits, effective - hits + 1) if hits > 0 else 0.0
    high = quantiles.beta(1 - tail, hits + 1, effective - hits) if hits < effective else 1.0
    return Interval(low, high, LEVEL)
