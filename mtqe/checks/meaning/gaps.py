"""The likely gaps of segments, on both sides, with log-odds that the encoder confirms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtqe import encoder
from mtqe.checks.shared import coverage
from mtqe.checks.shared.coverage import Gap
from mtqe.model import Segment, Side
from mtqe.registry.contracts import Context

BATCH_SIZE = 256
"""Segments: that are read at once, after which the states of their tokens are freed."""
SIDES: tuple[Side, Side] = ("source", "target")
Texts = tuple[str, str]
Gaps = tuple[Gap | None, Gap | None]


def likely_gaps(segments: Sequence[Segment], context: Context, check_name: str) -> list[Gaps]:
    """The likely gap of each side of each segment, source first; their log-odds include the sentence vectors."""
    likely: list[Gaps] = []
    for start in range(0, len(segments), BATCH_SIZE):
        context.progress(check_name, start, len(segments))
        pairs = [(segment.source, segment.target) for segment in segments[start : start + BATCH_SIZE]]
        likely += _of_pairs(pairs, context)
    return likely


def _of_pairs(pairs: Sequence[Texts], context: Context) -> list[Gaps]:
    """The likely gap of each side of each pair."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    tokens = dict(zip(texts, encoder.load(context.config.device).tokens(texts), strict=True))
    doubtful: list[tuple[int, int, Gap]] = []
    for number, pair in enumerate(pairs):
        source, target = (coverage.words(text, tokens[text]) for text in pair)
        pair_gaps = coverage.gaps(source, target, (context.source_base, context.target_base))
        doubtful += [(number, side, gap) for side, gap in enumerate(pair_gaps) if gap and gap.odds >= coverage.DOUBTFUL]
    asked = [(pairs[number][side], pairs[number][1 - side], gap) for number, side, gap in doubtful]
    gains = nearer(asked, context.config.device)
    confirmed: list[list[Gap | None]] = [[None, None] for _ in pairs]
    for (number, side, gap), gain in zip(doubtful, gains, strict=True):
        confirmed[number][side] = gap._replace(odds=coverage.confirmed(gap, gain, SIDES[side]))
    return [(source, target) for source, target in confirmed]


def nearer(likely: Sequence[tuple[str, str, Gap]], device: str) -> list[float]:
    """How much closer each text is in meaning to its other side without its gap, as a difference of cosines.

    Args:
        likely: A text, its other side, and the gap in the text.
        device: Where the encoder computes; see `mtqe.encoder.load`.
    """
    if not likely:
        return []
    remainders = [" ".join(f"{text[: gap.start]} {text[gap.end :]}".split()) for text, _, gap in likely]
    vectors = encoder.load(device).embed(
        [*(text for text, _, _ in likely), *remainders, *(other_side for _, other_side, _ in likely)]
    )
    with_gaps, without_gaps, other_sides = np.split(vectors, 3)
    gains: list[float] = ((without_gaps - with_gaps) * other_sides).sum(1).tolist()
    return gains
