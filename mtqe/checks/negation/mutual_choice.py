"""Whether a word of the source and a word of the translation choose each other: each is the other's nearest word.

The encoder's states of opposites are close, since they have the same role in the sentence. Where a translator only
chose a different wording, another word is closer.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.shared.coverage import Words
from mtqe.encoder.exact_sums import cosines

Place = tuple[int, int]


def margin(source: Words, target: Words, source_places: Sequence[Place], target_places: Sequence[Place]) -> float:
    """By how much two words are nearer to each other than to any other word: 0 where each is the nearest, else less."""
    rows, columns = _places_of_words(source, source_places), _places_of_words(target, target_places)
    if not rows or not columns:
        return -1.0
    similarities = cosines(source.vectors, target.vectors)
    chosen = similarities[rows][:, columns].max()
    return float(chosen - max(similarities[rows].max(), similarities[:, columns].max()))


def _places_of_words(side: Words, places: Sequence[Place]) -> list[int]:
    spans = enumerate(side.spans)
    return [n for n, (start, end) in spans if any(start < stop and begin < end for begin, stop in places)]
