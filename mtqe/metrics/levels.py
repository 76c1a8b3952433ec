"""What the metrics share: the scores of corpus, documents and segments in one loop, and their intervals."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from mtqe.contracts import Context
from mtqe.model import Interval, Level, Score, Segment, Signature

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
) -> list[Score]:
    """The scores of the corpus, of each document and of each segment, in this order and that of the text.

    Args:
        metric: Name of the metric.
        segments: The segments, those of one system.
        scored: Positions of the segments that could be scored.
        value: The score of scored segments together, by their positions, of which there is one at least.
        signature: The signature of the score of the segments at some positions, scored or not, at a level.
        interval: Confidence interval of the corpus score.
        single: The score of one segment by its position, where it is not `value` of that segment alone.
    """

    def score(
        places: Sequence[int],
        level: Level,
        doc: str | None = None,
        segment: str | None = None,
        interval: Interval | None = None,
    ) -> Score:
        inside = [place for place in places if place in scored]
        result = None
        if inside:
            result = single(inside[0]) if level == "segment" and single else value(inside)
        return Score(
            metric=metric,
            level=level,
            value=result,
            segment=segment,
            doc=doc,
            n=len(inside),
            n_unscored=len(places) - len(inside),
            interval=interval,
            signature=signature(places, level),
        )

    return [
        score(range(len(segments)), "corpus", interval=interval),
        *(score(places, "document", doc=doc) for doc, places in documents(segments).items()),
        *(score([place], "segment", segment=segment.id) for place, segment in enumerate(segments)),
    ]


def documents(segments: Sequence[Segment]) -> dict[str, list[int]]:
    """Positions of the segments of each document by id, in order of appearance; without a document, in none."""
    found: dict[str, list[int]] = {}
    for place, segment in enumerate(segments):
        if segment.doc is not None:
            found.setdefault(segment.doc, []).append(place)
    return found


def is_blank(text: str) -> bool:
    """Whether a text has no character but white space, and none that is invisible, such as a space of no width."""
    bare = text.strip()
    return not bare or all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in bare)


def mean_interval(values: Sequence[float], context: Context) -> Interval | None:
    """The bootstrap interval of a mean; a single segment can say nothing of the spread and has none."""
    from mtqe.stats import resample

    return bootstrap_interval(len(values), lambda: resample.means(values), resample.mean, context)


def bootstrap_interval(
    number: int, table: Callable[[], Array], aggregate: Aggregate, context: Context
) -> Interval | None:
    """The bootstrap interval of a score of several segments; a single one can say nothing of the spread and has none.

    Args:
        number: How many segments.
        table: Makes their statistics, one row a segment.
        aggregate: Summed statistics to scores.
        context: Has the settings.
    """
    settings = context.config.metrics
    if not settings.intervals or settings.resamples < 2 or number < 2:
        return None
    from mtqe.stats import resample

    return resample.bootstrap_interval(table(), aggregate, settings.resamples, settings.seed)


def drawn(interval: Interval | None, context: Context) -> Signature:
    """What an interval adds to the signature of its score."""
    settings = context.config.metrics
    return {"bs": settings.resamples, "seed": settings.seed} if interval else {}
