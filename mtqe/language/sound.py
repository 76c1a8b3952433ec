"""Spells words roughly as they sound in English letters, so that names and cognates become similar across languages.

Accents are removed, alphabets are transliterated, and different European spellings of one sound (`c`/`k`, `ph`/`f`,
`y`/`i` ...) become the same.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_CYRILLIC = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
    "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sh _ i _ e iu ia i i e g u",
)
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i t i k l m n x o p r s s t i f h ps o"
_LATIN = "ßæœøłđıþð_", "ss e e o l d i t d "
_SCRIPTS = str.maketrans(
    {
        letter: sound
        for letters, sounds in (_CYRILLIC, _GREEK, _LATIN)
        for letter, sound in zip(letters, sounds.split(" "), strict=True)
    }
)
# German "Kommission", English "commission", Spanish "comisión" all become "komision".
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("_", ""),
        ("tsch|tch|sch|sh|ch(?=[ei])", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("ck|ch|qu?|kh|c(?![eiy])", "k"),
        ("tz|ts|ds|[zc]", "s"),
        ("x", "ks"),
        ("y|j", "i"),
        ("w", "v"),
        ("gh", "g"),
        (r"(.)\1+", r"\1"),
    )
]


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A lower-case word in English letters, spelled roughly as it sounds."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.translate(_SCRIPTS)) if not unicodedata.combining(c))
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain
