"""Senses of ambiguous English words, and the words of other languages that render them; for `wrong_sense`.

The words are in the section `senses` of the language files. The English file has the ambiguous word itself and words
that stand near it in each sense. The file of another language has the words that render each sense. A word that may
render two senses of an ambiguous word stands after `|` in one of them or in both, so that it speaks against neither.
The English file also has fixed phrases, as in `record_idiom`, in which the word has none of the senses.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mtqe.checks.shared.listed_words import Place, WordList
from mtqe.language import sentences
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

BOUNDARY = "_"
"""Stands between the word and its sense in the names of a file: `bill_law`."""


IDIOM = "_idiom"
"""Ends the name of a sense whose words are fixed phrases, in which the ambiguous word has none of its senses."""
HYPHENS = frozenset("-‐‑")
"""Join the parts of a compound."""
_KATAKANA = late("[\u30a1-\u30fa\u30fc]")
"""Letters of Japanese loan words; an entry that stands between them is only a part of a longer loan word."""


class Ambiguous(NamedTuple):
    """An ambiguous word of a source.

    Args:
        word: The word, as the names of its senses have it.
        places: Where it stands.
        hints: By sense, the hints in the sentences where it stands.
    """

    word: str
    places: tuple[Place, ...]
    hints: Mapping[str, frozenset[str]]


class Reading(NamedTuple):
    """What a source has of the list.

    Args:
        ambiguous: Its ambiguous words.
        hints: By sense, the words that stand near the ambiguous word in that sense.
    """

    ambiguous: tuple[Ambiguous, ...]
    hints: Mapping[str, frozenset[str]]


def word_of(sense: str) -> str:
    """The ambiguous word of a sense."""
    return sense.split(BOUNDARY)[0]


@functools.cache
def is_ambiguous_in(lang: str) -> bool:
    """Whether the file of a language has the ambiguous words themselves, the same ones in each sense of a word."""
    listed = language(lang).senses
    return any(
        not set(words).isdisjoint(listed[other][0])
        for sense, (words, _) in listed.items()
        for other in siblings(sense, lang)
    )


@functools.cache
def siblings(sense: str, lang: str) -> tuple[str, ...]:
    """The other senses of the word of a sense."""
    return tuple(
        other
        for other in language(lang).senses
        if word_of(other) == word_of(sense) and other != sense and not other.endswith(IDIOM)
    )


def read(text: str, lang: str) -> Reading:
    """The ambiguous words of a source, in small letters, and the hints at their senses."""
    ambiguous: dict[str, list[Place]] = defaultdict(list)
    hints: dict[str, set[str]] = defaultdict(set)
    hint_places: list[tuple[Place, str, str]] = []
    listed = _words(lang)
    all_found = listed.found_in(text)
    in_idiom = {place for found in all_found if any(map(_is_idiom, found.values)) for place in found.places}
    for found in all_found:
        if _is_compound(text, found.places[0]) or not in_idiom.isdisjoint(found.places):
            continue
        written = text[slice(*found.places[0])]
        exact = listed.as_written(text, found)
        for sense, is_word in found.values:
            if not is_word:
                hints[sense].add(written.casefold())
                hint_places.append((found.places[0], sense, written.casefold()))
            elif (sense, True) in exact and written.islower() and found.places[0] not in ambiguous[word_of(sense)]:
                ambiguous[word_of(sense)].append(found.places[0])
    parts = list(sentences.places(text, lang)) if any(ambiguous.values()) else []
    found_words = tuple(
        Ambiguous(word, tuple(places), _hints_beside(places, parts, hint_places))
        for word, places in ambiguous.items()
        if places
    )
    return Reading(found_words, {sense: frozenset(texts) for sense, texts in hints.items()})


def _hints_beside(
    places: Sequence[Place], parts: Sequence[Place], hint_places: Sequence[tuple[Place, str, str]]
) -> Mapping[str, frozenset[str]]:
    """By sense, the hints in the sentences of an ambiguous word."""
    own = [part for part in parts if any(part[0] <= start < part[1] for start, _ in places)]
    hints: dict[str, set[str]] = defaultdict(set)
    for (start, _), sense, written in hint_places:
        if any(part[0] <= start < part[1] for part in own):
            hints[sense].add(written)
    return {sense: frozenset(texts) for sense, texts in hints.items()}


def _is_idiom(value: tuple[str, bool]) -> bool:
    """Whether an entry is a fixed phrase with an ambiguous word."""
    sense, is_word = value
    return not is_word and sense.endswith(IDIOM)


def _is_compound(text: str, place: Place) -> bool:
    """Whether a hyphen joins a word to another one: *long-term*."""
    start, end = place
    return text[end : end + 1] in HYPHENS or text[max(0, start - 1) : start] in HYPHENS


def renderings(text: str, lang: str) -> dict[str, tuple[Place, ...]]:
    """By sense, the words of a translation that clearly render it; empty if a word may render it."""
    places: dict[str, list[Place]] = defaultdict(list)
    for found in _words(lang).found_in(text):
        for sense, is_clear in found.values:
            place = found.places[0][0], found.places[-1][1]
            places[sense] += [place] if is_clear and not found.loose and not _is_part_of_loan(text, place) else []
    return {sense: tuple(of_sense) for sense, of_sense in places.items()}


def _is_part_of_loan(text: str, place: Place) -> bool:
    """Whether a Japanese loan word is part of a longer one: *テーブル* in *リーグテーブル*, a league table."""
    start, end = place
    is_joined = bool(_KATAKANA.match(text, end)) or (start > 0 and bool(_KATAKANA.match(text, start - 1)))
    return is_joined and _KATAKANA.match(text, start) is not None


@functools.cache
def _words(lang: str) -> WordList[tuple[str, bool]]:
    return WordList(lang, _entries(lang))


def _entries(lang: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    for sense, cells in language(lang).senses.items():
        for is_first, cell in zip((True, False), cells, strict=True):
            for word in cell:
                yield word, (sense, is_first)
