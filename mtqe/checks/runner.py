"""Runs the chosen checks over the segments of one system and collects their findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe.checks import dedupe, segmentwise
from mtqe.contracts import Check, Context
from mtqe.model import Finding, Hit, Problem, RunItem, RunState, Segment, Severity, fingerprint

PART = 40_000
"""Characters: of both sides of the segments that every check which judges them apart sees before the next ones come.
By hand."""


@dataclass(frozen=True)
class Outcome:
    """What the checks of a run found, what became of each check, and which could not run."""

    findings: tuple[Finding, ...]
    items: tuple[RunItem, ...]
    problems: tuple[Problem, ...]


def run(checks: Iterable[Check], segments: Sequence[Segment], context: Context) -> Outcome:
    """Run checks over the segments of one system; a check that raises becomes a `Problem`, the others go on.

    Args:
        checks: The checks that were selected.
        segments: All segments, those of one document next to each other.
        context: Languages, configuration, glossary.
    """
    courses = [_Course(item, context.config.checks.severity) for item in checks]
    for course in courses:
        course.begin(segments, context)
    single = [course for course in courses if course.runs and course.item.scope == "segment"]

    def progress(done: int) -> None:
        context.progress("checks", len(single) * done // max(1, len(segments)), len(courses))

    found = segmentwise.look([course.item for course in single], segments, context, progress)
    for segment, hits in zip(segments, found, strict=True):
        for number, ours in hits:
            single[number].take(segment, ours)
    whole = [course for course in courses if course.runs and course.item.scope == "document"]
    apart = [course for course in whole if course.item.per_segment]
    for done, some in parts(segments):
        context.progress("checks", len(single) + len(apart) * done // len(segments), len(courses))
        for course in apart:
            course.read([some], context)
    whole = [course for course in whole if not course.item.per_segment]
    for done, course in enumerate(whole, len(courses) - len(whole)):
        context.progress("checks", done, len(courses))
        course.read([tuple(group) for _, group in groupby(segments, key=lambda segment: segment.doc)], context)
    context.progress("checks", len(courses), len(courses))
    order = {segment.id: place for place, segment in enumerate(segments)}
    findings = dedupe.told_once(
        [finding for course in courses if course.runs for finding in course.findings],
        frozenset(course.item.id for course in courses if course.item.yields_to_specific),
        {segment.id: segment for segment in segments},
    )
    findings.sort(key=lambda f: (order[f.segment], -f.severity.rank, f.check))
    problems = (Problem(f"check {c.item.id} {c.item.name}", c.why or "") for c in courses if c.state == "failed")
    return Outcome(tuple(findings), tuple(course.ended for course in courses), tuple(problems))


def parts(segments: Sequence[Segment]) -> Iterator[tuple[int, tuple[Segment, ...]]]:
    """Segments for checks that judge each by itself, a part at a time, and how many were before.

    Every such check sees a part before the next comes, while the encoder remembers what it has read of its texts; and
    many segments make fuller batches than the few of a short document.
    """
    start = size = 0
    for place, segment in enumerate(segments):
        size += len(segment.source) + len(segment.target)
        if size > PART and place > start:
            yield start, tuple(segments[start:place])
            start, size = place, len(segment.source) + len(segment.target)
    if segments:
        yield start, tuple(segments[start:])


class _Course:
    """What becomes of one check in a run.

    Args:
        item: The check.
        severities: Severities by id or name that override its own.
    """

    def __init__(self, item: Check, severities: Mapping[str, Severity]) -> None:
        self.item = item
        self.findings: list[Finding] = []
        self.state: RunState = "ran"
        self.why: str | None = None
        self._severity = severities.get(item.id, severities.get(item.name))
        self._seen: Counter[tuple[str, ...]] = Counter()

    @property
    def runs(self) -> bool:
        """Whether nothing has stopped it so far."""
        return self.state == "ran"

    @property
    def ended(self) -> RunItem:
        """What became of it."""
        return RunItem(self.item.id, self.item.name, self.state, self.why)

    def begin(self, segments: Sequence[Segment], context: Context) -> None:
        """Find out whether it can run."""
        try:
            self.why = _not_run(self.item, segments, context)
        except Exception as error:
            self._fail(segmentwise.reason(error))
        else:
            self.state = "not run" if self.why else "ran"

    def read(self, groups: Iterable[Sequence[Segment]], context: Context) -> None:
        """Run a check of scope `document` on groups of segments; one that has failed sees no more."""
        if not self.runs:
            return
        try:
            for group in groups:
                for segment, hit in self.item.run(group, context):
                    self._add(segment, hit)
        except Exception as error:
            self._fail(segmentwise.reason(error))

    def take(self, segment: Segment, found: list[Hit] | str) -> None:
        """Take what a check of scope `segment` has found in the next segment, or why it failed."""
        if isinstance(found, str):
            self._fail(found)
            return
        try:
            for hit in found:
                self._add(segment, hit)
        except ValueError as error:
            self._fail(segmentwise.reason(error))

    def _add(self, segment: Segment, hit: Hit) -> None:
        self.findings.append(_finding(self.item, segment, hit, self._severity, self._seen))

    def _fail(self, why: str) -> None:
        """The first fault counts; another process may have met a later one."""
        if self.state != "failed":
            self.state, self.why = "failed", why


def _not_run(item: Check, segments: Sequence[Segment], context: Context) -> str | None:
    if "glossary" in item.needs and context.glossary is None:
        return "no glossary was given"
    if "reference" in item.needs and not any(segment.references for segment in segments):
        return "no reference was given"
    if "alignment" in item.needs and not context.aligned:
        return "the input was already paired"
    return item.limits(context) if item.limits else None


def _finding(
    item: Check, segment: Segment, hit: Hit, severity: Severity | None, seen: Counter[tuple[str, ...]]
) -> Finding:
    marked = tuple(segment.text(span.side)[span.start : span.end] for span in hit.spans)
    for span in hit.spans:
        if not 0 <= span.start < span.end <= len(segment.text(span.side)):
            raise ValueError(f"{item.id} marks {span} outside segment {segment.id}")
    key = (segment.source, *marked)
    nth = seen[key]
    seen[key] += 1
    return Finding(
        check=item.id,
        name=item.name,
        category=item.category,
        severity=severity or hit.severity or item.severity,
        segment=segment.id,
        message=hit.message,
        spans=hit.spans,
        marked=marked,
        fingerprint=fingerprint(item.id, segment.source, marked, nth),
        suggestion=hit.suggestion,
        confidence=hit.confidence,
        kind=hit.kind,
        preview=item.status != "stable",
        system=segment.system,
    )
