"""How much of translated documentation the default checks flag, in both directions of eleven languages with English.

    python -m tests.bench.documentation prose.jsonl.gz [--langs fr pl] [--origins gnome handbook] [--most N] [--encoder]
        [--show CHECK ...] [--seen]

The file is written by `training/prose.py` from the help of LibreOffice, GNOME's and the Debian handbook, which people
translated. Only pages that no training used are read; with `--seen` the others, on which rules are mended. Many
translations are free and some are faulty, so the shares are upper bounds of false alarms: `--show` prints what a check
flags, to be judged one by one. Without `--encoder` the checks that need it stay out.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from mtqe import registry
from tests.bench.flagged import findings

LANGS = ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "ja", "zh")
ORIGINS = ("office", "gnome", "handbook")


def paragraphs(path: Path, origins: list[str], seen: bool) -> list[dict[str, Any]]:
    """The paragraphs that training may have used, or those that it may not."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        every = map(json.loads, lines)
        return [row for row in every if row["held"] is not seen and row["origin"] in origins]


def main() -> None:
    """Print a table, a language pair a row, with the checks that flag most."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--langs", nargs="+", default=LANGS)
    parser.add_argument("--origins", nargs="+", default=ORIGINS, choices=ORIGINS)
    parser.add_argument("--most", type=int, default=1000, help="paragraphs a pair")
    parser.add_argument("--encoder", action="store_true", help="run the checks that need the encoder, too")
    parser.add_argument("--seen", action="store_true", help="read the pages that are not held out")
    parser.add_argument("--show", nargs="+", default=(), help="ids of checks whose findings are printed")
    options = parser.parse_args()
    rows = paragraphs(options.file, options.origins, options.seen)
    chosen = [one for one in registry.select_checks() if options.encoder or "encoder" not in one.needs]
    print("| pair | paragraphs | flagged | major or worse | most often |\n|---|---|---|---|---|")
    for lang in options.langs:
        there = [row for row in rows if lang in row["texts"]]
        there = there[:: -(-len(there) // options.most)]
        for pair in (("en", lang), (lang, "en")):
            texts = [(row["texts"][pair[0]], row["texts"][pair[1]]) for row in there]
            found = findings(chosen, texts, pair, [row["page"] for row in there])
            major = sum(any(one.severity.rank >= 2 for one in of) for of in found)
            often = Counter(check for of in found for check in {one.check for one in of})
            shares = (f"{sum(map(bool, found)) / len(texts):.2%}", f"{major / len(texts):.2%}")
            said = ", ".join(f"{check} {count}" for check, count in often.most_common(8))
            print(f"| {'-'.join(pair)} | {len(texts)} | {shares[0]} | {shares[1]} | {said} |", flush=True)
            for (source, target), of in zip(texts, found, strict=True):
                for one in of:
                    if one.check in options.show:
                        print(f"\n{one.check} {one.severity.name} {one.message} {one.marked}\n  {source}\n  {target}")


if __name__ == "__main__":
    main()
