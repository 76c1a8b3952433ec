"""CPU time of each check that needs no encoder, per segment, and of all of them together.

    python -m tests.bench.rule_speed SET.jsonl.gz ... [--most 3000] [--select ID ...] [--wall]

A set has rows with `lp`, `src`, `mt` and perhaps `doc` and `system`, which make a document; a row without is a document
of its own. 500 further rows, or as many of the same, are read before, so that language data are loaded. Then all
default checks run over the rows, which gives the total, and once more with a clock in each: what several checks share
counts for the first that asks for it, and so does what the clock takes, about a microsecond a check. `--select` takes
other checks. `--wall` runs everything once more as `mtqe check` does, on all cores, and prints elapsed time.
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
from mtqe.contracts import Check, Context
from mtqe.model import Segment
from mtqe.registry import check_table

WARM = 500
Clock = Callable[[], float]


def segments(path: Path, most: int) -> tuple[tuple[str, str], list[Segment]]:
    """The languages of a set and its first segments, those of a document next to each other."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    source, _, target = rows[0]["lp"].partition("-")
    made = [
        Segment(str(n), row["src"], row["mt"], doc=f"{row.get('system', '')} {row.get('doc', f'row {n}')}")
        for n, row in enumerate(rows)
    ]
    made.sort(key=lambda segment: segment.doc or "")
    return (source, target), made[:most]


def rules(select: Sequence[str]) -> list[Check]:
    """The chosen checks that need neither encoder nor glossary."""
    return [item for item in check_table.select(select) if not {"encoder", "error spans", "glossary"} & set(item.needs)]


def timed(item: Check, spent: dict[str, float], clock: Clock) -> Check:
    """The check with a clock that adds up what it takes."""
    spent[item.id] = 0.0

    def run(given: Any, context: Context) -> Iterator[Any]:
        before = clock()
        found = list(item.run(given, context))
        spent[item.id] += clock() - before
        return iter(found)

    return dataclasses.replace(item, run=run)


def measured(
    chosen: Sequence[Check], given: Sequence[Segment], langs: tuple[str, str], clock: Clock = time.process_time
) -> tuple[float, dict[str, float]]:
    """Seconds of all checks together, and of each that judges the languages."""
    before = clock()
    outcome = runner.run(chosen, given, Context(*langs))
    total = clock() - before
    spent: dict[str, float] = {}
    runner.run([timed(item, spent, clock) for item in chosen], given, Context(*langs))
    return total, {item.id: spent[item.id] for item in outcome.items if item.state == "ran"}


def report(path: Path, chosen: Sequence[Check], most: int, wall: bool) -> None:
    """Measure one set and print its table."""
    langs, every = segments(path, most + WARM)
    given = every[:most]
    runner.run(chosen, every[most:] or given[:WARM], Context(*langs))
    total, spent = measured(chosen, given, langs)
    names = {item.id: item.name for item in chosen}
    count = len(given)
    print(f"\n{path.name}: {count} segments, {'-'.join(langs)}\n\n| check | µs of CPU per segment |\n|---|---|")
    for check, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        print(f"| {check} {names[check]} | {seconds / count * 1e6:.1f} |")
    print(f"| all together | {total / count * 1e6:.1f} |\n\n{count / total:.0f} segments per second of CPU time")
    if wall:
        before = time.perf_counter()
        runner.run(chosen, given, Context(*langs))
        print(f"{count / (time.perf_counter() - before):.0f} segments per second on the clock")


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=3000, help="rows that are timed of each set (default: 3000)")
    parser.add_argument("--select", nargs="+", default=(), help="checks (default: the default checks)")
    parser.add_argument("--wall", action="store_true", help="also on all cores, by the clock")
    args = parser.parse_args()
    for path in args.set:
        report(path, rules(args.select), args.most, args.wall)


if __name__ == "__main__":
    main()
