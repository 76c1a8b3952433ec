"""Measures `mtqe check` with all default checks: segments per second, the share of each stage, tokens of each model.

    OMP_NUM_THREADS=1 python -m bench.encoder_speed SET.jsonl.gz ... [--most 600] [--select ID ...] [--dump FILE]

Sets are read as by `rule_speed`. Some additional rows are read first, so that models and language data are loaded.
Then all checks and the score `hallucination` run in one context, as in `mtqe check`, without the cache; `--learned`
adds the score `learned`. The time of a stage is CPU time, without that of the stages inside it; models run on several
threads, all else on one; what no stage counts, such as the heads on those threads, is in the total only. For each
model it prints runs, tokens per segment and tokens per run. No model should read a text or a row twice, and no text
should be divided into tokens twice.
`--dump` writes all scores and findings, to compare them with those of another version.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import hashlib
import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.rule_speed import segments
from mtqe.checks import runner
from mtqe.encoder import sessions, tokenizer
from mtqe.metrics.hallucination import hallucination
from mtqe.metrics.learned import learned
from mtqe.model import Finding, Score, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context

WARM = 60
RULES = "rules"


class Watch:
    """Measures the stages; it replaces the functions of models and tokenizer."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.runs: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self.rows: dict[str, Counter[bytes]] = defaultdict(Counter)
        self.divided: Counter[str] = Counter()
        self._stages = threading.local()
        names: dict[int, str] = {}
        session: Any = sessions.Session
        load, run, encode = session.__init__, session.run, tokenizer.Tokenizer.encode

        def loaded(instance: Any, path: Path, *rest: Any) -> None:
            load(instance, path, *rest)
            names[id(instance)] = path.stem

        def ran(instance: Any, outputs: Sequence[str], feeds: Mapping[str, Any]) -> Any:
            name = names[id(instance)]
            inputs = feeds["words"] if "words" in feeds else feeds["states"]
            self.runs[name] += 1
            self.tokens[name] += inputs.shape[0] * inputs.shape[1]
            self.rows[name].update(hashlib.sha256(row).digest() for row in inputs)
            with self.stage(f"model {name}"):
                return run(instance, outputs, feeds)

        def divided(instance: Any, text: str) -> Any:
            self.divided[text] += 1
            with self.stage("tokenizer"):
                return encode(instance, text)

        session.__init__, session.run = loaded, ran
        table: Any = tokenizer.Tokenizer
        table.encode = divided

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the CPU time of this thread, without that of the stages inside."""
        if not hasattr(self._stages, "inner"):
            self._stages.inner = [0.0]
        self._stages.inner.append(0.0)
        before = time.thread_time()
        try:
            yield
        finally:
            whole = time.thread_time() - before
            self.spent[name] += whole - self._stages.inner.pop()
            self._stages.inner[-1] += whole

    def reset(self) -> None:
        """Set all counts to 0."""
        for counter in (self.spent, self.runs, self.tokens, self.rows, self.divided):
            counter.clear()

    def timed(self, item: Check) -> Check:
        """The check, with its time counted if it needs the encoder."""
        if "encoder" not in item.needs:
            return item

        def run(item_input: Any, context: Context) -> Iterator[Any]:
            with self.stage(f"{item.id} {item.name}"):
                hits = list(item.run(item_input, context))
            return iter(hits)

        return dataclasses.replace(item, run=run)


def run(
    chosen: Sequence[Check], sample: Sequence[Segment], langs: tuple[str, str], with_learned: bool, watch: Watch
) -> tuple[Sequence[Score], Sequence[Finding]]:
    """The scores and findings. A check that fails ends the program.

    Raises:
        SystemExit: A check has failed.
    """
    context = Context(*langs)
    metrics: list[tuple[str, Callable[..., list[Score]]]] = [("hallucination", hallucination.score)]
    if with_learned:
        metrics.insert(0, ("learned", learned.score))
    with watch.stage(RULES):
        outcome = runner.run([watch.timed(item) for item in chosen], sample, context)
    if outcome.problems:
        raise SystemExit(f"{outcome.problems[0].what}: {outcome.problems[0].why}")
    scores: list[Score] = []
    for name, score in metrics:
        with watch.stage(f"score {name}"):
            scores += score(sample, context)
    return scores, outcome.findings


def report(path: Path, args: argparse.Namespace, watch: Watch) -> None:
    """Measure one set and print its table."""
    chosen = check_table.select(args.select)
    langs, every = segments(path, args.most + WARM)
    sample = every[: args.most]
    run(chosen, every[args.most :] or sample[:WARM], langs, args.learned, watch)
    watch.reset()
    before, since = time.process_time(), time.perf_counter()
    scores, findings = run(chosen, sample, langs, args.learned, watch)
    total, wall = time.process_time() - before, time.perf_counter() - since
    print(f"\n{path.name}: {len(sample)} segments, {len(findings)} findings, {'-'.join(langs)}\n")
    print("| stage | seconds of CPU | ms per segment |\n|---|---|---|")
    for name, seconds in sorted(watch.spent.items(), key=lambda item: -item[1]):
        print(f"| {name} | {seconds:.2f} | {1000 * seconds / len(sample):.2f} |")
    print(f"| together | {total:.2f} | {1000 * total / len(sample):.2f} |\n")
    print("| model | runs | tokens per segment | tokens per run | rows | rows run twice |\n|---|---|---|---|---|---|")
    for name, tokens in watch.tokens.items():
        rows, runs = watch.rows[name], watch.runs[name]
        twice = rows.total() - len(rows)
        print(f"| {name} | {runs} | {tokens / len(sample):.1f} | {tokens / runs:.1f} | {rows.total()} | {twice} |")
    print(f"\n{len(watch.divided)} texts, divided into tokens {watch.divided.total()} times")
    print(f"{len(sample) / total:.1f} segments per second of CPU time, {len(sample) / wall:.1f} per second")
    if args.dump:
        with args.dump.open("a", encoding="utf-8") as file:
            for one in (*scores, *findings):
                file.write(json.dumps(msgspec.to_builtins(one), ensure_ascii=False, sort_keys=True) + "\n")


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=600, help="rows of each set to time (default: 600)")
    parser.add_argument("--select", nargs="+", default=(), help="checks (default: the default checks)")
    parser.add_argument("--learned", action="store_true", help="compute the score learned, too")
    parser.add_argument("--dump", type=Path, help="file to which scores and findings are added, as JSON lines")
    args = parser.parse_args()
    watch = Watch()
    for path in args.set:
        report(path, args, watch)


if __name__ == "__main__":
    main()
