"""Words that a translator moved over the border of a segment: the neighbour's translation has them.

A clause such as *he told the crowd* may stand at the end of one sentence and at the beginning of the translation of the
next one. Then one segment seems to lack it, and its neighbour seems to add it. Nothing is lost. So a finding of an
omission or addition is minor if its words cover words of the neighbour that the neighbour itself does not cover.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from mtqe.model import Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context

GAIN = 0.12
"""Cosine: by which the marked words are nearer to words of the neighbour's other side than the neighbour's own words,
summed over these words, for each marked word. Measured with bench/articles.py."""


def moved_as_minor(
    hits: Iterable[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those whose words a neighbouring segment has on its other side become minor; see the module."""
    places: dict[str, int] = {}
    for segment, hit in hits:
        if hit.severity is Severity.MAJOR and len({span.side for span in hit.spans}) == 1:
            places = places or {item.id: place for place, item in enumerate(segments)}
            place = places[segment.id]
            neighbours = [segments[at] for at in (place - 1, place + 1) if 0 <= at < len(segments)]
            neighbours = [item for item in neighbours if item.doc == segment.doc]
            if neighbours and gain(segment, hit, neighbours, context) >= GAIN:
                hit = replace(hit, severity=Severity.MINOR)
        yield segment, hit


def gain(segment: Segment, hit: Hit, neighbours: Sequence[Segment], context: Context) -> float:
    """How much the marked words cover of the other side of the neighbour that needs them most; see `GAIN`."""
    from mtqe import encoder
    from mtqe.checks.shared import coverage
    from mtqe.encoder import exact_sums

    side = hit.spans[0].side
    other: Side = "target" if side == "source" else "source"
    texts = [segment.text(side), *(item.text(at) for item in neighbours for at in (side, other))]
    tokens = encoder.load(context.config.device).tokens(texts)
    own, *rest = (coverage.words(text, read) for text, read in zip(texts, tokens, strict=True))
    marked = own.vectors[own.at([(span.start, span.end) for span in hit.spans])]
    gains = [
        exact_sums.gain(far.vectors, marked, near.vectors)
        for near, far in zip(rest[::2], rest[1::2], strict=True)
        if len(marked) and len(near.vectors) and len(far.vectors)
    ]
    return max(gains, default=0.0)
