"""Which words of the source and of the translation stand for each other, by the encoder's states in context.

Two words face each other if each is the other's best match (mutual) and their cosine is high enough. That says where a
word stands, not what it means: a wrong word often faces the word that it replaces. What it means is the task of
`mtqe.people.triage.glosses`.
"""

from __future__ import annotations

from typing import NamedTuple

from mtqe.checks.shared.coverage import MOST, Words
from mtqe.encoder.exact_sums import cosines

FACING = 0.6
"""Cosine: of two words that face each other, at least. Measured with bench/glosses.py."""


class Facing(NamedTuple):
    """The pairs of words that face each other.

    Args:
        source: The words of the source.
        target: The words of the translation.
        pairs: Number of the source word by number of the word of the translation.
        cosines: Cosine of each pair, by number of the word of the translation.
    """

    source: Words
    target: Words
    pairs: dict[int, int]
    cosines: dict[int, float]

    def of_target(self, start: int, end: int) -> str:
        """The source words that face the words in a range of the translation; empty if none does."""
        chosen = [self.pairs[k] for k in inside(self.target, start, end) if k in self.pairs]
        return _quoted(self.source, chosen)

    def of_source(self, start: int, end: int) -> str:
        """The words of the translation that face the words in a range of the source; empty if none does."""
        place = self.place_of_source(start, end)
        return self.target.text[slice(*place)] if place else ""

    def place_of_source(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the translation that faces a range of the source, if its words stand together."""
        back = {source: target for target, source in self.pairs.items()}
        chosen = sorted(back[k] for k in inside(self.source, start, end) if k in back)
        return _range(self.target, chosen)

    def beside(self, start: int, end: int) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """The nearest pairs before and after a range of the source, each as source word and word of the translation.

        Both are `None` if the two do not stand in the same order in the translation.
        """
        ordered = sorted((source, target) for target, source in self.pairs.items())
        before = next((pair for pair in reversed(ordered) if self.source.spans[pair[0]][1] <= start), None)
        after = next((pair for pair in ordered if self.source.spans[pair[0]][0] >= end), None)
        if before and after and before[1] > after[1]:
            return None, None
        return self._texts(before), self._texts(after)

    def _texts(self, pair: tuple[int, int] | None) -> tuple[str, str] | None:
        if pair is None:
            return None
        source, target = self.source.spans[pair[0]], self.target.spans[pair[1]]
        return self.source.text[slice(*source)], self.target.text[slice(*target)]


def facing(source: Words, target: Words, least: float = FACING) -> Facing:
    """The pairs of words of two texts with at least some cosine; none if a text has no words or is very long."""
    if not (0 < len(source.spans) <= MOST and 0 < len(target.spans) <= MOST):
        return Facing(source, target, {}, {})
    similar = cosines(source.vectors, target.vectors)
    onward, back = similar.argmax(1).tolist(), similar.argmax(0).tolist()
    pairs: dict[int, int] = {}
    strength: dict[int, float] = {}
    for target_word, source_word in enumerate(back):
        if onward[source_word] == target_word and similar[source_word, target_word] >= least:
            pairs[target_word] = source_word
            strength[target_word] = float(similar[source_word, target_word])
    return Facing(source, target, pairs, strength)


def inside(words: Words, start: int, end: int) -> list[int]:
    """The numbers of the words in a range of the text."""
    return [number for number, (first, last) in enumerate(words.spans) if first < end and last > start]


def _range(words: Words, chosen: list[int]) -> tuple[int, int] | None:
    """From the first to the last of some words, if few others are between them."""
    if not chosen or chosen[-1] - chosen[0] + 1 > 2 * len(chosen):
        return None
    return words.spans[chosen[0]][0], words.spans[chosen[-1]][1]


def _quoted(words: Words, chosen: list[int]) -> str:
    place = _range(words, sorted(chosen))
    return words.text[place[0] : place[1]] if place else ""
