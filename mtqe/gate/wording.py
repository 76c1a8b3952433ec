"""How reasons are worded: findings by number and place, figures that show on which side of the limit they are."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.model import Finding, Interval, Severity

NAMED = 3
"""How many findings or problems a reason names before it says how many more there are."""


def errors(findings: Sequence[Finding], severity: Severity | None, new: str = "") -> str:
    """`1 new critical error`, `5 major or critical errors`, and for none `0 major or worse errors`."""
    severities = sorted({finding.severity for finding in findings}, key=lambda severity: severity.rank)
    words = " or ".join(word.value for word in severities)
    if not words and severity:
        words = severity.value + ("" if severity is Severity.CRITICAL else " or worse")
    return f"{len(findings):,} {new}{words} error{'' if len(findings) == 1 else 's'}"


def names(findings: Sequence[Finding]) -> str:
    """The worst findings by check and place, ` (number-mismatch in segment 3, ... and 2 more)`; nothing for none."""
    if not findings:
        return ""
    words = ", ".join(f"{finding.name} in segment {finding.segment}" for finding in findings[:NAMED])
    return f" ({words}" + (f" and {len(findings) - NAMED} more" if len(findings) > NAMED else "") + ")"


def interval(found: Interval | None) -> str:
    """` (95 % interval 2.4 to 22.7)`; nothing when there is none."""
    if found is None:
        return ""
    digits = 1 if max(abs(found.low), abs(found.high)) >= 2 else 4
    return f" ({found.level * 100:g} % interval {found.low:.{digits}f} to {found.high:.{digits}f})"


def figure(value: float, limit: float) -> str:
    """A figure with as many digits as it takes to be on the same side of the limit as the value itself."""
    start = 1 if abs(limit) >= 2 or abs(value) >= 2 else 4
    for digits in range(start, 12):
        text = f"{value:.{digits}f}"
        if (float(text) > limit) == (value > limit) and (float(text) < limit) == (value < limit):
            return text
    return repr(value)
