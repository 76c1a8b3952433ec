"""How far the translation answers a name of the source by anything at all: by a pronoun, a title, another word.

The encoder's states of the name are compared with those of each word of the translation, as in `coverage`. Who turns a
name into `he` or `the company` leaves a word that points the same way; where a name was dropped, nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe.checks.names.matching import Mismatch

if TYPE_CHECKING:
    from mtqe.model import Segment

SILENT = 0.33
"""Cosine: mean over the name's words of the best with a word of the translation, below which nothing answers it.
By hand, measured with tests/bench/names.py."""


def judged(found: Sequence[tuple[Segment, Sequence[Mismatch]]]) -> list[list[Mismatch]]:
    """The mismatches of each segment without the lost names that are answered and may have become another word.

    A full name or a place stays: it is the surer when nothing answers it.

    Args:
        found: Each segment with its mismatches.
    """
    lost = [(segment, item.source) for segment, items in found for item in items if item.kind == "lost" and item.source]
    echoes = iter(_echoes(lost))
    kept: list[list[Mismatch]] = []
    for _, items in found:
        weighed = [item.with_echo(next(echoes) < SILENT) if item.kind == "lost" else item for item in items]
        kept.append([item for item in weighed if item is not None])
    return kept


def _echoes(asked: Sequence[tuple[Segment, tuple[int, int]]]) -> list[float]:
    if not asked:
        return []
    from mtqe import encoder
    from mtqe.checks.shared import coverage

    texts = list(dict.fromkeys(text for segment, _ in asked for text in (segment.source, segment.target)))
    read = dict(zip(texts, encoder.load().tokens(texts), strict=True))
    echoes: list[float] = []
    for segment, (start, end) in asked:
        source, target = (coverage.words(text, read[text]) for text in (segment.source, segment.target))
        rows = [at for at, (first, last) in enumerate(source.spans) if first < end and start < last]
        best = (source.vectors[rows] @ target.vectors.T).max(axis=1, initial=-1.0)
        echoes.append(float(best.mean()) if rows else 1.0)
    return echoes
