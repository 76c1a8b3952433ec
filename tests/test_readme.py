"""Every command in the README runs and ends with the exit code that the README gives."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.settings.sources import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines() if line.strip()]


def test_readme_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "references", tmp_path / "references")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    ran = 0
    for line in LINES:
        command, _, comment = line.partition("#")
        words = shlex.split(command)
        expected = re.search(r"exit (\d+)", comment)
        if words[0] == "mtqe":
            assert run(words[1:]) == (int(expected[1]) if expected else 0), (line, capsys.readouterr().err)
            ran += 1
        else:
            assert words[0] == "make", line
            subprocess.run(["make", "-n", "-C", str(ROOT), *words[1:]], check=True, capture_output=True)
    assert ran >= 8


def test_readme_python(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The example prints what the comment on its line says."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"print\(.*\)  # (.*)", block)


def test_readme_config_is_valid(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "mtqe.toml").write_text(block, encoding="utf-8")
    assert load(tmp_path).config.gate.min == {"chrf": 55.0}


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
    (shown,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    out = capsys.readouterr().out
    assert out.startswith(shown.rstrip("\n"))
