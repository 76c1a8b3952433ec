"""Pass or fail: a report and a policy in, a verdict with every reason out. Nothing is read, run or printed here.

The policy (`[gate]`, see `config.GateConfig`) is applied like this:

- `max` and `max_per_1000` count findings of the named severity **or worse**: a limit on major errors counts critical
  ones too.
- A limit per 1,000 words says little about a short text, where one error is a high rate. So a limit above zero never
  fails a text for a single finding: a text may have `max(1, limit * words / 1000)`. To allow none at all, set the limit
  to 0, or use `max`, which does not depend on length. `max_mqm_per_1000` spares a single finding in the same way.
- `min` compares corpus scores, as they are and not as they are rounded. Where lower is better the number is a ceiling.
  A metric with a floor that gave no score is a reason.
- Findings of preview and deprecated checks never count.
- A metric or check that was asked for and could not run fails the gate unless `incomplete = "pass"`. A problem that is
  a mere caution, such as a language pair that a metric was not measured on, fails nothing.
- With `new_only` only findings count that the baseline has not (compared by fingerprint, as multisets); without a
  baseline every finding is new.
- A run in which no check ran, judged by a policy without metric floors, fails: nothing was judged.
- Of several systems each is judged, and the reasons begin with the system's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mtqe import registry
from mtqe.config import GateConfig
from mtqe.model import Finding, Mqm, Report, Severity, Verdict
from mtqe.mqm import mqm

NAMED = 3
"""How many findings or problems a reason names before it says how many more there are."""


def judge(report: Report, policy: GateConfig, baseline: Report | None = None) -> Verdict:
    """Judge a report.

    Args:
        report: The report; its own verdict is not looked at.
        policy: The limits.
        baseline: An earlier report, whose findings do not count under `policy.new_only`.

    Returns:
        The verdict. `reasons` has one sentence for each rule that was broken and is empty if and only if `passed`;
        `mqm` is the arithmetic over the findings that were judged, `None` when there are several systems.

    Raises:
        ConfigError: The policy has a floor for a metric that nobody knows.
    """
    known = [*registry.rows("metrics"), *(score.metric for score in report.scores)]
    for metric in policy.min:
        registry.lookup(metric, known, "metric in gate.min")
    systems = _systems(report)
    reasons: list[str] = []
    if not _judged_anything(report, policy):
        reasons.append("nothing was judged: no check ran and the policy has no metric floor")
    arithmetic: list[Mqm] = []
    for system in systems:
        counted = _counted(report, system, policy, baseline)
        arithmetic.append(mqm(counted, report.run.source_words))
        found = [*_limits(counted, arithmetic[-1], policy), *_floors(report, system, policy)]
        reasons += [f"{system}: {reason}" for reason in found] if system else found
    if policy.incomplete == "fail":
        reasons += _incomplete(report)
    return Verdict(not reasons, tuple(reasons), arithmetic[0] if len(systems) == 1 else None)


def _systems(report: Report) -> list[str | None]:
    """The systems of the run and, so that no finding escapes, those that only findings name."""
    return list(dict.fromkeys([*report.run.systems, *(finding.system for finding in report.findings)])) or [None]


def _counted(report: Report, system: str | None, policy: GateConfig, baseline: Report | None) -> list[Finding]:
    """The findings of a system that count, worst first, else in the order of the text."""
    own = [finding for finding in report.findings if finding.system == system and not finding.preview]
    if policy.new_only and baseline is not None:
        known = Counter(finding.fingerprint for finding in baseline.findings if finding.system == system)
        fresh = []
        for finding in own:
            if known[finding.fingerprint]:
                known[finding.fingerprint] -= 1
            else:
                fresh.append(finding)
        own = fresh
    return sorted(own, key=lambda finding: -finding.severity.rank)


def _judged_anything(report: Report, policy: GateConfig) -> bool:
    checked = any(item.state == "ran" for item in report.run.checks)
    return bool(checked or report.findings or policy.min or not report.segments)


def _incomplete(report: Report) -> Iterator[str]:
    for problem in report.failures[:NAMED]:
        yield f"incomplete: {problem.what}: {problem.why}"
    if len(report.failures) > NAMED:
        yield f"incomplete: {len(report.failures) - NAMED} more could not run"


def _limits(findings: Sequence[Finding], total: Mqm, policy: GateConfig) -> Iterator[str]:
    new = "new " if policy.new_only else ""
    worst_first = sorted(Severity, key=lambda severity: -severity.rank)
    for severity in worst_first:
        over = [finding for finding in findings if finding.severity.rank >= severity.rank]
        limit = policy.max.get(severity)
        if limit is not None and len(over) > limit:
            yield f"{_errors(over, new)}; the limit is {limit} ({_names(over)})"
    for severity in worst_first:
        over = [finding for finding in findings if finding.severity.rank >= severity.rank]
        rate = policy.max_per_1000.get(severity)
        if rate is not None and len(over) > _allowance(rate, total.words):
            per_1000 = _figure(len(over) * 1000 / max(total.words, 1), rate)
            be = "is" if len(over) == 1 else "are"
            yield (
                f"{_errors(over, new)} in {total.words:,} words {be} {per_1000} per 1,000 words; "
                f"the limit is {rate:g} ({_names(over)})"
            )
    ceiling = policy.max_mqm_per_1000
    if ceiling is not None and total.per_1000 > ceiling and (len(findings) > 1 or ceiling == 0):
        yield (
            f"MQM penalty of {total.penalty:g} in {total.words:,} words is {_figure(total.per_1000, ceiling)} "
            f"per 1,000 words; the limit is {ceiling:g} ({_names(findings)})"
        )


def _allowance(per_1000: float, words: int) -> float:
    return max(1.0, per_1000 * words / 1000) if per_1000 > 0 else 0.0


def _floors(report: Report, system: str | None, policy: GateConfig) -> Iterator[str]:
    rows = registry.rows("metrics")
    for metric, limit in policy.min.items():
        ceiling = metric in rows and not rows[metric].higher_is_better
        word = "ceiling" if ceiling else "floor"
        found = [s for s in report.scores if (s.metric, s.level, s.system) == (metric, "corpus", system)]
        value = found[0].value if found else None
        if value is None:
            why = next((f": {item.why}" for item in report.run.metrics if item.id == metric and item.why), "")
            yield f"{metric} has a {word} of {limit:g} but was not scored{why}"
        elif value > limit if ceiling else value < limit:
            yield f"{metric} is {_figure(value, limit)}; the {word} is {limit:g}"


def _errors(findings: Sequence[Finding], new: str) -> str:
    """`1 new critical error`, `5 major or critical errors`."""
    severities = sorted({finding.severity for finding in findings}, key=lambda severity: severity.rank)
    words = " or ".join(severity.value for severity in severities)
    return f"{len(findings):,} {new}{words} error{'' if len(findings) == 1 else 's'}"


def _names(findings: Sequence[Finding]) -> str:
    """The worst findings by check and place: `number-mismatch in segment 3, ... and 2 more`."""
    words = ", ".join(f"{finding.name} in segment {finding.segment}" for finding in findings[:NAMED])
    return words + (f" and {len(findings) - NAMED} more" if len(findings) > NAMED else "")


def _figure(value: float, limit: float) -> str:
    """A figure with as many digits as it takes to be on the same side of the limit as the value itself."""
    start = 1 if abs(limit) >= 2 or abs(value) >= 2 else 4
    for digits in range(start, 12):
        text = f"{value:.{digits}f}"
        if (float(text) > limit) == (value > limit) and (float(text) < limit) == (value < limit):
            return text
    return repr(value)
