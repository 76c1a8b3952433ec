"""Which checks the team should switch off, lower or raise, and which floors follow, from what raters said.

- A check is switched off or lowered if the upper end of the interval of its precision is below a bound, with at least
  `EVIDENCE` judged findings: off if it is minor or the end is below half the bound, else one severity lower. Findings
  that mark the same in the same texts, such as a button of many pages, are one piece of evidence.
- A check with critical findings is never switched off, only lowered. If its other findings are mostly minor, nothing is
  proposed: one severity for all of them would hide the critical ones or raise the others.
- Marked errors say less than decisions: raters overlook errors. The marks of one rater alone are no evidence against a
  check. If less than half of the judged findings of a check were decided one by one, the bound is multiplied by the
  share of the errors of one rater that another has marked, too.
- A check whose findings raters mostly tolerate is lowered.
- A minor check is raised to major if the lower end of its precision is at least `PRECISE` and most of its right
  findings meet an error that raters call major.
- A floor for segments is proposed if most segments below it are bad, far more than of all segments. It is chosen on one
  half of the documents, and must hold on the other. A floor that is there is never lowered.
- A floor of the policy for a metric that does not agree with the raters is removed, with at least `RATED` segments.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mtqe.model import MetricFacts, Severity
from mtqe.model.agreement_report import CheckAgreement, MetricAgreement, PolicyChange, Share, TwoRaters, Value
from mtqe.people.raters import metric_agreement, rater_agreement
from mtqe.people.raters.check_agreement import share
from mtqe.people.raters.rated_segments import Place, RatedSegment
from mtqe.project.policy_file import PolicyFile
from mtqe.settings.policy import GateConfig
from mtqe.stats.intervals import wilson

EVIDENCE = 20
"""Findings: that must be judged, or segments below a floor, before anything is proposed."""
RATED = 100
"""Segments: that must be rated before the floor of a metric is removed."""
BOUND = 0.5
"""Share: precision below which a check is lowered or switched off, unless the caller gives another."""
PRECISE = 0.8
"""Share: precision from which a minor check may become major."""
UNRELATED = 0.1
"""Ratio: Kendall's tau of a metric and raters, below which a floor of the metric means nothing."""
_MOST = 10_000
"""Findings: more are never asked for."""
_LOWER = {Severity.CRITICAL: Severity.MAJOR, Severity.MAJOR: Severity.MINOR, Severity.MINOR: Severity.NEUTRAL}


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What proposals are made from; see `mtqe.model.agreement_report.Agreement`."""

    checks: Sequence[CheckAgreement]
    metrics: Sequence[MetricAgreement]
    pairs: Sequence[TwoRaters]
    rated: Sequence[RatedSegment]
    scores: Mapping[str, Mapping[Place, float]]
    facts: Mapping[str, MetricFacts]
    value: Value | None


def changes(evidence: Evidence, policy: GateConfig, bound: float, acceptable: float | None) -> tuple[PolicyChange, ...]:
    """The proposed changes, and for each check that might be too imprecise how many more findings would decide.

    Args:
        evidence: What raters said.
        policy: The current policy.
        bound: Precision below which a check is lowered or switched off.
        acceptable: Value of a segment below which it is bad. By default a segment is bad if most raters who marked
            errors in it marked a major one.
    """
    found: list[PolicyChange] = []
    met = rater_agreement.met(evidence.pairs)
    ceiling = 1.0 if met.value is None else met.value
    for check in evidence.checks:
        found += _of_check(check, bound, ceiling)
    bad = bad_segments(evidence.rated, evidence.value, acceptable)
    for metric in evidence.metrics:
        found += _of_metric(metric, evidence, policy, bad)
    return tuple(found)


def _of_check(check: CheckAgreement, bound: float, ceiling: float) -> Iterator[PolicyChange]:
    judged, interval = check.cases.size, check.cases.interval
    if check.severity is None or check.worst is None or check.precision.interval is None:
        return
    by_marks = 2 * check.decided < check.firm.size
    limit = bound * ceiling if by_marks else bound
    if interval is None:
        if (check.precision.value or 0.0) < limit:
            why = f"{_right(check.precision)}, but only by the marks of one rater; let raters decide on findings"
            yield PolicyChange(check.check, "nothing", None, why, EVIDENCE)
        return
    why = f"{_right(check.cases)}; the bound is {limit:.0%}" + (" for marks" if by_marks else "")
    enough = min(judged, check.decided) >= EVIDENCE
    if judged >= EVIDENCE and interval.high < limit:
        harmless = check.worst.rank <= Severity.MINOR.rank
        if harmless or (interval.high < limit / 2 and check.worst is not Severity.CRITICAL):
            yield PolicyChange(check.check, "ignore", None, why)
        else:
            yield _lowered(check.check, check.severity, check.worst, why)
    elif enough and wilson(check.tolerated, check.decided).low > 0.5 and check.severity in _LOWER:
        why = f"raters tolerate {check.tolerated} of {check.decided} findings"
        yield _lowered(check.check, check.severity, check.worst, why)
    elif (
        judged >= EVIDENCE
        and check.worst is Severity.MINOR
        and interval.low >= PRECISE
        and check.major.interval is not None
        and check.major.size >= EVIDENCE
        and check.major.interval.low > 0.5
    ):
        why = f"{_right(check.cases)}, and raters call {check.major.number} of {check.major.size} major"
        yield PolicyChange(check.check, "raise", Severity.MAJOR.value, why)
    elif (check.cases.value or 0.0) < limit:
        yield PolicyChange(check.check, "nothing", None, why, needed(check.cases, limit))


def _lowered(check: str, usual: Severity, worst: Severity, why: str) -> PolicyChange:
    """One severity lower than the worst finding, for all of them; nothing if that raises most of them."""
    lower = _LOWER[worst]
    if lower.rank > usual.rank:
        mixed = f"some of its findings are {worst} and most {usual}, so no one severity fits; look at them"
        return PolicyChange(check, "nothing", None, f"{why}; {mixed}")
    critical = "; its findings are no longer critical" if worst is Severity.CRITICAL else ""
    return PolicyChange(check, "lower", lower.value, why + critical)


def _right(found: Share) -> str:
    ends = f" ({found.interval.low:.0%} to {found.interval.high:.0%})" if found.interval else ""
    return f"{found.number} of {found.size} findings are right{ends}"


def needed(precision: Share, limit: float) -> int:
    """How many more judged findings, as good as those so far, would decide that the precision is below a limit."""
    rate = precision.value or 0.0
    for size in range(max(EVIDENCE, precision.size + 1), _MOST):
        if wilson(round(rate * size), size).high < limit:
            return size - precision.size
    return _MOST


def bad_segments(rated: Iterable[RatedSegment], value: Value | None, acceptable: float | None) -> dict[Place, bool]:
    """Whether each rated segment is bad; see `changes`. Segments of which this is not known are left out."""
    if acceptable is not None and value is not None:
        values = metric_agreement.means(metric_agreement.by_rater(rated, value).values())
        return {place: one < acceptable for place, one in values.items()}
    bad = {}
    for one in rated:
        worst = [
            any(error.severity.rank >= Severity.MAJOR.rank for error in rating.errors)
            for rating in one.ratings
            if rating.errors is not None
        ]
        if worst:
            bad[one.place] = 2 * sum(worst) > len(worst)
    return bad


def _of_metric(
    metric: MetricAgreement, evidence: Evidence, policy: GateConfig, bad: Mapping[Place, bool]
) -> Iterator[PolicyChange]:
    tau = metric.figures["tau"]
    facts = evidence.facts[metric.name]
    unrelated = metric.segments >= RATED and tau.interval is not None and tau.interval.high < UNRELATED
    for table in ("min", "max_score", "min_segment"):
        if unrelated and metric.name in getattr(policy, table) and tau.interval is not None:
            why = f"tau with the raters is {tau.value:.2f} ({tau.interval.low:.2f} to {tau.interval.high:.2f})"
            yield PolicyChange(f"{table}.{metric.name}", "no floor", None, why)
    if unrelated or not facts.higher_is_better:
        return
    known = {place: one for place, one in evidence.scores[metric.name].items() if place in bad}
    halves: tuple[list[tuple[float, bool]], list[tuple[float, bool]]] = ([], [])
    for one in evidence.rated:
        if one.place in known:
            halves[_half(one)].append((known[one.place], bad[one.place]))
    floor = _floor(halves[0], facts.digits)
    if floor is None or floor <= policy.min_segment.get(metric.name, -math.inf):
        return
    below = _below(halves[1], floor)
    if below.size >= EVIDENCE and below.interval is not None and below.interval.low > _most(halves[1]):
        why = (
            f"{below.number} of {below.size} segments below it are bad, and {sum(one for _, one in halves[1])} of "
            f"{len(halves[1])} in all (on the documents that did not choose it)"
        )
        yield PolicyChange(f"min_segment.{metric.name}", "floor", floor, why)


def _half(one: RatedSegment) -> int:
    """The half of a segment: the segments of a document, or else the translations of a source, are in one half."""
    name = one.segment.doc if one.segment.doc is not None else one.segment.source
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[0] % 2


def _floor(half: Sequence[tuple[float, bool]], digits: int) -> float | None:
    """The highest floor below which most segments are bad."""
    best = None
    digits = min(digits, 2)
    for score in sorted({math.floor(score * 10**digits) / 10**digits for score, _ in half}):
        below = _below(half, score)
        if below.size >= EVIDENCE and below.interval is not None and below.interval.low > _most(half):
            best = score
    return best


def _below(half: Iterable[tuple[float, bool]], floor: float) -> Share:
    bad = [is_bad for score, is_bad in half if score < floor]
    return share(sum(bad), len(bad))


def _most(half: Sequence[tuple[float, bool]]) -> float:
    """The share of bad segments that counts as most: half way from their share of all segments to all of them."""
    return (1 + sum(is_bad for _, is_bad in half) / len(half)) / 2


def edited(text: str, proposed: Iterable[PolicyChange], pyproject: bool = False) -> str:
    """The text of a configuration file with the proposed changes; everything else stays unchanged.

    A severity that the file gives a check already is never raised by lowering it, and the other way round.
    """
    file = PolicyFile(text, pyproject)
    for change in proposed:
        if change.action == "ignore":
            checks = file.table("checks")
            if change.key not in checks.setdefault("ignore", []):
                checks["ignore"].append(change.key)
        elif change.action in ("lower", "raise"):
            given = file.find("checks", "severity", change.key)
            step = Severity(str(change.value)).rank - Severity(given).rank if given is not None else 0
            if given is None or (step < 0 if change.action == "lower" else step > 0):
                file.table("checks", "severity")[change.key] = change.value
        elif change.action in ("floor", "no floor"):
            table, _, metric = change.key.partition(".")
            if change.action == "floor":
                file.table("gate", table)[metric] = change.value
            elif metric in (file.find("gate", table) or {}):
                del file.table("gate", table)[metric]
    return file.text()
