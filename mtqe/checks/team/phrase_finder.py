"""Finds many phrases in a text at once, in linear time: as they are written, or in other forms of their words."""

from __future__ import annotations

import bisect
import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from mtqe.checks.shared.lemmas import lexicon
from mtqe.checks.team import text_forms
from mtqe.checks.team.word_characters import is_edge
from mtqe.language import words

_WIDEST_GAP = 1
"""Characters: between two words of a phrase whose words may have other forms."""


class Wanted(NamedTuple):
    """A phrase to look for.

    Args:
        owner: Number of the rule that looks for it.
        text: The phrase.
        match_case: Whether capitals matter.
        whole_words: Whether it begins and ends where words do.
        inflect: Whether other forms of its words count.
        allows: Whether it is a longer phrase, in which the phrases of its rule are allowed.
    """

    owner: int
    text: str
    match_case: bool
    whole_words: bool
    inflect: bool
    allows: bool = False


class Occurrence(NamedTuple):
    """A phrase in a text, with its range in the stored text."""

    start: int
    end: int
    phrase: Wanted


class PhraseFinder:
    """Finds phrases.

    Args:
        phrases: The phrases.
        lang: Primary tag of the language of the texts.
    """

    def __init__(self, phrases: Sequence[Wanted], lang: str) -> None:
        self._lex = lexicon(lang)
        inflects = self._lex.has_data and not self._lex.facts.spaceless
        self._literal: defaultdict[str, list[Wanted]] = defaultdict(list)
        self._forms: defaultdict[str, list[tuple[Wanted, list[frozenset[str]]]]] = defaultdict(list)
        for phrase in phrases:
            if (
                phrase.inflect
                and inflects
                and (keys := [frozenset(self._lex.keys(w)) for w in words.texts(phrase.text)])
            ):
                for key in keys[0]:
                    self._forms[key].append((phrase, keys))
            else:
                self._literal[text_forms.caseless(phrase.text.strip()).text].append(phrase)
        self._patterns = list(self._literal.values())
        self._machine = AhoCorasick(list(self._literal)) if self._literal else None

    def find(self, text: str) -> dict[int, list[Occurrence]]:
        """The occurrences by rule: from left to right, none overlaps another, the longest first, none is allowed."""
        found: defaultdict[int, list[Occurrence]] = defaultdict(list)
        for occurrence in (*self._as_written(text), *self._in_forms(text)):
            found[occurrence.phrase.owner].append(occurrence)
        return {owner: kept for owner, every in found.items() if (kept := list(_longest(every)))}

    def _as_written(self, text: str) -> Iterator[Occurrence]:
        if self._machine is None:
            return
        form = text_forms.caseless(text)
        for pattern, first, last in self._machine.find_matches_as_indexes(form.text, overlapping=True):
            if not form.is_whole(first, last):
                continue
            start, end = form.span(first, last)
            for phrase in self._patterns[pattern]:
                if _fits(phrase, text, start, end):
                    yield Occurrence(start, end, phrase)

    def _in_forms(self, text: str) -> Iterator[Occurrence]:
        if not self._forms:
            return
        every = words.words(text)
        keys = [self._lex.keys(word.text) for word in every]
        for place, own in enumerate(keys):
            seen: set[Wanted] = set()
            for phrase, wanted in (pair for key in own for pair in self._forms.get(key, ())):
                if phrase not in seen and self._continues(every, keys, place, wanted):
                    seen.add(phrase)
                    yield Occurrence(every[place].start, every[place + len(wanted) - 1].end, phrase)

    def _continues(
        self,
        every: Sequence[words.Word],
        keys: Sequence[Sequence[str]],
        place: int,
        wanted: Sequence[frozenset[str]],
    ) -> bool:
        """Whether the words from a place are forms of the words of a phrase, one after the other."""
        if place + len(wanted) > len(every):
            return False
        return all(
            not wanted[at].isdisjoint(keys[place + at])
            and (at == 0 or every[place + at].start - every[place + at - 1].end <= _WIDEST_GAP)
            for at in range(len(wanted))
        )


def _fits(phrase: Wanted, text: str, start: int, end: int) -> bool:
    if phrase.whole_words and not (is_edge(text, start) and is_edge(text, end)):
        return False
    return not phrase.match_case or text_forms.cased(text[start:end]) == _cased(phrase.text)


@functools.lru_cache(maxsize=4096)
def _cased(phrase: str) -> str:
    return text_forms.cased(phrase.strip())


def _longest(every: list[Occurrence]) -> Iterator[Occurrence]:
    """The occurrences of the phrases of one rule, without those inside another one or inside an allowed phrase."""
    every.sort(key=lambda one: (one.start, -one.end, not one.phrase.allows))
    allowed = [one for one in every if one.phrase.allows]
    starts = [one.start for one in allowed]
    ends = list(accumulate((one.end for one in allowed), max))
    done = -1
    for one in every:
        if one.phrase.allows or one.start < done:
            continue
        before = bisect.bisect_right(starts, one.start)
        if before and one.end <= ends[before - 1]:
            continue
        done = one.end
        yield one


@functools.lru_cache(maxsize=1024)
def finder_of(phrases: tuple[Wanted, ...], lang: str) -> PhraseFinder:
    """A finder, kept."""
    return PhraseFinder(phrases, lang)
