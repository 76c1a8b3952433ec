"""Word forms: which written words may be forms of the same word.

Lemmas come from simplemma (MIT; about 50 languages, the data are inside the package, no network). On top of them stand
two degrees of likeness:

- `keys`: two words that share a key are forms of one word. Used where a false match would raise a false alarm.
- `alike`: also endings that the lemma data do not know, compounds, and verb against noun of one stem. Used to find
  out that a rendering is there after all, where a missed match would raise a false alarm.

Languages without lemma data have exact keys and a comparison of word beginnings.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections.abc import Iterator

from mtqe.checks.shared import german_lemmas as german
from mtqe.lang import language

_REMEMBERED = 300_000
"""Words: that are remembered at a time; some 100 MB. By hand."""
LONGEST = 80
"""Letters: of the longest word; a longer run is data, equal only to itself, and takes forever to look into. By hand."""

_BRITISH = (
    (re.compile(r"(?<=...)is(e|es|ed|ing|er|ers|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=...)our(s|ed|ing|able|al|ite|ites)?$"), r"or\1"),
    (re.compile(r"(?<=...)tre(s?)$"), r"ter\1"),
    (re.compile(r"(?<=...)ence(s?)$"), r"ense\1"),
    (re.compile(r"(?<=...)ogue(s?)$"), r"og\1"),
    (re.compile(r"^programme(s?)$"), r"program\1"),
)
_DOUBLED = re.compile(r"(?<=[aeiou][a-z]{3}l)l(?=ed$|ing$)|(?<=[aeiou][a-z]{2}l)l(?=ed$|ing$)")
"""The second `l` of *cancelled*, *travelling*; short verbs such as *filled* have it everywhere."""
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("Ae", "Ä"), ("Oe", "Ö"), ("Ue", "Ü"))
_MAYBE_BRITISH = re.compile(r"is(?:e|i|a)|our|tre|ence|ogue|mme")


def fold(word: str) -> str:
    """The word without case, soft hyphens and joiners, in NFC; German `ß` is `ss`."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.casefold()).translate(_INVISIBLE)


@functools.lru_cache(maxsize=_REMEMBERED)
def plain(word: str) -> str:
    """`fold` without accents and umlauts."""
    folded = fold(word)
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))


def is_acronym(word: str) -> bool:
    """Whether the word is written in capitals only: `NASA`, not `I`."""
    return len(word) > 1 and word.isupper()


@functools.cache
def word_pattern() -> re.Pattern[str]:
    """Matches a word: letters, digits and the marks that combine with them; hyphens and apostrophes end it."""
    marks = [chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    inside = re.escape("".join([*marks, *map(chr, _INVISIBLE)]))
    return re.compile(rf"[^\W_](?:[^\W_]|[{inside}])*")


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """The word forms of a language, by its primary tag such as `de`."""
    return Lexicon(lang)


class Lexicon:
    """The word forms of one language; remembers what it has looked up.

    Args:
        lang: Primary language tag.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.facts = language(lang)
        self.code = self.facts.lemmas.code or lang
        self.compounds = self.facts.compounding != "none"
        self.german = self.facts.compounding == "german"
        self.has_data = self.code in _languages_with_data()
        self._capitals = self.facts.capital_nouns
        self._own = frozenset(self.facts.lemmas.own)
        self._english = self.facts.lemmas.spelling == "english"
        self._particles = re.compile(self.facts.lemmas.particles)
        self._keys: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, frozenset[str]] = {}

    def lemma(self, word: str) -> str:
        """The dictionary form, or the word itself where the language has no data."""
        if not self.has_data or len(word) > LONGEST:
            return word
        import simplemma

        found = str(simplemma.lemmatize(word, self.code))
        return found if found.isalpha() else found.translate(_MARKS)

    def known(self, word: str) -> bool:
        """Whether the lemma data have the word."""
        if not self.has_data or not 0 < len(word) <= LONGEST:
            return False
        import simplemma

        return bool(simplemma.is_known(word, self.code))

    def keys(self, word: str) -> tuple[str, ...]:
        """What the word has in common with the other forms of the same word: itself first, then its lemmas, folded.

        A word in capitals has its written form as a key, and up to three letters nothing else: `US` is no form of `us`.
        """
        found = self._keys.get(word)
        if found is None:
            if len(self._keys) >= _REMEMBERED:
                self._keys.clear()
            found = self._keys[word] = tuple(dict.fromkeys(self._make_keys(word)))
        return found

    def _make_keys(self, word: str) -> Iterator[str]:
        if word.isdecimal():
            yield word
            return
        if is_acronym(word):
            yield word
            if len(word) < 4:
                return
        elif re.fullmatch(r"[A-Z]{2,}s", word):
            yield word[:-1]
        elif self.german and word.endswith("Innen") and word[-6:-5].islower():
            yield from self._make_keys(word[:-5])
        folded = self._spell(fold(word))
        yield folded
        if self._particles.pattern:
            yield self._particles.sub("", folded)
        if folded in self._own or not self.has_data or len(word) > LONGEST:
            return
        clean = unicodedata.normalize("NFC", word)
        lemma = self.lemma(clean)
        yield self._spell(fold(lemma))
        # "States" and "March" are names where the data list them with a capital; German nouns have one anyway.
        if clean[:1].isupper() and (self._capitals or not lemma[:1].isupper()):
            yield self._spell(fold(self.lemma(clean.lower())))
        if not self.known(clean):
            yield from self._unknown(clean, folded)
        elif self._english and _DOUBLED.search(folded) and self.known(single := _DOUBLED.sub("", folded)):
            yield self.lemma(single)

    def _unknown(self, word: str, folded: str) -> Iterator[str]:
        """What a word that the data do not know may have in common with another one."""
        for ending in self.facts.lemmas.noun_endings:
            if folded.endswith(ending) and len(folded) - len(ending) > 3:
                yield folded[: -len(ending)]
        if self.german and re.search("[aou]e", folded):
            bent = functools.reduce(lambda text, pair: text.replace(*pair), _UMLAUTS, word)
            if self.known(bent):
                yield from (fold(bent), fold(self.lemma(bent)))
        if self.compounds and len(word) > 6:
            yield from self._head_lemma(word)
            if self.german:
                yield fold(german.base(word))

    def _head_lemma(self, word: str) -> Iterator[str]:
        """A compound that the data do not know with the lemma of its last part, the longest that they know."""
        for cut in range(3, len(word) - 2):
            if self.known(word[cut:]):
                yield fold(word[:cut] + self.lemma(word[cut:].capitalize() if self._capitals else word[cut:]))
                return

    def _spell(self, folded: str) -> str:
        if self._english and len(folded) > 5 and _MAYBE_BRITISH.search(folded):
            for pattern, replacement in _BRITISH:
                folded = pattern.sub(replacement, folded)
        return folded

    def is_name(self, word: str) -> bool:
        """Whether the lemma data list the word with a capital where the language writes only names so."""
        return self.has_data and not self._capitals and word[:1].isupper() and self.lemma(word)[:1].isupper()

    def stems(self, word: str) -> frozenset[str]:
        """What is left of the word without each ending it may have, and its stems as a verb and noun (`~stem`)."""
        found = self._stems.get(word)
        if found is None:
            if len(self._stems) >= _REMEMBERED:
                self._stems.clear()
            found = self._stems[word] = self._make_stems(word)
        return found

    def _make_stems(self, word: str) -> frozenset[str]:
        stems = {plain(word), *map(plain, self.keys(word))}
        for ending, singular in self.facts.lemmas.plurals.items():
            if word.endswith(ending):
                stems.update(plain(word)[: -len(ending)] + other for other in singular)
        if self.german and len(word) <= LONGEST:
            stems.update(german.stems(plain(word)))
            stems.update(german.adjectives(plain(word)))
            stems.update(german.families(fold(word), self.lemma, self.keys))
        return frozenset(stems)

    def alike(self, rendering: str, word: str) -> bool:
        """Whether a word of a text may stand for a word of a rendering: inflected, compounded or derived from it."""
        if is_acronym(rendering) and len(rendering) < 4:
            return rendering in self.keys(word)
        shared = self.stems(rendering) & self.stems(word)
        if shared and not (all(stem[0] == "~" for stem in shared) and german.is_derived(rendering, word, self.lemma)):
            return True
        core, other = plain(rendering), plain(word)
        if self.german:
            return self.in_compound(rendering, word, strict=False)
        if self.compounds and len(core) > 4 and (core in other or other.startswith(core.rstrip("aeo"))):
            return True
        for old, new in self.facts.lemmas.vowels.items():
            core, other = core.replace(old, new), other.replace(old, new)
        return _same_beginning(core, other, self.facts.agglutinating) or (
            self.facts.lemmas.prefixed and len(core) > 2 and core in other
        )

    def in_compound(self, part: str, word: str, *, strict: bool) -> bool:
        """Whether `word` is a compound with `part` as its head or modifier.

        Args:
            part: A word of a glossary.
            word: A word of a text.
            strict: The rest of the compound must be a word as well, and `part` at least five letters long.
        """
        if not self.compounds or len(word) > LONGEST:
            return False
        core, other = plain(part), plain(word)
        if self.german:
            return german.in_compound(core, other, fold(word), self.known, strict=strict)
        at = other.find(core)
        rest = fold(word)[len(core) :] if at == 0 else fold(word)[:at]
        return len(core) > 4 and at >= 0 and len(rest) > 2 and (not strict or self.known(rest))


def _same_beginning(core: str, other: str, agglutinating: bool) -> bool:
    """Whether two words differ in their last letters only: up to three of the rendering, five (nine) of the text."""
    shared = next((n for n, (one, two) in enumerate(zip(core, other, strict=False)) if one != two), None)
    if shared is None:
        shared = min(len(core), len(other))
    least = 2 if "\uac00" <= core[:1] <= "\ud7a3" else 3
    longest_ending = 9 if agglutinating else 5
    lost = len(core) - shared
    return shared >= least and lost <= min(3, len(core) // 3) and len(other) - shared <= longest_ending


@functools.cache
def _languages_with_data() -> frozenset[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return frozenset(map(sys.intern, SUPPORTED_LANGUAGES))


_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060])
_MARKS = dict.fromkeys([ord("_"), ord("#"), 0x300, 0x301])
"""What lemma data have inside words: seams of compounds, and the stress of Russian."""
