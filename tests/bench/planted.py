"""Gold sets for the aligner from documents whose lines are known to correspond, with planted differences.

    python -m tests.bench.planted JUDGED.jsonl.gz [--system SYSTEM] -o GOLD.jsonl.gz
    python -m tests.bench.alignment GOLD.jsonl.gz

JUDGED is a set with human scores as `tests.bench.correlation` reads them; the first reference is taken, or the system
named. In each document about one line in eighteen of the translation is dropped, or begins a run of up to three that
are; as often one or two lines are inserted, sentences of other documents or lines of a page; as often neighbours are
merged; and some long lines are split at a mark. The noise is seeded by the name of the document.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench.judged import Judged, read

Bead = tuple[list[int], list[str]]
PAGE = {
    "de": ("Anzeige", "Lesen Sie auch: Was jetzt zu tun ist", "Newsletter abonnieren", "Artikel teilen", "Foto: dpa"),
    "en": ("Advertisement", "Read more: what is left to do", "Sign up for our newsletter", "Share this", "Photo: AFP"),
}
RATE = 0.055
"""Chance of each kind of difference at each line."""
LONG = 60
"""Characters from which on a line may be split."""
MARK = re.compile(r"(?<=[;:)–—])\s+|(?<=,)\s+(?=und |aber |and |but |which |die |der |who )")


def documents(judged: Judged, system: str | None) -> dict[str, list[tuple[str, str]]]:
    """Source and translation of each segment, by document, in order; those of four lines and more."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in sorted(judged.sources, key=lambda one: (one.doc, one.number)):
        texts = [one.text for one in source.translations if one.system == system]
        target = next(iter(texts), "") if system else source.reference or ""
        if source.text.strip() and target.strip():
            found.setdefault(source.doc, []).append((source.text, target))
    return {doc: lines for doc, lines in found.items() if len(lines) >= 4}


def planted(lines: list[tuple[str, str]], others: list[str], lang: str, rng: random.Random) -> dict[str, Any]:
    """A document of the gold set."""
    beads: list[Bead] = [([number], [target]) for number, (_, target) in enumerate(lines)]
    at = 0
    while at < len(beads):
        chance, (numbers, targets) = rng.random(), beads[at]
        if chance < RATE:
            for bead in beads[at : at + rng.choice((1, 1, 1, 2, 3))]:
                bead[1].clear()
                at += 1
        elif chance < 2 * RATE:
            added = rng.sample(others, rng.choice((1, 1, 1, 2))) if rng.random() < 0.6 else [rng.choice(PAGE[lang])]
            beads[at:at] = [([], [text]) for text in added]
            at += len(added) + 1
        elif chance < 3 * RATE and at + 1 < len(beads):
            following = beads.pop(at + 1)
            beads[at] = numbers + following[0], [" ".join(targets + following[1])]
            at += 1
        elif chance < 5 * RATE and len(targets[0]) > LONG and (marks := list(MARK.finditer(targets[0]))):
            cut = min(marks, key=lambda mark: abs(mark.start() - len(targets[0]) / 2))
            beads[at] = numbers, [targets[0][: cut.start()], targets[0][cut.end() :]]
            at += 1
        else:
            at += 1
    ends = list(itertools.accumulate((len(targets) for _, targets in beads), initial=0))
    return {
        "src": [source for source, _ in lines],
        "tgt": [text for _, targets in beads for text in targets],
        "beads": [[numbers, list(range(ends[k], ends[k + 1]))] for k, (numbers, _) in enumerate(beads)],
    }


def gold(found: dict[str, list[tuple[str, str]]], lp: str) -> Iterable[dict[str, Any]]:
    """The gold set, a document each."""
    lang = lp.split("-")[1]
    for doc, lines in found.items():
        others = [target for other in found if other != doc for _, target in found[other]]
        yield {"lp": lp, "doc": doc} | planted(lines, others, lang, random.Random(doc))


def main() -> None:
    """Write the gold set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("judged", type=Path)
    parser.add_argument("--system", help="translations of this system in place of the reference")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    judged = read(args.judged)
    lp = "-".join(judged.langs)
    with gzip.open(args.output, "wt", encoding="utf-8") as file:
        for document in gold(documents(judged, args.system), lp):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
