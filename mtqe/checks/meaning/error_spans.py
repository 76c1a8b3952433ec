"""From the tagger's probabilities to error spans: which tokens to mark, what is one span, how bad and how sure.

`tests/bench/error_spans.py` set the constant on half of the sources of the WMT23 quality estimation task's development
sets and of professional translations, and measured it on the other half.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mtqe.lang import language
from mtqe.model import Severity
from mtqe.text import words

if TYPE_CHECKING:
    from mtqe.encoder import Judgement

MARK = 0.8
"""Chance: of an error, from which on a token is marked. Training gave errors more weight than there are, so that the
chances are higher than the frequencies. A lower value gains a little F1 and marks far more of what is right. By hand,
measured with tests/bench/error_spans.py."""


def is_unspaced(lang: str) -> bool:
    """Whether words are written without spaces and in letters: what is between two spaces is no word there."""
    known = language(lang)
    return known.spaceless and "han" not in known.scripts


class ErrorSpan(NamedTuple):
    """A stretch of the translation that the tagger takes for an error: code points, half-open.

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
    """The tokens of a translation; not those that are nothing but space, as there is before a Chinese character."""
    rows = zip(judgement.offsets.tolist(), judgement.tags.tolist(), strict=True)
    return [Token(start, end, tag[1], tag[2]) for (start, end), tag in rows if not _is_blank(text[start:end])]


def spans(text: str, found: Sequence[Token], lang: str, mark: float = MARK) -> list[ErrorSpan]:
    """The error spans of a translation, in order, none touching another.

    Neighbouring marked tokens are one span, across a space too, and a span is widened to whole words; a Chinese or
    Japanese character is a word. A span with words in it begins and ends with one. It is major when the probabilities
    of a major error sum up to more than those of a minor one.

    Args:
        text: The translation.
        found: Its tokens, in order.
        lang: Primary tag of its language.
        mark: See `MARK`.
    """
    marked = [(token.start, token.end) for token in found if token.minor + token.major >= mark]
    if not marked:
        return []
    units = [
        (word.start, word.end)
        for word in (() if is_unspaced(lang) else words.words(text))
        if not _is_blank(word.text)  # the joiner inside an emoji
    ]
    made = []
    for part in joined(widened(joined(marked, text), units), text):
        start, end = bare(part, units)
        inside = [found[k] for k in overlapping(found, start, end)]
        minor, bad = sum(token.minor for token in inside), sum(token.major for token in inside)
        severity = Severity.MAJOR if bad > minor else Severity.MINOR
        made.append(ErrorSpan(start, end, severity, min(1.0, (minor + bad) / len(inside))))
    return made


def joined(parts: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Ranges in order of their start, those as one that overlap, touch, or have nothing visible between them."""
    made: list[tuple[int, int]] = []
    for start, end in parts:
        if made and _is_blank(text[made[-1][1] : start]):
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _is_blank(text: str) -> bool:
    """Whether there is nothing to see: spaces, and signs of no width such as what joins the parts of an emoji."""
    return not text.strip() or all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


def bare(part: tuple[int, int], units: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The range from its first unit to its last; as it is where it has none."""
    inside = overlapping(units, *part)
    return (units[inside[0]][0], units[inside[-1]][1]) if inside else part


def overlapping(ranges: Sequence[tuple[Any, ...]], start: int, end: int) -> range:
    """Numbers of the ranges, in order and apart, that have a character between `start` and `end`."""
    first = bisect.bisect_right(ranges, start, key=lambda one: one[1])
    return range(first, bisect.bisect_left(ranges, end, lo=first, key=lambda one: one[0]))


def widened(parts: Iterable[tuple[int, int]], units: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each range with the whole of every unit that it cuts into; both come in order."""
    made, first = [], 0
    for start, end in parts:
        while first < len(units) and units[first][1] <= start:
            first += 1
        last = first
        while last < len(units) and units[last][0] < end:
            start, end = min(start, units[last][0]), max(end, units[last][1])
            last += 1
        made.append((start, end))
    return made
