"""Whether each limit on a score suits its metric: the key to the direction, the number to the range of the scores.

Floors (`min`, `min_segment`) are for metrics where higher is better, ceilings (`max_score`) for the others. A number
that no score can reach would always fail the text or never; only `inf` says that there is no limit.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping

from mtqe.errors import ConfigError
from mtqe.gate.score_index import unknown_direction
from mtqe.model import MetricFacts, Report
from mtqe.settings.policy import GateConfig, Rule

HIGHER_IS_BETTER = {"min": True, "min_segment": True, "max_score": False}
"""The direction of the metrics that a key is for."""
NO_LIMIT = {"min": -math.inf, "min_segment": -math.inf, "max_score": math.inf, "max_drop": math.inf}
"""The number that removes a limit."""
KEYS = tuple(NO_LIMIT)
"""The keys with limits on scores, each a table by metric."""


def tables(policy: GateConfig) -> Iterator[tuple[str, GateConfig | Rule]]:
    """The tables of a policy that may limit scores, each with its name in the file."""
    yield "gate", policy
    yield from ((f"gate.rules[{number}]", rule) for number, rule in enumerate(policy.rules))


def limited(policy: GateConfig) -> frozenset[str]:
    """The metrics whose scores a policy limits, in any of its tables."""
    return frozenset(metric for _, table in tables(policy) for key in KEYS for metric in getattr(table, key))


def refuse_unfit(policy: GateConfig, facts: Mapping[str, MetricFacts]) -> None:
    """Refuse a floor where lower is better, a ceiling where higher is better, and a number that no score reaches.

    Args:
        policy: The policy.
        facts: The metrics by name; others are not looked at.

    Raises:
        ConfigError: A limit does not suit its metric (the hint is what does), or the metric's direction is unknown.
    """
    for where, table in tables(policy):
        for key in KEYS:
            for metric, limit in getattr(table, key).items():
                if metric in facts:
                    _refuse_direction(where, key, metric, limit, facts[metric])
                    _refuse_number(where, key, metric, limit, facts[metric])


def refuse_without_segments(report: Report, policy: GateConfig) -> None:
    """Refuse floors of segments for metrics that scored the whole text only.

    Raises:
        ConfigError: A metric has scores of the corpus or of documents, but none of segments.
    """
    levels: dict[str, set[bool]] = {}
    for score in report.scores:
        levels.setdefault(score.metric, set()).add(score.level == "segment")
    for where, table in tables(policy):
        for metric, limit in table.min_segment.items():
            if levels.get(metric) == {False}:
                raise ConfigError(
                    f"{where}.min_segment.{metric}: {metric} has scores for the whole text only, not for segments",
                    f"write {_written('min', metric, limit)} in its place, or remove it",
                )


def _refuse_direction(where: str, key: str, metric: str, limit: float, known: MetricFacts) -> None:
    if key not in HIGHER_IS_BETTER:
        return
    if known.higher_is_better is None:
        raise unknown_direction(metric)
    if known.higher_is_better is HIGHER_IS_BETTER[key]:
        return
    better, noun = ("lower", "floor") if HIGHER_IS_BETTER[key] else ("higher", "ceiling")
    hint = f"write {_written('max_score' if HIGHER_IS_BETTER[key] else 'min', metric, limit)} in its place"
    if key == "min_segment":
        hint = "remove it: single segments have floors only. A ceiling in max_score limits the score of the whole text"
    raise ConfigError(f"{where}.{key}.{metric}: a {better} {metric} is better, so a {noun} makes no sense", hint)


def _refuse_number(where: str, key: str, metric: str, limit: float, known: MetricFacts) -> None:
    if known.scale == "open" or limit == NO_LIMIT[key]:
        return
    top = 1 if known.scale == "0-1" else 100
    # A score of such a metric may be above 100: one that counts edits, for a translation that is much too long.
    endless = top == 100 and known.lower_is_better
    if limit >= 0 and (limit <= top or endless):
        return
    scores = "from 0 upwards" if endless else f"from 0 to {top}"
    example = f", such as {limit / 100:g}" if top == 1 and 10 <= limit <= 100 else ""
    raise ConfigError(
        f"{where}.{key}.{metric}: {limit:g} is out of range, because scores of {metric} are {scores}",
        f"write a number {scores}{example}",
    )


def _written(key: str, metric: str, limit: float) -> str:
    name = metric if re.fullmatch(r"[\w-]+", metric, re.ASCII) else json.dumps(metric)
    return f"{key} = {{ {name} = {limit:g} }}"
