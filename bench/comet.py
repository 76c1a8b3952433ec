"""Compares COMET in mtqe with the command line of unbabel-comet: seconds, throughput, memory.

    python -m bench.comet SOURCE TRANSLATION REFERENCE --model FOLDER [--tokenizer tokenizer.json]

The files are line-aligned. FOLDER has a model in the layout of unbabel-comet. If it has none, a model of the size of
wmt22-comet-da with random weights is built there (2.3 GB, a minute); it is as slow as the real one. With --segments the
lines are repeated with other words up to this number.

Every job is a command of its own, measured from outside including all loading: wall-clock seconds, CPU seconds, peak
memory. Each round runs every job once with comet-score and once with mtqe, in alternating order. It prints the medians
over the rounds, and the median of the ratio within a round. The jobs:

- first: one segment, so mostly loading; the cache of mtqe knows the hash of the model.
- one: all segments of one system.
- five: all segments of five systems, which are the translation with its words rotated.
- again: one system after 3 % of its translations changed; mtqe has cached the others.

"a segment" is the time of a job minus that of `first`, so without loading; its ratio is the ratio of the throughputs.

With --precision it compares the segment scores and CPU seconds of bf16 and int8 with those of fp32 instead, all in
mtqe. With random weights the scores mean nothing: consider the differences as a share of their spread.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import correlation, fmean, median, stdev

JOBS = ("first", "one", "five", "again")
SYSTEMS = 5
CHANGED = 0.03


@dataclass(frozen=True)
class Cost:
    """The cost of a command: wall-clock seconds, CPU seconds of all its threads, peak memory in GB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Texts:
    """The lines of each side."""

    source: list[str]
    translation: list[str]
    reference: list[str]

    def system(self, number: int) -> list[str]:
        """The translation of a system: that of system 0 with its words rotated."""
        return [" ".join(turned(line.split(), number)) for line in self.translation]

    def changed(self) -> list[str]:
        """The translation with its last 3 % of lines changed, at least one line."""
        count = max(1, round(CHANGED * len(self.translation)))
        return [*self.translation[:-count], *(f"{line} x" for line in self.translation[-count:])]


def main() -> int:
    arguments = parse()
    texts = read(arguments)
    model = arguments.model / "checkpoints" / "model.ckpt"
    if not model.is_file():
        if arguments.tokenizer is None:
            sys.exit(f"{model}: missing; --tokenizer NAME builds a model of that size with random weights")
        from bench.large_comet import LARGE, SMALL, build

        build(arguments.model, arguments.tokenizer, SMALL if arguments.small else LARGE)
    if arguments.precision:
        return precision(texts, arguments)
    print(f"{len(texts.source)} segments, {arguments.rounds} rounds, {arguments.threads} threads, {arguments.dtype}")
    costs: dict[str, list[tuple[Cost, Cost]]] = {job: [] for job in arguments.jobs}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        other_texts = Texts(["Yes."], ["Ja."], ["Jawohl."])
        mtqe(place, place / "cache", "first", other_texts, arguments)  # computes the hash of the model
        for number in range(arguments.rounds):
            for job in arguments.jobs:
                costs[job].append(pair(place, job, number, texts, arguments))
    report(costs, len(texts.source))
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for side in ("source", "translation", "reference"):
        parser.add_argument(side, type=Path)
    parser.add_argument("--model", type=Path, required=True, help="folder of the model")
    parser.add_argument("--tokenizer", type=Path, help="a tokenizer.json of XLM-R, to build a model")
    parser.add_argument("--small", action="store_true", help="build a small model, to test this script")
    parser.add_argument("--segments", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--dtype", default="auto", choices=["auto", "fp32", "bf16", "int8"])
    parser.add_argument("--precision", action="store_true")
    parser.add_argument("--jobs", nargs="+", default=JOBS, choices=JOBS)
    return parser.parse_args()


def read(arguments: argparse.Namespace) -> Texts:
    """The three files, shortened or repeated with rotated words to the requested number of lines."""
    sides = []
    for path in (arguments.source, arguments.translation, arguments.reference):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        rounds = (turned(line.split(), number // len(lines)) for number, line in enumerate(cycle(lines)))
        sides.append([" ".join(words) for words in islice(rounds, arguments.segments)])
    return Texts(*sides)


def turned(words: list[str], places: int) -> list[str]:
    places %= max(1, len(words))
    return words[places:] + words[:places]


def pair(place: Path, job: str, number: int, texts: Texts, arguments: argparse.Namespace) -> tuple[Cost, Cost]:
    """Run one job with both programs; the order alternates with the round."""
    cache = place / f"cache-{job}-{number}"
    subprocess.run(["cp", "-r", place / "cache", cache], check=True)
    if job == "again":
        mtqe(place, cache, "one", texts, arguments)
    comet_score_run = None if number % 2 else comet_score(place, job, texts, arguments)
    mtqe_run = mtqe(place, cache, job, texts, arguments)
    return comet_score_run or comet_score(place, job, texts, arguments), mtqe_run


def precision(texts: Texts, arguments: argparse.Namespace) -> int:
    """Print the differences of lower precisions from fp32."""
    exact: list[float] = []
    print(f"{len(texts.source)} segments, {arguments.threads} threads")
    print(
        f"{'dtype':8}{'CPU s':>9}{'a segment':>11}{'GB':>7}{'mean difference':>18}{'greatest':>11}{'of the spread':>16}"
        f"{'correlation':>13}"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for dtype in ("fp32", "bf16", "int8"):
            arguments.dtype = dtype
            first, cost = (mtqe(place, place / f"{dtype}-{job}", job, texts, arguments) for job in ("first", "one"))
            each = (cost.cpu - first.cpu) / (len(texts.source) - 1)
            stored = json.loads((place / "one.json").read_text(encoding="utf-8"))
            scores = [score["value"] for score in stored["scores"] if score["level"] == "segment"]
            exact = exact or scores
            apart = [abs(score - exact_score) for score, exact_score in zip(scores, exact, strict=True)]
            print(
                f"{dtype:8}{cost.cpu:9.1f}{each:11.2f}{cost.memory:7.1f}{fmean(apart):18.5f}{max(apart):11.5f}"
                f"{fmean(apart) / stdev(exact):16.3f}{correlation(scores, exact):13.4f}"
            )
    return 0


def files(place: Path, job: str, texts: Texts) -> tuple[Path, list[Path], Path]:
    """The files of a job: source, translations, reference."""
    count = 1 if job == "first" else len(texts.source)
    systems = {"five": [texts.system(number) for number in range(SYSTEMS)], "again": [texts.changed()]}
    paths = []
    for name, lines in zip(
        ("source", *(f"system{number}" for number in range(len(systems.get(job, [1])))), "reference"),
        (texts.source, *systems.get(job, [texts.translation]), texts.reference),
        strict=True,
    ):
        path = place / f"{job}-{name}.txt"
        path.write_text("\n".join(lines[:count]) + "\n", encoding="utf-8")
        paths.append(path)
    return paths[0], paths[1:-1], paths[-1]


def comet_score(place: Path, job: str, texts: Texts, arguments: argparse.Namespace) -> Cost:
    source, systems, reference = files(place, job, texts)
    code = "from comet.cli.score import score_command; score_command()"
    model = arguments.model / "checkpoints" / "model.ckpt"
    options = ["-s", source, "-t", *systems, "-r", reference, "--model", model, "--gpus", "0", "--quiet"]
    return measured([sys.executable, "-W", "ignore", "-c", code, *options], arguments.threads, place / "cache")


def mtqe(place: Path, cache: Path, job: str, texts: Texts, arguments: argparse.Namespace) -> Cost:
    source, systems, reference = files(place, job, texts)
    options = ["-s", source, *(part for system in systems for part in ("-t", system)), "-r", reference, "-m", "comet"]
    options += ["--model", arguments.model, "--dtype", arguments.dtype, "--no-intervals", "--quiet"]
    options += ["--source-lang", "en", "--target-lang", "de", "--json", place / f"{job}.json"]
    return measured([sys.executable, "-m", "mtqe", "score", *options], arguments.threads, cache)


def measured(command: Sequence[str | Path], threads: int, cache: Path) -> Cost:
    """Run a command to its end and measure it."""
    environment = {
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": str(threads),
        "MTQE_COMET_THREADS": str(threads),
        "MTQE_CACHE_DIR": str(cache),
    }
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(list(map(str, command)), env=os.environ | environment, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            out.seek(0)
            sys.exit(f"{command}\n{out.read().decode(errors='replace')[-2000:]}\nended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6)


def report(costs: dict[str, list[tuple[Cost, Cost]]], count: int) -> None:
    print(f"{'':8}{'comet-score':>29}{'mtqe':>29}{'ratio of':>18}{'a segment, ratio of':>22}")
    print(f"{'job':8}" + 2 * f"{'wall s':>10}{'CPU s':>10}{'GB':>9}" + 2 * f"{'wall':>9}{'CPU':>9}")
    first = costs.get("first")
    for job, pairs in costs.items():
        cells = [
            median(getattr(run_pair[side], name) for run_pair in pairs)
            for side in (0, 1)
            for name in ("wall", "cpu", "memory")
        ]
        line = f"{job:8}" + "".join(f"{cell:{10 if place % 3 < 2 else 9}.1f}" for place, cell in enumerate(cells))
        line += "".join(
            f"{median(getattr(a, name) / getattr(b, name) for a, b in pairs):9.1f}" for name in ("wall", "cpu")
        )
        if first and job != "first":
            for name in ("wall", "cpu"):
                beyond = [
                    [
                        max(1e-3, getattr(now, name) - getattr(then, name))
                        for now, then in zip(run_pair, start, strict=True)
                    ]
                    for run_pair, start in zip(pairs, first, strict=True)
                ]
                line += f"{median(comet_score_time / mtqe_time for comet_score_time, mtqe_time in beyond):9.1f}"
        print(line)


if __name__ == "__main__":
    sys.exit(main())
