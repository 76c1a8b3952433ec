"""Words that show another relation than subject and object, by the section `roles` of a language file."""

from __future__ import annotations

import functools

from mtqe.language.forms import Words
from mtqe.language.sections import Roles

REGULAR = "ed"
"""The ending of regular verbs in the past."""
GOING_ON = "ing"
"""The ending of what somebody is doing: *is suing*."""
SHORTEST = 5
"""Letters: of a regular verb, at least; shorter words with this ending are nouns or numbers."""


def speaks_against(word: str, roles: Roles) -> bool:
    """Whether a word shows that what stands beside it is neither subject nor object."""
    words, beginnings = _starred(roles.unless)
    lower = word.lower()
    return lower in words or lower.startswith(beginnings)


def is_verb(word: str, roles: Roles) -> bool:
    """Whether a word is a verb in the past that has an object, and says something else if the two change places."""
    if word in roles.mutual:
        return False
    return word in roles.verbs or (word.islower() and word.endswith(REGULAR) and len(word) >= SHORTEST)


def is_going_on(word: str, roles: Roles) -> bool:
    """The same for a verb with *ing*, whose past form may be mutual."""
    stem = word.removesuffix(GOING_ON)
    pasts = {f"{stem}{REGULAR}", f"{stem}e{REGULAR}", f"{stem[:-1]}{REGULAR}", f"{stem.removesuffix('y')}i{REGULAR}"}
    return word.islower() and stem != word and len(stem) > 1 and pasts.isdisjoint(roles.mutual)


@functools.cache
def _starred(listed: Words) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of a list, and its beginnings of words."""
    words = frozenset(word for word in listed if not word.endswith("*"))
    return words, tuple(word.rstrip("*") for word in listed if word.endswith("*"))
