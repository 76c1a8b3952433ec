"""The run of one check: its state, what it does not judge, and its findings with short messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from mtqe import encoder
from mtqe.checks.check_time import CheckWatch, size_of
from mtqe.checks.shared import measured
from mtqe.errors import FAULTS, reason
from mtqe.language import codes
from mtqe.language.late_patterns import late
from mtqe.machine.time_limit import OverTime
from mtqe.model import CheckItem, Finding, Hit, RuleFacts, RunState, Segment, Severity, Span, fingerprint
from mtqe.model.check_results import CheckResults, Unjudged
from mtqe.prose import count
from mtqe.registry.contracts import Check, Context

MANY = 0.1
"""Share: of the segments, from which on those that a check does not judge are a gap. The headings of an article are
mostly fewer."""
QUOTED = 60
"""Characters: about the most of a text that a message repeats. The spans and `marked` have the whole."""
_UNBROKEN = late(rf"[^\s“”]{{{QUOTED + 1},}}")


class CheckRun:
    """The run of one check: its state and its findings.

    Args:
        item: The check.
        context: The languages, and the configuration, whose severities override that of the check.
        stored: The segments by id, with the text of their codes.
    """

    def __init__(self, item: Check, context: Context, stored: Mapping[str, codes.Stored]) -> None:
        self.item = item
        severities = context.config.checks.severity
        self._unsure = measured.is_unsure(item, context)
        self._stored = stored
        self.findings: list[Finding] = []
        self.state: RunState = "ran"
        self.why: str | None = None
        self.unjudged: tuple[Unjudged, ...] = ()
        self._gap: str | None = None
        self._severity = severities.get(item.id, severities.get(item.name))
        self._counts: Counter[tuple[str, ...]] = Counter()

    @property
    def runs(self) -> bool:
        """Whether the check runs: it can run and has not failed."""
        return self.state == "ran"

    @property
    def outcome(self) -> CheckItem:
        """The outcome, for the report."""
        gap = self._gap if self.runs else None
        reasons = {group.why for group in self.unjudged} if self.runs else {None}
        unread = None not in reasons and encoder.UNREAD in reasons
        idle = bool(reasons) and None not in reasons and not unread
        facts = None
        if self.item.rule is not None:
            facts = RuleFacts(self.item.category, self.item.severity.value, self.item.manual)
        return CheckItem(
            self.item.id, self.item.name, self.state, self.why, self.item.area, gap, idle, facts, self._unsure, unread
        )

    def begin(self, segments: Sequence[Segment], context: Context) -> None:
        """Determine whether the check can run."""
        try:
            self.why = _not_run(self.item, segments, context)
            if not self.why:
                self.unjudged = tuple(_unjudged(self.item, segments, context))
                self._gap = "; ".join(_gaps(self.item, self.unjudged, context)) or None
        except FAULTS as error:
            self._fail(reason(error))
        else:
            self.state = "not run" if self.why else "ran"

    def resume(self, segments: Sequence[Segment], context: Context, shards: Iterable[CheckResults]) -> None:
        """Put together what became of the check in the shards; one that needs the whole text runs again."""
        groups: dict[str | None, list[Unjudged]] = defaultdict(list)
        outcomes: Counter[CheckItem] = Counter()
        for results in shards:
            outcomes.update(item for item in results.items if item.id == self.item.id)
            for group in results.unjudged.get(self.item.id, ()):
                groups[group.why].append(group)
        if self.item.scope == "corpus":
            outcomes = Counter({item: number for item, number in outcomes.items() if item.state != "failed"})
        order = {segment.id: place for place, segment in enumerate(segments)}
        firsts = {why: min((part.first for part in found), key=order.__getitem__) for why, found in groups.items()}
        unjudged = tuple(
            Unjudged(why, sum(part.number for part in groups[why]), firsts[why])
            for why in sorted(groups, key=lambda why: order[firsts[why]])
        )
        self.settle(outcomes, unjudged, segments, context)

    def settle(
        self,
        outcomes: Mapping[CheckItem, int],
        unjudged: tuple[Unjudged, ...],
        segments: Sequence[Segment],
        context: Context,
        part: str = "shard",
    ) -> None:
        """Decide what became of the check in a text from its outcomes in parts of it.

        It failed if it failed in any of them. A check that needs references or an alignment ran if it ran in any part,
        because not all documents have them. See `settled`; the segments, if they are given, say why it ran in no part.
        """
        failed = [item for item in outcomes if item.state == "failed"]
        without = {item: number for item, number in outcomes.items() if item.state == "not run"}
        if failed:
            self._fail(failed[0].why or "")
        elif outcomes and len(without) == len(outcomes):
            why = _not_run(self.item, segments, context) if segments else None
            self.state, self.why = "not run", why or next(iter(without)).why
        elif without and not {"reference", "alignment"}.intersection(self.item.needs):
            numbers = f"{sum(without.values()):,} of {sum(outcomes.values()):,} {part}s"
            self._fail(f"it did not run in {numbers}: {next(iter(without)).why}")
        else:
            self.unjudged = unjudged
            self._gap = "; ".join(_gaps(self.item, self.unjudged, context)) or None

    def read(self, groups: Iterable[Sequence[Segment]], context: Context) -> list[tuple[Segment, Hit]]:
        """What a check of scope `document` or `corpus` finds in groups of segments; nothing once it has failed."""
        if not self.runs:
            return []
        found: list[tuple[Segment, Hit]] = []
        try:
            with CheckWatch(context) as watch:
                for group in filter(None, (_read(self.item, group) for group in groups)):
                    try:
                        watch.begin(size_of(group))
                        found += self.item.run(group, context)
                    except OverTime:
                        self._fail(watch.reason(group))
                        return []
        except FAULTS as error:
            self._fail(reason(error))
            return []
        return found

    def find(self, groups: Iterable[Sequence[Segment]], context: Context) -> None:
        """Add what a check finds in groups of segments."""
        for segment, hit in self.read(groups, context):
            self.add_result(segment, [hit])

    def revised(
        self, hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
    ) -> Sequence[tuple[Segment, Hit]]:
        """The hits of all segments, after the check saw them together."""
        if not hits or not self.runs or self.item.revision is None:
            return hits
        try:
            return self.item.revision(hits, segments, context)
        except FAULTS as error:
            self._fail(reason(error))
            return hits

    def add_result(self, segment: Segment, result: list[Hit] | str) -> None:
        """Add the hits of a check in a segment, or the reason why it failed."""
        if isinstance(result, str):
            self._fail(result)
            return
        try:
            for hit in result:
                self._add(segment, hit)
        except ValueError as error:
            self._fail(reason(error))

    def restore(self, finding: Finding, source: str) -> None:
        """Add a finding of a shard, with its fingerprint in the whole text."""
        key = (source, *finding.marked)
        number = fingerprint(self.item.id, source, finding.marked, self._counts[key])
        self._counts[key] += 1
        self.findings.append(msgspec.structs.replace(finding, fingerprint=number, suppressed=None))

    def _add(self, segment: Segment, hit: Hit) -> None:
        for span in hit.spans:
            if not 0 <= span.start < span.end <= len(segment.text(span.side)):
                raise ValueError(f"{self.item.id} marks {span} outside segment {segment.id}")
        stored = self._stored[segment.id]
        hit = stored.hit(hit)
        finding = _finding(self.item, stored.segment, segment.source, hit, self._severity, self._counts)
        self.findings.append(finding)

    def _fail(self, why: str) -> None:
        """Keep only the first failure; another process may report a later one."""
        if self.state != "failed":
            self.state, self.why = "failed", why


def _not_run(item: Check, segments: Sequence[Segment], context: Context) -> str | None:
    if "glossary" in item.needs and context.glossary is None:
        return "no glossary was given"
    if "memory" in item.needs and not context.config.memory:
        return "no translation memory was given"
    if "reference" in item.needs and not any(segment.references for segment in segments):
        return "no reference was given"
    if "alignment" in item.needs and segments and not any(segment.is_aligned for segment in segments):
        return "the input was already paired"
    return item.limits(context) if item.limits else None


def _read(item: Check, segments: Sequence[Segment]) -> Sequence[Segment]:
    """The segments that a check reads: those with encoder read no text that is too long for it."""
    if "encoder" not in item.needs:
        return segments
    return tuple(segment for segment in segments if encoder.is_read(segment.source, segment.target))


def _unjudged(item: Check, segments: Sequence[Segment], context: Context) -> Iterator[Unjudged]:
    """The segments with both sides by the reason why the check does not judge them, in the order of the text."""
    if not item.unjudged and "encoder" not in item.needs:
        return
    read = {id(segment) for segment in _read(item, segments)}
    groups: dict[str | None, list[str]] = defaultdict(list)
    for segment in segments:
        if segment.source.strip() and segment.target.strip():
            why = item.unjudged(segment, context) if item.unjudged else None
            groups[why if id(segment) in read else encoder.UNREAD].append(segment.id)
    yield from (Unjudged(why, len(ids), ids[0]) for why, ids in groups.items())


def _gaps(item: Check, unjudged: Sequence[Unjudged], context: Context) -> Iterator[str]:
    """What a check that runs leaves out: in this language pair, and of these segments."""
    if item.gaps and (gap := item.gaps(context)):
        yield gap
    every = sum(group.number for group in unjudged)
    for group in unjudged:
        number = f"{group.number:,} of {count(every, 'segment')}"
        if group.why == encoder.UNREAD:
            yield f"{group.why}: {number}, such as segment {group.first}"
        elif group.why and group.number >= MANY * every:
            yield f"{group.why}: {number}"


def _finding(
    item: Check, segment: Segment, source: str, hit: Hit, severity: Severity | None, counts: Counter[tuple[str, ...]]
) -> Finding:
    """The finding of a hit in a segment; `source` is its source without codes, which the fingerprint is made of."""
    spans = (*hit.spans, *_in_codes(hit, segment))
    marked = tuple(segment.text(span.side)[span.start : span.end] for span in spans)
    key = (source, *marked)
    nth = counts[key]
    counts[key] += 1
    return Finding(
        check=item.id,
        name=item.name,
        category=item.category,
        severity=severity or hit.severity or item.severity,
        segment=segment.id,
        message=brief(hit.message, marked),
        spans=spans,
        marked=marked,
        fingerprint=fingerprint(item.id, source, marked, nth),
        suggestion=hit.suggestion,
        confidence=hit.confidence,
        kind=hit.kind,
        fixable=hit.fixable,
        corrections=hit.corrections,
        preview=item.status != "stable",
        system=segment.system,
    )


def _in_codes(hit: Hit, segment: Segment) -> Iterator[Span]:
    """The spans of the parts of inline codes that a hit marks."""
    for place, start, end in hit.parts:
        code = segment.codes[place]
        yield Span(code.side, min(code.start + start, code.end), min(code.start + end, code.end))


def brief(message: str, marked: Sequence[str]) -> str:
    """A message in which long texts are shortened: those that the finding marks, and those without a space."""
    for text in marked:
        if len(text) > QUOTED:
            message = message.replace(text, _shortened(text))
    return _UNBROKEN.sub(lambda found: _shortened(found[0]), message)


def _shortened(text: str) -> str:
    """The beginning and the end of a long text."""
    return f"{text[: QUOTED // 2].rstrip()}…{text[1 - QUOTED // 2 :].lstrip()}"
