"""The intervals of the segment scores of `learned`: where the score falls that an annotator would give.

An interval is the score and to either side the residual that `LEVEL` of the rated translations of the language pair did
not exceed (split conformal prediction, Vovk et al. 2005): the distance of the score from the human score, on documents
that training held out. It covers the score by the one to three annotators of the rated sets, with all its noise, and
not a true quality, which nobody knows. Annotators differ much on a single segment, so the intervals are wide. They say
nothing of the mean of many segments; for that there is the interval of the corpus.

Of two translations of one source the difference is surer than the two scores, because a difficult source costs both
of them. It has residuals of its own.

A pair that was not rated gets the widest residuals of all rated pairs. A segment whose score follows from a rule (no
translation, a copy, nothing to translate) has no interval. In a language that the encoder was not trained on there are
no intervals, and none without residuals for the weights; a remark says so.
"""

from __future__ import annotations

from typing import Literal

from mtqe import encoder
from mtqe.encoder.residuals import LEVEL, Residuals
from mtqe.metrics import guards
from mtqe.model import Interval
from mtqe.registry.contracts import Context

UNMEASURED = "not measured for these weights"
Reading = Literal["with reference", "without"]
"""How the encoder read a translation: with a reference, or without."""


def interval(score: float, reading: Reading, context: Context) -> Interval | None:
    """The interval of the score of a segment; `None` if the run makes no intervals, or if nothing was measured."""
    known = _residuals(context)
    if known is None:
        return None
    rating, _ = known.of(_pair(context), LEVEL, reading == "with reference")
    return Interval(max(0.0, score - rating), min(1.0, score + rating), LEVEL)


def margin(reading: Reading, context: Context) -> float:
    """The difference of two scores of one source beyond which people agree on the better one at `LEVEL`.

    `interval` must have given an interval for the scores.
    """
    known = _residuals(context)
    assert known is not None
    return known.of(_pair(context), LEVEL, reading == "with reference")[1]


def remark(pair: str, context: Context) -> str:
    """Says that the intervals of a pair are those of other pairs; empty if that is not so."""
    known = _residuals(context)
    if known is None or (pair in known.without and pair in known.with_reference):
        return ""
    return "; the intervals of its segment scores are the widest of the rated pairs"


def unmeasured(context: Context) -> list[str]:
    """A remark if the run makes intervals, but those of segments were not measured for the weights."""
    if _wanted(context) and _residuals(context) is None:
        return [f"no intervals of segments: they were {UNMEASURED}"]
    return []


def missing(context: Context) -> str:
    """Why the scores of a run have no intervals, in a few words; empty if they have."""
    if not context.config.metrics.intervals:
        return "intervals are switched off (metrics.intervals)"
    if guards.untrained(context):
        return "not measured in this language pair"
    return UNMEASURED if _residuals(context) is None else ""


def _pair(context: Context) -> str:
    return f"{context.source_base}-{context.target_base}"


def _residuals(context: Context) -> Residuals | None:
    def read() -> Residuals | None:
        return encoder.human_residuals() if _wanted(context) else None

    return context.run_memo.once(_residuals, read)


def _wanted(context: Context) -> bool:
    return context.config.metrics.intervals and guards.untrained(context) is None
