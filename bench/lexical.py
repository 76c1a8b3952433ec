"""Compares BLEU, chrF and TER in mtqe with the sacrebleu command line: numbers, time and memory.

    python -m bench.lexical numbers HYPOTHESIS REFERENCE [REFERENCE ...] [--lang de] [--segments N]
    python -m bench.lexical time SOURCE HYPOTHESIS OTHER REFERENCE [--lang de] [--segments N] [--rounds 3]

All files are line-aligned. `numbers` compares the statistics of every segment (for TER its edits), then corpus scores,
intervals and signatures; it exits with 1 if anything differs. `time` runs two tasks in alternation, each in its own
process, as `sacrebleu` and as mtqe, for each metric and for BLEU, chrF and TER together:

- one: the corpus score of HYPOTHESIS with its interval. In mtqe it is `mtqe score`, which also scores every segment.
- two: HYPOTHESIS and OTHER with intervals, and the paired bootstrap test between them.

It prints CPU time, wall time and peak memory of one process as medians over the rounds, and the medians of the ratios
within a round. mtqe may use several processes; the CPU time and the start of all are included.
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
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from mtqe.metrics.lexical.sacre import Sacre
from mtqe.model import Segment, render_signature
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig
from mtqe.stats import resample

OPTIONS = {
    "bleu": ["-m", "bleu"],
    "chrf": ["-m", "chrf"],
    "chrf++": ["-m", "chrf", "--chrf-word-order", "2"],
    "ter": ["-m", "ter"],
}
TASKS = {"bleu": ("bleu",), "chrf": ("chrf",), "ter": ("ter",), "all": ("bleu", "chrf", "ter")}
Cost = tuple[float, float, float]  # CPU seconds, wall seconds, peak MB


def main() -> int:
    if sys.argv[1:2] == ["worker"]:
        paired(sys.argv[2], [Path(path) for path in sys.argv[3:6]], sys.argv[6].split(","))
        return 0
    arguments = parse()
    with tempfile.TemporaryDirectory() as folder:
        files = [
            shortened(path, Path(folder, f"{place}.txt"), arguments.segments)
            for place, path in enumerate(arguments.files)
        ]
        if arguments.task == "numbers":
            return numbers(files[0], files[1:], arguments.lang)
        timed(files, arguments.lang, arguments.rounds, arguments.tasks)
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("task", choices=["numbers", "time"])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--lang", default="de", help="language of the translation")
    parser.add_argument("--segments", type=int, default=0, help="use only N lines, evenly sampled; 0 means all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", nargs="+", choices=list(TASKS), default=list(TASKS))
    options = parser.parse_args()
    if (options.task == "numbers" and len(options.files) < 2) or (options.task == "time" and len(options.files) != 4):
        parser.error("the task needs other files")
    return options


def shortened(path: Path, to: Path, segments: int) -> Path:
    """A copy with the given number of lines, evenly sampled."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    step = len(lines) / segments if segments else 1
    chosen_lines = [lines[int(place * step)] for place in range(segments or len(lines))]
    to.write_text("".join(line + "\n" for line in chosen_lines), encoding="utf-8")
    return to


def read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def scorer_of(name: str) -> Sacre:
    """A metric of sacreBLEU by its name."""
    metric = metric_table.load(name)
    if not isinstance(metric, Sacre):
        sys.exit(f"{name} is no metric of sacreBLEU")
    return metric


# --- the same numbers -------------------------------------------------------------------------------------------------


def numbers(hypothesis: Path, references: Sequence[Path], lang: str) -> int:
    from sacrebleu.metrics import BLEU, CHRF, TER

    sacrebleu_scores = {
        "bleu": BLEU(trg_lang=lang, force=True),
        "chrf": CHRF(),
        "chrf++": CHRF(word_order=2),
        "ter": TER(),
    }
    targets, streams = read(hypothesis), [read(path) for path in references]
    segments = [
        Segment(str(place), "-", target, tuple(reference_lines))
        for place, (target, *reference_lines) in enumerate(zip(targets, *streams, strict=True), 1)
    ]
    context = Context("en", lang)
    print(f"{len(segments):,} segments, {len(streams)} references")
    print(f"{'metric':8}{'mtqe':>12}{'sacrebleu':>12}{'other rows':>12}{'± by':>10}  signature")
    different = False
    for name, scorer in sacrebleu_scores.items():
        metric = scorer_of(name)
        mtqe_score = metric.score(segments, context)[0]
        rows = np.array(scorer._extract_corpus_statistics(targets, streams), dtype=float)
        unequal = int((metric.statistics(segments, context).array != rows).any(1).sum())
        total = scorer.corpus_score(targets, streams, n_bootstrap=1000) if name != "ter" else None
        value = total.score if total else scorer._aggregate_and_compute(rows.tolist()).score
        bounds = mtqe_score.interval
        apart = abs((bounds.high - bounds.low) / 2 - total._ci) if total and bounds else 0.0
        signature = render_signature(mtqe_score.signature)
        same = bounds is not None and (total is None or signature == f"{total.name}|{scorer.get_signature()}")
        different |= bool(unequal) or mtqe_score.value != value or apart > 1e-3 or not same
        print(
            f"{name:8}{mtqe_score.value:12.6f}{value:12.6f}{unequal:12}{apart:10.5f}  {'same' if same else 'DIFFERENT'}"
        )
    return int(different)


# --- time and memory --------------------------------------------------------------------------------------------------


def timed(files: Sequence[Path], lang: str, rounds: int, tasks: Sequence[str]) -> None:
    source, first, second, reference = files
    print(f"{len(read(source)):,} segments, {rounds} rounds, {os.cpu_count()} cores; sacrebleu / mtqe")
    print(f"{'task':12}{'CPU s':>18}{'ratio':>8}{'wall s':>18}{'ratio':>8}{'MB':>14}{'ratio':>8}")
    head = [sys.executable, "-m"]
    for task in tasks:
        metrics = [part for name in TASKS[task] for part in ("-m", name)]
        sacrebleu_command = [*head, "sacrebleu", str(reference), "-m", *TASKS[task], "-l", f"en-{lang}", "-f", "json"]
        langs = ["--source-lang", "en", "--target-lang", lang]
        options = ["-s", str(source), "-t", str(first), "-r", str(reference)]
        show(
            f"{task}, one",
            [*sacrebleu_command, "-i", str(first), "--confidence"],
            [*head, "mtqe", "score", *options, *metrics, *langs, "-q", "--json", str(source.with_name("report.json"))],
            rounds,
        )
        show(
            f"{task}, two",
            [*sacrebleu_command, "-i", str(first), str(second), "--paired-bs"],
            [sys.executable, __file__, "worker", lang, str(first), str(second), str(reference), ",".join(TASKS[task])],
            rounds,
        )


def show(name: str, sacrebleu_command: Sequence[str], mtqe_command: Sequence[str], rounds: int) -> None:
    pairs = [(cost(sacrebleu_command), cost(mtqe_command)) for _ in range(rounds)]
    cells = ""
    for place, form in ((0, "{:.1f}"), (1, "{:.1f}"), (2, "{:.0f}")):
        sides = [form.format(median(pair[side][place] for pair in pairs)) for side in (0, 1)]
        ratio = median(pair[0][place] / pair[1][place] for pair in pairs)
        cells += f"{' / '.join(sides):>{14 if place == 2 else 18}}{ratio:8.2f}"
    print(f"{name:12}{cells}", flush=True)


def cost(command: Sequence[str]) -> Cost:
    """CPU time of a process and its finished children, wall time and peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024


def paired(lang: str, files: Sequence[Path], metrics: Sequence[str]) -> None:
    """The output of `sacrebleu --paired-bs` for two systems, computed with mtqe's statistics and tests."""
    first, second, reference = map(read, files)
    context = Context("en", lang, Config(metrics=MetricsConfig()))
    results: list[dict[str, Any]] = []
    for name in metrics:
        metric = scorer_of(name)
        tables = [
            metric.statistics(
                [Segment(str(n), "-", *pair[:1], pair[1:]) for n, pair in enumerate(zip(side, reference, strict=True))],
                context,
            ).array
            for side in (first, second)
        ]
        intervals = [resample.bootstrap_interval(table, metric.aggregate) for table in tables]
        test = resample.paired_bootstrap(tables[0], tables[1], metric.aggregate)
        results.append(
            {"metric": name, "p": test.p_value, "intervals": [[bounds.low, bounds.high] for bounds in intervals]}
        )
    print(json.dumps(results))


if __name__ == "__main__":
    sys.exit(main())
