"""A number that somebody chose has a docstring with its unit and its use; scripts that docstrings name exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = re.compile(r"(?:bench|training)/\w+\.py")
FORM = re.compile(r"[A-Z][^:.]+: .+\.", re.DOTALL)
Number = tuple[str, bool, str | None]
"""A name, whether its value has a fraction, and the docstring below it."""


def fractions(value: ast.expr | None) -> bool:
    """Whether a value has a number with a fraction, in a table or by itself."""
    return any(isinstance(node, ast.Constant) and type(node.value) is float for node in ast.walk(value or ast.Set([])))


def is_table(value: ast.expr | None) -> bool:
    """Whether a value is a number or a table of numbers, and no call such as that of a type."""
    return isinstance(value, ast.Constant | ast.UnaryOp | ast.BinOp | ast.Tuple | ast.List | ast.Dict)


def numbers(source: str) -> Iterator[Number]:
    """The constants of a module that are numbers, or tables of them, with their docstrings."""
    body = ast.parse(source).body
    for at, node in enumerate(body):
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_table(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            below = body[at + 1] if at + 1 < len(body) else None
            text = below.value if isinstance(below, ast.Expr) else None
            doc = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
            yield ", ".join(map(ast.unparse, targets)), fractions(node.value), doc


def fault(has_fraction: bool, doc: str | None) -> str | None:
    """What is wrong with the docstring of a number."""
    if has_fraction and not FORM.fullmatch(doc or ""):
        return "not “Unit: what it is for.”"
    missing = [script for script in SCRIPT.findall(doc or "") if not (ROOT / script).is_file()]
    return f"no such script: {missing[0]}" if missing else None


def faults(source: str) -> list[tuple[str, str]]:
    found = ((name, fault(has_fraction, doc)) for name, has_fraction, doc in numbers(source))
    return [(name, what) for name, what in found if what]


ROOMS = ("alignment", "checks", "encoder", "metrics")
FILES = [path for room in ROOMS for path in sorted((ROOT / "mtqe" / room).rglob("*.py"))]


def test_every_chosen_number_has_unit_and_use() -> None:
    assert len(FILES) > 200
    found = {str(path.relative_to(ROOT)): faults(path.read_text(encoding="utf-8")) for path in FILES}
    assert {path: items for path, items in found.items() if items} == {}


@pytest.mark.parametrize(
    "source",
    [
        "_LEAST = -0.5",
        "A = 2 * 3.5\n'''Words: too few. Fitted by bench/no_such_script.py.'''",
        "A = 2\n'''Words: too few. Measured with bench/no_such_script.py.'''",
        "A: dict[str, float] = {'a': 1.0}\n'''Words too few.'''",
        "A = (1, 2.5)\nB = 'x'\n'''Words: too few.'''",
    ],
)
def test_a_number_without_unit_or_with_a_lost_script_is_a_fault(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        "LEAST = 3",
        "LEAST = 0.3\n'''Share: too little of a text.'''",
        "LEAST = 3\n'''Log-odds: of an error. Measured with bench/names.py.'''",
        "made = Settings(0.5)",
    ],
)
def test_a_number_with_unit_and_use_is_no_fault(source: str) -> None:
    assert faults(source) == []
