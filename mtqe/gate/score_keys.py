"""Whether each limit on a score has the key for its metric: `min` where higher is better, else `max_score`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from mtqe.errors import ConfigError
from mtqe.gate.score_index import unknown_direction
from mtqe.model import MetricFacts
from mtqe.policy import GateConfig, Rule


def refuse_wrong_keys(policy: GateConfig, facts: Mapping[str, MetricFacts]) -> None:
    """Refuse a floor where lower is better, and a ceiling where higher is better.

    Args:
        policy: The policy.
        facts: The metrics by name; others are not looked at.

    Raises:
        ConfigError: A limit has the wrong key (the hint is the right one), or the direction of its metric is unknown.
    """
    tables: list[tuple[str, GateConfig | Rule]] = [("gate", policy)]
    tables += [(f"gate.rules[{number}]", rule) for number, rule in enumerate(policy.rules)]
    keys = (
        ("min", "max_score", True, "floor"),
        ("max_score", "min", False, "ceiling"),
        ("min_segment", "max_score", True, "floor"),
    )
    for where, table in tables:
        for key, right, higher, noun in keys:
            for metric, limit in getattr(table, key).items():
                direction = facts[metric].higher_is_better if metric in facts else higher
                if direction is None:
                    raise unknown_direction(metric)
                if direction is not higher:
                    better = "lower" if higher else "higher"
                    name = metric if re.fullmatch(r"[\w-]+", metric, re.ASCII) else json.dumps(metric)
                    raise ConfigError(
                        f"{where}.{key}.{metric}: a {better} {metric} is better, so a {noun} makes no sense",
                        f"write {right} = {{ {name} = {limit:g} }} in its place",
                    )
