"""Measures how often a metric prefers a translation to the same translation with a planted error (as in DEMETR).

    python -m bench.twins SET.jsonl.gz [SET ...] [-m METRIC] [-m METRIC:src] [--every N]

A set is gzipped JSON Lines with `lp`, `src`, `ref`, `mt`, `mt_unperturbed`, `severity`, and `label`; rows with label
OK, which have no planted error, are left out. Names of metrics are those of `bench.correlation`; a tie is half
right. Nobody rated these translations: the figures show how a metric reacts to errors, not its agreement with human
scores.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench import correlation
from bench.judged import Judged, Row, Source, Translation


def rows_of(path: Path) -> list[Row]:
    """The rows with a planted error."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["label"] != "OK"]


def twins(name: str, rows: Sequence[Row]) -> Judged:
    """Each row as a source with two translations, the good one first."""
    source, _, target = str(rows[0]["lp"]).partition("-")
    pairs = tuple(
        Source(
            row["src"],
            "",
            number,
            (Translation("good", row["mt_unperturbed"], 0.0), Translation("bad", row["mt"], -1.0)),
            {"ref": row["ref"]},
            "ref",
        )
        for number, row in enumerate(rows)
    )
    return Judged(name, (source, target), pairs, True)


def shares(rows: Sequence[Row], values: Sequence[float | None]) -> dict[str, float]:
    """The share of twins in the right order, overall and by severity; a missing score is the lowest."""
    plain = np.array([-np.inf if value is None else value for value in values]).reshape(-1, 2)
    right = np.where(plain[:, 0] == plain[:, 1], 0.5, plain[:, 0] > plain[:, 1])
    by_severity = defaultdict(list, {"all": list(right)})
    for row, value in zip(rows, right, strict=True):
        by_severity[str(row["severity"])].append(value)
    return {name: float(np.mean(results)) for name, results in by_severity.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("-m", "--metric", action="append", default=[])
    parser.add_argument("--every", type=int, default=1, help="use one row in N")
    args = parser.parse_args()
    requested, notes = correlation.plans(args.metric, [])
    for note in notes:
        print(note)
    head: list[str] = []
    for path in args.sets:
        rows = rows_of(path)[:: args.every]
        pairs = twins(path.name.removesuffix(".jsonl.gz"), rows)
        for plan in requested:
            if plan.metric != correlation.LENGTH:
                results = shares(rows, correlation.score(plan, pairs).values)
                if not head:
                    head = ["all", *sorted(set(results) - {"all"})]
                    print(f"| set | twins | metric | {' | '.join(head)} |\n|{'---|' * (3 + len(head))}")
                cells = [f"{results[name]:.3f}" if name in results else "-" for name in head]
                print(f"| {pairs.name} | {len(rows)} | {plan.label} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
