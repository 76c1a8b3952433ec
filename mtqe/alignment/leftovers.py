"""What the search left open: sentences without a counterpart, and borders between beads that are not certain.

A translator may render a clause as a sentence of its own. Then the search can prefer a bead of two sentences and a
sentence that is left over: the bead seems to lack a clause, and the sentence seems to be invented. Such a sentence
joins the bead. A sentence that was really invented or omitted gives its neighbours nothing that they lack.

Where a clause moved from one sentence to the next, no border between the two is right, and both beads are uncertain.
They become one bead.

Source text and target text of similar length that were left over at the same place are one bead. Either the translation
is very free, or a passage was replaced. The checks that compare both sides tell, and they see every word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from mtqe.alignment.structure import MOST_IN_BEAD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    PlacedBead = tuple[range, range, float, float]
    Sides = tuple[NDArray[np.float64], NDArray[np.float64]]

GAIN = 0.08
"""Cosine: what a sentence gives to the other side of a bead, for each of its tokens, from which on it joins the bead.
Measured on professional news in 17 languages: 96 % of the halves of 250 divided sentences gave more, and so did one of
245 sentences from elsewhere in the article and none of 48 invented ones beside 144 paragraphs."""
LARGEST = 5
"""Sentences: of a bead after a sentence joined it, at most. A larger one tells a reader little."""
CERTAIN = 0.8
"""Probability: of each of two neighbouring beads, below which they become one bead. Measured with bench/alignment.py
and bench/articles.py."""
FACING = 0.5
"""Ratio: of the lengths of source and target text that were left over at the same place, from which on they are one
bead."""


@runtime_checkable
class Fills(Protocol):
    """Evidence that can say what a sentence adds to a bead."""

    def gain(self, side: int, bead: tuple[range, range], sentence: int) -> float:
        """How much better the other side of a bead is covered if a sentence of this side joins it.

        Args:
            side: The side of the sentence: 0 source, 1 target.
            bead: The sentences of both sides of the bead.
            sentence: The number of the sentence, next to those of its side.

        Returns:
            For each token of the other side, the cosine by which the nearest token of the sentence is nearer than the
            nearest one of the bead, if it is; their sum, divided by the number of tokens of the sentence. The states of
            the tokens of a text are centred, and those of the sentence are read beside the bead.
        """


def joined(chain: Sequence[PlacedBead], evidence: Fills) -> list[PlacedBead]:
    """The chain, in which each sentence that was left over has joined the neighbouring bead that lacks it, if any.

    Args:
        chain: The beads, in order.
        evidence: Compares them.
    """
    beads = list(chain)
    place = 0
    while place < len(beads):
        neighbour = _neighbour(beads, place, evidence)
        if neighbour is None:
            place += 1
            continue
        first, second = sorted((place, neighbour))
        beads[first : second + 1] = [_merged(beads[first], beads[second])]
        place = first + 1
    return beads


def without_open_borders(chain: Sequence[PlacedBead]) -> list[PlacedBead]:
    """The chain, in which two neighbouring beads become one if neither is certain.

    Where a clause moved from one sentence to the next, no border between the two is right.

    Args:
        chain: The beads, in order.
    """
    beads: list[PlacedBead] = []
    for bead in chain:
        if beads and _is_uncertain(beads[-1]) and _is_uncertain(bead) and _size(beads[-1]) + _size(bead) <= LARGEST:
            beads[-1] = _merged(beads[-1], bead)
        else:
            beads.append(bead)
    return beads


def _is_uncertain(bead: PlacedBead) -> bool:
    """Whether a bead with text on both sides is uncertain."""
    left, right, certain, _ = bead
    return bool(left and right) and certain < CERTAIN


def _size(bead: PlacedBead) -> int:
    return len(bead[0]) + len(bead[1])


def faced(chain: Sequence[PlacedBead], lengths: Sides, is_furniture: Sides) -> list[PlacedBead]:
    """The chain, in which source and target text of similar length that were left over at the same place are one bead.

    As many sentences on both sides are beads of one and one.

    Args:
        chain: The beads, in order.
        lengths: Of each sentence; those of the source are multiplied by the ratio of the two documents.
        is_furniture: 1 for lines that belong to the page, not to the text. They stay alone.
    """

    def state(bead: PlacedBead) -> tuple[bool, bool]:
        left, right, *_ = bead
        alone = any(flags[k] for flags, numbers in zip(is_furniture, (left, right), strict=True) for k in numbers)
        return not (left and right), alone

    beads: list[PlacedBead] = []
    for (is_left_over, is_alone), group in groupby(chain, key=state):
        region = list(group)
        beads += _facing(region, lengths) if is_left_over and not is_alone else region
    return beads


def _facing(region: Sequence[PlacedBead], lengths: Sides) -> Iterator[PlacedBead]:
    """The beads of a region without matches: beads of its two sides, or as they are."""
    left = [k for numbers, *_ in region for k in numbers]
    right = [k for _, numbers, *_ in region for k in numbers]
    low, high = sorted((float(lengths[0][left].sum()), float(lengths[1][right].sum())))
    certain = min(bead[2] for bead in region) / 2
    if not left or not right or low < FACING * high:
        yield from region
    elif len(left) == len(right):
        for i, j in zip(left, right, strict=True):
            yield range(i, i + 1), range(j, j + 1), certain, 0.0
    elif max(len(left), len(right)) <= MOST_IN_BEAD:
        yield range(left[0], left[-1] + 1), range(right[0], right[-1] + 1), certain, 0.0
    else:
        yield from region


def _neighbour(beads: Sequence[PlacedBead], place: int, evidence: Fills) -> int | None:
    """The place of the bead before or after a single sentence that lacks it most; `None` if neither does."""
    left, right, *_ = beads[place]
    if left and right:
        return None
    side = 0 if left else 1
    (sentence,) = left or right
    gains = [
        (evidence.gain(side, (beads[other][0], beads[other][1]), sentence), other)
        for other in (place - 1, place + 1)
        if 0 <= other < len(beads) and beads[other][0] and beads[other][1] and _size(beads[other]) < LARGEST
    ]
    gain, other = max(gains, default=(0.0, place))
    return other if gain >= GAIN else None


def _merged(first: PlacedBead, second: PlacedBead) -> PlacedBead:
    """Two neighbouring beads as one, as certain as the less certain of them."""
    left, right = (_span(one, other) for one, other in zip(first[:2], second[:2], strict=True))
    return left, right, min(first[2], second[2]), first[3] + second[3]


def _span(first: range, second: range) -> range:
    if not first or not second:
        return first or second
    return range(first.start, second.stop)
