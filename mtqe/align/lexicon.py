"""Words learned from the document: pairs that keep meeting in sentences which are probably translations.

After a first pass the programme knows how likely each pair of sentences belongs together. Two words that meet in
several such pairs and seldom stand apart are taken for translations of each other. A pair of words is believed in a
sentence only on the evidence of other sentences, so a wrong first alignment cannot confirm itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.align import Link

    Ints = NDArray[np.int64]

_SUPPORT = 0.9  # expected meetings elsewhere
_DICE = 0.6


def learn(
    own: Sequence[frozenset[str]],
    other: Sequence[frozenset[str]],
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
    meetings, expected, where = _meetings(_numbered(own, words), _numbered(other, partners), links, len(partners))
    result: dict[tuple[int, str], list[str]] = defaultdict(list)
    if not len(where):
        return {}
    starts = np.flatnonzero(np.append(True, np.diff(where) > 0))
    ends = np.append(starts[1:], len(where))
    total = np.add.reduceat(expected, starts)
    seen = np.array([len(rows[word]) for word in words])[meetings[starts, 1] // len(partners)]
    seen = seen + np.array([len(columns[partner]) for partner in partners])[meetings[starts, 1] % len(partners)]
    # A little less than what is asked for below, where one sentence's own meetings are taken out.
    promising = np.flatnonzero((total >= _SUPPORT) & (2 * total >= 0.8 * _DICE * seen))
    for number in promising.tolist():
        span = slice(starts[number], ends[number])
        pair = int(meetings[starts[number], 1])
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


def _occurrences(side: Sequence[frozenset[str]], without: Collection[str] = ()) -> dict[str, list[int]]:
    """The sentences of each word that can meet another one more than once, and not just anything."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(side):
        for word in sentence:
            where[word].append(number)
    most = max(6, len(side) // 10)
    return {word: where[word] for word in sorted(where) if 2 <= len(where[word]) <= most and word not in without}


def _numbered(side: Sequence[frozenset[str]], words: Sequence[str]) -> list[Ints]:
    index = {word: number for number, word in enumerate(words)}
    return [np.array(sorted(index[w] for w in sentence if w in index), dtype=np.int64) for sentence in side]


def _meetings(
    left: Sequence[Ints], right: Sequence[Ints], links: Sequence[Link], size: int
) -> tuple[Ints, NDArray[np.float64], Ints]:
    """Where which pairs of words meet.

    Returns:
        Rows of (sentence of this side, word * size + partner), sorted by the pair; the expected number of meetings in
        each; and the number of each row's pair among the distinct pairs.
    """
    pairs = [np.add.outer(left[i] * size, right[j]).ravel() for i, j, _ in links]
    sizes = [len(pair) for pair in pairs]
    if not sum(sizes):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64)
    sentence = np.repeat([i for i, _, _ in links], sizes)
    weight = np.repeat([probability for _, _, probability in links], sizes)
    keys = np.stack([np.concatenate(pairs), sentence])
    order = np.lexsort(keys[::-1])
    keys, weight = keys[:, order], weight[order]
    new = np.append(True, (np.diff(keys) != 0).any(axis=0))
    starts = np.flatnonzero(new)
    expected = np.add.reduceat(weight, starts)
    merged = keys[:, starts]
    pair_number = np.cumsum(np.append(True, np.diff(merged[0]) != 0)) - 1
    return merged[::-1].T, expected, pair_number
