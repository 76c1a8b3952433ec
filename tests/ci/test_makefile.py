"""What the targets of the Makefile install in a fresh checkout: no more than they need, each group once."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GROUPS = ("spark", "ray", "site", "notebook")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What make reads of a checkout; there is no .venv."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def steps(checkout: Path, target: str) -> str:
    """The commands of a target; none is run."""
    return subprocess.run(["make", "-n", target], cwd=checkout, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("target", "groups"),
    [
        ("demo", ["demo"]),
        ("test", ["demo", "test"]),
        ("check", ["demo", "test", "check"]),
        ("site", ["demo", "test", "site"]),
        *((f"with-{group}", ["demo", "test", group]) for group in GROUPS),
        ("setup", ["demo", "test", "check", *GROUPS]),
    ],
)
def test_the_locks_of_a_target(checkout: Path, target: str, groups: list[str]) -> None:
    commands = steps(checkout, target)
    assert re.findall(r"requirements/(\w+)\.lock", commands) == groups
    assert commands.count("--require-hashes --no-deps") == len(groups)
    assert commands.count("install --quiet --disable-pip-version-check --no-compile torch") == ("test" in groups)


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / ".demo").touch()
    assert "pip install" not in steps(checkout, "demo")
    assert re.findall(r"requirements/(\w+)\.lock", steps(checkout, "test")) == ["test"]
