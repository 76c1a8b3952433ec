"""The errors that two raters marked in the same segments: how many of them both have, and with which severity."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from statistics import fmean

from mtqe.model import Severity
from mtqe.model.agreement_report import Share, TwoRaters
from mtqe.model.ratings import RatedError, Rating
from mtqe.people.raters import meeting
from mtqe.people.raters.check_agreement import share
from mtqe.people.raters.rated_segments import RatedSegment

_Errors = tuple[RatedError, ...]
_Shared = tuple[_Errors, _Errors, str]
"""The errors of both raters in a translation."""


def pairs(rated: Sequence[RatedSegment]) -> tuple[TwoRaters, ...]:
    """Every two raters who were asked to mark errors in the same segments."""
    shared: dict[tuple[str, str], list[_Shared]] = {}
    for one in rated:
        marked = sorted(
            (rating for rating in one.ratings if rating.errors is not None), key=lambda rating: rating.rater
        )
        for first, second in itertools.combinations(marked, 2):
            segments = shared.setdefault((first.rater, second.rater), [])
            segments.append((_counted(first), _counted(second), one.segment.target))
    return tuple(_pair(names, segments) for names, segments in sorted(shared.items()))


def met(two: Iterable[TwoRaters]) -> Share:
    """The share of the errors of one rater that another rater has marked, too, over all pairs."""
    number, size = 0, 0
    for one in two:
        number, size = number + one.met.number, size + one.met.size
    return share(number, size)


def _counted(rating: Rating) -> _Errors:
    return tuple(error for error in rating.errors or () if error.severity is not Severity.NEUTRAL)


def _pair(names: tuple[str, str], segments: Sequence[_Shared]) -> TwoRaters:
    found: list[bool] = []
    strict: list[bool] = []
    severity: list[bool] = []
    chances: list[float] = []
    both = either = 0
    for first, second, text in segments:
        for own, other in ((first, second), (second, first)):
            for error in own:
                partners = [one for one in other if meeting.same_error(error, one)]
                found.append(bool(partners))
                chance = meeting.by_chance(error.spans, other, text)
                chances += [chance] if chance is not None else []
                if meeting.is_named(error.category):
                    strict.append(any(meeting.same(error.category, one.category) for one in partners))
        severity += [
            one.severity is two.severity
            for one, two in itertools.product(first, second)
            if meeting.same_error(one, two)
        ]
        marked = [_characters(errors) for errors in (first, second)]
        both, either = both + len(marked[0] & marked[1]), either + len(marked[0]) + len(marked[1])
    return TwoRaters(
        raters=names,
        segments=len(segments),
        errors=(sum(len(one) for one, _, _ in segments), sum(len(one) for _, one, _ in segments)),
        met=share(sum(found), len(found)),
        met_strict=share(sum(strict), len(strict)),
        characters=2 * both / either if either else None,
        severity=share(sum(severity), len(severity)),
        chance=fmean(chances) if chances else None,
    )


def _characters(errors: _Errors) -> set[int]:
    return {
        place
        for error in errors
        for span in error.spans
        if span.side == "target"
        for place in range(span.start, span.end)
    }
