"""The gaps of a run's segments, found once for both checks that report them: partial-omission and partial-addition."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from mtqe import encoder, words
from mtqe.checks.support import coverage
from mtqe.checks.support.coverage import Gap
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry import Context

TOGETHER = 256
"""Segments that are read in one go; the states of their tokens are forgotten then."""
Texts = tuple[str, str]
Both = tuple[Gap | None, Gap | None]


def hits(
    segments: Sequence[Segment], side: Side, context: Context, name: str, what: str
) -> Iterator[tuple[Segment, Hit]]:
    """What a check reports of its side.

    Args:
        segments: Segments of a document.
        side: The side that has what the other has not.
        context: That of the run.
        name: Of the check.
        what: How its message begins.
    """
    for segment, gap in found(segments, side, context, name, coverage.LEAST[side]):
        severity = Severity.MAJOR if gap.odds >= coverage.MAJOR[side] else Severity.MINOR
        confidence = round(1 / (1 + math.exp(-gap.odds)), 3)
        message = f"{what} {gap.words} words (confidence {confidence:.0%})"
        yield segment, Hit(message, (Span(side, gap.start, gap.end),), severity, confidence=confidence)


def found(
    segments: Sequence[Segment], side: Side, context: Context, what: str, least: float
) -> Iterator[tuple[Segment, Gap]]:
    """The segments with a gap on one side, each with its gap, whose log-odds now count the sentence vectors too.

    Args:
        segments: Segments of a document.
        side: The side that has what the other has not.
        context: That of the run.
        what: Who asks, for the progress bar.
        least: Log-odds from which on a gap is one.
    """
    filled = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    known = context.once(_memory)
    new = list(dict.fromkeys(pair for pair in map(_texts, filled) if pair not in known))
    for start in range(0, len(new), TOGETHER):
        context.progress(what, start, len(new))
        chosen = new[start : start + TOGETHER]
        known.update(zip(chosen, _read(chosen, (context.source_base, context.target_base)), strict=True))
    other: Side = "target" if side == "source" else "source"
    asked = [(segment, gap) for segment in filled if (gap := known[_texts(segment)][side == "target"])]
    likely = [(segment, gap) for segment, gap in asked if gap.odds >= coverage.DOUBTFUL]
    gains = nearer([(segment.text(side), segment.text(other), gap) for segment, gap in likely])
    for (segment, gap), gain in zip(likely, gains, strict=True):
        odds = coverage.confirmed(gap, gain, side)
        if odds >= least:
            yield segment, gap._replace(odds=odds)


def _memory(context: Context) -> dict[Texts, Both]:
    return {}


def _texts(segment: Segment) -> Texts:
    return segment.source, segment.target


def _read(pairs: Sequence[Texts], langs: tuple[str, str]) -> Iterator[Both]:
    """The gaps of both sides of each pair; none where the translation repeats its source, which is another error."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    read = dict(zip(texts, encoder.load().tokens(texts), strict=True))
    for source, target in pairs:
        if words.copied_share(words.words(source), words.words(target)) > coverage.COPIED:
            yield None, None
        else:
            own, answer = (coverage.words(text, read[text]) for text in (source, target))
            yield coverage.gaps(own, answer, langs)


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
