"""What partial-omission and partial-addition find and what they flag by mistake; `--fit` fits their constants.

    python -m tests.bench.coverage FOLDER [--limit N] [--fit] [--show SET]

FOLDER has `train/` and `dev/` with the files that `FITTED` and `measure` name. Sources are halved by hash. The formulas
of `mtqe.checks.support.coverage` are fitted on the first half of the translations in `train/` that people made or
post-edited: a clause or some words in a row are cut out of one side, and what it covered on the other is the gap. What
that is is told by the same cosines, before the cut, so the truth is silver. The thresholds of the checks were set on
the first half of `dev/human_translations`; alarms were read there only. `--show` prints the findings of one set.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe import encoder, words
from mtqe.checks.support import coverage, gaps
from mtqe.model import Segment, Side
from mtqe.registry import Context

FITTED = (
    *(f"mlqe_pe_da.{pair}" for pair in ("en-de", "en-zh", "ro-en", "ru-en", "et-en")),
    "ced_wmt22_planted.en-de",
    "wmt20_news_mqm.zh-en",
)
FAR_PARAPHRASE = "Human-P"
MARKS = re.compile(r"[,;:.!?–()\"“”„，。；：！？、]+\s*|\s[–-]\s")
SIDES: tuple[Side, ...] = ("source", "target")
Array = NDArray[Any]


class Pair(NamedTuple):
    """A translation of which one side was cut, or none."""

    source: str
    target: str
    langs: tuple[str, str]


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(map(json.loads, stream))


def half(source: str) -> int:
    """0 for the half that was looked at, 1 for the one that was held out."""
    return hashlib.sha256(source.encode()).digest()[-1] % 2


def good(folder: Path, name: str, limit: int) -> list[Pair]:
    """Translations by people, or corrected by people, of one training file."""
    langs = tuple(name.split(".")[1].split("-"))
    found = []
    for row in rows(folder / "train" / f"{name}.jsonl.gz"):
        human = row.get("is_human") or row.get("critical") is False
        text = row.get("pe") or (row["mt"] if human and not row.get("system", "").startswith(FAR_PARAPHRASE) else None)
        if text and len(row["src"]) > (20 if langs[0] == "zh" or langs[1] == "zh" else 60):
            found.append(Pair(row["src"], text, (langs[0], langs[1])))
    random.Random(7).shuffle(found)
    return found[:limit]


def cut(text: str, rng: random.Random) -> tuple[int, int] | None:
    """What to take out of a text: what stands between two marks, or words in a row; at most 6 words in 10."""
    own = words.words(text)
    for _ in range(20 if len(own) >= 8 else 0):
        if rng.random() < 0.45:
            edges = sorted({0, len(text), *(mark.end() for mark in MARKS.finditer(text))})
            first = rng.randrange(len(edges) - 1)
            start, end = edges[first], edges[min(len(edges) - 1, first + 1 + (rng.random() < 0.25))]
        else:
            length = rng.choice([2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 12]) * (2 if len(text) < 3 * len(own) else 1)
            first = rng.randrange(len(own) - 1)
            last = min(len(own), first + length)
            start, end = own[first].start, own[last].start if last < len(own) else own[-1].end
        if 2 <= sum(start <= word.start and word.end <= end for word in own) <= 0.6 * len(own):
            return start, end
    return None


# --- fitting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """A text (`asked`), its translation before the cut (`whole`) and after it (`rest`), and which words lost cover."""

    asked: coverage.Words
    whole: coverage.Words
    rest: coverage.Words
    langs: tuple[str, str]
    lost: Array


def cuts(folder: Path, limit: int) -> Iterator[Cut]:
    """The cuts of both sides of the first half of the training files."""
    rng = random.Random(7)
    planned = []
    for name in FITTED:
        for pair in good(folder, name, limit):
            for text, other, langs in ((pair[0], pair[1], pair.langs), (pair[1], pair[0], pair.langs[::-1])):
                place = cut(other, rng)
                if place and half(pair.source) == 0:
                    planned.append((text, other, (other[: place[0]] + other[place[1] :]).strip(), place, langs))
    texts = list({text: None for plan in planned for text in plan[:3]})
    read: dict[str, coverage.Words] = {}
    for start in range(0, len(texts), 1000):
        some = texts[start : start + 1000]
        tokens = encoder.load().tokens(some)
        read.update((text, coverage.words(text, own)) for text, own in zip(some, tokens, strict=True))
    for text, other, rest, place, langs in planned:
        asked, whole, after = read[text], read[other], read[rest]
        gone = np.array([place[0] <= start and end <= place[1] for start, end in whole.spans])
        if len(asked.spans) < 6 or len(after.spans) < 4 or gone.all() or not gone.any():
            continue
        similar = asked.vectors @ whole.vectors.T
        first, last, sum_ = coverage.run(np.clip(similar[:, gone].max(1) - similar[:, ~gone].max(1), -0.3, 0.3))
        lost = np.zeros(len(asked.spans), bool)
        lost[first:last] = sum_ > 0
        yield Cut(asked, whole, after, langs, lost)


def fit(columns: Array, wanted: Array) -> Array:
    """Weights of a logistic formula and its constant, by Newton's method; columns are made comparable first."""
    mean, spread = columns.mean(0), columns.std(0)
    scaled = np.c_[(columns - mean) / spread, np.ones(len(columns))]
    found, ridge = np.zeros(scaled.shape[1]), np.eye(scaled.shape[1])
    ridge[-1, -1] = 0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (wanted - chance) - ridge @ found
        found += np.linalg.solve((scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge, slope)
    weights = found[:-1] / spread
    return np.r_[weights, found[-1] - (weights * mean).sum()]


def fit_all(folder: Path, limit: int) -> None:
    """Print the constants of the three formulas, each fitted with those before it in place."""
    every = list(cuts(folder, limit))
    seen = np.concatenate([coverage.features(one.asked.vectors @ one.rest.vectors.T, one.asked) for one in every])
    coverage.WORD = fit(seen.astype(float), np.concatenate([one.lost for one in every]).astype(float))
    print("WORD", coverage.WORD.round(2).tolist())
    columns, wanted = [], []
    for one in every:
        for other, label in ((one.rest, 1), (one.whole, 0)):
            similar = one.asked.vectors @ other.vectors.T
            here, there = coverage.bare(similar, one.asked), coverage.bare(similar.T, other)
            mine, rival = coverage.run(here - coverage.LEVEL), coverage.run(there - coverage.LEVEL)
            both = (one.asked, other, here, mine, max(rival[2], 0.0), one.langs)
            inside = np.zeros(len(one.lost), bool)
            inside[mine[0] : mine[1]] = True
            if not label or (inside & one.lost).sum() > 0.3 * (inside | one.lost).sum():
                columns.append(coverage.evidence(*both))
                wanted.append(label)
            if label:
                back = (other, one.asked, there, rival, max(mine[2], 0.0), one.langs[::-1])
                columns.append(coverage.evidence(*back))
                wanted.append(0)
    coverage.GAP = fit(np.array(columns), np.array(wanted, float))
    print("GAP", coverage.GAP.round(3).tolist())
    columns, wanted = [], []
    for label, other in ((1, "rest"), (0, "whole")):
        pairs = [(one, getattr(one, other)) for one in every]
        found = [(one, text, coverage.gaps(one.asked, text, one.langs)[0]) for one, text in pairs]
        likely = [(one, text, gap) for one, text, gap in found if gap and gap.odds >= coverage.DOUBTFUL]
        gains = gaps.nearer([(one.asked.text, text.text, gap) for one, text, gap in likely])
        columns += [(gap.odds, gain) for (_, _, gap), gain in zip(likely, gains, strict=True)]
        wanted += [label] * len(likely)
    print("CONFIRM", fit(np.array(columns), np.array(wanted, float)).round(3).tolist())


# --- measuring --------------------------------------------------------------------------------------------------------

Found = tuple[str | None, str | None]
"""What each of the two checks marks in a pair."""


def findings(pairs: list[Pair]) -> list[Found]:
    """What the checks find in each pair."""
    made: list[list[str | None]] = [[None, None] for _ in pairs]
    by_langs = defaultdict(list)
    for number, pair in enumerate(pairs):
        by_langs[pair.langs].append(Segment(str(number), pair.source, pair.target))
    for langs, segments in by_langs.items():
        context = Context(*langs)
        for place, side in enumerate(SIDES):
            for segment, gap in gaps.found(segments, side, context, "coverage", coverage.LEAST[side]):
                made[int(segment.id)][place] = segment.text(side)[gap.start : gap.end]
    return [(one, other) for one, other in made]


def measure(folder: Path, limit: int) -> Iterator[tuple[str, Pair]]:
    """The rows that are measured, with the name of their set."""

    def read(name: str) -> list[dict[str, Any]]:
        every = rows(folder / f"{name}.jsonl.gz")
        random.Random(7).shuffle(every)
        return every

    def pair(row: dict[str, Any], target: str = "mt") -> Pair:
        langs = row["lp"].split("-")
        return Pair(row["src"], row[target], (langs[0], langs[1]))

    humans = [row for row in read("dev/human_translations.en-de") if not row["system"].startswith(FAR_PARAPHRASE)]
    for row in humans[:limit]:
        yield "professional translations", pair(row)
        if row.get("mqm_clean"):
            yield "professional translations, rated free of errors", pair(row)
    for row in read("dev/distil_lingeval.en-de"):
        if row["phenomenon"] == "clause_omission":
            yield "lingeval, clause left out", pair(row, "bad")
            yield "lingeval, as it was", pair(row, "good")
    for name in ("de-en", "es-en", "fr-en", "zh-en"):
        for row in read(f"dev/demetr.{name}"):
            kind = re.sub(r"^.*?id\d+_", "", row.get("pert_name") or "")
            if kind in ("pp_removed", "ne_removed", "subj_removed", "noun_removed", "verb_removed", "addition"):
                yield f"demetr, {kind.replace('_', ' ')}", pair(row)
                yield f"demetr {name}, as it was", pair(row, "mt_unperturbed")
            elif kind == "shuffle_trans":
                yield "demetr, another sentence's translation", pair(row)
    for row in read("dev/hallucinations_nmt.de-en"):
        labels = [label for label, given in row["labels"].items() if given] or ["none"]
        if labels != ["none"] or half(row["mt"]) == 0:
            yield f"weak system, {'omission' if 'omission' in labels else labels[0]}", pair(row)
    for row in read("dev/coverage_errors_human.en-de"):
        given = {label for one in row["labels"].values() for label in one}
        for label in given & {"UT-important-information", "OT-unsupported-information"}:
            size = "three words or more" if len(row["flagged_words"].split()) >= 3 else "one or two words"
            yield f"annotated {label}, {size}", pair(row)
    yield from annotated(folder, limit)
    rng = random.Random(8)
    for name in FITTED:
        for one in good(folder, name, min(limit, 350)):
            lang = "-".join(one.langs)
            yield f"training files {lang}, as they were", one
            for text, target in ((one.target, True), (one.source, False)):
                if place := cut(text, rng):
                    rest = (text[: place[0]] + text[place[1] :]).strip()
                    yield (
                        f"training files {lang}, {'omission' if target else 'addition'} made",
                        one._replace(target=rest) if target else one._replace(source=rest),
                    )


def annotated(folder: Path, limit: int) -> Iterator[tuple[str, Pair]]:
    """Rows of the MQM files with a major omission or addition, by the length of the longest that was marked."""
    for name in ("wmt20_news_mqm.en-de", "wmt21_news_mqm.en-de", "wmt20_news_mqm.zh-en", "wmt21_news_mqm.zh-en"):
        every = rows(folder / "train" / f"{name}.jsonl.gz")
        random.Random(7).shuffle(every)
        langs = name.split(".")[1].split("-")
        taken = 0
        for row in every:
            for kind, spans in (("Omission", "src_spans"), ("Addition", "spans")):
                text = row["src"] if kind == "Omission" else row["mt"]
                marks = [
                    len(words.words(text[start:end]))
                    for error in row["errors"]
                    if error["category"] == f"Accuracy/{kind}" and error["severity"] in ("Major", "Critical")
                    for start, end in error.get(spans) or ((0, 0),)
                ]
                if marks and taken < limit:
                    taken += 1
                    least = 6 if kind == "Omission" and langs[0] == "zh" else 3
                    size = "long" if max(marks) >= least else "short, or place unknown"
                    yield (
                        f"MQM {name.split('.')[1]}, major {kind.lower()}, {size}",
                        Pair(row["src"], row["mt"], (langs[0], langs[1])),
                    )


def main() -> None:
    """Fit, or print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=10_000, help="translations taken of each file")
    parser.add_argument("--fit", action="store_true", help="fit the constants and print them")
    parser.add_argument("--show", help="print what is found in the first half of the sets that begin so")
    args = parser.parse_args()
    if args.fit:
        fit_all(args.folder, args.limit)
        return
    planned = list(measure(args.folder, args.limit))
    places = {pair: place for place, pair in enumerate(dict.fromkeys(pair for _, pair in planned))}
    found = findings(list(places))
    sets: dict[str, list[tuple[Pair, Found]]] = defaultdict(list)
    for name, pair in planned:
        sets[name].append((pair, found[places[pair]]))
    print("| set | first half, rows | omission | addition | held out, rows | omission | addition |")
    print("|---|---|---|---|---|---|---|")
    for name, members in sets.items():
        cells = []
        for which in (0, 1):
            own = [marks for pair, marks in members if half(pair.source) == which]
            shares = (f"{sum(one[k] is not None for one in own) / max(1, len(own)):.1%}" for k in (0, 1))
            cells += [str(len(own)), *shares]
        print(f"| {name} | {' | '.join(cells)} |")
        if args.show and name.startswith(args.show):
            for pair, marks in members:
                if half(pair.source) == 0 and any(marks):
                    print(f"\n{marks}\n  {pair.source}\n  {pair.target}")


if __name__ == "__main__":
    main()
