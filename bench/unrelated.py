"""Measures how often good translations are called unrelated, and how often unrelated ones are found.

    python -m bench.unrelated SET.jsonl.gz [SET ...] [--most N] [--seed N] [--least SCORE] [--shorter CHARACTERS]

A set is gzipped JSON Lines with `src`, `mt` (or `tgt`) and `lp`, and optionally a `score` (higher is better). N rows
are drawn, with `--least` only rows with at least that score. Each source is read with its own translation, and with
that of the next row.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

from mtqe import encoder
from mtqe.encoder import Pair


def pairs_of(path: Path, least: float | None, shorter: int | None) -> list[Pair]:
    """The requested pairs of a set, with text on both sides."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pairs = []
    for row in rows:
        source, target = row["src"], row.get("mt") or row.get("tgt") or ""
        good = least is None or (row.get("score") is not None and row["score"] >= least)
        if good and source.strip() and target.strip() and (shorter is None or len(source) < shorter):
            pairs.append(Pair(source, target, None, *row["lp"].split("-")))
    return pairs


def share(pairs: Sequence[Pair]) -> tuple[int, int]:
    """The number of pairs that are called unrelated, and the number of pairs."""
    return sum(judgement.unrelated for judgement in encoder.load().judge(pairs)), len(pairs)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=200, help="rows of each set (default: 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, help="only translations with this score or more")
    parser.add_argument("--shorter", type=int, help="only sources of fewer characters")
    args = parser.parse_args()
    print("| set | translations | called unrelated | of the next row's |\n|---|---|---|---|")
    for path in args.sets:
        pairs = pairs_of(path, args.least, args.shorter)
        sampled = random.Random(args.seed).sample(pairs, min(args.most, len(pairs)))
        shifted = [*sampled[1:], *sampled[:1]]
        swapped = [
            Pair(pair.source, stranger.target, None, pair.source_lang, pair.target_lang)
            for pair, stranger in zip(sampled, shifted, strict=True)
            if pair.source != stranger.source
        ]
        (wrong, n), (caught, m) = share(sampled), share(swapped)
        print(f"| {path.name.split('.jsonl')[0]} | {n} | {wrong} | {caught / max(m, 1):.0%} |", flush=True)


if __name__ == "__main__":
    main()
