"""One file per check. `registry.checks` finds every `Check` in the modules here; `support` holds what they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe import words
from mtqe.checks.support import segmentwise
from mtqe.model import Finding, Hit, Problem, RunItem, RunState, Segment, Severity, Span, fingerprint
from mtqe.registry import Check, Context

_MEANING = ("accuracy", "terminology")
"""Categories of errors of meaning, one of which may be what a general check has seen."""
_BESIDE = 2
"""Words that a general check may mark beside those of a particular one (`did not`) without saying more."""


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
    for done, course in enumerate(whole, len(courses) - len(whole)):
        context.progress("checks", done, len(courses))
        course.read(segments, context)
    context.progress("checks", len(courses), len(courses))
    order = {segment.id: place for place, segment in enumerate(segments)}
    findings = _told_once(
        [finding for course in courses if course.runs for finding in course.findings],
        frozenset(course.item.id for course in courses if course.item.general),
        {segment.id: segment for segment in segments},
    )
    findings.sort(key=lambda f: (order[f.segment], -f.severity.rank, f.check))
    problems = (Problem(f"check {c.item.id} {c.item.name}", c.why or "") for c in courses if c.state == "failed")
    return Outcome(tuple(findings), tuple(course.ended for course in courses), tuple(problems))


def _told_once(findings: Sequence[Finding], general: frozenset[str], texts: Mapping[str, Segment]) -> list[Finding]:
    """The findings without those of general checks that checks of something in particular have told as well.

    Args:
        findings: All findings.
        general: Ids of the general checks.
        texts: The segments by id.
    """
    particular: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.check not in general and not finding.preview and finding.category.startswith(_MEANING):
            particular[finding.segment].append(finding)

    def told(one: Finding) -> bool:
        others = [other for other in particular[one.segment] if other.severity.rank >= one.severity.rank]
        return _explained(texts[one.segment], one.spans, [span for other in others for span in other.spans])

    return [finding for finding in findings if finding.check not in general or not told(finding)]


def _explained(segment: Segment, spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether other marks explain these: on a side that has both, each meets one, and little is beside them."""
    sides = {one.side for one in spans for other in others if _meet(one, other)}
    beside = []
    for span in spans:
        if span.side not in sides:
            continue
        near = [other for other in others if _meet(span, other)]
        text = segment.text(span.side)
        for word in words.words(text):
            place = Span(span.side, word.start, word.end)
            if _meet(place, span) and not any(_meet(place, other) for other in near):
                beside.append(word)
        if not near:
            return False
    return bool(sides) and len(beside) <= _BESIDE and not any(map(_telling, beside))


def _telling(word: words.Word) -> bool:
    """Whether a word looks like a name or a number, or a noun of German, which may be wrong by itself."""
    return (word.start > 0 and word.text[0].isupper()) or any(map(str.isdigit, word.text))


def _meet(one: Span, other: Span) -> bool:
    return one.side == other.side and one.start < other.end and other.start < one.end


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

    def read(self, segments: Sequence[Segment], context: Context) -> None:
        """Run a check of scope `document`."""
        try:
            for _, group in groupby(segments, key=lambda segment: segment.doc):
                for segment, hit in self.item.run(tuple(group), context):
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
