"""docs/tutorial.md: its commands run one after the other and end with the exit codes that it gives."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mtqe.cli import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_the_tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "references", tmp_path / "references")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    monkeypatch.setenv("COLUMNS", "80")
    printed = []
    for language, block in re.findall(r"```(sh|toml)\n(.*?)```", PAGE, re.DOTALL):
        if language == "toml":
            (tmp_path / "mtqe.toml").write_text(block, encoding="utf-8")
            continue
        for line in block.replace("\\\n ", "").splitlines():
            command, _, comment = line.partition("    #")
            if not command.startswith("mtqe "):
                subprocess.run(shlex.split(command), check=True)
                continue
            expected = re.search(r"exit (\d+)", comment)
            assert run(shlex.split(command)[1:]) == (int(expected[1]) if expected else 0), (line, capsys.readouterr())
            printed.append(capsys.readouterr())
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert printed[0].out.startswith(shown)
    assert "too few texts" in "".join(one.err for one in printed)
