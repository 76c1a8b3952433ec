"""Two numbers of a text that changed places in its translation: each stands beside the words of the other.

A number that stands once on each side is a pair with its counterpart. For two such pairs the words near each number are
compared with those near both numbers of the other side, by the states that the encoder gives them (see `coverage`). A
logistic formula weighs four differences, whether the numbers stand in another order, and whether a unit or a name went
over to the other number. `tests/bench/moved_numbers.py` fitted its constants on professional translations and on the
same with two numbers in each other's place.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe import encoder
from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.number_lists import exchanged
from mtqe.checks.numbers.quantities import quantities
from mtqe.checks.shared.coverage import FEWEST, MOST, Words, words
from mtqe.contracts import Context
from mtqe.lang import language
from mtqe.model import Hit, Segment, Span

LEAST, LEAST_CHINESE = 0.7, 3.0
"""Log-odds: from which on a swap is reported; Chinese words are farther from those of others. By hand, measured with
tests/bench/moved_numbers.py."""
LEAST_YEAR = 1.5
"""Log-odds: the same for a year and a number that is none, since a year may stand anywhere in its sentence. By hand,
measured with tests/bench/moved_numbers.py."""
YEARS = range(1500, 2100)
"""Values: that may be a year. By hand."""
TOGETHER = 256
"""Segments: that are read in one go; the states of their tokens are forgotten then. By hand."""
Floats = NDArray[np.float32]
Match = tuple[Number, Number]
"""A number of the source and its counterpart."""
MANY = 12
"""Pairs: of numbers; a segment with more is a table, whose cells have no words beside them. By hand."""
MOST_NUMBERS = 100
"""Numbers: of a side that are compared; a segment with more is a table too. By hand."""
NEAR, WIDE = 1.0, 4.0
"""Words: away from a number, where the weight of a word has fallen to a third. By hand."""
SHARP = 0.06
"""Cosine: by which a word may be farther until another's interest in it has fallen to a third. By hand."""
FAINT = 1e-4
"""Weights: added to both sides of a ratio, which nothing near a number would make endless. By hand."""
FORMULA = np.array([0.86, 0.87, 0.45, 2.22, 2.22, 3.99, -2.07])
"""Weights: of each column of `_evidence`, then the constant. Fitted by tests/bench/moved_numbers.py."""


NAME, LONG = 2, 4
"""Letters: from which on a word beside a number counts, one with a capital letter and another. By hand."""
_WORD_BEFORE = re.compile(r"(?<![A-Za-zÀ-ӿ])([A-Za-zÀ-ӿ]+)[ \u00a0,(:=\"'“„«-]*$")
_WORD_BEHIND = re.compile(r"[ \u00a0,):\"'”“»-]*([A-Za-zÀ-ӿ]+)")


class Swap(NamedTuple):
    """Two pairs of numbers of which each stands where the other should, and the log-odds that they do."""

    one: Match
    other: Match
    odds: float


def hits(segments: Sequence[Segment], context: Context, name: str) -> Iterator[tuple[Segment, Hit]]:
    """What the check reports.

    Args:
        segments: Segments of a document.
        context: That of the run.
        name: Of the check, for the progress bar.
    """
    langs = context.source_base, context.target_base
    least = LEAST_CHINESE if any(language(lang).is_chinese for lang in langs) else LEAST
    asked = [(one, pairs) for one in segments if 2 <= len(pairs := matched(one.source, one.target, langs)) <= MANY]
    for start in range(0, len(asked), TOGETHER):
        context.progress(name, start, len(asked))
        chosen = asked[start : start + TOGETHER]
        texts = list(dict.fromkeys(text for segment, _ in chosen for text in (segment.source, segment.target)))
        read = dict(zip(texts, encoder.load().tokens(texts), strict=True))
        for segment, matches in chosen:
            source, target = (words(text, read[text]) for text in (segment.source, segment.target))
            # Two of a list or a range are number-mismatch's matter.
            rows = [set(pair) for _, pair in exchanged(segment.source, segment.target, langs)]
            for swap in swaps(source, target, matches, langs, least):
                if {swap.one[1], swap.other[1]} not in rows:
                    yield segment, _hit(segment, swap)


def _hit(segment: Segment, swap: Swap) -> Hit:
    left, right = (sorted(pair, key=lambda number: number.start) for pair in zip(swap.one, swap.other, strict=True))
    spans = [Span("source", number.start, number.end) for number in left]
    spans += [Span("target", number.start, number.end) for number in right]
    first, second = (segment.source[span.start : span.end] for span in spans[:2])
    confidence = round(1 / (1 + math.exp(-swap.odds)), 2)
    return Hit(f"the numbers {first!r} and {second!r} changed places", tuple(spans), confidence=confidence)


def matched(source: str, target: str, langs: tuple[str, str]) -> list[Match]:
    """The numbers, in digits or words, that stand once on each side, in the order of the source."""
    left, right = (
        [one for one in numbers(text, lang) if one.kind in ("digits", "word") and one.value is not None]
        for text, lang in zip((source, target), langs, strict=True)
    )
    if max(len(left), len(right)) > MOST_NUMBERS:
        return []
    pairs = [(one, other) for one in left for other in right if not one.values.isdisjoint(other.values)]
    here, there = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    return [(one, other) for one, other in pairs if here[one] == there[other] == 1]


def swaps(source: Words, target: Words, matches: Sequence[Match], langs: tuple[str, str], least: float) -> list[Swap]:
    """The likeliest swaps; no number belongs to two of them.

    Args:
        source: The words of the source.
        target: Those of its translation.
        matches: From `matched`.
        langs: Primary tags of both languages.
        least: Log-odds from which on two pairs of numbers are a swap.
    """
    found = [
        Swap(one, other, odds)
        for one, other, seen in compared(source, target, matches, langs)
        if (odds := float(seen @ FORMULA[:-1] + FORMULA[-1]))
        >= (max(least, LEAST_YEAR) if _year(one, other) else least)
    ]
    kept: list[Swap] = []
    for swap in sorted(found, key=lambda swap: -swap.odds):
        if all(match not in (before.one, before.other) for before in kept for match in (swap.one, swap.other)):
            kept.append(swap)
    return kept


def _year(one: Match, other: Match) -> bool:
    """Whether one of two numbers may be a year, and the other not."""
    return (one[0].value in YEARS) is not (other[0].value in YEARS)


def compared(
    source: Words, target: Words, matches: Sequence[Match], langs: tuple[str, str]
) -> Iterator[tuple[Match, Match, NDArray[np.float64]]]:
    """Each two pairs of numbers with words between them, and what the formula looks at."""
    if not (2 <= len(matches) <= MANY and all(FEWEST <= len(side.spans) <= MOST for side in (source, target))):
        return
    rows = [(_rows(source, one), _rows(target, other)) for one, other in matches]
    left, right = (
        _Side(side, [row[k] for row in rows], _units(side.text, lang, [match[k] for match in matches]))
        for k, (side, lang) in enumerate(zip((source, target), langs, strict=True))
    )
    if not (left.free.any() and right.free.any()):
        return
    likeness = _likeness(left, right)
    for at, to in itertools.combinations(range(len(matches)), 2):
        # Between the numbers of 3-1 or 2:5 nothing stands that could tell them apart, nor in 2012-06-13.
        ends = tuple(zip(matches[at], matches[to], strict=True))
        if left.apart(at, to) and right.apart(at, to) and all(map(_worded, (source, target), ends)):
            yield matches[at], matches[to], _evidence(left, right, likeness, at, to)


def _worded(side: Words, ends: tuple[Number, Number]) -> bool:
    """Whether a letter stands between two numbers of a side."""
    first, second = sorted(ends, key=lambda number: number.start)
    return any(map(str.isalpha, side.text[first.end : second.start]))


class _Side:
    """The words of a text, and which of them are numbers.

    Args:
        text: The words.
        rows: For each number, the words that it is.
        units: For each number, what it counts.
    """

    def __init__(self, text: Words, rows: Sequence[Sequence[int]], units: Sequence[frozenset[str]]) -> None:
        self.vectors, self.rows, self.units = text.vectors, rows, units
        self.free = np.ones(len(text.spans), np.float32)
        for own in rows:
            self.free[list(own)] = 0

    def apart(self, at: int, to: int) -> bool:
        """Whether words stand between two numbers."""
        return min((abs(one - other) for one in self.rows[at] for other in self.rows[to]), default=0) > 1

    def near(self, at: int, reach: float) -> Floats:
        """The weight of each word near a number; that of a number is 0."""
        places = np.arange(len(self.free))
        away = np.abs(places[:, None] - np.array(self.rows[at])).min(1)
        weights: Floats = (np.exp((1 - away) / reach) * self.free).astype(np.float32)
        return weights

    def number(self, at: int) -> Floats:
        """The state of a number."""
        return _unit(self.vectors[list(self.rows[at])].sum(0))

    def context(self, at: int) -> Floats:
        """The state of the words near a number."""
        return _unit(self.near(at, NEAR) @ self.vectors)


def _evidence(left: _Side, right: _Side, likeness: Floats, at: int, to: int) -> NDArray[np.float64]:
    """What the formula looks at, `(6,)`; positive where two numbers look swapped."""
    seen: list[float] = []
    for reach in (NEAR, WIDE):
        here, there = ([side.near(one, reach) for one in (at, to)] for side in (left, right))
        straight = (here[0] @ likeness @ there[0]) * (here[1] @ likeness @ there[1])
        crossed = (here[0] @ likeness @ there[1]) * (here[1] @ likeness @ there[0])
        seen.append(float(np.log((crossed + FAINT) / (straight + FAINT))))
    for state in (_Side.number, _Side.context):
        here, there = ([state(side, one) for one in (at, to)] for side in (left, right))
        seen.append(float((here[0] - here[1]) @ (there[1] - there[0])))
    turned = (left.rows[at][0] < left.rows[to][0]) != (right.rows[at][0] < right.rows[to][0])
    return np.array([*seen, float(turned), _changed_hands(left, right, at, to)])


def _changed_hands(left: _Side, right: _Side, at: int, to: int) -> float:
    """Whether units and words moved to the other number, less whether they stayed; those of both say nothing."""
    moved = 0
    for own, other in ((at, to), (to, at)):
        units = left.units[own] - left.units[other]
        moved += bool(units & right.units[other]) - bool(units & right.units[own])
    return float(moved)


def _units(text: str, lang: str, found: Sequence[Number]) -> list[frozenset[str]]:
    """What each number counts, and the words right beside it that another language may have in the same letters."""
    counted = list(quantities(text, lang))
    none: frozenset[str] = frozenset()
    units = [next((one.units for one in counted if one.start <= number.start < one.end), none) for number in found]
    return [own | _beside(text, number) for own, number in zip(units, found, strict=True)]


def _beside(text: str, number: Number) -> frozenset[str]:
    """The name, or other longer word, before a number and that behind it: Boeing 727; Ann, 9, and Bob, 12."""
    before, behind = _WORD_BEFORE.search(text, 0, number.start), _WORD_BEHIND.match(text, number.end)
    return frozenset(
        f"{side}{match[1].lower()}"
        for side, match in (("<", before), (">", behind))
        if match and len(match[1]) >= (NAME if match[1][0].isupper() else LONG)
    )


def _rows(side: Words, number: Number) -> list[int]:
    """The words that a number is."""
    return [row for row, (start, end) in enumerate(side.spans) if start < number.end and number.start < end]


def _likeness(left: _Side, right: _Side) -> Floats:
    """How far each word of a side and each of the other choose each other, `(words, words)`; 0 for numbers."""
    both = np.outer(left.free, right.free)
    similar = np.where(both > 0, left.vectors @ right.vectors.T, -9)
    shares: Floats = np.sqrt(_shares(similar, 1) * _shares(similar, 0)) * both
    return shares


def _shares(similar: Floats, axis: int) -> Floats:
    raised: Floats = np.exp((similar - similar.max(axis, keepdims=True)) / SHARP)
    raised /= raised.sum(axis, keepdims=True)
    return raised


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-6)
    return unit
