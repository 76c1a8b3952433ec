"""Proposes limits for the gate from shipped translations: each the strictest that fails at most a given share of them.

A limit that fails a translation which a team was happy to ship is a false alarm. So each document of the reports is
judged separately. A proposed limit is one of the values that these documents need to pass, chosen so that at most the
given share lies beyond it. The share of *further* documents of the same kind that such a limit fails depends only on
the rank of the value, for any distribution (Wilks 1941, see `mtqe.stats.intervals.beyond`). With few documents its
interval is wide, because few documents say little.

Limits are rounded to three digits towards the more lenient side. A limit on a number of findings, such as critical
ones, is never made more lenient. A critical finding in a shipped text is either a false alarm, to be accepted with a
reason, or an error that should not have been shipped.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import ConfigError, InputError
from mtqe.model import Finding, Interval, Report, Score, Severity, Verdict, comparable
from mtqe.policy import GateConfig
from mtqe.stats import intervals
from mtqe.stats.mqm import mqm
from mtqe.text.language_tags import count_words

Judge = Callable[[Report, GateConfig], Verdict]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A limit for one rule.

    Args:
        rule: Key below `[gate]`, such as `max_per_1000.major`.
        now: The current limit of the policy, if it has one.
        limit: The proposed limit.
        failed_now: Number of documents that the current limit fails.
        failed: Number of documents that the proposed limit fails.
        documents: Number of documents.
        rate: Interval of the share of further documents that the proposed limit would fail.
    """

    rule: str
    now: float | None
    limit: float
    failed_now: int
    failed: int
    documents: int
    rate: Interval


def documents(reports: Sequence[tuple[str, Report]]) -> list[Report]:
    """Each document of the reports as a separate report.

    Args:
        reports: The reports, each with its name for error messages.

    Raises:
        InputError: A report has several systems, or neither a check nor a metric ran.
    """
    by_document = []
    for name, report in reports:
        if not report.segments:  # a run in which no file had changed
            continue
        if len(report.run.systems) > 1:
            raise InputError(
                f"{name}: the report has several systems", "give reports of shipped translations, one system in each"
            )
        if not report.scores and not any(item.state == "ran" for item in report.run.checks):
            raise InputError(f"{name}: no check and no metric ran", "write it with mtqe evaluate --json")
        by_document += [part for part in _split(report) if part.run.source_words]
    return by_document


def propose(
    shipped: Sequence[Report], policy: GateConfig, share: float, lower_is_better: Callable[[Report, str], bool]
) -> list[Proposal]:
    """A limit for each rule that the documents have values for.

    Args:
        shipped: The documents, from `documents`.
        policy: The current policy.
        share: Greatest share of the documents that a limit may fail, from 0 to below 1.
        lower_is_better: Returns whether a lower score of a metric in a report is better. It raises ConfigError if that
            is unknown; then the metric gets no limit.
    """
    proposals = []
    counted = [_counted(report, policy) for report in shipped]
    if all(any(item.state == "ran" for item in report.run.checks) for report in shipped):
        for severity in dict.fromkeys((Severity.CRITICAL, *policy.max)):
            needed = [float(len(_over(findings, severity))) for findings in counted]
            proposals.append(_number(f"max.{severity}", needed, policy.max.get(severity), share))
        for severity in dict.fromkeys((Severity.MAJOR, *policy.max_per_1000)):
            rates = [
                _spared(len(_over(findings, severity)) * 1000 / report.run.source_words, len(_over(findings, severity)))
                for report, findings in zip(shipped, counted, strict=True)
            ]
            proposals.append(_limit(f"max_per_1000.{severity}", rates, policy.max_per_1000.get(severity), share))
        points = [
            _spared(mqm(findings, report.run.source_words).per_1000, len(findings))
            for report, findings in zip(shipped, counted, strict=True)
        ]
        proposals.append(_limit("max_mqm_per_1000", points, policy.max_mqm_per_1000, share))
    for metric, values in _scores(shipped).items():
        try:
            floor = not lower_is_better(shipped[0], metric)
        except ConfigError:
            if metric in policy.min:
                raise
            continue
        proposals.append(_limit(f"min.{metric}", values, policy.min.get(metric), share, floor=floor))
    return proposals


def changed(policy: GateConfig, proposals: Sequence[Proposal]) -> GateConfig:
    """The policy with the proposed limits."""
    tables = {name: dict(getattr(policy, name)) for name in ("max", "max_per_1000", "min")}
    ceiling = policy.max_mqm_per_1000
    for proposal in proposals:
        table, _, key = proposal.rule.partition(".")
        if not key:
            ceiling = proposal.limit
        elif table == "max":
            tables[table][Severity(key)] = int(proposal.limit)
        else:
            tables[table][Severity(key) if table == "max_per_1000" else key] = proposal.limit
    return msgspec.structs.replace(policy, max_mqm_per_1000=ceiling, **tables)


def failing(shipped: Sequence[Report], policy: GateConfig, judge: Judge) -> int:
    """The number of documents that fail by the limits of a policy on findings and scores.

    Args:
        shipped: The documents, from `documents`.
        policy: The policy.
        judge: Judges a report: `mtqe.gate.verdicts.judge`.
    """
    alone = msgspec.structs.replace(policy, rules=(), incomplete="pass", new_only=False, max_new={}, max_drop={})
    return sum(not judge(report, alone).passed for report in shipped)


def needed(share: float, level: float = 0.95) -> int:
    """The number of documents, none of them failing, needed to show that at most this share will fail."""
    return math.ceil(math.log((1 - level) / 2) / math.log(1 - share)) if 0 < share < 1 else 0


def edited(text: str, proposals: Sequence[Proposal], pyproject: bool = False) -> str:
    """The text of a configuration file with the proposed limits; everything else, comments included, stays unchanged.

    Args:
        text: The text of `mtqe.toml` or `pyproject.toml`.
        proposals: The limits.
        pyproject: Whether the limits belong under `[tool.mtqe]`.
    """
    import tomlkit

    document = tomlkit.parse(text)
    place: MutableMapping[str, Any] = document
    for key in (*(("tool", "mtqe") if pyproject else ()), "gate"):
        place = _table(place, key)
    for proposal in proposals:
        table, _, key = proposal.rule.partition(".")
        limit = int(proposal.limit) if table == "max" else proposal.limit
        if key:
            _table(place, table)[key] = limit
        else:
            place[table] = limit
    return tomlkit.dumps(document)


def _table(place: MutableMapping[str, Any], key: str) -> MutableMapping[str, Any]:
    """The table of a key; if it is missing, it is added at the end."""
    import tomlkit

    if key not in place:
        place[key] = tomlkit.table()
    inner: MutableMapping[str, Any] = place[key]
    if isinstance(inner, tomlkit.items.Table) and inner.is_super_table():
        inner.trivia.comment = inner.trivia.comment_ws = ""  # the comment belongs to the first table below it
    return inner


def _split(report: Report) -> Iterator[Report]:
    docs = list(dict.fromkeys(segment.doc for segment in report.segments))
    known = {document.id: document for document in report.documents}
    for doc in docs:
        segments = tuple(segment for segment in report.segments if segment.doc == doc)
        inside = {segment.id for segment in segments}
        scores = [score for score in report.scores if score.level == "document" and score.doc == doc]
        if len(docs) == 1:
            scores = [score for score in report.scores if score.level == "corpus"]
        lang = report.run.source_lang or ""
        words = sum(count_words(segment.source, lang) for segment in segments)
        yield msgspec.structs.replace(
            report,
            run=msgspec.structs.replace(report.run, source_words=words, systems=()),
            documents=(known[doc],) if doc in known else (),
            segments=segments,
            scores=tuple(msgspec.structs.replace(score, level="corpus", doc=None, system=None) for score in scores),
            findings=tuple(
                msgspec.structs.replace(finding, system=None)
                for finding in report.findings
                if finding.segment in inside
            ),
            verdict=None,
        )


def _counted(report: Report, policy: GateConfig) -> list[Finding]:
    return [
        finding
        for finding in report.findings
        if finding.counts and (finding.confidence is None or finding.confidence >= policy.min_confidence)
    ]


def _over(findings: Sequence[Finding], severity: Severity) -> list[Finding]:
    return [finding for finding in findings if finding.severity.rank >= severity.rank]


def _spared(rate: float, number: int) -> float:
    """The lowest limit that a rate passes; a single finding passes any limit."""
    return rate if number > 1 else 0.0


def _scores(shipped: Sequence[Report]) -> dict[str, list[float]]:
    """Values by metric, for the metrics that scored every document with the same signature."""
    by_metric: dict[str, list[Score]] = {}
    for report in shipped:
        for score in report.scores:
            if score.value is not None:
                by_metric.setdefault(score.metric, []).append(score)
    return {
        metric: [score.value for score in scores if score.value is not None]
        for metric, scores in by_metric.items()
        if len(scores) == len(shipped) and len({comparable(score.signature) for score in scores}) == 1
    }


def _number(rule: str, values: Sequence[float], now: int | None, share: float) -> Proposal:
    """A limit on a number of findings: the current one or a stricter one."""
    proposal = _limit(rule, values, now, share)
    if now is None or proposal.limit <= now:
        return proposal
    rate = intervals.beyond(proposal.failed_now, len(values), chosen=False)
    return dataclasses.replace(proposal, limit=float(now), failed=proposal.failed_now, rate=rate)


def _limit(rule: str, values: Sequence[float], now: float | None, share: float, floor: bool = False) -> Proposal:
    """The strictest limit that at most a share of the values exceeds, rounded to the lenient side."""
    sign = -1.0 if floor else 1.0
    ordered = sorted(sign * value for value in values)
    limit = sign * ordered[len(ordered) - 1 - int(share * len(ordered) + 1e-9)]
    if rule.startswith("max_"):
        limit = max(limit, 0.1)  # 0 would not allow even a single finding
    limit = limit if rule.startswith("max.") else _lenient(limit, sign)

    def failed(at: float) -> int:
        return sum(sign * value > sign * at for value in values)

    return Proposal(
        rule,
        now,
        limit,
        0 if now is None else failed(now),
        failed(limit),
        len(values),
        intervals.beyond(failed(limit), len(values)),
    )


def _lenient(value: float, sign: float) -> float:
    """The value with three digits, rounded up for a ceiling and down for a floor."""
    if not value:
        return 0.0
    digits = 2 - math.floor(math.log10(abs(value)))
    scaled = value * 10.0**digits
    near = math.ceil(scaled - 1e-9) if sign > 0 else math.floor(scaled + 1e-9)
    return round(near / 10.0**digits, max(digits, 0))
