"""Nouns exchanged in professional translations: does `wrong-word` (ACC125) find them, and what does it mark else?

    python -m bench.wrong_words DATA/dev/ntrex_articles.jsonl.gz [--documents N] [--odd] [--lang XX ...] [--fit]

The file has whole articles in English with professional translations: rows with `doc`, `src` (a list of sentences) and
`tgt` (a list for each language, German too). Every second article is read. An English word is a noun if it faces a
word with a capital in the German translation. In each sentence of the translation, a word that faces a noun is
exchanged for such a word of another sentence of the same language.

Prints for each language the sentences, those of them with a finding, the sentences with an exchanged noun, and the
share of these where the noun is marked. `--fit` also prints the weights of `mtqe.checks.meaning.wrong_word` as they
would be fitted on these sentences, and how many are found at some numbers of alarms. `--show` prints the findings in
good translations.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe import encoder
from mtqe.checks.meaning import word_meanings, wrong_word
from mtqe.checks.shared import coverage
from mtqe.encoder.exact_sums import cosines
from mtqe.encoder.network import Model
from mtqe.model import Segment
from mtqe.registry.contracts import Context

FACING = 0.55
"""Cosine: from which on two words that choose each other face each other."""
TRIES = 50
"""Words: that are tried in place of a noun."""
STEPS = 25
"""Steps: of Newton's method in the fit."""
SHRINK = 2.0
"""Weight: of the squares of the weights in the fit."""
ALARMS = (0, 1, 2, 4, 8, 16, 32)
Array = NDArray[Any]


class Planted(NamedTuple):
    """A sentence and its translation; `place` is the exchanged word, if there is one."""

    segment: Segment
    place: tuple[int, int] | None


class Judged(NamedTuple):
    """A sentence with its doubtful words: the evidence of each, and whether it was exchanged."""

    lang: str
    planted: bool
    meanings: tuple[word_meanings.Meaning, ...]
    wrong: tuple[bool, ...]
    segment: Segment


def main() -> None:
    """Print the tables."""
    parser = options(__doc__)
    parser.add_argument("--fit", action="store_true", help="also fit the weights")
    given = parser.parse_args()
    rows = articles(given)
    model = encoder.load()
    nouns = english_nouns(model, [(s, t) for row in rows for s, t in zip(row["src"], row["tgt"]["de"], strict=True)])
    judged: list[Judged] = []
    for lang in given.lang or rows[0]["tgt"]:
        pairs = [(s, t) for row in rows for s, t in zip(row["src"], row["tgt"][lang], strict=True)]
        good = [Planted(Segment(str(n), *pair), None) for n, pair in enumerate(pairs)]
        here = list(judge([*good, *planted(model, pairs, nouns, lang)], lang))
        judged += here
        print_found(lang, here, given.show)
    if given.fit:
        fit(judged)


def options(description: str | None) -> argparse.ArgumentParser:
    """The options that say which articles are read."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--odd", action="store_true", help="the articles set aside")
    parser.add_argument("--lang", action="append", default=[], help="only this language; repeatable")
    parser.add_argument("--show", action="store_true", help="print findings in good translations")
    return parser


def articles(given: argparse.Namespace) -> list[dict[str, Any]]:
    """The rows of the articles that the options name."""
    with gzip.open(given.articles, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][given.odd :: 2][: given.documents]


def words(model: Model, texts: Sequence[str]) -> list[coverage.Words]:
    """The words of each text."""
    return [coverage.words(text, tokens) for text, tokens in zip(texts, model.tokens(texts), strict=True)]


def facing(model: Model, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """The words that face each other: number of the pair, the source word, the place of the word of the translation."""
    sides = zip(words(model, [s for s, _ in pairs]), words(model, [t for _, t in pairs]), strict=True)
    for number, (source, target) in enumerate(sides):
        if not (source.spans and target.spans):
            continue
        near = cosines(source.vectors, target.vectors)
        for at, span in enumerate(source.spans):
            faced = int(near[at].argmax())
            if near[at, faced] > FACING and near[:, faced].argmax() == at:
                yield number, source.text[slice(*span)], target.spans[faced]


def english_nouns(model: Model, german: Sequence[tuple[str, str]]) -> set[str]:
    """English words in small letters that mostly face German words with a capital."""
    seen: Counter[tuple[str, bool]] = Counter()
    for number, word, (start, _) in facing(model, german):
        if start and word.islower() and len(word) >= word_meanings.LETTERS:
            seen[word, german[number][1][start].isupper()] += 1
    return {word for word, _ in seen if seen[word, True] > seen[word, False]}


def planted(model: Model, pairs: Sequence[tuple[str, str]], nouns: set[str], lang: str) -> Iterator[Planted]:
    """Each sentence with a noun that is exchanged for one of another sentence."""
    rng = random.Random(lang)
    known = [(number, word, place) for number, word, place in facing(model, pairs) if word in nouns]
    for number, (source, target) in enumerate(pairs):
        here = [place for n, _, place in known if n == number]
        if not here:
            continue
        start, end = rng.choice(here)
        for other_number, other, (first, last) in rng.choices(known, k=TRIES):
            new = pairs[other_number][1][first:last]
            if (
                other not in source
                and new.casefold() not in target.casefold()
                and new[0].isupper() == target[start].isupper()
            ):
                text = target[:start] + new + target[end:]
                yield Planted(Segment(f"planted {number}", source, text), (start, start + len(new)))
                break


def judge(sentences: Sequence[Planted], lang: str) -> Iterator[Judged]:
    """The doubtful words of each sentence."""
    context = Context("en", lang)
    found: dict[str, list[word_meanings.Meaning]] = {one.segment.id: [] for one in sentences}
    judged = [one.segment for one in sentences if wrong_word.is_judged(one.segment, context)]
    for segment, meaning in word_meanings.meanings(judged, context, "bench"):
        found[segment.id].append(meaning)
    for segment, place in sentences:
        here = tuple(found[segment.id])
        wrong = tuple(place is not None and one.target[0] < place[1] and one.target[1] > place[0] for one in here)
        yield Judged(lang, place is not None, here, wrong, segment)


def print_found(lang: str, judged: Sequence[Judged], shown: bool) -> None:
    """Alarms and found nouns of a language."""
    good, bad = ([one for one in judged if one.planted == planted] for planted in (False, True))
    alarms = [(one, item) for one in good for item in one.meanings if odds(item) >= wrong_word.LEAST]
    found = sum(
        any(odds(m) >= wrong_word.LEAST for m, w in zip(one.meanings, one.wrong, strict=True) if w) for one in bad
    )
    marked = len({one.segment.id for one, _ in alarms})
    print(f"{lang}: {len(good)} sentences, {marked} marked; {len(bad)} nouns, {found / len(bad):.2f} found", flush=True)
    for one, item in alarms if shown else ():
        said, word = one.segment.source[slice(*item.source)], one.segment.target[slice(*item.target)]
        print(f"  {odds(item):.1f} {word} ({item.gloss}) for {said}: {one.segment.source} | {one.segment.target}")


def odds(meaning: word_meanings.Meaning) -> float:
    """The log-odds of a word."""
    return wrong_word.weighed(meaning.evidence)


def fit(judged: Sequence[Judged]) -> None:
    """Print weights for each language set aside in turn, what they find, and the weights of all."""
    langs = sorted({one.lang for one in judged})
    tops: list[tuple[float, bool]] = []
    for lang in langs:
        weights = fitted([one for one in judged if one.lang != lang or len(langs) == 1])
        for one in (one for one in judged if one.lang == lang):
            items = [m for m, w in zip(one.meanings, one.wrong, strict=True) if w or not one.planted]
            tops.append((max((float(weights @ [*m.evidence, 1.0]) for m in items), default=-np.inf), one.planted))
    alarms = sorted((top for top, planted in tops if not planted), reverse=True)
    nouns = [top for top, planted in tops if planted]
    for number in ALARMS:
        share = np.mean(np.array(nouns) > alarms[number])
        print(f"{number} of {len(alarms)} marked: above {alarms[number]:.2f}, {share:.3f} found")
    print("weights", fitted(judged).round(2).tolist())


def fitted(judged: Sequence[Judged]) -> Array:
    """The weights of a logistic regression, then the constant."""
    items = [(m.evidence, w) for one in judged for m, w in zip(one.meanings, one.wrong, strict=True)]
    values, wrong = np.array([evidence for evidence, _ in items]), np.array([w for _, w in items], float)
    mean, deviation = values.mean(0), values.std(0)
    columns = np.c_[(values - mean) / deviation, np.ones(len(values))]
    shrink = np.diag([SHRINK] * values.shape[1] + [0.0])
    weights: Array = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-columns @ weights))
        curve = columns.T @ (columns * (chance * (1 - chance))[:, None]) + shrink
        weights = weights - np.linalg.solve(curve, columns.T @ (chance - wrong) + shrink @ weights)
    scaled = weights[:-1] / deviation
    fit: Array = np.r_[scaled, weights[-1] - scaled @ mean]
    return fit


if __name__ == "__main__":
    main()
