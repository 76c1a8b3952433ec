"""The README is short, every command in it runs, and what it shows is what mtqe prints."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from commands_of_page import ROOT, commands, run_all

from mtqe.cli import run
from mtqe.registry import format_table

pytestmark = pytest.mark.usefixtures("judged_cache")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = commands(README)


def block(language: str) -> str:
    (only,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(only)


def test_a_newcomer_reads_it_in_a_minute() -> None:
    assert len(README.splitlines()) <= 120


def test_readme_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_all(LINES, tmp_path, monkeypatch, capsys) >= 1


def test_what_it_installs_is_there() -> None:
    folders = re.findall(r"pip install (\.\S*?)(?=[`\s])", README)
    assert folders == ["./slim", "."]
    assert all((ROOT / folder / "pyproject.toml").is_file() for folder in folders)
    targets = re.findall(r"`make (\w+)`", README)
    assert targets
    subprocess.run(["make", "-n", "-C", str(ROOT), *targets], check=True, capture_output=True)


def test_readme_python(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The example prints what the comment on its line says."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    example = block("python")
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"print\(.*\)  # (.*)", example)


def test_its_steps_are_those_of_the_guide() -> None:
    guide = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (steps,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert yaml.safe_load(block("yaml")) == yaml.safe_load(steps)


def test_it_counts_the_formats() -> None:
    own = [row for row in format_table.rows().values() if not row.origin]
    assert f"[{len(own)} formats](docs/formats.md)" in README


def test_readme_links_exist() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_readme_shows_what_the_console_prints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    command = next(line for line in LINES if "-o report.html" in line).partition("#")[0]
    run(shlex.split(command.replace("-o report.html", ""))[1:])
    assert capsys.readouterr().out.startswith(block("text").rstrip("\n"))
