"""Counts and prints what gender-switch marks in English-German documents, by people and by machines.

    python -m bench.gender FOLDER

FOLDER has `dev/human_translations.en-de.jsonl.gz` and `train/wmt2*_news_mqm.en-de.jsonl.gz`. A mark in a translation by
people is a false alarm unless the translator made the error; so every mark is printed to be read.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

from mtqe.checks.sentences.gender_switch import gender_switch
from mtqe.model import Segment
from mtqe.registry.contracts import Context

SETS = ("dev/human_translations.en-de.jsonl.gz", "train/wmt2*_news_mqm.en-de.jsonl.gz")
Key = tuple[str, str, str]
"""Who translated, system and document."""


def documents(folder: Path) -> dict[Key, list[tuple[int, str, str]]]:
    """The segments of each document: number, source, translation."""
    texts: dict[Key, list[tuple[int, str, str]]] = defaultdict(list)
    for path in (path for pattern in SETS for path in sorted(folder.glob(pattern))):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for row in map(json.loads, stream):
                by_people = path.name.startswith("human") or row["system"].lower().startswith(("human", "ref"))
                key = ("people" if by_people else "machine", f"{path.name} {row['system']}", str(row.get("doc")))
                texts[key].append((int(row.get("seg_id") or 0), row["src"], row["mt"]))
    return texts


def main() -> None:
    """Print every mark and the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    counts: Counter[tuple[str, str]] = Counter()
    for (who, system, _), rows in documents(parser.parse_args().folder).items():
        segments = [Segment(str(number), src, mt) for number, (_, src, mt) in enumerate(sorted(rows))]
        counts[who, "segments"] += len(segments)
        for segment, hit in gender_switch.run(segments, Context("en", "de")):
            counts[who, "marked"] += 1
            print(f"{who}, {system}: {hit.message}\n  {segment.source[:160]}")
    for who in ("people", "machine"):
        print(f"{who}: {counts[who, 'marked']} marked of {counts[who, 'segments']:,} segments")


if __name__ == "__main__":
    main()
