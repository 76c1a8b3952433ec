"""Finds the halves of the day that a text names in a language whose file has no section `clock`, by the words of CLDR.

CLDR has the words for a.m., p.m., morning, afternoon and evening.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.numbers.cldr_words import WORD_START, Forms, forms_of, locales
from mtqe.language.lang import language

AM, PM, EITHER = 0, 12, 24
"""Values: of the halves of the day, and of a word that is in both."""
_HALVES = {"am": AM, "morning": AM, "pm": PM, "afternoon": PM, "evening": PM}
_EVERYWHERE = {"am": AM, "a.m.": AM, "a. m.": AM, "pm": PM, "p.m.": PM, "p. m.": PM}
SHORTEST = 3
"""Letters: of the shortest word that names a half of the day without an hour beside it."""


class Half(NamedTuple):
    """A word that names a half of the day.

    Args:
        start: Offset of its first character.
        end: Offset after its last character.
        is_afternoon: Whether it is the half after noon.
        is_word: Whether it is long enough to name the half without an hour beside it.
    """

    start: int
    end: int
    is_afternoon: bool
    is_word: bool


def halves(text: str, lang: str) -> Iterator[Half]:
    """Return the words of a text that name a half of the day, in order. Night and noon are in both."""
    words = _words(lang)
    for match in words.pattern.finditer(text) if words is not None else ():
        if words is not None and (named := words.of(match)) in ((AM,), (PM,)):
            yield Half(*match.span(), named == (PM,), len(match["form"]) >= SHORTEST)


def names_part_of_day(text: str, lang: str, known: int = 0) -> bool:
    """Return whether a text has more words for a part of the day than those that are known."""
    words = _words(lang)
    return words is not None and len(words.pattern.findall(text)) > known


@functools.cache
def _words(lang: str) -> Forms | None:
    """The words for parts of the day, with those that are in both halves."""
    words: dict[str, set[int]] = defaultdict(set)
    for word, half in _EVERYWHERE.items():
        words[word].add(half)
    for locale in locales(lang)[:1]:
        for widths in locale.day_periods.values():
            for width in ("wide", "abbreviated"):
                for key, name in widths.get(width, {}).items():
                    if len(name.strip(".")) > 1:
                        words[name.lower()].add(_HALVES.get(key.rstrip("12"), EITHER))
    prefix = r"\w{0,2}?" if language(lang).lemmas.prefixed else ""
    return forms_of(words, lang, before=WORD_START + prefix)
