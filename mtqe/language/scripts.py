"""The letters of each script."""

from __future__ import annotations

import functools
import re

from mtqe.language import words
from mtqe.language.lang import language

LETTERS = {
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "kana": "\u3041-\u3096\u30a1-\u30fa",
    "hangul": "\uac00-\ud7a3",
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "arabic": "\u0620-\u064a\u0671-\u06d3",
    "hebrew": "\u05d0-\u05ea",
    "armenian": "\u0531-\u0556\u0561-\u0587",
    "georgian": "\u10d0-\u10fa",
    "indian": "\u0900-\u0d7f",
    "sinhala": "\u0d80-\u0dff",
    "thai": "\u0e01-\u0e4e",
    "lao": "\u0e81-\u0ece",
    "tibetan": "\u0f40-\u0fbc",
    "burmese": "\u1000-\u109f",
    "khmer": "\u1780-\u17d3",
}
"""The letters of each script but the Latin one, as the inside of a pattern's square brackets."""
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
"""Latin letters, in the same form."""


def foreign_share(text: str, lang: str) -> float:
    """The share of the letters of a text whose script a language does not use, 0 to 1.

    Returns:
        0 if the scripts of the language are unknown, or if the text has no letters.
    """
    pattern = _foreign(lang)
    if pattern is None or not pattern.search("".join(words.characters(text))):
        return 0.0
    letters = sum(map(str.isalpha, text))
    return len(pattern.findall(text)) / letters if letters else 0.0


@functools.cache
def _foreign(lang: str) -> re.Pattern[str] | None:
    """A letter of any script that a language does not use."""
    scripts = language(lang).scripts
    if not scripts:
        return None
    letters = [inside for script, inside in {**LETTERS, "latin": LATIN}.items() if script not in scripts]
    return re.compile(f"(?=[^\\W\\d_])[{''.join(letters)}]")
