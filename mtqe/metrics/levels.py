"""Scores of the corpus, the documents and the segments in one loop, with confidence intervals; for all metrics."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from mtqe.errors import ConfigError
from mtqe.model import Interval, Level, Score, Segment, Signature, render_signature
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.stats.resample import Aggregate, Array

SignatureOf = Callable[[Sequence[int], Level], Signature]


def score_levels(
    metric: str,
    segments: Sequence[Segment],
    scored: Collection[int],
    value: Callable[[Sequence[int]], float],
    signature: SignatureOf,
    interval: Interval | None = None,
    single: Callable[[int], float] | None = None,
    single_interval: Callable[[int], Interval | None] | None = None,
    corpus: Score | None = None,
) -> list[Score]:
    """The scores of the corpus, of each document and of each segment, in this order and in the order of the text.

    Args:
        metric: Name of the metric.
        segments: The segments, those of one system.
        scored: Positions of the segments that could be scored.
        value: Computes the joint score of segments from their positions. It gets at least one position, and only
            positions of scored segments.
        signature: Makes the signature of a score from the positions of its segments, scored or not, and its level.
        interval: Confidence interval of the corpus score.
        single: Computes the score of one segment from its position, if that is not `value` of this position.
        single_interval: Gives the interval of the score of one segment from its position; by default there is none.
        corpus: The score of the corpus, if it is known; by default it is the `value` of all segments.
    """

    def score(
        places: Sequence[int],
        level: Level,
        doc: str | None = None,
        segment: str | None = None,
        interval: Interval | None = None,
    ) -> Score:
        usable = [place for place in places if place in scored]
        result = None
        if usable:
            result = single(usable[0]) if level == "segment" and single else value(usable)
            if level == "segment" and single_interval:
                interval = single_interval(usable[0])
        return Score(
            metric=metric,
            level=level,
            value=result,
            segment=segment,
            doc=doc,
            n=len(usable),
            n_unscored=len(places) - len(usable),
            interval=interval,
            signature=signature(places, level),
        )

    return [
        corpus or score(range(len(segments)), "corpus", interval=interval),
        *(score(places, "document", doc=doc) for doc, places in documents(segments).items()),
        *(score([place], "segment", segment=segment.id) for place, segment in enumerate(segments)),
    ]


def refuse_other(metric: str, earlier: Signature, own: Signature) -> None:
    """Reject measures that were made with other versions or settings than those of this machine.

    Raises:
        ConfigError: The signatures differ.
    """
    if earlier != own:
        was, here = render_signature(earlier), render_signature(own)
        raise ConfigError(f"{metric} was scored with {was}, and here it is {here}", "merge with the same versions")


def documents(segments: Sequence[Segment]) -> dict[str, list[int]]:
    """Positions of the segments of each document, by its id. Segments without a document are left out."""
    positions: dict[str, list[int]] = {}
    for place, segment in enumerate(segments):
        if segment.doc is not None:
            positions.setdefault(segment.doc, []).append(place)
    return positions


def is_blank(text: str) -> bool:
    """Whether a text has only white space and invisible characters, such as a zero-width space."""
    stripped = text.strip()
    if stripped[:1].isalnum():  # as in nearly every text
        return False
    return not stripped or all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in stripped)


def bootstrap_interval(
    number: int, table: Callable[[], Array], aggregate: Aggregate, context: Context
) -> Interval | None:
    """The bootstrap interval of a score of several segments; `None` for one segment, which does not show the spread."""
    settings = context.config.metrics
    if not settings.intervals or settings.resamples < 2 or number < 2:
        return None
    from mtqe.stats import resample

    return resample.bootstrap_interval(table(), aggregate, settings.resamples, settings.seed)


def interval_signature(interval: Interval | None, context: Context) -> Signature:
    """The part of a signature that describes the interval of its score."""
    settings = context.config.metrics
    return {"bs": settings.resamples, "seed": settings.seed} if interval else {}
