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
from mtqe.language.lang import language, tags_with
from mtqe.language.words import Word, without, words

Place = tuple[int, int]
Places = tuple[Place, ...]
"""The place of a word; for a German verb with a separated prefix, the places of both parts."""
Pole = tuple[str, int]
"""A pair of opposites by name, and which end of it: 0 or 1."""
_CLAUSE = re.compile(r"[.,;:!?–—…()\"“”„«»\n]")


class Mention(NamedTuple):
    """A word in a text that names an end of a pair.

    Args:
        places: Its place.
        sure: Whether it has no other meaning.
    """

    places: Places
    sure: bool


class Reversal(NamedTuple):
    """A word of the source, and its opposite in the translation.

    Args:
        source: The place of the word in the source.
        target: The place of its opposite in the translation.
        sure: Whether neither word has a second meaning.
    """

    source: Places
    target: Places
    sure: bool


@dataclass(frozen=True)
class Lexicon:
    """The opposites of one language.

    Args:
        lang: Primary language tag.
        poles: By lemma in lower case, the ends that a word may name, each with whether it has no other meaning.
        forms: By end, the words that name it or may name it.
    """

    lang: str
    poles: Mapping[str, Mapping[Pole, bool]]
    forms: Mapping[Pole, frozenset[str]]

    def find(self, text: str) -> dict[Pole, list[Mention]]:
        """The words of a text that name an end of a pair, by end."""
        mentions: dict[Pole, list[Mention]] = defaultdict(list)
        for places, keys in self._tokens(text):
            word_poles: dict[Pole, bool] = {}
            for key in keys:
                for pole, sure in self.poles.get(key, {}).items():
                    word_poles[pole] = sure or word_poles.get(pole, False)
            for pole, sure in word_poles.items():
                mentions[pole].append(Mention(places, sure))
        return mentions

    def may_mean(self, pole: Pole, text: str, left_out: Places) -> bool:
        """Whether a text, with one word left out, has a word or a part of a word that may name an end of a pair."""
        forms = self.forms.get(pole, frozenset())
        text = without(text, left_out)
        if language(self.lang).spaceless:
            return any(form in text for form in forms)
        folded = text.casefold()
        if any(len(form) > 4 and form[: max(4, len(form) - 2)] in folded for form in forms):
            return True
        return any(not forms.isdisjoint(keys) for _, keys in self._tokens(text))

    def _tokens(self, text: str) -> Iterator[tuple[Places, tuple[str, ...]]]:
        if language(self.lang).spaceless:
            used: set[int] = set()
            for form in self.poles:
                start = text.find(form)
                if start >= 0 and start not in used:
                    used.update(range(start, start + len(form)))
                    yield ((start, start + len(form)),), (form,)
            return
        keys = lemmas.lexicon(self.lang).keys
        tokens = words(text, hyphens=False)
        separable = self._separable_verbs(text, tokens) if language(self.lang).verbs.clause_enders else {}
        for number, word in enumerate(tokens):
            if number in separable:
                tail, verbs = separable[number]
                yield ((word.start, word.end), (tail.start, tail.end)), verbs
            elif not any(word is tail for tail, _ in separable.values()):
                yield ((word.start, word.end),), keys(word.text)

    def _separable_verbs(self, text: str, tokens: tuple[Word, ...]) -> dict[int, tuple[Word, tuple[str, ...]]]:
        """German verbs whose prefix ends the clause, by the place of the verb: *nahm ... zu* is *zunehmen*."""
        keys = lemmas.lexicon(self.lang).keys
        verbs = language(self.lang).verbs
        separable: dict[int, tuple[Word, tuple[str, ...]]] = {}
        for number, tail in enumerate(tokens):
            if tail.text not in verbs.prefixes or not _ends_clause(text, tokens, number, verbs.clause_enders):
                continue
            for place in range(number - 1, -1, -1):
                if _CLAUSE.search(text, tokens[place].end, tokens[place + 1].start):
                    break
                infinitives = tuple(
                    tail.text + key for key in keys(tokens[place].text) if tail.text + key in self.poles
                )
                if infinitives and tokens[place].text[:1].islower():
                    separable[place] = tail, infinitives
                    break
        return separable


def _ends_clause(text: str, tokens: tuple[Word, ...], number: int, enders: Collection[str]) -> bool:
    """Whether a clause ends after a word: at the end of the text, before a mark, or before one of the `enders`."""
    if number + 1 == len(tokens):
        return True
    after = tokens[number + 1]
    return after.key in enders or _CLAUSE.search(text, tokens[number].end, after.start) is not None


def known() -> frozenset[str]:
    """Primary tags of the languages that have lists of opposites."""
    return tags_with("directions")


@functools.cache
def load(lang: str) -> Lexicon:
    """The opposites of a language that is in `known`."""
    poles: dict[str, dict[Pole, bool]] = defaultdict(dict)
    forms: dict[Pole, frozenset[str]] = {}
    for name, opposites in language(lang).directions.items():
        word_lists = [[lemmas.fold(word) for word in word_list] for word_list in opposites]
        for number, word_list in enumerate(word_lists):
            for word in word_list:
                if number < 2 or len(word) > 2 or language(lang).spaceless:  # "in" and "up" have too many meanings
                    poles[word].setdefault((name, number % 2), number < 2)
        for end in (0, 1):
            forms[name, end] = frozenset(word_lists[end] + word_lists[end + 2])
    longest_first = sorted(poles.items(), key=lambda item: -len(item[0]))
    return Lexicon(lang, dict(longest_first), forms)


def reversals(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Reversal]:
    """Pairs of opposites of which only one word is in the source and only the other in the translation."""
    source_lexicon, target_lexicon = load(source_lang), load(target_lang)
    source_poles = source_lexicon.find(source)
    if not source_poles:
        return
    target_poles = target_lexicon.find(target)
    for (name, end), mentions in source_poles.items():
        pole, opposite = (name, end), (name, 1 - end)
        opposites = target_poles.get(opposite, ())
        if len(mentions) > 1 or len(opposites) != 1 or opposite in source_poles or pole in target_poles:
            continue
        source_mention, target_mention = mentions[0], opposites[0]
        if source_lexicon.may_mean(opposite, source, source_mention.places) or target_lexicon.may_mean(
            pole, target, target_mention.places
        ):
            continue
        yield Reversal(source_mention.places, target_mention.places, source_mention.sure and target_mention.sure)
