"""Agreement of the metrics with human scores.

    python -m tests.bench.correlation SET.jsonl.gz [SET ...] [-m NAME ...] [--documents EVERY] [--resamples N]

A set is gzipped JSON Lines with `lp`, `doc`, `system`, `src`, `mt`, `score` (higher is better) and `refs` (by name);
several translations of one source make a group. Translations that serve as a reference are left out.
`--documents 8` takes one document in eight, by hash of its name: those that training holds out. It prints

- `source`: pairwise accuracy within a source with tie calibration; `order`: on the pairs that people tell apart;
- `systems`, `SPA`: accuracy over systems, plain and soft;
- `r source`: mean Pearson within a source; `tau`, `r`: over all segments, beside minus the length of the source, which
  knows nothing of the translation and does well there;
- intervals by resampling sources, and segments per second of CPU time.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mtqe import registry
from mtqe.config import Config, MetricsConfig
from mtqe.model import Segment
from tests.bench import agreement

Row = dict[str, Any]


def read(path: Path, documents: int) -> list[list[Row]]:
    """Rows by source; only sources with several translations."""
    groups: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = str(row.get("doc", ""))
            if documents > 1 and int(hashlib.sha256(name.encode()).hexdigest(), 16) % documents:
                continue
            groups[name, row["src"]].setdefault(row["mt"], row)
    kept = [without_references(list(members.values())) for members in groups.values()]
    return [members for members in kept if len(members) > 1]


def without_references(members: list[Row]) -> list[Row]:
    """The translations that are no reference of any row: human ones are no systems."""
    references = {text for row in members for text in (row.get("refs") or {}).values()}
    return [row for row in members if row["mt"] not in references]


def score(name: str, groups: Sequence[Sequence[Row]]) -> tuple[list[float | None], float]:
    """Segment scores in order, higher is better, and CPU seconds."""
    rows = [row for group in groups for row in group]
    if name == "-length":
        return [-float(len(row["src"])) for row in rows], 0.0
    metric, _, mode = name.partition(":")
    segments = [
        Segment(
            str(n), row["src"], row["mt"], () if mode == "src" else tuple(sorted((row.get("refs") or {}).values()))[:1]
        )
        for n, row in enumerate(rows)
    ]
    source, target = rows[0]["lp"].split("-")
    config = Config(source_lang=source, target_lang=target, metrics=MetricsConfig(intervals=False))
    started = time.process_time()
    scores = registry.load("metrics", metric).score(segments, registry.Context(source, target, config))
    spent = time.process_time() - started
    by_segment = {item.segment: item.value for item in scores if item.level == "segment"}
    sign = 1 if registry.rows("metrics")[metric].higher_is_better else -1
    values = [by_segment.get(str(n)) for n in range(len(rows))]
    return [None if value is None else sign * value for value in values], spent


def groups_of(rows: Sequence[Sequence[Row]], values: Sequence[float | None]) -> list[agreement.Group]:
    """The groups of translations that the metric scored."""
    made, left = [], iter(values)
    for group in rows:
        kept = [(row, value) for row, value in zip(group, left, strict=False) if value is not None]
        if len(kept) > 1:
            metric = np.array([value for _, value in kept])
            human = np.array([float(row["score"]) for row, _ in kept])
            made.append(agreement.Group(metric, human, tuple(row["system"] for row, _ in kept)))
    return made


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("-m", "--metric", action="append", help="default: bleu, chrf; NAME:src hides the reference")
    parser.add_argument("--documents", type=int, default=1)
    parser.add_argument("--resamples", type=int, default=200)
    args = parser.parse_args()
    for path in args.sets:
        rows = read(path, args.documents)
        print(f"\n{path.name}: {len(rows)} sources, {sum(map(len, rows))} translations\n")
        print("| metric | source | order | systems | SPA | r source | tau | r | segments/s |")
        print("|---" * 9 + "|")
        for name in [*(args.metric or ["bleu", "chrf"]), "-length"]:
            values, spent = score(name, rows)
            groups = groups_of(rows, values)
            cells = []
            for figure in (agreement.within_source, agreement.order, agreement.systems):
                low, high = agreement.interval(groups, figure, args.resamples)
                cells.append(f"{figure(groups):.3f} ({low:.3f}-{high:.3f})")
            tau, r = agreement.over_all(groups)
            others = (agreement.soft_systems(groups), agreement.within_source_pearson(groups), tau, r)
            speed = f"{len(values) / spent:.0f}" if spent else "-"
            print(f"| {name} | {' | '.join([*cells, *(f'{value:.3f}' for value in others)])} | {speed} |")


if __name__ == "__main__":
    main()
