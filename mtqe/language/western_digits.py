"""Replaces the digits and number signs of other scripts by Western ones, at the same offsets."""

from __future__ import annotations

import functools
import re
import unicodedata

from mtqe.language import words

_SIGNS = {"٫": ".", "٬": ",", "٪": "%"}
_WESTERN = str.maketrans(
    _SIGNS | {chr(code): str(unicodedata.decimal(chr(code))) for code in range(128, 0x20000) if chr(code).isdecimal()}
)
_FOREIGN = frozenset(map(chr, _WESTERN))
_ARABIC_COMMA = re.compile(r"(?<=\d)،(?=\d)")


def western(text: str) -> str:
    """The text with Western digits and signs in place of those of other scripts, at the same offsets."""
    if text.isascii() or _FOREIGN.isdisjoint(words.characters(text)):
        return text if text.isascii() or "،" not in text else _ARABIC_COMMA.sub(",", text)
    return _ARABIC_COMMA.sub(",", text.translate(_WESTERN))


@functools.lru_cache(maxsize=512)
def has_digit(text: str) -> bool:
    """Whether a text has a decimal digit of any script, as `\\d` finds them."""
    return any(map(str.isdecimal, words.characters(text)))
