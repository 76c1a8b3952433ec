"""Measures the CPU time per segment of each check that needs no encoder, and of all of them together.

    python -m bench.rule_speed SET.jsonl.gz ... [--most 3000] [--select ID ...] [--wall]

The rows of a set have `lp`, `src`, `mt` and optionally `doc` and `system`, which determine the document; a row without
them is a document. 500 other rows, or the same rows if there are no others, are read first, so that language data are
loaded. Then all default checks run over the rows, which gives the total, and once more with a clock for each check.
Work that several checks share counts for the check that needs it first; so does the time of the clock, about a
microsecond per check. `--select` selects other checks. `--wall` also runs everything as `mtqe check` does, on all
cores, and prints the elapsed time.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context

WARM = 500
Clock = Callable[[], float]


def segments(path: Path, most: int) -> tuple[tuple[str, str], list[Segment]]:
    """The languages of a set and its first segments, grouped by document."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    source, _, target = rows[0]["lp"].partition("-")
    sample = [
        Segment(str(n), row["src"], row["mt"], doc=f"{row.get('system', '')} {row.get('doc', f'row {n}')}")
        for n, row in enumerate(rows)
    ]
    sample.sort(key=lambda segment: segment.doc or "")
    return (source, target), sample[:most]


def rules(select: Sequence[str]) -> list[Check]:
    """The given checks without those that need the encoder or a glossary."""
    return [item for item in check_table.select(select) if not {"encoder", "error spans", "glossary"} & set(item.needs)]


def timed(item: Check, spent: dict[str, float], clock: Clock) -> Check:
    """The check with a clock that adds up its time."""
    spent[item.id] = 0.0

    def run(item_input: Any, context: Context) -> Iterator[Any]:
        before = clock()
        hits = list(item.run(item_input, context))
        spent[item.id] += clock() - before
        return iter(hits)

    return dataclasses.replace(item, run=run)


def measured(
    chosen: Sequence[Check], items: Sequence[Segment], langs: tuple[str, str], clock: Clock = time.process_time
) -> tuple[float, dict[str, float]]:
    """Seconds of all checks together, and of each check that judges the languages."""
    before = clock()
    outcome = runner.run(chosen, items, Context(*langs))
    total = clock() - before
    spent: dict[str, float] = {}
    runner.run([timed(item, spent, clock) for item in chosen], items, Context(*langs))
    return total, {item.id: spent[item.id] for item in outcome.items if item.state == "ran"}


def report(path: Path, chosen: Sequence[Check], most: int, wall: bool) -> None:
    """Measure one set and print its table."""
    langs, every = segments(path, most + WARM)
    sample = every[:most]
    runner.run(chosen, every[most:] or sample[:WARM], Context(*langs))
    total, spent = measured(chosen, sample, langs)
    names = {item.id: item.name for item in chosen}
    count = len(sample)
    print(f"\n{path.name}: {count} segments, {'-'.join(langs)}\n\n| check | µs of CPU per segment |\n|---|---|")
    for check, seconds in sorted(spent.items(), key=lambda entry: -entry[1]):
        print(f"| {check} {names[check]} | {seconds / count * 1e6:.1f} |")
    print(f"| all together | {total / count * 1e6:.1f} |\n\n{count / total:.0f} segments per second of CPU time")
    if wall:
        before = time.perf_counter()
        runner.run(chosen, sample, Context(*langs))
        print(f"{count / (time.perf_counter() - before):.0f} segments per second on the clock")


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=3000, help="rows of each set to time (default: 3000)")
    parser.add_argument("--select", nargs="+", default=(), help="checks (default: the default checks)")
    parser.add_argument("--wall", action="store_true", help="also on all cores, by the clock")
    args = parser.parse_args()
    for path in args.set:
        report(path, rules(args.select), args.most, args.wall)


if __name__ == "__main__":
    main()
