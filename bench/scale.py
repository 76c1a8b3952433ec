"""Measures `mtqe scan` of corpora of growing length, or all that takes time, beside another version of mtqe.

    python -m bench.scale [--sizes 1000 10000 100000 1000000] [--workers 1 2] [--stage rules lexical learned ...]
        [--format jsonl|tsv] [--set SET.jsonl.gz] [--engine local|ray] [--most 2000] [--json PATH]
    python -m bench.scale --against CHECKOUT [--hide avx512] [--most 600] [--texts PAIRS.jsonl] [--stage start kept ...]

With `--against` it prints one table of the costs of this checkout and of another one, such as a git worktree of the
last release, and their ratios: one segment, an article, many segments cold and warm, corpora on one and two workers,
alignment, and a server (`bench.against` has the stages). Both have the packages of this environment. `--hide` hides
instructions of the processor, as in `bench.kernels`.

Otherwise it prints seconds, segments per second and peak memory of growing corpora, per stage. The corpus is synthetic
English news with a German translation and a reference, no source twice (`bench.synthetic`), or the rows of a set with
judgements. Stages:

- `read`: only reads the corpus and cuts it into chunks.
- `rules`: all checks that need no encoder.
- `lexical`: BLEU and chrF with their intervals, no checks.
- `both`: rules and lexical metrics, the main use on a large corpus.
- `learned`: the metric `learned` without a reference, no checks, no cache.
- `all`: all default checks, no cache.

Each measurement is a whole process as a user starts it, with its workers. Memory is the greatest sum of the memory of
all its processes, seen every 50 ms; pages that they share count once. `learned` and `all` take the same time for each
segment, and much of it, so they get `--most` segments at most.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from bench import against, synthetic
from bench.machine import processor, run
from mtqe.formats.tables import jsonl
from mtqe.model import Segment

SIZES = (1_000, 10_000, 100_000)
STAGES: dict[str, tuple[str, ...]] = {
    "read": (),
    "rules": ("--no-encoder",),
    "lexical": ("--no-checks", "-m", "bleu,chrf"),
    "both": ("--no-encoder", "-m", "bleu,chrf"),
    "learned": ("--no-checks", "-m", "learned", "--no-cache"),
    "all": ("--no-cache",),
}
"""The options of each stage."""
SLOW = ("learned", "all")
SCORED = ("lexical", "both")
"""Stages that get the references."""
READ = """
import sys
from pathlib import Path
from mtqe.formats import streams
from mtqe.scan.chunks import cut
stream = streams.open_stream(Path(sys.argv[1]), None, ("en", "de"))
print(sum(len(chunk.segments) for chunk in cut(stream.segments, 5000, stream.name)))
"""


@dataclass(frozen=True)
class Cost:
    """What a measurement cost: seconds on the clock and of CPU time, peak memory in MB."""

    stage: str
    segments: int
    workers: int
    seconds: float
    cpu: float
    memory: float


def main() -> None:
    """Measure and print a table."""
    args = parse()
    if args.against:
        compare(args)
        return
    costs: list[Cost] = []
    print(f"{processor()}, Python {sys.version.split()[0]}\n")
    print("| stage | segments | workers | seconds | segments/s | CPU seconds | peak MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        for size in args.sizes:
            for stage in args.stage:
                count = min(size, args.most) if stage in SLOW else size
                if any((cost.stage, cost.segments) == (stage, count) for cost in costs):
                    continue
                corpus = Path(temporary, f"corpus.{args.format}")
                count = write(corpus, args.set, count, stage in SCORED)
                for workers in args.workers if stage != "read" else (1,):
                    cost = measured(stage, corpus, count, workers, args.engine)
                    costs.append(cost)
                    speed = f"{count / cost.seconds:,.0f}"
                    cells = (stage, f"{count:,}", workers, f"{cost.seconds:.1f}", speed, f"{cost.cpu:.1f}")
                    print("|", " | ".join(map(str, cells)), f"| {cost.memory:,.0f} |", flush=True)
    print()
    for line in ratios(costs):
        print(line)
    if args.json:
        args.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n", encoding="utf-8")


def compare(args: argparse.Namespace) -> None:
    """Print the table of this checkout beside another one."""
    hiding = f", {args.hide} hidden" if args.hide else ""
    print(f"{processor()}{hiding}, Python {sys.version.split()[0]}\n")
    texts = against.given(args.texts, args.most)
    for line in against.table(args.against, args.stage, texts, args.runs, args.threads, args.hide):
        print(line, flush=True)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of segments")
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2), help="numbers of processes (default: 1 2)")
    parser.add_argument("--stage", nargs="+", choices=sorted({*STAGES, *against.STAGES}), help="default: all of them")
    parser.add_argument("--format", choices=("jsonl", "tsv"), default="jsonl")
    parser.add_argument("--set", type=Path, help="rows of English to German with src, mt and ref (default: synthetic)")
    parser.add_argument("--most", type=int, help="segments of slow stages (default: 2000; with --against 600)")
    parser.add_argument("--engine", choices=("local", "ray"), default="local")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    parser.add_argument("--against", type=Path, help="another checkout of mtqe; for the rest of the options")
    parser.add_argument("--hide", choices=["avx512", "vnni"], help="what is hidden of the processor")
    parser.add_argument("--texts", type=Path, help="pairs as JSON Lines with source and target (default: synthetic)")
    parser.add_argument("--runs", type=int, default=3, help="runs of short commands, whose median counts (default: 3)")
    parser.add_argument("--threads", type=int, default=1, help="threads of a command (default: 1)")
    args = parser.parse_args()
    stages = against.STAGES if args.against else STAGES
    args.stage = args.stage or list(stages)
    args.most = args.most or (600 if args.against else 2_000)
    if wrong := [name for name in args.stage if name not in stages]:
        parser.error(f"no such stage{' with --against' if args.against else ''}: {', '.join(wrong)}")
    return args


def write(corpus: Path, rows: Path | None, count: int, scored: bool) -> int:
    """Write a corpus of so many segments, or of all that the set has; returns their number."""
    texts = synthetic.stream(random.Random(1)) if rows is None else judged(rows)
    number = 0
    with corpus.open("w", encoding="utf-8") as out:
        for number, segment in enumerate(texts, 1):
            put(segment, scored, number == 1, out)
            if number == count:
                break
    return number


def put(segment: Segment, scored: bool, is_first: bool, out: TextIO) -> None:
    """Write one segment."""
    references = segment.references if scored else ()
    if out.name.endswith(".tsv"):
        if is_first:
            out.write("\t".join(["id", "source", "target", *["reference"] * len(references)]) + "\n")
        out.write("\t".join([segment.id, segment.source, segment.target, *references]) + "\n")
    else:
        jsonl.write([Segment(segment.id, segment.source, segment.target, references, segment.doc)], out)


def judged(path: Path) -> Iterator[Segment]:
    """The rows of a set with a reference."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            source, target, reference = (" ".join(row[name].split()) for name in ("src", "mt", "ref"))
            yield Segment(str(number), source, target, (reference,))


def measured(stage: str, corpus: Path, count: int, workers: int, engine: str) -> Cost:
    """Run a stage in a process of its own.

    Raises:
        SystemExit: It failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", READ, str(corpus)]
        if stage != "read":
            command = [sys.executable, "-m", "mtqe", "scan", str(corpus), "--into", str(Path(folder, "scan"))]
            command += ["--source-lang", "en", "--target-lang", "de", "-q", "--workers", str(workers), *STAGES[stage]]
            command += ["--engine", engine] if engine != "local" else []
        cost = run(command, Path(folder), dict(os.environ))
    return Cost(stage, count, workers, cost.seconds, cost.cpu, cost.memory)


def ratios(costs: Sequence[Cost]) -> Iterator[str]:
    """How many times as fast several workers are as one."""
    single = {(cost.stage, cost.segments): cost.seconds for cost in costs if cost.workers == 1}
    for cost in costs:
        alone = single.get((cost.stage, cost.segments))
        if cost.workers > 1 and alone:
            what = f"{cost.stage}, {cost.segments:,} segments"
            yield f"- {what}: {cost.workers} workers are {alone / cost.seconds:.2f} times as fast as one"


if __name__ == "__main__":
    main()
