"""Matched n-grams of many segments at once, the statistics behind BLEU and chrF.

All n-grams of a block of segments are written as numbers and sorted once. A number holds, from its highest bit down, the
segment, the symbols of the n-gram, and which text it comes from; so equal n-grams of *every* order stand side by side,
and counting them is finding where runs end. sacreBLEU makes a dictionary for each order of each text instead, which
takes ten times as long and, for chrF, most of a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
_BITS = 63


def matched(symbols: Counts, lengths: Counts, order: int) -> tuple[Counts, Counts] | None:
    """How many n-grams of each translation its references have, for n from 1 to `order`.

    An n-gram counts as often as it is in both texts.

    Args:
        symbols: Characters or words as numbers of 0 and above, those of all texts one after the other: for each
            segment its translation, then its references.
        lengths: Symbols of each text, shape `(segments, 1 + references)`.
        order: Greatest n.

    Returns:
        Matches with each reference, shape `(segments, references, order)`, and with all together (as often as in the
        reference that has it most often), shape `(segments, order)`; `None` when the texts of a segment have too many
        different symbols for this: more than a thousand for 6-grams.
    """
    segments, texts = lengths.shape
    text = np.repeat(np.arange(lengths.size), lengths.ravel())
    segment = text // texts
    ranks = _ranks(symbols, segment)
    width = int(ranks.max(initial=0)).bit_length()
    sides = (texts - 1).bit_length()
    if order * width + sides + (segments - 1).bit_length() > _BITS:
        if segments == 1:
            return None
        return _halves(symbols, lengths, order)
    left = np.cumsum(lengths.ravel())[text] - np.arange(len(symbols))  # symbols from here to the end of the text
    keys = segment
    for place in range(order):
        later = np.zeros_like(ranks)
        later[: max(len(ranks) - place, 0)] = ranks[place:]
        later[left <= place] = 0  # after the end: no symbol
        keys = keys << width | later
    keys = keys << sides | text % texts
    keys.sort()
    return _count(keys, segments, texts, order, width, sides)


def _count(
    keys: Counts, segments: int, texts: int, order: int, width: int, sides: int
) -> tuple[Counts, Counts]:
    side = keys & ((1 << sides) - 1)
    grams = keys >> sides
    numbers = [(side == text).astype(np.int64) for text in range(texts)]
    single = np.zeros((segments, texts - 1, order), dtype=np.int64)
    joint = np.zeros((segments, order), dtype=np.int64)
    for n in range(order, 0, -1):
        starts = np.flatnonzero(np.diff(grams, prepend=-1))
        if not len(starts):
            break
        grams = grams[starts]
        numbers = [np.add.reduceat(counts, starts) for counts in numbers]
        whole = grams & ((1 << width) - 1) > 0
        where = grams[whole] >> (n * width)
        mine, *others = [counts[whole] for counts in numbers]
        for text, counts in enumerate(others):
            single[:, text, n - 1] = np.bincount(where, np.minimum(mine, counts), segments)
        most = np.maximum.reduce(others)
        joint[:, n - 1] = np.bincount(where, np.minimum(mine, most), segments)
        grams = grams >> width
    return single, joint


def _halves(symbols: Counts, lengths: Counts, order: int) -> tuple[Counts, Counts] | None:
    middle = len(lengths) // 2
    cut = int(lengths[:middle].sum())
    parts = [matched(symbols[:cut], lengths[:middle], order), matched(symbols[cut:], lengths[middle:], order)]
    if parts[0] is None or parts[1] is None:
        return None
    single, joint = (np.concatenate(both) for both in zip(*parts, strict=True))
    return single, joint


def _ranks(symbols: Counts, segment: Counts) -> Counts:
    """The symbols numbered anew from 1 within each segment, so that few bits hold them."""
    keys = segment * (int(symbols.max(initial=0)) + 1) + symbols
    found, inverse = np.unique(keys, return_inverse=True)
    owners = found // (int(symbols.max(initial=0)) + 1)
    firsts = np.searchsorted(owners, np.arange(int(segment.max(initial=0)) + 1))
    ranks: Counts = inverse - firsts[segment] + 1
    return ranks


def totals(lengths: Counts, order: int) -> Counts:
    """How many n-grams texts of these lengths have, shape `(..., order)`."""
    found: Counts = np.maximum(lengths[..., None] - np.arange(order), 0)
    return found


def characters(texts: Iterable[str]) -> Counts:
    """The characters of all texts as numbers."""
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def words(texts: Iterable[Sequence[str]]) -> Counts:
    """The words of all texts as numbers."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(word, len(known)) for text in texts for word in text], dtype=np.int64)
