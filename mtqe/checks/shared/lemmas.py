"""Decides which written words may be forms of the same word.

Lemmas come from simplemma (MIT; about 50 languages; the package contains the data, so no network is needed). There are
two ways to compare words:

- `keys` is strict: two words that share a key are forms of one word. Use it where a false match would cause a false
  alarm.
- `alike` is generous: it also accepts endings that the lemma data lack, compounds, and a verb and a noun of one stem.
  Use it to see that a rendering is present, where a missed match would cause a false alarm.

In languages without lemma data, keys are exact, and `alike` compares the beginnings of words.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from mtqe.checks.shared import german_lemmas as german
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

REMEMBERED = 20_000
"""Words: kept in memory at a time, in each of three tables of a language, some 5 MB each."""
LONGEST = 80
"""Letters: of the longest word that is analysed; longer ones are data and would take too long."""

_BRITISH = (
    (late(r"(?<=...)is(e|es|ed|ing|er|ers|ation|ations)$"), r"iz\1"),
    (late(r"(?<=...)our(s|ed|ing|able|al|ite|ites)?$"), r"or\1"),
    (late(r"(?<=...)tre(s?)$"), r"ter\1"),
    (late(r"(?<=...)ence(s?)$"), r"ense\1"),
    (late(r"(?<=...)ogue(s?)$"), r"og\1"),
    (late(r"^programme(s?)$"), r"program\1"),
)
_DOUBLED = late(r"(?<=[aeiou][a-z]{3}l)l(?=ed$|ing$)|(?<=[aeiou][a-z]{2}l)l(?=ed$|ing$)")
"""The second `l` of *cancelled* and *travelling*. Short verbs such as *filled* have it in American spelling too."""
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("Ae", "Ä"), ("Oe", "Ö"), ("Ue", "Ü"))
_MAYBE_BRITISH = late(r"is(?:e|i|a)|our|tre|ence|ogue|mme")


def fold(word: str) -> str:
    """The word without case, soft hyphens and joiners, in NFC; German `ß` becomes `ss`."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.casefold()).translate(_INVISIBLE)


@functools.lru_cache(maxsize=REMEMBERED)
def plain(word: str) -> str:
    """The folded word without accents and umlauts."""
    folded = fold(word)
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))


def is_acronym(word: str) -> bool:
    """Whether a word of two letters or more is written in capitals only: `NASA`, not `I`."""
    return len(word) > 1 and word.isupper()


@functools.cache
def word_pattern() -> re.Pattern[str]:
    """Matches a word: letters, digits and the marks that combine with them, without hyphens and apostrophes."""
    marks = [chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    inside = re.escape("".join([*marks, *map(chr, _INVISIBLE)]))
    return re.compile(rf"[^\W_](?:[^\W_]|[{inside}])*")


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """The word forms of a language, by its primary tag such as `de`."""
    return Lexicon(lang)


class Lexicon:
    """The word forms of one language; keeps results in memory.

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
        self._exact_only = frozenset(self.facts.lemmas.exact_only)
        self._english = self.facts.lemmas.spelling == "english"
        self._particles = re.compile(self.facts.lemmas.particles)
        self._keys: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, frozenset[str]] = {}

    def lemma(self, word: str) -> str:
        """The dictionary form of a word, or the word itself if the language has no data."""
        if not self.has_data or len(word) > LONGEST:
            return word
        from mtqe.checks.shared import lemma_data

        lemma = lemma_data.lemma(word, self.code)
        return lemma if lemma.isalpha() else lemma.translate(_MARKS)

    def known(self, word: str) -> bool:
        """Whether the lemma data have the word."""
        if not self.has_data or not 0 < len(word) <= LONGEST:
            return False
        from mtqe.checks.shared import lemma_data

        return lemma_data.known(word, self.code)

    def keys(self, word: str) -> tuple[str, ...]:
        """What all forms of the same word share: the word itself first, then its lemmas, folded.

        The written form of an acronym is a key. Up to three letters it is the only one: `US` is no form of `us`.
        """
        keys = self._keys.get(word)
        if keys is None:
            if len(self._keys) >= REMEMBERED:
                self._keys.clear()
            keys = self._keys[word] = tuple(dict.fromkeys(self._make_keys(word)))
        return keys

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
        if folded in self._exact_only or not self.has_data or len(word) > LONGEST:
            return
        clean = unicodedata.normalize("NFC", word)
        lemma = self.lemma(clean)
        yield self._spell(fold(lemma))
        # If the data list "States" and "March" with a capital, they are names; but German nouns always have one.
        if clean[:1].isupper() and (self._capitals or not lemma[:1].isupper()):
            yield self._spell(fold(self.lemma(clean.lower())))
        if not self.known(clean):
            yield from self._unknown(clean, folded)
        elif self._english and _DOUBLED.search(folded) and self.known(single := _DOUBLED.sub("", folded)):
            yield self.lemma(single)

    def _unknown(self, word: str, folded: str) -> Iterator[str]:
        """Further keys of a word that the lemma data lack."""
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
        """A compound with the lemma of its last part, which is the longest part that the lemma data have."""
        for cut in range(3, len(word) - 2):
            if self.known(word[cut:]):
                yield fold(word[:cut] + self.lemma(word[cut:].capitalize() if self._capitals else word[cut:]))
                return

    def spelled(self, word: str) -> str:
        """A word of a list, folded and spelled as the keys are."""
        return self._spell(fold(word))

    def has_spellings(self, folded: str) -> bool:
        """Whether a folded word may have another spelling than its keys, as British words have."""
        return self._english and len(folded) > 5 and bool(_MAYBE_BRITISH.search(folded))

    def _spell(self, folded: str) -> str:
        if self.has_spellings(folded):
            for pattern, replacement in _BRITISH:
                folded = pattern.sub(replacement, folded)
        return folded

    def is_name(self, word: str) -> bool:
        """Whether the lemma data list a word with a capital, in a language where only names have one."""
        return self.has_data and not self._capitals and word[:1].isupper() and self.lemma(word)[:1].isupper()

    def stems(self, word: str) -> frozenset[str]:
        """The word without each ending that it may have, and the stems that verbs and nouns share (`~stem`)."""
        stems = self._stems.get(word)
        if stems is None:
            if len(self._stems) >= REMEMBERED:
                self._stems.clear()
            stems = self._stems[word] = self._make_stems(word)
        return stems

    def _make_stems(self, word: str) -> frozenset[str]:
        stems = {plain(word), *map(plain, self.keys(word))}
        for plural, singular in self.facts.lemmas.plurals.items():
            if word.endswith(plural):
                stems.update(plain(word)[: -len(plural)] + ending for ending in singular)
        if self.german and len(word) <= LONGEST:
            stems.update(german.stems(plain(word)))
            stems.update(german.adjectives(plain(word)))
            stems.update(german.families(fold(word), self.lemma, self.keys))
        return frozenset(stems)

    def alike(self, rendering: str, word: str) -> bool:
        """Whether a word of a text may be a form, a compound or a derivation of a word of a rendering."""
        if is_acronym(rendering) and len(rendering) < 4:
            return rendering in self.keys(word)
        shared = self.stems(rendering) & self.stems(word)
        if shared and not (all(stem[0] == "~" for stem in shared) and german.is_derived(rendering, word, self.lemma)):
            return True
        part, whole = plain(rendering), plain(word)
        if self.german:
            # Adjectives lose their ending: software texts glue words, as in "MenüBetrieblichen Namen ändern".
            part = german.base(rendering) if rendering.islower() else rendering
            return self.in_compound(part, word, strict=False)
        if self.compounds and len(part) > 4 and (part in whole or whole.startswith(part.rstrip("aeo"))):
            return True
        for old, new in self.facts.lemmas.vowels.items():
            part, whole = part.replace(old, new), whole.replace(old, new)
        return _same_beginning(part, whole, self.facts.agglutinating) or (
            self.facts.lemmas.prefixed and len(part) > 2 and part in whole
        )

    def in_compound(self, part: str, word: str, *, strict: bool) -> bool:
        """Whether `word` is a compound with `part` as its head or modifier.

        Args:
            part: A word of a glossary.
            word: A word of a text.
            strict: Whether the other part of the compound must be a word too, and `part` must have five letters.
        """
        if not self.compounds or len(word) > LONGEST:
            return False
        core, whole = plain(part), plain(word)
        if self.german:
            return german.in_compound(core, whole, fold(word), self.known, strict=strict)
        at = whole.find(core)
        other_part = fold(word)[len(core) :] if at == 0 else fold(word)[:at]
        return len(core) > 4 and at >= 0 and len(other_part) > 2 and (not strict or self.known(other_part))


def _same_beginning(rendering: str, word: str, agglutinating: bool) -> bool:
    """Whether two words differ only in their last letters.

    These are up to three letters of the rendering, and five of the word, or nine in an agglutinating language.
    """
    pairs = enumerate(zip(rendering, word, strict=False))
    shared = next((at for at, (left, right) in pairs if left != right), min(len(rendering), len(word)))
    least = 2 if "\uac00" <= rendering[:1] <= "\ud7a3" else 3
    longest_ending = 9 if agglutinating else 5
    lost = len(rendering) - shared
    return shared >= least and lost <= min(3, len(rendering) // 3) and len(word) - shared <= longest_ending


@functools.cache
def _languages_with_data() -> frozenset[str]:
    # The names of the data files say it. To import simplemma takes longer than a run that finds all results kept.
    spec = importlib.util.find_spec("simplemma")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("simplemma is not installed", name="simplemma")
    folder = Path(spec.origin).parent / "strategies" / "dictionaries" / "data"
    return frozenset(sys.intern(path.stem) for path in folder.glob("*.plzma"))


_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060])
_MARKS = dict.fromkeys([ord("_"), ord("#"), 0x300, 0x301])
"""Marks inside the words of the lemma data: the joints of compounds, and the stress of Russian."""
