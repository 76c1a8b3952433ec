"""Finds a score or range that was turned round: 3-1 and 1:3."""

from __future__ import annotations

import re

_Score = tuple[tuple[str | None, ...], tuple[int, int]]
"""The two numbers of a score, and start and end of the score."""
_SCORE = re.compile(r"(?<![A-Za-zÀ-ӿ0-9_.,:/–-])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![A-Za-zÀ-ӿ0-9_:/–-]|[.,]\d)")
_MAY_BE_SCORE = re.compile(r"\d\s?[-–:]\s?\d")


def turned(source: str, target: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the places of a score or range of the source that the translation has only turned round: 3-1 and 1:3."""
    if not (_MAY_BE_SCORE.search(source) and _MAY_BE_SCORE.search(target)):
        return None
    source_scores, target_scores = (
        [(match.groups(), match.span()) for match in _SCORE.finditer(text)] for text in (source, target)
    )
    lost, new = _without(source_scores, target_scores), _without(target_scores, source_scores)
    if len(lost) != 1 or len(new) != 1:
        return None
    [(source_digits, source_place)], [(target_digits, target_place)] = lost, new
    if source_digits != target_digits[::-1] or source_digits == target_digits:
        return None
    return source_place, target_place


def _without(scores: list[_Score], opposite_scores: list[_Score]) -> list[_Score]:
    """The scores without an equal on the opposite side. Each score there is the equal of only one."""
    unused = [digits for digits, _ in opposite_scores]
    unmatched = []
    for score in scores:
        if score[0] in unused:
            unused.remove(score[0])
        else:
            unmatched.append(score)
    return unmatched
