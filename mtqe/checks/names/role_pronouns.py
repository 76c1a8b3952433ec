"""A pronoun of the other sex as an object: *he asked her* became *she asked him*.

A sentence is read if it has objects of one sex only, and nothing else to which a pronoun may refer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared.listed_words import Place
from mtqe.language.lang import language
from mtqe.language.sections import Roles


def exchanged(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[tuple[Place, Place]]:
    """The place of the object in the source, and that of the object of the other sex in the translation."""
    ours, theirs = language(source_lang).roles, language(target_lang).roles
    if ours is None or theirs is None or not ours.her_object:
        return
    him, her = _find(ours.him_object, source), _find(ours.her_object, source)
    if (him is None) == (her is None) or _find(ours.other_pronouns, source):
        return
    said, other = (him, _sure(theirs, "her")) if him else (her, _sure(theirs, "him"))
    kept = _any(theirs, "him" if him else "her")
    gained = _find(other, target)
    if said and gained and _number(kept, target) <= _possessives(ours, source):
        yield said, gained


def _possessives(roles: Roles, text: str) -> int:
    """How many words of a text are possessives and no objects: *her office*."""
    objects = _number(roles.her_object, text)
    return max(0, _number(roles.possessives, text) - objects) if roles.possessives else 0


def _number(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text, re.IGNORECASE)) if pattern else 0


def _sure(roles: Roles, sex: str) -> str:
    return roles.him_object if sex == "him" else roles.her_object


def _any(roles: Roles, sex: str) -> str:
    """The forms of a pronoun, with those that may mean something else."""
    sure, doubtful = (roles.him_object, roles.him_perhaps) if sex == "him" else (roles.her_object, roles.her_perhaps)
    return "|".join(filter(None, (sure, doubtful)))


def _find(pattern: str, text: str) -> Place | None:
    match = re.search(pattern, text, re.IGNORECASE) if pattern else None
    return match.span() if match else None
