"""Measures the estimates of `mtqe sample` by simulation on translations that people rated completely.

    python bench/sampling.py en-de:SYSTEM=FILE.jsonl.gz [...] [--draws 1000] [--budgets 50 100 200]

Each file is gzipped JSON Lines with `system`, `src`, `mt`, `score` (minus the mean MQM penalty of the raters) and
`errors` (with `rater` and `severity`). The true values of all segments of the system are known. The script draws many
samples and says how often the 95 % intervals hold the true value, how wide they are, and how wide those of a simple
random sample of as many segments are; also for the narrower of both intervals, which a reader is told of.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mtqe.language.language_tags import count_words
from mtqe.machine.cache import Store
from mtqe.model import Segment
from mtqe.people.sampling import drawing, estimation
from mtqe.people.sampling.estimation import Estimate, Rated
from mtqe.people.sampling.population import Unit
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config
from mtqe.stats import quantiles

MAJOR = {"major", "critical"}


class Truth(NamedTuple):
    """A completely rated population: its segments, and the ratings of each."""

    units: list[Unit]
    penalties: list[float]
    majors: list[float]

    def values(self) -> Mapping[str, float]:
        """The true values."""
        words = sum(unit.words for unit in self.units)
        return {
            "score": 100 - float(np.mean(self.penalties)),
            "penalty per 1,000 words": sum(self.penalties) / words * 1000,
            "share with a major error": float(np.mean(self.majors)),
        }


def read(path: Path, pair: str, system: str) -> Truth:
    """The segments of a system with their predictions and ratings."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["system"] == system]
    source_lang, target_lang = pair.split("-")
    segments = [Segment(str(number), row["src"], row["mt"]) for number, row in enumerate(rows)]
    context = Context(source_lang, target_lang, Config(), cache=Store())
    scores = metric_table.load(metric_table.RANKS_BY_DEFAULT).score(segments, context)
    predicted = {score.segment: score.value for score in scores if score.level == "segment"}
    units = [
        Unit(None, item.id, max(1, count_words(item.source, source_lang)), float(predicted.get(item.id) or 0.5))
        for item in segments
    ]
    return Truth(
        units, [-row["score"] for row in rows], [_major(row["errors"], row.get("n_raters", 1)) for row in rows]
    )


def _major(errors: Sequence[Mapping[str, str]], raters: int) -> float:
    """The share of the raters who marked a major error."""
    return len({error.get("rater") for error in errors if error["severity"].lower() in MAJOR}) / raters


def estimates(truth: Truth, budget: int, seed: int) -> Iterator[tuple[str, str, Estimate]]:
    """All estimates from one sample: what, how, and the estimate."""
    sample = drawing.draw(truth.units, budget, seed)
    rated = {
        "penalty": estimation.groups(
            sample.strata, [Rated(item, truth.penalties[int(item.id)]) for item in sample.segments]
        ),
        "score": estimation.groups(
            sample.strata, [Rated(item, 100 - truth.penalties[int(item.id)]) for item in sample.segments]
        ),
        "major": estimation.groups(
            sample.strata, [Rated(item, truth.majors[int(item.id)]) for item in sample.segments]
        ),
    }
    found = {
        "score": (estimation.mean(rated["score"]), estimation.assisted_mean(rated["score"])),
        "penalty per 1,000 words": (
            estimation.per_1000_words(rated["penalty"]),
            estimation.assisted_per_1000_words(rated["penalty"]),
        ),
        "share with a major error": (
            estimation.share(rated["major"]),
            estimation.assisted_mean(rated["major"]),
        ),
    }
    for what, (stratified, assisted) in found.items():
        yield what, "stratified", stratified
        if assisted is not None:
            yield what, "model-assisted", assisted
            yield what, "narrower", min((stratified, assisted), key=lambda estimate: estimate.width)


def simple(truth: Truth, budget: int, seed: int) -> Iterator[tuple[str, float, float]]:
    """The same from a simple random sample: what, the estimate, and half of its interval."""
    chosen = random.Random(seed).sample(range(len(truth.units)), budget)
    reach = quantiles.student(0.975, budget - 1) * math.sqrt((1 - budget / len(truth.units)) / budget)
    penalties = np.array([truth.penalties[k] for k in chosen])
    majors = np.array([truth.majors[k] for k in chosen])
    words = np.array([truth.units[k].words for k in chosen], float)
    ratio = penalties.sum() / words.sum()
    residuals = (penalties - ratio * words) / words.mean() * 1000
    yield "score", 100 - float(penalties.mean()), reach * float(penalties.std(ddof=1))
    yield "penalty per 1,000 words", float(ratio) * 1000, reach * float(residuals.std(ddof=1))
    yield "share with a major error", float(majors.mean()), reach * float(majors.std(ddof=1))


def simulate(truth: Truth, budget: int, draws: int) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Coverage, mean width and root mean squared error of each estimator, by what and how."""
    known = truth.values()
    seen: dict[tuple[str, str], list[tuple[bool, float, float]]] = defaultdict(list)
    for seed in range(draws):
        for what, how, estimate in estimates(truth, budget, seed):
            holds = estimate.interval.low <= known[what] <= estimate.interval.high
            seen[what, how].append((holds, estimate.width, estimate.value - known[what]))
        for what, value, half in simple(truth, budget, seed):
            seen[what, "simple random"].append((abs(value - known[what]) <= half, 2 * half, value - known[what]))
    found = {}
    for key, rows in seen.items():
        table = np.array(rows, float)
        found[key] = float(table[:, 0].mean()), float(table[:, 1].mean()), float(np.sqrt((table[:, 2] ** 2).mean()))
    return found


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", help="PAIR:SYSTEM=FILE.jsonl.gz")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--budgets", type=int, nargs="+", default=[50, 100, 200])
    given = parser.parse_args()
    # The same few degrees of freedom come again and again.
    quantiles.student = functools.cache(quantiles.student)
    print("data\tbudget\twhat\thow\tcoverage\twidth\twidth to simple\terror to simple")
    for item in given.data:
        name, _, path = item.partition("=")
        pair, _, system = name.partition(":")
        truth = read(Path(path), pair, system)
        for budget in given.budgets:
            found = simulate(truth, budget, given.draws)
            for (what, how), (covered, width, error) in sorted(found.items()):
                base = found[what, "simple random"]
                relative = f"{width / base[1]:.2f}\t{error / base[2]:.2f}"
                print(f"{name}\t{budget}\t{what}\t{how}\t{covered:.3f}\t{width:.3f}\t{relative}")


if __name__ == "__main__":
    main()
