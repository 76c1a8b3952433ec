"""Checks the paired tests of `mtqe compare`: false positives on equal systems, and power.

    python -m bench.compare [SET ...] [--runs 1000] [--trials 1000] [--seed 1]

There are three kinds of equal systems: normal scores of two equal systems (`simulated`); two real systems whose
translations of each segment are swapped at random (`swapped`); the segments of one real system divided at random into
two halves (`halves`). Sets are gzipped JSON Lines as for `bench.correlation`; every pair of systems is tested
with the statistics of chrF and BLEU. A test at level .05 must reject about .05; the column `±` is twice the standard
error of a rate of .05. `family` is the share of comparisons of several equal systems in which any pair is called
different after Holm's correction. `power` is how often a true difference of the size that `detectable` gives is found;
it should be .8. Without a set the simulated systems are tested; with sets only those.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench import judged
from bench.lexical import scorer_of
from mtqe.comparing.significance import Plan, paired_tests
from mtqe.model import Segment
from mtqe.model.comparison import PairedTest
from mtqe.registry.contracts import Context
from mtqe.stats import resample
from mtqe.stats.resample import Aggregate, Array

Pair = tuple[Array, Array]
Generator = np.random.Generator
LEVEL = 0.05


def main() -> int:
    arguments = parse()
    print(f"{arguments.runs} runs, {arguments.trials} trials and resamples, level {LEVEL}")
    print(f"{'equal systems':32}{'segments':>9}{'random.':>9}{'bootstrap':>11}{'interval':>10}{'±':>7}")
    for path in arguments.sets:
        for metric in ("chrf", "bleu"):
            tables = statistics(judged.read(path, humans=False), metric)
            aggregate = scorer_of(metric).aggregate
            name = f"{path.name.split('.jsonl')[0]} {metric}"
            report(f"{name} swapped", swapped(tables), aggregate, arguments)
            report(f"{name} halves", halves(tables), aggregate, arguments)
    if arguments.sets:
        return 0
    for segments in (50, 500):
        report(f"simulated, {segments}", simulated(segments), resample.mean, arguments)
    for systems in (2, 4, 8):
        rate = family(systems, arguments)
        print(f"family of {systems} systems, 300 segments, Holm: {rate:.3f}")
    for segments in (50, 500):
        print(f"power at the detectable difference, {segments} segments: {power(segments, arguments):.3f}")
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def report(
    name: str, draw: Callable[[Generator], Pair], aggregate: Aggregate, arguments: argparse.Namespace
) -> tuple[float, float, float]:
    """Print a row; returns the rates of rejection by randomisation, bootstrap p-value and interval."""
    generator = np.random.default_rng(arguments.seed)
    rejected = np.zeros(3)
    size = 0
    for run in range(arguments.runs):
        first, second = draw(generator)
        size = len(first)
        test = tested([first, second], aggregate, arguments, run)[0]
        outside = not test.interval.low <= 0 <= test.interval.high
        rejected += [test.p_value < LEVEL, test.p_bootstrap < LEVEL, outside]
    rates = rejected / arguments.runs
    error = 2 * math.sqrt(LEVEL * (1 - LEVEL) / arguments.runs)
    print(f"{name:32}{size:>9}{rates[0]:>9.3f}{rates[1]:>11.3f}{rates[2]:>10.3f}{error:>7.3f}", flush=True)
    return float(rates[0]), float(rates[1]), float(rates[2])


def tested(
    tables: list[Array], aggregate: Aggregate, arguments: argparse.Namespace, run: int
) -> tuple[PairedTest, ...]:
    names = [str(number) for number in range(len(tables))]
    plan = Plan(LEVEL, arguments.trials, arguments.trials, arguments.seed + run)
    return paired_tests(names, tables, aggregate, True, plan)


# --- equal systems ----------------------------------------------------------------------------------------------------


def simulated(segments: int) -> Callable[[Generator], Pair]:
    """Scores with a component that both systems share, because some segments are easier than others."""
    return lambda generator: (lambda drawn: (drawn[0], drawn[1]))(normal(2, segments, generator))


def normal(systems: int, segments: int, generator: Generator) -> list[Array]:
    shared = generator.normal(0.7, 0.15, segments)
    return [resample.means((shared + generator.normal(0, 0.1, segments)).tolist()) for _ in range(systems)]


def swapped(tables: dict[str, Array]) -> Callable[[Generator], Pair]:
    pairs = itertools.cycle(itertools.combinations(sorted(tables), 2))

    def draw(generator: Generator) -> Pair:
        first, second = (tables[name] for name in next(pairs))
        keep = generator.integers(2, size=(len(first), 1))
        return keep * first + (1 - keep) * second, keep * second + (1 - keep) * first

    return draw


def halves(tables: dict[str, Array]) -> Callable[[Generator], Pair]:
    names = itertools.cycle(sorted(tables))

    def draw(generator: Generator) -> Pair:
        table = generator.permutation(tables[next(names)])
        half = len(table) // 2
        return table[:half], table[half : 2 * half]

    return draw


def statistics(judged_set: judged.Judged, metric: str) -> dict[str, Array]:
    """The statistics of every system that translated all segments with a reference."""
    sources = [source for source in judged_set.sources if source.reference]
    texts = [{translation.system: translation.text for translation in source.translations} for source in sources]
    everywhere = set.intersection(*({*system_texts} for system_texts in texts)) if texts else set()
    if len(everywhere) < 2:
        sys.exit(f"{judged_set.name}: fewer than two systems translated every segment")
    context = Context(*judged_set.langs)
    loaded = scorer_of(metric)
    tables = {}
    for system in sorted(everywhere):
        segments = [
            Segment(str(number), source.text, system_texts[system], (source.reference or "",))
            for number, (source, system_texts) in enumerate(zip(sources, texts, strict=True), 1)
        ]
        tables[system] = loaded.statistics(segments, context).array
    return tables


# --- families and power -----------------------------------------------------------------------------------------------


def family(systems: int, arguments: argparse.Namespace) -> float:
    """The share of comparisons of equal systems in which any pair is significant after the correction."""
    generator = np.random.default_rng(arguments.seed)
    runs: int = max(50, 2 * arguments.runs // systems)
    significant = sum(
        any(test.significant for test in tested(normal(systems, 300, generator), resample.mean, arguments, run))
        for run in range(runs)
    )
    return significant / runs


def power(segments: int, arguments: argparse.Namespace) -> float:
    """How often a test finds a true difference of the size that another test set of this kind calls detectable."""
    found = list(_powers(segments, arguments))
    return sum(found) / len(found)


def _powers(segments: int, arguments: argparse.Namespace) -> Iterator[bool]:
    generator = np.random.default_rng(arguments.seed)
    for run in range(arguments.runs):
        size = tested(normal(2, segments, generator), resample.mean, arguments, run)[0].detectable
        first, second = normal(2, segments, generator)
        second[:, 0] += size
        yield tested([first, second], resample.mean, arguments, run)[0].significant


if __name__ == "__main__":
    sys.exit(main())
