"""Fits the three formulas of `mtqe.checks.support.coverage`, evidence for the checks that `critic.py` measures.

    python -m tests.bench.coverage FOLDER [--limit N]

FOLDER has `train/` with the files that `FITTED` names. Sources are halved by hash, the first half is used: translations
that people made or post-edited; a clause or some words in a row are cut out of one side, and what it covered on the
other is the gap. What that is is told by the same cosines, before the cut, so the truth is silver.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe import encoder, words
from mtqe.checks.support import coverage, gaps
from tests.bench import flags
from tests.bench.critic import fit

FITTED = (
    *(f"mlqe_pe_da.{pair}" for pair in ("en-de", "en-zh", "ro-en", "ru-en", "et-en")),
    "ced_wmt22_planted.en-de",
    "wmt20_news_mqm.zh-en",
)
MARKS = re.compile(r"[,;:.!?–()\"“”„，。；：！？、]+\s*|\s[–-]\s")
Array = NDArray[Any]


class Pair(NamedTuple):
    """A translation of which one side was cut, or none."""

    source: str
    target: str
    langs: tuple[str, str]


def half(source: str) -> int:
    """0 for the half that was looked at, 1 for the one that was held out."""
    return hashlib.sha256(source.encode()).digest()[-1] % 2


def good(folder: Path, name: str, limit: int) -> list[Pair]:
    """Translations by people, or corrected by people, of one training file."""
    langs = tuple(name.split(".")[1].split("-"))
    found = []
    for row in flags.rows(folder / "train" / f"{name}.jsonl.gz"):
        human = row.get("is_human") or row.get("critical") is False
        text = row.get("pe") or (
            row["mt"] if human and not row.get("system", "").startswith(flags.FAR_PARAPHRASE) else None
        )
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


def fit_all(folder: Path, limit: int) -> None:
    """Print the constants of the three formulas, each fitted with those before it in place."""
    every = list(cuts(folder, limit))
    seen = np.concatenate([coverage.features(one.asked.vectors @ one.rest.vectors.T, one.asked) for one in every])
    coverage.WORD = np.array(fit(seen.astype(float), np.concatenate([one.lost for one in every]).astype(float), 1.0))
    print("WORD", coverage.WORD.tolist())
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
    coverage.GAP = np.array(fit(np.array(columns), np.array(wanted, float), 1.0))
    print("GAP", coverage.GAP.tolist())
    columns, wanted = [], []
    for label, other in ((1, "rest"), (0, "whole")):
        pairs = [(one, getattr(one, other)) for one in every]
        found = [(one, text, coverage.gaps(one.asked, text, one.langs)[0]) for one, text in pairs]
        likely = [(one, text, gap) for one, text, gap in found if gap and gap.odds >= coverage.DOUBTFUL]
        gains = gaps.nearer([(one.asked.text, text.text, gap) for one, text, gap in likely])
        columns += [(gap.odds, gain) for (_, _, gap), gain in zip(likely, gains, strict=True)]
        wanted += [label] * len(likely)
    print("CONFIRM", fit(np.array(columns), np.array(wanted, float), 1.0))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=10_000, help="translations taken of each file")
    args = parser.parse_args()
    fit_all(args.folder, args.limit)


if __name__ == "__main__":
    main()
