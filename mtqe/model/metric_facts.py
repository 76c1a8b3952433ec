"""The facts of a metric that a reader needs to understand its scores, and the signature of a score.

Each report carries them, so that it can be read where the metric is not installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec

Scale = Literal["0-100", "0-1", "open"]
Estimate = Literal["", "quality", "risk"]
Signature = dict[str, str | int | float | bool | None]


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
        interval_of: What the interval of a segment score covers, such as `scores by annotators`. Empty if it is not
            known or if segment scores have no interval.
        rated: The language pairs, such as `en-de`, on which the intervals of segments were measured. Any other pair has
            the interval of the widest of them. Empty if the intervals do not depend on the pair.
    """

    title: str
    scale: Scale = "open"
    digits: Annotated[int, msgspec.Meta(ge=0, le=9)] = 4
    higher_is_better: bool | None = True
    estimates: Estimate = ""
    interval_of: str = ""
    rated: tuple[str, ...] = ()

    def unrated(self, source_lang: str | None, target_lang: str | None) -> str:
        """Says that the interval of a segment is that of another language pair; empty if it is not, or not known."""
        if not self.rated or not source_lang or not target_lang:
            return ""
        pair = "-".join(lang.split("-")[0].lower() for lang in (source_lang, target_lang))
        if pair in self.rated:
            return ""
        return f"{pair} was not rated, so the interval is that of the widest rated pair"

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


class Measures(msgspec.Struct, frozen=True):
    """What a metric measured of each segment. All of its scores follow from it, also those of several runs together.

    Args:
        rows: For each segment numbers and words that JSON can hold, exact to the last bit; `None` if it has no score.
        signature: The settings and versions behind them. Rows of different signatures do not belong together.
        references: Whether the references were read, for a metric that reads all of them or none.
    """

    rows: Sequence[Any]
    signature: Signature
    references: bool | None = None


COUNTS = frozenset({"bs", "seed", "truncated", "empty", "copied", "foreign", "unrelated", "emptyrefs"})
"""Parts of a signature that depend on the run, not on the metric: the interval, numbers of special segments."""


def render_signature(signature: Signature) -> str:
    """The signature in sacreBLEU's form: the name of the metric, then `key:value`, joined by `|`."""
    parts = [str(signature["name"])] if "name" in signature else []
    parts += [f"{key}:{value}" for key, value in signature.items() if key != "name"]
    return "|".join(parts)


def comparable(signature: Signature) -> str:
    """The signature without `COUNTS`; two scores are comparable if these parts are equal."""
    return render_signature({key: value for key, value in signature.items() if key not in COUNTS})


class Guarded(msgspec.Struct, frozen=True):
    """Segments whose neural scores mean little, and the score without them.

    Args:
        segments: Their ids by reason, in order: `empty`, `copied`, `foreign`, `unrelated` or `truncated`.
        value: The score without these segments; `None` if no segment remains.
        n: Number of segments behind that value.
    """

    segments: dict[str, tuple[str, ...]]
    value: float | None
    n: int
