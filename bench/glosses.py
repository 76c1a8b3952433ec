"""Measures the back-glosses of the triage view: how many are shown, and how many of these are right.

    python bench/glosses.py de=FILE.jsonl.gz fr=FILE.jsonl.gz [...] [--words bench/gold_glosses.tsv]

Each file is gzipped JSON Lines with `src` (English) and `mt`; 300 distinct sources are read. The gold list has words of
each language with all English words that count as right; forms of one word are equal. Chinese words were chosen by
hand, the others at random by their frequency in translated news and medical abstracts.

- *in place*: a gold word in a translation that has it. The glosser has the words of its list only, not those of the
  source.
- *planted*: the same word in place of another word of the same list, in a sentence where it is wrong. That is the case
  that matters: the gloss must say what the word means and not what the source says.
- *facing*: the source word that faces the gold word in its own sentence.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from simplemma import lemmatize

from mtqe import encoder
from mtqe.checks.shared.coverage import Words, words
from mtqe.encoder.lexicon import Lexicon
from mtqe.people.triage import facing_words, glosses
from mtqe.people.triage.facing_words import inside
from mtqe.people.triage.glosses import Glosser

READ = 300
PLACES = 3  # sentences for each gold word


class Gold(NamedTuple):
    """A word of a language with the English words that are right."""

    lang: str
    word: str
    right: frozenset[str]


class Case(NamedTuple):
    """A gloss with the score that decides whether it is shown."""

    kind: str
    lang: str
    word: str
    gloss: str
    score: float
    right: bool


def gold_of(path: Path) -> list[Gold]:
    """The gold list."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [Gold(lang, word, frozenset(map(base, right.split("|")))) for lang, word, right in rows]


def base(word: str) -> str:
    """The base form of an English word."""
    return str(lemmatize(word.lower(), lang="en")) if word else ""


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Distinct sources with a translation."""
    pairs: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            pairs.setdefault(row["src"], row["mt"])
            if len(pairs) == READ:
                break
    return list(pairs.items())


def place(text: str, word: str) -> int:
    """Where a word stands in a text, in any case; -1 if it does not."""
    return text.casefold().find(word.casefold()) if len(text) == len(text.casefold()) else -1


class Bench:
    """The cases of one language."""

    def __init__(self, model: encoder.network.Model, lang: str, pairs: Sequence[tuple[str, str]]) -> None:
        self._model, self._lang, self._pairs = model, lang, pairs
        self._words = {text: self.read(text) for pair in pairs for text in pair}
        self._lexicon = Lexicon(model)
        self._glosser = Glosser(model, self._lexicon, lang, [self._words[target] for _, target in pairs])

    def read(self, text: str) -> Words:
        """The words of a text."""
        return words(text, self._model.tokens([text])[0])

    def cases(self, gold: Sequence[Gold]) -> Iterable[Case]:
        """All cases."""
        rng = np.random.default_rng(1)
        for number, item in enumerate(gold):
            holders = [pair for pair in self._pairs if place(pair[1], item.word) >= 0][:PLACES]
            for source, target in holders:
                start = place(target, item.word)
                yield self._gloss("in place", item, self._words[target], start, source)
                yield from self._facing(item, source, target, start)
            other = gold[(number + int(rng.integers(1, len(gold)))) % len(gold)]
            for source, target in [pair for pair in self._pairs if place(pair[1], other.word) >= 0][:PLACES]:
                if other.right & item.right or other.word == item.word:
                    continue
                start = place(target, other.word)
                planted = target[:start] + item.word + target[start + len(other.word) :]
                yield self._gloss("planted", item, self.read(planted), start, source)

    def _gloss(self, kind: str, item: Gold, target: Words, start: int, source: str) -> Case:
        found = facing_words.facing(self._words[source], target)
        faced = found.of_target(start, start + len(item.word)).casefold()
        best, score = self._glosser.likeliest(target, start, start + len(item.word), faced)
        return Case(kind, self._lang, item.word, best, score, base(best) in item.right)

    def _facing(self, item: Gold, source: str, target: str, start: int) -> Iterable[Case]:
        found = facing_words.facing(self._words[source], self._words[target], least=-1.0)
        for number in inside(found.target, start, start + len(item.word))[:1]:
            if number in found.pairs:
                faced = source[slice(*found.source.spans[found.pairs[number]])]
                score = found.cosines[number]
                yield Case("facing", self._lang, item.word, faced, score, base(faced) in item.right)


def table(cases: Sequence[Case], limits: dict[str, float]) -> None:
    """Print coverage and precision of each kind and language, and what other limits would give."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.kind, case.lang].append(case)
        groups[case.kind, "all"].append(case)
    print("kind\tlanguage\tcases\tbest right\tshown\tright of shown")
    for (kind, lang), group in sorted(groups.items()):
        shown = [case for case in group if case.score >= limits[kind]]
        right = sum(case.right for case in shown) / max(len(shown), 1)
        best = sum(case.right for case in group) / len(group)
        print(f"{kind}\t{lang}\t{len(group)}\t{best:.2f}\t{len(shown) / len(group):.2f}\t{right:.2f}")
    for kind in limits:
        for step in range(-6, 7):
            limit = limits[kind] + step * 0.05
            group = [case for case in cases if case.kind == kind]
            shown = [case for case in group if case.score >= limit]
            right = sum(case.right for case in shown) / max(len(shown), 1)
            print(f"{kind}\tlimit {limit:.2f}\tshown {len(shown) / len(group):.2f}\tright {right:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", help="LANG=FILE.jsonl.gz")
    parser.add_argument("--words", type=Path, default=Path(__file__).with_name("gold_glosses.tsv"))
    parser.add_argument("--wrong", action="store_true", help="also print the glosses that are shown and wrong")
    given = parser.parse_args()
    gold = gold_of(given.words)
    model = encoder.load()
    limits = {"in place": glosses.SURE, "planted": glosses.SURE, "facing": facing_words.FACING}
    cases: list[Case] = []
    for item in given.data:
        lang, _, path = item.partition("=")
        cases += Bench(model, lang, pairs_of(Path(path))).cases([row for row in gold if row.lang == lang])
    table(cases, limits)
    for case in cases if given.wrong else ():
        if case.score >= limits[case.kind] and not case.right:
            print(case)


if __name__ == "__main__":
    main()
