"""Which numbers count as lost or invented although nothing stands in their place."""

from __future__ import annotations

import functools
import re

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import lexicon
from mtqe.lang import language

_MONEY = re.compile(
    r"[$€£¥₹₽]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|euros?|dollars?|pounds?|francs?|yen|yuan|pfund|franken|libras|livres|zł)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?(?:[%％]|per\s?cent|prozent|por ?cien|por cento|pour cent|procent|процент)", re.IGNORECASE)
_AMOUNT_IN_BRACKETS = re.compile(r"(?<=\w)\W{0,2}[(（\[][^()（）\[\]]{0,12}\d[^()（）\[\]]{0,24}[)）\]]")
_NOUN_AFTER = re.compile(r"[ \u00a0][^\W\d_]{3,}")
_COLON = re.compile("[ \u00a0](?:puntos|punti|pontos|points)\\b")
_BOTH = re.compile(
    r"(?:\A|\s)(?:the|these|those|between|all|our|your|their|his|her|its|die|der|den|dem|diese[nr]?|zwischen|les|[dcns]es"
    r"|leurs|entre|los|las|estos|estas|esos|sus|i|le|gli|tra|fra|de[ils]|delle|degli|os|as|d[oa]s|de|deze|tussen|między"
    r"|mezi|между)\s\Z",
    re.IGNORECASE,
)
"""Words before a two that may stand for both."""
_LETTERS = re.compile(r"[^\W\d_]*")


def alone(number: Number, side: Side, again: bool | None) -> bool:
    """Whether the number counts without a partner; of one that is there too often, this is known.

    Digits do, but not "100 percent", nor in Japanese 0 to 3 (2 つの), which languages put in words of many kinds, nor
    an amount that is converted into another currency in brackets.
    """
    if number.kind != "digits" or again is False:
        return False
    if number.value in range(4):
        zero = number.value == 0 and side.text[number.start : number.end] != "0" and not again
        if zero or _small_as_words(side.lang):
            return False
    if number.value == 100 and _PERCENT.match(side.text, number.end):
        return False
    return not any(start < number.start < end for start, end in _amounts_in_brackets(side.text))


def _small_as_words(lang: str) -> bool:
    known = language(lang).numbers
    return known is not None and known.small_as_words


def counts(number: Number, side: Side) -> bool:
    """Whether a number word counts something, so that a translation without it has lost it.

    One does not, nor two where it may stand for both (the two, between the two), nor one million, nor a word that
    means something else too, nor a Chinese numeral, which may be part of a word (百年, 万一).
    """
    words = lexicon(side.lang)
    if number.kind != "word" or number.value is None or number.value < 2 or words.spaceless:
        return False
    raw = side.text[number.start : number.end].lower()
    first = _LETTERS.match(raw)
    word = words.words.get(first[0]) if first else None
    if (
        word is not None and (word.role != "cardinal" or len(word.values) > 1 or word.values[0] == 1)
    ) or raw in words.homographs:
        return False
    if side.text[number.end : number.end + 1] in ("-", "‑") or _has_half(number, side):
        return False
    if number.value > 2:
        return True
    before = side.text[max(0, number.start - 12) : number.start]
    if before.endswith("-") or _BOTH.search(before) or _COLON.match(side.text, number.end):
        return False
    return _NOUN_AFTER.match(side.text, number.end) is not None


def _has_half(number: Number, side: Side) -> bool:
    """Whether a half follows, as in two and a half."""
    return any(one.family == "share" and 0 < one.start - number.end < 12 for one in side.found)


@functools.lru_cache(maxsize=16)
def _amounts_in_brackets(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _AMOUNT_IN_BRACKETS.finditer(text) if _MONEY.search(match[0])]
