"""Measures quality and speed of the aligner on gold sets.

    python -m bench.alignment GOLD.jsonl[.gz]... [--half even|odd] [--errors]
    python -m bench.alignment --lines SOURCE TARGET [--langs en de]
    python -m bench.alignment --speed 10000 [--aligner encoder|lexical] GOLD_OR_PAIRS.jsonl[.gz]...

A gold set has one document per line: `lp` (such as "en-de"), `src` and `tgt` (lists of sentences) and `beads` (pairs of
lists of sentence numbers). Strictly, a bead is right if the gold has the same bead; laxly, if both share a link. Beads
with an empty side are right only if they are the same. As usual (vecalign), such beads count for precision and not for
recall; omissions and additions are also reported separately. `gale-church` is the same dynamic programme with lengths
and shapes only.

With `--lines` line i of both files is a segment. The files are read with one paragraph per line, split into sentences
and aligned. Every bead that joins different lines, or leaves a line unaligned, is an error.

With `--speed` the documents of all files are joined to one with the given number of source sentences. A file may also
have one pair per line (`src`, and `tgt`, `mt` or `ref`). If the files are too short, they are repeated with other
digits. This favours the encoder, which reads each distinct text once, so the number of distinct sentences is printed.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.machine import peak
from mtqe.alignment.documents import align, similarity_of
from mtqe.alignment.encoder_evidence import EncoderEvidence
from mtqe.alignment.nouns import Alignment, Link
from mtqe.language.sentences import Sentence
from mtqe.model import Block, Text

Bead = tuple[tuple[int, ...], tuple[int, ...]]


class LengthOnly:
    """A similarity without evidence, so that form alone decides."""

    def __init__(self, source: Sequence[Sentence], target: Sequence[Sentence], *_: Any) -> None:
        pass

    def scores(self, rows: range, columns: range, shapes: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Any]:
        import numpy as np

        return {shape: np.zeros((len(rows), len(columns))) for shape in shapes}

    def anchors(self) -> list[tuple[int, int]]:
        return []

    def refined(self, links: Sequence[Link]) -> LengthOnly:
        return self


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def text(sentences: Iterable[str]) -> Text:
    return Text(tuple(Block(sentence, number, "line") for number, sentence in enumerate(sentences, 1)))


def run(document: dict[str, Any], similarity: Any = None) -> Alignment:
    source_lang, target_lang = document["lp"].split("-")
    sides = text(document["src"]), text(document["tgt"])
    return align(*sides, source_lang, target_lang, similarity=similarity, pre_split=True)


def kind(bead: Bead) -> str:
    a, b = len(bead[0]), len(bead[1])
    if a and b:
        return f"{a}-{b}" if a + b <= 3 else "larger"
    return "omission" if a else "addition"


def figures(documents: list[dict[str, Any]], alignments: list[Alignment]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for document, alignment in zip(documents, alignments, strict=True):
        gold = {(tuple(s), tuple(t)) for s, t in document["beads"]}
        aligned = [(bead.source, bead.target) for bead in alignment.beads]
        links = {(i, j) for s, t in gold for i in s for j in t}
        our_links = {(i, j) for s, t in aligned for i in s for j in t}
        for bead in aligned:
            right = bead in gold
            lax = right or any((i, j) in links for i in bead[0] for j in bead[1])
            for name in ("all", kind(bead)):
                counts[name, "given"] += 1
                counts[name, "right"] += right
                counts[name, "lax"] += lax
        for bead in gold:
            lax = bead in aligned or any((i, j) in our_links for i in bead[0] for j in bead[1])
            for name in ("all", kind(bead)) if all(bead) else (kind(bead),):
                counts[name, "wanted"] += 1
                counts[name, "got"] += bead in aligned
                counts[name, "got lax"] += lax
    return counts


def show(title: str, counts: Counter[tuple[str, str]], seconds: float, sentences: int) -> None:
    def triple(name: str, right: str, got: str) -> str:
        p = counts[name, right] / max(counts[name, "given"], 1)
        r = counts[name, got] / max(counts[name, "wanted"], 1)
        return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}"

    print(f"{title}  strict {triple('all', 'right', 'got')}  lax {triple('all', 'lax', 'got lax')}  "
          f"{seconds * 1000 / max(sentences, 1):.2f} s CPU per 1,000 sentences")  # fmt: skip
    for name in ("1-1", "1-2", "2-1", "larger", "omission", "addition"):
        print(f"    {name:9} {counts[name, 'wanted']:5} in gold  {triple(name, 'right', 'got')}")


def errors(document: dict[str, Any], alignment: Alignment) -> None:
    gold = {(tuple(s), tuple(t)) for s, t in document["beads"]}
    aligned = {(bead.source, bead.target) for bead in alignment.beads}
    for title, beads in (("gold", gold - aligned), ("ours", aligned - gold)):
        for source, target in sorted(beads):
            print(f"  {document['doc']} {title} {source} {target}")
            for side, numbers in (("src", source), ("tgt", target)):
                for number in numbers:
                    print(f"      {side} {document[side][number][:150]}")


def gold_sets(paths: list[Path], half: str | None, print_errors: bool) -> None:
    for path in paths:
        documents = list(read(path))
        if half:
            documents = documents[half == "odd" :: 2]
        sentences = sum(len(d["src"]) + len(d["tgt"]) for d in documents)
        for title, similarity in (("encoder", EncoderEvidence), ("lexical", None), ("gale-church", LengthOnly)):
            start = time.process_time()
            alignments = [run(document, similarity) for document in documents]
            name = f"{path.name.split('.jsonl')[0]} {half or ''} {title}"
            show(name, figures(documents, alignments), time.process_time() - start, sentences)
            if print_errors and similarity is EncoderEvidence:
                for document, alignment in zip(documents, alignments, strict=True):
                    errors(document, alignment)


def paired_lines(source: Path, target: Path, langs: Sequence[str]) -> None:
    sides = [text(path.read_text(encoding="utf-8").splitlines()) for path in (source, target)]
    alignment = align(sides[0], sides[1], *langs)
    wrong = []
    for bead in alignment.beads:
        left = {alignment.source[i].line for i in bead.source}
        right = {alignment.target[j].line for j in bead.target}
        if left != right:
            wrong.append(
                f"    {sorted(left)} {sorted(right)} {bead.score:.2f} {bead.source_text!r} | {bead.target_text!r}"
            )
    kinds = Counter(bead.kind for bead in alignment.beads)
    print(
        f"{source} {target.name}: {len(alignment.beads)} beads, {len(wrong)} not within a line, {kinds['omission']} "
        f"omissions, {kinds['addition']} additions, relatedness {alignment.relatedness:.2f}"
    )
    for line in wrong:
        print(line)


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a gold set; a pair of sentences is also a document."""
    for row in read(path):
        if "beads" in row:
            yield row
        elif target := row.get("tgt") or row.get("mt") or row.get("ref"):
            yield {"lp": row["lp"], "src": [row["src"]], "tgt": [target], "beads": [[[0], [0]]]}


def joined(paths: Sequence[Path], size: int) -> dict[str, Any]:
    """One long document of at least `size` source sentences. No document is used twice before all are used once."""
    different = {tuple(document["src"]): document for path in paths for document in documents(path)}
    if len({document["lp"] for document in different.values()}) != 1:
        raise SystemExit("the files must hold sentences, and all of one language pair")
    document_so_far: dict[str, Any] = {"src": [], "tgt": [], "beads": [], "doc": "joined"}
    for number, document in enumerate(itertools.cycle(different.values())):
        if len(document_so_far["src"]) >= size:
            break
        document_so_far["lp"] = document["lp"]
        shift = len(document_so_far["src"]), len(document_so_far["tgt"])
        # Copies would be too similar, so their numbers are changed.
        copy = number // len(different)
        renew = str.maketrans("0123456789", "".join(str((d + copy) % 10) for d in range(10)))
        document_so_far["src"] += [s.translate(renew) for s in document["src"]]
        document_so_far["tgt"] += [t.translate(renew) for t in document["tgt"]]
        document_so_far["beads"] += [
            [[i + shift[0] for i in s], [j + shift[1] for j in t]] for s, t in document["beads"]
        ]
    return document_so_far


def speed(paths: Sequence[Path], size: int, aligner: str) -> None:
    """Print time, pairs per second and peak memory for one long document."""
    long_document = joined(paths, size)
    source, target = long_document["src"], long_document["tgt"]
    start = time.perf_counter(), time.process_time()
    alignment = run(long_document, similarity_of(aligner))
    wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
    print(
        f"{aligner}: {len(source):,} x {len(target):,} sentences, {len(set(source)):,} and {len(set(target)):,} "
        f"distinct: {wall:.1f} s, {cpu:.1f} s CPU, {len(source) / wall:.0f} source sentences per second, "
        f"peak {peak():.0f} MB"
    )
    show(aligner, figures([long_document], [alignment]), cpu, len(source) + len(target))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--half", choices=("even", "odd"), help="use every other document")
    parser.add_argument("--errors", action="store_true", help="print each wrong bead")
    parser.add_argument("--lines", nargs=2, type=Path, metavar=("SOURCE", "TARGET"))
    parser.add_argument("--langs", nargs=2, default=("en", "de"))
    parser.add_argument("--speed", type=int, metavar="N", help="join documents to one of N sentences")
    parser.add_argument("--aligner", choices=("encoder", "lexical"), default="encoder", help="with --speed")
    args = parser.parse_args()
    if args.lines:
        paired_lines(args.lines[0], args.lines[1], args.langs)
    elif args.speed:
        speed(args.gold, args.speed, args.aligner)
    else:
        gold_sets(args.gold, args.half, args.errors)


if __name__ == "__main__":
    main()
