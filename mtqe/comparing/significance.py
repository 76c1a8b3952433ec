"""Paired tests of every pair of systems under one metric, corrected by Holm's method, and the resulting clusters.

The approximate randomisation test decides. The paired bootstrap gives the interval of the difference. Its p-value is
reported as sacreBLEU computes it, but it decides nothing because it is too small: it rejects about one in ten pairs of
equal systems at a level of .05 (`bench/compare.py`).

Sources: Holm (1979), "A Simple Sequentially Rejective Multiple Test Procedure"; clusters and ranges of ranks as in the
shared tasks of WMT (Kocmi et al. 2022, "Findings of the 2022 Conference on Machine Translation").
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from mtqe.model import Interval
from mtqe.model.comparison import PairedTest, Standing
from mtqe.stats import resample
from mtqe.stats.resample import Aggregate, Array, Paired

POWER = 0.8
"""Probability with which a test detects a difference of the size `detectable` (Cohen's convention)."""


@dataclass(frozen=True)
class Plan:
    """Settings of the tests.

    Args:
        level: Level of significance.
        trials: Number of trials of the randomisation test.
        resamples: Number of resamples of the bootstrap.
        seed: Seed of both.
    """

    level: float = 0.05
    trials: int = 10_000
    resamples: int = 1000
    seed: int = 12345


def enough(plan: Plan, systems: int) -> Plan:
    """The plan with enough trials for the number of systems.

    A p-value cannot be smaller than 1 / trials, and Holm's method needs small p-values if there are many pairs.
    """
    return replace(plan, trials=max(plan.trials, math.ceil(2 * math.comb(systems, 2) / plan.level)))


def paired_tests(
    names: Sequence[str], tables: Sequence[Array], aggregate: Aggregate, higher_is_better: bool, plan: Plan
) -> tuple[PairedTest, ...]:
    """Test every pair of systems.

    Args:
        names: Names of the systems.
        tables: Statistics of each system, all of shape `(segments, k)`.
        aggregate: As in `resample`.
        higher_is_better: Whether a higher score is better.
        plan: Settings of the tests.
    """
    pairs = list(itertools.combinations(range(len(names)), 2))
    results: list[tuple[Paired, Paired]] = []
    for first, second in pairs:
        by_chance = resample.paired_approximate_randomization(
            tables[first], tables[second], aggregate, plan.trials, plan.seed
        )
        results.append((by_chance, _bootstrap(tables[first], tables[second], aggregate, higher_is_better, plan)))
    adjusted = holm([by_chance.p_value for by_chance, _ in results])
    tests = []
    sign = 1.0 if higher_is_better else -1.0
    for (first, second), (by_chance, drawn), p_holm in zip(pairs, results, adjusted, strict=True):
        assert drawn.interval is not None
        assert drawn.wins is not None
        low, high = sorted(sign * bound for bound in (drawn.interval.low, drawn.interval.high))
        difference = by_chance.difference
        tests.append(
            PairedTest(
                baseline=names[first],
                system=names[second],
                difference=difference,
                better=None if difference == 0 else (difference > 0) == higher_is_better,
                interval=Interval(low, high, drawn.interval.level),
                p_value=by_chance.p_value,
                p_holm=p_holm,
                significant=p_holm < plan.level,
                p_bootstrap=drawn.p_value,
                wins=drawn.wins,
                detectable=detectable(high - low, plan.level / len(pairs)),
            )
        )
    return tuple(tests)


def _bootstrap(first: Array, second: Array, aggregate: Aggregate, higher_is_better: bool, plan: Plan) -> Paired:
    """The paired bootstrap of the second system; `wins` is the share of resamples in which it is better."""
    if higher_is_better:
        return resample.paired_bootstrap(first, second, aggregate, plan.resamples, plan.seed)
    return resample.paired_bootstrap(first, second, lambda sums: -aggregate(sums), plan.resamples, plan.seed)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted by Holm's method: they are below a level exactly if the method rejects at that level."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    greatest = 0.0
    for done, place in enumerate(order):
        greatest = max(greatest, min(1.0, (len(order) - done) * p_values[place]))
        adjusted[place] = greatest
    return adjusted


def detectable(width: float, level: float) -> float:
    """The smallest true difference that a two-sided test detects with probability `POWER`.

    Args:
        width: Width of the 95 % interval of the difference; the standard error is computed from it.
        level: Level of the test.
    """
    normal = NormalDist()
    error = width / 2 / normal.inv_cdf(0.975)
    return error * (normal.inv_cdf(1 - level / 2) + normal.inv_cdf(POWER))


def standings(
    values: Sequence[tuple[str, float | None]], tests: Sequence[PairedTest], higher_is_better: bool
) -> tuple[Standing, ...]:
    """The systems, best first, with their clusters and ranges of ranks."""
    sign = -1.0 if higher_is_better else 1.0
    ordered = sorted(values, key=lambda item: math.inf if item[1] is None else sign * item[1])
    names = [name for name, _ in ordered]
    beats = {(t.system, t.baseline) if t.better else (t.baseline, t.system) for t in tests if t.significant}
    cluster = 1
    ranked = []
    for place, (name, value) in enumerate(ordered):
        if place and all((above, below) in beats for above in names[:place] for below in names[place:]):
            cluster += 1
        worse = sum((name, rival) in beats for rival in names)
        better = sum((rival, name) in beats for rival in names)
        ranked.append(Standing(name, value, cluster, better + 1, len(names) - worse))
    return tuple(ranked)
