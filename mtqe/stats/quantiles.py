"""Quantiles of Student's t distribution and of the beta distribution, for any degrees of freedom, without numpy.

Source: Press, Teukolsky, Vetterling and Flannery (2007), "Numerical Recipes", section 6.4 (the incomplete beta function
as a continued fraction, by Lentz's method). Quantiles are found by bisection.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_TINY = 1e-300
_STEPS = 500
_HALVINGS = 200


def student(probability: float, degrees: float) -> float:
    """The quantile of Student's t distribution.

    Args:
        probability: Between one half and 1, both excluded.
        degrees: Degrees of freedom, above 0; may be infinite.
    """
    if degrees > 1e7:
        return _solve(lambda x: 0.5 * math.erfc(-x / math.sqrt(2)), probability, 0.0, 40.0)

    def below(x: float) -> float:
        return 1 - incomplete_beta(degrees / (degrees + x * x), degrees / 2, 0.5) / 2

    top = 1.0
    while below(top) < probability and top < 1e12:
        top *= 2
    return _solve(below, probability, 0.0, top)


def beta(probability: float, a: float, b: float) -> float:
    """The quantile of the beta distribution with the shapes `a` and `b`, both above 0."""
    return _solve(lambda x: incomplete_beta(x, a, b), probability, 0.0, 1.0)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, the share of a beta distribution below `x`."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    value = d
    for step in range(1, _STEPS):
        for term in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + term / c
            c = c if abs(c) > _TINY else _TINY
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value


def _solve(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a rising function reaches a value, by bisection."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2
