"""Words of direction and their opposites, by language.

The words of a language are in the section `directions` of its file.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mtqe.checks.shared import lemmas
from mtqe.lang import language
from mtqe.lang import tags_with as known_languages
from mtqe.text.words import Word, words

Place = tuple[int, int]
Places = tuple[Place, ...]
"""Where a word stands; of a German verb whose prefix stands by itself, both parts."""
Pole = tuple[str, int]
"""A pair of opposites by name, and which end of it: 0 or 1."""
_CLAUSE = re.compile(r"[.,;:!?–—…()\"“”„«»\n]")


class Named(NamedTuple):
    """A word that names an end of a pair.

    Args:
        places: Where it stands.
        sure: Whether it means nothing else.
    """

    places: Places
    sure: bool


class Turned(NamedTuple):
    """A word of the source and one of the translation that is its opposite.

    Args:
        source: Where the one stands.
        target: Where the other stands.
        sure: Whether neither has a second meaning.
    """

    source: Places
    target: Places
    sure: bool


@dataclass(frozen=True)
class Lexicon:
    """The opposites of one language.

    Args:
        lang: Primary language tag.
        poles: What the words mean, by lemma in lower case, and whether they mean nothing else.
        forms: Each end's words, and those that only may mean it.
    """

    lang: str
    poles: Mapping[str, Mapping[Pole, bool]]
    forms: Mapping[Pole, frozenset[str]]

    def find(self, text: str) -> dict[Pole, list[Named]]:
        """Where each end of a pair is named."""
        found: dict[Pole, list[Named]] = defaultdict(list)
        for places, keys in self._tokens(text):
            poles: dict[Pole, bool] = {}
            for key in keys:
                for pole, sure in self.poles.get(key, {}).items():
                    poles[pole] = sure or poles.get(pole, False)
            for pole, sure in poles.items():
                found[pole].append(Named(places, sure))
        return found

    def may_mean(self, pole: Pole, text: str, aside: Places) -> bool:
        """Whether anything in a text, one word aside, may stand for an end of a pair, be it a part of a word."""
        forms = self.forms.get(pole, frozenset())
        for start, end in aside:
            text = text[:start] + " " * (end - start) + text[end:]
        if language(self.lang).spaceless:
            return any(form in text for form in forms)
        folded = text.casefold()
        if any(len(form) > 4 and form[: max(4, len(form) - 2)] in folded for form in forms):
            return True
        return any(not forms.isdisjoint(keys) for _, keys in self._tokens(text))

    def _tokens(self, text: str) -> Iterator[tuple[Places, tuple[str, ...]]]:
        if language(self.lang).spaceless:
            taken: set[int] = set()
            for form in self.poles:
                at = text.find(form)
                if at >= 0 and at not in taken:
                    taken.update(range(at, at + len(form)))
                    yield ((at, at + len(form)),), (form,)
            return
        keys = lemmas.lexicon(self.lang).keys
        tokens = words(text, hyphens=False)
        joined = self._joined(text, tokens) if language(self.lang).verbs.clause_enders else {}
        for number, word in enumerate(tokens):
            if number in joined:
                tail, verbs = joined[number]
                yield ((word.start, word.end), (tail.start, tail.end)), verbs
            elif not any(word is tail for tail, _ in joined.values()):
                yield ((word.start, word.end),), keys(word.text)

    def _joined(self, text: str, tokens: tuple[Word, ...]) -> dict[int, tuple[Word, tuple[str, ...]]]:
        """German verbs whose prefix ends the clause, by the number of the verb: *nahm ... zu* is *zunehmen*."""
        keys = lemmas.lexicon(self.lang).keys
        verbs = language(self.lang).verbs
        found: dict[int, tuple[Word, tuple[str, ...]]] = {}
        for number, tail in enumerate(tokens):
            if tail.text not in verbs.prefixes or not _ends(text, tokens, number, verbs.clause_enders):
                continue
            for at in range(number - 1, -1, -1):
                if _CLAUSE.search(text, tokens[at].end, tokens[at + 1].start):
                    break
                infinitives = tuple(tail.text + key for key in keys(tokens[at].text) if tail.text + key in self.poles)
                if infinitives and tokens[at].text[:1].islower():
                    found[at] = tail, infinitives
                    break
        return found


def _ends(text: str, tokens: tuple[Word, ...], number: int, enders: Collection[str]) -> bool:
    """Whether a clause ends behind a word: no more comes, or a mark, or one of the words that need none."""
    if number + 1 == len(tokens):
        return True
    after = tokens[number + 1]
    return after.key in enders or _CLAUSE.search(text, tokens[number].end, after.start) is not None


def known() -> frozenset[str]:
    """Primary tags of the languages whose opposites are known."""
    return known_languages("directions")


@functools.cache
def load(lang: str) -> Lexicon:
    """The opposites of a language; `known` must hold it."""
    poles: dict[str, dict[Pole, bool]] = defaultdict(dict)
    forms: dict[Pole, frozenset[str]] = {}
    for name, opposites in language(lang).directions.items():
        cells = [[lemmas.fold(word) for word in cell] for cell in opposites]
        for number, cell in enumerate(cells):
            for word in cell:
                if number < 2 or len(word) > 2 or language(lang).spaceless:  # "in" and "up" mean too much
                    poles[word].setdefault((name, number % 2), number < 2)
        for end in (0, 1):
            forms[name, end] = frozenset(cells[end] + cells[end + 2])
    longest_first = sorted(poles.items(), key=lambda item: -len(item[0]))
    return Lexicon(lang, dict(longest_first), forms)


def turned(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Turned]:
    """Where a word became its opposite: only the one is in the source, only the other in the translation."""
    left, right = load(source_lang), load(target_lang)
    there = left.find(source)
    if not there:
        return
    here = right.find(target)
    for (name, end), named in there.items():
        pole, opposite = (name, end), (name, 1 - end)
        answers = here.get(opposite, ())
        if len(named) > 1 or len(answers) != 1 or opposite in there or pole in here:
            continue
        one, other = named[0], answers[0]
        if left.may_mean(opposite, source, one.places) or right.may_mean(pole, target, other.places):
            continue
        yield Turned(one.places, other.places, one.sure and other.sure)
