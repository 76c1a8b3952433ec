"""What the metrics share: segments grouped by document, in the order of the text; the interval of a mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from mtqe.contracts import Context
from mtqe.model import Interval, Segment


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
    settings = context.config.metrics
    if not settings.intervals or settings.resamples < 2 or len(values) < 2:
        return None
    from mtqe.stats import resample

    return resample.bootstrap_interval(resample.means(values), resample.mean, settings.resamples, settings.seed)
