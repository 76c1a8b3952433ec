"""Measures false alarms of the checks of numbers, dates and lengths on references from other languages into English.

    python -m bench.references FOLDER [--half 1] [--most 1200] [--show]

FOLDER has `train/wmt2*_da.*-en.jsonl.gz`; their references are read, each with its source. The sources are halved by
hash: half 0 was read to correct the checks, half 1 was not. `--show` prints the findings of severity major or worse.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bench.flagged import findings
from bench.flags import odd, rows, serious
from mtqe.checks.numbers.vocabulary import known
from mtqe.registry import check_table

CHECKS = ("ACC101", "ACC107", "ACC108", "ACC115", "ACC116", "ACC118")
SALT = "maj"
"""Before the source, for the hash that halves the sources."""


def main() -> None:
    """Print the share of references that are flagged, by language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--most", type=int, default=1200, help="references of each file")
    parser.add_argument("--show", action="store_true", help="print the findings of severity major or worse")
    args = parser.parse_args()
    print("| references | rows | flagged | major or worse | checks at major or worse |\n|---|---|---|---|---|")
    for path in sorted(args.folder.glob("train/wmt2*_da.*-en.jsonl.gz")):
        lang = path.name.split(".")[1].split("-")[0]
        if lang not in known():
            continue
        every = dict.fromkeys((row["src"], text) for row in rows(path) for text in row["refs"].values())
        pairs = [pair for pair in every if odd(pair[0], SALT) == args.half][: args.most]
        results = findings(check_table.select(CHECKS), pairs, (lang, "en"), [str(n) for n in range(len(pairs))])
        of_check = Counter(f.check for found in results for f in found if serious([f]))
        shares = [f"{sum(map(test, results)) / len(pairs):.2%}" for test in (bool, serious)]
        names = ", ".join(f"{check} {count}" for check, count in of_check.most_common())
        print(f"| {path.name.split('.')[0]} {lang}-en | {len(pairs)} | {' | '.join(shares)} | {names} |", flush=True)
        for pair, found in zip(pairs, results, strict=True):
            for finding in found if args.show else ():
                if serious([finding]):
                    print(f"    {finding.check} {finding.message}\n      {pair[0]}\n      {pair[1]}")


if __name__ == "__main__":
    main()
