"""Measures the CPU time of all default checks together, and the share of each part of the encoder.

    OMP_NUM_THREADS=1 python -m tests.bench.encoder_speed SET.jsonl.gz ... [--most 600] [--select ID ...]

Sets are read as by `rule_speed`. Some additional rows are read first, so that models and language data are loaded. For
each part it prints seconds, runs, tokens, and tokens including the padding of batches. The lower half should read each
text once.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mtqe.checks import runner
from mtqe.contracts import Check, Context
from mtqe.encoder import reader, sessions
from mtqe.registry import check_table
from tests.bench.rule_speed import segments

WARM = 60


class Watch:
    """Measures the parts of the encoder; it replaces their functions."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.runs: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self.padded: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()
        names: dict[int, str] = {}
        session: Any = sessions.Session
        reading: Any = reader.Reader
        load, run, rows = session.__init__, session.run, reading.rows

        def loaded(instance: Any, path: Path, *more: Any) -> None:
            load(instance, path, *more)
            names[id(instance)] = path.stem

        def ran(instance: Any, outputs: Sequence[str], feeds: Mapping[str, Any]) -> Any:
            before = time.process_time()
            outputs_run = run(instance, outputs, feeds)
            name, places = names[id(instance)], feeds["mask"] if "mask" in feeds else feeds["sides"]
            self.spent[name] += time.process_time() - before
            self.runs[name] += 1
            self.tokens[name] += int((places != 0).sum())
            self.padded[name] += places.size
            return outputs_run

        def cut(instance: Any, texts: Sequence[str]) -> Any:
            self.texts.update(texts)
            return rows(instance, texts)

        session.__init__, session.run, reading.rows = loaded, ran, cut

    def reset(self) -> None:
        """Set all counts to 0."""
        for counter in (self.spent, self.runs, self.tokens, self.padded, self.texts):
            counter.clear()


def report(path: Path, chosen: Sequence[Check], most: int, watch: Watch) -> None:
    """Measure one set and print its table."""
    langs, every = segments(path, most + WARM)
    sample = every[:most]
    runner.run(chosen, every[most:] or sample[:WARM], Context(*langs))
    watch.reset()
    before = time.process_time()
    outcome = runner.run(chosen, sample, Context(*langs))
    total = time.process_time() - before
    print(f"\n{path.name}: {len(sample)} segments, {len(outcome.findings)} findings, {'-'.join(langs)}\n")
    print("| part | seconds of CPU | runs | tokens | with padding |\n|---|---|---|---|---|")
    for name, seconds in sorted(watch.spent.items(), key=lambda item: -item[1]):
        print(f"| {name} | {seconds:.2f} | {watch.runs[name]} | {watch.tokens[name]} | {watch.padded[name]} |")
    print(f"| all else | {total - sum(watch.spent.values()):.2f} | | | |\n| together | {total:.2f} | | | |\n")
    print(f"{len(watch.texts)} texts, read {watch.texts.total()} times")
    print(f"{len(sample) / total:.1f} segments per second of CPU time")


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=600, help="rows of each set to time (default: 600)")
    parser.add_argument("--select", nargs="+", default=(), help="checks (default: the default checks)")
    args = parser.parse_args()
    watch = Watch()
    for path in args.set:
        report(path, check_table.select(args.select), args.most, watch)


if __name__ == "__main__":
    main()
