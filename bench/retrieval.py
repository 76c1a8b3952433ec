"""Measures how often a translation is the nearest neighbour of its source among all sentences, by `encoder.embed`.

    python -m bench.retrieval SET_OR_FOLDER [...] [--documents EVERY] [--pool N] [--reference] [--json PATH]

Sets are those of `bench.correlation`, but need no human scores: `src` and `mt`; the first translation of each
source is used. `--reference` uses the reference instead, so that errors of a system do not count against the encoder.
`--pool` uses the first N pairs. It prints the share of texts whose counterpart is the nearest, in both directions,
beside chance (one in N), with 95 % intervals, for

- `cosine`, and `CSLS` (Conneau et al. 2018), which subtracts from each cosine the mean cosine of both texts to their
  ten nearest neighbours;
- the encoder's vectors, and `centred` vectors: without the mean of their side, which removes the difference between
  languages.

If two pairs have the same text on a side, either is right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.correlation import files
from bench.judged import chosen, first
from mtqe import encoder
from mtqe.errors import MtqeError

Floats = NDArray[np.floating[Any]]
Pair = tuple[str, str]
NEIGHBOURS = 10


def pairs(path: Path, documents: int = 1, reference: bool = False) -> list[Pair]:
    """Pairs `(source, translation)`, one per distinct source, with text on both sides."""
    target_of: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if documents > 1 and not chosen(str(row.get("doc") or ""), documents):
                continue
            references = dict(row.get("refs") or {})
            if row.get("ref"):
                references.setdefault("ref", row["ref"])
            target = references.get(first(references) or "") if reference else row.get("mt")
            if isinstance(row.get("src"), str) and isinstance(target, str) and row["src"].strip() and target.strip():
                target_of.setdefault(row["src"], target)
    return list(target_of.items())


def centred(vectors: Floats) -> Floats:
    """The vectors without their mean, of unit length again."""
    moved = vectors - vectors.mean(0)
    unit: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def csls(cosines: Floats, neighbours: int = NEIGHBOURS) -> Floats:
    """Twice the cosine minus the mean cosines of both texts to their nearest neighbours; `(rows, columns)`."""
    means = []
    for table in (cosines, cosines.T):
        count = min(neighbours, table.shape[1])
        means.append(np.partition(table, table.shape[1] - count, axis=1)[:, -count:].mean(1))
    scores: Floats = 2 * cosines - means[0][:, None] - means[1][None, :]
    return scores


def hits(similarities: Floats, texts: Sequence[str]) -> NDArray[np.bool_]:
    """For each row, whether its nearest column has the text of its own column."""
    nearest = similarities.argmax(1)
    return np.array([texts[column] == texts[row] for row, column in enumerate(nearest)])


def accuracies(sources: Floats, targets: Floats, texts: Sequence[Pair]) -> dict[str, NDArray[np.bool_]]:
    """By measure, direction and treatment: which texts find their counterpart; vectors have unit length."""
    shares = {}
    for treatment, (a, b) in {"": (sources, targets), ", centred": (centred(sources), centred(targets))}.items():
        cosines = a @ b.T
        for way, table in {"cosine": cosines, "CSLS": csls(cosines)}.items():
            shares[f"{way}{treatment}"] = np.stack(
                [hits(table, [target for _, target in texts]), hits(table.T, [source for source, _ in texts])]
            )
    return shares


def wilson(right: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    z = 1.959964
    share = right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - reach, middle + reach


def measure(name: str, texts: Sequence[Pair]) -> dict[str, Any]:
    """All printed figures of a set, in plain types."""
    model = encoder.load()
    model.embed([texts[0][0]])
    started = time.process_time()
    sides = [np.asarray(model.embed([pair[side] for pair in texts]), dtype=np.float32) for side in (0, 1)]
    spent = time.process_time() - started
    rows = []
    for label, right in accuracies(sides[0], sides[1], texts).items():
        for direction, is_right in zip(("source to translation", "translation to source"), right, strict=True):
            low, high = wilson(int(is_right.sum()), len(is_right))
            rows.append(
                {"way": label, "direction": direction, "value": float(is_right.mean()), "low": low, "high": high}
            )
    return {
        "set": name,
        "pairs": len(texts),
        "chance": 1 / len(texts),
        "texts_per_second": 2 * len(texts) / spent,
        "signature": model.signature,
        "rows": rows,
    }


def markdown(result: dict[str, Any]) -> str:
    """The table of a set."""
    lines = [
        f"### {result['set']}\n",
        f"{result['pairs']} pairs, chance {result['chance']:.4f}; "
        f"{result['texts_per_second']:.0f} texts/s of CPU time.\n",
        "| similarity | source to translation | translation to source |",
        "|---|---|---|",
    ]
    for forward, back in zip(result["rows"][::2], result["rows"][1::2], strict=True):
        cells = [f"{row['value']:.4f} ({row['low']:.4f} to {row['high']:.4f})" for row in (forward, back)]
        lines.append(f"| {forward['way']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print a table for each set; return 1 if no set could be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, help="files, or folders of files, with src and mt")
    parser.add_argument("--documents", type=int, default=1, help="use one document in N (default: all)")
    parser.add_argument("--pool", type=int, default=5000, help="use the first N pairs (default: 5000)")
    parser.add_argument("--reference", action="store_true", help="pair the source with its reference")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    args = parser.parse_args()
    results = []
    for path in files(args.sets):
        try:
            texts = pairs(path, args.documents, args.reference)[: args.pool]
        except (OSError, ValueError) as error:
            print(f"{path.name}: skipped: {error}", file=sys.stderr)
            continue
        if len(texts) < 2:
            print(f"{path.name}: skipped: fewer than two pairs", file=sys.stderr)
            continue
        try:
            results.append(measure(path.name.removesuffix(".jsonl.gz"), texts))
        except MtqeError as error:
            print(f"cannot embed: {error.message}", file=sys.stderr)
            return 1
        print(markdown(results[-1]), flush=True)
        if args.json:
            args.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if results else 1


if __name__ == "__main__":
    sys.exit(main())
