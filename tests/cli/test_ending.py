"""The exit code 0 says that a translation may ship: no code that a command calls can give it by ending the program."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from mtqe.checks.artifacts import model_chatter
from mtqe.cli import run
from mtqe.flow import pipeline
from mtqe.formats import files
from mtqe.gate import verdicts
from mtqe.intake import reading
from mtqe.machine import workers
from mtqe.metrics.lexical import sacre
from mtqe.registry import check_table
from mtqe.report import console
from mtqe.settings import sources

PLUGIN = Path(__file__).parent.parent / "registry" / "plugin"

ENDS = [SystemExit(0), SystemExit(1), SystemExit(None), SystemExit("bye"), GeneratorExit(), MemoryError()]
ENDS += [click.exceptions.Exit(0), EOFError()]
EVERY_END = [pytest.param(end, id=repr(end)) for end in ENDS]


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The arguments of a run on a translation that fails: a model's own words stand in it."""
    (tmp_path / "s.en.txt").write_text("The pump holds 12 litres.\n", encoding="utf-8")
    (tmp_path / "t.de.txt").write_text("Here is the translation: Die Pumpe fasst 21 Liter.\n", encoding="utf-8")
    paths = [str(tmp_path / "s.en.txt"), str(tmp_path / "t.de.txt")]
    return [
        "evaluate",
        *paths,
        "-r",
        paths[1],
        "-m",
        "chrf",
        "--select",
        "ART102",
        "--json",
        str(tmp_path / "report.json"),
        "-q",
    ]


def raising(error: BaseException) -> Callable[..., Any]:
    def end(*args: object, **more: object) -> Any:
        raise error

    return end


STAGES = {
    "configuration": (sources, "load"),
    "reading": (files, "decode"),
    "input": (reading, "read"),
    "choice of checks": (check_table, "select"),
    "flow": (pipeline, "assess"),
    "gate": (verdicts, "judge"),
    "view": (console, "render"),
}


@pytest.mark.parametrize("end", EVERY_END)
@pytest.mark.parametrize("stage", [*STAGES])
def test_no_stage_can_end_a_command_well(
    command: list[str], stage: str, end: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    module, name = STAGES[stage]
    monkeypatch.setattr(module, name, raising(end))
    assert run([*command[:-1]]) == 3
    assert type(end).__name__ in capsys.readouterr().err


def test_ctrl_c_is_told_as_such(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in STAGES.values():
        with monkeypatch.context() as patch:
            patch.setattr(module, name, raising(KeyboardInterrupt()))
            assert run([*command[:-1]]) == 130


def ending_check(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the check for a model's own words raise an error."""
    check = model_chatter.model_chatter
    monkeypatch.setattr(check_table, "checks", lambda: {check.id: dataclasses.replace(check, run=raising(error))})


@pytest.mark.parametrize("end", EVERY_END)
def test_a_check_or_metric_that_ends_the_program_is_a_problem_of_its_own(
    command: list[str], end: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, what in ((sacre.chrf, "score", "metric chrf"), (None, "", "check ART102 model-chatter")):
        with monkeypatch.context() as patch:
            patch.setattr(type(module), name, raising(end)) if module else ending_check(end, patch)
            assert run(command) != 0
        problems = json.loads(Path(command[command.index("--json") + 1]).read_text("utf-8"))["problems"]
        assert [problem["what"] for problem in problems] == [what]
        assert type(end).__name__ in problems[0]["why"]


@pytest.mark.parametrize("module", ["acme_rows", "acme_mtqe"])
def test_a_plugin_that_ends_the_program_when_it_is_imported(command: list[str], module: str, tmp_path: Path) -> None:
    plugin = shutil.copytree(PLUGIN, tmp_path / "plugin")
    (plugin / f"{module}.py").write_text("import sys\nsys.exit(0)\n", encoding="utf-8")
    path = os.pathsep.join([str(plugin), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "mtqe", *command[:-3], "-m", "lost-words"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "plugin" in done.stderr and "cannot be loaded" in done.stderr


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["gate", "--help"], ["baseline", "set", "-h"]])
def test_help_and_version_end_well(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == 0
    assert capsys.readouterr().out


def test_a_worker_that_was_ended_with_a_good_exit_code_has_no_results() -> None:
    assert workers.spread(lengths, ["a", "bb", "ccc"], 2, lambda done: None, os.getpid()) == [1, 2, 3]


def lengths(words: list[str], pid: int) -> list[int]:
    """The lengths of words, in one process only; another one ends at once."""
    if os.getpid() != pid:
        os._exit(0)
    return [len(word) for word in words]
