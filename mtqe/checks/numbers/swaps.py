"""Finds two numbers of a text that changed places in its translation: each stands beside the words of the other.

A number that occurs once on each side is a pair with its counterpart. For each two pairs, the words near every number
are compared with those near both numbers of the opposite side, by the states of the encoder (see `coverage`). A
logistic formula weighs six values: four differences of these states, whether the order of the numbers changed, and
whether a unit or name moved to the other number. `bench/moved_numbers.py` fitted its weights on professional
translations and on the same translations with two numbers exchanged.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe import encoder
from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.kept_order import (
    Match,
    is_age_in_other_order,
    is_bound,
    is_date_in_other_order,
    is_part_before_whole,
    is_range_in_other_order,
    is_range_in_same_order,
)
from mtqe.checks.numbers.number_lists import exchanged
from mtqe.checks.numbers.quantities import quantities
from mtqe.checks.shared.coverage import FEWEST, MOST, Words, words
from mtqe.encoder.exact_sums import cosines
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Span
from mtqe.registry.contracts import Context

LEAST, LEAST_CHINESE, LEAST_ELSEWHERE = 0.7, 3.0, 2.0
"""Log-odds: of the least certain swap that is reported. Chinese words resemble those of other languages less. The last
one is for pairs that the formula was not fitted on. Measured with bench/moved_numbers.py and bench/figures.py."""
LEAST_YEAR = 1.5
"""Log-odds: the same for a year and another number, because a year may be anywhere in its sentence. Measured with
bench/moved_numbers.py."""
LEAST_YEAR_TURNED = 3.0
"""Log-odds: the same where one language turns phrases around, so that the words beside a year change. Measured with
bench/articles.py."""
LEAST_SAME_ORDER = 2.5
"""Log-odds: the same for two numbers in the order of the source. To exchange them, a translator turns the words around
and leaves the figures, which is rare: of 20 swaps, one is of this kind. More often a clause is put in other words."""
YEARS = range(1500, 2100)
"""Values: that may be a year."""
BATCH = 256
"""Segments: read in one batch. The states of their tokens are not kept after it."""
Floats = NDArray[np.float32]
MOST_PAIRS = 12
"""Pairs: of numbers in a segment that is judged. One with more is a table without words beside the numbers."""
MOST_NUMBERS = 100
"""Numbers: of a side that is judged. One with more is a table too."""
NEAR, WIDE = 1.0, 4.0
"""Words: distance from a number at which the weight of a word falls to a third."""
SHARP = 0.06
"""Cosine: difference from the most similar word at which the weight of a word falls to a third."""
FAINT = 1e-4
"""Weights: added to both sides of a ratio, so that it stays finite if nothing is near a number."""
FORMULA = np.array([0.86, 0.87, 0.45, 2.22, 2.22, 3.99, -2.07])
"""Weights: of each column of `_evidence`, then the constant. Fitted by bench/moved_numbers.py."""
ORDER = 4
"""Place: of the weight for another order of the numbers."""
SHORTEST_NAME, SHORTEST_WORD = 2, 4
"""Letters: of the shortest word that counts beside a number, with and without a capital."""
_WORD_BEFORE = late(r"(?<![A-Za-zÀ-ӿ])([A-Za-zÀ-ӿ]+)[ \u00a0,(:=\"'“„«-]*$")
_WORD_AFTER = late(r"[ \u00a0,):\"'”“»-]*([A-Za-zÀ-ӿ]+)")


class Swap(NamedTuple):
    """Two pairs of numbers that changed places.

    Args:
        first: A number of the source and its counterpart.
        second: The number that it changed places with, and its counterpart.
        odds: Log-odds of the exchange.
    """

    first: Match
    second: Match
    odds: float


def hits(segments: Sequence[Segment], context: Context, name: str, is_fitted: bool) -> Iterator[tuple[Segment, Hit]]:
    """Report the swaps of a document."""
    langs = context.source_base, context.target_base
    least = LEAST_CHINESE if any(language(lang).is_chinese for lang in langs) else LEAST
    if not is_fitted:
        least = LEAST_ELSEWHERE
    all_matches = ((segment, matched(segment.source, segment.target, langs)) for segment in segments)
    candidates = [(segment, matches) for segment, matches in all_matches if 2 <= len(matches) <= MOST_PAIRS]
    for start in range(0, len(candidates), BATCH):
        context.progress(name, start, len(candidates))
        batch = candidates[start : start + BATCH]
        texts = list(dict.fromkeys(text for segment, _ in batch for text in (segment.source, segment.target)))
        tokens = dict(zip(texts, encoder.load(context.config.device).tokens(texts), strict=True))
        for segment, matches in batch:
            source, target = (words(text, tokens[text]) for text in (segment.source, segment.target))
            # number-mismatch reports two numbers of a list or range.
            in_lists = [set(pair) for _, pair in exchanged(segment.source, segment.target, langs)]
            for swap in swaps(source, target, matches, langs, least):
                if {swap.first[1], swap.second[1]} not in in_lists and not _is_explained(swap, matches, segment, langs):
                    yield segment, _hit(segment, swap)


def _is_explained(swap: Swap, matches: Sequence[Match], segment: Segment, langs: tuple[str, str]) -> bool:
    """Whether the order of the numbers shows that they did not change places."""
    pair, texts = (swap.first, swap.second), (segment.source, segment.target)
    return (
        is_bound(*pair, matches)
        or is_range_in_other_order(*pair, texts, langs)
        or is_range_in_same_order(*pair, texts, langs)
        or is_part_before_whole(*pair, texts, langs)
        or is_date_in_other_order(*pair, texts)
        or is_age_in_other_order(*pair, texts, langs)
    )


def _hit(segment: Segment, swap: Swap) -> Hit:
    source_pair, target_pair = (
        sorted(pair, key=lambda number: number.start) for pair in zip(swap.first, swap.second, strict=True)
    )
    spans = [Span("source", number.start, number.end) for number in source_pair]
    spans += [Span("target", number.start, number.end) for number in target_pair]
    first, second = (segment.source[span.start : span.end] for span in spans[:2])
    confidence = round(1 / (1 + math.exp(-swap.odds)), 2)
    return Hit(f"the numbers {first!r} and {second!r} changed places", tuple(spans), confidence=confidence)


def matched(source: str, target: str, langs: tuple[str, str]) -> list[Match]:
    """Return the numbers, in digits or words, that occur once on each side, in the order of the source."""
    source_numbers, target_numbers = (
        [number for number in numbers(text, lang) if number.kind in ("digits", "word") and number.value is not None]
        for text, lang in zip((source, target), langs, strict=True)
    )
    if max(len(source_numbers), len(target_numbers)) > MOST_NUMBERS:
        return []
    pairs = [
        (left, right) for left in source_numbers for right in target_numbers if not left.values.isdisjoint(right.values)
    ]
    n_source, n_target = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    return [(left, right) for left, right in pairs if n_source[left] == n_target[right] == 1]


def swaps(source: Words, target: Words, matches: Sequence[Match], langs: tuple[str, str], least: float) -> list[Swap]:
    """Return the most likely swaps. No number belongs to two of them."""
    weights = _weights(langs)
    turns = _turns_phrases(langs)
    least_year = max(least, LEAST_YEAR_TURNED if turns else LEAST_YEAR)
    likely: list[Swap] = []
    for first, second, evidence in compared(source, target, matches, langs):
        odds = float(evidence @ weights[:-1] + weights[-1])
        needed = least_year if _is_year_and_other(first, second) else least
        if not (turns or evidence[ORDER]):
            needed = max(needed, LEAST_SAME_ORDER)
        if odds >= needed:
            likely.append(Swap(first, second, odds))
    disjoint: list[Swap] = []
    for swap in sorted(likely, key=lambda swap: -swap.odds):
        if all(
            match not in (likelier.first, likelier.second)
            for likelier in disjoint
            for match in (swap.first, swap.second)
        ):
            disjoint.append(swap)
    return disjoint


@functools.cache
def _weights(langs: tuple[str, str]) -> NDArray[np.float64]:
    """The weights of the formula. Where one language turns phrases around, another order says nothing."""
    weights = FORMULA.copy()
    if _turns_phrases(langs):
        weights[ORDER] = 0.0
    return weights


def _turns_phrases(langs: tuple[str, str]) -> bool:
    """Whether one of two languages has before a noun what the other one has behind it."""
    return language(langs[0]).head_final is not language(langs[1]).head_final


def _is_year_and_other(first: Match, second: Match) -> bool:
    """Whether only one of two numbers may be a year."""
    return (first[0].value in YEARS) is not (second[0].value in YEARS)


def compared(
    source: Words, target: Words, matches: Sequence[Match], langs: tuple[str, str]
) -> Iterator[tuple[Match, Match, NDArray[np.float64]]]:
    """Yield each two pairs of numbers with words between them, and the values for the formula."""
    if not (2 <= len(matches) <= MOST_PAIRS and all(FEWEST <= len(side.spans) <= MOST for side in (source, target))):
        return
    rows = [(_rows(source, source_number), _rows(target, target_number)) for source_number, target_number in matches]
    source_side, target_side = (
        _Side(side, [row[k] for row in rows], _units(side.text, lang, [match[k] for match in matches]))
        for k, (side, lang) in enumerate(zip((source, target), langs, strict=True))
    )
    if not (source_side.free.any() and target_side.free.any()):
        return
    likeness = _likeness(source_side, target_side)
    for first, second in itertools.combinations(range(len(matches)), 2):
        # No word between the numbers of 3-1, 2:5 or 2012-06-13 distinguishes them.
        ends = tuple(zip(matches[first], matches[second], strict=True))
        if (
            source_side.has_words_between(first, second)
            and target_side.has_words_between(first, second)
            and all(map(_has_letter_between, (source, target), ends))
        ):
            yield matches[first], matches[second], _evidence(source_side, target_side, likeness, first, second)


def _has_letter_between(side: Words, ends: tuple[Number, Number]) -> bool:
    """Whether there is a letter between two numbers of a side."""
    first, second = sorted(ends, key=lambda number: number.start)
    return any(map(str.isalpha, side.text[first.end : second.start]))


class _Side:
    """The words of a text, and which of them are numbers.

    Args:
        text: The words.
        rows: Indices of the words of each number.
        units: Units of each number, and names beside it.
    """

    def __init__(self, text: Words, rows: Sequence[Sequence[int]], units: Sequence[frozenset[str]]) -> None:
        self.vectors, self.rows, self.units = text.vectors, rows, units
        self.free = np.ones(len(text.spans), np.float32)
        for number_rows in rows:
            self.free[list(number_rows)] = 0

    def has_words_between(self, first: int, second: int) -> bool:
        """Return whether there are words between two numbers."""
        return min((abs(left - right) for left in self.rows[first] for right in self.rows[second]), default=0) > 1

    def near(self, at: int, reach: float) -> Floats:
        """Return the weight of each word near a number. Numbers have weight 0."""
        rows = np.arange(len(self.free))
        distances = np.abs(rows[:, None] - np.array(self.rows[at])).min(1)
        weights: Floats = (np.exp((1 - distances) / reach) * self.free).astype(np.float32)
        return weights

    def number(self, at: int) -> Floats:
        """Return the state of a number."""
        return _unit(self.vectors[list(self.rows[at])].sum(0))

    def context(self, at: int) -> Floats:
        """Return the state of the words near a number."""
        return _unit((self.near(at, NEAR)[:, None] * self.vectors).sum(0))


def _evidence(source: _Side, target: _Side, likeness: Floats, first: int, second: int) -> NDArray[np.float64]:
    """The values for the formula, `(6,)`; positive if two numbers look swapped."""
    values: list[float] = []
    for reach in (NEAR, WIDE):
        source_near, target_near = ([side.near(at, reach) for at in (first, second)] for side in (source, target))
        straight = _sum(source_near[0], likeness, target_near[0]) * _sum(source_near[1], likeness, target_near[1])
        crossed = _sum(source_near[0], likeness, target_near[1]) * _sum(source_near[1], likeness, target_near[0])
        values.append(float(np.log((crossed + FAINT) / (straight + FAINT))))
    for state in (_Side.number, _Side.context):
        source_states, target_states = ([state(side, at) for at in (first, second)] for side in (source, target))
        values.append(float((source_states[0] - source_states[1]) @ (target_states[1] - target_states[0])))
    is_reordered = (source.rows[first][0] < source.rows[second][0]) != (target.rows[first][0] < target.rows[second][0])
    return np.array([*values, float(is_reordered), _moved_units(source, target, first, second)])


def _sum(rows: Floats, likeness: Floats, columns: Floats) -> float:
    """The weighted sum of a matrix; unlike a product of matrices it does not depend on the number of threads."""
    return float((rows[:, None] * likeness * columns).sum())


def _moved_units(source: _Side, target: _Side, first: int, second: int) -> float:
    """How many numbers took over units or names of the other number, less how many kept theirs.

    Units and names of both numbers are not counted.
    """
    moved = 0
    for number, partner in ((first, second), (second, first)):
        units = source.units[number] - source.units[partner]
        moved += bool(units & target.units[partner]) - bool(units & target.units[number])
    return float(moved)


def _units(text: str, lang: str, text_numbers: Sequence[Number]) -> list[frozenset[str]]:
    """The units of each number, and the words directly beside it that another language may have in the same letters."""
    text_quantities = list(quantities(text, lang))
    none: frozenset[str] = frozenset()
    return [
        _beside(text, number)
        | next((quantity.units for quantity in text_quantities if quantity.start <= number.start < quantity.end), none)
        for number in text_numbers
    ]


def _beside(text: str, number: Number) -> frozenset[str]:
    """The names or longer words directly before and after a number: Boeing 727; Ann, 9, and Bob, 12."""
    before, after = _WORD_BEFORE.search(text, 0, number.start), _WORD_AFTER.match(text, number.end)
    return frozenset(
        f"{side}{match[1].lower()}"
        for side, match in (("<", before), (">", after))
        if match and len(match[1]) >= (SHORTEST_NAME if match[1][0].isupper() else SHORTEST_WORD)
    )


def _rows(side: Words, number: Number) -> list[int]:
    """The indices of the words of a number."""
    return [row for row, (start, end) in enumerate(side.spans) if start < number.end and number.start < end]


def _likeness(source: _Side, target: _Side) -> Floats:
    """How strongly each source word and each target word choose each other, `(words, words)`; 0 for numbers."""
    allowed = np.outer(source.free, target.free)
    similar = np.where(allowed > 0, cosines(source.vectors, target.vectors), -9)
    shares: Floats = np.sqrt(_shares(similar, 1) * _shares(similar, 0)) * allowed
    return shares


def _shares(similar: Floats, axis: int) -> Floats:
    """The share of each word in the choice of a word of the opposite side: softmax over an axis."""
    raised: Floats = np.exp((similar - similar.max(axis, keepdims=True)) / SHARP)
    raised /= raised.sum(axis, keepdims=True)
    return raised


def _unit(vector: Floats) -> Floats:
    """The vector with length 1."""
    unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-6)
    return unit
