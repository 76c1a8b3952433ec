"""The facts of a metric that a reader needs to understand its scores.

Each report carries them, so that it can be read where the metric is not installed.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Scale = Literal["0-100", "0-1", "open"]
Estimate = Literal["", "quality", "risk"]


class MetricFacts(msgspec.Struct, frozen=True):
    """The facts of a metric.

    Args:
        title: The usual name of the metric in the field, such as `chrF++`.
        scale: The range of its scores. TER has the scale 0-100, although a score may be above 100.
        digits: Number of decimals to show.
        higher_is_better: Direction. `None` if it is unknown, because the report was written before reports had it and
            the metric's plugin is not installed.
        estimates: The meaning of a segment score from 0 to 1: the `quality` of the translation, or the `risk` that it
            is wrong. Empty if the score has another range or means little for a single segment.
    """

    title: str
    scale: Scale = "open"
    digits: Annotated[int, msgspec.Meta(ge=0, le=9)] = 4
    higher_is_better: bool | None = True
    estimates: Estimate = ""

    @property
    def lower_is_better(self) -> bool:
        """Whether a lower score is known to be better."""
        return self.higher_is_better is False

    @property
    def direction(self) -> str:
        """The direction in words."""
        if self.higher_is_better is None:
            return "direction not known"
        return "higher is better" if self.higher_is_better else "lower is better"
