"""Counts the matched n-grams of many segments at once, for BLEU and chrF.

Each n-gram of a block of segments becomes an integer key, and the keys are sorted once. From its highest bits down, a
key has the segment, the symbols of the n-gram, and its text. Therefore equal n-grams of *every* order are neighbours,
and counting them means finding the ends of runs. sacreBLEU makes a dictionary for each order of each text instead. This
takes several times as long and, for chrF, nearly a gigabyte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
_BITS = 63
"""Bits: that a key may have, so that it fits a signed 64-bit integer."""
_CELLS = 1 << 22
"""Numbers: in a table of n-grams by text, 32 MB; more texts are counted in several tables."""


def matched(symbols: Counts, lengths: Counts, order: int) -> tuple[Counts, Counts] | None:
    """Count the n-grams of each translation that its references also have, for n from 1 to `order`.

    An n-gram counts as often as it is in both texts.

    Args:
        symbols: The characters or words of all texts as numbers from 0: for each segment its translation, then its
            references.
        lengths: Number of symbols of each text, shape `(segments, 1 + references)`.
        order: Greatest n.

    Returns:
        Matches with each reference, shape `(segments, references, order)`, and with all references together, where the
        greatest count of a reference applies, shape `(segments, order)`. `None` if the texts of a segment have too many
        different symbols: more than a thousand for 6-grams.
    """
    segments, texts = lengths.shape
    text = np.repeat(np.arange(lengths.size), lengths.ravel())
    segment, side = np.divmod(text, texts)
    sides, owners = (texts - 1).bit_length(), (segments - 1).bit_length()
    for renumber in (_in_all, _in_each):
        # The end of each text is a unique symbol, so an n-gram that includes it never matches.
        ranks = renumber(symbols, segment) + texts
        width = int(ranks.max(initial=0)).bit_length()
        if order * width + sides + owners <= _BITS:
            break
    else:
        return None if segments == 1 else _halves(symbols, lengths, order)
    left = np.cumsum(lengths.ravel())[text] - np.arange(len(symbols))  # symbols from here to the end of the text
    keys = segment
    for offset in range(order):
        shifted = side.copy()
        shifted[: max(len(ranks) - offset, 0)] = ranks[offset:]
        shifted = np.where(left > offset, shifted, side)
        keys = keys << width | shifted
    keys = keys << sides | side
    keys.sort()
    return _count(keys, segments, texts, order, width, sides)


def _count(keys: Counts, segments: int, texts: int, order: int, width: int, sides: int) -> tuple[Counts, Counts]:
    """The matches of sorted n-grams. The runs of each shorter length consist of the runs of the next longer one."""
    single = np.zeros((segments, texts - 1, order), dtype=np.int64)
    joint = np.zeros((segments, order), dtype=np.int64)
    if not len(keys):
        return single, joint
    side = keys & ((1 << sides) - 1)
    so_far = np.zeros((texts, len(keys) + 1), dtype=np.int32)  # number of n-grams of each text before each key
    for text in range(texts):
        np.cumsum(side == text, out=so_far[text, 1:])
    grams = keys >> sides
    cuts = np.arange(len(keys) + 1)
    for n in range(order, 0, -1):
        starts = np.flatnonzero(np.concatenate([[True], grams[1:] != grams[:-1]]))
        grams, cuts = grams[starts], cuts[np.append(starts, len(grams))]
        hypothesis, *references = [np.diff(counts[cuts]) for counts in so_far]
        columns = [*references, np.maximum.reduce(references)] if texts > 2 else references
        for text, counts in enumerate(columns):
            shared = np.minimum(hypothesis, counts)
            hits = np.flatnonzero(shared)
            sums = np.bincount(grams[hits] >> (n * width), shared[hits], segments)
            if text < texts - 1:
                single[:, text, n - 1] = sums
            joint[:, n - 1] = sums  # the last column is that of all references together
        grams = grams >> width
    return single, joint


def _halves(symbols: Counts, lengths: Counts, order: int) -> tuple[Counts, Counts] | None:
    middle = len(lengths) // 2
    cut = int(lengths[:middle].sum())
    parts = [matched(symbols[:cut], lengths[:middle], order), matched(symbols[cut:], lengths[middle:], order)]
    if parts[0] is None or parts[1] is None:
        return None
    single, joint = (np.concatenate(halves) for halves in zip(*parts, strict=True))
    return single, joint


def _in_all(symbols: Counts, segment: Counts) -> Counts:
    """The symbols renumbered from 0, in the same way for all segments."""
    is_used = np.zeros(int(symbols.max(initial=0)) + 1, dtype=np.int64)
    is_used[symbols] = 1
    numbers: Counts = np.cumsum(is_used)[symbols] - 1
    return numbers


def _in_each(symbols: Counts, segment: Counts) -> Counts:
    """The symbols renumbered from 0 within each segment: smaller numbers if a script has thousands of characters."""
    size = int(symbols.max(initial=0)) + 1
    distinct, inverse = np.unique(segment * size + symbols, return_inverse=True)
    firsts = np.searchsorted(distinct // size, np.arange(int(segment.max(initial=0)) + 1))
    numbers: Counts = inverse - firsts[segment]
    return numbers


def shared(texts: Sequence[Sequence[Hashable]], order: int) -> Iterator[Counts]:
    """For each text its matched n-grams with every text, its own too, shape `(texts, order)`.

    The n-grams of each text are counted once. That suits many texts that are all compared with each other.
    """
    number_of: dict[Hashable, int] = {}
    of_texts = []
    for text in texts:
        grams = [Counter(text[at : at + n] for at in range(len(text) - n + 1)) for n in range(1, order + 1)]
        columns = [number_of.setdefault(gram, len(number_of)) for counts in grams for gram in counts]
        counted = np.array([number for counts in grams for number in counts.values()], dtype=np.int64)
        orders = np.repeat(np.arange(order), list(map(len, grams)))
        of_texts.append((np.array(columns, dtype=np.int64), counted, orders))
    matches = np.zeros((len(texts), len(texts), order), dtype=np.int64)
    size = max(1, _CELLS // max(1, len(number_of)))
    for start in range(0, len(texts), size):
        block = of_texts[start : start + size]
        table = np.zeros((len(number_of), len(block)), dtype=np.int64)
        for place, (columns_of, counted, _) in enumerate(block):
            table[columns_of, place] = counted
        for place, (columns_of, counted, orders) in enumerate(of_texts):
            both = np.minimum(table[columns_of], counted[:, None])
            ends = np.searchsorted(orders, np.arange(order + 1))
            so_far = np.concatenate([np.zeros((1, len(block)), dtype=np.int64), np.cumsum(both, axis=0)])
            matches[place, start : start + size] = np.diff(so_far[ends], axis=0).T
    yield from matches


def totals(lengths: Counts, order: int) -> Counts:
    """The number of n-grams of texts with these lengths, shape `(..., order)`."""
    counts: Counts = np.maximum(lengths[..., None] - np.arange(order), 0)
    return counts


def characters(texts: Iterable[str]) -> Counts:
    """The characters of all texts as numbers."""
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def words(texts: Iterable[Sequence[str]]) -> Counts:
    """The words of all texts as numbers."""
    number_of: dict[str, int] = {}
    return np.array([number_of.setdefault(word, len(number_of)) for text in texts for word in text], dtype=np.int64)
