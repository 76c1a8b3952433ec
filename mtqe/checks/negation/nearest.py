"""Whether the encoder sees a word and its opposite as counterparts: each is the nearest word of the other.

A word and its opposite have the same role in the sentence, so the encoder's states of the two are close. Where the
translator only chose a different wording, another word is closer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.checks.negation.directions import TIMES, Reversal
from mtqe.checks.shared.coverage import Words
from mtqe.checks.shared.listed_words import Place
from mtqe.encoder.exact_sums import cosines
from mtqe.model import Side

Cosines = NDArray[np.floating[Any]]
NEAREST = -0.3
"""Cosine: the margin of counterparts, at least: by how much they are nearer to each other than to other words. Without
it, lists with few words give more alarms. Measured with bench/articles.py."""
NEAREST_OF = {"guilty": -0.45, "north": -0.35, "east": -0.35}
"""Cosine: the same for pairs whose words seldom mean anything else. Measured with bench/articles.py."""
DOUBTFUL = {1: (-0.15, 0.25), 2: (0.0, 0.28)}
"""Cosine: by how many of the two words may mean something else, their margin and their similarity, at least. Measured
with bench/articles.py."""
DOUBTFUL_TIME = 0.2, 0.4
"""Cosine: the same for words such as *before*, most of which are said of any time."""
RIVAL, RIVAL_DOUBTFUL = 0.1, 0.2
"""Cosine: the margin over words that may express the right meaning, at least; the same where one of the two words may
mean something else. Without it, a sentence with both words of a pair gives alarms. Measured with bench/articles.py."""


def counterparts(source: Words, target: Words, reversals: Sequence[Reversal]) -> Iterator[tuple[Reversal, float]]:
    """The reversals whose words are the counterparts of each other, each with its margin; each word at most once."""
    similarities = cosines(source.vectors, target.vectors)
    margins = [
        (margin, reversal)
        for reversal in reversals
        if (margin := _margin(similarities, source, target, reversal)) is not None
        and all(_has_own(similarities, source, target, reversal, *excuse) for excuse in reversal.excuses)
    ]
    used: set[tuple[str, Place]] = set()
    for margin, reversal in sorted(margins, key=lambda item: (item[1].doubtful, -item[0])):
        places = {("source", place) for place in reversal.source}
        places |= {("target", place) for place in reversal.target}
        if used.isdisjoint(places):
            used |= places
            yield reversal, margin


def _margin(similarities: Cosines, source: Words, target: Words, reversal: Reversal) -> float | None:
    """By how much the two words are nearer to each other than to any other word, or `None` if it is not enough."""
    rows, columns = source.at(reversal.source), target.at(reversal.target)
    if not rows or not columns:
        return None
    similarity = float(similarities[rows][:, columns].max())
    rivals = [similarities[rows][:, target.at(places)] for places in reversal.rivals_target]
    rivals += [similarities[source.at(places)][:, columns] for places in reversal.rivals_source]
    nearest_rival = max((float(rival.max()) for rival in rivals if rival.size), default=-1.0)
    least, least_similar = _least(reversal)
    others = _nearest(similarities, rows, columns), _nearest(similarities.T, columns, rows)
    margin = similarity - max(others)
    rival = RIVAL_DOUBTFUL if reversal.doubtful else RIVAL
    is_near = similarity - nearest_rival >= rival and similarity >= least_similar
    return margin if is_near and margin >= least else None


def _has_own(similarities: Cosines, source: Words, target: Words, reversal: Reversal, side: Side, place: Place) -> bool:
    """Whether a word that may negate one of the two words has a counterpart of its own: *too fast*, *zu langsam*.

    Then the other word has not taken in its meaning.
    """
    own, other = (source, target) if side == "source" else (target, source)
    there = reversal.target if side == "source" else reversal.source
    nearness = similarities if side == "source" else similarities.T
    rows = own.at([place])
    if not rows:
        return False
    nearest = int(nearness[rows].max(axis=0).argmax())
    return nearest not in other.at(there) and int(nearness[:, nearest].argmax()) in rows


def _least(reversal: Reversal) -> tuple[float, float]:
    """The margin and the similarity that two words need."""
    if not reversal.doubtful:
        return NEAREST_OF.get(reversal.axis, NEAREST), -1.0
    return DOUBTFUL_TIME if reversal.axis in TIMES else DOUBTFUL[reversal.doubtful]


def _nearest(similarities: Cosines, rows: Sequence[int], left_out: Sequence[int]) -> float:
    """The greatest cosine of some rows outside some columns."""
    others = np.delete(similarities[rows], left_out, axis=1)
    return float(others.max()) if others.size else -1.0
