"""What a verdict let pass, and by which rule: the sentences that a PASS shows in place of reasons to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from mtqe.gate import limits
from mtqe.gate.parts import Part, split
from mtqe.gate.wording import NAMED, errors, names
from mtqe.model import Finding, Report, Ruling, Severity
from mtqe.project import suppressions
from mtqe.prose import count
from mtqe.settings.policy import CategoryLimits, GateConfig, Rule

Fails = Callable[[Ruling], bool]


def sentences(
    report: Report, policy: GateConfig, baseline: Report | None, rulings: Sequence[Ruling], fails: Fails
) -> Iterator[str]:
    """The sentences, worst first.

    Args:
        report: What was judged.
        policy: The limits.
        baseline: The report that it was compared with, if any.
        rulings: The result of every rule.
        fails: Whether a ruling fails the text.
    """
    parts = split(report, policy, baseline)
    inside = {part.label for part in parts if part.role == "document"}
    for ruling in rulings:
        spared = ruling.value is not None and ruling.limit is not None and ruling.value > ruling.limit
        is_shown = ruling.counted and (spared or ruling.part not in inside)
        if (is_shown or ruling.spared) and not fails(ruling):
            yield f"{ruling.part + ': ' if ruling.part else ''}{ruling.text} ({ruling.rule})"
    alone = _fail_alone(report, policy, baseline, parts, fails)
    if alone:
        more = f" and {len(alone) - NAMED} more" if len(alone) > NAMED else ""
        yield f"would fail alone: {', '.join(alone[:NAMED])}{more} (each)"
    judged = [finding for part in parts if part.role != "corpus" for finding in part.findings]
    unlimited = [finding for finding in judged if not _limited(finding, policy)]
    if unlimited:
        yield f"{errors(unlimited, None)} without a limit in the policy"
    yield from _left_out(report, policy, judged)
    if policy.incomplete == "pass":
        for problem in report.failures[:NAMED]:
            yield f"{problem.what} could not run: {problem.why} (incomplete)"


def _fail_alone(
    report: Report, policy: GateConfig, baseline: Report | None, parts: Sequence[Part], fails: Fails
) -> list[str]:
    """The documents that fail by the same limits when they are not judged with others."""
    joined = [part for part in parts if part.policy.each == "corpus"]
    if not joined:
        return []
    rules = tuple(msgspec.structs.replace(rule, each="document") for rule in policy.rules)
    single = msgspec.structs.replace(
        policy, each="document", rules=rules, min={}, max_score={}, min_segment={}, max_drop={}
    )
    return [
        part.label
        for part in split(report, single, baseline)
        if part.label and any(fails(ruling) for ruling in limits.rulings(part, baseline))
    ]


def _limited(finding: Finding, policy: GateConfig) -> bool:
    """Whether a limit on findings counts this finding, in the policy or in one of its rules."""
    tables: list[GateConfig | Rule | CategoryLimits] = [policy, *policy.rules]
    for governing in tables[:]:
        categories = {} if isinstance(governing, CategoryLimits) else governing.category
        tables += [table for path, table in categories.items() if limits.is_below(finding.category, path)]
    return any(
        table.max_mqm_per_1000 is not None or any(_counts(finding, names) for names in (table.max, table.max_per_1000))
        for table in tables
    )


def _counts(finding: Finding, severities: Iterable[Severity]) -> bool:
    return any(finding.severity.rank >= severity.rank for severity in severities)


def _left_out(report: Report, policy: GateConfig, judged: Sequence[Finding]) -> Iterator[str]:
    counted = {id(finding) for finding in judged}
    uncounted = [finding for finding in report.findings if id(finding) not in counted and not finding.preview]
    accepted = [finding for finding in uncounted if finding.suppressed is not None]
    unsure = [
        finding
        for finding in uncounted
        if finding.suppressed is None and finding.confidence is not None and finding.confidence < policy.min_confidence
    ]
    known = len(uncounted) - len(accepted) - len(unsure)
    trusted = [finding for finding in accepted if (finding.suppressed or "").startswith(suppressions.TRUSTED)]
    if len(trusted) < len(accepted):
        by_hand = [finding for finding in accepted if finding not in trusted]
        yield f"{errors(by_hand, None)} accepted by suppressions"
    for reason in dict.fromkeys(finding.suppressed for finding in trusted):
        of_file = [finding for finding in trusted if finding.suppressed == reason]
        yield f"{errors(of_file, None)} in segments that are {reason}{names(of_file)}"
    if unsure:
        yield f"{errors(unsure, None)} below the confidence {policy.min_confidence:g} (min_confidence)"
    if known:
        yield f"{count(known, 'finding')} that the baseline has, too (new_only)"
