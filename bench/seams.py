"""Counts how often broken-seam marks translations that have text in brackets or a tag.

    python -m bench.seams FOLDER [--prose prose.jsonl.gz] [--show]

FOLDER has `train/` and `dev/` with the judged sets. Every translation into a language whose finite verbs are known is
read once: those of people (references, post-edits, human systems; manuals with `--prose`, made by `training/prose.py`)
and those of machines. On the former every mark is a false alarm; `--show` prints the marks.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mtqe.checks.sentences.broken_seam import broken_seam
from mtqe.language.lang import language, tags_with
from mtqe.model import Segment
from mtqe.registry.contracts import Context

BRACKET = re.compile(r"\[[^\[\]]{1,120}\]|\([^()]{1,120}\)|</?[A-Za-z][^<>]{0,80}>")
PAIR = re.compile(r"\.([a-z]{2})-([a-z]{2})\.")
KEYS = {"mt": "machine", "pe": "people", "refs": "people", "good": "people"}
Pair = tuple[str, str, str, str, str]
"""Who translated, languages, source, translation."""


def judged(folder: Path) -> Iterator[Pair]:
    """The pairs of the judged sets."""
    for path in sorted(folder.glob("*/*.jsonl.gz")):
        langs = PAIR.search(path.name)
        if not langs:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                for key, who in KEYS.items():
                    texts = row.get(key) or []
                    for text in [texts] if isinstance(texts, str) else texts:
                        by_people = "human" in f"{path.name} {row.get('system') or ''}".lower()
                        yield "people" if by_people else who, langs[1], langs[2], row.get("src") or "", text


def manuals(path: Path) -> Iterator[Pair]:
    """The pairs of translated manuals, in both directions."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            texts = json.loads(line)["texts"]
            for lang in texts.keys() - {"en"}:
                if "en" in texts:
                    yield "people", "en", lang, texts["en"], texts[lang]
                    yield "people", lang, "en", texts[lang], texts["en"]


def main() -> None:
    """Print the counts by who translated and target language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prose", type=Path)
    parser.add_argument("--show", action="store_true", help="print the translations that are marked")
    arguments = parser.parse_args()
    known = {tag for tag in tags_with("verbs") if language(tag).verbs.finite}
    texts: Counter[tuple[str, str]] = Counter()
    marked: Counter[tuple[str, str]] = Counter()
    with_bracket: Counter[tuple[str, str]] = Counter()
    seen = set()
    sets = [judged(arguments.folder), *([manuals(arguments.prose)] if arguments.prose else [])]
    for who, source_lang, target_lang, source, target in (pair for part in sets for pair in part):
        if target_lang not in known or not source or (source, target) in seen:
            continue
        seen.add((source, target))
        group = (who, target_lang)
        texts[group] += 1
        if not BRACKET.search(target):
            continue
        with_bracket[group] += 1
        hits = list(broken_seam.run(Segment("1", source, target), Context(source_lang, target_lang)))
        marked[group] += bool(hits)
        for hit in hits if arguments.show else ():
            print(f"{who} {source_lang}-{target_lang}: {hit.message}\n  {source}\n  {target}")
    print("by        into     texts   with bracket or tag   marked")
    for group in sorted(texts):
        print(f"{group[0]:<8}  {group[1]:<4} {texts[group]:>9,} {with_bracket[group]:>21,} {marked[group]:>8,}")


if __name__ == "__main__":
    main()
