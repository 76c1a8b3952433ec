"""Pass, fail, or not enough text to decide: a report and a policy in, a verdict with every reason out.

Nothing is read, run or printed here, and the same input always gives the same verdict. The policy (`[gate]`, see
`mtqe.policy`) is applied like this:

- `max` and `max_per_1000` count findings of the named severity **or worse**: a limit on major errors counts critical
  ones too. `category` does the same for the findings of an MQM category and those below it.
- A limit per 1,000 words says little about a short text, where one error is a high rate. So a limit above zero never
  fails a text for a single finding: a text may have `max(1, limit * words / 1000)`. To allow none at all, set the limit
  to 0, or use `max`, which does not depend on length. `max_mqm_per_1000` spares a single finding in the same way.
- `min` compares corpus scores, as they are and not as they are rounded. Where lower is better the number is a ceiling.
  A metric with a floor that gave no score is a reason.
- `max_drop` compares the segments that report and baseline share, by source text, with a paired bootstrap test, and
  fails a drop that is greater than the one allowed beyond chance. `max_new` counts what the baseline has not.
- Suppressed findings, those of preview and deprecated checks and those less sure than `min_confidence` never count.
- A rule is *undecided* when a rate comes from fewer than `min_words` words, unless even the lower end of its interval
  is beyond the limit; when the interval of a score has the floor inside; or when there is no baseline to compare with.
  What becomes of it is policy (`undecided`).
- A metric or check that was asked for and could not run fails the gate unless `incomplete = "pass"`. A problem that is
  a mere caution, such as a language pair that a metric was not measured on, fails nothing.
- With `new_only` only findings count that the baseline has not (compared by fingerprint, as multisets); without a
  baseline every finding is new.
- The first of `rules` that fits a document governs it; the documents of a rule are judged together, or one by one
  (`each`). The others are judged by `[gate]` itself.
- A run in which no check ran, judged by a policy without metric floors, fails: nothing was judged.
- A report without any text, as of a run with nothing changed, passes whatever the policy is.
- Of several systems each is judged, and the reasons begin with the system's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.gate import floors, limits
from mtqe.gate.parts import Part, split
from mtqe.gate.score_index import Scores
from mtqe.gate.wording import NAMED
from mtqe.model import Mqm, Outcome, Report, Ruling, Verdict
from mtqe.policy import GateConfig, Rule
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup
from mtqe.stats.mqm import categories, mqm

UNSURE = "not enough text to decide: "
"""How a reason begins that stands for a rule which could not be decided."""


def judge(report: Report, policy: GateConfig, baseline: Report | None = None) -> Verdict:
    """Judge a report.

    Args:
        report: The report; its own verdict is not looked at.
        policy: The limits.
        baseline: An earlier report: its findings do not count under `policy.new_only` and `policy.max_new`, and its
            scores are what `policy.max_drop` compares with.

    Returns:
        The verdict. `reasons` has one sentence for each rule that was broken and is empty if and only if `passed`;
        `mqm` is the arithmetic over the findings that were judged, `None` when there are several systems.

    Raises:
        ConfigError: The policy names a metric or category that nobody knows, or limits a metric whose direction
            neither the report nor an installed plugin knows.
    """
    _check_names(report, policy)
    parts = split(report, policy, baseline)
    reasons: list[str] = []
    if not _judged_anything(report, parts):
        reasons.append("nothing was judged: no check ran and the policy has no metric floor")
    scores, before = Scores(report), None if baseline is None else Scores(baseline)
    rulings = tuple(
        ruling for part in parts for ruling in (*limits.rulings(part, baseline), *floors.rulings(scores, part, before))
    )
    for ruling in rulings:
        if ruling.outcome == "fail" or (ruling.outcome == "undecided" and _counts(ruling, policy)):
            reasons.append(_sentence(ruling, policy))
    reasons += incomplete(report, policy)
    undecided = tuple(_labelled(ruling, ruling.text) for ruling in rulings if ruling.outcome == "undecided")
    sure = any(ruling.outcome == "fail" for ruling in rulings) or len(reasons) > sum(
        ruling.outcome == "undecided" and _counts(ruling, policy) for ruling in rulings
    )
    outcome: Outcome = "fail" if sure else "undecided" if undecided else "pass"
    return Verdict(not reasons, tuple(reasons), _arithmetic(report, parts), outcome, undecided, rulings)


def _counts(ruling: Ruling, policy: GateConfig) -> bool:
    """Whether a rule that could not be decided fails the text."""
    return policy.undecided == "fail" or (policy.undecided == "point" and ruling.broken)


def _sentence(ruling: Ruling, policy: GateConfig) -> str:
    unsure = ruling.outcome == "undecided" and not ruling.broken
    return _labelled(ruling, (UNSURE if unsure else "") + ruling.text)


def _labelled(ruling: Ruling, text: str) -> str:
    return f"{ruling.part}: {text}" if ruling.part else text


def _arithmetic(report: Report, parts: Sequence[Part]) -> Mqm | None:
    if len({part.system for part in parts}) > 1:
        return None
    findings = [finding for part in parts for finding in part.findings]
    alone = parts[0].policy if len(parts) == 1 else None
    if alone is None:
        return mqm(findings, report.run.source_words)
    return mqm(findings, report.run.source_words, alone.max_mqm_per_1000, alone.mqm_threshold)


def _check_names(report: Report, policy: GateConfig) -> None:
    metrics = metric_table.facts(report)
    paths = [*categories(), *(finding.category for finding in report.findings)]
    tables: list[tuple[str, GateConfig | Rule]] = [("gate", policy)]
    tables += [(f"gate.rules[{number}]", rule) for number, rule in enumerate(policy.rules)]
    for where, table in tables:
        for key in ("min", "max_drop"):
            for metric in getattr(table, key):
                lookup(metric, metrics, f"metric in {where}.{key}")
        for path in table.category:
            if not any(limits.is_below(known, path) for known in paths):
                lookup(path, paths, f"category in {where}.category")


def _judged_anything(report: Report, parts: Sequence[Part]) -> bool:
    checked = any(item.state == "ran" for item in report.run.checks)
    floor = any(part.policy.min or part.policy.max_drop for part in parts)
    return bool(checked or report.findings or floor or not report.segments)


def incomplete(report: Report, policy: GateConfig) -> list[str]:
    """The reasons of a verdict that say what could not run; they come last among its reasons."""
    return list(_could_not_run(report)) if policy.incomplete == "fail" else []


def _could_not_run(report: Report) -> Iterator[str]:
    for problem in report.failures[:NAMED]:
        yield f"incomplete: {problem.what}: {problem.why}"
    if len(report.failures) > NAMED:
        yield f"incomplete: {len(report.failures) - NAMED} more could not run"
