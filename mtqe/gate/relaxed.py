"""What a configuration switched off or lowered: limits above the default ones or without an end, what never counts.

A team may do all of this. The verdict names it, so that a change of `mtqe.toml` lets nothing pass unseen. `Run.relaxed`
has what concerns the checks and the accepted findings of the run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from mtqe.gate.score_keys import NO_LIMIT
from mtqe.model import Report, Severity
from mtqe.model.areas import NEEDED, Area
from mtqe.settings.policy import GateConfig, Rule, governed

WORDS = {"uncovered": "pass", "incomplete": "pass", "undecided": "pass", "each": "corpus"}
"""The values of keys that let more pass than the default does."""


def sentences(report: Report, policy: GateConfig) -> tuple[str, ...]:
    """What the configuration of the run and the policy that judges it switched off or lowered, a sentence each."""
    return (*report.run.relaxed, *of_policy(policy))


def of_policy(policy: GateConfig) -> Iterator[str]:
    """The keys of a policy that let more pass than the default ones, and those of its rules against `[gate]`."""
    yield from _infinite("gate", policy)
    yield from _looser("gate", policy, GateConfig(), "by default")
    for number, rule in enumerate(policy.rules):
        where = f"gate.rules[{number}]"
        yield from _infinite(where, rule)
        yield from _looser(where, governed(policy, rule), policy, "in [gate]")


def _infinite(where: str, table: GateConfig | Rule) -> Iterator[str]:
    """The limits of a table that no value is beyond."""
    endless = [("max_mqm_per_1000", table.max_mqm_per_1000 == math.inf)]
    ends = {"max": math.inf, "max_per_1000": math.inf, "max_new": math.inf, **NO_LIMIT}
    endless += [(f"{key}.{name}", limit == end) for key, end in ends.items() for name, limit in _of(table, key).items()]
    for path, limits in table.category.items():
        start = f"category.{path}"
        endless.append((f"{start}.max_mqm_per_1000", limits.max_mqm_per_1000 == math.inf))
        for key in ("max", "max_per_1000"):
            endless += [(f"{start}.{key}.{name}", limit == math.inf) for name, limit in _of(limits, key).items()]
    yield from (f"{where}.{key} is infinite and never fails" for key, has_no_end in endless if has_no_end)


def _of(table: object, key: str) -> Mapping[str, float]:
    limits: Mapping[str, float] = getattr(table, key)
    return limits


def _looser(where: str, now: GateConfig, usual: GateConfig, by: str) -> Iterator[str]:
    """The keys of a policy that let more pass than those of another one."""
    for key in ("max", "max_per_1000"):
        for severity, limit in _of(usual, key).items():
            mine = _least(_of(now, key), Severity(severity))
            if mine > limit and math.inf not in _of(now, key).values():  # `_infinite` names these
                yield f"{where}.{key}.{severity}: {_shown(mine)} ({_shown(limit)} {by})"
    number = now.max.get(Severity.MAJOR, 0)
    if usual.never_spared and Severity.MAJOR not in usual.max and 0 < number < math.inf:
        yield f"{where}.max.major: {number:g} in any area, as never_spared does not hold beside it"
    yield from _without(f"{where}.never_spared", now.never_spared, usual.never_spared)
    yield from _without(f"{where}.coverage", _needed(now), _needed(usual))
    for key, word in WORDS.items():
        if getattr(now, key) == word != getattr(usual, key):
            yield f'{where}.{key} = "{word}" ("{getattr(usual, key)}" {by})'
    if now.completeness < usual.completeness:
        yield f"{where}.completeness = {now.completeness:g} ({usual.completeness:g} {by})"
    if now.min_confidence > usual.min_confidence:
        yield f"{where}.min_confidence = {now.min_confidence:g} ({usual.min_confidence:g} {by})"
    if now.new_only and not usual.new_only:
        yield f"{where}.new_only = true: errors that the baseline has, too, do not count"


def _least(limits: Mapping[str, float], severity: Severity) -> float:
    """The limit that a finding of a severity meets first: a limit counts its severity and worse ones."""
    return min((limit for name, limit in limits.items() if Severity(name).rank <= severity.rank), default=math.inf)


def _shown(limit: float) -> str:
    return "no limit" if limit == math.inf else f"{limit:g}"


def _needed(policy: GateConfig) -> tuple[Area, ...]:
    return NEEDED if policy.coverage is None else policy.coverage


def _without(key: str, now: tuple[Area, ...], usual: tuple[Area, ...]) -> Iterator[str]:
    if missing := [area for area in usual if area not in now]:
        yield f"{key}: without {', '.join(missing)}"
