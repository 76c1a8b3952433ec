"""Nouns by field, and the words of a text that may name them; for `wrong_noun`.

The words are in the section `nouns` of the language files: by noun, the words that clearly name it, and those that may.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtqe.checks.shared.listed_words import Place, WordList
from mtqe.language.lang import language

BOUNDARY = "_"
"""Stands between the field and the noun in the names of a file: `person_nurse`."""

LONG = 5
"""Letters: of a clear word, above which a word with the same beginning may name the noun, too."""
ENDING = 3
"""Letters: that such a word may have in place of others at its end."""
GENERIC = frozenset(("person_man", "person_woman", "person_worker", "place_house", "org_company"))
"""Nouns: that may stand for most others of their field, as a man for a driver, or a company for a bank."""


EXACT = frozenset(("period",))
"""Fields: whose nouns never stand for each other, even if a free translation counts in another one."""
WORN = ("clothes", "thing_shirt", "thing_shoe")
"""Beginnings of nouns: of what people wear. It may stand for the person or the team: *four green shirts*."""
WEARERS = ("person", "org", "sport_team")
"""Beginnings of nouns: for which it may stand."""


class Mention(NamedTuple):
    """A word or phrase of a text that names a noun of the list.

    Args:
        place: Where it stands.
        clear: Whether it has no second meaning. Other words only prevent findings.
        written: Whether the list has it in the form in which the text has it.
    """

    place: Place
    clear: bool
    written: bool


def field_of(noun: str) -> str:
    """The field of a noun."""
    return noun.split(BOUNDARY)[0]


def may_be(noun: str, other: str, lang: str) -> bool:
    """Whether one of two nouns may stand for the other one.

    It says so little, it is what the other one wears, or the list of the source has a word of the one among those that
    may name the other: a hotel on the *beach* is one on the *sea*.
    """
    is_worn = any(one.startswith(WORN) and wearer.startswith(WEARERS) for one, wearer in ((noun, other), (other, noun)))
    if is_worn or not GENERIC.isdisjoint((noun, other)):
        return True
    return field_of(noun) not in EXACT and (_is_near(noun, other, lang) or _is_near(other, noun, lang))


@functools.cache
def _is_near(noun: str, other: str, lang: str) -> bool:
    """Whether a word that clearly names the second noun is on the list of those that may name the first."""
    listed = language(lang).nouns.get(other, ((), ()))[0]
    return any((noun, False) in found.values for word in listed for found in _near(lang).found_in(word.strip("*")))


def mentions(text: str, lang: str) -> Mapping[str, list[Mention]]:
    """By noun, the words of a text that name it or may name it.

    A word inside a phrase of the list clearly names only what the phrase names. A word that the list has as it is
    written clearly names nothing by its dictionary form: Italian *partita* is a match, and no *partito*.
    """
    listed = _words(lang)
    found = listed.found_in(text)
    in_phrase = {place: one.values for one in found if one.phrase for place in one.places}
    named: dict[str, list[Mention]] = defaultdict(list)
    for one in found:
        phrase = None if one.phrase else in_phrase.get(one.places[0])
        written = frozenset() if one.phrase else listed.as_written(text, one)
        place = one.places[0][0], one.places[-1][1]
        has_own = any(is_clear for _, is_clear in written)
        for noun, is_clear in one.values:
            clear = is_clear and not one.loose and (phrase is None or (noun, True) in phrase)
            clear = clear and (not has_own or (noun, True) in written)
            named[noun].append(Mention(place, clear, one.phrase or (noun, True) in written))
    return named


@functools.cache
def _near(lang: str) -> WordList[tuple[str, bool]]:
    """The words that may name a noun, without those that only begin as a clear word does."""
    return WordList(lang, [(word, (noun, False)) for noun, cells in language(lang).nouns.items() for word in cells[1]])


@functools.cache
def _words(lang: str) -> WordList[tuple[str, bool]]:
    return WordList(lang, _entries(lang))


def _entries(lang: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    for noun, cells in language(lang).nouns.items():
        for is_clear, cell in zip((True, False), cells, strict=True):
            for word in cell:
                yield word, (noun, is_clear)
                if is_clear and len(word) > LONG and not set("*_") & set(word):
                    yield word[: -min(ENDING, len(word) - LONG + 1)] + "*", (noun, False)
