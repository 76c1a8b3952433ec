"""Checks name a level of confidence and do not write a number."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from call_names import called

from mtqe.checks.names.matching import Mismatch
from mtqe.checks.shared import confidence
from mtqe.model import Hit

ROOM = Path(__file__).parents[2] / "mtqe" / "checks"
LEVELS = {name: value for name, value in vars(confidence).items() if isinstance(value, float)}
PLACES = {kind.__name__: list(kind.__annotations__).index("confidence") for kind in (Hit, Mismatch)}
"""The place of the confidence among the arguments of a type."""


def inline(source: str) -> list[str]:
    """Confidences of a module that are written as numbers."""
    numbers: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = called(node).rsplit(".", 1)[-1]
            values = [keyword.value for keyword in node.keywords if keyword.arg == "confidence"]
            values += node.args[PLACES[name] : PLACES[name] + 1] if name in PLACES else []
            numbers += [ast.unparse(value) for value in values if holds_number(value)]
    return numbers


def holds_number(value: ast.expr) -> bool:
    match value:
        case ast.Constant():
            return isinstance(value.value, float)
        case ast.IfExp():
            return holds_number(value.body) or holds_number(value.orelse)
    return False


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_confidences_are_levels(path: Path) -> None:
    assert inline(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Hit('x', spans, confidence=0.9)",
        "Hit('x', spans, None, None, 0.6)",
        "matching.Mismatch('lost', None, None, 0.8 if sure else EVEN)",
        "replace(item, confidence=0.75)",
    ],
)
def test_a_number_is_reported(source: str) -> None:
    assert len(inline(source)) == 1


def test_levels_are_in_descending_order() -> None:
    values = list(LEVELS.values())
    assert values == sorted(set(values), reverse=True)
    assert all(0 < value < 1 for value in values)
