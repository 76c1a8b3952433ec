"""Precision and recall of checks against what raters said of findings and which errors they marked.

A finding is judged if a rater decided on it, or was asked to mark errors in its segment.

- If raters decided on it, their majority decides: `error` and `tolerated` say that it is right, `false-alarm` that it
  is not. With as many of the one as of the other it counts nowhere.
- Otherwise it is right if it meets an error that any rater marked, see `mtqe.people.raters.meeting`. Raters overlook
  errors, and most of all those that checks find, such as a lost number. So precision by marks is too low rather than
  too high, and that by the marks of one rater is not firm.

Figures with categories are only known if raters named some.

For recall every error of every rater counts, but for neutral ones; and a finding that a rater called an error without
marking one there counts as an error that was found. Recall of a check is over the errors whose category is that of the
check or lies below it, in reports in which the check ran. If raters name coarser categories than the check has, its
recall is not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from mtqe.model import Finding, Report, Severity
from mtqe.model.agreement_report import CheckAgreement, Share
from mtqe.model.ratings import RatedError, Rating
from mtqe.people.raters import meeting
from mtqe.people.raters.rated_segments import Place, RatedSegment
from mtqe.stats.intervals import wilson

RIGHT = frozenset({"error", "tolerated"})


def share(number: int, size: int) -> Share:
    """A share with its interval."""
    return Share(number, size, number / size, wilson(number, size)) if size else Share(0, 0)


@dataclass
class _Tally:
    """The counts of a check; a pair has the cases with the property and all cases."""

    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    pairs: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    cases: dict[object, list[bool]] = field(default_factory=lambda: defaultdict(list))
    chances: list[float] = field(default_factory=list)

    def made(self, check: str, name: str, category: str) -> CheckAgreement:
        """The figures."""
        severities = Counter(finding.severity for finding in self.findings)
        shares = {key: share(sum(values), len(values)) for key, values in self.pairs.items()}
        cases = [2 * sum(right) > len(right) for right in self.cases.values() if 2 * sum(right) != len(right)]
        none = Share(0, 0)
        return CheckAgreement(
            check=check,
            name=name,
            category=category,
            severity=severities.most_common(1)[0][0] if severities else None,
            worst=max(severities, key=lambda severity: severity.rank, default=None),
            findings=len(self.findings),
            decided=self.counts["decided"],
            undecided=self.counts["undecided"],
            tolerated=self.counts["tolerated"],
            precision=shares.get("precision", none),
            firm=shares.get("firm", none),
            cases=share(sum(cases), len(cases)),
            precision_strict=shares.get("precision_strict", none),
            recall=shares.get("recall", none),
            recall_major=shares.get("recall_major", none),
            major=shares.get("major", none),
            chance=fmean(self.chances) if self.chances else None,
        )


def checks(
    reports: Sequence[tuple[str, Report]], rated: Sequence[RatedSegment], categories: Mapping[str, str]
) -> tuple[tuple[CheckAgreement, ...], CheckAgreement | None]:
    """The figures of each check by id, and of all checks together; `None` if no check ran.

    Args:
        reports: Name and report.
        rated: The rated segments.
        categories: The category of each installed check by id; of others it is that of their findings.
    """
    ran = [{item.id: item.name for item in report.run.checks if item.state == "ran"} for _, report in reports]
    if not any(ran):
        return (), None
    findings: dict[Place, list[Finding]] = defaultdict(list)
    known: dict[str, tuple[str, str]] = {}
    for number, (_, report) in enumerate(reports):
        for finding in report.findings:
            findings[number, finding.system, finding.segment].append(finding)
            known.setdefault(finding.check, (finding.name, finding.category))
    for check, name in {check: name for of_report in ran for check, name in of_report.items()}.items():
        known[check] = (name, categories.get(check) or known.get(check, ("", ""))[1])
    named = any(
        meeting.is_named(error.category) for one in rated for rating in one.ratings for error in rating.errors or ()
    )
    tallies = {check: _Tally() for check in known}
    together = _Tally()
    for one in rated:
        of_segment = findings.get(one.place, [])
        for finding in of_segment:
            for tally in (tallies[finding.check], together):
                _judge(finding, one, tally, named)
        if ran[one.place[0]]:
            _recall(one, of_segment, {check: known[check][1] for check in ran[one.place[0]]}, tallies, together)
    made = tuple(
        tally.made(check, *known[check])
        for check, tally in sorted(tallies.items())
        if tally.findings or tally.pairs["recall"]
    )
    return made, together.made("", "all checks", "")


def _judge(finding: Finding, one: RatedSegment, tally: _Tally, categories: bool) -> None:
    """Count a finding; `categories` says whether raters named any."""
    ratings = one.ratings
    tally.findings.append(finding)
    opinions = [
        decision.opinion
        for rating in ratings
        for decision in rating.decisions
        if (decision.fingerprint, decision.check) == (finding.fingerprint, finding.check)
    ]
    markers = [rating for rating in ratings if rating.errors is not None]
    met = [error for rating in markers for error in rating.errors or () if meeting.is_met(error, finding)]
    if opinions:
        tally.counts["decided"] += 1
        tally.counts["tolerated"] += 2 * opinions.count("tolerated") > len(opinions)
        for_it = sum(opinion in RIGHT for opinion in opinions)
        if 2 * for_it == len(opinions):
            tally.counts["undecided"] += 1
            return
        right = strict = 2 * for_it > len(opinions)
        named = True
    elif markers:
        right = bool(met)
        strict = any(meeting.same(error.category, finding.category) for error in met)
        errors = [error for rating in markers for error in rating.errors or ()]
        chance = meeting.by_chance(finding.spans, errors, one.segment.target)
        tally.chances += [chance] if chance is not None else []
        named = (categories and not met) or any(meeting.is_named(error.category) for error in met)
    else:
        return
    tally.pairs["precision"].append(right)
    if opinions or len(markers) > 1:
        tally.pairs["firm"].append(right)
        tally.cases[finding.check, one.segment.source, one.segment.target, finding.spans].append(right)
    if named:
        tally.pairs["precision_strict"].append(strict)
    if right and met:
        worst = max(error.severity.rank for error in met)
        tally.pairs["major"].append(worst >= Severity.MAJOR.rank)


def _recall(
    one: RatedSegment,
    findings: Sequence[Finding],
    categories: Mapping[str, str],
    tallies: Mapping[str, _Tally],
    together: _Tally,
) -> None:
    """Count the errors of a segment, for all checks that ran."""
    for rating in one.ratings:
        if rating.errors is None:
            continue
        for error in rating.errors:
            if error.severity is Severity.NEUTRAL:
                continue
            by_check = {finding.check for finding in findings if meeting.is_met(error, finding)}
            _count(error, bool(by_check), together)
            for check, category in categories.items():
                if meeting.is_below(error.category, category):
                    _count(error, check in by_check, tallies[check])
        for finding in _only_decided(rating, findings):
            error = RatedError(finding.category, finding.severity)
            _count(error, True, together)
            _count(error, True, tallies[finding.check])


def _count(error: RatedError, found: bool, tally: _Tally) -> None:
    tally.pairs["recall"].append(found)
    if error.severity.rank >= Severity.MAJOR.rank:
        tally.pairs["recall_major"].append(found)


def _only_decided(rating: Rating, findings: Sequence[Finding]) -> Iterable[Finding]:
    """The findings that a rater called an error without marking one there."""
    right = {(decision.fingerprint, decision.check) for decision in rating.decisions if decision.opinion in RIGHT}
    return [
        finding
        for finding in findings
        if (finding.fingerprint, finding.check) in right
        and not any(meeting.is_met(error, finding) for error in rating.errors or ())
    ]
