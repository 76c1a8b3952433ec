"""Each rule of a check has an effect: without it, the marks of its example change."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import mtqe.checks
from mtqe.checks import runner
from mtqe.checks.numbers import finder
from mtqe.checks.shared.rules import Rule
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context, Example

CHECKS = {
    "mtqe.checks.names.matching": "ACC114",
    "mtqe.checks.numbers.han_numerals": "ACC101",
    "mtqe.checks.repetition.in_a_row": "HAL101",
    "mtqe.checks.repetition.joined": "HAL101",
    "mtqe.checks.sentences.beginnings": "ART113",
}
"""The check that applies the rules of a module."""


def modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(mtqe.checks.__path__, "mtqe.checks."):
        yield importlib.import_module(module.name)


def tuples(module: ModuleType) -> dict[str, tuple[Rule[Any, Any], ...]]:
    """The tuples of rules of a module by their names."""
    return {
        name: values
        for name, values in vars(module).items()
        if isinstance(values, tuple) and values and all(isinstance(value, Rule) for value in values)
    }


LISTED = [
    pytest.param(module, rule, id=f"{module.__name__.rsplit('.', 1)[-1]}-{rule.name}")
    for module in modules()
    if module.__name__ in CHECKS
    for rule in dict.fromkeys(rule for rules in tuples(module).values() for rule in rules)
]


def marks(check: str, example: Example) -> list[str]:
    finder.numbers.cache_clear()
    pairs = zip(example.source.split("\n"), example.target.split("\n"), strict=True)
    segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs, 1)]
    outcome = runner.run([check_table.checks()[check]], segments, Context(*example.langs))
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"], outcome.items
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(("module", "rule"), LISTED)
def test_rule(module: ModuleType, rule: Rule[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    check = CHECKS[module.__name__]
    assert marks(check, rule.example) == list(rule.example.marks)
    for name, rules in tuples(module).items():
        monkeypatch.setattr(module, name, tuple(listed for listed in rules if listed is not rule))
    assert marks(check, rule.example) != list(rule.example.marks), "the rule changes nothing in its example"
    finder.numbers.cache_clear()


def test_every_rule_is_listed_and_says_why() -> None:
    for module in modules():
        rules = {name: value for name, value in vars(module).items() if isinstance(value, Rule)}
        defined = {name: value for name, value in rules.items() if value.apply.__module__ == module.__name__}
        assert not defined or module.__name__ in CHECKS, module.__name__
        listed = [value for values in tuples(module).values() for value in values]
        assert [name for name, value in defined.items() if value not in listed] == [], module.__name__
        assert all(value.why.endswith(".") for value in defined.values()), module.__name__
