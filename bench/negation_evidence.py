"""Measures the clauses of negation-mismatch on news articles: alarms, negations lost and added, and the weights.

    python -m bench.negation_evidence ARTICLES [--lang XX ...] [--fit] [--show alarms|lost|added|second]

ARTICLES is a gzipped JSON Lines file with professional translations: rows with `src` (a list of English sentences) and
`tgt` (a list for each language). Every second row is read. Errors are planted by rule, one in a sentence:

- *added*: the negation of an English clause is taken out, so that only the translation has it;
- *lost*: `not` is put after an English auxiliary where neither side has a negation;
- *second*: the same beside another negation;
- *cut*: the negation of a clause of the translation is taken out.

Prints for each language how many sentences are reported, and how many of these are sure: major where the language
earned it. `--fit` prints the weights of `mtqe.checks.negation.evidence` that a logistic regression finds.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe.checks.negation import evidence
from mtqe.checks.negation.lost_negations import WEIGHT, Weighed, weighed
from mtqe.checks.negation.negation_words import affirmed, cues
from mtqe.model import Segment, Side
from mtqe.registry.contracts import Context

ALL: dict[Side, float] = {"source": -9.0, "target": -9.0}
"""Weights: that let every clause pass."""
KINDS = ("alarms", "added", "lost", "second", "cut")
AUXILIARY = re.compile(
    r"\b(will|would|can|could|should|must|may|might|is|are|was|were|has|have|had)\b(?= \w)(?! (?:not|never|no|yet)\b)"
)
LEFT_OUT = re.compile(r"\b(?:no|not|never) (?:longer|more|matter|one|only|just|doubt|quite|all|every)\b", re.IGNORECASE)
"""Negations that cannot simply be left out."""
ROUNDS, STEPS, RIDGE = 4, 30, 0.3
"""Of the fit: how often the clause of a planted error is chosen again, Newton steps, and the penalty of the weights."""


class Row(NamedTuple):
    """A pair of sentences, and what was planted in it."""

    kind: str
    source: str
    target: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--lang", action="append", default=[], help="only this target language; repeatable")
    parser.add_argument("--fit", action="store_true", help="print weights")
    parser.add_argument("--show", choices=KINDS, help="print alarms, or the planted errors that are missed")
    given = parser.parse_args(arguments)
    with gzip.open(given.articles, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file][::2]
    langs = sorted({lang for article in articles for lang in article["tgt"]})
    everything: list[tuple[str, str, int, Weighed]] = []
    print(f"{'':<6}" + "".join(f"{kind:>18}" for kind in KINDS) + "   reported, of these sure, of how many")
    for lang in given.lang or langs:
        rows = list(planted(articles, lang))
        segments = [Segment(str(number), row.source, row.target) for number, row in enumerate(rows)]
        best: dict[int, Weighed] = {}
        for item in weighed(segments, Context("en", lang), "negation", bound=ALL if given.fit else WEIGHT):
            number = int(item.clause.segment.id)
            everything.append((lang, rows[number].kind, number, item))
            if number not in best or best[number].weight < item.weight:
                best[number] = item
        print(f"{lang:<6}" + "".join(f"{cell(rows, best, kind):>18}" for kind in KINDS), flush=True)
        for number, row in enumerate(rows):
            found = number in best and best[number].weight >= WEIGHT[best[number].clause.side]
            if row.kind == given.show and found is (row.kind == "alarms"):
                print(f"  {best[number].marked if found else []}\n    {row.source}\n    {row.target}")
    if given.fit:
        fit(everything)


def planted(articles: Sequence[dict[str, object]], lang: str) -> Iterator[Row]:
    """The pairs of a language as they are, and with planted errors."""
    for article in articles:
        sources, targets = article["src"], article["tgt"]
        assert isinstance(sources, list) and isinstance(targets, dict)
        for source, target in zip(sources, targets.get(lang, ()), strict=False):
            if not source.strip() or not target.strip():
                continue
            yield Row("alarms", source, target)
            negated = bool(evidence.grouped(source, cues(source, "en")))
            if negated and evidence.grouped(target, cues(target, lang)):
                if changed := without(source, "en"):
                    yield Row("added", changed, target)
                if changed := without(target, lang):
                    yield Row("cut", source, changed)
            if changed := with_not(source):
                yield Row("second" if negated else "lost", changed, target)


def without(text: str, lang: str) -> str | None:
    """The text without the negation of one of its clauses, or `None` if there is none that can be left out."""
    groups = [group for group in evidence.grouped(text, cues(text, lang)) if all(cue.kind == "clear" for cue in group)]
    if not groups or text.rstrip("”\"»' ").endswith(("?", "？", "؟")):
        return None
    group = groups[number_of(text) % len(groups)]
    if LEFT_OUT.match(text, group[0].place[0]):
        return None
    changed = affirmed(text, [cue.place for cue in group], lang)
    return changed if changed.strip() and changed != text else None


def with_not(text: str) -> str | None:
    """The English text with `not` after one of its auxiliaries."""
    places = [match.end() for match in AUXILIARY.finditer(text)]
    if not places or text.rstrip("”\"' ").endswith("?"):
        return None
    place = places[number_of(text) % len(places)]
    return f"{text[:place]} not{text[place:]}"


def number_of(text: str) -> int:
    """A number that depends on the text only."""
    return int(hashlib.md5(text.encode()).hexdigest(), 16)


def cell(rows: Sequence[Row], best: dict[int, Weighed], kind: str) -> str:
    """How many rows of a kind are reported, and are at major."""
    numbers = [number for number, row in enumerate(rows) if row.kind == kind]
    of_kind = [best[number] for number in numbers if number in best]
    found = [item for item in of_kind if item.weight >= WEIGHT[item.clause.side]]
    reported, sure = len(found), sum(item.sure for item in found)
    return f"{reported}, {sure} of {len(numbers)}"


def fit(everything: Sequence[tuple[str, str, int, Weighed]]) -> None:
    """Print the weights of a logistic regression of planted losses on the alarms of good translations.

    Which clause of a segment has the planted error is not noted: it is the one of the greatest weight so far.
    """
    names = list(evidence.WEIGHTS)
    values = np.array(
        [[evidence.values(item.evidence, item.relief)[name] for name in names] for *_, item in everything]
    )
    weights = np.array([item.weight for *_, item in everything])
    mean, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    scaled = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    good = np.array([kind == "alarms" for _, kind, _, _ in everything])
    factors = np.zeros(scaled.shape[1])
    for _ in range(ROUNDS):
        chosen: dict[tuple[str, int], int] = {}
        for number, (lang, kind, row, _) in enumerate(everything):
            if kind != "alarms" and weights[number] > weights[chosen.setdefault((lang, row), number)]:
                chosen[lang, row] = number
        taken = good.copy()
        taken[list(chosen.values())] = True
        factors = regression(scaled[taken], ~good[taken])
        weights = scaled @ factors
    for name, factor in zip(names, factors[:-1] / spread, strict=True):
        print(f'    "{name}": {factor:.2f},')
    print(f"CONSTANT = {factors[-1] - float((factors[:-1] / spread) @ mean):.2f}")


def regression(rows: NDArray[np.float64], answers: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The factors of a logistic regression with a ridge."""
    factors = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-rows @ factors))
        slope = rows.T @ (answers - chances) - RIDGE * factors
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + RIDGE * np.eye(len(factors))
        factors = factors + np.linalg.solve(curve, slope)
    return factors


if __name__ == "__main__":
    main()
