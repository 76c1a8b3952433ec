"""Measures recall and false alarms of the critic's checks (ACC110, ACC111, ACC120); `--fit` fits their formula.

    python -m bench.critic FOLDER [--most N] [--fit] [--show SET] [--documentation prose.jsonl.gz]

FOLDER has `train/` and `dev/`. From the planted set of WMT22 only rows are read whose source has an odd hash, because
the critic was trained on the others. Only professional translations are read that it was not trained on (WMT22 to
WMT24, NTREX). All rows are halved by another hash of the source. The formula of `mtqe.checks.meaning.disagreements` was
fitted, and its thresholds were set, on the first half. `--show` prints the findings in that half. With
`--documentation`, a file of `training/prose.py`, only its held-out paragraphs are read.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.coverage import FITTED as FILES
from bench.coverage import cut, fit, good
from bench.flags import UNSEEN, Row, odd, rows, sample
from mtqe.checks.meaning import disagreements
from mtqe.checks.meaning.disagreements import Disagreement
from mtqe.model import Segment, Side
from mtqe.registry.contracts import Context

LEARNED = re.compile("numbers|ne_|negation|antonym|removed|addition|shuffle_trans|repeat")
"""Kinds of errors in DEMETR that the critic can detect."""
FITTED = ("planted critical errors", "clean rows of the same set", "professional translations")


class Pair(NamedTuple):
    """A source, its translation and their languages."""

    source: str
    target: str
    langs: tuple[str, str]

    def changed(self, side: Side, text: str) -> Pair:
        """The pair with another text on a side."""
        return self._replace(source=text) if side == "source" else self._replace(target=text)


def pair(row: Row, target: str = "mt") -> Pair:
    """The texts of a row."""
    source, into = row["lp"].split("-")
    return Pair(row["src"], row[target], (source, into))


def measure(folder: Path, most: int) -> Iterator[tuple[str, Pair]]:
    """The measured rows, with the name of their set."""
    planted = [row for row in rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz") if odd(row["src"])]
    yield from (("planted critical errors", pair(row)) for row in planted if row["critical"])
    yield from (
        ("clean rows of the same set", pair(row)) for row in sample([r for r in planted if not r["critical"]], most)
    )
    humans = [row for row in rows(folder / "dev" / "human_translations.en-de.jsonl.gz") if row["origin"] in UNSEEN]
    for row in sample(humans, most):
        yield "professional translations", pair(row)
    for row in sample([row for row in humans if row.get("mqm_clean")], most):
        yield "professional translations, rated free of errors", pair(row)
    for row in rows(folder / "dev" / "distil_lingeval.en-de.jsonl.gz"):
        yield f"lingeval, {row['phenomenon']}", pair(row, "bad")
        yield f"lingeval, {row['phenomenon']}, original", pair(row, "good")
    for name in ("de-en", "es-en", "fr-en", "zh-en"):
        for row in rows(folder / "dev" / f"demetr.{name}.jsonl.gz"):
            kind = re.sub(r"^.*?id\d+_", "", row.get("pert_name") or "")
            if row.get("label") == "BAD" and LEARNED.search(kind):
                yield f"demetr {name}, {kind.replace('_', ' ')}", pair(row)
                yield f"demetr {name}, original", pair(row, "mt_unperturbed")
    for row in rows(folder / "dev" / "coverage_errors_human.en-de.jsonl.gz"):
        known_labels = {label for labels in row["labels"].values() for label in labels}
        for label in known_labels & {"UT-important-information", "OT-unsupported-information"}:
            size = "three words or more" if len(row["flagged_words"].split()) >= 3 else "one or two words"
            yield f"annotated {label}, {size}", pair(row)
    yield from training_pairs(folder, most // 5)
    for name in ("wmt20_news_mqm.zh-en", "wmt21_news_mqm.zh-en"):
        people = [row for row in rows(folder / "train" / f"{name}.jsonl.gz") if row.get("is_human")]
        yield from ((f"people's translations {name} (trained on)", pair(row)) for row in sample(people, most // 2))


def training_pairs(folder: Path, most: int) -> Iterator[tuple[str, Pair]]:
    """Translations of the training files, many of them read by the critic, and the same with part of a side cut out."""
    rng = random.Random(8)
    for name in FILES:
        pairs = [Pair(*texts) for texts in good(folder, name, most)]
        if pairs:
            yield from spoilt(f"training files {'-'.join(pairs[0].langs)}", pairs, rng)


def documented(path: Path, most: int) -> Iterator[tuple[str, Pair]]:
    """Held-out paragraphs of translated documentation, unchanged and spoilt, in both directions with English."""
    rng = random.Random(9)
    every = [row for row in rows(path) if row["held"] and len(row["texts"]["en"]) > 60]
    rng.shuffle(every)
    for lang in sorted({lang for row in every for lang in row["texts"] if lang != "en"}):
        texts = [row["texts"] for row in every if lang in row["texts"]][:most]
        for langs in (("en", lang), (lang, "en")):
            pairs_of_page = [Pair(texts_of_row[langs[0]], texts_of_row[langs[1]], langs) for texts_of_row in texts]
            yield from spoilt(f"documentation {'-'.join(langs)}", pairs_of_page, rng)


def spoilt(title: str, pairs: list[Pair], rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """Each pair unchanged, with part of a side cut out, and with part of it replaced by another translation."""
    for number, pair in enumerate(pairs):
        yield f"{title}, unchanged", pair
        planned: tuple[tuple[str, str, Side], ...] = (
            (pair.target, "omission", "target"),
            (pair.source, "addition", "source"),
        )
        for text, kind, side in planned:
            if place := cut(text, rng):
                shortened = (text[: place[0]] + text[place[1] :]).strip()
                yield f"{title}, planted {kind}", pair.changed(side, shortened)
        other_target = pairs[number - 1].target
        own_place, other_place = cut(pair.target, rng), cut(other_target, rng)
        if own_place and other_place:
            text = pair.target[: own_place[0]] + other_target[slice(*other_place)] + pair.target[own_place[1] :]
            yield f"{title}, planted mistranslation", pair._replace(target=text)


def grouped(pairs: list[Pair]) -> Iterator[tuple[tuple[str, str], list[Pair], list[Segment]]]:
    """The distinct pairs by languages, with their segments; the id of a segment is the position of its pair."""
    by_langs: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in dict.fromkeys(pairs):
        by_langs[pair.langs].append(pair)
    for langs, members in by_langs.items():
        yield langs, members, [Segment(str(number), pair.source, pair.target) for number, pair in enumerate(members)]


def judged(pairs: list[Pair]) -> dict[Pair, tuple[list[float], Disagreement]]:
    """The evidence of each pair that is long enough, and the finding that would be reported."""
    results = {}
    for langs, members, segments in grouped(pairs):
        for segment, criticism, likely_gaps in disagreements.with_criticism(segments, Context(*langs), "critic"):
            evidence = disagreements.evidence(criticism, likely_gaps)
            disagreement = disagreements.classify(
                segment, criticism, likely_gaps, langs, disagreements.weighed(evidence)
            )
            results[members[int(segment.id)]] = (evidence, disagreement)
    return results


def main() -> None:
    """Fit the formula, or print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1_500, help="rows of the large sets to read")
    parser.add_argument("--documentation", type=Path, help="measure on translated documentation instead")
    parser.add_argument("--fit", action="store_true", help="fit the constants and print them")
    parser.add_argument("--show", help="print the findings in the first half of the sets whose names start with this")
    args = parser.parse_args()
    planned = list(documented(args.documentation, args.most) if args.documentation else measure(args.folder, args.most))
    if args.fit:
        planned = [(name, pair) for name, pair in planned if name in FITTED and not odd(pair.source, "half")]
    results = judged([pair for _, pair in planned])
    if args.fit:
        known = [(results[pair][0], float(name == FITTED[0])) for name, pair in planned if pair in results]
        weights = fit(np.array([evidence for evidence, _ in known]), np.array([label for _, label in known]))
        print("WEIGHTS", weights.round(3).tolist())
        return
    print("| set | rows, half 0 | flagged | major | rows, half 1 | flagged | major | kinds |\n" + 8 * "|---" + "|")
    sets: dict[str, list[Pair]] = defaultdict(list)
    for name, pair in planned:
        sets[name].append(pair)
    for name, members in sets.items():
        cells, kinds = [], Counter[str]()
        for half in (False, True):
            half_results = [results.get(pair) for pair in members if odd(pair.source, "half") is half]
            reported = [pair[1] for pair in half_results if pair and pair[1].odds >= disagreements.LEAST]
            kinds.update(pair.kind for pair in reported)
            for count in (len(reported), sum(pair.odds >= disagreements.MAJOR[pair.kind] for pair in reported)):
                cells.append(f"{count / max(1, len(half_results)):.1%}")
            cells.insert(-2, str(len(half_results)))
        print(f"| {name} | {' | '.join(cells)} | {', '.join(f'{kind} {n}' for kind, n in kinds.most_common())} |")
        if args.show and name.startswith(args.show):
            for pair in members:
                if pair in results and results[pair][1].odds >= disagreements.LEAST and not odd(pair.source, "half"):
                    disagreement = results[pair][1]
                    marks = (
                        [pair.target[slice(*mark)] for mark in disagreement.target],
                        [pair.source[slice(*m)] for m in disagreement.source],
                    )
                    print(f"\n{disagreement.odds:.1f} {disagreement.kind} {marks}\n  {pair.source}\n  {pair.target}")


if __name__ == "__main__":
    main()
