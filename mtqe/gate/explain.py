"""The arithmetic behind a verdict, line by line: the MQM scoring model first, then every rule that was applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mtqe.gate.parts import Part, split
from mtqe.gate.wording import interval
from mtqe.model import Interval, Report, Verdict
from mtqe.settings.policy import GateConfig
from mtqe.stats import intervals
from mtqe.stats.mqm import heaviest, mqm, weight

SOURCE = 'Linear scoring models of MQM 2.0, raw and calibrated: themqm.org, "The MQM Scoring Models"'
MARKS = {"pass": "pass", "fail": "FAIL", "undecided": "?"}


def explain(report: Report, policy: GateConfig, baseline: Report | None, verdict: Verdict) -> Iterator[str]:
    """The lines of the explanation.

    Args:
        report: What was judged.
        policy: The limits.
        baseline: The report that it was compared with, if any.
        verdict: The verdict that `judge` gave.
    """
    parts = split(report, policy, baseline)
    if not parts:
        yield "Nothing to judge: the report has no segments"
        return
    for part in parts:
        yield f"MQM arithmetic{f' of {part.label}' if part.label else ''}"
        yield from (f"  {line}" for line in _arithmetic(part))
    yield f"  {SOURCE}"
    if uncounted := _left_out(report, parts):
        yield f"  not counted: {uncounted}"
    yield "Rules"
    if not verdict.rulings:
        yield "  the policy has no rules"
    for ruling in verdict.rulings:
        part_name = f"{ruling.part}: " if ruling.part else ""
        yield f"  {MARKS[ruling.outcome]:<4}  {ruling.rule}: {part_name}{ruling.text}"
    if any(ruling.outcome == "undecided" for ruling in verdict.rulings):
        consequence = {"point": "the value itself decides", "pass": "the text passes", "fail": "the text fails"}
        yield f'  ? undecided: {consequence[policy.undecided]} (undecided = "{policy.undecided}")'
    if policy.incomplete == "fail" and report.failures:
        yield '  FAIL  incomplete: a metric or check could not run (incomplete = "fail")'


def _arithmetic(part: Part) -> Iterator[str]:
    policy = part.policy
    total = mqm(part.findings, part.words, policy.max_mqm_per_1000, policy.mqm_threshold)
    points = [weight(finding.category, finding.severity) for finding in part.findings]
    kinds = Counter((finding.category, finding.severity) for finding in part.findings)
    for (category, severity), number in sorted(kinds.items(), key=lambda item: (item[0][0], -item[0][1].rank)):
        each = weight(category, severity)
        yield f"{category}: {number} {severity} x {each:g} = {number * each:g}"
    yield f"absolute penalty total   APT  = {total.penalty:g}"
    yield f"evaluation word count    EWC  = {total.words:,} source words"
    if total.score is None:
        yield "no score, because the source has no words"
        return
    sure = intervals.weighted(points, heaviest())
    per_1000 = Interval(sure.low * 1000 / total.words, sure.high * 1000 / total.words)
    yield f"per-word penalty total   PWPT = APT / EWC = {total.penalty / total.words:.5f}"
    yield f"normed penalty total     NPT  = PWPT * 1000 = {total.per_1000:.2f}{interval(per_1000)}"
    yield f"raw quality score        RQS  = (1 - PWPT) * 100 = {total.score:.2f}"
    if total.calibrated is None:
        yield "calibrated quality score CQS: none; it needs a max_mqm_per_1000 above 0 in the policy"
        return
    limit, threshold = policy.max_mqm_per_1000 or 0.0, policy.mqm_threshold
    factor = (100 - threshold) / limit
    yield f"scaling factor           SF   = (MSV - PT) / APP = (100 - {threshold:g}) / {limit:g} = {factor:g}"
    yield f"calibrated quality score CQS  = MSV - NPT * SF = {total.calibrated:.2f}; passing threshold {threshold:g}"


def _left_out(report: Report, parts: list[Part]) -> str:
    counted = {id(finding) for part in parts for finding in part.findings}
    uncounted = [finding for finding in report.findings if id(finding) not in counted]
    accepted = sum(finding.suppressed is not None for finding in uncounted)
    preview = sum(finding.preview and finding.suppressed is None for finding in uncounted)
    excluded = len(uncounted) - accepted - preview
    named = ((accepted, "accepted"), (preview, "of preview checks"), (excluded, "below min_confidence or not new"))
    return ", ".join(f"{number:,} {label}" for number, label in named if number)
