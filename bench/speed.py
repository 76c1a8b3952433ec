"""Measures segments per second and peak memory of `learned` and of COMET with the size of wmt22-comet-da, in one run.

    python -m bench.speed [--set SET.jsonl.gz] [-e ENGINE ...] [--threads N ...] [--seconds 60] [--json PATH]
        [--comet FOLDER] [--tokenizer FILE] [--small] [--no-start]

Engines: any metric of mtqe with its reference or, as `NAME:src`, without it (`comet` is COMET as mtqe runs it: single
precision, no trainer), and `comet-score`: `model.predict` with all defaults of the program comet-score: half precision,
batches of 16, embedding cache, two data workers. Default: learned, learned:src, comet-score, comet.

COMET is built here with random weights of the true size (2.3 GB on disk, some 5 GB of memory) and an XLM-R tokenizer;
`--comet FOLDER` keeps it for the next run, or uses the model in that folder. `--small` builds a tiny one, to test the
benchmark. Texts are synthetic English news with German translations and references, or `--set`, one translation per
source. Every engine runs in its own process with the given number of cores. All engines get the same segments, as many
as take between half and all of the given time; no segment occurs twice in a call. `load` is the time from the start of
the process to the score of the first segment; peak memory is that of the process without its workers. `start to first
score` is the time of `mtqe score -m learned` on one segment, the best of three.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

import msgspec

from bench import large_comet, synthetic
from bench.judged import NotJudged, read
from bench.machine import cores, installed, limit, peak, processor
from mtqe.errors import MtqeError, Unavailable
from mtqe.model import Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig

ROOT = Path(__file__).parents[1]
ENGINES = ("learned", "learned:src", "comet-score", "comet")
SYNTHETIC = 20_000
PACKAGES = ("onnxruntime", "torch", "unbabel-comet", "pytorch-lightning")
Run = Callable[[Sequence[Segment]], None]


@dataclass(frozen=True)
class Job:
    """The job of a child process; `task` is `time` or `build`."""

    task: str
    engine: str = ""
    threads: int = 1
    seconds: float = 60.0
    segments: str = ""
    comet: str = ""
    langs: tuple[str, str] = ("en", "de")
    tokenizer: str = ""
    small: bool = False
    started: float = 0.0


@dataclass(frozen=True)
class Timing:
    """The measurement of a child process: seconds of wall time, memory in MB."""

    engine: str
    threads: int
    segments: int
    seconds: float
    load: float
    memory: float

    @property
    def speed(self) -> float:
        """Segments per second."""
        return self.segments / self.seconds


def main() -> int:
    """Measure and print; return 1 if no engine could run."""
    args = parse()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        segments, langs = texts(args.set)
        place = folder / "segments.json"
        place.write_bytes(msgspec.json.encode(segments))
        engines = args.engine or ENGINES
        comet = prepared(args, folder) if any(name.startswith("comet") for name in engines) else Path()
        timings: list[Timing] = []
        notes = [weight(comet)] if comet != Path() else []
        for threads in args.threads or (1, 2):
            if threads > cores():
                notes.append(f"{threads} threads: not run, this process may use {cores()} cores")
                continue
            for engine in engines:
                job = Job("time", engine, threads, args.seconds, str(place), str(comet), langs)
                note = run_and_keep(job, timings)
                notes += [note] if note else []
        starts = {} if args.no_start else {name: first_score(segments[0], name, langs, folder) for name in ("", ":src")}
    print(header(segments, args.tokenizer))
    print(markdown(timings))
    for mode, runs in starts.items():
        print(f"- start to first score, `mtqe score -m learned` {'without' if mode else 'with'} a reference: {runs}")
    for note in notes:
        print(f"- {note}")
    if args.json:
        rows = [asdict(timing) | {"segments_per_second": timing.speed} for timing in timings]
        args.json.write_text(json.dumps({"timings": rows, "notes": notes, "start": starts}, indent=1) + "\n")
    return 0 if timings else 1


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, help="a set of the format of bench.correlation (default: synthetic)")
    parser.add_argument("-e", "--engine", action="append", help=f"repeatable (default: {', '.join(ENGINES)})")
    parser.add_argument("--threads", type=int, action="append", help="repeatable (default: 1 and 2)")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="a timing takes between half and all of this (default: 60)"
    )
    parser.add_argument("--comet", type=Path, help="folder of the COMET model; built there if missing")
    parser.add_argument(
        "--tokenizer",
        type=Path,
        default=ROOT / "mtqe" / "data" / "encoder" / "tokenizer.model",
        help="an XLM-R tokenizer.json or model of sentencepiece (default: that of the encoder in the package)",
    )
    parser.add_argument("--small", action="store_true", help="a tiny COMET, to test the benchmark")
    parser.add_argument("--no-start", action="store_true", help="do not measure the start to the first score")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    return parser.parse_args()


def texts(path: Path | None) -> tuple[list[Segment], tuple[str, str]]:
    """The segments in random order, no source twice, and their languages."""
    if path is None:
        return synthetic.segments(SYNTHETIC), ("en", "de")
    try:
        judged = read(path)
    except NotJudged as error:
        raise SystemExit(f"{path}: {error}") from error
    by_source = {source.text: source for source in judged.sources}
    pairs = [
        Segment(str(n), text, source.translations[0].text, (source.reference,) if source.reference else ())
        for n, (text, source) in enumerate(by_source.items(), 1)
    ]
    random.Random(1).shuffle(pairs)
    return pairs, judged.langs


def prepared(args: argparse.Namespace, temporary: Path) -> Path:
    """The folder of the COMET model, built if need be."""
    folder: Path = args.comet or temporary / "comet"
    if not (folder / "checkpoints" / "model.ckpt").is_file():
        if not args.tokenizer.is_file():
            raise SystemExit(f"{args.tokenizer} is missing; give one of XLM-R with --tokenizer")
        print(f"building COMET in {folder}", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        job = Job("build", threads=cores(), comet=str(folder), tokenizer=str(args.tokenizer), small=args.small)
        _, problem = spawn(job)
        if problem:
            raise SystemExit(f"COMET could not be built: {problem}")
    return folder


def weight(folder: Path) -> str:
    """The kind of COMET model that was timed; a folder may have any."""
    size = (folder / "checkpoints" / "model.ckpt").stat().st_size
    return f"COMET: a checkpoint of {size / 1e6:.0f} MB (wmt22-comet-da: 2324 MB)"


def run_and_keep(job: Job, timings: list[Timing]) -> str | None:
    """Time an engine in its own process; also return its error, if there is one."""
    print(f"{job.engine}, {job.threads} threads", file=sys.stderr)
    out, problem = spawn(job)
    if problem:
        return f"{job.engine}, {job.threads} threads: not run: {problem}"
    timings.append(Timing(**json.loads(out)))
    print(f"  {timings[-1].speed:.2f} segments/s, {timings[-1].memory:.0f} MB", file=sys.stderr)
    return None


def spawn(job: Job) -> tuple[str, str]:
    """The last line of the output of a child process, and its error."""
    limits = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(job.threads))
    environment = os.environ | limits | {"CUDA_VISIBLE_DEVICES": "", "TOKENIZERS_PARALLELISM": "false"}
    job_json = msgspec.json.encode(asdict(job) | {"started": time.time()}).decode()
    done = subprocess.run(
        [sys.executable, "-m", "bench.speed", "--child", job_json],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"ended with {done.returncode}, perhaps for lack of memory"]
        return "", lines[-1]
    return (done.stdout.strip().splitlines() or [""])[-1], ""


def child(job_json: str) -> int:
    """The work of a child process."""
    job = Job(**json.loads(job_json))
    limit(job.threads)
    if job.task == "build":
        size = large_comet.SMALL if job.small else large_comet.LARGE
        large_comet.build(Path(job.comet), Path(job.tokenizer), size)
        return 0
    segments = msgspec.json.decode(Path(job.segments).read_bytes(), type=list[Segment])
    if job.engine.endswith(":src"):
        segments = [msgspec.structs.replace(segment, references=()) for segment in segments]
    try:
        run = comet_score(job, segments) if job.engine == "comet-score" else mtqe_metric(job)
        run(segments[:1])
    except MtqeError as error:
        print(error.message, file=sys.stderr)
        return 1
    load = time.time() - job.started
    count, seconds = timed(run, segments, job.seconds)
    print(json.dumps(asdict(Timing(job.engine, job.threads, count, seconds, load, peak()))))
    return 0


def timed(
    run: Run, segments: Sequence[Segment], min_seconds: float, clock: Callable[[], float] = time.perf_counter
) -> tuple[int, float]:
    """The number of segments and the seconds of one call that takes about the given time, found by growing calls.

    Each call gets segments that the calls before did not have, as long as there are enough.
    """
    count, start = min(16, len(segments)), 0
    while True:
        if start + count > len(segments):
            start = 0
        part = segments[start : start + count]
        before = clock()
        run(part)
        spent = max(clock() - before, 1e-9)
        if spent >= min_seconds / 2 or count == len(segments):
            return count, spent
        start += count
        # A short call predicts a long one badly: the next call is at most eight times as large.
        count = max(1, min(len(segments), int(count * min(8.0, min_seconds / spent))))


def comet_score(job: Job, segments: Sequence[Segment]) -> Run:
    """`comet.cli.score` with its defaults, without its files and its output."""
    if not all(segment.references for segment in segments):
        raise Unavailable("comet-score with wmt22-comet-da needs a reference for each segment")
    from mtqe.metrics.comet.network import offline, quiet

    with quiet(), offline():
        torch = importlib.import_module("torch")
        torch.set_float32_matmul_precision("high")
        torch.set_num_threads(job.threads)
        importlib.import_module("pytorch_lightning").seed_everything(1)
        model = importlib.import_module("comet").load_from_checkpoint(f"{job.comet}/checkpoints/model.ckpt")
        model.eval()
        model.half()
        model.set_embedding_cache()

    def run(part: Sequence[Segment]) -> None:
        samples = [{"src": item.source, "mt": item.target, "ref": item.references[0]} for item in part]
        with quiet(), offline():
            prediction = model.predict(samples=samples, batch_size=16, gpus=1, progress_bar=False, accelerator="auto")
        assert len(prediction.scores) == len(part)

    return run


def mtqe_metric(job: Job) -> Run:
    """A metric as mtqe runs it."""
    name = job.engine.partition(":")[0]
    comet = CometConfig(job.comet, threads=job.threads, dtype="fp32")
    config = Config(*job.langs, metrics=MetricsConfig(intervals=False), comet=comet)
    metric = metric_table.load(name)

    def run(segments: Sequence[Segment]) -> None:
        metric.score(segments, Context(*job.langs, config))  # a new context has nothing in memory

    return run


def first_score(segment: Segment, mode: str, langs: tuple[str, str], folder: Path) -> str:
    """The time of a whole `mtqe score -m learned` on one segment, best of three."""
    command = [
        sys.executable,
        "-m",
        "mtqe",
        "score",
        "-m",
        "learned",
        "--no-cache",
        "-q",
        "--json",
        str(folder / "score.json"),
    ]
    for option, text in zip(("-s", "-t", "-r"), (segment.source, segment.target, *segment.references), strict=False):
        if option != "-r" or not mode:
            path = folder / f"text{option}.txt"
            path.write_text(text + "\n", encoding="utf-8")
            command += [option, str(path)]
    command += ["--source-lang", langs[0], "--target-lang", langs[1]]
    times = []
    for _ in range(3):
        before = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        times.append(time.perf_counter() - before)
        if done.returncode:
            return f"not run: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    return f"{min(times):.2f} s"


def header(segments: Sequence[Segment], tokenizer: Path) -> str:
    """A description of the measurement."""
    sample = segments[:1000]
    sides = [[segment.source for segment in sample], [segment.target for segment in sample]]
    sides.append([text for segment in sample for text in segment.references[:1]])
    length, counts = "words", [[len(text.split()) for text in side] for side in sides]
    if tokenizer.is_file():
        model = large_comet.read(tokenizer)
        length = "tokens"
        counts = [[len(model.encode(text, add_special_tokens=False)) for text in side] for side in sides]
    means = " + ".join(f"{fmean(side):.1f}" for side in counts if side)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES if installed(name))
    return (
        f"{processor()}; Python {platform.python_version()}, {versions}. Segments of {means} {length} on average "
        "(source, translation, reference).\n"
    )


def markdown(timings: Sequence[Timing]) -> str:
    """The table; ratios are relative to comet-score on the same number of threads."""
    base = {timing.threads: timing.speed for timing in timings if timing.engine == "comet-score"}
    lines = [
        "| engine | threads | segments | seconds | segments/s | times comet-score | peak memory, MB | load, s |",
        "|---" * 8 + "|",
    ]
    for row in timings:
        cells = [
            row.engine,
            str(row.threads),
            str(row.segments),
            f"{row.seconds:.1f}",
            f"{row.speed:.1f}" if row.speed < 100 else f"{row.speed:.0f}",
            f"{row.speed / base[row.threads]:.1f}" if row.threads in base else "-",
            f"{row.memory:.0f}",
            f"{row.load:.1f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(child(sys.argv[2]) if sys.argv[1:2] == ["--child"] else main())
