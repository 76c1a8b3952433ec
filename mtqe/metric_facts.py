"""What a reader must know of a metric to read its scores; a report carries it, so that it needs no installed metric."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Scale = Literal["0-100", "0-1", "open"]
Estimate = Literal["", "quality", "risk"]


class MetricFacts(msgspec.Struct, frozen=True):
    """What a metric is known by.

    Args:
        title: Its name as the field writes it, such as `chrF++`.
        scale: The range of its scores, from the worst to the best or the other way round. TER is on the scale 0-100
            although a score may be above 100.
        digits: Decimals of a score that are worth showing.
        higher_is_better: Direction. `None` where nobody knows it: the report was written before reports carried it, and
            the metric's plugin is not installed.
        estimates: What the score of a single segment, from 0 to 1, estimates: the `quality` of the translation or the
            `risk` that it is wrong. Empty where such a score says little of its segment, or has no such range.
    """

    title: str
    scale: Scale = "open"
    digits: Annotated[int, msgspec.Meta(ge=0, le=9)] = 4
    higher_is_better: bool | None = True
    estimates: Estimate = ""

    @property
    def lower_is_better(self) -> bool:
        """Whether a lower score is known to be the better one."""
        return self.higher_is_better is False

    @property
    def direction(self) -> str:
        """The direction in words."""
        if self.higher_is_better is None:
            return "direction not known"
        return "higher is better" if self.higher_is_better else "lower is better"
