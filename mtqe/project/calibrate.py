"""Proposes limits for the gate from shipped translations: each the strictest that stops few enough texts like them.

A limit that stops a translation which a team was happy to ship is a false alarm. So each document of the reports is
judged separately. A limit is one of the values that these documents need to pass. The share of *further* documents of
the same kind that such a limit stops depends only on the rank of the value, for any distribution (Wilks 1941, see
`mtqe.stats.intervals.beyond`): with `n` documents of which `k` are stopped it is `(k + 1) / (n + 1)` on average. The
greatest `k` is used for which this is at most the given share. If there is none, there are too few documents, and no
limit is proposed.

A limit must also lie outside the noise of the shipped texts:

- A rate per 1,000 words is at least the upper end of the interval of the rate in all of them together. Texts without
  an error do not show that the rate is zero.
- A limit on a score is outside the interval of a typical shipped text. Its centre is the median of their scores. Half
  its width is the median of the half widths of their intervals, and at least `STEP` of the scale.

A limit that would be inside is moved to the end. Limits are rounded to three digits towards the more lenient side. A
limit on a number of findings, such as critical ones, is never made more lenient. A critical finding in a shipped text
is either a false alarm, to be accepted with a reason, or an error that should not have been shipped.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import NormalDist, median, stdev

import msgspec

from mtqe.errors import InputError
from mtqe.language import codes
from mtqe.model import Finding, Interval, MetricFacts, Report, Score, Severity, Verdict, comparable
from mtqe.project.policy_file import PolicyFile
from mtqe.settings.policy import GateConfig
from mtqe.stats import intervals
from mtqe.stats.mqm import heaviest, mqm, weight

Judge = Callable[[Report, GateConfig], Verdict]

FEWEST = 10
"""Number of documents below which nothing is known of how they vary, whatever share a limit may stop."""
STEP = 0.01
"""Share of a metric's scale; smaller differences between the scores of documents mean nothing."""
SPANS = {"0-100": 100.0, "0-1": 1.0, "open": 0.0}
"""Width of each scale; that of an open scale is not known."""


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A limit for one rule.

    Args:
        rule: Key below `[gate]`, such as `max_per_1000.major`.
        now: The current limit of the policy, if it has one.
        limit: The proposed limit; `None` if there are too few documents for one.
        stopped_now: Number of documents that the current limit stops.
        stopped: Names of the documents that the proposed limit would have stopped.
        documents: Number of documents.
        rate: Interval of the share of further documents that the proposed limit would stop.
    """

    rule: str
    now: float | None
    limit: float | None
    stopped_now: int
    stopped: tuple[str, ...]
    documents: int
    rate: Interval | None


def documents(reports: Sequence[tuple[str, Report]]) -> list[Report]:
    """Each document of the reports as a separate report.

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
    shipped: Sequence[Report], policy: GateConfig, share: float, facts: Mapping[str, MetricFacts]
) -> list[Proposal]:
    """A limit for each rule that the documents have values for.

    Args:
        shipped: The documents, from `documents`.
        policy: The current policy.
        share: Greatest share of further documents that a limit may stop on average, above 0 and below 1.
        facts: The metrics by name; one whose direction is unknown gets no limit.
    """
    limits = _Limits(tuple(map(_name, shipped)), share)
    return [
        limits.number(one.rule, one.values, policy.max.get(Severity(one.rule.removeprefix("max."))))
        if one.rule.startswith("max.")
        else limits.limit(one.rule, one.values, one.now, one.end, one.sign)
        for one in measured(shipped, policy, facts)
    ]


@dataclasses.dataclass(frozen=True)
class Measured:
    """What a rule measures in each document.

    Args:
        rule: Key below `[gate]`.
        values: The values of the documents, in their order.
        now: The current limit.
        end: The end of the noise of all documents together.
        sign: 1 for a ceiling, -1 for a floor.
    """

    rule: str
    values: list[float]
    now: float | None
    end: float
    sign: float = 1.0


def measured(shipped: Sequence[Report], policy: GateConfig, facts: Mapping[str, MetricFacts]) -> Iterator[Measured]:
    """The values of all rules that the documents have values for; see `propose`."""
    if all(any(item.state == "ran" for item in report.run.checks) for report in shipped):
        yield from _on_findings(shipped, policy)
    for metric, scores in _scores(shipped).items():
        known = facts[metric]
        if known.higher_is_better is None:
            continue
        sign, key, now = (1.0, "max_score", policy.max_score) if known.lower_is_better else (-1.0, "min", policy.min)
        values = [score.value for score in scores if score.value is not None]
        noise = max(median(_half_interval(report, metric) for report in shipped), STEP * SPANS[known.scale])
        yield Measured(f"{key}.{metric}", values, now.get(metric), median(values) + sign * noise, sign)


def _on_findings(shipped: Sequence[Report], policy: GateConfig) -> Iterator[Measured]:
    counted = [_counted(report, policy) for report in shipped]
    sizes = [report.run.source_words for report in shipped]
    words = sum(sizes)
    for severity in dict.fromkeys((Severity.CRITICAL, *policy.max)):
        numbers = [float(len(_over(findings, severity))) for findings in counted]
        yield Measured(f"max.{severity}", numbers, policy.max.get(severity), 0.0)
    for severity in dict.fromkeys((Severity.MAJOR, *policy.max_per_1000)):
        over = [len(_over(findings, severity)) for findings in counted]
        rates = [_spared(number * 1000 / size, number) for number, size in zip(over, sizes, strict=True)]
        end = intervals.poisson(sum(over)).high * 1000 / words
        yield Measured(f"max_per_1000.{severity}", rates, policy.max_per_1000.get(severity), end)
    points = [
        _spared(mqm(findings, size).per_1000, len(findings)) for findings, size in zip(counted, sizes, strict=True)
    ]
    weights = [weight(finding.category, finding.severity) for findings in counted for finding in findings]
    end = intervals.weighted(weights, heaviest()).high * 1000 / words
    yield Measured("max_mqm_per_1000", points, policy.max_mqm_per_1000, end)


def changed(policy: GateConfig, proposals: Sequence[Proposal]) -> GateConfig:
    """The policy with the proposed limits."""
    tables = {name: dict(getattr(policy, name)) for name in ("max", "max_per_1000", "min", "max_score")}
    penalty = policy.max_mqm_per_1000
    for proposal in proposals:
        table, _, key = proposal.rule.partition(".")
        if proposal.limit is None:
            continue
        if not key:
            penalty = proposal.limit
        elif table == "max":
            tables[table][Severity(key)] = int(proposal.limit)
        else:
            tables[table][Severity(key) if table == "max_per_1000" else key] = proposal.limit
    return msgspec.structs.replace(policy, max_mqm_per_1000=penalty, **tables)


def failing(shipped: Sequence[Report], policy: GateConfig, judge: Judge) -> int:
    """The number of documents that fail by the limits of a policy on findings and scores."""
    alone = msgspec.structs.replace(
        policy, rules=(), incomplete="pass", uncovered="pass", new_only=False, max_new={}, max_drop={}
    )
    return sum(not judge(report, alone).passed for report in shipped)


def unspared(shipped: Sequence[Report], policy: GateConfig, judge: Judge) -> list[str]:
    """The names of the documents that fail because no allowed rate spares one of their errors (`never_spared`)."""
    alone = msgspec.structs.replace(policy, rules=(), incomplete="pass", uncovered="pass", new_only=False)
    return [
        _name(report)
        for report in shipped
        if any(ruling.rule == "never_spared" and ruling.broken for ruling in judge(report, alone).rulings)
    ]


def least(share: float) -> int:
    """The number of documents below which there is no limit that stops at most this share on average."""
    return max(FEWEST, math.ceil(1 / share - 1e-9) - 1)


def needed(share: float, level: float = 0.95) -> int:
    """The number of documents, none of them stopped, needed to show that at most this share will be."""
    return math.ceil(math.log((1 - level) / 2) / math.log(1 - share))


def edited(text: str, proposals: Sequence[Proposal], pyproject: bool = False) -> str:
    """The text of a configuration file with the proposed limits; all else, comments included, stays as it is."""
    file = PolicyFile(text, pyproject)
    for proposal in proposals:
        table, _, key = proposal.rule.partition(".")
        if proposal.limit is None:
            continue
        limit = int(proposal.limit) if table == "max" else proposal.limit
        if key:
            file.table("gate", table)[key] = limit
        else:
            file.table("gate")[table] = limit
    return file.text()


def _split(report: Report) -> Iterator[Report]:
    docs = list(dict.fromkeys(segment.doc for segment in report.segments))
    known = {document.id: document for document in report.documents}
    for doc in docs:
        segments = tuple(segment for segment in report.segments if segment.doc == doc)
        inside = {segment.id for segment in segments}
        wholes = [score for score in report.scores if score.level == "document" and score.doc == doc]
        if len(docs) == 1:
            wholes = [score for score in report.scores if score.level == "corpus"]
        singles = [score for score in report.scores if score.level == "segment" and score.segment in inside]
        lang = report.run.source_lang or ""
        words = codes.source_words(segments, lang)
        yield msgspec.structs.replace(
            report,
            run=msgspec.structs.replace(report.run, source_words=words, systems=()),
            documents=(known[doc],) if doc in known else (),
            segments=segments,
            scores=(
                *(msgspec.structs.replace(score, level="corpus", doc=None, system=None) for score in wholes),
                *(msgspec.structs.replace(score, system=None) for score in singles),
            ),
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
    """The lowest limit that a rate passes; a rate alone passes a single finding under any limit."""
    return rate if number > 1 else 0.0


def _name(report: Report) -> str:
    document = report.documents[0] if report.documents else None
    return (document and document.path) or report.segments[0].doc or "a text without a name"


def _scores(shipped: Sequence[Report]) -> dict[str, list[Score]]:
    """Scores by metric, for the metrics that scored every document with the same signature."""
    by_metric: dict[str, list[Score]] = {}
    for report in shipped:
        for score in report.scores:
            if score.level == "corpus" and score.value is not None:
                by_metric.setdefault(score.metric, []).append(score)
    return {
        metric: scores
        for metric, scores in by_metric.items()
        if len(scores) == len(shipped) and len({comparable(score.signature) for score in scores}) == 1
    }


def _half_interval(report: Report, metric: str) -> float:
    """Half the width of the 95 % interval of the mean of a document's segment scores; 0 for a single segment."""
    values = [
        score.value
        for score in report.scores
        if score.level == "segment" and score.metric == metric and score.value is not None
    ]
    return NormalDist().inv_cdf(0.975) * stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0


@dataclasses.dataclass(frozen=True)
class _Limits:
    """Makes proposals for documents with these names, with this share."""

    names: tuple[str, ...]
    share: float

    def number(self, rule: str, values: Sequence[float], now: float | None) -> Proposal:
        """A limit on a number of findings: the current one or a stricter one."""
        proposal = self.limit(rule, values, now, end=0.0)
        if now is None or proposal.limit is None or proposal.limit <= now:
            return proposal
        rate = intervals.beyond(proposal.stopped_now, len(values), chosen=False)
        return dataclasses.replace(proposal, limit=float(now), stopped=self._stopped(values, now, 1.0), rate=rate)

    def limit(self, rule: str, values: Sequence[float], now: float | None, end: float, sign: float = 1.0) -> Proposal:
        """The strictest limit that stops few enough documents and is not inside the noise.

        Args:
            rule: Key below `[gate]`.
            values: The values of the documents, in the order of the names.
            now: The current limit.
            end: The end of the noise; a stricter limit would be inside.
            sign: 1 for a ceiling, -1 for a floor.
        """
        stopped_now = 0 if now is None else len(self._stopped(values, now, sign))
        if len(values) < least(self.share):
            return Proposal(rule, now, None, stopped_now, (), len(values), None)
        ordered = sorted(sign * value for value in values)
        allowed = math.floor(self.share * (len(values) + 1) + 1e-9) - 1
        limit = sign * max(ordered[len(ordered) - 1 - allowed], sign * end)
        limit = limit if rule.startswith("max.") else _lenient(limit, sign)
        stopped = self._stopped(values, limit, sign)
        rate = intervals.beyond(len(stopped), len(values))
        return Proposal(rule, now, limit, stopped_now, stopped, len(values), rate)

    def _stopped(self, values: Sequence[float], limit: float, sign: float) -> tuple[str, ...]:
        return tuple(name for name, value in zip(self.names, values, strict=True) if sign * value > sign * limit)


def _lenient(value: float, sign: float) -> float:
    """The value with three digits, rounded up for a ceiling and down for a floor."""
    if not value:
        return 0.0
    digits = 2 - math.floor(math.log10(abs(value)))
    scaled = value * 10.0**digits
    near = math.ceil(scaled - 1e-9) if sign > 0 else math.floor(scaled + 1e-9)
    return round(near / 10.0**digits, max(digits, 0))
