"""What a rating has to do with the usual rating of its system and with likeness to references, set by set.

    python training/regress.py --data DATA/train --encoder training/runs/e5 --sources 300

Within a source, machine translations only: Pearson of the rating with the mean rating of the system over the set's
other sources, with the mean chrF to the references and with the mean token likeness to them; the weights of all three
by least squares. Penalties are log(1 + penalty), negative; crowd's ratings are standard deviations. The last line
compares crowd and experts, who rated the same translations of WMT21 from Chinese. `judgements.py` takes its weights
from here.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import data
import numpy as np
import torch
from data import rows
from joint import Coder, log1p_of
from judgements import BIO, CROWD, chrf
from token_likeness import TokenLikeness

LEAST = 3
"""Translations of a source that is taken."""
BOTH = ("wmt21_news_mqm.zh-en", "wmt21_da.zh-en")


def rated(folder: Path, name: str) -> dict[str, list[dict[str, Any]]]:
    """The machine translations of each source that has references."""
    made = defaultdict(list)
    for row in rows(folder / f"{name}.jsonl.gz"):
        refs = [ref for ref in (row.get("refs") or {}).values() if ref != row["mt"]]
        if refs and not row.get("is_human") and row["mt"] not in (row["refs"] or {}).values():
            score = float(row["score"])
            made[row["src"]].append({**row, "refs": refs, "rating": score if name in CROWD else -log1p_of(-score)})
    return made


def table(groups: dict[str, list[dict[str, Any]]], most: int, by_tokens: TokenLikeness) -> np.ndarray:
    """Rating, the system's rating on other sources, chrF, tokens: each minus its mean over the source, `(n, 4)`."""
    of_system: dict[str, list[float]] = defaultdict(list)
    for members in groups.values():
        for row in members:
            of_system[row["system"]].append(row["rating"])
    chosen = [groups[source] for source in random.Random(1).sample(sorted(groups), min(most, len(groups)))]
    chosen = [members for members in chosen if len(members) >= LEAST]
    pairs = sorted({(row["mt"], ref) for members in chosen for row in members for ref in row["refs"]})
    alike_of = dict(zip(pairs, zip(chrf(pairs), by_tokens(pairs), strict=True), strict=True))
    made = [np.zeros((0, 4))]
    for members in chosen:
        listed = []
        for row in members:
            others = of_system[row["system"]]
            usual = (sum(others) - row["rating"]) / max(1, len(others) - 1)
            alike = np.mean([alike_of[row["mt"], ref] for ref in row["refs"]], 0)
            listed.append((row["rating"], usual, *alike))
        own = np.array(listed)
        made.append(own - own.mean(0))
    return np.concatenate(made)


def crowd_and_experts(folder: Path) -> tuple[float, int]:
    """Pearson within a source of the two kinds of ratings of the same translations, and their number."""
    experts, crowd = (rated(folder, name) for name in BOTH)
    pairs = []
    for source, members in experts.items():
        known = {row["mt"]: row["rating"] for row in crowd.get(source, [])}
        both = np.array([(row["rating"], known[row["mt"]]) for row in members if row["mt"] in known])
        if len(both) >= LEAST:
            pairs.append(both - both.mean(0))
    joined = np.concatenate(pairs)
    return float(np.corrcoef(joined.T)[0, 1]), len(joined)


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--sources", type=int, default=300)
    args = parser.parse_args()
    torch.set_num_threads(2)
    by_tokens = TokenLikeness(args.encoder, Coder(args.encoder))
    print("| set | n | r, system | r, chrF | r, tokens | weight, system | weight, chrF | weight, tokens | r, all |")
    print("|---" * 9 + "|")
    for name in (*data.MQM, *BIO, *CROWD):
        values = table(rated(args.data, name), args.sources, by_tokens)
        if len(values) < 100:
            continue
        weights = np.linalg.lstsq(values[:, 1:], values[:, 0], rcond=None)[0]
        r = np.corrcoef(np.c_[values, values[:, 1:] @ weights].T)[0, 1:]
        cells = [f"{len(values):,}", *(f"{value:.2f}" for value in (*r[:3], *weights, r[3]))]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    r_both, count = crowd_and_experts(args.data)
    print(f"\nExperts and crowd on {count:,} translations of WMT21 zh-en: r = {r_both:.3f} within a source")


if __name__ == "__main__":
    main()
