"""Two nouns that changed places around a verb: *the union accused the company*, and the company accuses the union.

Nouns are those of the lists of `wrong_noun` that can act: persons, groups of them, vehicles and animals. A sentence is
read only if it is as simple as this one, on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from mtqe.checks.meaning import nouns
from mtqe.checks.meaning.nouns import Mention
from mtqe.checks.names import role_words
from mtqe.checks.shared.listed_words import Place
from mtqe.language import sentences, words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sections import Roles

ACTING = frozenset(["person", "org", "vehicle", "ship", "animal", "bird", "machine"])
"""Fields: whose nouns do something to each other."""
_DETERMINER = r"(?:the|a|an|another|its|their|his|her|two|three|four|five|six)"
_BEFORE_VERB = late(r"(?: (?:has|have|had))?(?: [a-z]+ly)? (?P<verb>[a-z]+) " + _DETERMINER + r"(?: [a-z-]+){0,2} $")
_VERB = late(r"(?P<verb>[a-z]+) " + _DETERMINER + " [a-z]")
"""Matches a verb and what begins its object. Most texts have no such verb, and their nouns need not be looked up."""
_BEFORE_SUBJECT = late(
    r"(?:^|[.;:“\"] ?|, (?:and|but|when|as|after|that) | (?:and|but|when|after|that|as|because) )[\"“]?"
    r"(?i:the|an?|its|their|his|her|two|three|four) (?:[a-z-]+ ){0,2}$"
)
_AFTER_OBJECT = late(
    r"\W*$|[.,;:!?”\"]|\W+(?:of|in|on|at|to|for|from|with|by|after|before|during|when|while|who|which|that|and|but|as|"
    r"because|over|into|near|outside|inside|yesterday|last|early|late|this)\b"
)
BETWEEN = 60
"""Characters: between the two nouns of a translation, at most."""
_BREAK = late(r"[,;:()–—\"“”„«»\n،、，；：。.]")


class Swapped(NamedTuple):
    """Two nouns that changed places: the places of subject and object in the source, and in the translation."""

    source: tuple[Place, Place]
    target: tuple[Place, Place]


def swapped(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Swapped]:
    """The nouns of subject and object of a text that changed places in its translation."""
    source_roles, roles = language(source_lang).roles, language(target_lang).roles
    if source_roles is None or roles is None or not (roles.shows_order and language(target_lang).nouns):
        return
    if not any(role_words.is_verb(found["verb"], source_roles) for found in _VERB.finditer(source)):
        return
    of_source = nouns.mentions(words.masked(source), source_lang)
    pairs = list(_actors(source, of_source, source_roles))
    if not pairs:
        return
    of_target = nouns.mentions(words.masked(target), target_lang)
    parts = list(sentences.places(target, target_lang))
    for (subject, first), (other, last) in pairs:
        here, there = (_only(of_target.get(noun, ())) for noun in (subject, other))
        if here is None or there is None or here == there:
            continue
        part = next(((a, b) for a, b in parts if a <= here[0] < b and a <= there[0] < b), None)
        if part and _are_swapped(target, here, there, part, roles):
            yield Swapped((first, last), (here, there))


def _only(found: Sequence[Mention]) -> Place | None:
    """The place of the only word that names a noun; `None` if there is no clear one, or several."""
    places = {one.place for one in found}
    return next(iter(places)) if len(places) == 1 and any(one.clear for one in found) else None


def _actors(
    text: str, found: Mapping[str, Sequence[Mention]], roles: Roles
) -> Iterator[tuple[tuple[str, Place], tuple[str, Place]]]:
    """The nouns of subjects and objects of a text, each with its place."""
    acting = {
        one.place: noun
        for noun, named in found.items()
        if nouns.field_of(noun) in ACTING and len({one.place for one in named}) == 1
        for one in named
        if one.clear and one.written and text[slice(*one.place)].islower()
    }
    places = sorted(acting)
    for first, last in pairwise(places):
        verb = _BEFORE_VERB.fullmatch(text, first[1], last[0])
        if not verb or not role_words.is_verb(verb["verb"], roles):
            continue
        if _BEFORE_SUBJECT.search(text[max(0, first[0] - BETWEEN) : first[0]]) and _AFTER_OBJECT.match(text, last[1]):
            yield (acting[first], first), (acting[last], last)


def _are_swapped(text: str, subject: Place, other: Place, part: Place, roles: Roles) -> bool:
    """Whether the object of the source stands as the subject of a sentence of the translation."""
    first, last = sorted((subject, other))
    between = text[first[1] : last[0]]
    if len(between) > BETWEEN or _BREAK.search(between):
        return False
    if roles.after_object:
        return _is_followed(text, subject, roles.after_object) and _is_followed(text, other, roles.after_subject)
    if roles.not_by_order:
        return other < subject and not re.search(roles.not_by_order, text[part[0] : subject[0]])
    if roles.before_agent and subject < other and re.search(rf"(?:{roles.before_agent})\W*$", between):
        return True
    if subject < other:
        return False
    before = [word.key for word in words.words(text[part[0] : other[0]], hyphens=False)][-2:]
    before = before[:-1] if before and before[-1] in roles.articles else before
    inside = [word.key for word in words.words(between, hyphens=False)]
    return (
        bool(inside)
        and not any(role_words.speaks_against(word, roles) for word in (*before, *inside))
        and set(roles.objects).isdisjoint(before)
    )


def _is_followed(text: str, place: Place, pattern: str) -> bool:
    """Whether a noun has a particle, after it or as its own ending."""
    compiled = re.compile(pattern)
    return any(compiled.match(text, at) for at in range(place[0] + 1, place[1] + 1))
