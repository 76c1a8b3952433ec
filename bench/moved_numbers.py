"""Measures false alarms and recall of numbers-swapped, each set in two halves by a hash of the source.

    python -m bench.moved_numbers FOLDER [--show SET] [--half 0|1] [--fit]

The sets are those of `bench.quantities`. In each translation with two numbers in digits that occur once on each
side, two numbers, chosen by a hash, are exchanged. The error counts as found if numbers-swapped or, in lists and
ranges, number-mismatch marks it. `--show` lists the alarms of a set and the missed errors. `--fit` prints the constants
of the formula, fitted on half 0 of the English-German and Chinese-English translations with their planted errors; half
1 was not used.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.flagged import findings
from bench.quantities import Texts, sets
from mtqe import encoder
from mtqe.checks.numbers import swaps
from mtqe.checks.numbers.number_mismatch import number_mismatch
from mtqe.checks.numbers.numbers_swapped import numbers_swapped
from mtqe.checks.shared import coverage

Langs = tuple[str, str]
FITTED = ("professional translations", "professional, WMT20", "professional, WMT21", "clean rows of CED")


def planted(source: str, target: str, langs: Langs) -> Iterator[Texts]:
    """The pair with two numbers of the translation exchanged, if two numbers can be exchanged."""
    digits_found = [later for _, later in swaps.matched(source, target, langs) if later.kind == "digits"]
    digits_found.sort(key=lambda number: number.start)
    if len(digits_found) > 1:
        chosen = random.Random(hashlib.md5((source + target).encode()).digest()).choice
        earlier, later = chosen(list(itertools.combinations(digits_found, 2)))
        first, second = target[earlier.start : earlier.end], target[later.start : later.end]
        yield source, target[: earlier.start] + second + target[earlier.end : later.start] + first + target[later.end :]


def half(source: str) -> int:
    """0 or 1."""
    return hashlib.md5(source.encode()).digest()[0] % 2


def fitted(chosen: list[tuple[list[Texts], Langs, bool]]) -> NDArray[np.float64]:
    """The constants: a penalised logistic regression on pairs of numbers, unchanged and exchanged."""
    rows: list[NDArray[np.float64]] = []
    labels: list[bool] = []
    for pairs, langs, wrong in chosen:
        asked = [(*pair, matches) for pair in pairs if len(matches := swaps.matched(*pair, langs)) > 1]
        read = encoder.load().tokens([text for source, target, _ in asked for text in (source, target)])
        for (source, target, matches), left, right in zip(asked, read[::2], read[1::2], strict=True):
            comparisons = list(
                swaps.compared(coverage.words(source, left), coverage.words(target, right), matches, langs)
            )
            # With more than two numbers only some pairs of numbers in a planted row are exchanged.
            if not wrong or len(comparisons) == 1:
                rows += [evidence for *_, evidence in comparisons]
                labels += [wrong] * len(comparisons)
    table, targets = np.c_[np.array(rows), np.ones(len(rows))], np.array(labels, float)
    weights = np.zeros(table.shape[1])
    penalty = np.diag([*(table[:, :-1].var(0)), 1e-6])
    for _ in range(40):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (likely - targets) + penalty @ weights
        weights -= np.linalg.solve((table * (likely * (1 - likely))[:, None]).T @ table + penalty, slope)
    return weights


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", help="print alarms and misses of the sets whose names start with this")
    parser.add_argument("--half", type=int, default=0, help="of this half")
    parser.add_argument("--fit", action="store_true", help="print constants fitted on half 0")
    args = parser.parse_args()
    print("| set | pair | rows 0 | flagged | swapped | found | rows 1 | flagged | swapped | found |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    total, seconds, fit = 0, 0.0, []
    for name, langs, pairs, other_error in sets(args.folder):
        if other_error:
            continue
        both = list(dict.fromkeys(pairs)), [spoilt for pair in dict.fromkeys(pairs) for spoilt in planted(*pair, langs)]
        started = time.process_time()
        chosen = [numbers_swapped], [numbers_swapped, number_mismatch]
        results = [
            findings(pairs_chosen, item, langs, complete=True) for pairs_chosen, item in zip(chosen, both, strict=True)
        ]
        total, seconds = total + sum(map(len, both)), seconds + time.process_time() - started
        cells: list[str] = []
        for part in (0, 1):
            for texts, hits in zip(both, results, strict=True):
                half_hits = [bool(item) for (source, _), item in zip(texts, hits, strict=True) if half(source) == part]
                cells += [str(len(half_hits)), f"{sum(half_hits)} ({sum(half_hits) / max(1, len(half_hits)):.2%})"]
        print(f"| {name} | {'-'.join(langs)} | {' | '.join(cells)} |", flush=True)
        for wrong, (texts, hits) in enumerate(zip(both, results, strict=True)):
            if name in FITTED:
                fit.append(([pair for pair in texts if half(pair[0]) == 0], langs, bool(wrong)))
            for pair, item in zip(texts, hits, strict=True):
                if args.show and name.startswith(args.show) and half(pair[0]) == args.half and bool(item) != wrong:
                    print(f"\n{[finding.marked for finding in item]}\n  {pair[0]}\n  {pair[1]}")
    print(f"\n{total / seconds:.0f} segments per second of CPU time")
    if args.fit:
        print("FORMULA =", fitted(fit).round(2).tolist())


if __name__ == "__main__":
    main()
