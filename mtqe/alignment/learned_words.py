"""Learns word translations from the document: pairs of words that often meet in probable translations.

The first pass gives the probability of each pair of sentences. Two words that meet in several probable pairs and seldom
occur without each other count as translations. In each sentence a pair of words counts only on the evidence of other
sentences, so a wrong first alignment cannot confirm itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.alignment.nouns import Link

    Ints = NDArray[np.int64]
    Rows = tuple[Ints, Ints]  # the word numbers of all sentences, concatenated, and the start of each sentence
    Meetings = tuple[Ints, NDArray[np.float64], Ints]

_SUPPORT = 0.9
"""Copies: least expected number of meetings in other sentences. Measured with bench/alignment.py."""
_DICE = 0.6
"""Score: least Dice coefficient of two words. Measured with bench/alignment.py."""
_MEETINGS_AT_ONCE = 400_000
"""Pairs: meetings in memory at a time, some 30 MB."""


def learn(
    this_side: Sequence[Collection[str]],
    other_side: Sequence[Collection[str]],
    links: Sequence[Link],
    known: Collection[str] = frozenset(),
) -> dict[tuple[int, str], list[int]]:
    """The sentences of the other side that contain a learned translation of a word of this side.

    Args:
        this_side: The words of each sentence of this side.
        other_side: The words of each sentence of the other side.
        links: `(sentence, other sentence, probability of being in one bead)`.
        known: Words of this side that need no learning.

    Returns:
        For `(sentence, word)` the sentences of the other side, in order; absent if no translation was learned.
        Words with the same translations share one list.
    """
    rows, columns = _occurrences(this_side, known), _occurrences(other_side)
    words, partners = list(rows), list(columns)
    counts = np.array([len(rows[word]) for word in words]), np.array([len(columns[partner]) for partner in partners])
    result: dict[tuple[int, str], list[str]] = defaultdict(list)
    sides = _numbered(this_side, words), _numbered(other_side, partners)
    for meetings, expected, pair_numbers in _meetings(*sides, links, len(words), len(partners)):
        starts = np.flatnonzero(np.append(True, np.diff(pair_numbers) > 0))
        ends = np.append(starts[1:], len(pair_numbers))
        total = np.add.reduceat(expected, starts)
        pairs = meetings[starts, 1]
        occurrences = counts[0][pairs // len(partners)] + counts[1][pairs % len(partners)]
        # A slightly lower limit than below, where the meetings of the sentence itself are subtracted.
        promising = np.flatnonzero((total >= _SUPPORT) & (2 * total >= 0.8 * _DICE * occurrences))
        for number in promising.tolist():
            span = slice(starts[number], ends[number])
            pair = int(pairs[number])
            word, partner = words[pair // len(partners)], partners[pair % len(partners)]
            in_sentence = dict(zip(meetings[span, 0].tolist(), expected[span].tolist(), strict=True))
            for i in rows[word]:
                support = float(total[number]) - in_sentence.get(i, 0.0)
                elsewhere = len(rows[word]) - 1 + len(columns[partner]) - in_sentence.get(i, 0.0)
                if support >= _SUPPORT and 2 * support >= _DICE * elsewhere:
                    result[i, word].append(partner)
    # In a repetitive text a word occurs in thousands of sentences, so words with the same partners share one list.
    shared = {group: sorted({j for word in group for j in columns[word]}) for group in map(tuple, result.values())}
    return {key: shared[tuple(group)] for key, group in result.items()}


def _occurrences(side: Sequence[Collection[str]], without: Collection[str] = ()) -> dict[str, list[int]]:
    """The sentences of each word that occurs at least twice and not in too many sentences to be specific."""
    sentences_of: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(side):
        for word in sentence:
            sentences_of[word].append(number)
    limit = max(6, len(side) // 10)
    return {
        word: sentences_of[word]
        for word in sorted(sentences_of)
        if 2 <= len(sentences_of[word]) <= limit and word not in without
    }


def _numbered(side: Sequence[Collection[str]], words: Sequence[str]) -> Rows:
    index = {word: number for number, word in enumerate(words)}
    rows = [sorted(index[w] for w in sentence if w in index) for sentence in side]
    return np.array([number for row in rows for number in row], np.int64), np.cumsum([0, *map(len, rows)])


def _meetings(left: Rows, right: Rows, links: Sequence[Link], words: int, partners: int) -> Iterator[Meetings]:
    """The sentences in which each pair of words meets, in chunks of words, because all pairs take too much memory.

    Returns:
        Rows of (sentence of this side, word * partners + partner), sorted by the pair; the expected number of meetings
        in each row; and the number of the row's pair among the distinct pairs.
    """
    if not links:
        return
    sentences, counterparts = (np.array([link[k] for link in links], np.int64) for k in (0, 1))
    weights = np.array([link[2] for link in links], np.float64)
    widths = np.diff(right[1])[counterparts]
    in_sentence = np.bincount(sentences, widths, minlength=len(left[1]) - 1)  # words that each word of a sentence meets
    of_word = np.bincount(left[0], in_sentence[_sentences(left)], minlength=words)
    part = np.cumsum(of_word) // _MEETINGS_AT_ONCE  # the chunk of each word
    for number in np.unique(part).tolist():
        first, last = np.searchsorted(part, (number, number + 1))
        chosen = (left[0] >= first) & (left[0] < last)
        starts = np.append(0, np.cumsum(chosen))[left[1]]
        sizes = np.diff(starts)[sentences] * widths
        if not sizes.sum():
            continue
        link = np.repeat(np.arange(len(links)), sizes)
        within = np.arange(len(link)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        word = left[0][chosen][starts[sentences][link] + within // widths[link]]
        pair = word * partners + right[0][right[1][counterparts][link] + within % widths[link]]
        yield _merged(np.stack([pair, sentences[link]]), weights[link])


def _merged(keys: Ints, weight: NDArray[np.float64]) -> Meetings:
    """The meetings with those of one pair in one sentence added up."""
    order = np.lexsort(keys[::-1])
    keys, weight = keys[:, order], weight[order]
    starts = np.flatnonzero(np.append(True, (np.diff(keys) != 0).any(axis=0)))
    merged = keys[:, starts]
    pair_number = np.cumsum(np.append(True, np.diff(merged[0]) != 0)) - 1
    return merged[::-1].T, np.add.reduceat(weight, starts), pair_number


def _sentences(rows: Rows) -> Ints:
    """The sentence of each word number."""
    return np.repeat(np.arange(len(rows[1]) - 1), np.diff(rows[1]))
