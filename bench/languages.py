"""Measures the score `learned` without a reference on good and on spoilt translations in eleven languages.

    python -m bench.languages prose.jsonl.gz [--most N]

The file comes from `training/prose.py`. Only held-out paragraphs are read, in both directions with English. Each is
scored unchanged, with part of one side cut out, and with part of it replaced by another translation. `ahead` is the
share of cases in which the good translation has the higher score. Nobody rated these translations, so this is not
agreement with human scores.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from bench.critic import Pair, documented, grouped
from mtqe.metrics.learned import learned
from mtqe.registry.contracts import Context


def scores(pairs: list[Pair]) -> dict[Pair, float]:
    """The score of each pair."""
    results = {}
    for langs, members, segments in grouped(pairs):
        for score in learned.score(segments, Context(*langs)):
            if score.segment is not None and score.value is not None:
                results[members[int(score.segment)]] = score.value
    return results


def main() -> None:
    """Print a table with one row per language pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=60, help="paragraphs per pair")
    args = parser.parse_args()
    planned = list(documented(args.file, args.most))
    results = scores([pair for _, pair in planned])
    good: dict[str, list[float]] = defaultdict(list)
    ahead: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for title, pair in planned:
        langs, kind = "-".join(pair.langs), title.rpartition(", ")[2].split()[-1]
        if kind == "unchanged":
            good[langs].append(results[pair])
        else:
            ahead[langs, kind].append((good[langs][-1], results[pair]))
    kinds = sorted({kind for _, kind in ahead})
    print(f"| pair | paragraphs | good, mean | lowest tenth | {' | '.join(f'{kind}: mean, ahead' for kind in kinds)} |")
    print("|---" * (4 + len(kinds)) + "|")
    for langs, values in good.items():
        cells = []
        for kind in kinds:
            pairs = np.array(ahead[langs, kind])
            cells.append(f"{pairs[:, 1].mean():.2f}, {(pairs[:, 0] > pairs[:, 1]).mean():.0%}")
        shown = (f"{np.mean(values):.2f}", f"{np.quantile(values, 0.1):.2f}")
        print(f"| {langs} | {len(values)} | {' | '.join([*shown, *cells])} |")


if __name__ == "__main__":
    main()
