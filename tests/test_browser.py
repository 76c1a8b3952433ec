"""A browser test without a browser: skipped on a developer's machine, failed where BROWSER_TESTS says it must run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEST = """
import browser

@browser.needed
def test_page() -> None:
    with browser.chromium() as running, running.tab() as page:
        assert page.run("1 + 1") == 2
"""


@pytest.mark.parametrize(("rule", "code", "outcome"), [("", 0, "1 skipped"), ("required", 1, "1 failed")])
def test_a_missing_browser(tmp_path: Path, rule: str, code: int, outcome: str) -> None:
    (tmp_path / "test_page.py").write_text(TEST, encoding="utf-8")
    # An empty folder as PATH: no program is found there.
    env = os.environ | {"PATH": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent), "BROWSER_TESTS": rule}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--rootdir", tmp_path, "test_page.py"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert outcome in done.stdout and "there is no Chromium on this machine" in done.stdout
