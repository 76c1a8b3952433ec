"""From the tagger's probabilities to error spans, with severity and confidence.

`bench/error_spans.py` set the constant on half of the sources of the WMT23 quality estimation task's development
sets and of professional translations, and measured it on the other half.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.model import Severity

if TYPE_CHECKING:
    from mtqe.encoder import Judgement

MARK = 0.75
"""Chance: of an error, from which on a token is marked. Errors had more weight in training than their number, so the
chances are higher than the frequencies. Of the values that mark at most one in ten professional translations rated
clean, it has the greatest F1. Measured with bench/error_spans.py."""


def is_unspaced(lang: str) -> bool:
    """Whether a language writes words in letters without spaces, so that text between two spaces is not a word."""
    facts = language(lang)
    return facts.spaceless and "han" not in facts.scripts


class ErrorSpan(NamedTuple):
    """A stretch of the translation that the tagger judges to be an error: code points, half-open.

    `confidence` is the mean probability of an error over its tokens, 0 to 1.
    """

    start: int
    end: int
    severity: Severity
    confidence: float


class Token(NamedTuple):
    """A token of the translation with its probabilities of a minor and a major error."""

    start: int
    end: int
    minor: float
    major: float


def tokens(text: str, judgement: Judgement) -> list[Token]:
    """The tokens of a translation, without those of space only, which come before Chinese characters."""
    rows = zip(judgement.offsets.tolist(), judgement.tags.tolist(), strict=True)
    return [Token(start, end, tag[1], tag[2]) for (start, end), tag in rows if not _is_blank(text[start:end])]


def spans(text: str, judged_tokens: Sequence[Token], lang: str, mark: float = MARK) -> list[ErrorSpan]:
    """The error spans of a translation, in order and apart.

    Neighbouring marked tokens are one span, also across a space. A span is widened to whole words; a Chinese or
    Japanese character is a word. A span with words in it begins and ends with one. It is major when the probabilities
    of a major error sum up to more than those of a minor one.
    """
    marked = [(token.start, token.end) for token in judged_tokens if token.minor + token.major >= mark]
    if not marked:
        return []
    units = [
        (word.start, word.end)
        for word in (() if is_unspaced(lang) else words.words(text))
        if not _is_blank(word.text)  # the joiner inside an emoji
    ]
    error_spans = []
    for part in joined(widened(joined(marked, text), units), text):
        start, end = trimmed(part, units)
        inside = [judged_tokens[k] for k in overlapping(judged_tokens, start, end)]
        minor, major = sum(token.minor for token in inside), sum(token.major for token in inside)
        severity = Severity.MAJOR if major > minor else Severity.MINOR
        error_spans.append(ErrorSpan(start, end, severity, min(1.0, (minor + major) / len(inside))))
    return error_spans


def joined(ranges: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The ranges in order of their start, joined where they overlap, touch or have nothing visible between them."""
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and _is_blank(text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _is_blank(text: str) -> bool:
    """Whether a text is invisible: spaces, and signs of no width such as the joiner inside an emoji."""
    return not text.strip() or all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


def trimmed(span: tuple[int, int], units: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of a range from its first unit to its last; the range itself where it has no unit."""
    inside = overlapping(units, *span)
    return (units[inside[0]][0], units[inside[-1]][1]) if inside else span


def overlapping(ranges: Sequence[tuple[Any, ...]], start: int, end: int) -> range:
    """The places of the ranges that have a character between `start` and `end`; the ranges are in order and apart."""
    first = bisect.bisect_right(ranges, start, key=lambda pair: pair[1])
    return range(first, bisect.bisect_left(ranges, end, lo=first, key=lambda pair: pair[0]))


def widened(ranges: Iterable[tuple[int, int]], units: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each range, widened to the whole of every unit that it cuts into; ranges and units are in order."""
    widened_ranges, first = [], 0
    for start, end in ranges:
        while first < len(units) and units[first][1] <= start:
            first += 1
        last = first
        while last < len(units) and units[last][0] < end:
            start, end = min(start, units[last][0]), max(end, units[last][1])
            last += 1
        widened_ranges.append((start, end))
    return widened_ranges
