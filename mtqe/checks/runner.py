"""Runs the selected checks over the segments of one system and collects their findings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

import msgspec

from mtqe import encoder
from mtqe.checks import dedupe, kept_results, segmentwise
from mtqe.checks.reading_order import with_documents
from mtqe.checks.shared import measured
from mtqe.errors import FAULTS, reason
from mtqe.language import codes
from mtqe.model import CheckItem, Finding, Hit, Problem, RuleFacts, RunState, Segment, Severity, Span, fingerprint
from mtqe.model.check_results import CheckResults, Unjudged
from mtqe.prose import count
from mtqe.registry.contracts import Check, Context

MANY = 0.1
"""Share: of the segments, from which on those that a check does not judge are a gap. The headings of an article are
mostly fewer."""
QUOTED = 60
"""Characters: about the most of a text that a message repeats. The spans and `marked` have the whole."""
_UNBROKEN = re.compile(rf"[^\s“”]{{{QUOTED + 1},}}")


@dataclass(frozen=True)
class Outcome:
    """The findings of a run, the outcome of each check, the checks that failed, and what a shard keeps of them."""

    findings: tuple[Finding, ...]
    items: tuple[CheckItem, ...]
    problems: tuple[Problem, ...]
    results: CheckResults


def run(
    checks: Iterable[Check], segments: Sequence[Segment], context: Context, bare: Sequence[Segment] | None = None
) -> Outcome:
    """Run checks over the segments of one system. A check that raises becomes a `Problem`; the others continue.

    Args:
        checks: The selected checks.
        segments: All segments as they are stored; those of one document must be adjacent.
        context: Languages, configuration, glossary.
        bare: The same segments without the text of their inline codes, as checks get them; with `None` made here.
    """
    stored = {segment.id: codes.Stored(segment) for segment in segments}
    segments = codes.all_bare(segments) if bare is None else bare
    check_runs = [_CheckRun(item, context, stored) for item in checks]
    for check_run in check_runs:
        check_run.begin(segments, context)
    stages = _stages(check_runs, context)
    single = sum(len(stage.check_runs) for stage in stages if stage.name == "segment")

    def progress(done: int) -> None:
        context.progress("checks", single * done // max(1, len(segments)), len(check_runs))

    for stage in stages:
        if stage.name == "segment":
            stage.read_single(segments, progress)
    of_documents = [stage for stage in stages if stage.name != "segment"]
    number = sum(len(stage.check_runs) for stage in of_documents)
    for done, part, ended in with_documents(segments) if of_documents else ():
        context.progress("checks", single + number * done // len(segments), len(check_runs))
        for stage in of_documents:
            stage.read_part(part, ended)
    of_corpus = [check_run for check_run in check_runs if check_run.runs and check_run.item.scope == "corpus"]
    for done, check_run in enumerate(of_corpus, len(check_runs) - len(of_corpus)):
        context.progress("checks", done, len(check_runs))
        check_run.find([tuple(segments)], context)
    context.progress("checks", len(check_runs), len(check_runs))
    return _outcome(check_runs, segments, stored)


def merged(
    checks: Iterable[Check],
    segments: Sequence[Segment],
    context: Context,
    shards: Sequence[tuple[CheckResults, Sequence[Finding]]],
    places: Mapping[str, int],
    bare: Sequence[Segment] | None = None,
) -> Outcome:
    """The outcome for the segments of all shards, from what the shards found. Only checks of scope `corpus` run again.

    Args:
        checks: The selected checks.
        segments: All segments of the system; those of one document must be adjacent, and are of one shard.
        context: Languages, configuration, glossary.
        shards: What each shard keeps, and the findings of its report.
        places: The place of the document of each segment, by the id of the segment.
        bare: As for `run`.
    """
    stored = {segment.id: codes.Stored(segment) for segment in segments}
    segments = codes.all_bare(segments) if bare is None else bare
    sources = {segment.id: segment.source for segment in segments}
    yielded: dict[str, list[Finding]] = defaultdict(list)
    for results, findings in shards:
        in_order = zip(results.order, (*findings, *results.dropped), strict=True)
        for _, finding in sorted(in_order, key=lambda pair: pair[0]):
            yielded[finding.check].append(finding)
    check_runs = [_CheckRun(item, context, stored) for item in checks]
    for done, check_run in enumerate(check_runs):
        context.progress("checks", done, len(check_runs))
        check_run.resume(segments, context, [results for results, _ in shards])
        if check_run.item.scope == "corpus":
            check_run.find([tuple(segments)], context)
            continue
        for finding in sorted(yielded[check_run.item.id], key=lambda finding: places[finding.segment]):
            check_run.restore(finding, sources[finding.segment])
    context.progress("checks", len(check_runs), len(check_runs))
    return _outcome(check_runs, segments, stored)


def settled(
    item: Check, outcomes: Mapping[CheckItem, int], unjudged: tuple[Unjudged, ...], context: Context, part: str
) -> CheckItem:
    """What became of a check in a text, from its outcomes in all parts of it.

    Args:
        item: The check.
        outcomes: The number of parts with each outcome.
        unjudged: The segments of all parts that it does not judge, or judges, in the order of the text.
        context: Languages, configuration, glossary.
        part: The word for a part.
    """
    check_run = _CheckRun(item, context, {})
    check_run.settle(outcomes, unjudged, (), context, part)
    return check_run.outcome


def _outcome(
    check_runs: Sequence[_CheckRun], segments: Sequence[Segment], stored: Mapping[str, codes.Stored]
) -> Outcome:
    """The outcome of the checks, with each error once."""
    order = {segment.id: place for place, segment in enumerate(segments)}
    yielded = [finding for check_run in check_runs if check_run.runs for finding in check_run.findings]
    findings = dedupe.without_duplicates(
        yielded,
        frozenset(check_run.item.id for check_run in check_runs if check_run.item.yields_to_specific),
        stored,
    )
    findings.sort(key=lambda f: (order[f.segment], -f.severity.rank, f.check))
    kept = {id(finding) for finding in findings}
    dropped = [finding for finding in yielded if id(finding) not in kept]
    place_of = {id(finding): place for place, finding in enumerate(yielded)}
    results = CheckResults(
        tuple(check_run.outcome for check_run in check_runs),
        {check_run.item.id: check_run.unjudged for check_run in check_runs if check_run.unjudged},
        tuple(dropped),
        tuple(place_of[id(finding)] for finding in (*findings, *dropped)),
    )
    problems = (Problem(f"check {c.item.id} {c.item.name}", c.why or "") for c in check_runs if c.state == "failed")
    return Outcome(tuple(findings), results.items, tuple(problems), results)


def _stages(check_runs: Sequence[_CheckRun], context: Context) -> list[_Stage]:
    """The checks that run, but those of scope `corpus`, in groups whose results are kept together, or not at all."""
    running = [check_run for check_run in check_runs if check_run.runs and check_run.item.scope != "corpus"]
    # Rules take less time than the cache.
    keeps = context.cache is not None and any("encoder" in check_run.item.needs for check_run in running)
    groups: dict[tuple[str, bool], list[_CheckRun]] = defaultdict(list)
    for check_run in running:
        groups[_stage(check_run.item), keeps and kept_results.is_kept(check_run.item)].append(check_run)
    return [_Stage(name, group, context, kept) for (name, kept), group in groups.items()]


def _stage(item: Check) -> str:
    """The stage of a check: what its results depend on."""
    if item.scope == "segment":
        return "segment"
    if item.per_segment:
        return "nearby" if item.nearby else "alone"
    return "document"


class _Stage:
    """The checks whose results are kept together.

    Args:
        name: `segment`, `alone`, `nearby` or `document`; see `_stage`.
        check_runs: The checks, which run.
        context: The context of the run.
        kept: Whether their results are kept.
    """

    def __init__(self, name: str, check_runs: Sequence[_CheckRun], context: Context, kept: bool) -> None:
        self.name = name
        self.check_runs = check_runs
        self._items = [check_run.item for check_run in check_runs]
        self._shelf = kept_results.shelf(name, self._items, context) if kept else None
        self._context = kept_results.context_of(context) if self._shelf else context

    def read_single(self, segments: Sequence[Segment], progress: Callable[[int], None]) -> None:
        """Run checks of scope `segment`."""
        units = [[segment] for segment in self._given(segments)]
        found = self._shelf.find(units) if self._shelf else {}
        new = [number for number in range(len(units)) if number not in found]
        results = segmentwise.run_checks(self._items, [units[number][0] for number in new], self._context, progress)
        failures = [result for of_segment in results for result in of_segment if isinstance(result[1], str)]
        for number, why in failures:
            self.check_runs[number].add_result(segments[0], why)
        fresh = {
            unit: [(number, 0, hit) for number, hits in of_segment if not isinstance(hits, str) for hit in hits]
            for unit, of_segment in zip(new, results, strict=True)
        }
        self._add([[segment] for segment in segments], found | fresh)
        self._keep(fresh)

    def read_part(self, part: Sequence[Segment], ended: Sequence[Sequence[Segment]]) -> None:
        """Run checks of scope `document` on a part of the text, or on the documents that end in it."""
        units: list[Sequence[Segment]]
        if self.name == "alone":
            units = [(segment,) for segment in part]
        elif self.name == "nearby":
            units = [tuple(group) for _, group in groupby(part, key=lambda segment: segment.doc)]
        else:
            units = list(ended)
        given = [self._given(unit) for unit in units]
        found = self._shelf.find(given) if self._shelf else {}
        new = [number for number in range(len(units)) if number not in found]
        groups = [tuple(given[number]) for number in new]
        if self.name != "document":
            groups = [tuple(chain.from_iterable(groups))]
        place_of = {segment.id: (number, at) for number in new for at, segment in enumerate(units[number])}
        fresh: dict[int, kept_results.Found] = {number: [] for number in new}
        for at, check_run in enumerate(self.check_runs):
            for segment, hit in check_run.read(_judged(check_run.item, groups), self._context):
                unit, place = place_of[segment.id]
                fresh[unit].append((at, place, hit))
        self._add(units, found | fresh)
        self._keep(fresh)

    def _given(self, segments: Sequence[Segment]) -> Sequence[Segment]:
        """The segments as the checks get them."""
        return kept_results.unplaced(segments, self.name) if self._shelf else segments

    def _add(self, units: Sequence[Sequence[Segment]], found: Mapping[int, kept_results.Found]) -> None:
        for number, unit in enumerate(units):
            for at, place, hit in found[number]:
                self.check_runs[at].add_result(unit[place], [hit])

    def _keep(self, fresh: Mapping[int, kept_results.Found]) -> None:
        """Keep what was found, unless a check failed."""
        if self._shelf and all(check_run.runs for check_run in self.check_runs):
            self._shelf.keep(fresh)


def _judged(item: Check, documents: Sequence[tuple[Segment, ...]]) -> list[tuple[Segment, ...]]:
    """The documents, or parts of the text, that a check can judge."""
    if "alignment" in item.needs and not item.per_segment:
        return [document for document in documents if any(segment.is_aligned for segment in document)]
    return list(documents)


class _CheckRun:
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
            for group in filter(None, (_read(self.item, group) for group in groups)):
                found += self.item.run(group, context)
        except FAULTS as error:
            self._fail(reason(error))
            return []
        return found

    def find(self, groups: Iterable[Sequence[Segment]], context: Context) -> None:
        """Add what a check finds in groups of segments."""
        for segment, hit in self.read(groups, context):
            self.add_result(segment, [hit])

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
