"""Words of direction and their opposites, by language.

A language's words stand in `mtqe/data/directions`; that folder's README says how a line is read.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mtqe.checks.support import lemmas, lexicons
from mtqe.languages import NO_SPACES
from mtqe.words import words

Place = tuple[int, int]
Pole = tuple[str, int]
"""A pair of opposites by name, and which end of it: 0 or 1."""


@dataclass(frozen=True)
class Lexicon:
    """The opposites of one language.

    Args:
        lang: Primary language tag.
        poles: What the words mean, by lemma in lower case.
        forms: Each end's words, and those that only may mean it.
    """

    lang: str
    poles: Mapping[str, tuple[Pole, ...]]
    forms: Mapping[Pole, frozenset[str]]

    def find(self, text: str) -> dict[Pole, list[Place]]:
        """Where each end of a pair is named."""
        found: dict[Pole, list[Place]] = defaultdict(list)
        for start, end, keys in self._tokens(text):
            for pole in dict.fromkeys(pole for key in keys for pole in self.poles.get(key, ())):
                found[pole].append((start, end))
        return found

    def may_mean(self, pole: Pole, text: str) -> bool:
        """Whether anything in a text may stand for an end of a pair, be it a part of a word."""
        forms = self.forms.get(pole, frozenset())
        if self.lang in NO_SPACES:
            return any(form in text for form in forms)
        folded = text.casefold()
        if any(len(form) > 4 and form[: max(4, len(form) - 2)] in folded for form in forms):
            return True
        return any(not forms.isdisjoint(keys) for _, _, keys in self._tokens(text))

    def _tokens(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        if self.lang in NO_SPACES:
            for form in self.poles:
                at = text.find(form)
                if at >= 0:
                    yield at, at + len(form), (form,)
            return
        keys = lemmas.lexicon(self.lang).keys
        for word in words(text, hyphens=False):
            yield word.start, word.end, keys(word.text)


def known() -> frozenset[str]:
    """Primary tags of the languages whose opposites are known."""
    return lexicons.known("directions")


@functools.cache
def load(lang: str) -> Lexicon:
    """The opposites of a language; `known` must hold it."""
    poles: dict[str, list[Pole]] = defaultdict(list)
    forms: dict[Pole, frozenset[str]] = {}
    for name, line in lexicons.read("directions", lang).items():
        cells = [cell.split() for cell in line.split("|")]
        for end in (0, 1):
            sure = [lemmas.fold(word) for word in cells[end]]
            also = [lemmas.fold(word) for word in cells[end + 2]] if len(cells) > end + 2 else []
            forms[name, end] = frozenset(sure + also)
            for word in sure:
                poles[word].append((name, end))
    return Lexicon(lang, {word: tuple(ends) for word, ends in poles.items()}, forms)


def turned(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[tuple[Place, Place]]:
    """Where a word became its opposite: only the one is in the source, only the other in the translation."""
    left, right = load(source_lang), load(target_lang)
    there = left.find(source)
    if not there:
        return
    here = right.find(target)
    for (name, end), places in there.items():
        pole, opposite = (name, end), (name, 1 - end)
        if len(places) > 1 or len(here.get(opposite, ())) != 1 or opposite in there or pole in here:
            continue
        if left.may_mean(opposite, source) or right.may_mean(pole, target):
            continue
        yield places[0], here[opposite][0]
