"""Consensus: the translations of other systems as pseudo-references, where a source has no reference.

What several systems write independently is more often right than what one system writes alone. So a translation is
compared with the other distinct translations of its source by chrF. The estimate of log(1 + penalty) grows by

    weight * (n - 1) / n * (mean likeness of all translations to the others - mean likeness of this one to the others)

for `n` other translations. These amounts sum to 0 for each source: a translation that is as like the others as is usual
for its source keeps its score, in every language. The weight is in `encoder.json`; `training/consensus.py` chose it.

- Few others are little evidence: with two of them half of the difference counts, with five .8 of it.
- The likeness of two texts is the mean of chrF in both directions. Of two translations alone, each is as unlike the
  other, so nothing moves: consensus begins with three.
- Equal translations count once and have equal scores.
- A text that is blank, without letters and digits, a copy of the source, in another language or unrelated to the source
  is neither compared nor moved. Neither is a text that needs no translation.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from mtqe.contracts import Context

LEAST = 3
"""Texts: distinct translations of a source from which on they are compared. By definition."""


def others(context: Context) -> int:
    """The greatest number of other translations of a source in the run, equal ones too; 0 if there are too few."""
    most = max(map(len, context.translations.values()), default=0)
    return most - 1 if most >= LEAST else 0


def oddities(texts: Sequence[str], context: Context) -> dict[str, float]:
    """How much less each text resembles the others than is usual among them, -1 to 1, shrunk for few texts.

    Empty for less than three texts.

    Args:
        texts: The translations of a source that can be compared; equal ones count once.
        context: The context of the run.
    """
    distinct = tuple(dict.fromkeys(texts))
    if len(distinct) < LEAST:
        return {}
    known = context.once(_known)
    if distinct not in known:
        from mtqe.metrics.lexical import sacre

        known[distinct] = dict(zip(distinct, unlikeness(sacre.chrf.alike(distinct, context)), strict=True))
    return known[distinct]


def unlikeness(scores: Sequence[Sequence[float]]) -> list[float]:
    """How much less each text resembles the others than is usual, shrunk, in order.

    Args:
        scores: For each text its chrF with each other text as the reference, 0 to 100, in order; two or more texts.
    """
    places = range(len(scores))
    # A row has no score of a text with itself, so places behind it are one less.
    likeness = [
        fmean((scores[i][j - (j > i)] + scores[j][i - (i > j)]) / 200 for j in places if j != i) for i in places
    ]
    usual, evidence = fmean(likeness), (len(scores) - 2) / (len(scores) - 1)
    return [evidence * (usual - own) for own in likeness]


def _known(context: Context) -> dict[tuple[str, ...], dict[str, float]]:
    return {}
