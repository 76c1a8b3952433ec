"""The bench of lexical metrics compares and times as its docstring says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import lexical


def test_lexical_compares_every_segment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, lines in (
        ("hyp", ["Das Haus ist alt.", "Ein Baum fiel.", "Ja."]),
        ("ref", ["Das alte Haus.", "Ein Baum fiel um.", "Ja."]),
    ):
        (tmp_path / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    half = lexical.shortened(tmp_path / "hyp", tmp_path / "half", 2)
    assert half.read_text(encoding="utf-8") == "Das Haus ist alt.\nEin Baum fiel.\n"
    assert lexical.numbers(tmp_path / "hyp", [tmp_path / "ref"], "de") == 0
    assert capsys.readouterr().out.count("same") == 4


def test_lexical_counts_the_cost_of_a_process() -> None:
    cpu, wall, memory = lexical.cost([sys.executable, "-c", "sum(range(10**6))"])
    assert cpu > 0
    assert wall > 0
    assert memory > 1
    with pytest.raises(SystemExit, match="ended with 3"):
        lexical.cost([sys.executable, "-c", "raise SystemExit(3)"])
