"""The words of a text that express doubt, permission or a limit, by what they express.

The words of a language are in the section `hedges` of its file.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.checks.shared.listed_words import Found, Place, Places, WordList
from mtqe.language.lang import language, tags_with

_OPENERS = frozenset('.!?:…»”"“„«‘([–—-•*\n')
"""Marks that a sentence may begin after."""


class Hedges(NamedTuple):
    """The words of a text that express one thing.

    Args:
        clear: The places of the words that clearly express it.
        maybe: The places of other words that may express it.
    """

    clear: tuple[Places, ...] = ()
    maybe: tuple[Places, ...] = ()


def known() -> frozenset[str]:
    """Primary tags of the languages that have lists of hedges."""
    return tags_with("hedges")


@functools.lru_cache(maxsize=512)
def hedges(text: str, lang: str) -> dict[str, Hedges]:
    """The hedges of a text in a language that is in `known`, by what they express.

    A word of the first cell is clear. It is not clear inside a phrase of the second cell (`not_only`), in a phrase
    with other words between, and as a word with a capital that may be a name or a month.
    """
    word_list = _load(lang)
    clear: dict[str, list[Places]] = defaultdict(list)
    maybe: dict[str, list[Places]] = defaultdict(list)
    phrases: dict[str, list[Place]] = defaultdict(list)
    for found in word_list.found_in(text):
        joined = _is_joined(text, found)
        for name, is_clear in found.values:
            if is_clear and joined and not _may_be_name(text, found.places[0], lang):
                clear[name].append(found.places)
            else:
                maybe[name].append(found.places)
                if found.phrase and joined:
                    phrases[name].append((found.places[0][0], found.places[-1][1]))
    result = {}
    for name in {*clear, *maybe}:
        inside = [places for places in clear[name] if _is_inside(places, phrases[name])]
        sure = [places for places in clear[name] if places not in inside]
        result[name] = Hedges(_without_parts(sure), (*maybe[name], *inside))
    return result


def _is_joined(text: str, found: Found[tuple[str, bool]]) -> bool:
    """Whether nothing but a space stands between the words of a phrase."""
    gaps = (text[end:start] for (_, end), (start, _) in zip(found.places, found.places[1:], strict=False))
    return all(not gap.strip(" -\u00a0") for gap in gaps)


def _may_be_name(text: str, place: Place, lang: str) -> bool:
    """Whether a word has a capital that a sentence does not explain, or is a month: *May*."""
    facts = language(lang)
    word = text[slice(*place)]
    if facts.capital_nouns or not word[:1].isupper():
        return False
    before = text[: place[0]].rstrip(" \t\u00a0")
    return word in facts.dates.other_words or (bool(before) and before[-1] not in _OPENERS)


def _is_inside(places: Places, phrases: Sequence[Place]) -> bool:
    """Whether a longer phrase covers a word."""
    start, end = places[0][0], places[-1][1]
    return any(begin <= start and end <= stop and (begin, stop) != (start, end) for begin, stop in phrases)


def _without_parts(mentions: Sequence[Places]) -> tuple[Places, ...]:
    """Mentions, in order, without those that overlap an earlier or a longer one: *alleged* in *is alleged to*."""
    kept: list[Places] = []
    for places in sorted(mentions, key=lambda places: (places[0][0], -places[-1][1])):
        if not kept or places[0][0] >= kept[-1][-1][1]:
            kept.append(places)
    return tuple(kept)


@functools.cache
def _load(lang: str) -> WordList[tuple[str, bool]]:
    return WordList(lang, _entries(lang))


def _entries(lang: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    for name, cells in language(lang).hedges.items():
        for is_clear, cell in zip((True, False), cells, strict=True):
            for word in cell:
                yield word, (name, is_clear)
