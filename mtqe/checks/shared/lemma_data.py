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
from collections.abc import Mapping
from pathlib import Path

import simplemma
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries.dictionary_factory import DATA_FOLDER, DEFAULT_DICTIONARY_FACTORY

from mtqe.machine import cache, word_table

LANGUAGES = 8
"""Languages: whose forms are open at a time, as in simplemma; without a cache folder each takes up to 200 MB."""


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
    try:
        path = cache.words() / f"{code}-{_version(code)}.bin"
        table = _opened(path)
        return _made(path, code) if table is None else table
    except (OSError, RuntimeError):  # RuntimeError: the user has no home folder
        unpacked: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary(code)
        return unpacked


def _opened(path: Path) -> word_table.WordTable | None:
    """The table, or `None` if there is none or it is damaged."""
    try:
        return word_table.WordTable(path)
    except (FileNotFoundError, ValueError):
        return None


def _made(path: Path, code: str) -> word_table.WordTable:
    unpacked = DEFAULT_DICTIONARY_FACTORY.get_dictionary(code)
    # simplemma keeps them encoded; to decode and encode them again takes twice as long as to write them.
    encoded = getattr(unpacked, "_dict", None) or {word.encode(): form.encode() for word, form in unpacked.items()}
    word_table.write(path, encoded)
    return word_table.WordTable(path)


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
    return simplemma.Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_FACTORY))
