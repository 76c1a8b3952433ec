"""Words learned from the document: pairs that keep meeting in sentences which are probably translations.

After a first pass the programme knows how likely each pair of sentences belongs together. Two words that meet in
several such pairs and seldom stand apart are taken for translations of each other. A pair of words is believed in a
sentence only on the evidence of other sentences, so a wrong first alignment cannot confirm itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.align.nouns import Link

    Ints = NDArray[np.int64]
    Rows = tuple[Ints, Ints]  # the numbers of all sentences in a row, and where each sentence's begin
    Meetings = tuple[Ints, NDArray[np.float64], Ints]

_SUPPORT = 0.9  # expected meetings elsewhere
_DICE = 0.6
_TOGETHER = 400_000  # meetings in memory at a time, some 30 MB


def learn(
    own: Sequence[Collection[str]],
    other: Sequence[Collection[str]],
    links: Sequence[Link],
    known: Collection[str] = frozenset(),
) -> dict[tuple[int, str], list[int]]:
    """Where the other side has a word that a word of this side is known to be translated by.

    Args:
        own: The words of each sentence of this side.
        other: The words of each sentence of the other side.
        links: `(sentence, other sentence, probability of being in one bead)`.
        known: Words of this side that need no learning.

    Returns:
        For `(sentence, word)` the sentences of the other side, in order; absent when no translation is known. Words
        with the same translations share one list.
    """
    rows, columns = _occurrences(own, known), _occurrences(other)
    words, partners = list(rows), list(columns)
    counts = np.array([len(rows[word]) for word in words]), np.array([len(columns[partner]) for partner in partners])
    result: dict[tuple[int, str], list[str]] = defaultdict(list)
    sides = _numbered(own, words), _numbered(other, partners)
    for meetings, expected, where in _meetings(*sides, links, len(words), len(partners)):
        starts = np.flatnonzero(np.append(True, np.diff(where) > 0))
        ends = np.append(starts[1:], len(where))
        total = np.add.reduceat(expected, starts)
        pairs = meetings[starts, 1]
        seen = counts[0][pairs // len(partners)] + counts[1][pairs % len(partners)]
        # A little less than what is asked for below, where one sentence's own meetings are taken out.
        promising = np.flatnonzero((total >= _SUPPORT) & (2 * total >= 0.8 * _DICE * seen))
        for number in promising.tolist():
            span = slice(starts[number], ends[number])
            pair = int(pairs[number])
            word, partner = words[pair // len(partners)], partners[pair % len(partners)]
            here = dict(zip(meetings[span, 0].tolist(), expected[span].tolist(), strict=True))
            for i in rows[word]:
                support = float(total[number]) - here.get(i, 0.0)
                others = len(rows[word]) - 1 + len(columns[partner]) - here.get(i, 0.0)
                if support >= _SUPPORT and 2 * support >= _DICE * others:
                    result[i, word].append(partner)
    # In a text that repeats itself a word stands in thousands of sentences: its partners' places are listed once.
    shared = {group: sorted({j for word in group for j in columns[word]}) for group in map(tuple, result.values())}
    return {key: shared[tuple(group)] for key, group in result.items()}


def _occurrences(side: Sequence[Collection[str]], without: Collection[str] = ()) -> dict[str, list[int]]:
    """The sentences of each word that can meet another one more than once, and not just anything."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(side):
        for word in sentence:
            where[word].append(number)
    most = max(6, len(side) // 10)
    return {word: where[word] for word in sorted(where) if 2 <= len(where[word]) <= most and word not in without}


def _numbered(side: Sequence[Collection[str]], words: Sequence[str]) -> Rows:
    index = {word: number for number, word in enumerate(words)}
    rows = [sorted(index[w] for w in sentence if w in index) for sentence in side]
    return np.array([number for row in rows for number in row], np.int64), np.cumsum([0, *map(len, rows)])


def _meetings(left: Rows, right: Rows, links: Sequence[Link], words: int, partners: int) -> Iterator[Meetings]:
    """Where which pairs of words meet, for some words of this side after the other, as all at once take much memory.

    Returns:
        Rows of (sentence of this side, word * partners + partner), sorted by the pair; the expected number of meetings
        in each; and the number of each row's pair among the distinct pairs.
    """
    if not links:
        return
    own, other = (np.array([link[k] for link in links], np.int64) for k in (0, 1))
    weights = np.array([link[2] for link in links], np.float64)
    widths = np.diff(right[1])[other]
    in_sentence = np.bincount(own, widths, minlength=len(left[1]) - 1)  # what each word of a sentence meets
    of_word = np.bincount(left[0], in_sentence[_sentences(left)], minlength=words)
    part = np.cumsum(of_word) // _TOGETHER  # which words go together
    for number in np.unique(part).tolist():
        first, last = np.searchsorted(part, (number, number + 1))
        chosen = (left[0] >= first) & (left[0] < last)
        starts = np.append(0, np.cumsum(chosen))[left[1]]
        sizes = np.diff(starts)[own] * widths
        if not sizes.sum():
            continue
        link = np.repeat(np.arange(len(links)), sizes)
        within = np.arange(len(link)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        word = left[0][chosen][starts[own][link] + within // widths[link]]
        pair = word * partners + right[0][right[1][other][link] + within % widths[link]]
        yield _merged(np.stack([pair, own[link]]), weights[link])


def _merged(keys: Ints, weight: NDArray[np.float64]) -> Meetings:
    """Meetings of one pair in one sentence added up."""
    order = np.lexsort(keys[::-1])
    keys, weight = keys[:, order], weight[order]
    starts = np.flatnonzero(np.append(True, (np.diff(keys) != 0).any(axis=0)))
    merged = keys[:, starts]
    pair_number = np.cumsum(np.append(True, np.diff(merged[0]) != 0)) - 1
    return merged[::-1].T, np.add.reduceat(weight, starts), pair_number


def _sentences(rows: Rows) -> Ints:
    """The sentence of each number."""
    return np.repeat(np.arange(len(rows[1]) - 1), np.diff(rows[1]))
