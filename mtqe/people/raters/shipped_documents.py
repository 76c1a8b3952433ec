"""Which documents people accept: by the mean of the scores of their segments, or by their MQM penalty.

- The score of a document is the mean over its rated segments, of each the mean over its raters. It is acceptable if it
  is at least the limit.
- The penalty of a document is the mean over raters of the MQM penalty of the errors that they marked in a segment,
  summed up over its rated segments, per 1,000 source words of these. It is acceptable if it is at most the limit.
- A document of which less than `LEAST` of the words are rated is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mtqe.errors import InputError
from mtqe.language import codes
from mtqe.model import Report, Segment
from mtqe.model.agreement_report import Matched, Value
from mtqe.model.ratings import Rating
from mtqe.people.raters import metric_agreement, rated_segments
from mtqe.people.raters.rated_segments import Place

LEAST = 0.5
"""Share: of the source words of a document that must be rated."""


@dataclass(frozen=True)
class Limit:
    """What people accept.

    Args:
        kind: What is limited: `score`, or `errors` for the MQM penalty per 1,000 source words.
        value: Lowest acceptable score, or greatest acceptable penalty.
    """

    kind: Value
    value: float


@dataclass(frozen=True)
class Judged:
    """Documents by what people said of them.

    Args:
        accepted: Those that are acceptable.
        refused: Those that are not.
        unrated: Number of documents of which too little is rated.
        matched: Which ratings belong to segments.
    """

    accepted: tuple[Report, ...]
    refused: tuple[Report, ...]
    unrated: int
    matched: Matched


def judge(documents: Sequence[Report], ratings: Sequence[Rating], limit: Limit) -> Judged:
    """Divide documents by what people said of them.

    Raises:
        InputError: No rating of the limit's kind belongs to a segment of the documents.
    """
    rated, matched = rated_segments.match([(str(number), report) for number, report in enumerate(documents)], ratings)
    values = metric_agreement.means(metric_agreement.by_rater(rated, limit.kind).values())
    if not values:
        what = "scores from 0 to 100" if limit.kind == "score" else "marked errors"
        raise InputError(
            f"none of {matched.ratings:,} ratings has {what} of a segment of these documents",
            "give the reports of the translations that were rated, and the limit for what raters gave",
        )
    accepted: list[Report] = []
    refused: list[Report] = []
    for number, report in enumerate(documents):
        found = _value(number, report, values, limit.kind)
        if found is not None:
            is_accepted = found >= limit.value if limit.kind == "score" else -found <= limit.value
            (accepted if is_accepted else refused).append(report)
    unrated = len(documents) - len(accepted) - len(refused)
    return Judged(tuple(accepted), tuple(refused), unrated, matched)


def _value(number: int, report: Report, values: dict[Place, float], kind: Value) -> float | None:
    """The value of a document; `None` if too little of it is rated."""
    rated = [segment for segment in report.segments if (number, segment.system, segment.id) in values]
    words, whole = _words(rated, report), _words(report.segments, report)
    if not rated or words < LEAST * whole:
        return None
    found = [values[number, segment.system, segment.id] for segment in rated]
    return fmean(found) if kind == "score" else sum(found) * 1000 / max(words, 1)


def _words(segments: Sequence[Segment], report: Report) -> int:
    return codes.source_words(segments, report.run.source_lang or "")
