"""Measures how well the check neural-error-span finds annotated errors, and how often it marks good translations.

    python -m bench.error_spans SET [...] [--humans FILE] [--documents EVERY] [--limit N] [--reference]

A set is gzipped JSON Lines with `src`, `mt`, `lp` and `errors`, each with a `severity` and `spans`, half-open in code
points of `mt`; with `--reference` also `refs` by name. F1 is that of the span task of WMT23 quality estimation:
precision and recall over the characters of the set, with half credit if the severities differ (minor or major; critical
counts as major). The tables also have `any`, the same without regard to severity, and two baselines: words marked at
random, as many as the check marks, and everything marked. Marking nothing has F1 0.

`--humans` reads professional translations with `mqm_clean` and `mqm_major` and prints the share of them that is marked;
the system `Human-P`, a deliberate free paraphrase, is left out. `--documents 8` uses one document in eight, by hash of
its name, of sets that were used in training: the documents that training holds out.

Sources are halved by hash. The best value of MARK is chosen on the tuning halves: among the values that mark at most
one in ten of the professional translations rated free of errors there, it has the greatest F1, averaged over the sets.
All figures in the tables are from the other halves.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.judged import chosen, languages
from mtqe import encoder
from mtqe.checks.meaning import error_spans
from mtqe.checks.meaning.error_spans import MARK, Token
from mtqe.encoder import Pair
from mtqe.language import words
from mtqe.model import Severity

MARKS = tuple(k / 20 for k in range(4, 20))
SHOWN = (0.5, 0.6, 0.7, 0.8, 0.9)
ALARMS = 0.1
"""Share of the translations rated free of errors that may be marked."""
FAR_PARAPHRASE = "Human-P"
Painted = list[int]
"""Severity of each character: 0 none, 1 minor, 2 major."""


@dataclass(frozen=True)
class Row:
    """A translation, the tokens that the tagger judged, and the annotated characters."""

    source: str
    text: str
    lang: str
    gold: Painted
    tokens: Sequence[Token] = ()
    kind: str = ""


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(map(json.loads, stream))


def judged(path: Path, raw: Sequence[dict[str, Any]], reference: bool) -> list[Row]:
    """The rows with the tagger's tokens."""
    source_lang, target_lang = languages(path, raw[0])
    pairs = []
    for row in raw:
        refs = row.get("refs") or {}
        shown = refs[min(refs)] if reference and refs else None
        pairs.append(Pair(row["src"], row["mt"], shown, source_lang, target_lang))
    judgements = encoder.load().judge(pairs)
    return [
        Row(row["src"], row["mt"], target_lang, marked(row), error_spans.tokens(row["mt"], judgement))
        for row, judgement in zip(raw, judgements, strict=True)
    ]


def marked(row: dict[str, Any]) -> Painted:
    """The annotated characters, with the worse severity where spans overlap."""
    painted = [0] * len(row["mt"])
    for error in row.get("errors") or ():
        severity = error["severity"].lower()
        if severity in ("minor", "major", "critical"):
            for start, end in error.get("spans") or ():
                paint(painted, start, end, 1 if severity == "minor" else 2)
    return painted


def paint(painted: Painted, start: int, end: int, value: int) -> None:
    """Mark a range, except where something worse is marked."""
    for place in range(start, min(end, len(painted))):
        painted[place] = max(painted[place], value)


def predicted(row: Row, mark: float) -> Painted:
    """The characters that the check marks."""
    painted = [0] * len(row.text)
    for span in error_spans.spans(row.text, row.tokens, row.lang, mark):
        paint(painted, span.start, span.end, 2 if span.severity is Severity.MAJOR else 1)
    return painted


@dataclass(frozen=True)
class Figures:
    """Precision, recall and F1 with half credit for the wrong severity, and F1 without regard to it."""

    precision: float
    recall: float
    f1: float
    any_f1: float


def figures(pairs: Iterable[tuple[Painted, Painted]]) -> Figures:
    """The figures of the pairs `(gold, predicted)` over a set."""
    both = right = gold_total = predicted_total = 0
    for gold, prediction in pairs:
        gold_total += sum(map(bool, gold))
        predicted_total += sum(map(bool, prediction))
        both += sum(a > 0 and b > 0 for a, b in zip(gold, prediction, strict=True))
        right += sum(a == b > 0 for a, b in zip(gold, prediction, strict=True))
    credit = (both + right) / 2
    precision, recall = (credit / max(1, number) for number in (predicted_total, gold_total))
    plain = harmonic(both / max(1, predicted_total), both / max(1, gold_total))
    return Figures(precision, recall, harmonic(precision, recall), plain)


def harmonic(precision: float, recall: float) -> float:
    """Harmonic mean of two numbers, 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def at_random(row: Row, rate: float, major: float, rng: random.Random) -> Painted:
    """Words marked at random, each with the probability `rate`, major with the probability `major`."""
    painted = [0] * len(row.text)
    for word in words.words(row.text):
        if rng.random() < rate:
            paint(painted, word.start, word.end, 2 if rng.random() < major else 1)
    return painted


def tuning(source: str) -> bool:
    """Whether a source is in the half on which MARK is chosen."""
    return hashlib.sha256(source.encode()).digest()[-1] % 2 == 0


def best(sets: Sequence[Sequence[Row]], clean: Sequence[Row]) -> tuple[float, float]:
    """The best value of MARK on the tuning halves (see the module), and its F1."""
    halves = [[row for row in rows if tuning(row.source)] for rows in sets]
    clean = [row for row in clean if tuning(row.source)]
    candidates = []
    for mark in MARKS:
        alarms = sum(any(predicted(row, mark)) for row in clean) / max(1, len(clean))
        if alarms <= ALARMS:
            half_figures = [figures((row.gold, predicted(row, mark)) for row in half).f1 for half in halves]
            candidates.append((sum(half_figures) / len(half_figures), mark))
    f1, mark = max(candidates)
    return mark, f1


def table(name: str, rows: Sequence[Row], marks: Sequence[float]) -> None:
    """Print the figures of the half that was not used for tuning."""
    half = [row for row in rows if not tuning(row.source)]
    clean = sum(not any(row.gold) for row in half) / len(half)
    people = share(value for row in half for value in row.gold)
    print(f"\n### {name}\n\n{len(half)} translations, {clean:.0%} without a mark; {people:.1%} of characters marked\n")
    print("| MARK | marked | precision | recall | F1 | F1 any |\n|---|---|---|---|---|---|")
    for mark in marks:
        line(name_of(mark), [predicted(row, mark) for row in half], half)
    predictions = [predicted(row, MARK) for row in half]
    rate = share(value for prediction in predictions for value in prediction)
    bad = sum(value == 2 for prediction in predictions for value in prediction) / max(
        1, sum(value > 0 for prediction in predictions for value in prediction)
    )
    # The rate gives as many marked characters as the check marks.
    rate /= share(value for row in half for value in at_random(row, 1.0, 0.0, random.Random(1)))
    rng = random.Random(1)
    line("random words", [at_random(row, rate, bad, rng) for row in half], half)
    for label, value in (("everything, minor", 1), ("everything, major", 2)):
        line(label, [[value] * len(row.text) for row in half], half)


def name_of(mark: float) -> str:
    """The label of a value of MARK, which says whether it is the check's."""
    return f"**{mark}** (the check)" if mark == MARK else str(mark)


def share(values: Iterable[int]) -> float:
    """Share of the characters that are marked."""
    every = list(values)
    return sum(map(bool, every)) / max(1, len(every))


def line(label: str, predictions: Sequence[Painted], rows: Sequence[Row]) -> None:
    """Print a row of the table with the figures of predictions."""
    figures_of_line = figures((row.gold, prediction) for row, prediction in zip(rows, predictions, strict=True))
    numbers = " | ".join(
        f"{number:.3f}"
        for number in (figures_of_line.precision, figures_of_line.recall, figures_of_line.f1, figures_of_line.any_f1)
    )
    print(f"| {label} | {share(value for prediction in predictions for value in prediction):.1%} | {numbers} |")


def professional(path: Path, limit: int) -> list[Row]:
    """The professional translations; `kind` is whether they are rated clean or have a major error."""
    raw = [row for row in lines(path) if not row["system"].startswith(FAR_PARAPHRASE)]
    raw.sort(key=lambda row: hashlib.sha256((row["src"] + row["mt"]).encode()).digest())
    raw = raw[: limit or None]
    kinds = ["clean" if row.get("mqm_clean") else "major" if row.get("mqm_major") else "" for row in raw]
    return [replace(row, kind=kind) for row, kind in zip(judged(path, raw, reference=False), kinds, strict=True)]


def alarms(rows: Sequence[Row], marks: Sequence[float]) -> None:
    """Print the share of professional translations with any mark."""
    half = [row for row in rows if not tuning(row.source)]
    parts = {kind: [row for row in half if row.kind == kind] for kind in ("clean", "major")}
    print("\n### Professional translations in which anything, or a major error, is marked\n")
    sizes = [len(part) for part in (half, *parts.values())]
    print("| MARK | all ({}) | rated clean ({}) | with a major error ({}) |\n|---|---|---|---|".format(*sizes))
    for mark in marks:
        cells = []
        for part in (half, *parts.values()):
            worst = [max(predicted(row, mark), default=0) for row in part]
            shares = [sum(severity >= least for severity in worst) / max(1, len(worst)) for least in (1, 2)]
            cells.append(f"{shares[0]:.1%}, {shares[1]:.1%}")
        print(f"| {name_of(mark)} | {' | '.join(cells)} |")


def main() -> None:
    """Print the best value of MARK on the tuning halves, and a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--humans", type=Path, help="professional translations")
    parser.add_argument("--documents", type=int, default=1, help="use one document in N (default: all)")
    parser.add_argument("--limit", type=int, default=0, help="translations of each file, 0 = all")
    parser.add_argument("--reference", action="store_true", help="show the tagger the first reference by name")
    args = parser.parse_args()
    sets = {}
    for path in args.sets:
        raw = [row for row in lines(path) if chosen(str(row.get("doc") or ""), args.documents)]
        sets[path.name.removesuffix(".jsonl.gz")] = judged(path, raw[: args.limit or None], args.reference)
    people = professional(args.humans, args.limit) if args.humans else []
    mark, f1 = best(list(sets.values()), [row for row in people if row.kind == "clean"])
    print(f"Best on the tuning halves: MARK = {mark}, F1 {f1:.3f}; the check has {MARK}")
    marks = sorted({mark, MARK, *SHOWN})
    for name, rows in sets.items():
        table(name, rows, marks)
    if people:
        alarms(people, marks)


if __name__ == "__main__":
    main()
