"""Makes gold sets for the aligner from documents with corresponding lines, with planted differences.

    python -m bench.planted JUDGED.jsonl.gz [--system SYSTEM | --reference NAME] [--literary] -o GOLD.jsonl.gz
    python -m bench.alignment GOLD.jsonl.gz

JUDGED is a set with human scores, as `bench.correlation` reads it; the translation is the first reference or the
given system. In each document about one line in eighteen of the translation is dropped, or starts a run of up to three
dropped lines. At the same rate one or two lines are inserted (sentences of other documents or lines of a web page), and
neighbouring lines are merged. Some long lines are split at a mark. The name of the document seeds the noise.

With `--literary` the noise is that of literary translation. Hardly any text is lost, but a third of the lines is split
or joined, on both sides, with full stops and capitals at the new edges as a translator would write them, or the edge
between two lines is at another place in the translation, which makes a 2-2 bead. Runs of foreign lines are inserted.
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

from bench.judged import Judged, read

Bead = tuple[list[int], list[str]]
PAGE = {
    "de": ("Anzeige", "Lesen Sie auch: Was jetzt zu tun ist", "Newsletter abonnieren", "Artikel teilen", "Foto: dpa"),
    "en": ("Advertisement", "Read more: what is left to do", "Sign up for our newsletter", "Share this", "Photo: AFP"),
}
RATE = 0.055
"""Probability of each kind of difference at each line."""
LONG = 60
"""Least number of characters of a line that may be split."""
MARK = re.compile(r"(?<=[;:)–—])\s+|(?<=,)\s+(?=und |aber |and |but |which |die |der |who )")


def documents(judged: Judged, system: str | None) -> dict[str, list[tuple[str, str]]]:
    """Source and translation of each segment by document, in order, for documents of at least four lines."""
    by_document: dict[str, list[tuple[str, str]]] = {}
    for source in sorted(judged.sources, key=lambda item: (item.doc, item.number)):
        texts = [item.text for item in source.translations if item.system == system]
        target = next(iter(texts), "") if system else source.reference or ""
        if source.text.strip() and target.strip():
            by_document.setdefault(source.doc, []).append((source.text, target))
    return {doc: lines for doc, lines in by_document.items() if len(lines) >= 4}


def planted(lines: list[tuple[str, str]], strangers: list[str], lang: str, rng: random.Random) -> dict[str, Any]:
    """A document of the gold set with planted differences."""
    beads: list[Bead] = [([number], [target]) for number, (_, target) in enumerate(lines)]
    at = 0
    while at < len(beads):
        chance, (numbers, targets) = rng.random(), beads[at]
        if chance < RATE:
            for bead in beads[at : at + rng.choice((1, 1, 1, 2, 3))]:
                bead[1].clear()
                at += 1
        elif chance < 2 * RATE:
            added = rng.sample(strangers, rng.choice((1, 1, 1, 2))) if rng.random() < 0.6 else [rng.choice(PAGE[lang])]
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


def literary(lines: list[tuple[str, str]], strangers: list[str], rng: random.Random) -> dict[str, Any]:
    """A document of the gold set with the differences of a literary translation."""
    beads: list[tuple[list[str], list[str]]] = []
    for source, target in lines:
        chance = rng.random()
        left, right = [source], [target]
        if chance < 0.14:
            right = cut(target, rng)
        elif chance < 0.24:
            left = cut(source, rng)
        elif chance < 0.27:
            left, right = cut(source, rng), cut(target, rng)
        elif chance < 0.28:
            right = []
        elif chance < 0.30:
            beads += [([], [text]) for text in rng.sample(strangers, rng.choice((1, 2, 4)))]
        elif chance < 0.40 and beads and all(beads[-1]):
            side = rng.choice((left, right))
            before = beads[-1][0] if side is left else beads[-1][1]
            side[0] = joined(before.pop(), side[0])
            if chance < 0.34 and len(parts := cut(side[0], rng)) > 1:
                side[:] = parts  # the edge has moved: a 2-2 bead
            left, right = beads[-1][0] + left, beads[-1][1] + right
            beads.pop()
        beads.append((left, right))
    ends = [list(itertools.accumulate((len(bead[k]) for bead in beads), initial=0)) for k in (0, 1)]
    numbers = [[list(range(*edges)) for edges in itertools.pairwise(side)] for side in ends]
    return {
        "src": [text for bead in beads for text in bead[0]],
        "tgt": [text for bead in beads for text in bead[1]],
        "beads": [list(bead) for bead in zip(*numbers, strict=True)],
    }


def cut(text: str, rng: random.Random) -> list[str]:
    """A text divided at a mark, mostly with a full stop there; one piece if there is no mark."""
    marks = [mark for mark in re.finditer(r"[,;:，；：] ?", text) if 12 < mark.start() < len(text) - 12]
    if not marks:
        return [text]
    mark = rng.choice(marks)
    if rng.random() < 0.3:
        return [text[: mark.end()].rstrip(), text[mark.end() :]]
    stop = "。" if mark.group() in "，；：" else "."
    remainder = text[mark.end() :]
    return [text[: mark.start()] + stop, remainder[0].upper() + remainder[1:]]


def joined(left: str, right: str) -> str:
    """Two lines as one sentence if the first ends with a full stop."""
    if left.endswith("。"):
        return left[:-1] + "，" + right
    return left[:-1] + ", " + right if left.endswith(".") else left + " " + right


def gold(by_document: dict[str, list[tuple[str, str]]], lp: str, free: bool) -> Iterable[dict[str, Any]]:
    """The documents of the gold set."""
    lang = lp.split("-")[1]
    for doc, lines in by_document.items():
        strangers = [target for other_doc in by_document if other_doc != doc for _, target in by_document[other_doc]]
        rng = random.Random(doc)
        document = literary(lines, strangers, rng) if free else planted(lines, strangers, lang, rng)
        yield {"lp": lp, "doc": doc} | document


def main() -> None:
    """Write the gold set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judged", type=Path)
    parser.add_argument("--system", help="translations of this system in place of the reference")
    parser.add_argument("--reference", help="this reference in place of the first")
    parser.add_argument("--literary", action="store_true", help="the differences of literary translation")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    judged = read(args.judged, reference=args.reference)
    lp = "-".join(judged.langs)
    with gzip.open(args.output, "wt", encoding="utf-8") as file:
        for document in gold(documents(judged, args.system), lp, args.literary):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
