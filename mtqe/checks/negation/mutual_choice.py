"""Whether a word of the source and one of the translation choose each other: each is the other's nearest word.

The encoder's states of opposites are close, as they stand in the same place of the sentence. Where a translator has
only put a thing another way, another word is closer.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.shared.coverage import Words

Place = tuple[int, int]


def margin(source: Words, target: Words, left: Sequence[Place], right: Sequence[Place]) -> float:
    """By how much the words are nearer to each other than to any other word; at most 0, where each is the nearest.

    Args:
        source: The words of the source.
        target: Those of the translation.
        left: Where the word of the source stands, in code points.
        right: Where that of the translation stands.
    """
    rows, columns = _rows(source, left), _rows(target, right)
    if not rows or not columns:
        return -1.0
    similar = source.vectors @ target.vectors.T
    own = similar[rows][:, columns].max()
    return float(own - max(similar[rows].max(), similar[:, columns].max()))


def _rows(side: Words, places: Sequence[Place]) -> list[int]:
    spans = enumerate(side.spans)
    return [n for n, (start, end) in spans if any(start < stop and begin < end for begin, stop in places)]
