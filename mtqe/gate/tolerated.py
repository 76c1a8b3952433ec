"""What a verdict let pass, and by which rule: the sentences that a PASS shows in place of reasons to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mtqe.gate import documents, limits
from mtqe.gate.parts import split
from mtqe.gate.wording import NAMED, errors, names, places
from mtqe.model import Finding, Report, Ruling, Severity
from mtqe.project import allowed_words, suppressions
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
    joined = any(part.policy.each == "corpus" for part in parts)
    failing = [part.label for part, _ in documents.alone(report, policy, baseline)] if joined else []
    if failing:
        more = f" and {len(failing) - NAMED} more" if len(failing) > NAMED else ""
        yield f"{documents.ALONE}{', '.join(failing[:NAMED])}{more} (each)"
    judged = [finding for part in parts if part.role != "corpus" for finding in part.findings]
    unlimited = [finding for finding in judged if not _limited(finding, policy)]
    if unlimited:
        yield f"{errors(unlimited, None)} without a limit in the policy"
    yield from _left_out(report, policy, judged)
    if policy.incomplete == "pass":
        for problem in report.failures[:NAMED]:
            yield f"{problem.what} could not run: {problem.why} (incomplete)"


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
    of_words = [finding for finding in accepted if (finding.suppressed or "").startswith(allowed_words.REASONS)]
    if by_hand := [finding for finding in accepted if finding not in trusted and finding not in of_words]:
        yield f"{errors(by_hand, None)} accepted by suppressions"
    if of_words:
        yield f"{errors(of_words, None)} of words that are allowed or of the source's own code"
    where = places(report, with_files=len(report.documents) > 1) if trusted else {}
    for reason in dict.fromkeys(finding.suppressed for finding in trusted):
        of_file = [finding for finding in trusted if finding.suppressed == reason]
        yield f"{errors(of_file, None)} in segments that are {reason}{names(of_file, where)}"
    if unsure:
        yield f"{errors(unsure, None)} below the confidence {policy.min_confidence:g} (min_confidence)"
    if known:
        yield f"{count(known, 'finding')} that the baseline has, too (new_only)"
