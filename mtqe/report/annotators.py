"""What annotators said of the segments of a report: mtqe with its findings, or people with their ratings.

The writers of annotation formats write these, whoever the annotator is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mtqe.model import Finding, Report, Severity, Span
from mtqe.model.ratings import RatedError, Rating
from mtqe.registry import metric_table
from mtqe.report import view

RATER = "mtqe"
"""The annotator of the findings."""
Key = tuple[str | None, str]
"""System and id of a segment."""


class Mark(NamedTuple):
    """An error.

    Args:
        category: MQM path.
        severity: MQM severity.
        spans: The marked text of both sides.
        note: A sentence for the reader; may be empty.
    """

    category: str
    severity: Severity
    spans: tuple[Span, ...]
    note: str


class Annotation(NamedTuple):
    """What one annotator said of one segment.

    Args:
        rater: Name of the annotator.
        marks: The errors; `None` if nobody looked for errors.
        score: 0 to 100, higher is better; `None` if there is none.
        created: When, in ISO 8601; empty if that is not known.
    """

    rater: str
    marks: tuple[Mark, ...] | None
    score: float | None = None
    created: str = ""


Annotations = Mapping[Key, Sequence[Annotation]]


def of_report(report: Report) -> Annotations:
    """The findings that count, as annotations of every segment; the score is that of the metric of quality."""
    findings: dict[Key, list[Mark]] = {}
    for finding in report.findings:
        if finding.counts:
            note = f"{finding.check} {finding.name}: {view.sentence(finding)}"
            mark = Mark(finding.category, finding.severity, finding.spans, note)
            findings.setdefault((finding.system, finding.segment), []).append(mark)
    scores, checked = _quality(report), view.checked(report)
    return {
        key: [Annotation(RATER, tuple(findings.get(key, ())) if checked else None, scores.get(key), report.run.created)]
        for key in view.segments_by_id(report)
    }


def _quality(report: Report) -> dict[Key, float]:
    """The estimated quality of each segment, 0 to 100."""
    facts = metric_table.facts(report)
    quality = next((score.metric for score in report.scores if facts[score.metric].estimates == "quality"), None)
    return {
        (score.system, score.segment): 100 * score.value
        for score in report.scores
        if score.metric == quality and score.level == "segment" and score.value is not None and score.segment
    }


def of_ratings(report: Report, ratings: Iterable[Rating]) -> Annotations:
    """The ratings of people: the errors that they marked, and the findings that they called errors.

    Ratings of segments in which nobody looked for errors are left out: a format that has no errors of a segment says
    that there are none.
    """
    findings: dict[Key, list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault((finding.system, finding.segment), []).append(finding)
    found: dict[Key, list[Annotation]] = {}
    for rating in ratings:
        if rating.errors is not None:
            key = rating.system, rating.segment
            all_errors = errors(rating, findings.get(key, ()))
            marks = tuple(Mark(error.category, error.severity, error.spans, error.note) for error in all_errors)
            found.setdefault(key, []).append(Annotation(rating.rater, marks, rating.score, rating.created))
    return found


def errors(rating: Rating, findings: Iterable[Finding]) -> tuple[RatedError, ...]:
    """The errors that a rater marked, and the findings of the segment that the rater called errors."""
    called = {decision.fingerprint for decision in rating.decisions if decision.opinion != "false-alarm"}
    found = [*(rating.errors or ())]
    marked = {(error.category, frozenset(error.spans)) for error in found}
    for finding in findings:
        if finding.fingerprint in called and (finding.category, frozenset(finding.spans)) not in marked:
            note = f"{finding.check} {finding.name}: {view.sentence(finding)}"
            found.append(RatedError(finding.category, finding.severity, finding.spans, note))
    return tuple(found)
