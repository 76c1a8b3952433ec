"""The likely gaps of segments, on both sides, with log-odds that the encoder confirms."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mtqe.checks.shared import coverage
from mtqe.checks.shared.coverage import Gap
from mtqe.encoder import Pair, judgement_cache
from mtqe.machine import cache
from mtqe.model import Segment, Side
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.encoder.network import Model

BATCH_SIZE = 256
"""Segments: that are read at once, after which the states of their tokens are freed."""
SIDES: tuple[Side, Side] = ("source", "target")
Texts = tuple[str, str]
Gaps = tuple[Gap | None, Gap | None]


def likely_gaps(segments: Sequence[Segment], context: Context, check_name: str) -> list[Gaps]:
    """The likely gap of each side of each segment, source first; their log-odds include the sentence vectors."""
    pairs = [judgement_cache.pair(segment, context) for segment in segments]
    known = context.run_memo.once(likely_gaps, dict[Pair, Gaps])
    compute = functools.partial(_computed, (context.source_base, context.target_base))
    codec = (msgspec.msgpack.encode, functools.partial(msgspec.msgpack.decode, type=Gaps))
    judgement_cache.fill("gaps", pairs, known, context, check_name, compute, codec, cache.package())
    return [known[item] for item in pairs]


def _computed(
    langs: tuple[str, str], model: Model, pairs: Sequence[Pair], report: Callable[[int, int], None]
) -> Iterator[Gaps]:
    for start in range(0, len(pairs), BATCH_SIZE):
        report(start, len(pairs))
        yield from _of_pairs([(pair.source, pair.target) for pair in pairs[start : start + BATCH_SIZE]], langs, model)


def _of_pairs(pairs: Sequence[Texts], langs: tuple[str, str], model: Model) -> list[Gaps]:
    """The likely gap of each side of each pair."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    tokens = dict(zip(texts, model.tokens(texts), strict=True))
    doubtful: list[tuple[int, int, Gap]] = []
    for number, pair in enumerate(pairs):
        source, target = (coverage.words(text, tokens[text]) for text in pair)
        pair_gaps = coverage.gaps(source, target, langs)
        doubtful += [(number, side, gap) for side, gap in enumerate(pair_gaps) if gap and gap.odds >= coverage.DOUBTFUL]
    asked = [(pairs[number][side], pairs[number][1 - side], gap) for number, side, gap in doubtful]
    gains = nearer(asked, model)
    confirmed: list[list[Gap | None]] = [[None, None] for _ in pairs]
    for (number, side, gap), gain in zip(doubtful, gains, strict=True):
        odds = float(coverage.confirmed(gap, gain, SIDES[side]))
        places = int(gap.start), int(gap.end), int(gap.words)
        confirmed[number][side] = Gap(*places, odds, float(gap.longer), float(gap.among))  # not of numpy: they are kept
    return [(source, target) for source, target in confirmed]


def nearer(likely: Sequence[tuple[str, str, Gap]], model: Model) -> list[float]:
    """How much closer each text is in meaning to its other side without its gap, as a difference of cosines.

    Args:
        likely: A text, its other side, and the gap in the text.
        model: The encoder.
    """
    if not likely:
        return []
    remainders = [" ".join(f"{text[: gap.start]} {text[gap.end :]}".split()) for text, _, gap in likely]
    vectors = model.embed([*(text for text, _, _ in likely), *remainders, *(other_side for _, other_side, _ in likely)])
    with_gaps, without_gaps, other_sides = np.split(vectors, 3)
    gains: list[float] = ((without_gaps - with_gaps) * other_sides).sum(1).tolist()
    return gains
