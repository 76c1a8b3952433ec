"""Compares names in Latin letters with a Chinese text by the sound of its characters.

Chinese writes foreign names in syllables with similar consonants, and Chinese names are spelled in pinyin. Both are
reduced to classes of consonants, without vowels.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe.checks.names.atlas import atlas, share_place
from mtqe.language.late_patterns import late

if TYPE_CHECKING:
    from mtqe.checks.names.finder import Name, Side

AMBIGUOUS = frozenset({"CN", "CN*", "TW", "TW*", "HK", "HK*", "MO", "MO*", "GE", "GL", "JE"})
"""Places with many names in Chinese, and places whose English name also means something else."""
FEWEST_CONSONANTS = 3
"""Letters: fewest consonants of a name whose absence is evidence. Fewer are found by chance too often."""
TOLERANCE = 0.24
"""Share: of a name's consonants that may differ. Measured with bench/names.py."""
_CLASSES = [
    (late(pattern), letter)
    for pattern, letter in (
        ("ph", "H"),
        ("sch|tsch|tch|tzsch|ch|zh|sh|ts|tz|ck(?=[ei])|c(?=[eiy])|[jqxzs]", "S"),
        ("g(?=[eiy])", "S"),
        ("gn|ng|mm|nn|[mn]", "N"),
        ("ck|kh|gh|[kgc]", "K"),
        ("th|tt|dd|[td]", "T"),
        ("[bp]", "P"),
        ("[fvwh]", "H"),
        ("[lr]", "L"),
        ("[^A-Z]", ""),
        (r"(.)\1+", r"\1"),
    )
]


@functools.lru_cache(maxsize=8192)
def consonants(word: str) -> str:
    """Return the classes of the consonants of a word in lower-case Latin letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for pattern, letter in _CLASSES:
        plain = pattern.sub(letter, plain)
    return plain


@functools.lru_cache(maxsize=64)
def text_consonants(text: str) -> str:
    """Return the classes of the consonants of a Chinese text, with a space for anything but characters."""
    from pypinyin import Style, lazy_pinyin

    runs = re.findall(r"[\u3400-\u9fff·]+", text)
    return " ".join("".join(consonants(syllable) for syllable in lazy_pinyin(run, Style.NORMAL)) for run in runs)


def has_enough_consonants(name: str) -> bool:
    """Return whether a name has enough consonants for their absence to be evidence."""
    return len(consonants(name.casefold())) >= FEWEST_CONSONANTS


def sounds_like(word: str, name_consonants: str) -> bool:
    """Return whether a word sounds like a name, or like a compound that begins with a long one: *Beethovenfest*."""
    word_consonants = consonants(word)
    return word_consonants == name_consonants or (
        len(name_consonants) > FEWEST_CONSONANTS and word_consonants.startswith(name_consonants)
    )


def is_heard(name: str, text: str) -> bool:
    """Return whether a Chinese text has the consonants of a name, or nearly all of them, in a row."""
    name_consonants = consonants(name.casefold())
    return not has_enough_consonants(name) or distance(name_consonants, text_consonants(text)) <= TOLERANCE * len(
        name_consonants
    )


def unheard_people(target_names: Sequence[Name], source: Side) -> list[Name]:
    """Return names that are in no table and are not heard in a Chinese text. They may replace a well-known person."""
    unheard_names: list[Name] = []
    for name in target_names:
        letters = "".join(token.text for token in name.tokens)
        if (
            name.places
            or not has_enough_consonants(letters)
            or any(token.fold in source.folds for token in name.tokens)
        ):
            continue
        if not is_heard(letters, source.text):
            unheard_names.append(name)
    return unheard_names


def nations(names: Sequence[Name]) -> list[Name]:
    """Return the names of countries and continents."""
    return [name for name in names if any(map(_is_nation, name.places)) and not name.places & AMBIGUOUS]


def unnamed_nations(target_names: Sequence[Name], source: Side, lang: str) -> list[Name]:
    """Return countries and continents that a Chinese text does not name, also those that are too short to be heard."""
    return [
        name
        for name in nations(target_names)
        if not share_place(name.places.union(*(atlas(lang).hinted(folded) for folded in name.folds)), source.places)
    ]


def _is_nation(code: str) -> bool:
    return code.isdigit() or (len(code) == 2 and code.isalpha())


def distance(word: str, text: str) -> int:
    """Return the number of edits that make a word a part of a text."""
    row = [0] * (len(text) + 1)
    for at, char in enumerate(word, 1):
        previous_row, row = row, [at]
        for to, letter in enumerate(text, 1):
            row.append(min(previous_row[to] + 1, row[-1] + 1, previous_row[to - 1] + (char != letter)))
    return min(row)
