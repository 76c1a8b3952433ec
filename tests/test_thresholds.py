"""Every numeric constant has a docstring with its unit, its use and its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("alignment", "checks", "encoder", "metrics")
UNITS = frozenset(
    [
        *("Characters", "Letters", "Digits", "Words", "Tokens", "Sentences", "Lines", "Rows", "Segments", "Texts"),
        *(
            "Terms",
            "Copies",
            "Findings",
            "Places",
            "Numbers",
            "Names",
            "Pairs",
            "Anchors",
            "Cells",
            "Values",
            "Entries",
        ),
        *("Edits", "Ids", "Bits", "Vectors", "States", "Seconds", "Degrees Celsius", "Share", "Cosine", "Similarity"),
        *("Bytes", "Chance", "Nats", "Log-odds", "Weights", "Factor", "Ratio", "Confidence", "Score", "Penalty"),
    ]
)
SCRIPT = r"(?:bench|training)/\w+\.py"
FORM = re.compile(
    r"(?P<unit>[^:.]+): (?P<meaning>.+) "
    rf"(?:By definition|(?:By hand|Fitted by a script that was not kept)(?:, measured with {SCRIPT}(?: and {SCRIPT})*)?"
    rf"|Fitted by {SCRIPT})\."
)
Number = tuple[str, str | None]
"""A name and the docstring below its value."""


def is_number(value: ast.expr | None) -> bool:
    """Whether a value consists of numbers only."""
    match value:
        case ast.Constant():
            return type(value.value) in (int, float)
        case ast.UnaryOp():
            return is_number(value.operand)
        case ast.BinOp():
            return is_number(value.left) or is_number(value.right)
        case ast.Tuple() | ast.List():
            return bool(value.elts) and all(map(is_number, value.elts))
        case ast.Dict():
            return any(map(is_number, value.values))
        case ast.Call(func=ast.Name(id="range") | ast.Attribute(attr="array")):
            return is_number(value.args[0])
    return False


def numbers(source: str) -> Iterator[Number]:
    """The numeric constants of a module, with their docstrings."""
    body = ast.parse(source).body
    for at, node in enumerate(body):
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_number(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            below = body[at + 1] if at + 1 < len(body) else None
            text = below.value if isinstance(below, ast.Expr) else None
            doc = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
            yield ", ".join(map(ast.unparse, targets)), doc


def fault(doc: str | None) -> str | None:
    """What is wrong with a docstring."""
    form = FORM.fullmatch(" ".join((doc or "").split()))
    if form is None:
        return "not “Unit: what it is for. Source.”"
    if form["unit"] not in UNITS:
        return f"unknown unit {form['unit']}"
    missing = [script for script in re.findall(SCRIPT, form[0]) if not (ROOT / script).is_file()]
    return f"no such script: {missing[0]}" if missing else None


FILES = [path for room in ROOMS for path in sorted((ROOT / "mtqe" / room).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "mtqe")))
def test_every_number_has_unit_use_and_source(path: Path) -> None:
    faults = [(name, fault(doc)) for name, doc in numbers(path.read_text(encoding="utf-8"))]
    assert [item for item in faults if item[1]] == []


@pytest.mark.parametrize(
    "source",
    [
        "LEAST = 3",
        "_LEAST = -0.5\n'''Share: too little. From experience.'''",
        "A, B = 1, 2\n'''Furlongs: of a field. By hand.'''",
        "A = 2 * 3.5\n'''Words: too few. Fitted by bench/no_such_script.py.'''",
        "A: dict[str, float] = {'a': 1.0}\n'''Words too few. By hand.'''",
        "A = range(3)",
        "A = np.array([1.5, 2])\nB = 'x'\n'''Words: too few. By hand.'''",
    ],
)
def test_a_number_without_unit_or_source_is_a_fault(source: str) -> None:
    assert [fault(doc) for _, doc in numbers(source)] != [None]


@pytest.mark.parametrize(
    "source",
    [
        "LEAST = 3\n'''Words: too few: of a text. By hand.'''",
        "LEAST = 3\n'''Log-odds: of an error. By hand, measured with bench/names.py.'''",
        "METRES = {'km': 1000.0}\n'''Factor: metres of a unit. By definition.'''",
    ],
)
def test_a_number_with_unit_and_source_is_no_fault(source: str) -> None:
    assert [fault(doc) for _, doc in numbers(source)] == [None]
