"""Divides a segment into pieces: sentences of source, translation and reference that are judged together.

The scorer learned from sentences, but a segment may be a paragraph. So its sentences are paired, by length alone, as in
Gale and Church (1993), "A Program for Aligning Sentences in Bilingual Corpora". Unlike in the alignment of two
documents, no sentence remains unpaired: a dropped or added sentence joins its neighbour and lowers the score of that
piece.
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
"""Characters: variance of the length of a translation, per character of its source (Gale and Church)."""
UNEQUAL = 4.0
"""Nats: cost of each sentence that one side of a group has more than the other. Values from 3 to 6 give the same."""
BAND = 30
"""Sentences: greatest distance of a pairing from the diagonal. It makes the time linear in the length."""


@dataclass(frozen=True)
class Piece:
    """Texts that are judged together, without the spaces around them.

    Args:
        source: Sentences of the source.
        target: Sentences of the translation.
        reference: Sentences of the reference; `None` if there is none.
        start: Start of `target` in the segment's target, in code points.
        source_start: Start of `source` in the segment's source, in code points.
    """

    source: str
    target: str
    reference: str | None
    start: int
    source_start: int = 0


def sentence_spans(text: str, lang: str) -> list[Span]:
    """Half-open ranges of the sentences of a text, without the spaces around them; empty for a blank text."""
    from mtqe.language.sentences import split
    from mtqe.model import Block, Text

    return [(sentence.start, sentence.end) for sentence in split(Text((Block(text, 1),)), lang)]


def pieces(pair: Pair, split: Split = sentence_spans) -> list[Piece]:
    """The pieces of a segment, in order; each sentence is in exactly one.

    A piece ends where sentences of the source, of the translation and of the reference, if there is one, end together.
    If any side is a single sentence, the segment is one piece.
    """
    reference = pair.reference if pair.reference and pair.reference.strip() else None
    if not pair.source.strip() or not pair.target.strip():
        start = len(pair.target) - len(pair.target.lstrip())
        begin = len(pair.source) - len(pair.source.lstrip())
        return [Piece(pair.source.strip(), pair.target.strip(), reference and reference.strip(), start, begin)]
    source, target = split(pair.source, pair.source_lang), split(pair.target, pair.target_lang)
    cuts = [(i, j, 0) for i, j in pairing(_lengths(source), _lengths(target))]
    reference_spans: Sequence[Span] = ()
    if reference and cuts:
        reference_spans = split(reference, pair.target_lang)
        reference_cuts = dict(pairing(_lengths(source), _lengths(reference_spans)))
        cuts = [(i, j, reference_cuts[i]) for i, j, _ in cuts if i in reference_cuts]
    if not cuts:
        reference_spans = [(len(reference) - len(reference.lstrip()), len(reference.rstrip()))] if reference else ()
    bounds = [(0, 0, 0), *cuts, (len(source), len(target), len(reference_spans))]
    return [
        Piece(
            pair.source[source[a[0]][0] : source[b[0] - 1][1]],
            pair.target[target[a[1]][0] : target[b[1] - 1][1]],
            reference[reference_spans[a[2]][0] : reference_spans[b[2] - 1][1]] if reference else None,
            target[a[1]][0],
            source[a[0]][0],
        )
        for a, b in itertools.pairwise(bounds)
    ]


def _lengths(spans: Sequence[Span]) -> list[int]:
    return [end - start for start, end in spans]


def pairing(source: Sequence[int], target: Sequence[int]) -> list[tuple[int, int]]:
    """The best cuts of two lists of sentences into groups that translate each other.

    A group has 1-1, 1-2, 2-1, 2-2, 1-3 or 3-1 sentences. Larger groups are allowed only if the numbers of sentences are
    too unequal for these.

    Returns:
        `(i, j)`, ascending: source sentences before i are paired with target sentences before j. (0, 0) and the end are
        left out.
    """
    n, m = len(source), len(target)
    if n < 2 or m < 2:
        return []
    # Both sides are scaled to the longer one, because a character of some scripts carries more text.
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
                source_length = before_source[i] - before_source[i - x]
                cost = best[start] + prior + _cost(source_length, before_target[j] - before_target[j - y])
                if cost < best.get((i, j), math.inf):
                    best[i, j], back[i, j] = cost, start
    cuts, at = [], back[n, m]
    while at != (0, 0):
        cuts.append(at)
        at = back[at]
    return cuts[::-1]


def _sums(lengths: Sequence[int], total: int) -> list[float]:
    """The length of the text before each sentence, scaled to a total."""
    scale = total / max(sum(lengths), 1)
    return [scale * length for length in itertools.accumulate(lengths, initial=0)]


def _shapes(most_target: int, most_source: int) -> list[tuple[tuple[int, int], float]]:
    """Shapes of groups with their cost in nats; 1-1 costs nothing."""
    shapes = {(1, 1): 0.0, (2, 2): 1.5 * UNEQUAL}
    shapes |= {(1, y): UNEQUAL * (y - 1) for y in range(2, most_target + 1)}
    shapes |= {(x, 1): UNEQUAL * (x - 1) for x in range(2, most_source + 1)}
    return list(shapes.items())


def _cost(expected: float, actual: float) -> float:
    """-log of the probability of a length at least as far from the length expected from the source."""
    away = abs(actual - expected) / math.sqrt(2 * VARIANCE * max(expected, 1.0))
    if away > 5:  # erfc would underflow
        return away * away + math.log(away * math.sqrt(math.pi))
    return -math.log(math.erfc(away))
