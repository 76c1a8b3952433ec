"""Matched n-grams of many segments at once, the statistics behind BLEU and chrF.

All n-grams of a block of segments are written as numbers and sorted once. A number holds, from its highest bit down,
the segment, the symbols of the n-gram, and which text it comes from; so equal n-grams of *every* order stand side by
side, and counting them is finding where runs end. sacreBLEU makes a dictionary for each order of each text instead,
which takes several times as long and, for chrF, most of a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
_BITS = 63
"""Bits: that a key may have, so that it fits a signed 64-bit integer. By definition."""


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
    segment, side = np.divmod(text, texts)
    sides, owners = (texts - 1).bit_length(), (segments - 1).bit_length()
    for number in (_in_all, _in_each):
        # The end of a text is a symbol of its own in each text, so that nothing that holds it ever matches.
        ranks = number(symbols, segment) + texts
        width = int(ranks.max(initial=0)).bit_length()
        if order * width + sides + owners <= _BITS:
            break
    else:
        return None if segments == 1 else _halves(symbols, lengths, order)
    left = np.cumsum(lengths.ravel())[text] - np.arange(len(symbols))  # symbols from here to the end of the text
    keys = segment
    for place in range(order):
        later = side.copy()
        later[: max(len(ranks) - place, 0)] = ranks[place:]
        later = np.where(left > place, later, side)
        keys = keys << width | later
    keys = keys << sides | side
    keys.sort()
    return _count(keys, segments, texts, order, width, sides)


def _count(keys: Counts, segments: int, texts: int, order: int, width: int, sides: int) -> tuple[Counts, Counts]:
    """The matches of sorted n-grams; those of each shorter length are found among the runs of the longer one."""
    single = np.zeros((segments, texts - 1, order), dtype=np.int64)
    joint = np.zeros((segments, order), dtype=np.int64)
    if not len(keys):
        return single, joint
    side = keys & ((1 << sides) - 1)
    so_far = np.zeros((texts, len(keys) + 1), dtype=np.int32)  # n-grams of each text before each place
    for text in range(texts):
        np.cumsum(side == text, out=so_far[text, 1:])
    grams = keys >> sides
    cuts = np.arange(len(keys) + 1)
    for n in range(order, 0, -1):
        starts = np.flatnonzero(np.concatenate([[True], grams[1:] != grams[:-1]]))
        grams, cuts = grams[starts], cuts[np.append(starts, len(grams))]
        mine, *others = [np.diff(counts[cuts]) for counts in so_far]
        for text, counts in enumerate([*others, np.maximum.reduce(others)] if texts > 2 else others):
            both = np.minimum(mine, counts)
            hits = np.flatnonzero(both)
            sums = np.bincount(grams[hits] >> (n * width), both[hits], segments)
            if text < texts - 1:
                single[:, text, n - 1] = sums
            joint[:, n - 1] = sums  # the last is that with all
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


def _in_all(symbols: Counts, segment: Counts) -> Counts:
    """The symbols numbered anew from 0, alike in all segments."""
    seen = np.zeros(int(symbols.max(initial=0)) + 1, dtype=np.int64)
    seen[symbols] = 1
    numbers: Counts = np.cumsum(seen)[symbols] - 1
    return numbers


def _in_each(symbols: Counts, segment: Counts) -> Counts:
    """The symbols numbered anew from 0 within each segment: less than in all where there are thousands of letters."""
    size = int(symbols.max(initial=0)) + 1
    found, inverse = np.unique(segment * size + symbols, return_inverse=True)
    firsts = np.searchsorted(found // size, np.arange(int(segment.max(initial=0)) + 1))
    numbers: Counts = inverse - firsts[segment]
    return numbers


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
