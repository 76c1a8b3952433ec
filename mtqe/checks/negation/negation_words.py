"""The negations of a text: clear ones, and other words that may express one.

The words of a language are in the section `negation` of its file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mtqe.language.lang import language, tags_with
from mtqe.language.late_patterns import late
from mtqe.language.words import straight, words

Place = tuple[int, int]
_ACCESS_KEY = late(r"[^\W\d_]+&[^\W\d_]+")
NEAR, NEAR_SPACELESS = 20, 10
"""Characters: between a negation and a later word that it may belong to, at most, and the same in a language without
spaces."""


class Cue(NamedTuple):
    """A place that expresses a negation, or may express one.

    Args:
        place: Its place.
        kind: `clear`, `idiom` if another language may say it without a negation, or `weak` if it may be none.
    """

    place: Place
    kind: Literal["clear", "idiom", "weak"]


_VOWELS = dict.fromkeys((0x640, *range(0x64B, 0x653), 0x670))
"""The Arabic marks of vowels and the stroke that makes a word longer."""


@dataclass(frozen=True)
class Lexicon:
    """The negation words and patterns of one language.

    Args:
        clear: Matches a clear negation; group 1, where there is one, is the word to mark.
        idiom: Matches an idiom that looks like a clear negation, but that other languages may say without one.
        plain: Matches text that looks like a negation and is not, or `None`.
        implied: Matches groups of words that may express a negation, or `None`.
        weak: Whole words that may express a negation.
        heads: Beginnings of such words.
        tails: Endings of such words.
        freely: Whole words that a translator may say with a negation.
        freely_heads: Beginnings of such words.
        plain_words: Words with such a beginning or ending that express no negation.
        plain_heads: Beginnings of such words.
        spaceless: Whether the language is written without spaces, so that `weak` has pieces of text.
        affirmed: Patterns of the beginning of a negation word, each with the text that says the opposite.
    """

    clear: re.Pattern[str]
    idiom: re.Pattern[str]
    plain: re.Pattern[str] | None
    implied: re.Pattern[str] | None
    weak: frozenset[str]
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    freely: frozenset[str]
    freely_heads: tuple[str, ...]
    plain_words: frozenset[str]
    plain_heads: tuple[str, ...]
    spaceless: bool
    affirmed: tuple[tuple[re.Pattern[str], str], ...]

    def is_weak(self, word: str) -> bool:
        """Whether a word, in lower case, may express a negation. Of two beginnings, the longer one tells."""
        word = word if word.isascii() else word.translate(_VOWELS)
        if word in self.weak:
            return True
        if word in self.plain_words:
            return False
        plain = _longest(word, self.plain_heads)
        return _longest(word, self.heads) > plain or (not plain and word.endswith(self.tails))


@dataclass(frozen=True)
class Negations:
    """The negations of a text.

    Args:
        clear: The places of clear negations.
        idioms: The number of idioms with a negation.
        text: The text without idioms and without matches of `plain`.
        lexicon: The words of the language.
    """

    clear: tuple[Place, ...]
    idioms: int
    text: str
    lexicon: Lexicon

    def has_none(self) -> bool:
        """Whether nothing in the text may express a negation."""
        implied = self.lexicon.implied
        return not (self.clear or self.idioms or (implied and implied.search(self.text)) or any(self.weak()))

    def clear_near(self, place: Place) -> bool:
        """Whether there is a clear negation shortly before a place."""
        return any(self._first(place) < stop <= place[0] for _, stop in self.clear)

    def weak_near(self, place: Place) -> tuple[Place, ...]:
        """The words shortly before a place that may express a negation."""
        first = self._first(place)
        return tuple(weak for weak in _weak_places(self.text, self.lexicon) if first < weak[1] <= place[0])

    def _first(self, place: Place) -> int:
        return place[0] - (NEAR_SPACELESS if self.lexicon.spaceless else NEAR)

    def weak_places(self) -> Iterator[Place]:
        """The places of words that may express a negation."""
        return _weak_places(self.text, self.lexicon)

    def weak(self) -> Iterator[str]:
        """Words that may express a negation."""
        if self.lexicon.spaceless:
            return (piece for piece in self.lexicon.weak if piece in self.text)
        keys = (word.key for word in words(self.text, hyphens=False))
        return (key for key in (*keys, *(word for word, _ in _with_access_key(self.text))) if self.lexicon.is_weak(key))


def negations(text: str, lang: str) -> Negations:
    """Find the negations of a text."""
    lexicon = load(lang)
    folded = straight(text)
    if lexicon.plain:
        folded = lexicon.plain.sub(_blank, folded)
    if not lexicon.clear.search(folded):
        return Negations((), 0, folded, lexicon)
    folded, idioms = lexicon.idiom.subn(_blank, folded)
    places = tuple(match.span(match.lastindex or 0) for match in lexicon.clear.finditer(folded))
    return Negations(places, idioms, folded, lexicon)


def cues(text: str, lang: str) -> tuple[Cue, ...]:
    """All places of a text that express a negation or may express one, in order."""
    lexicon = load(lang)
    folded = lexicon.plain.sub(_blank, straight(text)) if lexicon.plain else straight(text)
    outside = lexicon.idiom.sub(_blank, folded)
    clear = [match.span(match.lastindex or 0) for match in lexicon.clear.finditer(outside)]
    idioms = [
        match.span(match.lastindex or 0)
        for match in lexicon.clear.finditer(folded)
        if outside[match.start() : match.end()] != match[0]
    ]
    sure = [*clear, *idioms]
    weak = [place for place in _weak_places(outside, lexicon) if not any(_overlap(place, other) for other in sure)]
    return tuple(
        sorted(
            [
                *(Cue(place, "clear") for place in clear),
                *(Cue(place, "idiom") for place in idioms if not any(_overlap(place, other) for other in clear)),
                *(Cue(place, "weak") for place in weak),
            ]
        )
    )


def said_freely(text: str, lang: str) -> tuple[Place, ...]:
    """The words of a text that a translator may say with a negation, apart from those of `cues`."""
    lexicon = load(lang)
    return tuple(
        (word.start, word.end)
        for word in words(text, hyphens=False)
        if word.key in lexicon.freely or (lexicon.freely_heads and word.key.startswith(lexicon.freely_heads))
    )


def is_relation(text: str, place: Place, lang: str) -> bool:
    """Whether a weak word expresses no negation if the other side has a word for it."""
    return text[slice(*place)].casefold() in _relations(lang)


@functools.cache
def _relations(lang: str) -> frozenset[str]:
    data = language(lang).negation
    return frozenset(data.relations if data else ())


def affirmed(text: str, places: Sequence[Place], lang: str) -> str:
    """A text that says the opposite: without the negations at some places, or with the words that replace them."""
    rules = load(lang).affirmed
    for start, stop in sorted(places, reverse=True):
        word, before, after = text[start:stop], text[:start], text[stop:]
        rule = next(((pattern, plain) for pattern, plain in rules if pattern.search(straight(word))), None)
        word = rule[0].sub(rule[1], straight(word), count=1) if rule else ""
        if not word and (not before or before[-1].isspace()):
            after = after.lstrip()
        if not word and not before.strip():
            after = after[:1].upper() + after[1:]
        text = before + word + after
    return text


def _weak_places(text: str, lexicon: Lexicon) -> Iterator[Place]:
    if lexicon.implied:
        yield from (match.span() for match in lexicon.implied.finditer(text))
    if lexicon.spaceless:
        for piece in lexicon.weak:
            yield from (match.span() for match in re.finditer(re.escape(piece), text))
    else:
        yield from ((word.start, word.end) for word in words(text, hyphens=False) if lexicon.is_weak(word.key))
        yield from (place for word, place in _with_access_key(text) if lexicon.is_weak(word))


def _with_access_key(text: str) -> Iterator[tuple[str, Place]]:
    """The words of a label that have the mark of an access key inside, as in *U&nknown*, without it."""
    return ((match[0].replace("&", "").casefold(), match.span()) for match in _ACCESS_KEY.finditer(text))


def _overlap(place: Place, other: Place) -> bool:
    return place[0] < other[1] and place[1] > other[0]


def known() -> frozenset[str]:
    """Primary tags of the languages that have lists of negations."""
    return tags_with("negation")


@functools.cache
def load(lang: str) -> Lexicon:
    """The lexicon of a language that is in `known`."""
    data = language(lang).negation
    assert data is not None
    weak, plain = (tuple(map(str.casefold, words)) for words in (data.weak, data.plain_words))
    return Lexicon(
        clear=_union(data.clear),
        idiom=_union(data.idioms),
        plain=_union(data.plain) if data.plain else None,
        implied=_union(data.implied) if data.implied else None,
        weak=frozenset(word for word in weak if "*" not in word),
        heads=_without_star(weak, -1),
        tails=_without_star(weak, 0),
        freely=frozenset(word for word in data.freely if "*" not in word),
        freely_heads=_without_star(data.freely, -1),
        plain_words=frozenset(word for word in plain if "*" not in word),
        plain_heads=_without_star(plain, -1),
        spaceless=language(lang).spaceless,
        affirmed=tuple((re.compile(straight(pattern), re.IGNORECASE), plain) for pattern, plain in data.affirmed),
    )


def _union(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{straight(pattern)})" for pattern in patterns), re.IGNORECASE)


def _longest(word: str, heads: tuple[str, ...]) -> int:
    """The length of the longest of some beginnings that a word has."""
    if not word.startswith(heads):  # most words: one call for all beginnings
        return 0
    return max(len(head) for head in heads if word.startswith(head))


def _without_star(forms: Sequence[str], at: int) -> tuple[str, ...]:
    return tuple(form.strip("*") for form in forms if form[at] == "*")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
