"""Compares the ranks of names: the number in Elizabeth II, World War I, Zweiter Weltkrieg.

For `finder.numbers`, a single I and the words for first and second are weak, because they are also pronouns and
adverbs. Beside a name they are a rank.
"""

from __future__ import annotations

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import lexicon
from mtqe.language.late_patterns import late

_ROMAN = late(r"[IVX]+")
_GERMAN_ORDINAL = late("(?:Erst|Zweit)e[mnrs]?")
_NAME_BEFORE = late(r"(?<![\w’'])[^\W\d_a-z]\w*[^\W\d_A-Z]\w*[ \u00a0-]$")
_NAME_AFTER = late(r"[ \u00a0][^\W\d_]")


def different_ranks(source: str, target: str, langs: tuple[str, str]) -> tuple[Number, Number] | None:
    """Return the rank of each side if each has one, the ranks differ, and neither is a number of the opposite side."""
    source_ranks = ranks(source, langs[0])
    target_ranks = ranks(target, langs[1]) if len(source_ranks) == 1 else []
    if len(source_ranks) != 1 or len(target_ranks) != 1:
        return None
    [source_rank], [target_rank] = source_ranks, target_ranks
    # An article may be a 1 too, so a 1 on the opposite side is no evidence.
    if source_rank.values & (_values(target, langs[1]) - {1}) or target_rank.values & (_values(source, langs[0]) - {1}):
        return None
    return (source_rank, target_rank) if source_rank.values.isdisjoint(target_rank.values) else None


def _values(text: str, lang: str) -> set[object]:
    return {value for number in numbers(text, lang) for part in (number, *number.parts) for value in part.values}


def ranks(text: str, lang: str) -> list[Number]:
    """Return the ranks of a text, in order."""
    return [number for number in numbers(text, lang) if _is_rank(number, text, lang)]


def _is_rank(number: Number, text: str, lang: str) -> bool:
    """Whether a number is a Roman numeral after a name, or an ordinal with a capital before one."""
    if not text[number.start].isupper():
        return False
    written = text[number.start : number.end]
    if _ROMAN.fullmatch(written):
        text_before = text[max(0, number.start - 30) : number.start]
        return number.kind == "roman" or (number.kind == "weak" and _NAME_BEFORE.search(text_before) is not None)
    word = lexicon(lang).words.get(written.lower())
    ordinal = (
        number.kind == "ordinal" or (word is not None and word.role == "ordinal") or _GERMAN_ORDINAL.fullmatch(written)
    )
    if not ordinal:
        return False
    after = _NAME_AFTER.match(text, number.end)
    return after is not None and after[0][-1].isupper()
