"""Measures how long human translations from English are, for the `[length]` sections of the language files.

    python -m bench.lengths FOLDER [--langs ar he] [--held]

FOLDER has files of `training/parallel.py`, one a language. `per_english` is the median of the characters of a
translation for one character of its source. In scripts with a fixed size of their characters (see
`mtqe.checks.shared.lengths`) it is the median of the sizes. `shortest` and `longest` are the ratios to the expected
length that two translations in a thousand fall short of or exceed, whichever side is the source: a source must have 60
characters of English. The last columns have the share of pairs that the values of the language files report. `--held`
reads the held-out rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mtqe.checks.shared import lengths
from mtqe.language.lang import language

SHARE = 0.002
SHORTEST, LONGEST = 30, 800


def texts(path: Path, held: bool) -> Iterator[tuple[str, str]]:
    """The English texts of a file that are long enough, with their translations."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["held"] is held and SHORTEST <= len(row["en"]) <= LONGEST:
                yield row["en"], row["text"]


def main() -> None:
    """Print a row for each language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--langs", nargs="+", help="tags of languages (default: all)")
    parser.add_argument("--held", action="store_true", help="read the held-out rows")
    args = parser.parse_args()
    print("| language | rows | per_english | shortest | longest | too short from / into English | too long |")
    print("|---" * 7 + "|")
    for lang in args.langs or sorted(path.name.split(".")[0] for path in args.folder.glob("*.jsonl.gz")):
        pairs = list(texts(args.folder / f"{lang}.jsonl.gz", args.held))
        if not pairs:
            continue
        known = language(lang).length.per_english or 1.0
        sizes = np.array([lengths.size(target, lang) * known for _, target in pairs])
        long = [len(source) >= lengths.LEAST for source, _ in pairs]
        median = float(np.median(sizes[long] / np.array([len(source) for source, _ in pairs])[long]))
        english = np.array([len(source) for source, _ in pairs])
        shares = (sizes / median + lengths.FIXED) / (english + lengths.FIXED)
        sources = [shares[english >= lengths.LEAST], shares[sizes / median >= lengths.LEAST]]
        least = min(float(np.quantile(side, SHARE)) for side in sources)
        most = max(float(np.quantile(side, 1 - SHARE)) for side in sources)
        alarms = []
        for short in (True, False):
            for langs in (("en", lang), (lang, "en")):
                ways = [pair if langs[0] == "en" else pair[::-1] for pair in pairs]
                count = sum(
                    lengths.is_unseen(source, target, source, langs)
                    if short
                    else lengths.is_unseen(target, source, source, langs)
                    for source, target in ways
                )
                alarms.append(f"{count / len(pairs):.2%}")
        print(
            f"| {lang} | {len(pairs)} | {median:.2f} | {least:.2f} | {most:.2f} | {' / '.join(alarms[:2])} "
            f"| {' / '.join(alarms[2:])} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
