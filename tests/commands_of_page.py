"""The commands of a page: they run one after the other and end with the exit codes that their comments give."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtqe.cli import run

ROOT = Path(__file__).parent.parent


def commands(text: str) -> list[str]:
    """The lines of the blocks of commands of a page."""
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines() if line]


def run_all(lines: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> int:
    """Run the commands of mtqe in a folder with the references; the number of commands that ran."""
    shutil.copytree(ROOT / "references", folder / "references")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HF_HOME", str(folder / "hub"))
    mine = list(_of_mtqe(lines))
    for words, expected in mine:
        assert run(words) == expected, (words, capsys.readouterr().err)
    return len(mine)


def _of_mtqe(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    for line in lines:
        command, _, comment = line.partition("#")
        program, *words = shlex.split(command)
        if program == "mtqe":
            code = re.search(r"exit (\d+)", comment)
            yield words, int(code[1]) if code else 0
