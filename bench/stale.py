"""How long `mtqe status` takes: a project of many Markdown documents, and a file of many texts with keys.

    python bench/stale.py [--documents 10000] [--texts 50000]

Makes the files in a temporary folder. Prints CPU seconds of this process and the size of the lock file.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from mtqe.project import lock, status

PARAGRAPHS = 25
WORDS = [
    "the",
    "pump",
    "holds",
    "water",
    "when",
    "its",
    "valve",
    "is",
    "closed",
    "and",
    "no",
    "lid",
    "fits",
    "on",
    "it",
]


def text(number: int, lang: str) -> str:
    """A document of headings and paragraphs."""
    parts = [f"# Page {number} {lang}\n"]
    for place in range(PARAGRAPHS):
        words = " ".join(WORDS[(place + k) % len(WORDS)] for k in range(40))
        parts.append(f"Item {place} of {number}, **{lang}**: {words}.\n")
    return "\n".join(parts)


def measured(name: str, pairs: list[status.Pair], folder: Path) -> None:
    """Record the pairs, compare them, and print the time of both."""
    started = time.process_time()
    readings = list(status.compare(pairs, {}, folder))
    content = lock.render(status.kept({}, readings, folder, named=True)).encode()
    recorded = time.process_time()
    states = [reading.status.state for reading in status.compare(pairs, lock.parse(content, "lock"), folder)]
    done = time.process_time()
    for pair in pairs:
        pair.source.write_bytes(pair.source.read_bytes() + b" ")
    edited = time.process_time()
    states += [reading.status.state for reading in status.compare(pairs, lock.parse(content, "lock"), folder)]
    again = time.process_time()
    assert set(states) == {"fresh"}, set(states)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: record {recorded - started:.1f} s, compare {done - recorded:.1f} s, "
        f"compare where every file has other bytes {again - edited:.1f} s, "
        f"lock file {len(content) / 1e6:.1f} MB, memory {memory:.0f} MB"
    )


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = []
        for number in range(options.documents):
            paths = []
            for lang in ("en", "de"):
                path = folder / lang / f"{number // 100:03}" / f"{number}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text(number, lang), encoding="utf-8")
                paths.append(path)
            pairs.append(status.Pair(*paths))
        measured(f"{options.documents:,} documents of {PARAGRAPHS + 1} blocks", pairs, folder)
        for lang in ("en", "de"):
            texts = {f"key.{number}": f"Text {number} {lang}" for number in range(options.texts)}
            (folder / f"{lang}.json").write_text(json.dumps(texts), encoding="utf-8")
        measured(f"{options.texts:,} texts", [status.Pair(folder / "en.json", folder / "de.json")], folder)


if __name__ == "__main__":
    main()
