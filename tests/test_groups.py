"""A test of a group that is not installed: skipped on a developer's machine, failed where the group is required."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import groups
import pytest

ROOT = Path(__file__).parent.parent
TEST = """
import groups

@groups.needed({group!r})
def test_it() -> None:
    import {package}
"""
ABSENT = """
import sys

for name in {packages!r}:
    sys.modules[name] = None
"""
"""Makes packages absent, whether they are installed or not: they cannot be found and not be imported."""


@pytest.mark.parametrize("group", groups.PACKAGES)
@pytest.mark.parametrize(("rule", "code", "outcome"), [("", 0, "1 skipped"), ("required", 1, "1 failed")])
def test_a_group_that_is_not_installed(tmp_path: Path, group: str, rule: str, code: int, outcome: str) -> None:
    packages = groups.PACKAGES[group]
    (tmp_path / "test_it.py").write_text(TEST.format(group=group, package=packages[0]), encoding="utf-8")
    (tmp_path / "conftest.py").write_text(ABSENT.format(packages=packages), encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent), f"{group.upper()}_TESTS": rule}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--rootdir", tmp_path, "test_it.py"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert outcome in done.stdout
    assert (f"{packages[0]} is not installed: make with-{group}" in done.stdout) is (rule == "")


@pytest.mark.parametrize("group", groups.PACKAGES)
def test_the_makefile_and_ci_know_each_group(group: str) -> None:
    (named,) = re.findall(r"^GROUPS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert group in named.split() and len(named.split()) == len(groups.PACKAGES)
    assert (ROOT / "requirements" / f"{group}.lock").is_file()
    assert f"{group.upper()}_TESTS" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
