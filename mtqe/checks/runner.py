"""Runs the selected checks over the segments of one system and collects their findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtqe.checks import dedupe
from mtqe.checks.check_run import CheckRun
from mtqe.checks.reading_order import with_documents
from mtqe.checks.stages import stages_of
from mtqe.language import codes
from mtqe.model import CheckItem, Finding, Problem, Segment
from mtqe.model.check_results import CheckResults, Unjudged
from mtqe.registry.contracts import Check, Context


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
    check_runs = [CheckRun(item, context, stored) for item in checks]
    for check_run in check_runs:
        check_run.begin(segments, context)
    stages = stages_of(check_runs, context)
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
    check_runs = [CheckRun(item, context, stored) for item in checks]
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
    check_run = CheckRun(item, context, {})
    check_run.settle(outcomes, unjudged, (), context, part)
    return check_run.outcome


def _outcome(
    check_runs: Sequence[CheckRun], segments: Sequence[Segment], stored: Mapping[str, codes.Stored]
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
