"""The small drawings of the HTML page, as inline SVG: a distribution with its corpus value, and an interval.

Colours come from the page's style sheet through class names, so that light mode, dark mode and print can differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mtqe.model import Interval

WIDTH = 240
BINS = 24


@dataclass(frozen=True)
class Scale:
    """The axis of a metric: both ends in the metric's unit, and the number of decimals to show."""

    low: float
    high: float
    decimals: int

    def x(self, value: float) -> float:
        """Position of a value on an axis of `WIDTH` units; values beyond an end are drawn at that end."""
        share = (value - self.low) / (self.high - self.low)
        return round(WIDTH * min(1.0, max(0.0, share)), 1)

    def text(self, value: float) -> str:
        """The value as the page shows it."""
        return f"{value:.{self.decimals}f}"


_LEAST = 1e-9
"""Differences below this are zero on any axis."""


def scale(values: Sequence[float], hundred: bool = False) -> Scale:
    """The axis for these values: 0 to 100, 0 to 1, or the round numbers that enclose them all.

    Args:
        values: Corpus values, bounds of intervals and segment scores of one metric, in its own unit.
        hundred: Whether the metric's scale is 0 to 100. TER has no upper bound, but one outlier must not squeeze all
            other segments into a corner.
    """
    finite = [value for value in values if math.isfinite(value)]
    if hundred:
        return Scale(0.0, 100.0, 1)
    if not finite or (min(finite) >= 0 and max(finite) <= 1):
        return Scale(0.0, 1.0, 3)
    low, high = min(finite), max(finite)
    step = 10.0 ** math.floor(math.log10(max(high - low, _LEAST) if high > low else 1.0))
    start, end = math.floor(low / step) * step, math.ceil(high / step) * step
    start, end = start - step * (start > low), end + step * (end < high)  # a bound that rounding moved inside
    return Scale(start, end if end > start else start + step, 3 if high - low <= 4 else 1)


def distribution(
    values: Sequence[float], axis: Scale, mean: float | None, interval: Interval | None, height: int = 44
) -> str:
    """A histogram of segment scores over the corpus value and its interval, as an SVG element.

    Args:
        values: Segment scores; if empty, only the lower line is drawn.
        axis: The axis.
        mean: Corpus value.
        interval: Its confidence interval.
        height: Height of the histogram.
    """
    tall = height if values else 0
    parts = _bars(values, axis, tall) if values else []
    parts.append(f'<path class="axis" d="M0 {tall + 0.5}H{WIDTH}"/>')
    parts += _whisker(axis, mean, interval, tall + 10)
    label = _label(values, axis, mean, interval)
    return _svg("plot", tall + 18, label, parts)


def around_zero(values: Sequence[float]) -> Scale:
    """The axis for differences, symmetric around 0."""
    reach = max([abs(value) for value in values if math.isfinite(value)], default=0.0) or 1.0
    return Scale(-reach, reach, 4 if reach < 1 else 2)


def difference(axis: Scale, value: float, interval: Interval) -> str:
    """A difference and its interval, with a line at 0, as an SVG element."""
    zero = f'<path class="zero" d="M{axis.x(0.0)} 0V16"/>'
    parts = [f'<path class="axis" d="M0 8H{WIDTH}"/>', zero, *_whisker(axis, value, interval, 8)]
    return _svg("plot", 16, _label((), axis, value, interval), parts)


def stack(counts: Mapping[int, int]) -> str:
    """A bar divided by the number of findings of each severity, worst first, as an SVG element."""
    total = sum(counts.values())
    parts = [] if total else [f'<rect class="ground" width="{WIDTH}" height="6"/>']
    x = 0.0
    for rank in sorted(counts, reverse=True):
        if counts[rank]:
            width = WIDTH * counts[rank] / total
            parts.append(f'<rect class="r{rank}" x="{x:.1f}" width="{max(1.0, width - 1.5):.1f}" height="6"/>')
            x += width
    box = f'viewBox="0 0 {WIDTH} 6" preserveAspectRatio="none"'
    return f'<svg class="stack" {box} aria-hidden="true">{"".join(parts)}</svg>'


def _svg(name: str, height: int, label: str, parts: Sequence[str]) -> str:
    box = f"-4 0 {WIDTH + 8} {height}"
    return f'<svg class="{name}" viewBox="{box}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _bars(values: Sequence[float], axis: Scale, tall: int) -> list[str]:
    counts = [0] * BINS
    for value in values:
        counts[min(BINS - 1, int(axis.x(value) / WIDTH * BINS))] += 1
    width = WIDTH / BINS
    span = (axis.high - axis.low) / BINS
    bars = []
    for number, count in enumerate(counts):
        if count:
            height = max(1.5, count / max(counts) * (tall - 2))
            edges = f"{axis.text(axis.low + number * span)} to {axis.text(axis.low + (number + 1) * span)}"
            noun = "segment" if count == 1 else "segments"
            size = f'width="{width - 1:g}" height="{height:.1f}"'
            title = f"<title>{edges}: {count} {noun}</title>"
            bars.append(f'<rect x="{number * width + 0.5:g}" y="{tall - height:.1f}" {size}>{title}</rect>')
    return bars


def _whisker(axis: Scale, value: float | None, interval: Interval | None, y: float) -> list[str]:
    parts = []
    if interval is not None:
        low_x, high_x = axis.x(interval.low), axis.x(interval.high)
        parts.append(f'<path class="interval" d="M{low_x} {y}H{high_x}"/>')
    if value is not None:
        parts.append(f'<circle cx="{axis.x(value)}" cy="{y}" r="4"/>')
    return parts


def _label(values: Sequence[float], axis: Scale, value: float | None, interval: Interval | None) -> str:
    text = "not scored" if value is None else axis.text(value)
    if interval is not None:
        text += f", {interval.level:.0%} interval {axis.text(interval.low)} to {axis.text(interval.high)}"
    if values:
        low, high = axis.text(min(values)), axis.text(max(values))
        text += f"; {len(values)} segment scores from {low} to {high}"
    return f"{text}; axis from {axis.text(axis.low)} to {axis.text(axis.high)}"
