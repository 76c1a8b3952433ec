"""Compares the findings of each system with those of the first: fixed, new, kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mtqe.comparing.score_statistics import Source
from mtqe.model import Finding, Segment
from mtqe.model.comparison import FindingChanges


def own_findings(source: Source, checks: set[str]) -> list[Finding]:
    """The findings of a system that count, by the given checks, worst first."""
    counted = [
        finding
        for finding in source.report.findings
        if finding.system == source.system and finding.check in checks and finding.counts
    ]
    return sorted(counted, key=lambda finding: -finding.severity.rank)


def changes(sources: Sequence[Source], checks: set[str]) -> tuple[FindingChanges, ...]:
    """Compare the findings of each system with those of the first, by fingerprint, as multisets.

    A finding that only one of the reports has as accepted is neither fixed nor new, because the text is the same.
    """
    if not checks:
        return ()
    return tuple(_between(sources[0], source, checks) for source in sources[1:])


def texts(sources: Sequence[Source], changed: Iterable[FindingChanges]) -> Iterator[Segment]:
    """The segments of the new and fixed findings, each with the name of its system in the comparison."""
    wanted: dict[str, set[str]] = {}
    for change in changed:
        wanted.setdefault(change.system, set()).update(finding.segment for finding in change.new)
        wanted.setdefault(change.baseline, set()).update(finding.segment for finding in change.fixed)
    for source in sources:
        for segment in source.segments:
            if segment.id in wanted.get(source.name, ()):
                yield msgspec.structs.replace(segment, system=source.name)


def _between(baseline: Source, source: Source, checks: set[str]) -> FindingChanges:
    before, after = own_findings(baseline, checks), own_findings(source, checks)
    new, kept = _split(after, before)
    fixed, _ = _split(before, after)
    new, _ = _split(new, _accepted(baseline))
    fixed, _ = _split(fixed, _accepted(source))
    return FindingChanges(baseline.name, source.name, fixed=tuple(fixed), new=tuple(new), kept=tuple(kept))


def _accepted(source: Source) -> Iterator[Finding]:
    return (
        finding
        for finding in source.report.findings
        if finding.system == source.system and finding.suppressed is not None
    )


def _split(findings: Sequence[Finding], known: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that are not among `known`, and those that are; each known finding is used once."""
    remaining = Counter(finding.fingerprint for finding in known)
    without, within = [], []
    for finding in findings:
        if remaining[finding.fingerprint]:
            remaining[finding.fingerprint] -= 1
            within.append(finding)
        else:
            without.append(finding)
    return without, within
