"""Limits on findings: their number, their rate and MQM penalty per 1,000 words, overall and by category."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from mtqe.gate.parts import Part
from mtqe.gate.wording import errors, figure, interval, names
from mtqe.model import Finding, Interval, Outcome, Report, Ruling, Severity
from mtqe.prose import count
from mtqe.settings.policy import CategoryLimits, GateConfig
from mtqe.stats import intervals
from mtqe.stats.mqm import heaviest, mqm, weight

WORST_FIRST = sorted(Severity, key=lambda severity: -severity.rank)


def rulings(part: Part, baseline: Report | None) -> Iterator[Ruling]:
    """The rulings of the limits on findings for a part."""
    policy = part.policy
    new = "new " if policy.new_only else ""
    overall = list(_limits(part, part.findings, policy, "", new, ""))
    for path, limits in policy.category.items():
        in_category = [finding for finding in part.findings if is_below(finding.category, path)]
        overall += _limits(part, in_category, limits, f"category.{path}.", new, f" of {path}")
    yield from overall
    by_rate = any(ruling.limit and "_per_1000" in ruling.rule for ruling in overall)
    if policy.never_spared and by_rate and not any(fails(ruling, policy) for ruling in overall):
        yield _never_spared(part)
    if part.missing and part.role != "document":
        yield _completeness(part)
    for severity in WORST_FIRST:
        limit, rule = policy.max_new.get(severity), f"max_new.{severity}"
        if limit is None:
            continue
        if baseline is None:
            text = f"new errors have a limit of {limit:g}, but there is no baseline to compare with"
            yield Ruling(rule, "undecided", text, limit=float(limit), part=part.label)
        else:
            yield _number(part, part.new, severity, limit, rule, "new ", "")


def fails(ruling: Ruling, policy: GateConfig) -> bool:
    """Whether a ruling fails the text; for an undecided one the policy decides."""
    if ruling.outcome != "undecided":
        return ruling.outcome == "fail"
    return policy.undecided == "fail" or (policy.undecided == "point" and ruling.broken)


def _never_spared(part: Part) -> Ruling:
    """The errors that an allowed rate does not spare: critical ones, and major ones in the areas that the policy names.

    A finding of a check that is unsure in the language pair may be spared. A severity that `max` limits is left to that
    limit.
    """
    policy = part.policy
    limited = [severity.rank for severity in policy.max if severity.rank >= Severity.MAJOR.rank]
    over = [
        finding
        for finding in part.findings
        if finding.severity.rank < min(limited, default=len(Severity)) and _misleads(finding, part)
    ]
    kinds = dict.fromkeys(part.areas.get(finding.check) or "other areas" for finding in over)
    return Ruling(
        rule="never_spared",
        outcome="fail" if over else "pass",
        text=f"{errors(over, Severity.MAJOR)} in {' or '.join(kinds or policy.never_spared)}; "
        f"one is enough to fail{names(over, part.places)}",
        value=float(len(over)),
        limit=0.0,
        part=part.label,
        broken=bool(over),
    )


def _completeness(part: Part) -> Ruling:
    """The share of the texts that are translated, in all documents of a rule together: a small file decides nothing."""
    limit = part.policy.completeness
    value = (part.texts - part.missing) / part.texts
    return Ruling(
        rule="completeness",
        outcome="fail" if value < limit else "pass",
        text=f"{part.texts - part.missing:,} of {count(part.texts, 'text')} are translated ({_percent(value)}); "
        f"the limit is {_percent(limit)}",
        value=value,
        limit=limit,
        part=part.label,
        broken=value < limit,
        counted=part.missing,
    )


def _percent(share: float) -> str:
    """A share without more than it has: 94.96 % is no 95 %."""
    return f"{math.floor(share * 1000) / 10:g} %"


def _misleads(finding: Finding, part: Part) -> bool:
    if finding.severity is Severity.CRITICAL:
        return True
    area = part.areas.get(finding.check)
    is_named = finding.severity is Severity.MAJOR and area in part.policy.never_spared
    return is_named and finding.check not in part.unsure


def is_below(category: str, path: str) -> bool:
    """Whether an MQM category equals the path or is below it."""
    return category == path or category.startswith(f"{path}/")


def _limits(
    part: Part, findings: Sequence[Finding], limits: GateConfig | CategoryLimits, prefix: str, new: str, of: str
) -> Iterator[Ruling]:
    for severity in WORST_FIRST:
        if severity in limits.max:
            yield _number(part, findings, severity, limits.max[severity], f"{prefix}max.{severity}", new, of)
    for severity in WORST_FIRST:
        if severity in limits.max_per_1000:
            rule = f"{prefix}max_per_1000.{severity}"
            yield _rate(part, findings, severity, limits.max_per_1000[severity], rule, new, of)
    if limits.max_mqm_per_1000 is not None:
        yield _penalty(part, findings, limits.max_mqm_per_1000, f"{prefix}max_mqm_per_1000", of)


def _number(
    part: Part, findings: Sequence[Finding], severity: Severity, limit: float, rule: str, new: str, of: str
) -> Ruling:
    over = [finding for finding in findings if finding.severity.rank >= severity.rank]
    broken = len(over) > limit
    return Ruling(
        rule=rule,
        outcome="fail" if broken else "pass",
        text=f"{errors(over, severity, new)}{of}; the limit is {limit:g}{names(over, part.places)}",
        value=float(len(over)),
        limit=float(limit),
        part=part.label,
        broken=broken,
        counted=len(over),
    )


def _rate(
    part: Part, findings: Sequence[Finding], severity: Severity, limit: float, rule: str, new: str, of: str
) -> Ruling:
    over = [finding for finding in findings if finding.severity.rank >= severity.rank]
    value = len(over) * 1000 / max(part.words, 1)
    broken = len(over) > (max(1.0, limit * part.words / 1000) if limit > 0 else 0)
    sure = _per_1000(intervals.poisson(len(over)), part.words)
    be = "is" if len(over) == 1 else "are"
    words = count(part.words, "word")
    spared = "; a single finding is spared" if not broken and len(over) == 1 and value > limit else ""
    return Ruling(
        rule=rule,
        outcome=_outcome(part, broken, sure, limit),
        text=(
            f"{errors(over, severity, new)}{of} in {words} {be} {figure(value, limit)} per 1,000 words"
            f"{interval(sure)}; the limit is {limit:g}{spared}{names(over, part.places)}"
        ),
        value=value,
        limit=limit,
        interval=sure,
        part=part.label,
        broken=broken,
        counted=len(over),
    )


def _penalty(part: Part, findings: Sequence[Finding], limit: float, rule: str, of: str) -> Ruling:
    total = mqm(findings, part.words)
    broken = total.per_1000 > limit and (len(findings) > 1 or limit == 0)
    points = [weight(finding.category, finding.severity) for finding in findings]
    sure = _per_1000(intervals.weighted(points, heaviest()), part.words)
    return Ruling(
        rule=rule,
        outcome=_outcome(part, broken, sure, limit),
        text=(
            f"MQM penalty{of} of {total.penalty:g} in {part.words:,} words is {figure(total.per_1000, limit)} "
            f"per 1,000 words{interval(sure)}; the limit is {limit:g}{names(findings, part.places)}"
        ),
        value=total.per_1000,
        limit=limit,
        interval=sure,
        part=part.label,
        broken=broken,
    )


def _per_1000(number: Interval, words: int) -> Interval:
    return Interval(number.low * 1000 / max(words, 1), number.high * 1000 / max(words, 1), number.level)


def _outcome(part: Part, broken: bool, sure: Interval, limit: float) -> Outcome:
    """The outcome of a rate. In a short text a rate decides only if the lower end of its interval is above the limit.

    A limit of 0 allows no finding, whatever the length of the text. Whether the rate of a short document without too
    many errors can be trusted is left to the part that judges all documents.
    """
    if part.role == "document" and not broken:
        return "pass"
    if part.words >= part.policy.min_words or limit == 0 or (broken and sure.low > limit):
        return "fail" if broken else "pass"
    return "undecided"
