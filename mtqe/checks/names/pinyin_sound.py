"""Whether a name in Latin letters may be one that stands in Chinese characters, by their pinyin.

Chinese writes foreign names by syllables that come near their consonants, and its own names are spelled in pinyin. Both
are levelled to classes of consonants; vowels are left out.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe.checks.names.atlas import apart, atlas

if TYPE_CHECKING:
    from mtqe.checks.names.finder import Name, Side

UNCLEAR = frozenset({"CN", "CN*", "TW", "TW*", "HK", "HK*", "MO", "MO*", "GE", "GL", "JE"})
"""Places that go by many names in Chinese, and those whose English name is that of something else too."""
CLEAR = 3
"""Letters: consonants of a name; one of fewer is in a text by chance too often to tell anything when it is not.
By hand."""
LIKE = 0.24
"""Share: of a name's consonants that may differ. By hand, measured with tests/bench/names.py."""
_CLASSES = [
    (re.compile(pattern), letter)
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


@functools.lru_cache(maxsize=50_000)
def consonants(word: str) -> str:
    """The classes of the consonants of a word in small Latin letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for pattern, letter in _CLASSES:
        plain = pattern.sub(letter, plain)
    return plain


@functools.lru_cache(maxsize=64)
def spoken(text: str) -> str:
    """The classes of the consonants of a text in Chinese characters; a space for what is no character."""
    from pypinyin import Style, lazy_pinyin

    runs = re.findall(r"[\u3400-\u9fff·]+", text)
    return " ".join("".join(consonants(one) for one in lazy_pinyin(run, Style.NORMAL)) for run in runs)


def clear(name: str) -> bool:
    """Whether a name has enough consonants to tell something when they are not heard."""
    return len(consonants(name.casefold())) >= CLEAR


def begins(word: str, spoken: str) -> bool:
    """Whether a word in small Latin letters sounds like a name, or is made of one of some length: *Beethovenfest*."""
    own = consonants(word)
    return own == spoken or (len(spoken) > CLEAR and own.startswith(spoken))


def heard(name: str, text: str) -> bool:
    """Whether the consonants of a name, or nearly all of them, stand one after the other in a Chinese text."""
    wanted = consonants(name.casefold())
    return not clear(name) or distance(wanted, spoken(text)) <= LIKE * len(wanted)


def unheard(right: Sequence[Name], source: Side) -> list[Name]:
    """Names of no table that are not heard in a Chinese text: they may stand where somebody known was named.

    Args:
        right: The names of the translation.
        source: The Chinese text.
    """
    found: list[Name] = []
    for name in right:
        spoken = "".join(token.text for token in name.tokens)
        if name.places or not clear(spoken) or any(token.fold in source.folds for token in name.tokens):
            continue
        if not heard(spoken, source.text):
            found.append(name)
    return found


def nations(names: Sequence[Name]) -> list[Name]:
    """Those of the names that are those of one country or continent."""
    return [name for name in names if any(map(_is_nation, name.places)) and not name.places & UNCLEAR]


def foreign(right: Sequence[Name], source: Side, lang: str) -> list[Name]:
    """Countries and continents that a Chinese text has not by any name: one of few consonants cannot be heard either.

    Args:
        right: The names of the translation.
        source: The Chinese text.
        lang: The language of the translation.
    """
    return [
        name
        for name in nations(right)
        if apart(name.places.union(*(atlas(lang).hinted(folded) for folded in name.folds)), source.places)
    ]


def _is_nation(code: str) -> bool:
    return code.isdigit() or (len(code) == 2 and code.isalpha())


def distance(wanted: str, text: str) -> int:
    """Edits that make a word a part of a text."""
    row = [0] * (len(text) + 1)
    for at, char in enumerate(wanted, 1):
        before, row = row, [at]
        for to, letter in enumerate(text, 1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (char != letter)))
    return min(row)
