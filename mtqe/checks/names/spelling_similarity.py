"""Measures how alike two words are that may be spellings of one name."""

from __future__ import annotations

import functools

from rapidfuzz.distance import OSA, Prefix

from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sound import fold

SAME, SIMILAR = 2, 1
"""Values: results of `likeness` for two forms of one name and for two similar words."""
LEAST_SIMILARITY = 0.6
"""Similarity: of the least similar spellings of one name."""
_SOFTENED = {"ga": ("ze", "dze"), "ka": ("ce",), "ha": ("ze", "se"), "ra": ("re", "rze")}
"""The endings of a case by those of a name."""
_VOWELS = late("[aeiouh]")


@functools.lru_cache(maxsize=8192)
def likeness(first: str, second: str) -> int:
    """Return how alike two folded words are: `SAME` for forms of one name, `SIMILAR` or 0."""
    if first == second:
        return SAME
    short, long = sorted((first, second), key=len)
    if (len(short) > 3 and short in long) or (len(short) == 3 and long.startswith(short)):
        return SAME
    shared = shared_start(first, second)
    if shared >= 4 and shared >= len(short) - 2 and len(long) - shared <= 4:
        return SAME
    consonants = _VOWELS.sub("", first).rstrip("s")
    if len(consonants) > 1 and consonants == _VOWELS.sub("", second).rstrip("s"):
        return SAME
    return SIMILAR if shared >= 4 or (len(short) > 3 and similarity(first, second) >= LEAST_SIMILARITY) else 0


def softened(folded: str) -> tuple[str, ...]:
    """Return the forms of a name whose last consonant a Slavic case changes: *Riga*, *Rize*."""
    return tuple(fold(folded[:-2] + ending) for ending in _SOFTENED.get(folded[-2:], ()))


def shared_start(first: str, second: str) -> int:
    """Return the number of equal letters that two words begin with."""
    return Prefix.similarity(first, second)


@functools.lru_cache(maxsize=8192)
def similarity(first: str, second: str) -> float:
    """Return 1 minus the edits for each letter of the longer word; 0 if the lengths differ a lot.

    A swap of two neighbouring letters is one edit.
    """
    longest = max(len(first), len(second), 1)
    if longest > 40 or abs(len(first) - len(second)) > longest / 2:
        return 0.0
    return 1 - edits(first, second) / longest


def edits(first: str, second: str) -> int:
    """Return the number of edits: letters to add, drop or replace, and neighbours to swap."""
    return OSA.distance(first, second)


def sounds_different(first: str, second: str) -> bool:
    """Return whether two folded words differ by more than vowels and doubled letters, or by swapped neighbours."""
    if first == second:
        return False
    return _VOWELS.sub("", first) != _VOWELS.sub("", second) or sorted(first) == sorted(second)


def is_misspelt(source_word: str, target_word: str, lang: str) -> bool:
    """Return whether a target word differs from a source word in a letter or two, and not only by its ending."""
    source_text, target_text = source_word.casefold(), target_word.casefold()
    if source_text in target_text or source_text.startswith(target_text):
        return False
    if abs(len(source_text) - len(target_text)) > 2 or len(source_text) > 40:
        return False
    if edits(source_text, target_text) > 1 + (len(source_text) > 7):
        return False
    ending = 2 if language(lang).names.endings == "cases" else int(len(source_text) != len(target_text))
    return shared_start(source_text, target_text) < len(source_text) - ending
