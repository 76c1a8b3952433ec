"""Pieces of a segment: which sentences of source, translation and reference are judged together.

The scorer learned from sentences, and a segment may hold a paragraph; so its sentences are paired, by length alone, as
in Gale and Church (1993), "A Program for Aligning Sentences in Bilingual Corpora". Unlike in the alignment of two
documents, no sentence stays alone: one that was dropped or added goes with its neighbour, whose score must show it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtqe.encoder.nouns import Pair

Span = tuple[int, int]
Split = Callable[[str, str], Sequence[Span]]

VARIANCE = 6.8
"""Of the length of a translation, per character of its source (Gale and Church)."""
UNEQUAL = 4.0
"""Cost of each sentence more on one side of a group than on the other, in nats; from 3 to 6 it makes no difference.

Of four lines of WMT20/21 news joined on both sides, 95 to 99.7 % of the line ends came out as cuts, and of the cuts
0.4 (en-de) to 4 % (zh-en) joined sentences of different lines.
"""
BAND = 30
"""Sentences that a pairing may be off the diagonal, so that long segments take linear time."""


@dataclass(frozen=True)
class Piece:
    """Texts that are judged together, without the spaces around them.

    Args:
        source: Sentences of the source.
        target: Sentences of the translation.
        reference: Those of the reference, `None` if there is none.
        start: Where the target's begin in the segment, in code points.
        source_start: Where the source's begin.
    """

    source: str
    target: str
    reference: str | None
    start: int
    source_start: int = 0


def sentence_spans(text: str, lang: str) -> list[Span]:
    """Half-open ranges of the sentences of a text, without the spaces around them; none in a blank text."""
    from mtqe.model import Block, Text
    from mtqe.text.sentences import split

    return [(sentence.start, sentence.end) for sentence in split(Text((Block(text, 1),)), lang)]


def pieces(pair: Pair, split: Split = sentence_spans) -> list[Piece]:
    """The pieces of a segment, in order; every sentence is in exactly one.

    A piece ends where a sentence of the source ends together with one of the translation, and, if there is a reference,
    also with one of that. With one sentence on any side the segment is one piece.

    Args:
        pair: The segment.
        split: Gives the ranges of the sentences of a text in a language.
    """
    reference = pair.reference if pair.reference and pair.reference.strip() else None
    if not pair.source.strip() or not pair.target.strip():
        start = len(pair.target) - len(pair.target.lstrip())
        begin = len(pair.source) - len(pair.source.lstrip())
        return [Piece(pair.source.strip(), pair.target.strip(), reference and reference.strip(), start, begin)]
    source, target = split(pair.source, pair.source_lang), split(pair.target, pair.target_lang)
    cuts = [(i, j, 0) for i, j in pairing(_lengths(source), _lengths(target))]
    third: Sequence[Span] = ()
    if reference and cuts:
        third = split(reference, pair.target_lang)
        other = dict(pairing(_lengths(source), _lengths(third)))
        cuts = [(i, j, other[i]) for i, j, _ in cuts if i in other]
    if not cuts:
        third = [(len(reference) - len(reference.lstrip()), len(reference.rstrip()))] if reference else ()
    bounds = [(0, 0, 0), *cuts, (len(source), len(target), len(third))]
    return [
        Piece(
            pair.source[source[a[0]][0] : source[b[0] - 1][1]],
            pair.target[target[a[1]][0] : target[b[1] - 1][1]],
            reference[third[a[2]][0] : third[b[2] - 1][1]] if reference else None,
            target[a[1]][0],
            source[a[0]][0],
        )
        for a, b in itertools.pairwise(bounds)
    ]


def _lengths(spans: Sequence[Span]) -> list[int]:
    return [end - start for start, end in spans]


def pairing(source: Sequence[int], target: Sequence[int]) -> list[tuple[int, int]]:
    """The best places to cut two lists of sentences into groups that translate each other.

    A group has 1-1, 1-2, 2-1, 2-2, 1-3 or 3-1 sentences; more against one only where the numbers of sentences are so
    unequal that it cannot be done otherwise.

    Args:
        source: Lengths of the source sentences in characters.
        target: Lengths of the target sentences.

    Returns:
        `(i, j)`, increasing: source sentences before i go with target sentences before j. Without (0, 0) and the ends.
    """
    n, m = len(source), len(target)
    if n < 2 or m < 2:
        return []
    # Lengths are shares of the segment's longer side: scripts differ in how much a character says.
    total = max(sum(source), sum(target), 1)
    before_source = _sums(source, total)
    before_target = _sums(target, total)
    shapes = _shapes(max(3, math.ceil(m / n)), max(3, math.ceil(n / m)))
    best: dict[tuple[int, int], float] = {(0, 0): 0.0}
    back: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(1, n + 1):
        middle = i * m / n
        for j in range(max(1, math.ceil(middle - BAND)), min(m, int(middle + BAND)) + 1):
            for (x, y), prior in shapes:
                start = (i - x, j - y)
                if start not in best:
                    continue
                given = before_source[i] - before_source[i - x]
                found = best[start] + prior + _cost(given, before_target[j] - before_target[j - y])
                if found < best.get((i, j), math.inf):
                    best[i, j], back[i, j] = found, start
    cuts, at = [], back[n, m]
    while at != (0, 0):
        cuts.append(at)
        at = back[at]
    return cuts[::-1]


def _sums(lengths: Sequence[int], total: int) -> list[float]:
    """Lengths before each sentence, scaled to a total."""
    scale = total / max(sum(lengths), 1)
    return [scale * length for length in itertools.accumulate(lengths, initial=0)]


def _shapes(most_target: int, most_source: int) -> list[tuple[tuple[int, int], float]]:
    """Kinds of groups with their cost in nats: 1-1 is the rule."""
    shapes = {(1, 1): 0.0, (2, 2): 1.5 * UNEQUAL}
    shapes |= {(1, y): UNEQUAL * (y - 1) for y in range(2, most_target + 1)}
    shapes |= {(x, 1): UNEQUAL * (x - 1) for x in range(2, most_source + 1)}
    return list(shapes.items())


def _cost(given: float, found: float) -> float:
    """-log of the probability of a length at least as far from what the source's length lets expect."""
    away = abs(found - given) / math.sqrt(2 * VARIANCE * max(given, 1.0))
    if away > 5:  # erfc would run out of digits
        return away * away + math.log(away * math.sqrt(math.pi))
    return -math.log(math.erfc(away))
