"""After the export: how far human scores are from those of the metric, for the intervals of its segment scores.

    python training/residuals.py --data DATA/train [--sources N] [--dry]    (in the environment of mtqe)

It scores the documents that training held out (one in eight of WMT20 and WMT21 news and of the biomedical task) with
the files in `mtqe/data/encoder`, as `learned` does, without and with a reference. For each language pair it prints a
table of what intervals from one half of the documents are worth on the other half, both ways, and on a pair whose own
documents were not used. Then it writes the quantiles of the residuals of all these documents into `encoder.json`, with
the hash of the weights that they hold for. `--sources` uses some sources of each set; `--dry` writes nothing.

A pair with few documents or few translations to compare is left out, and has the widest residuals of the others. A
spread that depends on the score or on the number of sentences did not narrow the intervals: without a reference by 2 %
at most (more at middle scores), and with one they became wider. So the residuals of a pair are the same everywhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import data
import numpy as np

from bench.intervals import HEAD, READINGS, Found, Rated, joined, line, mean, measure, quantile, read
from mtqe.encoder import weight_files

LEVELS = (0.8, 0.95)
LEAST = 4
"""Documents of a pair from which its residuals are taken."""
LEAST_DIFFERENCES = 100
"""Pairs of translations of one source in each half of them: of fewer, a quantile of 95 % is one of the greatest."""
DIGITS = 4
By = dict[str, Rated]


def held_out(name: str, doc: str) -> bool:
    """Whether training held out a document of a set."""
    return data.held_bio(doc) if name in data.BIO else data.held_out(name, doc)


def collect(folder: Path, sources: int | None) -> dict[bool, By]:
    """The rated translations by pair, without and with a reference; pairs with few documents are left out."""
    parts: dict[bool, dict[str, list[Rated]]] = {has_reference: defaultdict(list) for has_reference in READINGS}
    for name in (*(name for name in data.MQM if "_news_mqm." in name), *data.BIO):
        pair, by_reading = read(folder / f"{name}.jsonl.gz", lambda doc, name=name: held_out(name, doc), sources)
        for has_reference, rated in by_reading.items():
            print(f"{name}: {len(rated.score)} translations{' with reference' if has_reference else ''}", flush=True)
            if len(rated.score):
                parts[has_reference][pair].append(rated)
    whole = {has_reference: {pair: joined(some) for pair, some in by.items()} for has_reference, by in parts.items()}
    return {
        has_reference: {pair: rated for pair, rated in by.items() if enough(rated)}
        for has_reference, by in whole.items()
    }


def enough(rated: Rated) -> bool:
    """Whether there are documents to take residuals from, and in each half of them translations to compare."""
    first = half(rated)
    compared = min(len(rated.where(side).gaps[0]) for side in (first, ~first))
    return len(set(rated.docs)) >= LEAST and compared >= LEAST_DIFFERENCES


def fit(rated: Rated, level: float) -> tuple[float, float]:
    """The quantiles of a rating and of a difference."""
    score, human = rated.gaps
    return quantile(rated.residuals, level), quantile(np.abs(human - score), level)


def half(rated: Rated) -> np.ndarray:
    """Which translations are in the first half: every second document, in the order of the hashes of their names."""
    docs = sorted(set(rated.docs), key=lambda doc: hashlib.sha256(f"half {doc}".encode()).hexdigest())
    return np.isin(rated.docs, docs[::2])


def crossed(rated: Rated, level: float) -> Found:
    """What the quantiles of each half are worth on the other, the mean of both ways."""
    first = half(rated)
    ways = [measure(rated.where(~side), *fit(rated.where(side), level)) for side in (first, ~first)]
    columns = [np.array([getattr(way, name) for way in ways]) for name in Found.__annotations__]
    return Found(*(mean(column[~np.isnan(column)]) for column in columns))


def unrated(by: By, pair: str, level: float) -> Found:
    """What the widest quantiles of the other pairs are worth on a pair."""
    others = [fit(rated, level) for name, rated in by.items() if name != pair]
    return measure(by[pair], *(max(one[k] for one in others) for k in (0, 1)))


def published(rated: Mapping[bool, By]) -> list[str]:
    """The table: each pair by halves of its documents, and as if it had none."""
    lines = [HEAD]
    for has_reference, by in rated.items():
        for pair, one in by.items():
            lines += [line(pair, has_reference, level, one, crossed(one, level)) for level in LEVELS]
        for pair, one in by.items() if len(by) > 1 else ():
            lines += [
                line(f"{pair} as unrated", has_reference, level, one, unrated(by, pair, level)) for level in LEVELS
            ]
    return lines


def shipped(rated: Mapping[bool, By], weights: str) -> dict[str, Any]:
    """What `encoder.json` gets: the quantiles of all documents."""

    def quantiles(one: Rated) -> dict[str, list[float]]:
        fitted = [fit(one, level) for level in LEVELS]
        return {name: [round(each[k], DIGITS) for each in fitted] for k, name in enumerate(("rating", "difference"))}

    tables = {
        name: {pair: quantiles(one) for pair, one in sorted(rated[has_reference].items())}
        for name, has_reference in (("without", False), ("with_reference", True))
    }
    return {"weights": weights, "levels": list(LEVELS), **tables}


def main() -> None:
    """Print the table, write the quantiles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sources", type=int, help="sources of each set to use (default: all)")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    args = parser.parse_args()
    path = weight_files.FOLDER / weight_files.MANIFEST
    settings = json.loads(path.read_text(encoding="utf-8"))
    rated = collect(args.data, args.sources)
    print("\n".join(published(rated)))
    settings["residuals"] = shipped(rated, weight_files.weights_hash(settings))
    if not args.dry:
        path.write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
