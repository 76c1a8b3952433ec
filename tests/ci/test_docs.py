"""docs/ci.md: its policy is that of the example, its commands run there, its files and names exist."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml
from git_fixture import repository

from mtqe.cli import run
from mtqe.registry import reporter_table

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "docs-repo"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_policy_and_steps_are_those_of_the_example() -> None:
    (policy,) = blocks("toml")
    example = tomllib.loads((EXAMPLE / "mtqe.toml").read_text("utf-8"))
    assert tomllib.loads(policy.replace("# glossary", "glossary")) == example
    (steps,) = blocks("yaml")
    workflow = yaml.safe_load((EXAMPLE / ".github" / "workflows" / "translations.yml").read_text("utf-8"))
    assert yaml.safe_load(steps)["steps"] == workflow["jobs"]["mtqe"]["steps"][:2]


def test_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "repo"
    shutil.copytree(EXAMPLE, folder)
    monkeypatch.chdir(repository(folder))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    for line in blocks("sh")[0].splitlines():
        words = shlex.split(line.partition("#")[0])
        assert run(words[1:]) == 0, (line, capsys.readouterr())
    assert (folder / "report.html").is_file()


def test_links_and_names_exist() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
    table = PAGE.partition("| name | ending | for |")[2].partition("\n\n")[0]
    names = re.findall(r"`([a-z]+)`", "".join(line.split("|")[1] for line in table.splitlines()[2:]))
    assert set(names) == set(reporter_table.rows()) - {"console", "plugged"}


def test_every_page_of_the_example_has_both_sides() -> None:
    pages = {side: {path.relative_to(EXAMPLE / "docs" / side) for path in (EXAMPLE / "docs" / side).rglob("*.md")}
             for side in ("en", "de")}  # fmt: skip
    assert pages["en"] == pages["de"] and len(pages["en"]) == 3
