"""Scores and ranges: 3-1, 25:19."""

from __future__ import annotations

import re

_Score = tuple[tuple[str | None, ...], tuple[int, int]]
_SCORE = re.compile(r"(?<![A-Za-zÀ-ӿ0-9_.,:/–-])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![A-Za-zÀ-ӿ0-9_:/–-]|[.,]\d)")
_LIKE_SCORE = re.compile(r"\d\s?[-–:]\s?\d")


def turned(source: str, target: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where the only score or range that the translation has not stands in it the other way round: 3-1 and 1:3."""
    if not (_LIKE_SCORE.search(source) and _LIKE_SCORE.search(target)):
        return None
    left, right = ([(one.groups(), one.span()) for one in _SCORE.finditer(text)] for text in (source, target))
    lost, new = _without(left, right), _without(right, left)
    if len(lost) != 1 or len(new) != 1:
        return None
    [(one, there)], [(other, here)] = lost, new
    return (there, here) if one == other[::-1] and one != other else None


def _without(some: list[_Score], others: list[_Score]) -> list[_Score]:
    """Scores for which there is none among the others, each of which stands for one."""
    rest = [digits for digits, _ in others]
    found = []
    for one in some:
        if one[0] in rest:
            rest.remove(one[0])
        else:
            found.append(one)
    return found
