"""The guides: their files are written, and their commands are run in order in an empty folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["status.md", "consistency.md"])
def test_a_guide(mtqe: Callable, page: str) -> None:
    out = ""
    ran = 0
    for kind, name, text in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        elif kind == "sh":
            for line in text.splitlines():
                command, *args = shlex.split(line, comments=True)
                assert command == "mtqe"
                done = mtqe(*args)
                assert done.code == 0, (line, done.err)
                out, ran = done.out, ran + 1
        elif kind == "text":
            assert out == text, page
    assert ran >= 2
