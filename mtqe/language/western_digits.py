"""Replaces the digits and number signs of other scripts by Western ones, at the same offsets.

The middle dot of Japanese newspapers becomes a decimal point where it is one.
"""

from __future__ import annotations

import functools
import unicodedata

from mtqe.language import words
from mtqe.language.late_patterns import late

_SIGNS = {"٫": ".", "٬": ",", "٪": "%"}


class _Western(dict[int, str]):
    """The Western character for each character of another script, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = _SIGNS.get(char) or (str(unicodedata.decimal(char)) if char.isdecimal() else char)
        self[code] = value
        return value


_WESTERN = _Western()
_MAYBE = late("[\u0600-\u1fff\ua000-\U0010ffff]")
"""Matches a character of the blocks that have all digits and signs but the Western ones."""
_ARABIC_COMMA = late(r"(?<=\d)،(?=\d)")
_MIDDLE_DOT = late(
    r"(?<=\d)・(?=\d+(?:(?:～|〜|-|－)\d+(?:・\d+)?)?"
    r"(?:[%％倍度秒点割億万兆円㌔㍍㌧㌫]|ポイント|パーセント|キロ|メートル|センチ|ミリ|トン|ドル|ユーロ|ポンド|ヘクタール|リットル))"
    r"|(?<=\d)・(?=\d+(?:～|〜)\d)"
)
"""The decimal point of Japanese newspapers, ７・１％, which stands before a unit. It joins two numbers in ２・３年."""


def western(text: str) -> str:
    """The text with Western digits and signs in place of those of other scripts, at the same offsets."""
    if text.isascii():
        return text
    if "・" in text:
        text = _MIDDLE_DOT.sub(".", text)
    if not _MAYBE.search(text):
        return text
    if any(_WESTERN[ord(char)] != char for char in words.characters(text)):
        text = text.translate(_WESTERN)
    return _ARABIC_COMMA.sub(",", text) if "،" in text else text


@functools.lru_cache(maxsize=512)
def has_digit(text: str) -> bool:
    """Whether a text has a decimal digit of any script, as `\\d` finds them."""
    return any(map(str.isdecimal, words.characters(text)))
