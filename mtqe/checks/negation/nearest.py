"""Whether the encoder sees a word and its opposite as counterparts: each is the nearest word of the other.

A word and its opposite have the same role in the sentence, so the encoder's states of the two are close. Where the
translator only chose a different wording, another word is closer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.checks.negation.directions import LONGEST_TIME, TIMES, Counterparts, Reversal
from mtqe.checks.shared.coverage import Words
from mtqe.checks.shared.listed_words import CLAUSE, Place
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
BESIDE = 4
"""Words: of the clause on each side of a word, which should have their counterparts near its own."""
LETTERS = 3
"""Letters: of the shortest such word; a shorter one is a particle, unless it has a digit."""
NEAR = 8
"""Words: between the counterparts of words of a clause, at most. Measured with bench/articles.py."""


def counterparts(source: Words, target: Words, reversals: Sequence[Reversal]) -> Iterator[Counterparts]:
    """The reversals whose words are the counterparts of each other; each word at most once."""
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
            yield _placed(similarities, source, target, reversal, margin)


def _placed(similarities: Cosines, source: Words, target: Words, reversal: Reversal, margin: float) -> Counterparts:
    """What the words beside two counterparts say of them."""
    rows, columns = source.at(reversal.source), target.at(reversal.target)
    before, after = _clause(source, rows)
    beside = [number for number in (*before[-BESIDE:], *after[:BESIDE]) if _counts(source, number)]
    moved = {number: there for number in beside if (there := _partner(similarities, number)) is not None}
    steps = [(number - rows[0], there - columns[0]) for number, there in moved.items() if there not in columns]
    near = [(here, there) for here, there in steps if abs(there) <= NEAR]
    first, second = ([there for here, there in near if (here < 0) == is_first] for is_first in (True, False))
    is_parallel = (
        bool(first and second) and max(first) < min(second) and (max(first) < 0 < min(second) or max(second) < 0)
    )
    times = [number for number in after[:LONGEST_TIME] if number == after[-1] or _counts(source, number, LETTERS + 1)]
    return Counterparts(
        reversal,
        margin,
        in_place=bool(near) or not beside,
        parallel=is_parallel,
        crossed=any(there > 0 for there in first) and any(there < 0 for there in second),
        before_same=any(_adjoins(target, columns, moved[number]) for number in times if number in moved),
    )


def _adjoins(of: Words, numbers: Sequence[int], other: int) -> bool:
    """Whether only particles of the same clause stand between some words and another one."""
    before, after = _clause(of, numbers)
    between = [n for n in before if n > other] if other in before else [n for n in after if n < other]
    return other in (*before, *after) and not any(_counts(of, n, LETTERS + 1) for n in between)


def _clause(of: Words, numbers: Sequence[int]) -> tuple[list[int], list[int]]:
    """The words of the clause of some words, by number: those before them, and those after them."""
    first, last = min(numbers), max(numbers)
    start, end = first, last
    while start and not CLAUSE.search(of.text, of.spans[start - 1][1], of.spans[start][0]):
        start -= 1
    while end + 1 < len(of.spans) and not CLAUSE.search(of.text, of.spans[end][1], of.spans[end + 1][0]):
        end += 1
    return list(range(start, first)), list(range(last + 1, end + 1))


def _counts(of: Words, number: int, letters: int = LETTERS) -> bool:
    """Whether a word is more than a particle."""
    word = of.text[slice(*of.spans[number])]
    return len(word) >= letters or any(map(str.isdigit, word))


def _partner(similarities: Cosines, number: int) -> int | None:
    """The word of the translation that is the counterpart of a word, if that is the counterpart of no other word."""
    there = int(similarities[number].argmax())
    return there if int(similarities[:, there].argmax()) == number else None


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
