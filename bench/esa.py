"""Findings at major against the major errors that people marked in the output of language models.

    python -m bench.esa DATA/dev/wmt24_esa.en-ja.jsonl.gz [...] [--most 1000] [--show 20]

Each file is a set whose rows have `errors` with a `severity`, as the annotators of WMT24 (ESA) marked them. All default
checks read whole documents of each system. Prints for each set: the share of segments with a major error by people, the
share with a finding at major, the share of the latter that have a major error by people (precision), and the share of
the segments with a major error by people that have a finding at major (recall). Then the precision of each check.
Annotators mark sparsely, so the precision is a lower bound. `--show` prints segments whose finding no annotator shares.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import flagged
from mtqe.model import Finding
from mtqe.registry import check_table

GRAVE = ("major", "critical")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, help="gzipped JSON Lines with errors")
    parser.add_argument("--most", type=int, default=100_000, help="segments of a set, at most; whole documents")
    parser.add_argument("--show", type=int, default=0, help="print so many segments with a finding and no human major")
    given = parser.parse_args(arguments)
    print(f"{'set':<24}{'segments':>9}{'human':>8}{'flagged':>9}{'precision':>11}{'recall':>8}")
    for path in given.sets:
        rows = read(path, given.most)
        langs = tuple(rows[0]["lp"].split("-"))
        found = flagged.findings(
            check_table.select(),
            [(row["src"], row["mt"]) for row in rows],
            langs,
            [row["doc"] for row in rows],
            systems=[row["system"] for row in rows],
        )
        report(path, rows, found, given.show)
    return 0


def read(path: Path, most: int) -> list[dict[str, Any]]:
    """The rows of machine translations of a set: whole documents, at most so many rows."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if not row["is_human"]]
    rows.sort(key=lambda row: (row["doc"], row["system"], row["seg_id"]))
    kept: list[dict[str, Any]] = []
    for _, document in itertools.groupby(rows, key=lambda row: (row["doc"], row["system"])):
        if len(kept) >= most:
            break
        kept += document
    return kept


def report(path: Path, rows: Sequence[dict[str, Any]], found: Sequence[Sequence[Finding]], show: int) -> None:
    """Print the figures of a set."""
    human = [any(error["severity"] in GRAVE for error in row["errors"]) for row in rows]
    grave = [[one for one in findings if str(one.severity) in GRAVE] for findings in found]
    both = sum(has_error and bool(ones) for has_error, ones in zip(human, grave, strict=True))
    flagged_rows, errors = sum(map(bool, grave)), sum(human)
    print(
        f"{path.name[:24]:<24}{len(rows):>9,}{errors / len(rows):>8.3f}{flagged_rows / len(rows):>9.3f}"
        f"{both / max(flagged_rows, 1):>11.3f}{both / max(errors, 1):>8.3f}"
    )
    marked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for has_error, ones in zip(human, grave, strict=True):
        for check in {one.check for one in ones}:
            marked[check] += 1
            right[check] += has_error
    for check, number in marked.most_common():
        print(f"  {check:<12}{number:>6}{right[check] / number:>8.2f}")
    for row, has_error, ones in zip(rows, human, grave, strict=True):
        if show and ones and not has_error:
            show -= 1
            print(f"NOT SHARED {row['system']} {'; '.join(f'{one.check} {one.message}' for one in ones)}")
            print(f"      {row['src']}\n      {row['mt']}")


if __name__ == "__main__":
    sys.exit(main())
