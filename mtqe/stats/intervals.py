"""Confidence intervals of counts and shares, without numpy: the gate and the calibration load nothing heavy.

Sources: Garwood (1936), "Fiducial Limits for the Poisson Distribution"; Breslow and Day (1987), "Statistical Methods in
Cancer Research" II, p. 69 (Byar's approximation for greater counts); Dobson, Kuulasmaa, Eberle and Scherer (1991),
"Confidence Intervals for Weighted Sums of Poisson Parameters"; Fay and Feuer (1997), "Confidence Intervals for Directly
Standardized Rates"; Wilks (1941), "Determination of Sample Sizes for Setting Tolerance Limits" (how much lies beyond an
order statistic, whatever the distribution).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

from mtqe.model import Interval

_EXACT = 100  # counts up to this one are solved for exactly; beyond it Byar is right to three digits


@functools.cache
def poisson(count: int, level: float = 0.95) -> Interval:
    """Interval of the expected number of events when `count` were seen, if they fall independently of each other.

    Errors of a translation tend to come in clusters, so for them the interval is rather too narrow than too wide.
    """
    tail = (1 - level) / 2
    if count > _EXACT:
        z = NormalDist().inv_cdf(1 - tail)
        low, high = (
            n * (1 - 1 / (9 * n) + sign * z / (3 * math.sqrt(n))) ** 3 for n, sign in ((count, -1), (count + 1, 1))
        )
        return Interval(low, high, level)
    top = 2.0 * count + 20
    low = _solve(lambda mean: 1 - _poisson_cdf(count - 1, mean) < tail, 0.0, top) if count else 0.0
    return Interval(low, _solve(lambda mean: _poisson_cdf(count, mean) > tail, 0.0, top), level)


def weighted(weights: Sequence[float], heaviest: float, level: float = 0.95) -> Interval:
    """Interval of the expected sum of the weights of events, each of which falls independently.

    The upper end is that of Fay and Feuer (1997): it allows for one event of the greatest weight that happened not to
    come, and so is wide. The lower end is that of Dobson and others (1991). One heavy event makes a sum less sure than
    the many light ones beside it, but the sum is not below that of these; so it is the greatest lower end that the
    events of any range of weights have.

    Args:
        weights: The weight of each event that was seen; those of weight 0 say nothing.
        heaviest: The greatest weight that an event can have.
        level: Level of the interval.
    """
    counted = [weight for weight in weights if weight]
    kinds = sorted(set(counted))
    ranges = [(least, greatest) for least in kinds for greatest in kinds if least <= greatest]
    lows = [
        _dobson_low([weight for weight in counted if least <= weight <= greatest], level) for least, greatest in ranges
    ]
    total, squares = math.fsum([*counted, heaviest]), math.fsum(weight * weight for weight in [*counted, heaviest])
    degrees = 2 * total * total / squares
    high = squares / (2 * total) * _chi_square(degrees, 1 - (1 - level) / 2)
    return Interval(max([0.0, *lows]), high, level)


def _dobson_low(weights: Sequence[float], level: float) -> float:
    number = len(weights)
    scale = math.sqrt(math.fsum(weight * weight for weight in weights) / number)
    return math.fsum(weights) + scale * (poisson(number, level).low - number)


def _chi_square(degrees: float, quantile: float) -> float:
    """Quantile of the chi-square distribution by Wilson and Hilferty (1931); good to 1 % from two degrees on."""
    part = 2 / (9 * degrees)
    return float(degrees * (1 - part + NormalDist().inv_cdf(quantile) * math.sqrt(part)) ** 3)


def beyond(number: int, size: int, chosen: bool = True, level: float = 0.95) -> Interval:
    """Interval of the share of new cases that lie beyond a limit which `number` of `size` known ones lie beyond.

    The limit is one of the known values, chosen so that just that many lie beyond it, which makes the share follow a
    beta distribution whatever the cases are like (Wilks 1941). It holds for cases of the same kind as the known ones.
    For a limit that was there before the cases it is the interval of Clopper and Pearson (1934), whose lower end is
    less.

    Args:
        number: How many of the known cases lie beyond the limit.
        size: How many are known.
        chosen: Whether the limit is one of the known values.
        level: Level of the interval.
    """
    tail = (1 - level) / 2

    def more(share: float, than: int) -> float:
        """Chance of more than so many among `size`."""
        return 1 - math.fsum(math.comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(than + 1))

    least = number if chosen else number - 1
    low = _solve(lambda share: more(share, least) < tail, 0.0, 1.0) if least >= 0 else 0.0
    high = _solve(lambda share: more(share, number) < 1 - tail, 0.0, 1.0) if number < size else 1.0
    return Interval(low, high, level)


def _solve(left: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that holds on the left ceases to hold, by bisection."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) else (low, middle)
    return (low + high) / 2


def _poisson_cdf(count: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
