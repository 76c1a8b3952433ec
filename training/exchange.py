"""Errors that read well: words of the same kind or of the opposite meaning, names, words or phrases left out.

Beside the kinds of `plant.py`; these need a `Stock` of words, with neighbours from `lexicon.py` or `nearby.py`.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import jieba
from changed import Changed, exchanged
from english import English
from lemminflect import getAllInflections, getAllLemmas
from plant import LETTERS, Clean, Kind, Pools, tokens
from tongues import PREPOSITIONS, UNSPACED
from wordnet import Forms, WordNet

LANGS = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "zh")
RUN = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
"""Words with capitals in the middle of an English sentence: names, mostly."""
LONGEST = 4
"""Longer names are headlines."""
COMMON = 150
"""So many words of a language are function words."""


class Near(Protocol):
    """Words that are used like others."""

    def of(self, word: str) -> list[str]:
        """The neighbours of a word, nearest first."""


class Stock(Pools):
    """The pools, with WordNet, English names and the words in use; `neighbours` is filled by whoever has vectors.

    Args:
        pairs: Clean pairs.
        root: Where Debian's `wordnet-base` is.
        cut: So many texts of a language that does not part its words are cut into words to be counted; None is all.
    """

    def __init__(self, pairs: Sequence[Clean], root: Path, cut: int | None = None) -> None:
        super().__init__(pairs)
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.runs: dict[int, list[str]] = defaultdict(list)
        self.neighbours: dict[str, Near] = {}
        texts: Counter[str] = Counter()
        for pair in pairs:
            for lang, text in zip(pair.pair.split("-"), (pair.source, pair.mt), strict=True):
                texts[lang] += 1
                if lang in LANGS and not (cut is not None and lang in UNSPACED and texts[lang] > cut):
                    self.counts[lang].update(text[start:end] for start, end in words(text, lang))
                if lang == "en":
                    for run in RUN.findall(text):
                        if run.count(" ") < LONGEST:
                            self.runs[run.count(" ")].append(run)
        self.common = {lang: {word for word, _ in found.most_common(COMMON)} for lang, found in self.counts.items()}
        used = {word.lower() for word, count in self.counts["en"].items() if count > 2}
        self.wordnet = WordNet(used, root, Forms(cache(getAllLemmas), cache(getAllInflections)))
        self.english = English(self.wordnet)

    def content(self, text: str, lang: str) -> list[tuple[int, int]]:
        """Words that are no function words."""
        common = self.common.get(lang, set())
        return [(a, b) for a, b in words(text, lang) if text[a:b] not in common and text[a:b].lower() not in common]


def words(text: str, lang: str) -> list[tuple[int, int]]:
    """Stretches of words; of Chinese, as jieba cuts it; none of Japanese."""
    if lang not in LANGS:
        return []
    if lang not in UNSPACED:
        return [match.span() for match in LETTERS.finditer(text) if len(match[0]) > 3]
    found = [(start, end) for word, start, end in jieba.tokenize(text) if word.isalpha()]
    return [(start, end) for start, end in found if end - start > 1]


def opposite(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """An English word becomes its opposite."""
    return _by_wordnet(text, pools, lang, rng, opposite=True)


def sibling(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A word becomes another of its kind."""
    assert isinstance(pools, Stock)
    if lang == "en" and rng.random() < 0.7:
        return _by_wordnet(text, pools, lang, rng, opposite=False)
    if lang not in pools.neighbours:
        return None
    places = pools.content(text, lang)
    rng.shuffle(places)
    for start, end in places:
        old = text[start:end]
        like = pools.neighbours[lang].of(old)
        if lang not in UNSPACED:  # same capital, and in German an ending that agrees
            like = [new for new in like if new[0].isupper() is old[0].isupper() and new[:4].lower() != old[:4].lower()]
            like = [new for new in like if new[-1] == old[-1]] or like
        else:
            like = [new for new in like if not set(new) & set(old)]
        like = [new for new in like if new not in text]
        if like:
            return exchanged(text, start, end, rng.choice(like[:25]))
    return None


def _by_wordnet(text: str, pools: Pools, lang: str, rng: random.Random, opposite: bool) -> Changed | None:
    """A word exchanged as WordNet says."""
    assert isinstance(pools, Stock)
    if lang != "en":
        return None
    places = pools.content(text, lang)
    rng.shuffle(places)
    for start, end in places:
        new = pools.wordnet.other(text[start:end], opposite, rng)
        if new and new.lower() != text[start:end].lower():
            return exchanged(text, start, end, new)
    return None


def run(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A name in English becomes another, loses a part or is gone."""
    assert isinstance(pools, Stock)
    found = list(RUN.finditer(text)) if lang == "en" else []
    found = [match for match in found if match[0] not in ("I", "I'm", "I've", "I’m", "I’ve", "I'll", "I’ll")]
    found = [match for match in found if match[0].count(" ") < LONGEST]
    if not found:
        return None
    match = rng.choice(found)
    draw = rng.random()
    if draw < 0.2:
        end = match.end() + (text[match.end() : match.end() + 1] == " ")
        return exchanged(text, match.start(), end, "")
    new = rng.choice(pools.runs[match[0].count(" ")] if draw < 0.8 else rng.choice(list(pools.runs.values())))
    if new in text or new in other:
        return None
    return exchanged(text, *match.span(), new)


def lose(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """One content word is left out."""
    assert isinstance(pools, Stock)
    places = pools.content(text, lang)
    if len(places) < 3:
        return None
    start, end = rng.choice(places)
    if end < len(text) and text[end] == " " and start and text[start - 1] == " ":
        end += 1
    return exchanged(text, start, end, "")


def phrase(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """From a preposition to the next one, to punctuation or over five words: left out."""
    known = PREPOSITIONS.get(lang)
    if known is None:
        return None
    either = "|".join(known.split())
    found = list(re.finditer(rf" (?:{either})(?: (?!(?:{either})\b)[\w'’-]+){{1,5}}", text))
    match = rng.choice(found) if found else None
    return exchanged(text, *match.span(), "") if match and len(match[0]) < 0.5 * len(text) else None


def swap(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """Another text altogether."""
    new = rng.choice(pools.sentences[lang])
    return Changed(new, (0, len(new))) if new != text and 0.5 < len(new) / max(1, len(text)) < 2 else None


def shuffle(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """The words of the text, or of a stretch of it, in any order."""
    cuts = tokens(text, lang)
    if len(cuts) < 6:
        return None
    size = len(cuts) if rng.random() < 0.6 else rng.randint(5, len(cuts))
    at = rng.randrange(len(cuts) - size + 1)
    mixed = [text[start:end] for start, end in cuts[at : at + size]]
    rng.shuffle(mixed)
    return exchanged(text, cuts[at][0], cuts[at + size - 1][1], ("" if lang in UNSPACED else " ").join(mixed))


KINDS: dict[Kind, int] = {opposite: 16, sibling: 18, run: 14, lose: 9, phrase: 8, swap: 3, shuffle: 7}
"""The first draws often find nothing: half of the sides are not English."""
