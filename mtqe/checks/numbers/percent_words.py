"""The words for percent: those of CLDR and those of the language files, also phrases with the word for hundred."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

from mtqe.checks.numbers import cldr_words
from mtqe.checks.numbers.digits import Piece
from mtqe.checks.numbers.vocabulary import SPACES
from mtqe.language.lang import any_of, language

LONGEST_STEM = 6
"""Letters: of the beginning of a word for percent that is compared. Measured with bench/figures.py."""
SHORTEST_STEM = 3
"""Letters: of a beginning that may lose its last vowel sign, which inflected forms change."""
_UNIT = "concentr-percent"
_NUMBERS = frozenset({"digits", "cardinal", "magnitude", "fraction"})
"""Roles of the words that a word for percent may follow."""


@functools.cache
def _parts() -> re.Pattern[str]:
    return re.compile(any_of("percent_parts"), re.IGNORECASE)


def is_lost(text: str, lang: str) -> bool:
    """Return whether a text has certainly no word or sign for percent; not if no word of its language is known."""
    pattern = _words(lang)
    if language(lang).numbers is not None:
        return not _parts().search(text) and (pattern is None or not pattern.search(text))
    return pattern is not None and not pattern.search(text)


def without_hundreds(text_pieces: Iterable[Piece], text: str, lang: str) -> list[Piece]:
    """Leave out the word for hundred in a phrase for percent after a number: 2,5 la sută, 5 بالمئة."""
    phrases = _names(lang)
    number_end, phrase_end = -1, -1
    kept = []
    for piece in text_pieces:
        if piece.role in ("cardinal", "magnitude") and piece.values[0] == 100:
            if piece.start < phrase_end:
                continue
            if number_end >= 0 and phrases is not None:
                start = number_end + len(text[number_end:]) - len(text[number_end:].lstrip(SPACES))
                match = phrases.match(text, start)
                if match is not None and match.start() <= piece.start < match.end():
                    phrase_end = match.end()
                    continue
        number_end = piece.end if piece.role in _NUMBERS else -1
        kept.append(piece)
    return kept


def _every_name(lang: str) -> set[str]:
    number_words = language(lang).numbers
    names = {form for form, _ in cldr_words.unit_names(_UNIT, lang)}
    return names | set(number_words.measure.get(_UNIT, ()) if number_words else ())


@functools.cache
def _names(lang: str) -> re.Pattern[str] | None:
    """Pattern of the full names; `None` if there are none in letters."""
    names = sorted((name for name in _every_name(lang) if name[0].isalpha()), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(_spaced, names))})(?!\w)", re.IGNORECASE) if names else None


@functools.cache
def _words(lang: str) -> re.Pattern[str] | None:
    """Pattern of the beginnings of the words for percent; `None` if no word is known, so that any word may be one."""
    stems = {_stem(name) for name in _every_name(lang) if name[0].isalpha()}
    if not stems:
        return None
    prefix = r"\w{0,3}" if language(lang).lemmas.prefixed else ""
    start = "" if language(lang).spaceless else rf"(?<!\w){prefix}"
    return re.compile(rf"[%‰٪]|{start}(?:{'|'.join(stems)}|{any_of('percent_beginnings')})", re.IGNORECASE)


def _stem(name: str) -> str:
    """The beginning of a word; all of a phrase, because its first word is a preposition or an article."""
    if " " in name:
        return _spaced(name)
    stem = name[:LONGEST_STEM]
    while len(stem) > SHORTEST_STEM and unicodedata.category(stem[-1]) in ("Mn", "Mc"):
        stem = stem[:-1]  # Marathi टक्के, टक्क्यांनी
    return re.escape(stem)


def _spaced(name: str) -> str:
    """Pattern of a name with any space between its words."""
    return f"[{SPACES}]".join(map(re.escape, name.split()))
