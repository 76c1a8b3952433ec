"""Sentences of a document's translations that belong to another segment: two unlike sources have one translation."""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.lang import language
from mtqe.model import Segment
from mtqe.text import words

SENTENCE = re.compile(r"\S(?:[^.!?。！？]|[.!?](?![\s”\"»]|$))*[.!?。！？]*")
LEAST, LEAST_CHARACTERS = 5, 10
"""Words that a sentence must have, and characters where words are not parted."""
SOURCE_WORDS = 4
"""Words that both sources must have."""
ALIKE = 0.3
"""Share of the shorter source's runs of characters that the other has, too, from which on they are alike."""
RUN, RUN_CHARACTERS = 4, 2
"""Characters of a run, and where words are not parted."""
COMMON = 4
"""Sources that share a run of so many times as many characters have a sentence in common, or a part of one."""


class Astray(NamedTuple):
    """A sentence that belongs to another segment: where it stands, and the number of the segment that it belongs to."""

    segment: int
    start: int
    end: int
    home: int


def astray(segments: Sequence[Segment], source_lang: str, target_lang: str) -> list[Astray]:
    """The sentences that stand in two translations of sources that have next to nothing in common, in order.

    At home is a sentence in the segment whose source shares more words with it, as names and numbers, and whose length
    fits it better; the first one where these tell nothing.

    Args:
        segments: The segments of a document.
        source_lang: Base language, as "en".
        target_lang: The same.
    """
    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, segment in enumerate(segments):
        for found in SENTENCE.finditer(segment.target):
            places[found[0]].append((number, found.start(), found.end()))
    found_there: list[Astray] = []
    for sentence, listed in places.items():
        if len(listed) > 1 and _long_enough(sentence, target_lang, LEAST):
            sources = [place for place in listed if _long_enough(segments[place[0]].source, source_lang, SOURCE_WORDS)]
            found_there += _away(sentence, sources, segments, source_lang)
    return sorted(found_there)


def _away(
    sentence: str, places: list[tuple[int, int, int]], segments: Sequence[Segment], lang: str
) -> Iterator[Astray]:
    if len({number for number, *_ in places}) < 2:
        return
    home = max(places, key=lambda place: (_fit(segments[place[0]], sentence), -place[0]))[0]
    for number, start, end in places:
        if not _alike(segments[number].source, segments[home].source, lang):
            yield Astray(number, start, end, home)


def _long_enough(text: str, lang: str, least: int) -> bool:
    return len(words.words(text)) >= (LEAST_CHARACTERS if language(lang).spaceless else least)


def _fit(segment: Segment, sentence: str) -> float:
    """How well a sentence fits a source: words that both have, less the logarithm by which its length is off."""
    shared = words.copied(segment.source, sentence) * len(words.words(sentence))
    whole = len(segment.target.strip()) <= len(sentence)
    return shared - (abs(math.log(words.size(sentence) / words.size(segment.source))) if whole else 0.0)


def _alike(one: str, other: str, lang: str) -> bool:
    size = RUN_CHARACTERS if language(lang).spaceless else RUN
    left, right = _runs(one, size), _runs(other, size)
    if len(left & right) >= ALIKE * min(len(left), len(right)):
        return True
    return not _runs(one, COMMON * size).isdisjoint(_runs(other, COMMON * size))


@functools.lru_cache(maxsize=1_000)
def _runs(text: str, size: int) -> frozenset[str]:
    folded = words.key(" ".join(text.split()))
    return frozenset(folded[k : k + size] for k in range(len(folded) - size + 1))
