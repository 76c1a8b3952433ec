"""Confidence intervals of counts and shares, without numpy, so that the gate and the calibration start fast.

Sources: Garwood (1936), "Fiducial Limits for the Poisson Distribution"; Breslow and Day (1987), "Statistical Methods in
Cancer Research" II, p. 69 (Byar's approximation for large counts); Dobson, Kuulasmaa, Eberle and Scherer (1991),
"Confidence Intervals for Weighted Sums of Poisson Parameters"; Fay and Feuer (1997), "Confidence Intervals for Directly
Standardized Rates"; Wilks (1941), "Determination of Sample Sizes for Setting Tolerance Limits" (the share beyond an
order statistic of any distribution); Wilson (1927), "Probable Inference, the Law of Succession, and Statistical
Inference" (shares of many cases).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

from mtqe.model import Interval

_EXACT = (
    100  # greatest count that is solved exactly; for greater counts Byar is right to three digits, logarithms to ten
)


@functools.cache
def poisson(count: int, level: float = 0.95) -> Interval:
    """Interval of the expected number of independent events, given the observed number.

    Errors of a translation tend to cluster, so for them the interval may be too narrow.
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
    """Interval of the expected sum of the weights of independent events.

    The upper end is that of Fay and Feuer (1997). It allows for one unobserved event of the greatest weight, so it is
    wide. The lower end is based on Dobson and others (1991). One heavy event makes a sum more uncertain than many light
    events do, but the sum cannot be less than that of the light events. So the lower end is the greatest lower end over
    all ranges of weights.

    Args:
        weights: The weight of each observed event; events of weight 0 have no effect.
        heaviest: The greatest possible weight of an event.
        level: Level of the interval, between 0 and 1.
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
    """Quantile of the chi-square distribution (Wilson and Hilferty 1931), right to 1 % from two degrees on."""
    part = 2 / (9 * degrees)
    return float(degrees * (1 - part + NormalDist().inv_cdf(quantile) * math.sqrt(part)) ** 3)


def beyond(number: int, size: int, chosen: bool = True, level: float = 0.95) -> Interval:
    """Interval of the share of new cases beyond a limit, given that `number` of `size` known cases are beyond it.

    If the limit is one of the known values, chosen so that exactly `number` cases are beyond it, the share follows a
    beta distribution for any distribution of the cases (Wilks 1941). The new cases must be of the same kind. If the
    limit was set before the cases were known, the interval is that of Clopper and Pearson (1934), whose lower end is
    less.
    """
    tail = (1 - level) / 2

    def more(share: float, than: int) -> float:
        """Probability that more than `than` of `size` cases are beyond the limit."""
        return 1 - math.fsum(_binomial(k, size, share) for k in range(than + 1))

    least = number if chosen else number - 1
    low = _solve(lambda share: more(share, least) < tail, 0.0, 1.0) if least >= 0 else 0.0
    high = _solve(lambda share: more(share, number) < 1 - tail, 0.0, 1.0) if number < size else 1.0
    return Interval(low, high, level)


def wilson(number: int, size: int, level: float = 0.95) -> Interval:
    """Interval of a share, given that `number` of `size` independent cases, at least one, have the property."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, scale = number / size, 1 + z * z / size
    centre = (share + z * z / (2 * size)) / scale
    half = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / scale
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Interval(0.0 if number == 0 else low, 1.0 if number == size else high, level)


def _binomial(number: int, size: int, share: float) -> float:
    """Probability of a number of hits; the coefficients of more than `_EXACT` cases are too large for a float."""
    if size <= _EXACT:
        return math.comb(size, number) * share**number * (1 - share) ** (size - number)
    coefficient = math.lgamma(size + 1) - math.lgamma(number + 1) - math.lgamma(size - number + 1)
    return math.exp(coefficient + number * math.log(share) + (size - number) * math.log1p(-share))


def _solve(left: Callable[[float], bool], low: float, high: float) -> float:
    """The point at which a condition that holds on the left stops holding, by bisection."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) else (low, middle)
    return (low + high) / 2


def _poisson_cdf(count: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
