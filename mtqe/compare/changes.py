"""What became of the findings of the first system in each other one: fixed, new, kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mtqe.compare.scores import Source
from mtqe.comparison import FindingChanges
from mtqe.model import Finding


def own_findings(source: Source, checks: set[str]) -> list[Finding]:
    """The findings of a system that count, by the given checks, worst first."""
    found = [
        finding
        for finding in source.report.findings
        if finding.system == source.system and finding.check in checks and finding.counts
    ]
    return sorted(found, key=lambda finding: -finding.severity.rank)


def changes(sources: Sequence[Source], checks: set[str]) -> tuple[FindingChanges, ...]:
    """Compare the findings of each system with those of the first, by fingerprint, as multisets.

    Args:
        sources: The systems.
        checks: Ids of the checks that ran on all of them.
    """
    if not checks:
        return ()
    before = own_findings(sources[0], checks)
    return tuple(_between(sources[0].name, before, source.name, own_findings(source, checks)) for source in sources[1:])


def _between(baseline: str, before: Sequence[Finding], system: str, after: Sequence[Finding]) -> FindingChanges:
    new, kept = _split(after, before)
    fixed, _ = _split(before, after)
    return FindingChanges(baseline, system, fixed=tuple(fixed), new=tuple(new), kept=tuple(kept))


def _split(findings: Sequence[Finding], others: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that the others do not have, and those that they have, each of theirs taken once."""
    left = Counter(finding.fingerprint for finding in others)
    without, within = [], []
    for finding in findings:
        if left[finding.fingerprint]:
            left[finding.fingerprint] -= 1
            within.append(finding)
        else:
            without.append(finding)
    return without, within
