"""Estimates the risk that a translation is a hallucination: text that its source does not explain.

A logistic formula combines seven pieces of evidence, most of them from published detectors:

- the cosine of the vectors of the two texts (as with LaBSE in Dale et al. 2023, "Detecting and Mitigating
  Hallucinations in Machine Translation"): detached output has another meaning;
- the coverage of the worst covered stretch of five tokens of the source. The coverage of a token is its best cosine
  with the tokens of the translation, computed on states of the lower half minus the mean of their text. A hallucination
  leaves part of the source uncovered;
- the share of both texts without a counterpart, according to the critic: the mean of its probabilities over the tokens
  of the source, and over those of the translation;
- repetition of pairs of tokens and of four tokens: the count of the most frequent one minus that in the source (as in
  Raunak et al. 2021, "The Curious Case of Hallucinations in Neural Machine Translation"); tokens instead of words, so
  that it works for Chinese;
- the number of tokens of the source;
- the share of the translation that an unlike source of the same document also has (`mtqe.language.misplaced`): a system
  that has lost its input often gives the same sentence again and again.

The weights were fitted on good translations of ten language pairs and on planted ones: the same translations with all
or part of the text replaced by that of another sentence, or with repeated words. They contain no real hallucination.
Half of the data was planted, so the fitted odds hold for a text in which every other segment is a hallucination;
`PRIOR` lowers them to the rate of machine translation. The critic's verdict is not used, because it reacts to every
error. `bench/hallucination.py` measures the risk on real hallucinations.

The vectors take as much time as the critic. So they are computed only for pairs that the other evidence leaves in
doubt. A pair is clear if its risk is small even with the cosine of unrelated texts: then no check looks at it, whatever
its vectors say. Its cosine is estimated from the best cosines of all tokens of both texts (`LIKE`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.exact_sums import cosine, cosines, on_grid
from mtqe.encoder.network import Model
from mtqe.encoder.nouns import Criticism, Pair, Tokens

COSINE, COVERED, UNMATCHED, PAIRS, FOURS, LENGTH, CONSTANT = -35.639, -7.69, 1.779, 1.238, 2.317, -0.091, 34.91
"""Weights: of the formula. The critic's share enters as log-odds, the length as its logarithm. Measured with
bench/hallucination.py."""
SMOOTHING = 0.01
"""Share: added to the critic's and to its complement; it limits the log-odds of very small shares."""
MISPLACED = 5.0
"""Log-odds: of a translation that another source of the document has, too. It was not fitted, because each planted
segment is its own document. Measured with bench/hallucination.py."""
PRIOR = -2.0
"""Log-odds: added, as about one segment in eight of a weak system's output is a hallucination, not every other one.
Measured with bench/hallucination.py."""
MAX_REPETITIONS = 3
"""Copies: above which the risk does not rise."""
UNLIKE = 0.78
"""Cosine: of the vectors of two unrelated texts. Measured with bench/hallucination.py."""
CLEAR = -2.5
"""Log-odds: of a pair with the cosine of unrelated texts, below which it is clear. Checks look at pairs from a risk of
.2 on. Measured with bench/hallucination.py."""
LIKE = (0.093, 0.104, 0.8)
"""Weights: of the mean best cosine of the source's tokens and of the translation's, then the constant, which estimate
the cosine of the vectors. Fitted by least squares on translations of seven pairs: the error has a deviation of .017.
Measured with bench/hallucination.py."""
STRETCH = 5
"""Tokens: of a stretch."""
BATCH = 256
"""Pairs: that are read at a time."""
MAX_COSINES = 1 << 24
"""Cosine: number of those between all tokens of both texts, up to which all are computed, some 130 MB."""
NEAR, NEAR_ROWS = 2_048, 256
"""Tokens: in longer texts, how far around its relative place a token is looked for, and how many at a time."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Risk:
    """The risk that a translation is a hallucination, with the evidence.

    Args:
        value: 0 to 1, the risk.
        detached: 0 to 1, the risk without the evidence of repetition.
        cosine: Cosine of the vectors of the two texts: about .9 for translations, about .78 for unrelated texts; `None`
            for a clear pair, which has none.
        uncovered: The worst covered stretch of the source, half-open in code points; `None` without a token.
        covered: Mean best cosine of the tokens of that stretch.
        repeated: Count of the most frequent pair of tokens minus that in the source, 0 or more.
        unmatched: 0 to 1, the mean of the critic's probabilities that a token has no counterpart.
        misplaced: 0 to 1, the share of the translation that an unlike source of the document has, too.
    """

    value: float
    detached: float
    cosine: float | None
    uncovered: tuple[int, int] | None
    covered: float
    repeated: int
    unmatched: float
    misplaced: float = 0.0


def in_document(risk: Risk, misplaced: float) -> Risk:
    """The risk of a pair as part of its document.

    Args:
        risk: The risk of the pair alone.
        misplaced: 0 to 1, the share of the translation that an unlike source of the document has, too.
    """
    added = MISPLACED * misplaced
    value, detached = (_chance(_odds(chance) + added) for chance in (risk.value, risk.detached))
    return replace(risk, value=value, detached=detached, misplaced=misplaced)


def risks(
    model: Model,
    pairs: Sequence[Pair],
    criticise: Callable[[Sequence[Pair]], Sequence[Criticism]],
    *,
    in_doubt: bool = False,
) -> Iterator[Risk]:
    """The risk of each pair, in order.

    Args:
        model: The encoder.
        pairs: The pairs to judge; both sides must have text.
        criticise: Returns the criticism of each given pair: `model.criticise`, or a function that caches its results.
        in_doubt: Whether something else speaks against the pairs, so that none of them is clear.
    """
    for start in range(0, len(pairs), BATCH):
        chosen = pairs[start : start + BATCH]
        read = _read(model, chosen)
        found = [_evidence(*sides, criticism) for sides, criticism in zip(read, criticise(chosen), strict=True)]
        doubtful = [k for k, one in enumerate(found) if in_doubt or not one.is_clear]
        vectors = model.embed([text for k in doubtful for text in (chosen[k].source, chosen[k].target)])
        cosine_of = {k: cosine(*sides) for k, *sides in zip(doubtful, vectors[::2], vectors[1::2], strict=True)}
        yield from (one.risk(cosine_of.get(k)) for k, one in enumerate(found))


def _read(model: Model, pairs: Sequence[Pair]) -> list[tuple[Tokens, Tokens]]:
    """The tokens of both sides of each pair."""
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.source, pair.target)))
    tokens = dict(zip(texts, model.tokens(texts), strict=True))
    return [(tokens[pair.source], tokens[pair.target]) for pair in pairs]


@dataclass(frozen=True)
class _Evidence:
    """What is known of a pair without the vectors.

    Args:
        detached: Log-odds, without the cosine and the evidence of repetition.
        repetition: Log-odds, that repetition adds.
        likely: The cosine that the tokens lead one to expect.
        uncovered, covered, repeated, unmatched: See `Risk`.
    """

    detached: float
    repetition: float
    likely: float
    uncovered: tuple[int, int] | None
    covered: float
    repeated: int
    unmatched: float

    @property
    def is_clear(self) -> bool:
        """Whether the risk is small whatever the vectors say."""
        return self.detached + self.repetition + COSINE * UNLIKE < CLEAR

    def risk(self, cosine: float | None) -> Risk:
        """The risk with the cosine of the vectors, which a clear pair does not need."""
        detached = self.detached + COSINE * (self.likely if cosine is None else cosine)
        values = _chance(detached + self.repetition), _chance(detached)
        return Risk(*values, cosine, self.uncovered, self.covered, self.repeated, self.unmatched)


def _evidence(source: Tokens, target: Tokens, criticism: Criticism) -> _Evidence:
    (stretch, covered), likely = _covered(source, target)
    pairs, fours = (max(0, _highest_count(target.ids, n) - _highest_count(source.ids, n)) for n in (2, 4))
    unmatched = _unmatched(criticism)
    share = math.log((unmatched + SMOOTHING) / (1 - unmatched + SMOOTHING))
    detached = COVERED * covered + UNMATCHED * share + LENGTH * math.log(len(source.ids) + 1) + CONSTANT + PRIOR
    repetition = PAIRS * min(pairs, MAX_REPETITIONS) + FOURS * min(fours, MAX_REPETITIONS)
    return _Evidence(detached, repetition, likely, stretch, covered, pairs, unmatched)


def _unmatched(criticism: Criticism) -> float:
    """The critic's mean probability of no counterpart, averaged over both sides; 1 for a side without tokens."""
    sides = (criticism.source, criticism.target)
    return sum(float(side.mean()) if len(side) else 1.0 for side in sides) / len(sides)


def _covered(source: Tokens, target: Tokens) -> tuple[tuple[tuple[int, int] | None, float], float]:
    """The worst covered stretch of the source and its coverage, and the likely cosine of the two texts."""
    if not len(source.offsets) or not len(target.offsets):
        return (None, 0.0), UNLIKE
    sides = _best_cosines(_unit_vectors(source), _unit_vectors(target))
    means = [float(on_grid(best).sum()) / len(best) for best in sides]
    return _worst(sides[0], source), LIKE[0] * means[0] + LIKE[1] * means[1] + LIKE[2]


def _worst(best: Vectors, source: Tokens) -> tuple[tuple[int, int], float]:
    """The worst covered stretch of the source, by the best cosine of each of its tokens."""
    half = STRETCH // 2
    places = np.arange(-half, len(best) + half).clip(0, len(best) - 1)
    mean = np.convolve(best[places], np.full(STRETCH, 1 / STRETCH), "valid")
    worst = int(mean.argmin())
    first, last = max(worst - half, 0), min(worst + half, len(best) - 1)
    return (int(source.offsets[first, 0]), int(source.offsets[last, 1])), float(mean[worst])


def _best_cosines(source: Vectors, target: Vectors) -> tuple[Vectors, Vectors]:
    """The best cosine of each token of both texts with the tokens of the other one, or with those near its place."""
    if len(source) * len(target) > MAX_COSINES:
        return _best_nearby(source, target), _best_nearby(target, source)
    likeness = cosines(source, target)
    return likeness.max(1).astype(np.float32), likeness.max(0).astype(np.float32)


def _best_nearby(text: Vectors, other: Vectors) -> Vectors:
    rows, columns = len(text), len(other)
    best = np.empty(rows, np.float32)
    for start in range(0, rows, NEAR_ROWS):
        end = min(start + NEAR_ROWS, rows)
        first, last = max(0, start * columns // rows - NEAR), end * columns // rows + NEAR
        best[start:end] = cosines(text[start:end], other[first:last]).max(1)
    return best


def _unit_vectors(text: Tokens) -> Vectors:
    states = text.states[1:-1].astype(np.float32)
    states -= states.mean(0)
    unit: Vectors = states / (np.linalg.norm(states, axis=1)[:, None] + 1e-9)
    return unit


def _highest_count(tokens: tuple[int, ...], n: int) -> int:
    """The count of the most frequent n consecutive tokens; 1 for a shorter text, because once is no repetition."""
    return max(Counter(tokens[k : k + n] for k in range(len(tokens) - n + 1)).values(), default=1)


def _odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
