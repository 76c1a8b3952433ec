"""The names of calls in Python code, for tests that read the code."""

from __future__ import annotations

import ast


def called(call: ast.Call) -> str:
    """What is called, with its dots, such as `re.compile`; what stands in brackets is left out, as in `set[]`.

    `ast.unparse` takes most of the time of a test that reads all modules.
    """
    return _name(call.func)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_name(value)}.{name}"
        case ast.Call(func=value):
            return f"{_name(value)}()"
        case ast.Subscript(value=value):
            return f"{_name(value)}[]"
    return ""
