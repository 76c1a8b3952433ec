"""Does the memory of `mtqe serve` stay steady?

    python -m bench.soak [--segments 50000] [--set SET.jsonl.gz ...] [--langs en-de] [--rules] [--each 50]

Starts a server with one worker, sends it requests of `--each` segments, none of them twice, and prints the memory of
all its processes after 50, 500, 2,000 segments and so on, with the factor over the memory after 2,000. With `--rules`
the checks that need the encoder are left out. The segments are those of sets with `src` and `mt`, in a random order,
and after them synthetic ones (`bench.synthetic`), whose words are few.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from bench import synthetic
from bench.machine import memory, tree
from mtqe.registry import check_table

BASE = 2_000
"""Segments: after which memory is the base of the factor."""
STOPS = (50, 500, BASE, 4_000, 8_000, 11_000, 16_000, 24_000, 32_000, 40_000, 50_000, 100_000)
EACH = 50
"""Segments: of a request."""
SECONDS = 600
"""Seconds: that a request may take."""


def main() -> None:
    """Send requests and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=50_000)
    parser.add_argument("--set", type=Path, action="append", default=[])
    parser.add_argument("--langs", default="en-de")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--each", type=int, default=EACH)
    args = parser.parse_args()
    source_lang, target_lang = args.langs.split("-")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "mtqe.toml")
        heavy = [check.id for check in check_table.checks().values() if "encoder" in check.needs]
        left_out = heavy if args.rules else []
        config.write_text(
            f'source_lang = "{source_lang}"\ntarget_lang = "{target_lang}"\n[checks]\nignore = {left_out}\n'
        )
        command = [sys.executable, "-m", "mtqe", "serve", "--port", "0", "--config", str(config)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as server:
            try:
                soak(server, texts(args.set), args.segments, args.each)
            finally:
                server.terminate()


def soak(server: subprocess.Popen[str], pairs: Iterator[tuple[str, str]], most: int, each: int) -> None:
    """Send the segments and print the memory."""
    address = address_of(server)
    print(f"{'segments':>8} {'MB':>6} {'factor':>6} {'segments/s':>10}")
    base, started = 0.0, time.perf_counter()
    for done in range(each, most + 1, each):
        send(f"{address}/v1/check", list(islice(pairs, each)))
        if done in STOPS or done == most:
            megabytes = sum(map(memory, tree(server.pid)))
            base = megabytes if done == BASE else base
            factor = f"{megabytes / base:.2f}" if base else "–"
            print(
                f"{done:>8,} {megabytes:>6.0f} {factor:>6} {done / (time.perf_counter() - started):>10.0f}", flush=True
            )


def address_of(server: subprocess.Popen[str]) -> str:
    """Where the server listens, from its messages; returns when it is ready."""
    assert server.stderr is not None
    address = next(word for line in server.stderr for word in line.split() if word.startswith("http://")).rstrip(".,;")
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz"):
                return address
        except urllib.error.HTTPError:
            time.sleep(0.2)


def send(address: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Ask for a report and read it."""
    body = {"segments": [{"source": source, "translation": target} for source, target in pairs]}
    request = urllib.request.Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        answer.read()


def texts(sets: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Distinct pairs of texts without end."""
    rows: dict[tuple[str, str], None] = {}
    for path in sets:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                rows[row["src"], row["mt"]] = None
    shuffled = list(rows)
    random.Random(1).shuffle(shuffled)
    yield from shuffled
    yield from ((segment.source, segment.target) for segment in synthetic.stream(random.Random(1)))


if __name__ == "__main__":
    main()
