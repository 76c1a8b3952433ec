"""The number behind a name or before one that tells two of a name apart: Elizabeth II, World War I, Zweiter Weltkrieg.

`numbers` takes a lone I and the words for first and second for weak, as they are pronouns and adverbs too; beside a
name they are a rank.
"""

from __future__ import annotations

import re

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import lexicon

_ROMAN = re.compile(r"[IVX]+")
_GERMAN = re.compile("(?:Erst|Zweit)e[mnrs]?")
_NAME_BEFORE = re.compile(r"(?<![\w’'])[^\W\d_a-z]\w*[^\W\d_A-Z]\w*[ \u00a0-]$")
_NAME_AFTER = re.compile(r"[ \u00a0][^\W\d_]")


def differ(source: str, target: str, langs: tuple[str, str]) -> tuple[Number, Number] | None:
    """The only rank of each side, where they are not the same and neither stands on the other side as a number.

    Args:
        source: Source text.
        target: Its translation.
        langs: Primary tags of their languages.
    """
    left = ranks(source, langs[0])
    right = ranks(target, langs[1]) if len(left) == 1 else []
    if len(left) != 1 or len(right) != 1:
        return None
    [one], [other] = left, right
    # An article is a 1 too, so that a 1 on the other side says nothing.
    if one.values & (_values(target, langs[1]) - {1}) or other.values & (_values(source, langs[0]) - {1}):
        return None
    return (one, other) if one.values.isdisjoint(other.values) else None


def _values(text: str, lang: str) -> set[object]:
    return {value for number in numbers(text, lang) for part in (number, *number.parts) for value in part.values}


def ranks(text: str, lang: str) -> list[Number]:
    """The ranks of a text, in order."""
    return [number for number in numbers(text, lang) if _is_rank(number, text, lang)]


def _is_rank(number: Number, text: str, lang: str) -> bool:
    written = text[number.start : number.end]
    if _ROMAN.fullmatch(written):
        behind = text[max(0, number.start - 30) : number.start]
        return number.kind == "roman" or (number.kind == "weak" and _NAME_BEFORE.search(behind) is not None)
    word = lexicon(lang).words.get(written.lower())
    ordinal = number.kind == "ordinal" or (word is not None and word.role == "ordinal") or _GERMAN.fullmatch(written)
    if not ordinal or not written[0].isupper():
        return False
    after = _NAME_AFTER.match(text, number.end)
    return after is not None and after[0][-1].isupper()
