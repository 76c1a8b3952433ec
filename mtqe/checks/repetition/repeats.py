"""Repetitions inside a word, phrases that occur again later, and what all kinds of repetition share."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import eq

from mtqe.language import words
from mtqe.language.lang import anywhere, language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word
from mtqe.model import Hit, Span
from mtqe.registry.contracts import Context

SHORTEST_PHRASE = 4
"""Words: of the shortest phrase that counts when it occurs again later."""
BEFORE = 1_000
"""Characters: before a word that are searched for the end of the sentence before; only spaces are skipped."""
_NEAR = 6
"""Words: within which a source that returns to a word lets its translation repeat one: `heading and repeated
heading`."""
SENTENCE_END = late(r"[.!?…][\s\"'”“’»)]*$")


_IN_WORD = late(r"(?=(\w)(?!\1)\w)([^\W\d_]{3,12}?)\2{2,}")
_TWICE = late(r"([^\W\d_].{11,400}?)\s?\1")
"""A stretch of at least twelve characters and its copy."""
_SHORTEST_WORD = 9
"""Letters: of the shortest word that can contain three copies of three letters."""


def may_repeat(keys: Sequence[str]) -> bool:
    """Whether a text can have a repeated phrase at all; takes far less time than to look for it.

    In every text with a repeated phrase a word occurs again one or two words later, or two words in a row occur again.
    """
    pairs = set(pairwise(keys))
    return len(pairs) < len(keys) - 1 or any(map(eq, keys, keys[1:])) or any(map(eq, keys, keys[2:]))


def may_repeat_inside(texts: Sequence[str]) -> bool:
    """Whether a piece occurs three times or more in a row in a word of a text, given the texts of its words."""
    return any(map(_piece, [text for text in texts if len(text) >= _SHORTEST_WORD]))


def wrongly_doubled(text: str, first: Word, second: Word, context: Context) -> bool:
    """Whether a word is doubled and neither grammar nor a number or name explains it."""
    if not text[first.end : second.start].isspace():
        return False
    if first.text != second.text and not (begins_sentence(text, first) and first.text[1:] == second.text[1:]):
        return False
    if text[first.start - 1 : first.start] == "-":
        return False  # a pronoun after a French imperative: `prends-le le matin`
    if not first.key.replace("'", "").isalpha():
        return first.text.isdigit() and len(first.text) == 4  # a year
    if any(first.key in language(lang).sentences.never_twice for lang in (context.target_base, context.source_base)):
        return True  # of the source language: it was copied, and then doubled
    if language(context.target_base).doubles_words:
        return False
    if language(context.source_base).spaceless and not words.is_plain(first.text):
        return False  # a name that consists of one syllable twice
    return len(first.text) > 3 and first.key not in anywhere("may_double")


def begins_sentence(text: str, word: Word) -> bool:
    """Whether a word begins the text or a sentence, which explains its capital."""
    before = text[max(0, word.start - BEFORE) : word.start].rstrip()
    return before[-1] in ".!?" if before else word.start <= BEFORE


class Source:
    """The words of a source, and what they repeat; they are read only if the translation repeats something.

    Args:
        text: The source.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @functools.cached_property
    def words(self) -> Sequence[Word]:
        """The words of its running text; those with hyphens are parted."""
        return words.words(words.masked(self._text), hyphens=False)

    @functools.cached_property
    def keys(self) -> list[str]:
        """The key of each word."""
        return [word.key for word in self.words]

    def repeats(self, times: int) -> bool:
        """Whether it repeats two words in a row, or one word of four letters or more as many times as given."""
        return self._most_of_a_pair > 1 or (times > 2 and self._most_of_a_word >= times)

    @functools.cached_property
    def repeats_inside_word(self) -> bool:
        """Whether a piece occurs three times or more in a row in one of its words."""
        return any(len(word.text) >= _SHORTEST_WORD and _piece(word.text) for word in self.words)

    @functools.cached_property
    def alternates(self) -> bool:
        """Whether it has a word twice with one word in between."""
        return any(map(eq, self.keys, self.keys[2:]))

    @functools.cached_property
    def returns(self) -> bool:
        """Whether it returns to a word of four letters or more within a few words."""
        near = (pair for gap in range(3, _NEAR) for pair in zip(self.keys, self.keys[gap:], strict=False))
        return any(first == second and len(first) > 3 for first, second in near)

    @functools.cached_property
    def repeats_word(self) -> bool:
        """Whether it has a word of four letters or more twice."""
        long = [key for key in self.keys if len(key) > 3]
        return len(set(long)) < len(long)

    @functools.cached_property
    def _most_of_a_pair(self) -> int:
        pairs = (pair for pair in pairwise(self.keys) if max(map(len, pair)) > 3 or not (pair[0] + pair[1]).isascii())
        return max(Counter(pairs).values(), default=0)

    @functools.cached_property
    def _most_of_a_word(self) -> int:
        return max(Counter(key for key in self.keys if len(key) > 3).values(), default=0)


def inside_words(target: Sequence[Word], source: Source) -> Iterator[Hit]:
    """Mark the copies of a piece that occurs three times or more in a row in one word, as no word of the source has."""
    for word in target:
        repetition = _piece(word.text) if len(word.text) >= _SHORTEST_WORD else None
        if repetition and not source.repeats_inside_word:
            piece, start, end = repetition
            yield Hit(f"“{piece}” is repeated inside a word", (Span("target", word.start + start, word.start + end),))


@functools.lru_cache(maxsize=8192)
def _piece(word: str) -> tuple[str, int, int] | None:
    """A piece that occurs three times or more in a row in a word, and where its copies begin and end."""
    if len(word) - len(set(word)) < 6:
        return None  # two copies of three letters are six letters that occurred before
    match = _IN_WORD.search(word)
    return (match[2], match.start() + len(match[2]), match.end()) if match else None


def in_unspaced(text: str, source: Source) -> Iterator[Hit]:
    """Mark the second copy of a stretch in a script without spaces between words, if the source repeats nothing."""
    match = _TWICE.search(text)
    if match and not source.repeats(2):
        start = match.end() - len(match[1])
        yield Hit(f"“{match[1]}” appears 2 times in a row", (Span("target", start, match.end()),))


def later(target: Sequence[Word], source: Source, shortest: int) -> Iterator[Hit]:
    """Mark the copies of a phrase that occurs three times, or, if it is twice as long as the shortest, two times."""
    keys = [word.key for word in target]
    if len(keys) - len(set(keys)) < shortest:
        return  # every word of a repeated phrase occurred before
    phrases = [tuple(keys[at : at + shortest]) for at in range(len(keys) - shortest + 1)]
    counts = Counter(phrases)
    if len(counts) == len(phrases):
        return
    commonest, times = counts.most_common(1)[0]
    first = phrases.index(commonest)
    places = [at for at, phrase in enumerate(phrases) if phrase == commonest]
    length = shortest
    while len({keys[at + length] if at + length < len(keys) else at for at in places}) == 1:
        length += 1
    if (times < 3 and length < 2 * shortest) or source.repeats(times):
        return
    if len(_starts(source.keys, keys[first : first + length])) >= times:
        return  # telephone numbers that begin alike
    starts = _starts(keys, keys[first : first + length])
    spans = tuple(Span("target", target[at].start, target[at + length - 1].end) for at in starts[1:])
    if spans:
        yield Hit(f"a phrase of {length} words occurs {len(starts)} times", spans)


def _starts(keys: list[str], phrase: list[str]) -> list[int]:
    """Where the copies of a phrase begin; copies do not overlap."""
    starts: list[int] = []
    at = 0
    while at <= len(keys) - len(phrase):
        if keys[at] == phrase[0] and keys[at : at + len(phrase)] == phrase:
            starts.append(at)
            at += len(phrase)
        else:
            at += 1
    return starts
