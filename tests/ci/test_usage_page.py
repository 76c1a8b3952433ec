"""docs/usage.md: its commands run and end with the exit codes that it gives, and it names every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands_of_page import commands, run_all

from mtqe.cli import COMMANDS

pytestmark = pytest.mark.usefixtures("judged_cache")
PAGE = (Path(__file__).parents[2] / "docs" / "usage.md").read_text(encoding="utf-8")
ELSEWHERE = {"demo", "models", "cache"}
"""Commands that other pages present: a first try, COMET."""


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = commands(PAGE)
    assert run_all(lines, tmp_path, monkeypatch, capsys) == len(lines) >= 8


def test_every_command_is_named() -> None:
    assert {name for name in COMMANDS if f"mtqe {name}" not in PAGE} <= ELSEWHERE
