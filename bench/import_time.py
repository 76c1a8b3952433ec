"""What starting costs, in seconds of the processor: `python -m bench.import_time [RUNS] [--pair EN-XX ...]`.

- `import mtqe`, and the first and second call after it.
- `mtqe check` of one segment: the first run with an empty cache folder, which prepares tables, and later runs.
- `mtqe evaluate` of a text of some 600 words, two of our own articles, with all default checks and metrics: first and
  later runs, and what of them the encoder's graphs take. Scores of earlier runs are deleted before each run.
- With `--texts`, `mtqe check` of pairs as JSON Lines, of the first pair of languages, with the results of earlier runs:
  the first run, the same again, and with a sentence more in 3 % of the translations. Reports must not differ from those
  without a cache but in their time.

Each run is a process of its own, with one thread; the median of the later runs is printed, and the least. Compiled
modules of Python are kept, as in an installation.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.machine import processor

ARTICLES = Path(__file__).parent.parent / "references" / "articles" / "articles.jsonl"
TOGETHER = 2
"""Articles: of some 330 words each that are one text."""
SEGMENTS = {
    "de": ("The shop opens at 9.", "Der Laden öffnet um 9."),
    "ja": ("The shop opens at 9.", "店は9時に開きます。"),
}
PAIRS = ("en-de", "en-ja", "de-en")
ADDED = {"de": " Das ist neu.", "ja": "これは新しい。", "en": " This is new."}
"""A sentence that changes a translation."""
EVERY = 33
"""Pairs: every so many changes."""
IMPORTED = """
import sys, time
before, start = set(sys.modules), time.process_time()
import mtqe
done = time.process_time()
count = len(set(sys.modules) - before)
pairs = [("The shop opens at 9.", "Der Laden öffnet um 9.")]
mtqe.evaluate(pairs, source_lang="en", target_lang="de")
first = time.process_time()
mtqe.evaluate(pairs, source_lang="en", target_lang="de")
print(done - start, first - done, time.process_time() - first, count)
"""
TIMED = """
import sys, time
from mtqe.cli import run
from mtqe.encoder import sessions
plain, spent = sessions.Session.run, 0.0
def timed(session, names, feeds):
    global spent
    start = time.process_time()
    outputs = plain(session, names, feeds)
    spent += time.process_time() - start
    return outputs
sessions.Session.run = timed
code = run(sys.argv[1:])
print(f"passes {spent}", file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and says last what the encoder's graphs took."""


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor: of a process, and what the encoder's graphs took of them."""

    process: float
    passes: float


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=int, nargs="?", default=5, metavar="RUNS")
    parser.add_argument("--pair", nargs="+", default=PAIRS, help=f"pairs with English (default: {' '.join(PAIRS)})")
    parser.add_argument("--texts", type=Path, help="pairs as JSON Lines: source, target, doc")
    parser.add_argument("--most", type=int, default=600, help="pairs of --texts (default: 600)")
    parser.add_argument("--checkout", type=Path, help="measure the mtqe of another folder")
    options = parser.parse_args()
    print(f"{processor()}, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "MTQE_CACHE_DIR": str(Path(folder, "cache")),
            "MTQE_NO_PLUGINS": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled")),
            "PYTHONPATH": str((options.checkout or Path(__file__).parent.parent).resolve()),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if options.texts:
            pairs = [
                json.loads(line) for line in options.texts.read_text(encoding="utf-8").splitlines()[: options.most]
            ]
            print_kept(pairs, options.pair[0], Path(folder), environment)
            return
        imported(options.runs, environment)
        print("\n| command | pair | words | first run | later runs: median | least | of it the encoder's graphs |")
        print("|---|---|---|---|---|---|---|")
        for pair in options.pair:
            source, target = pair.split("-")
            for command, texts in (("check", segment(source, target)), ("evaluate", article(source, target))):
                print(row(command, pair, texts, options.runs, environment), flush=True)


def imported(runs: int, environment: dict[str, str]) -> None:
    """Print the costs of importing the package and calling it; a run before compiles the modules."""
    rows = []
    for _ in range(runs + 1):
        command = [sys.executable, "-c", IMPORTED]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env=environment,
            cwd=environment["MTQE_CACHE_DIR"] + "/..",
        )
        rows.append([float(number) for number in done.stdout.split()])
    imported, first, second, modules = map(statistics.median, zip(*rows[1:], strict=True))
    print(f"import mtqe: {1000 * imported:.1f} ms, {modules:.0f} modules")
    print(f"first call: {first:.2f} s, second call: {1000 * second:.0f} ms")


def segment(source: str, target: str) -> tuple[str, str]:
    """One segment in both languages."""
    english, other = SEGMENTS[target if source == "en" else source]
    return (english, other) if source == "en" else (other, english)


def article(source: str, target: str) -> tuple[str, str]:
    """A text of some 600 words in both languages, a paragraph a line."""
    sides: dict[str, list[str]] = {source: [], target: []}
    taken: dict[str, int] = {source: 0, target: 0}
    for line in ARTICLES.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        lang = one["lang"]
        if one["half"] == "work" and lang in sides and taken[lang] < TOGETHER:
            taken[lang] += 1
            sides[lang] += [one["headline"], *one["paragraphs"]]
    return "\n".join(sides[source]), "\n".join(sides[target])


def row(command: str, pair: str, texts: Sequence[str], runs: int, environment: dict[str, str]) -> str:
    """A line of the table."""
    source, target = pair.split("-")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side, text in zip(("source", "target"), texts, strict=True):
            (folder / f"{side}.txt").write_text(text + "\n", encoding="utf-8")
        given = ["source.txt", "target.txt"] if command == "evaluate" else ["-s", "source.txt", "-t", "target.txt"]
        arguments = [command, *given, "--source-lang", source, "--target-lang", target, "-q"]
        own = environment | {"MTQE_CACHE_DIR": str(folder / "cache")}
        first, *later = [measured(arguments, folder, own) for _ in range(runs + 1)]
    median = statistics.median(cost.process for cost in later)
    least = min(later, key=lambda cost: cost.process)
    cells = (f"{first.process:.2f}", f"{median:.2f}", f"{least.process:.2f}", f"{least.passes:.2f}")
    return "| " + " | ".join([command, pair, str(len(texts[0].split())), *cells]) + " |"


def print_kept(pairs: Sequence[dict[str, str]], langs: str, folder: Path, environment: dict[str, str]) -> None:
    """Print what runs cost whose cache has nothing, everything, and all but 3 %.

    Raises:
        SystemExit: A report differs from that of a run without a cache.
    """
    source, target = langs.split("-")
    changed = [
        pair | {"target": pair["target"] + ADDED[target]} if not n % EVERY else pair for n, pair in enumerate(pairs)
    ]
    words = sum(len(pair["source"].split()) for pair in pairs)
    print(f"{len(pairs)} pairs, {words / len(pairs):.0f} words each, {langs}: CPU seconds of `mtqe check`\n")
    print("| cold | warm | 3 % changed | without a cache | 3 % changed, without a cache |\n|---|---|---|---|---|")
    costs: list[float] = []
    reports: list[dict[str, Any]] = []
    row("check", langs, segment(source, target), 1, environment)  # compiles the modules
    for given, *options in ((pairs,), (pairs,), (changed,), (pairs, "--no-cache"), (changed, "--no-cache")):
        (folder / "pairs.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in given), encoding="utf-8")
        arguments = ["check", "pairs.jsonl", "--source-lang", source, "--target-lang", target, "-q", *options]
        costs.append(measured([*arguments, "--json", "report.json"], folder, environment, fresh=not costs).process)
        reports.append(timeless(folder / "report.json"))
    print("| " + " | ".join(f"{cost:.2f}" for cost in costs) + " |")
    if not (reports[0] == reports[1] == reports[3] and reports[2] == reports[4]):
        raise SystemExit("the reports differ")


def timeless(report: Path) -> dict[str, Any]:
    """A report without its time, and without its seal, which covers it."""
    content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    del content["seal"], content["run"]["seconds"], content["run"]["created"]
    return content


def measured(arguments: Sequence[str], folder: Path, environment: dict[str, str], fresh: bool = True) -> Cost:
    """Run a command in a process of its own; a fresh run has no results of earlier ones.

    Raises:
        SystemExit: It failed.
    """
    if fresh:
        (folder / "cache" / "scores.db").unlink(missing_ok=True)
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", TIMED, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    after = os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(f"mtqe {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-500:]}")
    passes = float(done.stderr.rpartition("passes ")[2])
    process = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(process, passes)


if __name__ == "__main__":
    main()
