"""A few rows of every input, to run the whole recipe in minutes: what `reproduce.py --quick` trains on.

    python training/few.py --data DATA/train --prose training/runs/prose/prose.jsonl.gz --out FOLDER

Of sets with several translations of a source whole documents are taken, held-out ones among them; of the others, rows
at equal distances. The models that come of it are worth nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import manifest
from data import BIO, MQM, PLANTED, held_bio, held_out, rows
from judgements import CROWD

ROWS = 60
"""About so many rows of a set, and of its held-out documents."""
PAIRS = 800
"""Paragraphs of translated documentation."""
Row = dict[str, Any]


def spread(members: Sequence[Row], most: int) -> list[Row]:
    """Rows at equal distances."""
    return list(members[:: max(1, len(members) // most)][:most])


def documents(members: Sequence[Row], most: int) -> list[Row]:
    """The rows of the first documents, all translations of each source; some of the last document's sources."""
    by_source: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(members, key=lambda row: row["doc"]):
        by_source[row["doc"], row["src"]].append(row)
    found: list[Row] = []
    for own in by_source.values():
        if len(found) >= most:
            break
        found += own
    return found


def drawn(name: str, members: Sequence[Row]) -> list[Row]:
    """The rows that are taken of a set, by its name without folder and ending."""
    if name in CROWD:
        return documents(members, ROWS)
    if name in (*MQM, *BIO):
        apart = held_bio if name in BIO else partial(held_out, name)
        held = [row for row in members if apart(row["doc"])]
        return documents([row for row in members if not apart(row["doc"])], ROWS) + documents(held, ROWS)
    if name == PLANTED:  # few of its rows are critical
        critical = [row for row in members if row["critical"]]
        return spread(critical, ROWS) + spread([row for row in members if not row["critical"]], 4 * ROWS)
    return spread(members, ROWS)


def write(path: Path, members: Sequence[Row]) -> None:
    """Rows as gzipped JSON Lines, the same bytes for the same rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in members)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def main() -> None:
    """Write the rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--prose", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    for name in dict.fromkeys(name for use in manifest.USES for name in manifest.files(use)):
        members = list(rows(args.data.parent / name))
        write(args.out / name, drawn(Path(name).name.removesuffix(".jsonl.gz"), members))
    write(args.out / "prose.jsonl.gz", spread(list(rows(args.prose)), PAIRS))


if __name__ == "__main__":
    main()
