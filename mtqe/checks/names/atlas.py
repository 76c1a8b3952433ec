"""Which words stand for one place or name in different languages."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection

from mtqe.checks.names.equivalents import CJK, GIVEN, data, table
from mtqe.checks.names.gazetteer import INSIDE, places
from mtqe.lang import language
from mtqe.text.sound import fold

NONE: frozenset[str] = frozenset()
_ENDING = re.compile(r"(?<=.{4})(?:[aeiouns]|er|sk|lk)+$")
_REST = 4
"""Letters: a row's beginning of no more, with as many or more behind it, may be that of another word. By hand."""
_STATES = {"UK": "GB", "GB": "GB"}
"""Countries by their acronyms, which a capital may speak for as for those by their names."""
_SHORT = 3
"""Letters: a word of no more hints at a place only with a capital, *US* but not *us*. By hand."""


class Atlas:
    """The places that the words of one language name; a place is a code.

    Args:
        lang: Primary language tag.
    """

    def __init__(self, lang: str) -> None:
        self._genitive = language(lang).names.genitive_s
        self._names: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._written: dict[str, list[tuple[str, frozenset[str], bool]]] = defaultdict(list)
        self.longest = 1
        for place in places(lang):
            if CJK.search(place.name):
                self._written[place.name[0]].append((place.name, place.codes, place.full and len(place.name) > 1))
                continue
            folded = tuple(fold(word) for word in re.findall(r"[^\W\d_]+", place.name.casefold()))
            if not folded or len(place.name) < 3:
                continue
            if place.full:
                self.longest = max(self.longest, min(len(folded), 4))
                self._names[" ".join(folded)] |= place.codes
            elif len(folded) == 1:
                self._stems[folded[0]] |= place.codes
            if len(folded) == 1 and len(folded[0]) > 3 and not any("/" in one or "city" in one for one in place.codes):
                self._stems[_ENDING.sub("", folded[0])] |= place.codes
        for word, full, code in table().characters:
            self._written[word[0]].append((word, frozenset({code}), full))
        self.hinted = functools.lru_cache(maxsize=100_000)(self._hinted)
        self.surely = functools.lru_cache(maxsize=100_000)(self._surely)
        self.named = functools.lru_cache(maxsize=100_000)(self._named)

    def _named(self, folded: str) -> frozenset[str]:
        """The places of which this is the full name, words folded and joined by spaces."""
        found = self._names.get(folded)
        if not found and self._genitive and folded.endswith("s"):
            found = self._names.get(folded[:-1])
        return frozenset(found or ())

    def hints(self, folded: str, text: str) -> frozenset[str]:
        """The places that a word may name or be derived from, by its sound and as it is written."""
        if not text[:1].isupper():
            return NONE if len(folded) <= _SHORT else self.hinted(folded)
        code = acronym(text) or _STATES.get(text)
        return self.hinted(folded) | {code} if code else self.hinted(folded)

    def _hinted(self, folded: str) -> frozenset[str]:
        """The places that a folded word may name or be derived from: *German*, *Germans*, *Germany*."""
        codes = set(self._named(folded))
        for known, word in ((self._stems, folded), (self._stems, _ENDING.sub("", folded))):
            codes |= known.get(word, set())
        if not codes and len(folded) > 6:
            # Case endings of Estonian, Finnish, Polish and their like.
            codes |= next((self._names[stem] for cut in (1, 2, 3) if (stem := folded[:-cut]) in self._names), set())
        return frozenset(codes | {code for _, code in _rows(folded)})

    def _surely(self, folded: str) -> frozenset[str]:
        """Those of the hinted places that a word for another place does not hint at by chance: *Nordafrika*, Norway."""
        codes = {code for rest, code in _rows(folded) if len(rest) < _REST or len(folded) - len(rest) > _REST}
        return self._named(folded).union(codes, self._stems.get(folded, ()))

    def derived(self, folded: str) -> bool:
        """Whether the word is by CLDR the name of a place in this language, or made of it: *Spanish*, *spanische*."""
        forms = (self._names, folded), (self._stems, folded), (self._stems, _ENDING.sub("", folded))
        return any(word in known for known, word in forms) and self.is_place(folded)

    def speaks(self, folded: str) -> bool:
        """Whether the word is by CLDR that of a language: *Dänisch*."""
        return folded in self._stems

    def is_place(self, folded: str) -> bool:
        """Whether the word may name a place or be derived from it, given names aside."""
        return is_where(self.hinted(folded))

    def is_given(self, folded: str) -> bool:
        """Whether the word is a given name or people of the table."""
        return any(code.startswith(GIVEN) for code in self.hinted(folded))

    def written(self, text: str) -> frozenset[str]:
        """The places that a text without spaces between words may name."""
        return NONE.union(*(codes for _, _, codes, _ in self._found(text)))

    def spelled(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """The full names of places in a text without spaces between words: start, end, places."""
        kept: list[tuple[int, int, frozenset[str]]] = []
        for start, end, _, full in sorted(self._found(text), key=lambda one: (one[0], -one[1])):
            if full and (not kept or start >= kept[-1][1]):
                kept.append((start, end, self.written(text[start:end])))
        return kept

    def _found(self, text: str) -> list[tuple[int, int, frozenset[str], bool]]:
        return [
            (at, at + len(word), codes, full)
            for at, char in enumerate(text)
            if char in self._written
            for word, codes, full in self._written[char]
            if text.startswith(word, at)
        ]


def _rows(folded: str) -> list[tuple[str, str]]:
    """The rows of the table that a folded word may belong to: what follows their beginning, code."""
    return [
        (folded[len(stem) :], code)
        for stem, whole, code in table().beginnings.get(folded[:2], ())
        if folded == stem or (not whole and folded.startswith(stem))
    ]


def apart(codes: frozenset[str], others: Collection[str]) -> bool:
    """Whether no code stands for a place among the others, which may be a city for its country or the reverse."""
    if not others or not codes:
        return True
    for code in codes:
        inside = code.endswith(INSIDE)
        if (code[:-1] in others) if inside else (code in others or code + INSIDE in others):
            return False
    return True


def acronym(text: str) -> str | None:
    """The code of a body by its acronym, which may have an ending: *CNNs*."""
    known = table().acronyms
    return known.get(text) or (known.get(text[:-1]) if text.endswith("s") else None)


def is_where(codes: frozenset[str]) -> bool:
    """Whether one of the codes is that of a place or body, not of a person."""
    return any(not code.startswith(GIVEN) for code in codes)


@functools.cache
def atlas(lang: str) -> Atlas:
    """The atlas of a language, by its primary tag."""
    return Atlas(lang)


def person(word: str) -> frozenset[str]:
    """The person or given name that a word stands for, by the table and by its letters."""
    people, lower = table().people, word.casefold()
    code = people.get(lower) or people.get(lower.removesuffix("s"))
    return frozenset({code}) if code else NONE


@functools.cache
def titles() -> frozenset[str]:
    """Abbreviations before a name, lower case, whose full stop ends no sentence."""
    return frozenset(data()["titles"])


@functools.cache
def persons() -> frozenset[str]:
    """Words before the name of a person, lower case: *Mr*, *Frau*."""
    return frozenset(data()["persons"])


@functools.cache
def offices() -> tuple[str, ...]:
    """Beginnings of words that may stand behind such a word and are no name, lower case: *Mr President*."""
    return tuple(data()["offices"])


@functools.cache
def pronouns(lang: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that may stand for a name in a language, and beginnings of such words, lower case."""
    forms = data()["pronouns"].get(lang, "").split()
    return frozenset(forms), tuple(form[:-1] for form in forms if form.endswith("*"))


@functools.cache
def ordinary() -> frozenset[str]:
    """Words with a capital that are no names, or are translated, lower case."""
    return frozenset(data()["ordinary"])
