"""BLEU, chrF, chrF++ and TER of mtqe beside the sacrebleu command line: the same numbers, and how long each takes.

    python tests/bench/lexical.py HYPOTHESIS REFERENCE [REFERENCE ...] [--lang de] [--resamples 1000]

All files are line-aligned. mtqe gives corpus, document and segment scores with an interval, sacrebleu the corpus score
with its interval. Both are timed in CPU seconds with all that they load; sacrebleu's own are those of its process.
Exits with 1 when a number or a signature differs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from mtqe import registry
from mtqe.config import Config, MetricsConfig
from mtqe.model import Score, Segment, render_signature

OPTIONS = {
    "bleu": ["-m", "bleu"],
    "chrf": ["-m", "chrf"],
    "chrf++": ["-m", "chrf", "--chrf-word-order", "2"],
    "ter": ["-m", "ter"],
}


def main() -> int:
    arguments = parse()
    sides = [path.read_text(encoding="utf-8").splitlines() for path in (arguments.hypothesis, *arguments.references)]
    if len({len(side) for side in sides}) != 1:
        sys.exit(f"unequal line counts: {', '.join(str(len(side)) for side in sides)}")
    segments = [
        Segment(str(place), "-", lines[0], tuple(lines[1:])) for place, lines in enumerate(zip(*sides, strict=True), 1)
    ]
    config = Config(metrics=MetricsConfig(resamples=arguments.resamples))
    context = registry.Context("en", arguments.lang, config)
    print(f"{len(segments)} segments, {len(sides) - 1} references, {arguments.resamples} resamples")
    print(f"{'metric':8}{'mtqe':>12}{'sacrebleu':>12}{'±':>9}{'±':>9}{'mtqe s':>9}{'sacrebleu s':>13}{'ratio':>8}")
    different = 0
    spent = [0.0, 0.0]
    for name in OPTIONS:
        ours, seconds = mine(name, segments, context)
        theirs, other = sacrebleu(name, arguments)
        assert ours.value is not None
        assert ours.interval is not None
        reach = (ours.interval.high - ours.interval.low) / 2
        same = (
            abs(ours.value - theirs["score"]) < 1e-6
            and abs(reach - theirs["confidence_var"]) < 1e-3
            and render_signature(ours.signature) == f"{theirs['name']}|{theirs['signature']}"
        )
        different += not same
        spent = [spent[0] + seconds, spent[1] + other]
        print(
            f"{name:8}{ours.value:12.6f}{theirs['score']:12.6f}{reach:9.4f}{theirs['confidence_var']:9.4f}"
            f"{seconds:9.2f}{other:13.2f}{seconds / other:8.2f}{'' if same else '   DIFFERENT'}"
        )
    print(f"{'all':50}{spent[0]:9.2f}{spent[1]:13.2f}{spent[0] / spent[1]:8.2f}")
    return 1 if different else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("hypothesis", type=Path)
    parser.add_argument("references", type=Path, nargs="+")
    parser.add_argument("--lang", default="de", help="language of the translation")
    parser.add_argument("--resamples", type=int, default=1000)
    return parser.parse_args()


def mine(name: str, segments: list[Segment], context: registry.Context) -> tuple[Score, float]:
    """The corpus score, and the CPU time of all scores."""
    start = time.process_time()
    scores: list[Score] = registry.load("metrics", name).score(segments, context)
    return scores[0], time.process_time() - start


def sacrebleu(name: str, arguments: argparse.Namespace) -> tuple[dict[str, Any], float]:
    """What `sacrebleu --confidence -f json` says, and the CPU time of its process."""
    files = [*map(str, arguments.references), "-i", str(arguments.hypothesis)]
    wanted = ["--confidence", "--confidence-n", str(arguments.resamples), "-f", "json", "-w", "8"]
    command = [sys.executable, "-m", "sacrebleu", *files, *OPTIONS[name], *wanted, "-l", f"en-{arguments.lang}"]
    start = children()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found, children() - start


def children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
