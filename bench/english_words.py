"""Makes `mtqe/data/english_words.txt`, the English words that back-glosses of the triage view are chosen from.

    python bench/english_words.py FILE.jsonl.gz [...] > mtqe/data/english_words.txt

Each file is gzipped JSON Lines with `lp` (such as `en-de`), `src`, and `refs` or `pe` where the target is English. The
script counts the words of all distinct English texts. It keeps the words that occur `LEAST` times or more, in
`LEAST_FILES` files or more, mostly in small letters, and that simplemma's English dictionary has. Parts of words with
an apostrophe do not count. Only the words are written, in alphabetical order, and nothing of the texts.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simplemma import is_known

LEAST, LEAST_FILES, SMALL = 12, 4, 0.35
CONTRACTED = re.compile("(?:ai|are|could|did|does|do|had|has|have|is|must|need|sha|should|was|were|would)n")
"""Beginnings of contractions such as *couldn't*, which some texts write with a space."""
LETTERS = re.compile(r"(?<![A-Za-z'’])[A-Za-z]{3,}(?!['’][A-Za-z]|[A-Za-z])")


def english(row: dict[str, Any]) -> Iterator[str]:
    """The English texts of a row that people wrote."""
    source, target = row["lp"].split("-")
    if source == "en":
        yield row["src"]
    elif target == "en":
        yield from (row.get("refs") or {}).values()
        yield from filter(None, [row.get("pe")])


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    total: collections.Counter[str] = collections.Counter()
    small: collections.Counter[str] = collections.Counter()
    files: dict[str, set[str]] = collections.defaultdict(set)
    seen: set[str] = set()
    for path in parser.parse_args().files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [text for line in lines for text in english(json.loads(line)) if text not in seen]
        for text in dict.fromkeys(texts):
            seen.add(text)
            for word in LETTERS.findall(text):
                key = word.lower()
                total[key] += 1
                small[key] += word == key
                files[key].add(path.name)
    for word in sorted(total):
        common = total[word] >= LEAST and len(files[word]) >= LEAST_FILES and small[word] >= SMALL * total[word]
        if common and not CONTRACTED.fullmatch(word) and is_known(word, lang="en"):
            sys.stdout.write(f"{word}\n")


if __name__ == "__main__":
    main()
