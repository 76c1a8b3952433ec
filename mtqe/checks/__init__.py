"""One file per check. `registry.checks` finds every `Check` in the modules here; `support` holds what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe.errors import Unavailable
from mtqe.model import Finding, Hit, Problem, RunItem, Segment, Severity, fingerprint
from mtqe.registry import Check, Context


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
    findings: list[Finding] = []
    items: list[RunItem] = []
    problems: list[Problem] = []
    chosen = list(checks)
    for done, item in enumerate(chosen):
        context.progress("checks", done, len(chosen))
        try:
            why = _not_run(item, segments, context)
            if why:
                items.append(RunItem(item.id, item.name, "not run", why))
                continue
            found = list(_findings(item, segments, context))
        except Exception as error:
            reason = str(error) if isinstance(error, Unavailable) else f"{type(error).__name__}: {error}"
            problems.append(Problem(f"check {item.id} {item.name}", reason))
            items.append(RunItem(item.id, item.name, "failed", reason))
            continue
        findings += found
        items.append(RunItem(item.id, item.name, "ran"))
    context.progress("checks", len(chosen), len(chosen))
    order = {segment.id: place for place, segment in enumerate(segments)}
    findings.sort(key=lambda f: (order[f.segment], -f.severity.rank, f.check))
    return Outcome(tuple(findings), tuple(items), tuple(problems))


def _not_run(item: Check, segments: Sequence[Segment], context: Context) -> str | None:
    if "glossary" in item.needs and context.glossary is None:
        return "no glossary was given"
    if "reference" in item.needs and not any(segment.references for segment in segments):
        return "no reference was given"
    if "alignment" in item.needs and not context.aligned:
        return "the input was already paired"
    return item.limits(context) if item.limits else None


def _findings(item: Check, segments: Sequence[Segment], context: Context) -> Iterator[Finding]:
    override = context.config.checks.severity
    severity = override.get(item.id, override.get(item.name))
    seen: Counter[tuple[str, ...]] = Counter()
    for segment, hit in _hits(item, segments, context):
        yield _finding(item, segment, hit, severity, seen)


def _hits(item: Check, segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    if item.scope == "document":
        for _, group in groupby(segments, key=lambda segment: segment.doc):
            yield from item.run(tuple(group), context)
    else:
        for segment in segments:
            for hit in item.run(segment, context):
                yield segment, hit


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
