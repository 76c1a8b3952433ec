"""How well limits tell documents that a team accepts from those that it does not.

Limits are fitted to accepted documents alone (`mtqe.project.calibrate`). So the documents that are not accepted are new
to them, and the share of those that pass is known with the interval of Clopper and Pearson (1934). A limit that does
not stop them more often than accepted ones decides nothing: it is not proposed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from mtqe.model import Interval, MetricFacts, Report
from mtqe.project import calibrate
from mtqe.project.calibrate import Judge, Proposal
from mtqe.settings.policy import GateConfig
from mtqe.stats import intervals

FEWEST = 10
"""Number of documents that are not accepted, below which nothing is said of a single limit."""


@dataclasses.dataclass(frozen=True)
class Passing:
    """How many documents pass, although the team does not accept them.

    Args:
        rule: Key below `[gate]`, or the name of a whole policy.
        passed: Number of documents that pass.
        documents: Number of documents.
        rate: Interval of the share of further such documents that would pass.
        separates: Whether these documents are stopped more often than accepted ones, beyond chance.
    """

    rule: str
    passed: int
    documents: int
    rate: Interval
    separates: bool


def passing(
    proposals: Sequence[Proposal],
    refused: Sequence[Report],
    policy: GateConfig,
    facts: Mapping[str, MetricFacts],
) -> dict[str, Passing]:
    """How the proposed limits treat documents that are not accepted, by rule.

    A limit without a value for them (a metric that did not score all of them) is left out.
    """
    values = {one.rule: one for one in calibrate.measured(refused, policy, facts)} if refused else {}
    found = {}
    for proposal in proposals:
        if proposal.limit is None or proposal.rule not in values:
            continue
        measured = values[proposal.rule]
        stopped = sum(measured.sign * value > measured.sign * proposal.limit for value in measured.values)
        found[proposal.rule] = _passing(proposal.rule, stopped, len(refused), len(proposal.stopped), proposal.documents)
    return found


def of_policy(
    name: str, policy: GateConfig, accepted: Sequence[Report], refused: Sequence[Report], judge: Judge
) -> Passing:
    """How all limits of a policy together treat documents that are not accepted."""
    stopped = calibrate.failing(refused, policy, judge)
    return _passing(name, stopped, len(refused), calibrate.failing(accepted, policy, judge), len(accepted))


def _passing(rule: str, stopped: int, refused: int, stopped_accepted: int, accepted: int) -> Passing:
    rate = intervals.beyond(refused - stopped, refused, chosen=False)
    # The lower end of the share that is stopped, against the share of accepted documents that is.
    separates = refused < FEWEST or 1 - rate.high > stopped_accepted / accepted
    return Passing(rule, refused - stopped, refused, rate, separates)


def separating(proposals: Sequence[Proposal], passed: Mapping[str, Passing]) -> list[Proposal]:
    """The proposals without the limits that do not separate."""
    return [
        dataclasses.replace(proposal, limit=None, stopped=(), rate=None)
        if proposal.rule in passed and not passed[proposal.rule].separates
        else proposal
        for proposal in proposals
    ]
