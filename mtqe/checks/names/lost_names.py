"""Decides with the encoder which lost names are reported.

The encoder's states of the name are compared with those of each word of the translation, as in `coverage`. A name that
became `he` or `the company` has a word there that points the same way. A dropped name has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe.checks.names.matching import Mismatch

if TYPE_CHECKING:
    from mtqe.model import Segment
    from mtqe.registry.contracts import Context

UNANSWERED = 0.33
"""Cosine: a name below it was dropped; mean over its words of the best cosine with a target word. By hand, measured
with bench/names.py."""


def confirmed(pairs: Sequence[tuple[Segment, Sequence[Mismatch]]], context: Context) -> list[list[Mismatch]]:
    """Return the mismatches of each segment without lost names that may have become another word.

    A full name or a place stays. Its confidence is higher if no word of the translation is similar.
    """
    lost = [
        (segment, mismatch.source)
        for segment, mismatches in pairs
        for mismatch in mismatches
        if mismatch.kind == "lost" and mismatch.source
    ]
    similarities = iter(_similarities(lost, context.config.device))
    remaining: list[list[Mismatch]] = []
    for _, mismatches in pairs:
        judged = [
            mismatch.judged(next(similarities) < UNANSWERED) if mismatch.kind == "lost" else mismatch
            for mismatch in mismatches
        ]
        remaining.append([mismatch for mismatch in judged if mismatch is not None])
    return remaining


def _similarities(names: Sequence[tuple[Segment, tuple[int, int]]], device: str) -> list[float]:
    """The mean, over the words of each name, of the best cosine with a word of the translation."""
    if not names:
        return []
    from mtqe import encoder
    from mtqe.checks.shared import coverage
    from mtqe.encoder.exact_sums import cosines

    texts = list(dict.fromkeys(text for segment, _ in names for text in (segment.source, segment.target)))
    tokens = dict(zip(texts, encoder.load(device).tokens(texts), strict=True))
    similarities: list[float] = []
    for segment, (start, end) in names:
        source, target = (coverage.words(text, tokens[text]) for text in (segment.source, segment.target))
        rows = [at for at, (first, last) in enumerate(source.spans) if first < end and start < last]
        best = cosines(source.vectors[rows], target.vectors).max(axis=1, initial=-1.0)
        similarities.append(float(best.mean()) if rows else 1.0)
    return similarities
