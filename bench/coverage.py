"""Fits the three formulas of `mtqe.checks.shared.coverage`, the evidence of the checks that `critic.py` measures.

    python -m bench.coverage FOLDER [--limit N]

FOLDER has `train/` with the files that `FITTED` names. Sources are halved by SHA-1, and the first half is used. In
translations made or post-edited by people, a clause or some consecutive words are cut out of one side; the words that
they covered on the other side are the gap. The same cosines determine these words before the cut, so the labels are
silver. Rows of CED are used in the last steps. The shipped constants come from an earlier version of this code and a
part of the rows (every seventh clean row of CED, 350 of each other file), so the printed constants are close but not
equal.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench import flags
from mtqe import encoder
from mtqe.checks.meaning import gaps
from mtqe.checks.shared import coverage
from mtqe.language import words
from mtqe.model import Side

FITTED = (
    *(f"mlqe_pe_da.{pair}" for pair in ("en-de", "en-zh", "ro-en", "ru-en", "et-en")),
    "ced_wmt22_planted.en-de",
    "wmt20_news_mqm.zh-en",
)
MARKS = re.compile(r"[,;:.!?–()\"“”„，。；：！？、]+\s*|\s[–-]\s")
Array = NDArray[Any]


class Pair(NamedTuple):
    """A translation pair."""

    source: str
    target: str
    langs: tuple[str, str]


def good(folder: Path, name: str, limit: int) -> list[Pair]:
    """Translations by people, or corrected by people, of one training file."""
    langs = tuple(name.split(".")[1].split("-"))
    pairs = []
    for row in flags.rows(folder / "train" / f"{name}.jsonl.gz"):
        human = row.get("is_human") or row.get("critical") is False
        text = row.get("pe") or (
            row["mt"] if human and not row.get("system", "").startswith(flags.FAR_PARAPHRASE) else None
        )
        if text and len(row["src"]) > (20 if langs[0] == "zh" or langs[1] == "zh" else 60):
            pairs.append(Pair(row["src"], text, (langs[0], langs[1])))
    random.Random(7).shuffle(pairs)
    return pairs[:limit]


def cut(text: str, rng: random.Random) -> tuple[int, int] | None:
    """The range to cut out of a text: the text between two marks, or consecutive words; at most 6 words in 10."""
    text_words = words.words(text)
    for _ in range(20 if len(text_words) >= 8 else 0):
        if rng.random() < 0.45:
            edges = sorted({0, len(text), *(mark.end() for mark in MARKS.finditer(text))})
            first = rng.randrange(len(edges) - 1)
            start, end = edges[first], edges[min(len(edges) - 1, first + 1 + (rng.random() < 0.25))]
        else:
            length = rng.choice([2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 12]) * (2 if len(text) < 3 * len(text_words) else 1)
            first = rng.randrange(len(text_words) - 1)
            last = min(len(text_words), first + length)
            start, end = (
                text_words[first].start,
                text_words[last].start if last < len(text_words) else text_words[-1].end,
            )
        if 2 <= sum(start <= word.start and word.end <= end for word in text_words) <= 0.6 * len(text_words):
            return start, end
    return None


# --- fitting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """A text (`asked`), its translation before (`complete`) and after the cut (`shortened`), and the lost words."""

    side: Side

    asked: coverage.Words
    complete: coverage.Words
    shortened: coverage.Words
    langs: tuple[str, str]
    lost: Array


def cuts(folder: Path, limit: int) -> Iterator[Cut]:
    """The cuts of both sides of the first half of the training files."""
    rng = random.Random(7)
    planned = []
    for name in FITTED:
        for pair in good(folder, name, limit):
            both = ((pair[0], pair[1], pair.langs), (pair[1], pair[0], pair.langs[::-1]))
            for side, (text, opposite, langs) in zip(gaps.SIDES, both, strict=True):
                place = cut(opposite, rng)
                if place and not flags.odd(pair.source):
                    shortened = (opposite[: place[0]] + opposite[place[1] :]).strip()
                    planned.append((text, opposite, shortened, place, langs, side))
    read = read_all([text for plan in planned for text in plan[:3]])
    for text, opposite, shortened, place, langs, side in planned:
        asked, complete, after = read[text], read[opposite], read[shortened]
        gone = np.array([place[0] <= start and end <= place[1] for start, end in complete.spans])
        if len(asked.spans) < 6 or len(after.spans) < 4 or gone.all() or not gone.any():
            continue
        similar = asked.vectors @ complete.vectors.T
        first, last, sum_ = coverage.run(np.clip(similar[:, gone].max(1) - similar[:, ~gone].max(1), -0.3, 0.3))
        lost = np.zeros(len(asked.spans), bool)
        lost[first:last] = sum_ > 0
        yield Cut(side, asked, complete, after, langs, lost)


def read_all(texts: list[str]) -> dict[str, coverage.Words]:
    """The words of each text as the encoder reads them."""
    new = list(dict.fromkeys(texts))
    read: dict[str, coverage.Words] = {}
    for start in range(0, len(new), 1000):
        batch = new[start : start + 1000]
        tokens = encoder.load().tokens(batch)
        read.update((text, coverage.words(text, text_tokens)) for text, text_tokens in zip(batch, tokens, strict=True))
    return read


def uncut(folder: Path, limit: int) -> Iterator[tuple[coverage.Words, coverage.Words, bool]]:
    """Source and translation of the first half of CED, and whether the row is a critical one."""
    ced = list(flags.rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz"))
    clean = [row for row in ced if not row["critical"]][::7][:limit]
    chosen = [row for row in [*clean, *(r for r in ced if r["critical"])] if not flags.odd(row["src"])]
    read = read_all([text for row in chosen for text in (row["src"], row["mt"])])
    for row in chosen:
        source, target = read[row["src"]], read[row["mt"]]
        if all(coverage.FEWEST <= len(text.spans) <= coverage.MOST for text in (source, target)):
            yield source, target, bool(row.get("critical"))


def fit(columns: Array, labels: Array) -> Array:
    """The weights of a logistic formula and its constant, by Newton's method; columns are scaled first."""
    mean, spread = columns.mean(0), columns.std(0)
    scaled = np.c_[(columns - mean) / spread, np.ones(len(columns))]
    coefficients, ridge = np.zeros(scaled.shape[1]), np.eye(scaled.shape[1])
    ridge[-1, -1] = 0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-scaled @ coefficients))
        slope = scaled.T @ (labels - chance) - ridge @ coefficients
        coefficients += np.linalg.solve((scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge, slope)
    weights = coefficients[:-1] / spread
    fitted: Array = np.r_[weights, coefficients[-1] - (weights * mean).sum()]
    return fitted


def fit_all(folder: Path, limit: int) -> None:
    """Print the constants of the three formulas; each is fitted with the ones before it in place."""
    every = list(cuts(folder, limit))
    word_features = np.concatenate(
        [coverage.features(case.asked.vectors @ case.shortened.vectors.T, case.asked) for case in every]
    )
    coverage.WORD = fit(word_features.astype(float), np.concatenate([case.lost for case in every]).astype(float))
    print("WORD", coverage.WORD.round(2).tolist())
    uncut_pairs = list(uncut(folder, limit))
    columns, labels = [], []
    for case in every:
        for opposite, label in ((case.shortened, 1), (case.complete, 0)):
            rows = evidence(case.asked, opposite, case.langs)
            columns += rows
            labels += [label, 0]
    for source, target, wrong in uncut_pairs:
        if not wrong:
            rows = evidence(source, target, ("en", "de"))
            columns += rows
            labels += [0] * len(rows)
    coverage.GAP = fit(np.array(columns), np.array(labels, float))
    print("GAP", coverage.GAP.round(3).tolist())
    for side in gaps.SIDES:
        cases = [
            (case.asked, opposite, case.langs, label)
            for case in every
            if case.side == side
            for opposite, label in ((case.shortened, 1), (case.complete, 0))
        ]
        for source, target, wrong in uncut_pairs:
            if side == "source":
                cases.append((source, target, ("en", "de"), int(wrong)))
            else:
                cases.append((target, source, ("de", "en"), int(wrong)))
        print("CONFIRM", side, confirm(cases).round(2).tolist())


def evidence(asked: coverage.Words, opposite: coverage.Words, langs: tuple[str, str]) -> list[Array]:
    """The features of the second formula, for the likeliest gap of each text."""
    similar = asked.vectors @ opposite.vectors.T
    bare_asked, bare_opposite = coverage.uncovered(similar, asked), coverage.uncovered(similar.T, opposite)
    mine, rival = coverage.run(bare_asked - coverage.LEVEL), coverage.run(bare_opposite - coverage.LEVEL)
    return [
        coverage.evidence(asked, opposite, bare_asked, mine, max(rival[2], 0.0), langs),
        coverage.evidence(opposite, asked, bare_opposite, rival, max(mine[2], 0.0), langs[::-1]),
    ]


def confirm(cases: list[tuple[coverage.Words, coverage.Words, tuple[str, str], int]]) -> Array:
    """The features of the third formula for one side, from texts, their counterparts and whether there is a gap."""
    found_gaps = [
        (asked, opposite, coverage.gaps(asked, opposite, langs)[0], label) for asked, opposite, langs, label in cases
    ]
    likely = [
        (asked, opposite, gap, label)
        for asked, opposite, gap, label in found_gaps
        if gap and gap.odds >= coverage.DOUBTFUL
    ]
    gains = gaps.nearer([(asked.text, opposite.text, gap) for asked, opposite, gap, _ in likely], encoder.load())
    columns = [coverage.doubts(gap, gain) for (_, _, gap, _), gain in zip(likely, gains, strict=True)]
    return fit(np.array(columns), np.array([label for *_, label in likely], float))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=10_000, help="translations of each file")
    args = parser.parse_args()
    fit_all(args.folder, args.limit)


if __name__ == "__main__":
    main()
