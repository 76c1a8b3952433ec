"""The word forms of simplemma and their lemmas, from files that open at once.

simplemma unpacks the forms of a language in Python, 1.1 million for German, each time a process starts. Here each
language is unpacked once and kept as a table in the cache folder (`mtqe.machine.word_table`). The name of the file has
a hash over the version and the data of simplemma, so that other data make another file. A damaged file is written
again. If the folder cannot be written, the forms stay in memory, as simplemma has them.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from collections.abc import Callable, Collection, Mapping

import simplemma
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries.dictionary_factory import DATA_FOLDER, DefaultDictionaryFactory

from mtqe.machine import word_table

LONGEST_BEGINNING = 7
"""Letters: of the longest beginnings of words that are kept."""
LANGUAGES = 8
"""Languages: whose forms are open at a time, as in simplemma; without a cache folder each takes up to 200 MB."""

CACHED = 8192
"""Unit: words, whose lemmas stay in memory. A text repeats most of its words, so more would gain little."""


def lemma(word: str, code: str) -> str:
    """The dictionary form of a word, or the word in small letters if the data lack it."""
    return str(_lemmatizer().lemmatize(word, code))


def known(word: str, code: str) -> bool:
    """Whether the data have the word, with a capital or without."""
    return _LOOKUP.get_lemma(unicodedata.normalize("NFC", word), code) is not None


@functools.lru_cache(maxsize=LANGUAGES)
def forms(code: str) -> Mapping[str, str]:
    """All word forms of a language with their lemmas.

    Args:
        code: A language that simplemma has.
    """
    return _table("words", code, lambda: DefaultDictionaryFactory().get_dictionary(code))


@functools.lru_cache(maxsize=LANGUAGES)
def beginnings(code: str) -> Collection[str]:
    """The beginnings of all word forms of a language, of up to `LONGEST_BEGINNING` letters."""
    return _table("beginnings", code, lambda: _beginnings(code))


def _beginnings(code: str) -> Mapping[str, str]:
    longest = {form[:LONGEST_BEGINNING] for form in forms(code)}
    return dict.fromkeys((form[:size] for form in longest for size in range(1, len(form) + 1)), "")


def _table(kind: str, code: str, build: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    return word_table.kept(f"{kind}-{code}-{_version(code)}", build)


def _version(code: str) -> str:
    """A hash over everything that the forms depend on."""
    data = (DATA_FOLDER / f"{code}.plzma").read_bytes()
    return hashlib.blake2b(data, digest_size=8, key=simplemma.__version__.encode()).hexdigest()


class _Factory:
    """Gives simplemma's strategies the forms."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The forms of a language, which simplemma asks for at each look."""
        return forms(lang)


_FACTORY = _Factory()
_LOOKUP = DictionaryLookupStrategy(_FACTORY)


@functools.cache
def _lemmatizer() -> simplemma.Lemmatizer:
    return simplemma.Lemmatizer(
        cache_max_size=CACHED, lemmatization_strategy=DefaultStrategy(dictionary_factory=_FACTORY)
    )
