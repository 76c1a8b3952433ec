"""The stages in which `bench.scale --against` compares two checkouts of mtqe, and what each of them costs.

Every run is a process of its own as a user starts it, with the code of one checkout and a cache folder of that
checkout. The two take turns, so that the load of a machine meets both.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench import soak, synthetic
from bench.import_time import ADDED, EVERY, article, segment
from bench.kernels import hidden
from bench.machine import Run, memory, run, tree
from mtqe.model import Segment

LANGS = ("--source-lang", "en", "--target-lang", "de", "-q")
RULES = 40
"""Factor: of the segments of slow stages, for stages without the encoder."""
SENTENCES = 33
"""Factor: of them, the sentences that are aligned: 20,000 for 600."""
SERVED = 5
"""Factor: of them, the segments that the server gets."""
CHUNKS = 4
"""Numbers: of chunks of all default checks, so that two workers have something to do."""
MARKUP = ("MRK", "number-mismatch", "quantity-mismatch", "date-mismatch", "time-mismatch")
"""The checks of markup and numbers that need no encoder."""
HERE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Side:
    """A checkout with a folder of its own, and the environment of its processes."""

    checkout: Path
    folder: Path
    environment: dict[str, str]

    def mtqe(self, *arguments: str, every_core: bool = False) -> Run:
        """Run a command of mtqe in the folder, on the chosen number of threads or on every core."""
        limit = "OMP_NUM_THREADS"
        environment = {name: value for name, value in self.environment.items() if not (every_core and name == limit)}
        return run([sys.executable, "-m", "mtqe", *arguments], self.folder, environment)

    def forget(self) -> None:
        """Delete the results of earlier runs; prepared tables stay."""
        (self.folder / "cache" / "scores.db").unlink(missing_ok=True)


@dataclass(frozen=True)
class Measure:
    """A figure of a stage: what it says, its unit, and its value in a side."""

    stage: str
    unit: str
    value: float


Stage = Callable[[Side, Sequence[Segment], int], Iterator[Measure]]


def start(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe check` of one segment; the median of several runs after a first one, which prepares tables."""
    yield Measure("one segment", "CPU s", _median(side, "check", ["-s", "source.txt", "-t", "target.txt"], runs))


def whole(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe evaluate` of an article of some 600 words, without results of earlier runs."""
    yield Measure("an article of 600 words", "CPU s", _median(side, "evaluate", ["source.txt", "target.txt"], runs))


def _median(side: Side, command: str, files: Sequence[str], runs: int) -> float:
    pair = segment("en", "de") if command == "check" else article("en", "de")
    for name, text in zip(("source", "target"), pair, strict=True):
        (side.folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    costs = []
    for _ in range(runs + 1):
        side.forget()
        costs.append(side.mtqe(command, *files, *LANGS).cpu)
    return statistics.median(costs[1:])


def kept(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe check` of the segments with nothing in the cache, with everything, and with 3 % of them changed."""
    changed = [
        Segment(one.id, one.source, one.target + ADDED["de"]) if not n % EVERY else one for n, one in enumerate(texts)
    ]
    side.forget()
    for name, given in (("cold", texts), ("warm", texts), ("3 % changed", changed)):
        _write(side, given)
        cost = side.mtqe("check", "pairs.jsonl", *LANGS)
        yield Measure(f"{len(texts):,} segments, {name}", "CPU s", cost.cpu)
        if name == "cold":
            yield Measure(f"{len(texts):,} segments, {name}", "peak MB", cost.memory)


def rules(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe scan` with the checks that need no encoder, those of markup and numbers first, on one worker and on two."""
    chosen = [option for name in MARKUP for option in ("--select", name)]
    yield from _workers("markup and numbers", side, RULES * len(texts), "--no-encoder", *chosen)
    yield from _workers("rules", side, RULES * len(texts), "--no-encoder")


def lexical(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe scan` with BLEU and chrF, on one worker and on two."""
    yield from _workers("BLEU and chrF", side, RULES * len(texts), "--no-checks", "-m", "bleu,chrf")


def everything(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe scan` with all default checks, on one worker and on two."""
    yield from _workers("all checks", side, len(texts), "--no-cache", "--chunk", str(max(1, len(texts) // CHUNKS)))


def _workers(name: str, side: Side, count: int, *options: str) -> Iterator[Measure]:
    _write(side, synthetic.segments(count))
    seconds = []
    for number in (1, 2):
        into = f"{name.split()[0]}-{number}"
        arguments = ("scan", "pairs.jsonl", "--into", into, *LANGS, "--workers", str(number), *options)
        cost = side.mtqe(*arguments, every_core=True)
        seconds.append(cost.seconds)
        stage = f"{name}, {count:,} segments, {number} worker{'s' * (number > 1)}"
        yield Measure(stage, "segments/s", count / cost.seconds)
        yield Measure(stage, "CPU s", cost.cpu)
    yield Measure(f"{name}, two workers", "times one", seconds[0] / seconds[1])


def alignment(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """`mtqe align` of sentences, a line each."""
    count = SENTENCES * len(texts)
    pairs = synthetic.segments(count)
    (side.folder / "long.en.txt").write_text("".join(f"{one.source}\n" for one in pairs), encoding="utf-8")
    (side.folder / "long.de.txt").write_text("".join(f"{one.target}\n" for one in pairs), encoding="utf-8")
    cost = side.mtqe("align", "long.en.txt", "long.de.txt", "--pre-split", *LANGS, "-o", "beads.jsonl")
    yield Measure(f"alignment of {count:,} sentences", "peak MB", cost.memory)
    yield Measure(f"alignment of {count:,} sentences", "CPU s", cost.cpu)


def server(side: Side, texts: Sequence[Segment], runs: int) -> Iterator[Measure]:
    """The memory of `mtqe serve` with all default checks, after a fifth of its segments and after all."""
    count = SERVED * len(texts)
    pairs = ((one.source, one.target) for one in synthetic.segments(count))
    (side.folder / "mtqe.toml").write_text('source_lang = "en"\ntarget_lang = "de"\n', encoding="utf-8")
    command = [sys.executable, "-m", "mtqe", "serve", "--port", "0", "--config", "mtqe.toml"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=side.folder, env=side.environment) as process:
        try:
            address = soak.address_of(process)
            for part in (count // SERVED, count - count // SERVED):
                for start in range(0, part, soak.EACH):
                    soak.send(f"{address}/v1/check", list(islice(pairs, min(soak.EACH, part - start))))
                yield Measure(f"server after {part:,} more segments", "MB", sum(map(memory, tree(process.pid))))
        finally:
            process.terminate()


STAGES: dict[str, Stage] = {
    "start": start,
    "article": whole,
    "kept": kept,
    "rules": rules,
    "lexical": lexical,
    "all": everything,
    "align": alignment,
    "serve": server,
}
"""The stages by name, in the order in which they run."""


def table(
    other: Path, names: Sequence[str], texts: Sequence[Segment], runs: int, threads: int, hide: str | None
) -> Iterator[str]:
    """The lines of the table, as they are measured.

    Args:
        other: The other checkout, of an earlier release.
        names: The stages.
        texts: The segments of the slow stages.
        runs: The runs of short commands, whose median counts.
        threads: Threads of the encoder, outside the stages with workers.
        hide: What is hidden of the processor; see `bench.kernels`.
    """
    yield "| stage | unit | this version | the other | ratio |"
    yield "|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as name:
        sides = [side(Path(name), checkout, threads, hide) for checkout in (HERE, other.resolve())]
        for one in sides:  # compiles the modules and prepares tables
            _median(one, "check", ["-s", "source.txt", "-t", "target.txt"], 1)
        for stage in names:
            for own, others in zip(*(STAGES[stage](one, texts, runs) for one in sides), strict=True):
                cells = (own.stage, own.unit, f"{own.value:,.2f}", f"{others.value:,.2f}")
                yield f"| {' | '.join(cells)} | {own.value / others.value:.2f} |"


def side(folder: Path, checkout: Path, threads: int, hide: str | None) -> Side:
    """A checkout that is measured, with a folder inside the given one."""
    own = Path(tempfile.mkdtemp(dir=folder))
    environment = dict(os.environ, PYTHONPATH=str(checkout), MTQE_CACHE_DIR=str(own / "cache"), MTQE_NO_PLUGINS="1")
    environment |= {"OMP_NUM_THREADS": str(threads), "PYTHONPYCACHEPREFIX": str(own / "compiled")}
    environment |= hidden(folder, hide) if hide else {}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return Side(checkout, own, environment)


def given(path: Path | None, count: int) -> list[Segment]:
    """The segments of the slow stages: pairs as JSON Lines with `source` and `target`, or synthetic ones."""
    if path is None:
        return list(islice(synthetic.stream(random.Random(1)), count))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:count]]
    return [Segment(str(n), row["source"], row["target"]) for n, row in enumerate(rows)]


def _write(side: Side, texts: Sequence[Segment]) -> None:
    rows = [
        {"id": one.id, "source": one.source, "target": one.target, "reference": list(one.references)} for one in texts
    ]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (side.folder / "pairs.jsonl").write_text("".join(lines), encoding="utf-8")
