"""The likely gaps of segments, both sides, with the encoder's word on each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtqe import encoder
from mtqe.checks.shared import coverage
from mtqe.checks.shared.coverage import Gap
from mtqe.contracts import Context
from mtqe.model import Segment, Side

TOGETHER = 256
"""Segments: that are read in one go; the states of their tokens are forgotten then. By hand."""
SIDES: tuple[Side, Side] = ("source", "target")
Texts = tuple[str, str]
Both = tuple[Gap | None, Gap | None]


def found(segments: Sequence[Segment], context: Context, what: str) -> list[Both]:
    """The likely gap of both sides of each segment, source first; their log-odds count the sentence vectors too.

    Args:
        segments: Segments with text on both sides.
        context: That of the run.
        what: Who asks, for the progress bar.
    """
    made: list[Both] = []
    for start in range(0, len(segments), TOGETHER):
        context.progress(what, start, len(segments))
        pairs = [(segment.source, segment.target) for segment in segments[start : start + TOGETHER]]
        made += _read(pairs, (context.source_base, context.target_base))
    return made


def _read(pairs: Sequence[Texts], langs: tuple[str, str]) -> list[Both]:
    """The likely gaps of both sides of each pair."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    read = dict(zip(texts, encoder.load().tokens(texts), strict=True))
    asked: list[tuple[int, int, Gap]] = []
    for number, pair in enumerate(pairs):
        source, target = (coverage.words(text, read[text]) for text in pair)
        both = coverage.gaps(source, target, langs)
        asked += [(number, side, gap) for side, gap in enumerate(both) if gap and gap.odds >= coverage.DOUBTFUL]
    gains = nearer([(pairs[number][side], pairs[number][1 - side], gap) for number, side, gap in asked])
    made: list[list[Gap | None]] = [[None, None] for _ in pairs]
    for (number, side, gap), gain in zip(asked, gains, strict=True):
        made[number][side] = gap._replace(odds=coverage.confirmed(gap, gain, SIDES[side]))
    return [(source, target) for source, target in made]


def nearer(likely: Sequence[tuple[str, str, Gap]]) -> list[float]:
    """By how much each text is closer in meaning to the other without its gap, as a difference of cosines.

    Args:
        likely: A text, the other text, and the gap of the first.
    """
    if not likely:
        return []
    rests = [" ".join(f"{text[: gap.start]} {text[gap.end :]}".split()) for text, _, gap in likely]
    vectors = encoder.load().embed([*(text for text, _, _ in likely), *rests, *(other for _, other, _ in likely)])
    whole, rest, answer = np.split(vectors, 3)
    gains: list[float] = ((rest - whole) * answer).sum(1).tolist()
    return gains
