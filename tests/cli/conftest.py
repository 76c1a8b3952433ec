from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sharded import without_encoder

from mtqe.cli import run

DEMO = Path(__file__).parent.parent.parent / "references" / "demo"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON on stdout."""
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded


@pytest.fixture
def mtqe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))

    def command(*args: str | Path) -> Done:
        code = run([str(arg) for arg in args])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return command


@pytest.fixture
def demo() -> tuple[str, ...]:
    """The arguments that evaluate the demo article."""
    return (
        str(DEMO / "article.en.txt"),
        str(DEMO / "mt.de.txt"),
        "--glossary",
        str(DEMO / "glossary.en-de.csv"),
    )


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Judgements without the encoder; the result says of which kind they were asked for."""
    return without_encoder(monkeypatch)
