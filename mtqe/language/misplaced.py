"""Finds sentences that belong to another segment: two unlike sources of a document have the same translation."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Segment

SENTENCE = late(r"\S(?:[^.!?。！？]|[.!?](?![\s”\"»]|$))*[.!?。！？]*")
LEAST, LEAST_CHARACTERS = 5, 10
"""Least number of words of a sentence; of characters in languages without spaces."""
SOURCE_WORDS = 4
"""Least number of words of both sources."""
ALIKE = 0.3
"""Two sources are alike if they share at least this part of the shorter one's runs of characters."""
RUN, RUN_CHARACTERS = 4, 2
"""Number of characters of a run; in languages without spaces."""
COMMON = 4
"""Two sources are also alike if they share a run of this many times as many characters: a sentence or a part of one."""


class MisplacedSentence(NamedTuple):
    """A sentence that belongs to another segment.

    Args:
        segment: Number of the segment whose translation contains it, from 0.
        start: Its start in that translation, in code points.
        end: Its end, exclusive.
        home: Number of the segment to which it belongs.
    """

    segment: int
    start: int
    end: int
    home: int


def misplaced_sentences(segments: Sequence[Segment], source_lang: str, target_lang: str) -> list[MisplacedSentence]:
    """The misplaced sentences, in order: two translations contain the sentence, but their sources are not alike.

    A sentence belongs to the segment whose source shares more words with it, such as names and numbers, and has the
    better fitting length; if these are equal, to the first segment.
    """
    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, segment in enumerate(segments):
        for match in SENTENCE.finditer(segment.target):
            places[match[0]].append((number, match.start(), match.end()))
    misplaced: list[MisplacedSentence] = []
    for sentence, listed in places.items():
        if len(listed) > 1 and _long_enough(sentence, target_lang, LEAST):
            sources = [place for place in listed if _long_enough(segments[place[0]].source, source_lang, SOURCE_WORDS)]
            misplaced += _misplaced_in(sentence, sources, segments, source_lang)
    return sorted(misplaced)


def _misplaced_in(
    sentence: str, places: list[tuple[int, int, int]], segments: Sequence[Segment], lang: str
) -> Iterator[MisplacedSentence]:
    if len({number for number, *_ in places}) < 2:
        return
    home = max(places, key=lambda place: (_fit(segments[place[0]], sentence), -place[0]))[0]
    for number, start, end in places:
        if not _alike(segments[number].source, segments[home].source, lang):
            yield MisplacedSentence(number, start, end, home)


def _long_enough(text: str, lang: str, least: int) -> bool:
    return len(words.words(text)) >= (LEAST_CHARACTERS if language(lang).spaceless else least)


def _fit(segment: Segment, sentence: str) -> float:
    """How well a sentence fits a source: number of shared words minus the absolute log of the length ratio."""
    shared = words.copied(segment.source, sentence) * len(words.words(sentence))
    is_whole = len(segment.target.strip()) <= len(sentence)
    return shared - (abs(math.log(words.size(sentence) / words.size(segment.source))) if is_whole else 0.0)


def _alike(first: str, second: str, lang: str) -> bool:
    size = RUN_CHARACTERS if language(lang).spaceless else RUN
    left, right = _runs(first, size), _runs(second, size)
    if len(left & right) >= ALIKE * min(len(left), len(right)):
        return True
    return not _runs(first, COMMON * size).isdisjoint(_runs(second, COMMON * size))


@functools.lru_cache(maxsize=1_000)
def _runs(text: str, size: int) -> frozenset[str]:
    folded = words.key(" ".join(text.split()))
    return frozenset(folded[k : k + size] for k in range(len(folded) - size + 1))
