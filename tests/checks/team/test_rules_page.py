"""docs/rules.md: each rule on it passes its own examples, every kind is there, and its commands run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mtqe.checks.team import rule_checks, rule_examples
from mtqe.cli import run
from mtqe.registry.contracts import Check
from mtqe.settings.config import Config
from mtqe.settings.rule_tables import rule_set
from mtqe.settings.sources import toml
from mtqe.settings.team_rules import KINDS, RuleExample, TeamRule

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(\[\[rules\]\].*?)```", PAGE, re.DOTALL)
CONFIG = Config(
    domains={"legal": ("legal/*",)}, rule_sets=(rule_set(toml("\n".join(BLOCKS), "page"), "docs/rules.md", "page"),)
)
CHECKS = rule_checks.of_config(CONFIG)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_examples_of_each_rule_pass(check: Check) -> None:
    rule_checks.compile_all([check])
    tried = list(rule_examples.tried(check, CONFIG))
    assert [(one.fault, one.marked) for one in tried] == [("", one.example.marks) for one in tried]
    assert any(not one.example.marks for one in tried) and any(one.example.marks for one in tried)


def test_every_kind_is_shown() -> None:
    assert {type(check.rule) for check in CHECKS} == set(KINDS.values())
    assert [kind for kind in KINDS if f"`{kind}`" not in PAGE] == []


def test_every_key_is_described() -> None:
    keys = {key for kind in (*KINDS.values(), TeamRule, RuleExample) for key in kind.__struct_fields__}
    assert [key for key in sorted(keys) if not re.search(rf"`{key}\b|\b{key} = ", PAGE)] == []


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (config,) = re.findall(r"```toml mtqe.toml\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert len(lines) == 7
    for number, line in enumerate(lines):
        if number == 3:
            (tmp_path / "mtqe.toml").write_text(config, encoding="utf-8")
        assert run(shlex.split(line, comments=True)[1:]) == 0, line
