"""How alike two words are that may be spellings of one name."""

from __future__ import annotations

import functools
import re

from rapidfuzz.distance import OSA

SAME, NEAR = 2, 1
"""Values: that `likeness` gives a word and the same word, or its like. By definition."""
ALIKE = 0.6
"""Similarity: from which on two words may be two spellings of one name. By hand."""
VOWELS = re.compile("[aeiouh]")


@functools.lru_cache(maxsize=400_000)
def likeness(one: str, other: str) -> int:
    """How alike two folded words are: `SAME` for forms of a name as far as can be told, `NEAR` for a resemblance, 0."""
    if one == other:
        return SAME
    short, long = sorted((one, other), key=len)
    if (len(short) > 3 and short in long) or (len(short) == 3 and long.startswith(short)):
        return SAME
    shared = shared_start(one, other)
    if shared >= 4 and shared >= len(short) - 2 and len(long) - shared <= 4:
        return SAME
    bones = VOWELS.sub("", one).rstrip("s")
    if len(bones) > 1 and bones == VOWELS.sub("", other).rstrip("s"):
        return SAME
    return NEAR if shared >= 4 or (len(short) > 3 and similarity(one, other) >= ALIKE) else 0


def shared_start(one: str, other: str) -> int:
    """With how many equal letters two words begin."""
    shortest = min(len(one), len(other))
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shortest)


@functools.lru_cache(maxsize=100_000)
def similarity(one: str, other: str) -> float:
    """1 minus the edits for each letter of the longer word, a swap of neighbours is one; 0 for very unequal lengths."""
    longest = max(len(one), len(other), 1)
    if longest > 40 or abs(len(one) - len(other)) > longest / 2:
        return 0.0
    return 1 - edits(one, other) / longest


def edits(one: str, other: str) -> int:
    """Letters to add, drop or replace and neighbours to swap, to make one word the other."""
    return OSA.distance(one, other)
