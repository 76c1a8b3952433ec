"""How likely a translation is a hallucination: text that its source does not explain.

Seven pieces of evidence in one logistic formula, most of them as published detectors have them:

- the cosine of the two texts' vectors (as LaBSE in Dale et al. 2023, "Detecting and Mitigating Hallucinations in
  Machine Translation"): detached output means something else;
- how well the worst covered stretch of five tokens of the source is covered: for each token the best cosine among the
  tokens of the translation, states of the lower half around the mean of their text. Where a translation goes its own
  way, part of the source is left;
- how much of both texts the other one has nothing for, in the opinion of the critic: the mean of its chances over the
  tokens of the source, and of those of the translation;
- repeated pairs of tokens and repeated fours of tokens, by how much the most frequent one is more frequent than the
  source's (as in Raunak et al. 2021, "The Curious Case of Hallucinations in Neural Machine Translation"); tokens and
  not words, so that Chinese has a say;
- the number of tokens of the source;
- how much of the translation is also in the translation of an unlike source of the same document
  (`mtqe.text.misplaced`): a system that has lost its input often answers with one and the same sentence.

The weights were fitted on good translations of ten language pairs and on the same with the text of another sentence in
place of all or a part of theirs, or with words repeated; no real hallucination was among them. Half of those were
planted, so the odds are those of a text in which every other segment is one; `PRIOR` brings them down to what machine
translation has. Of what the critic says, its verdict tells the planted ones best, but the lowest rated translations of
Sinhala and Nepali, which it has not learned, worse than no critic does: it looks for any error.
`tests/bench/hallucination.py` measures the risk on real hallucinations.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mtqe.encoder.network import Model
from mtqe.encoder.nouns import Criticism, Pair, Tokens

COSINE, COVERED, UNMATCHED, PAIRS, FOURS, LENGTH, CONSTANT = -35.639, -7.69, 1.779, 1.238, 2.317, -0.091, 34.91
"""The formula's weights; the critic's share as its log-odds, the length as its logarithm."""
LITTLE = 0.01
"""Added to the critic's share and to what it leaves; a smaller share says no more."""
ASTRAY = 5.0
"""Log-odds of a translation that another source of the document has, too. It was not fitted: of 129,000 good paragraphs
of seven language pairs three have such a sentence, of the planted ones none, since each stood alone."""
PRIOR = -2.0
"""Taken off the log-odds: about one segment in eight of a weak system's output, in place of every other one."""
MOST = 3
"""More repetitions than these say no more."""
STRETCH = 5
"""Tokens of a stretch."""
TOGETHER = 256
"""Pairs that are read in one go."""


@dataclass(frozen=True)
class Risk:
    """What speaks for and against a hallucination.

    Args:
        value: 0 to 1, the risk.
        detached: 0 to 1, the risk without the evidence of repetition.
        cosine: Of the two texts' vectors; translations have about .9, texts that have nothing in common about .78.
        uncovered: The stretch of the source that is covered worst, code points, half-open; `None` without a token.
        covered: Its mean best cosine.
        repeated: By how much the most frequent pair of tokens is more frequent than in the source.
        unmatched: 0 to 1, the mean of the critic's chances that the other text has nothing for a token.
        astray: 0 to 1, the share of the translation that an unlike source of the document has, too.
    """

    value: float
    detached: float
    cosine: float
    uncovered: tuple[int, int] | None
    covered: float
    repeated: int
    unmatched: float
    astray: float = 0.0


def beside(risk: Risk, astray: float) -> Risk:
    """The risk of a pair in its document.

    Args:
        risk: Of the pair alone.
        astray: 0 to 1, the share of the translation that an unlike source of the document has, too.
    """
    more = ASTRAY * astray
    value, detached = (_chance(_odds(chance) + more) for chance in (risk.value, risk.detached))
    return replace(risk, value=value, detached=detached, astray=astray)


def risks(
    model: Model, pairs: Sequence[Pair], criticise: Callable[[Sequence[Pair]], Sequence[Criticism]]
) -> Iterator[Risk]:
    """The risk of each pair, in order; both sides have text.

    Args:
        model: The encoder.
        pairs: What to judge.
        criticise: Gives the criticism of each of some pairs: `model.criticise`, or what remembers its answers.
    """
    for start in range(0, len(pairs), TOGETHER):
        chosen = pairs[start : start + TOGETHER]
        texts = list(dict.fromkeys(text for pair in chosen for text in (pair.source, pair.target)))
        vectors, tokens = model.read(texts)
        places = {text: k for k, text in enumerate(texts)}
        for pair, criticism in zip(chosen, criticise(chosen), strict=True):
            own, other = places[pair.source], places[pair.target]
            yield _risk(tokens[own], tokens[other], float(vectors[own] @ vectors[other]), criticism)


def _risk(source: Tokens, target: Tokens, cosine: float, criticism: Criticism) -> Risk:
    stretch, covered = _worst(source, target)
    pairs, fours = (max(0, _most(target.ids, n) - _most(source.ids, n)) for n in (2, 4))
    unmatched = _unmatched(criticism)
    apart = COSINE * cosine + COVERED * covered + UNMATCHED * math.log((unmatched + LITTLE) / (1 - unmatched + LITTLE))
    detached = apart + LENGTH * math.log(len(source.ids) + 1) + CONSTANT + PRIOR
    repeated = PAIRS * min(pairs, MOST) + FOURS * min(fours, MOST)
    return Risk(_chance(detached + repeated), _chance(detached), cosine, stretch, covered, pairs, unmatched)


def _unmatched(criticism: Criticism) -> float:
    """The mean of both sides' mean chance to have no counterpart; a side without a token has none for certain."""
    sides = (criticism.source, criticism.target)
    return sum(float(side.mean()) if len(side) else 1.0 for side in sides) / len(sides)


def _worst(source: Tokens, target: Tokens) -> tuple[tuple[int, int] | None, float]:
    """The stretch of the source that is covered worst, and how well it is."""
    if not len(source.offsets) or not len(target.offsets):
        return None, 0.0
    own, other = (_directions(side) for side in (source, target))
    best = (own @ other.T).max(1)
    half = STRETCH // 2
    mean = np.convolve(np.pad(best, half, mode="edge"), np.full(STRETCH, 1 / STRETCH), "valid")
    worst = int(mean.argmin())
    first, last = max(worst - half, 0), min(worst + half, len(best) - 1)
    return (int(source.offsets[first, 0]), int(source.offsets[last, 1])), float(mean[worst])


def _directions(text: Tokens) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    states = text.states[1:-1].astype(np.float32)
    states -= states.mean(0)
    unit: np.ndarray[tuple[int, int], np.dtype[np.float32]] = states / (np.linalg.norm(states, axis=1)[:, None] + 1e-9)
    return unit


def _most(tokens: tuple[int, ...], n: int) -> int:
    """How often the most frequent n tokens in a row stand in a text; 1 in a shorter one, as once is no repetition."""
    return max(Counter(tokens[k : k + n] for k in range(len(tokens) - n + 1)).values(), default=1)


def _odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
